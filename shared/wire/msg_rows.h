/*
 * Every message, one row each: MSG(kind, name, routes, stages, what it says,
 * fields). Included by msg.h, which takes the kinds from it, and by
 * msg_table.c.
 */
/* clang-format off */
/* both ends, every conversation */
MSG(MSG_HELLO, "hello", MSG_AGENT_DESK | MSG_TECH_DESK | MSG_GUEST_HOST, MSG_NEW,
    "first message of the side that connected; aside: a technician who is not here, only a command of his; a client who asks for nothing, only whether the desk answers",
    {INT("v", 1, 999), STR("program", 1, 64), STR("lang", 2, 8),
     STR_OPT("resume", 64), STR_OPT("name", NAME_MAX_B), BOOL_OPT("code"),
     BOOL_OPT("aside")})
MSG(MSG_WELCOME, "welcome", DESK_BOTH | MSG_HOST_GUEST, MSG_NEW,
    "the answer to hello: who this is",
    {INT("v", 1, 999), STR("program", 1, 64), STR_OPT("firm", NAME_MAX_B),
     STR_OPT("phone", NAME_MAX_B), STR_OPT("me", NAME_MAX_B),
     STR_OPT("address", NAME_MAX_B), STR_OPT("key", KEY_MAX_B),
     INT_OPT("grace_s", 0, SECONDS_MAX), BOOL_OPT("code"), BOOL_OPT("open"),
     STR_OPT("agent", 128), STR_OPT("sig", 128),
     HEX_OPT("nonce", 64), STR_OPT("receipts", KEY_MAX_B),
     INT_OPT("now_s", 0, TIME_MAX)})
MSG(MSG_PING, "ping", AGENT_BOTH | TECH_BOTH | MSG_GUEST_HOST, MSG_ALL_STAGES,
    "are you there; answered by pong with the same number",
    {INT("n", 0, INT64_C(1) << 53)})
MSG(MSG_PONG, "pong", AGENT_BOTH | TECH_BOTH | MSG_HOST_GUEST, MSG_ALL_STAGES,
    "the answer to ping",
    {INT("n", 0, INT64_C(1) << 53)})
MSG(MSG_ERROR, "error", AGENT_BOTH | TECH_BOTH | INNER_BOTH | MSG_FRONT_BRAIN, MSG_ALL_STAGES,
    "the last message before the sender hangs up, and why",
    {WORD("code", word_error), STR("text", 0, LINE_MAX_B)})

/* agent -> desk */
MSG(MSG_JOIN, "join", MSG_AGENT_DESK, MSG_READY,
    "the request card: opens a ticket and puts it in the queue",
    {STR("technician", 1, NAME_MAX_B), STR("product", 1, NAME_MAX_B),
     STR("name", 1, NAME_MAX_B), STR("company", 0, NAME_MAX_B),
     STR("phone", 0, NAME_MAX_B), TEXT("problem", 0, TEXT_MAX_B),
     STR_OPT("nip", 32)})
MSG(MSG_CANCEL, "cancel", MSG_AGENT_DESK, MSG_QUEUE | MSG_VISIT,
    "the client gives up waiting",
    {{0}})
MSG(MSG_CHECKED, "checked", MSG_AGENT_DESK | MSG_TECH_DESK | MSG_ORDER, MSG_QUEUE | MSG_VISIT | MSG_READY,
    "result of the check code; left counts the tries that remain",
    {TICKET, BOOL("ok"), INT("left", 0, 3), BOOL_OPT("pinned")})
MSG(MSG_CONSENT, "consent", MSG_AGENT_DESK, MSG_VISIT,
    "the client let the technician in, or did not; signed with the agent's key",
    {VISIT, BOOL("yes"), STR_OPT("rights", 128), STR_OPT("sig", 256),
     WORD_OPT("why", word_bye)})
MSG(MSG_RIGHTS, "rights", MSG_AGENT_DESK, MSG_VISIT,
    "the rights in force after a change, in words; signed where one came to them",
    {VISIT, STR("rights", 0, 128), STR_OPT("sig", 256)})
MSG(MSG_ACTIVE, "active", MSG_AGENT_DESK, MSG_VISIT,
    "somebody types in the share, or (output) a program writes there: at most once a minute, and at once after warn idle or idle-pause",
    {VISIT, BOOL_OPT("output")})
