/*
 * The words of the messages that no lower layer owns. Each list makes its enum;
 * a field of the type MSG_WORD names its list, and the manual prints them.
 */
#pragma once

#include "shared/base/i18n.h"
#include "shared/base/words.h"

/* --- the desk to both --- */

#define WARN_WORDS(X)                                                         \
	X(WARN_50MIN, "50min", "50 minutes worked: ten are left of the hour") \
	X(WARN_58MIN, "58min", "58 minutes worked: two are left")             \
	X(WARN_HOUR, "hour", "the hour is full: the clock wants a quote")     \
	X(WARN_QUOTE_LATE, "quote-late", "no answer to the quote in time")    \
	X(WARN_IDLE, "idle", "nothing has happened for a while")              \
	X(WARN_IDLE_PAUSE, "idle-pause",                                      \
	    "nothing happened for long: the clock stands")                    \
	X(WARN_IDLE_END, "idle-end",                                          \
	    "nothing happened for very long: the visit is over")              \
	X(WARN_VISIT_END, "visit-end", "the visit took as long as one may")   \
	X(WARN_SILENT, "silent", "the client's program does not answer")      \
	X(WARN_NOT_LET_IN, "not-let-in",                                      \
	    "the technician was not let in in time: the visit is over")       \
	X(WARN_NO_VISIT, "no-visit", "the technician did not come in time")   \
	X(WARN_WRITING, "writing",                                            \
	    "what was done is told when it is on the disk")                   \
	X(WARN_WRITTEN, "written", "it is")

enum warn { WARN_WORDS(WORDS_ENUM) WARNS };

#define REFUSED_WORDS(X)                                                      \
	X(REFUSED_BAD, "bad", "it is wrong in itself, or at this moment")     \
	X(REFUSED_BOOK, "book", "the book of clients cannot be read")         \
	X(REFUSED_BUSY, "busy",                                               \
	    "too many requests, of this client or from "                      \
	    "his address")                                                    \
	X(REFUSED_DISK, "disk", "the disk is full")                           \
	X(REFUSED_FULL, "full", "the queue is")                               \
	X(REFUSED_GONE, "gone", "there is no such ticket, or it is closed")   \
	X(REFUSED_LATE, "late", "what was answered does not stand any more")  \
	X(REFUSED_LOG, "log", "the log cannot be read so")                    \
	X(REFUSED_NOT_LET_IN, "not-let-in", "the client let him not in")      \
	X(REFUSED_NOT_YOURS, "not-yours", "another technician has it")        \
	X(REFUSED_OFFLINE, "offline", "the client's program is not there")    \
	X(REFUSED_REPORTS, "reports", "the key has no right to that command") \
	X(REFUSED_SILENT, "silent", "the client's program does not answer")   \
	X(REFUSED_TECHNICIAN, "technician", "that one does not do that now")  \
	X(REFUSED_WRITING, "writing", "the ticket's end is being written")

enum refused { REFUSED_WORDS(WORDS_ENUM) REFUSEDS };

#define ERROR_WORDS(X)                                             \
	X(ERROR_BAD, "bad", "a message was against the rules")     \
	X(ERROR_BUSY, "busy", "too much comes from there")         \
	X(ERROR_LATE, "late", "no hello in time")                  \
	X(ERROR_OFFICE, "office", "the key is for commands alone") \
	X(ERROR_PROOF, "proof", "a signature does not fit")        \
	X(ERROR_START, "start", "the front cannot start")          \
	X(ERROR_VERSION, "version", "the programs are of different ones")

enum error { ERROR_WORDS(WORDS_ENUM) ERRORS };

#define STANDS_WORDS(X)                                          \
	X(STANDS_NONE, "none", "there is no quote")              \
	X(STANDS_PENDING, "pending", "one waits for its answer") \
	X(STANDS_ACCEPTED, "accepted", "one was accepted")

enum stands { STANDS_WORDS(WORDS_ENUM) STANDINGS };

#define BASIS_WORDS(X)                         \
	X(BASIS_FIXED, "fixed", "a fixed sum") \
	X(BASIS_HOURS, "hours", "further hours")

enum basis { BASIS_WORDS(WORDS_ENUM) BASES };

/* How a question ended, other than by its answer. */
#define UNASKED_WORDS(X)                                       \
	X(UNASKED_LATE, "late", "no answer in time")           \
	X(UNASKED_WITHDRAWN, "withdrawn", "it was taken back") \
	X(UNASKED_OVER, "over", "the visit is over")

enum unasked { UNASKED_WORDS(WORDS_ENUM) UNASKEDS };

/* --- the desk to technicians --- */

#define LOST_WORDS(X)                                               \
	X(LOST_ENDED, "client ended", "the client ended the visit") \
	X(LOST_LINK, "link lost", "the link broke")

