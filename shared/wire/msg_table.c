/* The table of messages: see msg.h. A new message is a row of msg_rows.h. */
#include "shared/wire/msg_table.h"

#include "shared/core/logask.h"
#include "shared/core/grant.h"
#include "shared/core/presence.h"
#include "shared/core/ticket.h"
#include "shared/wire/words.h"

#define FIELD(...)          \
	{                   \
		__VA_ARGS__ \
	}
#define INT(name, min, max) FIELD(name, MSG_INT, false, min, max, NULL)
#define INT_OPT(name, min, max) FIELD(name, MSG_INT, true, min, max, NULL)
#define TICKET INT("ticket", 1, INT64_C(1) << 53)
#define VISIT INT("visit", 1, INT64_C(1) << 53)
#define STR(name, min, max) FIELD(name, MSG_STR, false, min, max, NULL)
#define STR_OPT(name, max) FIELD(name, MSG_STR, true, 0, max, NULL)
#define TEXT(name, min, max) FIELD(name, MSG_TEXT, false, min, max, NULL)
#define TEXT_OPT(name, max) FIELD(name, MSG_TEXT, true, 0, max, NULL)
#define BOOL(name) FIELD(name, MSG_BOOL, false, 0, 0, NULL)
#define BOOL_OPT(name) FIELD(name, MSG_BOOL, true, 0, 0, NULL)
#define HEX(name, len) FIELD(name, MSG_HEX, false, len, len, NULL)
#define HEX_OPT(name, len) FIELD(name, MSG_HEX, true, len, len, NULL)
#define WORD(name, list) FIELD(name, MSG_WORD, false, 1, 0, &(list))
#define WORD_OPT(name, list) FIELD(name, MSG_WORD, true, 0, 0, &(list))
/* or "" */
#define WORD_ANY(name, list) FIELD(name, MSG_WORD, false, 0, 0, &(list))

/* bytes, not characters: a Polish letter is two */
#define NAME_MAX_B 256
#define TEXT_MAX_B 2000
#define LINE_MAX_B 800
#define KEY_MAX_B 64 /* "SHA256:" and 43 characters */
#define BLOB_MAX_B 2800 /* any public key, in base64 */
#define SIG_MAX_B 3600 /* an SSHSIG of any key, in base64 */
#define OUTPUT_MAX_B 3600
#define MONEY_MAX INT64_C(100000000000)
#define TIME_MAX INT64_C(253402300799)
#define SECONDS_MAX 31536000

#define AGENT_BOTH (MSG_AGENT_DESK | MSG_DESK_AGENT)
#define TECH_BOTH (MSG_TECH_DESK | MSG_DESK_TECH)
#define INNER_BOTH (MSG_GUEST_HOST | MSG_HOST_GUEST)
#define DESK_BOTH (MSG_DESK_AGENT | MSG_DESK_TECH)

/* The names of a technician's orders, by their kinds. */
#define MSG(id, name, routes, ...) \
	[id] = ((routes)&MSG_ORDER) != 0 ? (name) : NULL,

static const char *const order_names[MSG_KINDS] = {
#include "shared/wire/msg_rows.h"
};

static const struct words word_order = {
    "order", order_names, order_names, MSG_KINDS, NULL};

static const char *const done_names[] = {DONE_WORDS(WORDS_WORD)};
static const char *const done_texts[] = {DONE_WORDS(WORDS_TEXT)};
static const struct words word_done = {
    "what was done", done_names, done_texts, DONES, &word_order};

/* As many as there are, and the end. */
#define FIELDS(...)                                         \
	(const struct msg_field[1 +                         \
	    sizeof((const struct msg_field[])__VA_ARGS__) / \
		sizeof(struct msg_field)]) __VA_ARGS__
#undef MSG
#define MSG(id, name, routes, stages, help, ...) \
	[id] = {id, name, routes, stages, help, FIELDS(__VA_ARGS__)},

const struct msg_spec msg_table[MSG_KINDS] = {
#include "shared/wire/msg_rows.h"
};