MSG(MSG_ANSWER, "answer", MSG_AGENT_DESK, MSG_VISIT,
    "the client's answer to a quote, signed with the agent's key",
    {INT("quote", 1, INT64_C(1) << 53), BOOL("yes"), HEX("hash", 64),
     STR("sig", 0, 256)})
MSG(MSG_AGREE, "agree", MSG_AGENT_DESK, MSG_VISIT,
    "the client's answer to rate, signed with the agent's key",
    {INT("question", 1, INT64_C(1) << 31), BOOL("yes"), HEX("hash", 64),
     STR("sig", 0, 256)})
MSG(MSG_LEAVE, "leave", MSG_AGENT_DESK, MSG_VISIT,
    "the client ended the visit",
    {STR_OPT("why", 64)})

/* desk -> agent (and technician) */
MSG(MSG_PRICE, "price", DESK_BOTH, MSG_GREETED,
    "one line of the price list; anew: the old list is void",
    {STR("name", 1, NAME_MAX_B), WORD("kind", price_kinds),
     STR("products", 0, LINE_MAX_B), INT("net_gr", 0, MONEY_MAX),
     INT("minimum_s", 0, SECONDS_MAX), INT("quantum_s", 0, SECONDS_MAX),
     INT("vat_bp", 0, 10000), BOOL("quoted"), BOOL_OPT("anew")})
MSG(MSG_TECHNICIAN, "technician", DESK_BOTH, MSG_GREETED,
    "a technician and his state",
    {STR("id", 1, NAME_MAX_B), STR("name", 1, NAME_MAX_B),
     WORD("state", presence_words), STR_OPT("products", LINE_MAX_B)})
MSG(MSG_LISTED, "listed", DESK_BOTH | MSG_BRAIN_FRONT, MSG_GREETED,
    "end of the lists that follow welcome",
    {{0}})
MSG(MSG_QUEUED, "queued", MSG_DESK_AGENT, MSG_READY | MSG_QUEUE | MSG_VISIT,
    "the ticket and its place; secret resumes it after a break",
    {TICKET, INT("place", 1, 100000), INT("of", 1, 100000),
     STR_OPT("secret", 64), STR_OPT("technician", NAME_MAX_B)})
MSG(MSG_REFUSED, "refused", DESK_BOTH, MSG_GREETED,
    "the last request was not done; nothing changed; to: which of a technician's orders",
    {WORD("code", word_refused), STR("text", 0, LINE_MAX_B),
     INT_OPT("ticket", 1, INT64_C(1) << 53), WORD_OPT("to", word_order)})
MSG(MSG_PICKED, "picked", MSG_DESK_AGENT, MSG_QUEUE | MSG_VISIT,
    "a technician took the ticket and is about to attach",
    {TICKET, VISIT, STR("technician", 1, NAME_MAX_B), STR("key", 1, KEY_MAX_B),
     INT_OPT("known_s", 0, TIME_MAX)})
MSG(MSG_RELEASED, "released", MSG_DESK_AGENT, MSG_QUEUE | MSG_VISIT,
    "the technician put the ticket back; the place is kept",
    {TICKET})
MSG(MSG_CLOCK, "clock", DESK_BOTH, MSG_GREETED,
    "the bill so far: sent when its course changes and with every tick, counted on by both sides for 30 s",
    {TICKET, BOOL("running"), WORD_ANY("why", ticket_stops), STR("line", 0, NAME_MAX_B),
     WORD_ANY("kind", price_kinds), INT("net_hour_gr", 0, MONEY_MAX),
     INT("minimum_s", 0, SECONDS_MAX), INT("quantum_s", 0, SECONDS_MAX),
     INT("vat_bp", 0, 10000), INT("worked_ms", 0, INT64_C(1000) * SECONDS_MAX),
     INT("line_ms", 0, INT64_C(1000) * SECONDS_MAX), INT("base_gr", 0, MONEY_MAX),
     INT("cap_gr", 0, MONEY_MAX), INT("fixed_gr", 0, MONEY_MAX),
     WORD_ANY("quote", word_stands), INT("net_gr", 0, MONEY_MAX), STR_OPT("asks", 128),
     STR_OPT("rates", 199)})