enum lost { LOST_WORDS(WORDS_ENUM) LOSTS };

/* Beside the names of a technician's orders, whose numbers go on from it as of
 * enum msg_kind; `refused` and `taken` know these alone. */
#define DONE_WORDS(X) \
	X(DONE_KIND_ASKED, "kind-asked", "kind: the client is asked first")

enum done { DONE_WORDS(WORDS_ENUM) DONES };

#define TROUBLE_WORDS(X)                                                      \
	X(TROUBLE_CLOCK, "clock", "the clock of the machine was set")         \
	X(TROUBLE_DISK, "disk",                                               \
	    N_("the disk takes no more: new tickets are refused, open ones "  \
	       "can be closed; make room in the data folder"))                \
	X(TROUBLE_LOCK, "lock",                                               \
	    N_("the database is locked by another program: what was done is " \
	       "being written, and is told when it is on the disk"))

enum trouble { TROUBLE_WORDS(WORDS_ENUM) TROUBLES };

#define FOUND_WORDS(X)                                           \
	X(FOUND_LINKED, "linked", "the ticket is linked to him") \
	X(FOUND_NIP, "nip", "probably, by his NIP")              \
	X(FOUND_KEY, "key", "probably, by his key")              \
	X(FOUND_NAME, "name", "probably, by his name")           \
	X(FOUND_PHONE, "phone", "probably, by his phone")        \
	X(FOUND_NONE, "none", "not in the book; as the client typed it")

enum found { FOUND_WORDS(WORDS_ENUM) FOUNDS };

/* --- the inner conversation --- */

#define WAITING_WORDS(X)                                                   \
	X(WAITING_CODE, "code", "the code that the user reads out")        \
	X(WAITING_BACK, "back", "the digits that are read back to him")    \
	X(WAITING_BACK_WRONG, "back-wrong", "these were wrong, once more") \
	X(WAITING_CONSENT, "consent", "his yes")

enum waiting { WAITING_WORDS(WORDS_ENUM) WAITINGS };

#define TYPIST_WORDS(X)                    \
	X(TYPIST_USER, "user", "the user") \
	X(TYPIST_TECHNICIAN, "technician", "the technician")

enum typist { TYPIST_WORDS(WORDS_ENUM) TYPISTS };

#define BYE_WORDS(X)                                                          \
	X(BYE_NO, "no", "the user said no")                                   \
	X(BYE_TIMEOUT, "timeout", "he did not answer in time")                \
	X(BYE_LATE, "late", "the technician was not let in in time")          \
	X(BYE_OVER, "over", "the desk ended the visit")                       \
	X(BYE_CODE, "code", "the code was wrong too often")                   \
	X(BYE_BACK, "back", "the digits read back were wrong too often")      \
	X(BYE_EXCHANGES, "exchanges", "the code was begun again too often")   \
	X(BYE_WARNED, "warned", "a warning is not read yet")                  \
	X(BYE_REPLACED, "replaced", "another connection took the place")      \
	X(BYE_RELEASED, "released", "the ticket is another's")                \
	X(BYE_GRACE, "grace", "the time to come back without a code is over") \
	X(BYE_SHELL, "shell", "the shell cannot be started")                  \
	X(BYE_SHELL_ENDED, "shell ended", "the shell has ended")              \
	X(BYE_CLIENT_ENDED, "client ended", "the user ended the visit")       \
	X(BYE_CLIENT_CLOSED, "client closed", "his terminal was closed")      \
	X(BYE_ENDED, "ended", "the ticket is closed")                         \
	X(BYE_LINK, "link", "the link to the desk is lost")                   \
	X(BYE_LEFT, "left", "the technician went away")                       \
	X(BYE_BROKEN, "broken", "its connection broke, or was cut for nonsense")

enum bye { BYE_WORDS(WORDS_ENUM) BYES };

/* Beside those of bye. */
#define GRANTED_WORDS(X) \
	X(GRANTED_ASKED, "asked", "a question stands: nothing is typed now")

enum granted { GRANTED_WORDS(WORDS_ENUM) GRANTEDS };

/* --- inside the desk --- */

#define LINK_ROLE_WORDS(X)                      \
	X(LINK_ROLE_AGENT, "agent", "an agent") \
	X(LINK_ROLE_TECH, "tech", "a technician")

enum link_role { LINK_ROLE_WORDS(WORDS_ENUM) LINK_ROLES };

extern const struct words word_warn, word_refused, word_error, word_stands;
extern const struct words word_basis, word_unasked, word_lost;
extern const struct words word_trouble, word_found, word_waiting, word_typist;
extern const struct words word_bye, word_granted, word_role;
