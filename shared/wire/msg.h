/*
 * The messages of pomoc: one table says what each is called, who may send it,
 * when, and which fields it has (man 7 pomoc-protocol is checked against it).
 *
 * On the wire a message is one line of JSON, a flat object with the member "t"
 * (its name) and the fields of its row, at most MSG_MAX bytes with the newline.
 * Anything else is refused: unknown name, unknown, missing, mistyped, too long
 * or out-of-range field, unknown word, duplicate member, NUL, bad UTF-8. The
 * one exception is `hello` and `welcome`, which may carry members that this
 * version does not know, so that versions can be told apart before anything
 * else is judged.
 *
 * This layer moves no bytes: see line.h for cutting lines and peer.h for who
 * may say what in which stage.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/base/buf.h"
#include "shared/base/err.h"
#include "shared/base/words.h"

/* Raised when programs of the last version could not read, or would misread,
 * what is said now. */
#define MSG_VERSION 10
#define MSG_PORT 7722 /* where desks listen, unless told otherwise */
#define MSG_MAX 4096
#define MSG_PROOF_SIZE 129 /* an Ed25519 signature in hex, NUL */

/* Who speaks to whom. A message row holds the set of routes it may take. */
enum msg_route {
	MSG_AGENT_DESK = 1 << 0, /* agent -> desk, channel "control" */
	MSG_DESK_AGENT = 1 << 1,
	MSG_TECH_DESK = 1 << 2, /* technician -> desk, subsystem pomoc */
	MSG_DESK_TECH = 1 << 3,
	MSG_GUEST_HOST = 1 << 4, /* console -> agent, subsystem pomoc-visit */
	MSG_HOST_GUEST = 1 << 5,
	MSG_FRONT_BRAIN = 1 << 6, /* inside the desk */
	MSG_BRAIN_FRONT = 1 << 7
};

/* Among the routes of a row: a technician's order, which changes something or
 * reads the log. It carries two more fields, `order` (its number on this link)
 * and `proof` (a signature), see shared/core/proof.h; the parser leaves them
 * optional, the desk does not. */
#define MSG_ORDER (1u << 8)

/* How far a conversation has come; a row holds the stages it is allowed in. */
enum msg_stage {
	MSG_NEW = 1 << 0, /* nothing said yet */
	MSG_READY = 1 << 1, /* greeted; an agent: no ticket yet */
	MSG_QUEUE = 1 << 2, /* agent: has a ticket, waits */
	MSG_VISIT = 1 << 3, /* agent: a technician was picked or is attached;
			       inner: the check code is done */
	MSG_OVER = 1 << 4 /* agent: the ticket is closed */
};

#define MSG_ALL_STAGES (MSG_NEW | MSG_READY | MSG_QUEUE | MSG_VISIT | MSG_OVER)
#define MSG_GREETED (MSG_READY | MSG_QUEUE | MSG_VISIT | MSG_OVER)

enum msg_kind {
#define MSG(kind, ...) kind,
#include "shared/wire/msg_rows.h"
#undef MSG
	MSG_KINDS
};

/* MSG_TEXT is a string of several lines, MSG_WORD one of a closed list. */
enum msg_type { MSG_STR, MSG_TEXT, MSG_INT, MSG_BOOL, MSG_HEX, MSG_WORD };

struct msg_field {
	const char *name;
	enum msg_type type;
	bool optional;
	int64_t min; /* INT: smallest; STR, TEXT, HEX: fewest bytes */
	int64_t max; /* INT: largest; STR, TEXT, HEX: most bytes */
	const struct words *words; /* WORD: its list; min 0: or "" */
};

struct msg_spec {
	enum msg_kind kind;
	const char *name;
	unsigned routes; /* set of enum msg_route */
	unsigned stages; /* set of enum msg_stage */
	const char *help; /* what it says, one line of English */
	const struct msg_field *fields; /* end at name NULL */
};

const struct msg_spec *msg_spec(enum msg_kind kind);
const struct msg_spec *msg_spec_find(const char *name);

/* A parsed or a new message. Opaque; freed with msg_free (NULL is fine). */
struct msg;

/* One line without its newline. NULL and err when it is refused. */
struct msg *msg_parse(const char *line, size_t len, struct err *err);
struct msg *msg_new(enum msg_kind kind);
/* One that begins with its ticket. */
struct msg *msg_about(enum msg_kind kind, int64_t ticket);
/* Free it too. */
struct msg *msg_copy(const struct msg *m);
void msg_free(struct msg *m);
enum msg_kind msg_kind(const struct msg *m);
const char *msg_name(const struct msg *m);

/* Fields. A name that the row lacks is a programming error and aborts. An
 * optional field that is absent reads as "", 0 or false; msg_has tells. Strings
 * live as long as the message. */
bool msg_has(const struct msg *m, const char *field);
const struct msg_field *msg_field(const struct msg *m, const char *field);
const char *msg_str(const struct msg *m, const char *field);
int64_t msg_int(const struct msg *m, const char *field);
bool msg_bool(const struct msg *m, const char *field);
/* The number of a word in its list: an enum beside it; -1 for "". */
int msg_word(const struct msg *m, const char *field);
/* Return the message, so that they chain. A string longer than its field is cut
 * at a whole character, bad UTF-8 is repaired: sending never fails because of
 * somebody's text. */
struct msg *msg_put_str(struct msg *m, const char *field, const char *value);
struct msg *msg_put_int(struct msg *m, const char *field, int64_t value);
struct msg *msg_put_bool(struct msg *m, const char *field, bool value);
/* -1 puts "". A number or, to msg_put_str(), a word that the list lacks is a
 * programming error and aborts. */
struct msg *msg_put_word(struct msg *m, const char *field, int number);

/* The door for what strangers write and we keep: utf8_strip() on every string,
 * with newlines only where the field has lines. A string may be shorter than
 * its field's minimum then. */
void msg_strip(struct msg *m);
bool msg_is_order(const struct msg *m);
/* An order's two fields, put in and taken out again; what is left is what was
 * signed. Taking is false when they are not both there. */
void msg_put_proof(struct msg *m, int64_t number, const char *proof);
bool msg_take_proof(struct msg *m, int64_t *number, char proof[MSG_PROOF_SIZE]);

/* Appends the line with its newline. False when a required field is missing,
 * the line is over MSG_MAX or the buffer's limit is reached. */
bool msg_write(const struct msg *m, struct buf *out, struct err *err);