MSG(MSG_WARN, "warn", DESK_BOTH, MSG_GREETED,
    "something both should know now",
    {TICKET, WORD("code", word_warn)})
MSG(MSG_QUOTE, "quote", DESK_BOTH, MSG_GREETED,
    "an offer, in the same words on both screens",
    {TICKET, INT("quote", 1, INT64_C(1) << 53), WORD("kind", word_basis),
     WORD("form", quote_forms), STR("line", 1, NAME_MAX_B),
     INT("net_gr", 1, MONEY_MAX), INT("vat_gr", 0, MONEY_MAX),
     INT("gross_gr", 1, MONEY_MAX), INT("hours", 0, 1000),
     INT("worked_s", 0, SECONDS_MAX), INT("so_far_gr", 0, MONEY_MAX),
     INT("before_gr", 0, MONEY_MAX), INT("total_gr", 1, MONEY_MAX),
     INT("total_vat_gr", 0, MONEY_MAX), STR("text", 0, LINE_MAX_B),
     HEX("hash", 64)})
MSG(MSG_WITHDRAWN, "withdrawn", DESK_BOTH, MSG_GREETED,
    "the quote cannot be answered any more",
    {TICKET, INT("quote", 1, INT64_C(1) << 53), WORD("why", word_unasked)})
MSG(MSG_RATE, "rate", DESK_BOTH, MSG_GREETED,
    "may work go on under this dearer price line: asked of the client, in the same words on both screens",
    {TICKET, INT("question", 1, INT64_C(1) << 31),
     STR("technician", 1, NAME_MAX_B), STR("line", 1, NAME_MAX_B),
     INT("net_gr", 1, MONEY_MAX), INT("minimum_s", 0, SECONDS_MAX),
     INT("quantum_s", 0, SECONDS_MAX), INT("vat_bp", 0, 10000),
     STR("now_line", 1, NAME_MAX_B), INT("now_net_gr", 0, MONEY_MAX),
     INT("now_vat_bp", 0, 10000), INT("cap_gr", 0, MONEY_MAX),
     HEX("hash", 64)})
MSG(MSG_RATED, "rated", DESK_BOTH, MSG_GREETED,
    "the end of that question; why is empty for an answer",
    {TICKET, INT("question", 1, INT64_C(1) << 31), BOOL("yes"),
     WORD_ANY("why", word_unasked)})
MSG(MSG_LEFT, "left", MSG_DESK_AGENT, MSG_VISIT,
    "the technician's link is gone; the clock stands",
    {VISIT, STR("why", 0, 64)})
MSG(MSG_ENDED, "ended", DESK_BOTH, MSG_GREETED,
    "the ticket is closed, and what it costs",
    {TICKET, WORD("outcome", ticket_outcomes), INT("net_gr", 0, MONEY_MAX),
     INT("vat_gr", 0, MONEY_MAX), INT("gross_gr", 0, MONEY_MAX),
     INT("worked_s", 0, SECONDS_MAX), INT_OPT("billed_s", 0, SECONDS_MAX),
     STR_OPT("note", TEXT_MAX_B), STR_OPT("why", 64)})
MSG(MSG_RECEIPT, "receipt", MSG_DESK_AGENT, MSG_GREETED,
    "one line of the signed receipt; more: it goes on in the next; last: the end",
    {TICKET, STR("text", 0, LINE_MAX_B), BOOL("last"), BOOL_OPT("more")})

/* technician -> desk */
MSG(MSG_PROVE, "prove", MSG_TECH_DESK, MSG_READY,
    "the technician's key signs that the key of this link's orders is his",
    {STR("key", 68, 68), STR("sig", 1, SIG_MAX_B)})
MSG(MSG_STATE, "state", MSG_TECH_DESK | MSG_ORDER, MSG_READY,
    "the technician says whether he is free",
    {WORD("state", presence_said)})
MSG(MSG_CLAIM, "claim", MSG_TECH_DESK | MSG_ORDER, MSG_READY,
    "take a waiting ticket; answered by claimed or taken",
    {TICKET})
MSG(MSG_UNCLAIM, "unclaim", MSG_TECH_DESK | MSG_ORDER, MSG_READY,
    "put a ticket back into the queue",
    {TICKET})
MSG(MSG_CALLED, "called", MSG_TECH_DESK | MSG_ORDER, MSG_READY,
    "the client was phoned",
    {TICKET})
