/* The table of messages: see msg.h. A new message is a line in msg_names.h and
 * a row here. */
#include "shared/wire/msg_table.h"

#define TICKET                                                \
	{                                                     \
		"ticket", MSG_INT, false, 1, INT64_C(1) << 53 \
	}
#define VISIT                                                \
	{                                                    \
		"visit", MSG_INT, false, 1, INT64_C(1) << 53 \
	}
#define STR(name, min, max)                    \
	{                                      \
		name, MSG_STR, false, min, max \
	}
#define TEXT(name, min, max)                    \
	{                                       \
		name, MSG_TEXT, false, min, max \
	}
#define STR_OPT(name, max)                  \
	{                                   \
		name, MSG_STR, true, 0, max \
	}
#define INT(name, min, max)                    \
	{                                      \
		name, MSG_INT, false, min, max \
	}
#define INT_OPT(name, min, max)               \
	{                                     \
		name, MSG_INT, true, min, max \
	}
#define BOOL(name)                          \
	{                                   \
		name, MSG_BOOL, false, 0, 0 \
	}
#define BOOL_OPT(name)                     \
	{                                  \
		name, MSG_BOOL, true, 0, 0 \
	}
#define HEX_OPT(name, len)                    \
	{                                     \
		name, MSG_HEX, true, len, len \
	}
#define HEX(name, len)                         \
	{                                      \
		name, MSG_HEX, false, len, len \
	}

/* bytes, not characters: a Polish letter is two */
#define NAME_MAX_B 256
#define TEXT_MAX_B 2000
#define LINE_MAX_B 800
#define KEY_MAX_B 64 /* "SHA256:" and 43 characters */
#define BLOB_MAX_B 2800 /* any public key, in base64 */
#define SIG_MAX_B 3600 /* an SSHSIG of any key, in base64 */
#define MONEY_MAX INT64_C(100000000000)
#define TIME_MAX INT64_C(253402300799)
#define SECONDS_MAX 31536000

#define AGENT_BOTH (MSG_AGENT_DESK | MSG_DESK_AGENT)
#define TECH_BOTH (MSG_TECH_DESK | MSG_DESK_TECH)
#define INNER_BOTH (MSG_GUEST_HOST | MSG_HOST_GUEST)
#define DESK_BOTH (MSG_DESK_AGENT | MSG_DESK_TECH)

