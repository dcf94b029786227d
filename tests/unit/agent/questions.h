/*
 * Each kind of question, as the desk or the technician raises it. Include it in
 * one file per program.
 */
#pragma once

#include "shared/wire/parts.h"
#include "tests/unit/agent/story.h"

enum what { CONSENT, RIGHT, QUOTE, RATE, KINDS };

static int quotes; /* the number of the last one */

static inline void
say_quote(struct fake *f)
{
	struct quote q = {.ticket = 17,
	    .number = ++quotes,
	    .form = QUOTE_FIRST,
	    .line = "database",
	    .net_gr = 199999,
	    .vat_gr = 46000,
	    .total_gr = 199999,
	    .total_vat_gr = 46000,
	    .text = "rebuild the database"};
	char hash[QUOTE_HASH_SIZE];

	quote_hash(&q, hash);
	inbox_send(&f->desk, parts_quote(&q, hash));
}

static inline void
say_withdrawn(struct fake *f)
{
	struct msg *m = msg_new(MSG_WITHDRAWN);

	msg_put_int(m, "ticket", 17);
	msg_put_int(m, "quote", quotes);
	inbox_send(&f->desk, msg_put_str(m, "why", "withdrawn"));
}

static inline void
fill_rate(struct rate *r)
{
	*r = (struct rate){.ticket = 17,
	    .number = ++quotes,
	    .technician = "anna",
	    .line = "database",
	    .net_gr = 40000,
	    .quantum_s = 60,
	    .vat_bp = 2300,
	    .now_line = "support A",
	    .now_net_gr = 20000,
	    .now_vat_bp = 2300};
}

static inline void
say_rate(struct fake *f)
{
	char hash[QUOTE_HASH_SIZE];
	struct rate r;

	fill_rate(&r);
	rate_hash(&r, hash);
	inbox_send(&f->desk, parts_rate(&r, hash));
}

static inline void
say_rated(struct fake *f, const char *why)
{
	struct msg *m = msg_new(MSG_RATED);

	msg_put_int(m, "ticket", 17);
	msg_put_int(m, "question", quotes);
	msg_put_bool(m, "yes", false);
	inbox_send(&f->desk, msg_put_str(m, "why", why));
}

static inline void
ask_right(struct fake *f, const char *right)
{
	inbox_send(&f->talk, msg_put_str(msg_new(MSG_ASK), "right", right));
}

/* Which message says that the question was answered. */
static inline const struct msg *
answered(struct fake *f, enum what what)
{
	static const enum msg_kind kinds[KINDS] = {
	    MSG_CONSENT, MSG_RIGHTS, MSG_ANSWER, MSG_AGREE};

	return inbox_find(&f->desk, kinds[what]);
}

static inline void
come_up(struct fake *f, enum what what)
{
	if (what == RIGHT) {
		ask_right(f, "type");
		SEES(f, "asks for a right");
	} else if (what == QUOTE) {
		say_quote(f);
		SEES(f, "2 459,99");
	} else if (what == RATE) {
		say_rate(f);
		SEES(f, "492,00");
	}
}

static inline void
start(struct fake *f, enum what what)
{
	char code[SAS_TEXT_SIZE];

	if (what != CONSENT) {
		let_in(f, what == RIGHT ? "w" : "y");
		inbox_clear(&f->desk);
		return;
	}
	start_queued(f);
	come(f, 1);
	exchange(f, code);
	compare_both(f);
}