MSG(MSG_ASSIGN, "assign", MSG_TECH_DESK | MSG_ORDER, MSG_READY,
    "the ticket is for another technician",
    {TICKET, STR("technician", 1, NAME_MAX_B)})
MSG(MSG_NOTE, "note", MSG_TECH_DESK | MSG_ORDER, MSG_READY,
    "a remark in the ticket's journal, open or closed, for technicians alone",
    {TICKET, TEXT("text", 1, TEXT_MAX_B)})
MSG(MSG_KIND, "kind", MSG_TECH_DESK | MSG_ORDER, MSG_READY,
    "work goes on under another price line; if that could cost more than was agreed to, the client is asked first",
    {TICKET, WORD("kind", price_kinds)})
MSG(MSG_UNDO, "undo", MSG_TECH_DESK | MSG_ORDER, MSG_READY,
    "the last change of the kind of work was a mistake: for 60 s it can be taken back",
    {TICKET})
MSG(MSG_PAUSE, "pause", MSG_TECH_DESK | MSG_ORDER, MSG_READY,
    "stop the clock",
    {TICKET})
MSG(MSG_RESUME, "resume", MSG_TECH_DESK | MSG_ORDER, MSG_READY,
    "let the clock go on",
    {TICKET})
MSG(MSG_OFFER, "offer", MSG_TECH_DESK | MSG_ORDER, MSG_READY,
    "send the client a quote: a fixed sum, or further hours; it is added to what was accepted, or replaces it",
    {TICKET, WORD("kind", word_basis), INT("net_gr", 0, MONEY_MAX),
     INT("hours", 0, 1000), STR("text", 0, LINE_MAX_B),
     BOOL_OPT("replaces")})
MSG(MSG_WITHDRAW, "withdraw", MSG_TECH_DESK | MSG_ORDER, MSG_READY,
    "take the open quote, or the question about the kind of work, back",
    {TICKET})
MSG(MSG_END, "end", MSG_TECH_DESK | MSG_ORDER, MSG_READY,
    "close the ticket as solved or unsolved; one that only waits as cancelled",
    {TICKET, WORD("outcome", ticket_outcomes), TEXT("note", 0, TEXT_MAX_B)})
MSG(MSG_LOG, "log", MSG_TECH_DESK | MSG_ORDER, MSG_READY,
    "ask for rows of the time log; answered by logrow and logend",
    {INT("id", 0, INT64_C(1) << 31), INT("offset", 0, 10000000),
     INT("limit", 0, 500), STR_OPT("from", 32), STR_OPT("to", 32),
     STR_OPT("client", NAME_MAX_B), STR_OPT("technician", NAME_MAX_B),
     STR_OPT("product", NAME_MAX_B), WORD_OPT("outcome", logask_outcomes),
     WORD_OPT("invoiced", logask_invoiced), WORD_OPT("paid", logask_paid), STR_OPT("words", NAME_MAX_B),
     WORD_OPT("sort", logask_sorts), BOOL_OPT("reverse"), WORD_OPT("view", logask_views),
     INT_OPT("ticket", 1, INT64_C(1) << 53)})
MSG(MSG_CORRECT, "correct", MSG_TECH_DESK | MSG_ORDER, MSG_READY,
    "a correction row: the net amount that shall count for that rate of VAT (absent: the only one), or the outcome that was meant, solved or unsolved; and why",
    {TICKET, INT_OPT("net_gr", 0, MONEY_MAX), INT_OPT("vat_bp", 0, 10000),
     WORD_OPT("outcome", ticket_outcomes), STR("reason", 1, LINE_MAX_B)})
MSG(MSG_INVOICE, "invoice", MSG_TECH_DESK | MSG_ORDER, MSG_READY,
    "mark a solved ticket as invoiced, or take the mark back",
    {TICKET, STR("number", 1, NAME_MAX_B), BOOL_OPT("reverse")})
MSG(MSG_PAID, "paid", MSG_TECH_DESK | MSG_ORDER, MSG_READY,
    "mark an invoiced ticket as paid on that day, or take the mark back, and why",
    {TICKET, STR("text", 1, NAME_MAX_B), BOOL_OPT("reverse")})
MSG(MSG_BOOK, "book", MSG_TECH_DESK | MSG_ORDER, MSG_READY,
    "whom does the invoice of that ticket go to; answered by contractor",
    {TICKET})
