/*
 * The client book: the firms and people that invoices go to (contractors),
 * whatever their clients type into their cards. Each decision about them (made,
 * edited, merged, linked) is a row of the journal under ticket 0, with who took
 * it; the tables contractor and ticket_contractor are made from those rows.
 *
 * What a contractor is known by (keys, phones, names) is what stands in the
 * cards of the tickets that are linked to him: forgotten with them.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/buf.h"
#include "shared/base/err.h"

struct db;

#define BOOK_CODE_SIZE 21 /* as long as an EPP code */
#define BOOK_NIP_SIZE 33 /* as it is typed; kept as ten digits */
#define BOOK_NAME_SIZE 257
#define BOOK_NOTE_SIZE 801

struct book_client {
	char code[BOOK_CODE_SIZE]; /* letters, digits and . _ - */
	char name[BOOK_NAME_SIZE];
	char nip[BOOK_NIP_SIZE]; /* "" = none */
	char address[BOOK_NAME_SIZE];
	char note[BOOK_NOTE_SIZE]; /* internal */
	char merged[BOOK_CODE_SIZE]; /* into that one; "" = in force */
	int64_t version; /* changes with every change of it */
	int64_t tickets; /* linked to it; by book_get() and book_each() */
};

/* Who decides: author is a name, by "key SHA256:..." or "user NAME". */
struct book_author {
	const char *author;
	const char *by;
};

/* --- decisions; each in a transaction of its own --- */

/* Texts are brought into their canonical form, the NIP is checked. code "" gets
 * the next free K1, K2, ... */
bool book_add(struct db *db, struct book_client *c,
    const struct book_author *who, struct err *err);
/* version must be that of the row which was looked at, else the err says what
 * it is now and who changed it; 0 = whatever it is. Whose NIP stands on
 * invoices keeps it. */
bool book_edit(struct db *db, struct book_client *c,
    const struct book_author *who, struct err *err);
/* What a merge did beside. */
struct book_merged {
	char from[BOOK_CODE_SIZE], into[BOOK_CODE_SIZE]; /* in force */
	char nip[BOOK_NIP_SIZE]; /* that was taken over; "" = none */
	int64_t invoiced; /* tickets of `from` on an invoice that names it */
};
/* Tickets of `from` are those of `into` from now on, and so are its NIP and
 * address where `into` has none. Two NIPs are two taxpayers: err. out may be
 * NULL. */
bool book_merge(struct db *db, const char *from, const char *into,
    const struct book_author *who, struct book_merged *out, struct err *err);
/* All tickets or none; refused for one on an invoice that names another.
 * seen: the code that the ticket was linked to when it was looked at, "" =
 * none, NULL = whatever it is. When it is another one, err says whose. */
bool book_link_all(struct db *db, const int64_t *tickets, size_t n,
    const char *code, const char *seen, const struct book_author *who,
    struct err *err);
/* From a box that showed c->version (0 = nobody): makes the one of a new code,
 * or changes him whom it showed when `changed`, and links the ticket; all of it
 * or nothing. */
bool book_take(struct db *db, int64_t ticket, struct book_client *c,
    bool changed, const char *seen, const struct book_author *who,
    struct err *err);

/* --- questions --- */

/* By code, of one that was merged the one that is in force. False with err
 * when there is none. */
bool book_get(
    struct db *db, const char *code, struct book_client *out, struct err *err);
/* False without err when the ticket is linked to none. */
bool book_of_ticket(struct db *db, int64_t ticket, struct book_client *out);
/* Whose the ticket probably is: of the NIP that he gave, else the same key,
 * name or phone; why is "nip", "key", "name" or "phone". False when nobody's.
 */
bool book_suggest(
    struct db *db, int64_t ticket, struct book_client *out, const char **why);

/* The NIP that he gave with that request; "" = none. */
const char *book_given_nip(
    struct db *db, int64_t ticket, char nip[BOOK_NIP_SIZE]);

typedef void book_client_fn(const struct book_client *c, void *ctx);
typedef void book_code_fn(const char *code, void *ctx);
typedef void book_known_fn(
    const char *key, const char *phone, const char *name, void *ctx);
/* In force, by name; words: part of code, name, NIP, address or note, NULL or
 * "" = all. */
bool book_each(struct db *db, const char *words, book_client_fn *fn, void *ctx,
    struct err *err);
/* Appends that there is another one in force whose name looks like his, and how
 * the two become one; nothing when there is none. */
void book_tell_alike(struct db *db, const char *code, struct buf *out);
/* The codes that lead to it, by code. */
bool book_merged_into(struct db *db, const char *code, book_code_fn *fn,
    void *ctx, struct err *err);
/* What its tickets' cards say, each combination once. */
bool book_known(struct db *db, const char *code, book_known_fn *fn, void *ctx,
    struct err *err);

/* Newest first, without the ticket itself: tickets of that contractor, and
 * those of the same key that are linked to nobody; code "": all of the same
 * key. Texts borrowed for the call. */
struct book_past {
	int64_t ticket, opened_s;
	const char *state, *technician;
	const char *note; /* what the client read */
	const char *remark; /* the last note of technicians */
	int64_t all; /* how many there are, whatever the limit */
};
typedef void book_past_fn(const struct book_past *p, void *ctx);
bool book_history(struct db *db, int64_t ticket, const char *code,
    int64_t limit, book_past_fn *fn, void *ctx, struct err *err);
/* Appends "4 7": other tickets of the same key that are linked to nobody and on
 * no invoice, the last ones. */
void book_loose(struct db *db, int64_t ticket, struct buf *out);

/* --- for queries --- */

/* The code in that argument and those of all that were merged into it, as table
 * `same`. */
#define BOOK_CODE_SQL(arg)                                           \
	"WITH RECURSIVE same (code) AS (SELECT code FROM contractor" \
	" WHERE code = " arg " UNION SELECT c.code FROM contractor"  \
	" c JOIN same s ON c.merged = s.code) "
#define BOOK_SAME_SQL BOOK_CODE_SQL("?1")

/* Those that match, or whose merged ones do, and all that were merged into
 * them, as table `same`. */
#define BOOK_MATCH_SQL(match)                                            \
	"WITH RECURSIVE up (code, merged) AS (SELECT code, merged"       \
	" FROM contractor WHERE " match " UNION SELECT c.code, c.merged" \
	" FROM contractor c JOIN up u ON c.code = u.merged),"            \
	" same (code) AS (SELECT code FROM up WHERE merged = '' UNION"   \
	" SELECT c.code FROM contractor c JOIN same s"                   \
	" ON c.merged = s.code) "
/* Who is meant by a word: him with that code, else with that NIP or name. For
 * printf: the numbers of the word, its NIP, and its folded form. */
#define BOOK_IS_SQL                                                         \
	"(code = ?%1$d OR (NOT EXISTS (SELECT 1 FROM contractor x"          \
	" WHERE x.code = ?%1$d) AND ((nip <> '' AND nip = ?%2$d) OR folded" \
	" = ?%3$d)))"
/* The NIP in a word, as it is kept; "" = it is none. */
const char *book_nip_of(const char *word, char nip[BOOK_NIP_SIZE]);

/* --- for the journal --- */

struct ticket_event;
/* Brings the tables up to date after that row of ticket 0; text as it was
 * sealed, "" when it was forgotten. */
bool book_project(struct db *db, const char *kind,
    const struct ticket_event *ev, int64_t id, struct err *err);