/* clang-format off */
const struct msg_spec msg_table[MSG_KINDS] = {
{MSG_HELLO, "hello", MSG_AGENT_DESK | MSG_TECH_DESK | MSG_GUEST_HOST, MSG_NEW,
    "first message of the side that connected",
    {INT("v", 1, 999), STR("program", 1, 64), STR("lang", 2, 8),
     STR_OPT("resume", 64), STR_OPT("name", NAME_MAX_B), BOOL_OPT("code")}},
{MSG_WELCOME, "welcome", DESK_BOTH | MSG_HOST_GUEST, MSG_NEW,
    "the answer to hello: who this is",
    {INT("v", 1, 999), STR("program", 1, 64), STR_OPT("firm", NAME_MAX_B),
     STR_OPT("phone", NAME_MAX_B), STR_OPT("me", NAME_MAX_B),
     STR_OPT("address", NAME_MAX_B), STR_OPT("key", KEY_MAX_B),
     INT_OPT("grace_s", 0, SECONDS_MAX), INT_OPT("cols", 1, 1000),
     INT_OPT("rows", 1, 1000), BOOL_OPT("code"), BOOL_OPT("open"),
     STR_OPT("agent", 128), STR_OPT("sig", 128),
     HEX_OPT("nonce", 64), STR_OPT("receipts", KEY_MAX_B)}},
{MSG_PING, "ping", AGENT_BOTH | TECH_BOTH | INNER_BOTH, MSG_ALL_STAGES,
    "are you there; answered by pong with the same number",
    {INT("n", 0, INT64_C(1) << 53)}},
{MSG_PONG, "pong", AGENT_BOTH | TECH_BOTH | INNER_BOTH, MSG_ALL_STAGES,
    "the answer to ping",
    {INT("n", 0, INT64_C(1) << 53)}},
{MSG_ERROR, "error", AGENT_BOTH | TECH_BOTH | INNER_BOTH | MSG_FRONT_BRAIN, MSG_ALL_STAGES,
    "the last message before the sender hangs up, and why",
    {STR("code", 1, 32), STR("text", 0, LINE_MAX_B)}},

{MSG_JOIN, "join", MSG_AGENT_DESK, MSG_READY,
    "the request card: opens a ticket and puts it in the queue",
    {STR("technician", 1, NAME_MAX_B), STR("product", 1, NAME_MAX_B),
     STR("name", 1, NAME_MAX_B), STR("company", 0, NAME_MAX_B),
     STR("phone", 0, NAME_MAX_B), TEXT("problem", 0, TEXT_MAX_B)}},
{MSG_CANCEL, "cancel", MSG_AGENT_DESK, MSG_QUEUE | MSG_VISIT,
    "the client gives up waiting",
    {{0}}},
{MSG_CHECKED, "checked", MSG_AGENT_DESK | MSG_TECH_DESK | MSG_ORDER, MSG_QUEUE | MSG_VISIT | MSG_READY,
    "result of the check code; left counts the tries that remain",
    {TICKET, BOOL("ok"), INT("left", 0, 3), BOOL_OPT("pinned")}},
{MSG_CONSENT, "consent", MSG_AGENT_DESK, MSG_VISIT,
    "the client let the technician in, or did not; signed with the agent's key",
    {VISIT, BOOL("yes"), STR_OPT("rights", 128), STR_OPT("sig", 256)}},
{MSG_RIGHTS, "rights", MSG_AGENT_DESK | MSG_DESK_TECH, MSG_VISIT | MSG_READY,
    "the rights in force after a change, in words; signed where one came to them",
    {VISIT, STR("rights", 0, 128), STR_OPT("sig", 256)}},
{MSG_ACTIVE, "active", MSG_AGENT_DESK, MSG_VISIT,
    "somebody types in the share: at most once a minute, and at once after warn idle or idle-pause",
    {VISIT}},
{MSG_ANSWER, "answer", MSG_AGENT_DESK, MSG_VISIT,
    "the client's answer to a quote, signed with the agent's key",
    {INT("quote", 1, INT64_C(1) << 53), BOOL("yes"), HEX("hash", 64),
     STR("sig", 0, 256)}},
{MSG_AGREE, "agree", MSG_AGENT_DESK, MSG_VISIT,
    "the client's answer to rate, signed with the agent's key",
    {INT("question", 1, INT64_C(1) << 31), BOOL("yes"), HEX("hash", 64),
     STR("sig", 0, 256)}},
{MSG_LEAVE, "leave", MSG_AGENT_DESK, MSG_VISIT,
    "the client ended the visit",
    {STR_OPT("why", 64)}},

{MSG_PRICE, "price", DESK_BOTH, MSG_GREETED,
    "one line of the price list; anew: the old list is void",
    {STR("name", 1, NAME_MAX_B), STR("kind", 1, 32),
     STR("products", 0, LINE_MAX_B), INT("net_gr", 0, MONEY_MAX),
     INT("minimum_s", 0, SECONDS_MAX), INT("quantum_s", 0, SECONDS_MAX),
     INT("vat_bp", 0, 10000), BOOL("quoted"), BOOL_OPT("anew")}},
{MSG_TECHNICIAN, "technician", DESK_BOTH, MSG_GREETED,
    "a technician and his state: free, busy, away, gone",
    {STR("id", 1, NAME_MAX_B), STR("name", 1, NAME_MAX_B),
     STR("state", 1, 8), STR_OPT("products", LINE_MAX_B)}},
{MSG_LISTED, "listed", DESK_BOTH | MSG_BRAIN_FRONT, MSG_GREETED,
    "end of the lists that follow welcome",
    {{0}}},
{MSG_QUEUED, "queued", MSG_DESK_AGENT, MSG_READY | MSG_QUEUE | MSG_VISIT,
    "the ticket and its place; secret resumes it after a break",
    {TICKET, INT("place", 1, 100000), INT("of", 1, 100000),
     STR_OPT("secret", 64), STR_OPT("technician", NAME_MAX_B)}},
{MSG_REFUSED, "refused", DESK_BOTH, MSG_GREETED,
    "the last request was not done; nothing changed",
    {STR("code", 1, 32), STR("text", 0, LINE_MAX_B), INT_OPT("ticket", 1, INT64_C(1) << 53)}},
{MSG_PICKED, "picked", MSG_DESK_AGENT, MSG_QUEUE | MSG_VISIT,
    "a technician took the ticket and is about to attach",
    {TICKET, VISIT, STR("technician", 1, NAME_MAX_B), STR("key", 1, KEY_MAX_B),
     INT_OPT("known_s", 0, TIME_MAX)}},
{MSG_RELEASED, "released", MSG_DESK_AGENT, MSG_QUEUE | MSG_VISIT,
    "the technician put the ticket back; the place is kept",
    {TICKET}},
{MSG_CLOCK, "clock", DESK_BOTH, MSG_GREETED,
    "the bill so far: sent when its course changes and with every tick, counted on by both sides for 30 s",
    {TICKET, BOOL("running"), STR("why", 0, 32), STR("line", 0, NAME_MAX_B),
     STR("kind", 0, 32), INT("net_hour_gr", 0, MONEY_MAX),
     INT("minimum_s", 0, SECONDS_MAX), INT("quantum_s", 0, SECONDS_MAX),
     INT("vat_bp", 0, 10000), INT("worked_ms", 0, INT64_C(1000) * SECONDS_MAX),
     INT("line_ms", 0, INT64_C(1000) * SECONDS_MAX), INT("base_gr", 0, MONEY_MAX),
     INT("cap_gr", 0, MONEY_MAX), INT("fixed_gr", 0, MONEY_MAX),
     STR("quote", 0, 16), INT("net_gr", 0, MONEY_MAX), STR_OPT("asks", 128)}},
{MSG_WARN, "warn", DESK_BOTH, MSG_GREETED,
    "something both should know now: 50min, 58min, hour, quote-late, idle, idle-pause, idle-end, visit-end, silent, not-let-in",
    {TICKET, STR("code", 1, 32)}},
{MSG_QUOTE, "quote", DESK_BOTH, MSG_GREETED,
    "an offer, in the same words on both screens",
    {TICKET, INT("quote", 1, INT64_C(1) << 53), STR("kind", 1, 16),
     INT("net_gr", 1, MONEY_MAX), INT("vat_gr", 0, MONEY_MAX),
     INT("gross_gr", 1, MONEY_MAX), INT("hours", 0, 1000),
     STR("text", 0, LINE_MAX_B), HEX("hash", 64)}},
{MSG_WITHDRAWN, "withdrawn", DESK_BOTH, MSG_GREETED,
    "the quote cannot be answered any more",
    {TICKET, INT("quote", 1, INT64_C(1) << 53), STR("why", 1, 32)}},
{MSG_RATE, "rate", DESK_BOTH, MSG_GREETED,
    "may work go on under this dearer price line: asked of the client, in the same words on both screens",
    {TICKET, INT("question", 1, INT64_C(1) << 31),
     STR("technician", 1, NAME_MAX_B), STR("line", 1, NAME_MAX_B),
     INT("net_gr", 1, MONEY_MAX), INT("minimum_s", 0, SECONDS_MAX),
     INT("quantum_s", 0, SECONDS_MAX), INT("vat_bp", 0, 10000),
     STR("now_line", 1, NAME_MAX_B), INT("now_net_gr", 0, MONEY_MAX),
     INT("now_vat_bp", 0, 10000), INT("cap_gr", 0, MONEY_MAX),
     HEX("hash", 64)}},
{MSG_RATED, "rated", DESK_BOTH, MSG_GREETED,
    "the end of that question; why is empty for an answer, else late, withdrawn or over",
    {TICKET, INT("question", 1, INT64_C(1) << 31), BOOL("yes"),
     STR("why", 0, 32)}},
{MSG_LEFT, "left", MSG_DESK_AGENT, MSG_VISIT,
    "the technician's link is gone; the clock stands",
    {VISIT, STR("why", 0, 64)}},
{MSG_ENDED, "ended", DESK_BOTH, MSG_GREETED,
    "the ticket is closed, and what it costs",
    {TICKET, STR("outcome", 1, 16), INT("net_gr", 0, MONEY_MAX),
     INT("vat_gr", 0, MONEY_MAX), INT("gross_gr", 0, MONEY_MAX),
     INT("worked_s", 0, SECONDS_MAX), INT_OPT("billed_s", 0, SECONDS_MAX),
     STR_OPT("note", TEXT_MAX_B), STR_OPT("why", 64)}},
{MSG_RECEIPT, "receipt", DESK_BOTH, MSG_GREETED,
    "one line of the signed receipt; more: it goes on in the next; last: the end",
    {TICKET, STR("text", 0, LINE_MAX_B), BOOL("last"), BOOL_OPT("more")}},

{MSG_PROVE, "prove", MSG_TECH_DESK, MSG_READY,
    "the technician's key signs that the key of this link's orders is his",
    {STR("key", 68, 68), STR("sig", 1, SIG_MAX_B)}},
{MSG_STATE, "state", MSG_TECH_DESK | MSG_ORDER, MSG_READY,
    "the technician is free, busy or away",
    {STR("state", 1, 8)}},
{MSG_CLAIM, "claim", MSG_TECH_DESK | MSG_ORDER, MSG_READY,
    "take a waiting ticket; answered by claimed or taken",
    {TICKET}},
{MSG_UNCLAIM, "unclaim", MSG_TECH_DESK | MSG_ORDER, MSG_READY,
    "put a ticket back into the queue",
    {TICKET}},
{MSG_CALLED, "called", MSG_TECH_DESK | MSG_ORDER, MSG_READY,
    "the client was phoned",
    {TICKET}},
{MSG_ASSIGN, "assign", MSG_TECH_DESK | MSG_ORDER, MSG_READY,
    "the ticket is for another technician",
    {TICKET, STR("technician", 1, NAME_MAX_B)}},
{MSG_NOTE, "note", MSG_TECH_DESK | MSG_ORDER, MSG_READY,
    "a remark in the ticket's journal",
    {TICKET, TEXT("text", 1, TEXT_MAX_B)}},
{MSG_KIND, "kind", MSG_TECH_DESK | MSG_ORDER, MSG_READY,
    "work goes on under another price line; if that could cost more than was agreed to, the client is asked first",
    {TICKET, STR("kind", 1, 32)}},
{MSG_PAUSE, "pause", MSG_TECH_DESK | MSG_ORDER, MSG_READY,
    "stop the clock",
    {TICKET}},
{MSG_RESUME, "resume", MSG_TECH_DESK | MSG_ORDER, MSG_READY,
    "let the clock go on",
    {TICKET}},
{MSG_OFFER, "offer", MSG_TECH_DESK | MSG_ORDER, MSG_READY,
    "send the client a quote: a fixed sum, or hours as estimate and cap",
    {TICKET, STR("kind", 1, 16), INT("net_gr", 0, MONEY_MAX),
     INT("hours", 0, 1000), STR("text", 0, LINE_MAX_B)}},
{MSG_WITHDRAW, "withdraw", MSG_TECH_DESK | MSG_ORDER, MSG_READY,
    "take the open quote, or the question about the kind of work, back",
    {TICKET}},
{MSG_END, "end", MSG_TECH_DESK | MSG_ORDER, MSG_READY,
    "close the ticket as solved or unsolved; one that only waits as cancelled",
    {TICKET, STR("outcome", 1, 16), TEXT("note", 0, TEXT_MAX_B)}},
{MSG_LOG, "log", MSG_TECH_DESK | MSG_ORDER, MSG_READY,
    "ask for rows of the time log; answered by logrow and logend",
    {INT("id", 0, INT64_C(1) << 31), INT("offset", 0, 10000000),
     INT("limit", 0, 500), STR_OPT("from", 32), STR_OPT("to", 32),
     STR_OPT("client", NAME_MAX_B), STR_OPT("technician", NAME_MAX_B),
     STR_OPT("product", NAME_MAX_B), STR_OPT("outcome", 16),
     STR_OPT("invoiced", 4), STR_OPT("words", NAME_MAX_B),
     STR_OPT("sort", 16), BOOL_OPT("reverse"), STR_OPT("view", 16),
     INT_OPT("ticket", 1, INT64_C(1) << 53)}},
{MSG_CORRECT, "correct", MSG_TECH_DESK | MSG_ORDER, MSG_READY,
    "a correction row: the amount that shall count, and why",
    {TICKET, INT("net_gr", 0, MONEY_MAX), STR("reason", 1, LINE_MAX_B)}},
{MSG_INVOICE, "invoice", MSG_TECH_DESK | MSG_ORDER, MSG_READY,
    "mark a solved ticket as invoiced, or take the mark back",
    {TICKET, STR("number", 1, NAME_MAX_B), BOOL_OPT("reverse")}},

{MSG_ROW, "row", MSG_DESK_TECH, MSG_READY,
    "a ticket in the queue or in work, new or changed",
    {TICKET, STR("state", 1, 16), STR("name", 0, NAME_MAX_B),
     STR("company", 0, NAME_MAX_B), STR("phone", 0, NAME_MAX_B),
     STR("product", 0, NAME_MAX_B), STR("wanted", 0, NAME_MAX_B),
     STR("problem", 0, TEXT_MAX_B), INT("since_s", 0, TIME_MAX),
     INT("waited_s", 0, SECONDS_MAX), BOOL("called"), BOOL("online"),
     STR("by", 0, NAME_MAX_B), INT("visit", 0, INT64_C(1) << 53),
     STR("key", 0, KEY_MAX_B), INT("known_s", 0, TIME_MAX),
     INT("earlier", 0, 1000000), STR("last", 0, NAME_MAX_B),
     STR("rate", 0, NAME_MAX_B), STR_OPT("from", 64)}},
{MSG_GONE, "gone", MSG_DESK_TECH, MSG_READY,
    "the ticket left the queue",
    {TICKET, STR("why", 1, 32)}},
{MSG_CLAIMED, "claimed", MSG_DESK_TECH, MSG_READY,
    "the ticket is yours: connect to ticket-N now",
    {TICKET, VISIT}},
{MSG_TAKEN, "taken", MSG_DESK_TECH, MSG_READY,
    "another technician was faster",
    {TICKET, STR("by", 1, NAME_MAX_B)}},
{MSG_ANSWERED, "answered", MSG_DESK_TECH, MSG_READY,
    "the client answered the quote",
    {TICKET, INT("quote", 1, INT64_C(1) << 53), BOOL("yes"), STR("why", 0, 32)}},
{MSG_CONSENTED, "consented", MSG_DESK_TECH, MSG_READY,
    "the client let you in, or did not",
    {TICKET, VISIT, BOOL("yes")}},
{MSG_LOST, "lost", MSG_DESK_TECH, MSG_READY,
    "the client's link is lost, or is back",
    {TICKET, BOOL("back"), STR("why", 0, 64)}},
{MSG_LOGROW, "logrow", MSG_DESK_TECH, MSG_READY,
    "one row of the time log, or of the view that was asked for",
    {INT("id", 0, INT64_C(1) << 31), TICKET, INT("opened_s", 0, TIME_MAX),
     STR("client", 0, NAME_MAX_B), STR("company", 0, NAME_MAX_B),
     STR("technician", 0, NAME_MAX_B), STR("product", 0, NAME_MAX_B),
     STR("outcome", 0, 16), INT("worked_s", 0, SECONDS_MAX),
     INT("billed_s", 0, SECONDS_MAX), INT("net_gr", 0, MONEY_MAX),
     INT("vat_gr", 0, MONEY_MAX), INT("gross_gr", 0, MONEY_MAX),
     INT("raw_gr", 0, MONEY_MAX), STR("invoice", 0, NAME_MAX_B),
     STR("note", 0, TEXT_MAX_B), STR_OPT("text", LINE_MAX_B)}},
{MSG_LOGEND, "logend", MSG_DESK_TECH, MSG_READY,
    "end of the rows; totals of all that match, not only of this page",
    {INT("id", 0, INT64_C(1) << 31), INT("total", 0, 100000000),
     INT("worked_s", 0, INT64_C(1) << 53), INT("billed_s", 0, INT64_C(1) << 53),
     INT("net_gr", 0, INT64_C(1) << 53), INT("vat_gr", 0, INT64_C(1) << 53),
     INT("gross_gr", 0, INT64_C(1) << 53)}},
{MSG_DONE, "done", MSG_DESK_TECH, MSG_READY,
    "the last request was carried out",
    {STR("what", 1, 32), INT_OPT("ticket", 1, INT64_C(1) << 53)}},
{MSG_BANNER, "banner", MSG_DESK_TECH, MSG_READY,
    "a trouble of the desk that stands until cleared by an empty text",
    {STR("code", 0, 32), STR("text", 0, LINE_MAX_B)}},

{MSG_COMMIT, "commit", MSG_HOST_GUEST, MSG_READY,
    "commitment of the check code",
    {HEX("c", 64)}},
{MSG_NONCE, "nonce", MSG_GUEST_HOST, MSG_READY,
    "the technician's nonce",
    {HEX("n", 64)}},
{MSG_REVEAL, "reveal", MSG_HOST_GUEST, MSG_READY,
    "the agent's nonce, which must fit the commitment",
    {HEX("n", 64)}},
{MSG_CODE, "code", MSG_GUEST_HOST, MSG_READY,
    "the technician says that what he typed fits, or not: it decides nothing, it opens the user's field for the code back",
    {BOOL("ok"), INT("left", 0, 3)}},
{MSG_WAITING, "waiting", MSG_HOST_GUEST, MSG_READY | MSG_VISIT,
    "what the agent waits for: code, back, back-wrong, consent",
    {STR("what", 1, 16)}},
{MSG_GRANTED, "granted", MSG_HOST_GUEST, MSG_READY | MSG_VISIT,
    "the rights in force, in words; empty means not let in; why = asked: a question stands, and nothing is typed before its answer",
    {STR("rights", 0, 128), STR("why", 0, 32), BOOL_OPT("hidden")}},
{MSG_ASK, "ask", MSG_GUEST_HOST, MSG_VISIT,
    "the technician asks for one right",
    {STR("right", 1, 16), STR_OPT("text", LINE_MAX_B)}},
{MSG_SAY, "say", INNER_BOTH, MSG_VISIT,
    "a line of chat",
    {STR("text", 1, LINE_MAX_B)}},
{MSG_SIZE, "size", MSG_HOST_GUEST, MSG_READY | MSG_VISIT,
    "the size of the shared screen",
    {INT("cols", 1, 1000), INT("rows", 1, 1000)}},
{MSG_TYPING, "typing", MSG_HOST_GUEST, MSG_VISIT,
    "who typed last: user, technician",
    {STR("who", 1, 16)}},
{MSG_BYE, "bye", INNER_BOTH, MSG_READY | MSG_VISIT,
    "the visit ends",
    {STR("why", 0, 64)}},

{MSG_SERVING, "serving", MSG_FRONT_BRAIN, MSG_READY,
    "the front is in its sandbox and takes connections",
    {{0}}},
{MSG_UP, "up", MSG_FRONT_BRAIN, MSG_READY,
    "a link logged in; role is agent or tech",
    {INT("link", 1, INT64_C(1) << 53), STR("role", 1, 8), STR("key", 1, KEY_MAX_B),
     STR("addr", 0, 64), STR("blob", 1, BLOB_MAX_B)}},
{MSG_DOWN, "down", MSG_FRONT_BRAIN, MSG_READY,
    "a link is gone",
    {INT("link", 1, INT64_C(1) << 53), STR("why", 0, LINE_MAX_B)}},
{MSG_OPEN, "open", MSG_FRONT_BRAIN, MSG_READY,
    "a technician wants to reach a ticket's inner server",
    {INT("link", 1, INT64_C(1) << 53), INT("id", 1, INT64_C(1) << 53), TICKET}},
{MSG_CLOSED, "closed", MSG_FRONT_BRAIN, MSG_READY,
    "a tunnel is closed, with the bytes it carried",
    {INT("id", 1, INT64_C(1) << 53), INT("to_agent", 0, INT64_C(1) << 53),
     INT("to_tech", 0, INT64_C(1) << 53), STR("why", 0, 64)}},
{MSG_ALLOW, "allow", MSG_BRAIN_FRONT, MSG_READY,
    "this technician's key may log in",
    {STR("key", 1, KEY_MAX_B)}},
{MSG_FORBID, "forbid", MSG_BRAIN_FRONT, MSG_READY,
    "this technician's key may not log in any more; his links end",
    {STR("key", 1, KEY_MAX_B)}},
{MSG_DROP, "drop", MSG_BRAIN_FRONT, MSG_READY,
    "end this link after what is queued for it",
    {INT("link", 1, INT64_C(1) << 53), STR("why", 0, LINE_MAX_B)}},
{MSG_TUNNEL, "tunnel", MSG_BRAIN_FRONT, MSG_READY,
    "couple the wanted channel with visit-N towards that agent",
    {INT("id", 1, INT64_C(1) << 53), INT("link", 1, INT64_C(1) << 53), VISIT}},
{MSG_DENY, "deny", MSG_BRAIN_FRONT, MSG_READY,
    "refuse the wanted channel, or close the tunnel",
    {INT("id", 1, INT64_C(1) << 53), STR("why", 0, LINE_MAX_B)}},
{MSG_BAN, "ban", MSG_BRAIN_FRONT, MSG_READY,
    "refuse this address and key for so long",
    {STR("addr", 0, 64), STR_OPT("key", KEY_MAX_B), INT("seconds", 1, SECONDS_MAX)}},
{MSG_KNOWN, "known", MSG_BRAIN_FRONT, MSG_READY,
    "this key logged in lately from this address",
    {STR("addr", 1, 64), STR("key", 1, KEY_MAX_B)}},
};
/* clang-format on */