MSG(MSG_CLIENT, "client", MSG_TECH_DESK | MSG_ORDER, MSG_READY,
    "link the ticket to that client of the book, seen being the code it had before; a code that is not there is made, with edit the texts are changed if version is still the last",
    {TICKET, STR("code", 0, 20), STR("seen", 0, 20), STR("name", 0, NAME_MAX_B),
     STR("nip", 0, 32), STR("address", 0, NAME_MAX_B), STR("note", 0, LINE_MAX_B),
     BOOL("edit"), INT("version", 0, INT64_C(1) << 53)})
MSG(MSG_RUN, "run", MSG_TECH_DESK | MSG_ORDER, MSG_READY,
    "run a command of the log, a word in each line, for a key with the right reports; answered by output and ran",
    {TEXT("words", 1, TEXT_MAX_B), STR("lang", 2, 8), INT("cols", 40, 1000)})
MSG(MSG_GOT, "got", MSG_TECH_DESK, MSG_READY,
    "the answer to output with ask: all of it has arrived",
    {{0}})

/* desk -> technician */
MSG(MSG_ROW, "row", MSG_DESK_TECH, MSG_READY,
    "a ticket in the queue or in work, new or changed; history is three lines for each of the client's last tickets: when it was opened, its number and its state; the note to him; the note of technicians; loose are the numbers of those of his key that are linked to nobody; remark is the last note of technicians; alone: claimed, and nobody is with the client; left: the client ended it",
    {TICKET, WORD("state", ticket_states), STR("name", 0, NAME_MAX_B),
     STR("company", 0, NAME_MAX_B), STR("phone", 0, NAME_MAX_B),
     STR("product", 0, NAME_MAX_B), STR("wanted", 0, NAME_MAX_B),
     STR("problem", 0, TEXT_MAX_B), INT("since_s", 0, TIME_MAX),
     INT("waited_s", 0, SECONDS_MAX), BOOL("called"), BOOL("online"),
     STR("by", 0, NAME_MAX_B), INT("visit", 0, INT64_C(1) << 53),
     STR("key", 0, KEY_MAX_B), INT("known_s", 0, TIME_MAX),
     INT("earlier", 0, 1000000), STR("rate", 0, NAME_MAX_B),
     STR_OPT("from", 64), STR_OPT("contractor", NAME_MAX_B),
     TEXT_OPT("history", TEXT_MAX_B), STR_OPT("loose", NAME_MAX_B),
     BOOL_OPT("untended"), STR_OPT("remark", NAME_MAX_B),
     BOOL_OPT("alone"), BOOL_OPT("left")})
MSG(MSG_GONE, "gone", MSG_DESK_TECH, MSG_READY,
    "the ticket left the queue",
    {TICKET, WORD("why", ticket_outcomes)})
MSG(MSG_CLAIMED, "claimed", MSG_DESK_TECH, MSG_READY,
    "the ticket is yours: connect to ticket-N now",
    {TICKET, VISIT})
MSG(MSG_TAKEN, "taken", MSG_DESK_TECH, MSG_READY,
    "not done: another technician was faster",
    {TICKET, STR("by", 1, NAME_MAX_B), WORD_OPT("to", word_order)})
MSG(MSG_ANSWERED, "answered", MSG_DESK_TECH, MSG_READY,
    "the client answered the quote",
    {TICKET, INT("quote", 1, INT64_C(1) << 53), BOOL("yes"), WORD_ANY("why", word_unasked)})
MSG(MSG_CONSENTED, "consented", MSG_DESK_TECH, MSG_READY,
    "the client let you in, or did not, and why: his last words inside may be lost",
    {TICKET, VISIT, BOOL("yes"), WORD_OPT("why", word_bye)})
MSG(MSG_LOST, "lost", MSG_DESK_TECH, MSG_READY,
    "the client's link is lost, or is back",
    {TICKET, BOOL("back"), WORD_ANY("why", word_lost)})
MSG(MSG_LOGROW, "logrow", MSG_DESK_TECH, MSG_READY,
    "one row of the time log, or of the view that was asked for",
    {INT("id", 0, INT64_C(1) << 31), TICKET, INT("opened_s", 0, TIME_MAX),
     STR("client", 0, NAME_MAX_B), STR("company", 0, NAME_MAX_B),
     STR("technician", 0, NAME_MAX_B), STR("product", 0, NAME_MAX_B),
     STR("outcome", 0, 16), INT("worked_s", 0, INT64_C(1) << 53),
     INT("billed_s", 0, INT64_C(1) << 53), INT("net_gr", 0, INT64_C(1) << 53),
     INT("vat_gr", 0, INT64_C(1) << 53), INT("gross_gr", 0, INT64_C(1) << 53),
     INT("raw_gr", 0, INT64_C(1) << 53), STR("invoice", 0, NAME_MAX_B),
     STR("note", 0, TEXT_MAX_B), STR_OPT("text", LINE_MAX_B),
     INT_OPT("closed_s", 0, TIME_MAX),
     INT_OPT("solved", 0, INT64_C(1) << 53),
     INT_OPT("wait_s", 0, INT64_C(1) << 53), STR_OPT("paid", 10)})
MSG(MSG_LOGEND, "logend", MSG_DESK_TECH, MSG_READY,
    "end of the rows; totals of all closed tickets that match",
    {INT("id", 0, INT64_C(1) << 31), INT("total", 0, 100000000),
     INT("worked_s", 0, INT64_C(1) << 53), INT("billed_s", 0, INT64_C(1) << 53),
     INT("net_gr", 0, INT64_C(1) << 53), INT("vat_gr", 0, INT64_C(1) << 53),
     INT("gross_gr", 0, INT64_C(1) << 53),
     INT_OPT("tickets", 0, INT64_C(1) << 53),
     INT_OPT("open", 0, INT64_C(1) << 53),
     INT_OPT("worked_most_s", 0, INT64_C(1) << 53),
     INT_OPT("net_most_gr", 0, INT64_C(1) << 53)})
MSG(MSG_DONE, "done", MSG_DESK_TECH, MSG_READY,
    "the last request was carried out; text is what there is to say of it",
    {WORD("what", word_done), INT_OPT("ticket", 1, INT64_C(1) << 53), STR_OPT("text", LINE_MAX_B)})
MSG(MSG_BANNER, "banner", MSG_DESK_TECH, MSG_READY,
    "a trouble of the desk that stands until cleared by an empty text; disk and lock are said in the reader's own words",
    {WORD_ANY("code", word_trouble), STR("text", 0, LINE_MAX_B)})
MSG(MSG_CONTRACTOR, "contractor", MSG_DESK_TECH, MSG_READY,
    "whom the invoice goes to, and how he was found; history and loose as in row",
    {TICKET, WORD("how", word_found), STR("code", 0, 20), STR("name", 0, NAME_MAX_B),
     STR("nip", 0, 32), STR("address", 0, NAME_MAX_B), STR("note", 0, LINE_MAX_B),
     INT("version", 0, INT64_C(1) << 53), TEXT("history", 0, TEXT_MAX_B),
     STR_OPT("loose", NAME_MAX_B)})
MSG(MSG_OUTPUT, "output", MSG_DESK_TECH, MSG_READY,
    "bytes in base64 that the command wrote, to standard output or (errors) to standard error; with ask nothing follows before got",
    {STR("data", 4, OUTPUT_MAX_B), BOOL_OPT("errors"), BOOL_OPT("ask")})
MSG(MSG_RAN, "ran", MSG_DESK_TECH, MSG_READY,
    "the command has ended with that exit status; why, when it did not end by itself",
    {INT("code", 0, 255), STR_OPT("why", LINE_MAX_B)})

/* inner conversation: console <-> agent */
MSG(MSG_COMMIT, "commit", MSG_HOST_GUEST, MSG_READY,
    "commitment of the check code",
    {HEX("c", 64)})
MSG(MSG_NONCE, "nonce", MSG_GUEST_HOST, MSG_READY,
    "the technician's nonce",
    {HEX("n", 64)})
MSG(MSG_REVEAL, "reveal", MSG_HOST_GUEST, MSG_READY,
    "the agent's nonce, which must fit the commitment",
    {HEX("n", 64)})
MSG(MSG_CODE, "code", MSG_GUEST_HOST, MSG_READY,
    "the technician says that what he typed fits, or not: it decides nothing, it opens the user's field for the code back",
    {BOOL("ok"), INT("left", 0, 3)})
MSG(MSG_WAITING, "waiting", MSG_HOST_GUEST, MSG_READY | MSG_VISIT,
    "what the agent waits for",
    {WORD("what", word_waiting)})
MSG(MSG_GRANTED, "granted", MSG_HOST_GUEST, MSG_READY | MSG_VISIT,
    "the rights in force, in words; empty means not let in",
    {STR("rights", 0, 128), WORD_ANY("why", word_granted), BOOL_OPT("hidden")})
MSG(MSG_ASK, "ask", MSG_GUEST_HOST, MSG_VISIT,
    "the technician asks for one right",
    {WORD("right", grant_words), STR_OPT("text", LINE_MAX_B)})
MSG(MSG_SAY, "say", INNER_BOTH, MSG_VISIT,
    "a line of chat",
    {STR("text", 1, LINE_MAX_B)})
MSG(MSG_TYPING, "typing", MSG_HOST_GUEST, MSG_VISIT,
    "who typed last",
    {WORD("who", word_typist)})
MSG(MSG_BYE, "bye", INNER_BOTH, MSG_READY | MSG_VISIT,
    "the visit ends",
    {WORD_ANY("why", word_bye)})

/* front <-> brain */
MSG(MSG_SERVING, "serving", MSG_FRONT_BRAIN, MSG_READY,
    "the front is in its sandbox and takes connections",
    {{0}})
MSG(MSG_UP, "up", MSG_FRONT_BRAIN, MSG_READY,
    "a link logged in",
    {INT("link", 1, INT64_C(1) << 53), WORD("role", word_role), STR("key", 1, KEY_MAX_B),
     STR("addr", 0, 64), STR("blob", 1, BLOB_MAX_B)})
MSG(MSG_DOWN, "down", MSG_FRONT_BRAIN, MSG_READY,
    "a link is gone",
    {INT("link", 1, INT64_C(1) << 53), STR("why", 0, LINE_MAX_B)})
MSG(MSG_OPEN, "open", MSG_FRONT_BRAIN, MSG_READY,
    "a technician wants to reach a ticket's inner server",
    {INT("link", 1, INT64_C(1) << 53), INT("id", 1, INT64_C(1) << 53), TICKET})
MSG(MSG_CLOSED, "closed", MSG_FRONT_BRAIN, MSG_READY,
    "a tunnel is closed, with the bytes it carried",
    {INT("id", 1, INT64_C(1) << 53), INT("to_agent", 0, INT64_C(1) << 53),
     INT("to_tech", 0, INT64_C(1) << 53), STR("why", 0, 64)})
MSG(MSG_ALLOW, "allow", MSG_BRAIN_FRONT, MSG_READY,
    "this technician's key may log in",
    {STR("key", 1, KEY_MAX_B)})
MSG(MSG_FORBID, "forbid", MSG_BRAIN_FRONT, MSG_READY,
    "this technician's key may not log in any more; his links end",
    {STR("key", 1, KEY_MAX_B)})
MSG(MSG_DROP, "drop", MSG_BRAIN_FRONT, MSG_READY,
    "end this link after what is queued for it",
    {INT("link", 1, INT64_C(1) << 53), STR("why", 0, LINE_MAX_B)})
MSG(MSG_TUNNEL, "tunnel", MSG_BRAIN_FRONT, MSG_READY,
    "couple the wanted channel with visit-N towards that agent",
    {INT("id", 1, INT64_C(1) << 53), INT("link", 1, INT64_C(1) << 53), VISIT})
MSG(MSG_DENY, "deny", MSG_BRAIN_FRONT, MSG_READY,
    "refuse the wanted channel, or close the tunnel",
    {INT("id", 1, INT64_C(1) << 53), STR("why", 0, LINE_MAX_B)})
MSG(MSG_BAN, "ban", MSG_BRAIN_FRONT, MSG_READY,
    "refuse this address and key for so long",
    {STR("addr", 0, 64), STR_OPT("key", KEY_MAX_B), INT("seconds", 1, SECONDS_MAX)})
MSG(MSG_KNOWN, "known", MSG_BRAIN_FRONT, MSG_READY,
    "this key logged in lately from this address",
    {STR("addr", 1, 64), STR("key", 1, KEY_MAX_B)})
/* clang-format on */
