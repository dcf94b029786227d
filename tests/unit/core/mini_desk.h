/*
 * A desk in miniature for the tests of the ticket machine: one ticket, its
 * clock and its journal. Include it behind cmocka.h, in one file per program.
 */
#pragma once

#include "shared/base/util.h"
#include "shared/core/ticket.h"

#define MIN_MS INT64_C(60000)
#define UTC0 INT64_C(1800000000)

struct desk {
	struct ticket t;
	int64_t now;
	int64_t off_s; /* by which the wall clock was set */
	struct ticket_effects out;
	struct err err;
	int n;
	struct ticket_event log[2000];
	char texts[2000][2][TICKET_TEXT_MAX + 1];
};

static struct desk d;

static inline void
fresh(const char *product)
{
	struct prices prices;

	memset(&d, 0, sizeof(d));
	prices_default(&prices);
	ticket_init(&d.t, 17, product, &prices);
}

static inline int64_t
wall_s(void)
{
	return UTC0 + d.now / 1000 + d.off_s;
}

static inline bool
step(struct ticket_event ev)
{
	if (!ticket_step(&d.t, &ev, &d.out, &d.err))
		return false;
	assert_int_equal(d.out.list[0], TICKET_DO_JOURNAL);
	assert_true(d.n < (int)ARRAY_LEN(d.log));
	strcpy(d.texts[d.n][0], ev.text);
	strcpy(d.texts[d.n][1], ev.text2);
	ev.text = d.texts[d.n][0];
	ev.text2 = d.texts[d.n][1];
	d.log[d.n++] = ev;
	return true;
}

static inline struct ticket_event
next(enum ticket_event_kind kind)
{
	return ticket_next(&d.t, kind, d.now, wall_s());
}

static inline bool
say(enum ticket_event_kind kind, const char *text)
{
	struct ticket_event ev = next(kind);

	ev.actor = "anna";
	ev.text = text;
	ev.yes = true;
	return step(ev);
}

static inline bool
say_no(enum ticket_event_kind kind)
{
	struct ticket_event ev = next(kind);

	return step(ev);
}

static inline bool
ask_kind(enum price_kind kind)
{
	struct ticket_event ev = next(TICKET_EV_KIND_ASKED);
	char hash[QUOTE_HASH_SIZE];
	struct rate r;

	ticket_rate(&d.t, kind, "anna", &r);
	ticket_rate_event(&ev, &r, hash);
	ev.actor = "anna"; /* it lives longer than r */
	ev.line = kind;
	return step(ev);
}

static inline bool
answer_kind(bool yes)
{
	struct ticket_event ev = next(TICKET_EV_KIND_ANSWERED);

	ev.actor = "client";
	ev.yes = yes;
	ev.text = d.t.rate_hash;
	ev.text2 = "signature";
	return step(ev);
}

/* At once, or with the client's yes where that is needed. */
static inline bool
set_kind(enum price_kind kind)
{
	struct ticket_event ev = next(TICKET_EV_KIND);

	if (ticket_kind_asks(&d.t, kind))
		return ask_kind(kind) && answer_kind(true);
	ev.line = kind;
	return step(ev);
}

static inline bool
has_effect(enum ticket_effect what)
{
	for (int i = 0; i < d.out.n; i++) {
		if (d.out.list[i] == what)
			return true;
	}
	return false;
}

/* Lets time pass, with everything that falls due in it. */
static inline void
pass(int64_t ms)
{
	int64_t end = d.now + ms;

	for (;;) {
		int64_t due = ticket_deadline(&d.t);
		struct ticket_event ev;

		if (due < 0 || due > end)
			break;
		d.now = due > d.now ? due : d.now;
		assert_true(ticket_due(&d.t, d.now, d.now, wall_s(), &ev));
		assert_true(step(ev));
	}
	d.now = end;
}

/* From the queue to a running clock. */
static inline void
let_in(void)
{
	assert_true(say(TICKET_EV_CLAIMED, ""));
	assert_true(say(TICKET_EV_ATTACHED, ""));
	assert_true(say(TICKET_EV_CODE_OK, "code"));
	assert_true(say(TICKET_EV_CONSENT, ""));
}

static inline void
start(const char *product)
{
	fresh(product);
	assert_true(say(TICKET_EV_OPENED, "anna"));
	pass(4 * MIN_MS);
	let_in();
}

static inline bool
offer_as(int hours, int64_t net_gr, bool replaces)
{
	struct ticket_offer o = {.kind = d.t.kind,
	    .hours = hours,
	    .net_gr = net_gr,
	    .replaces = replaces,
	    .text = "work"};
	struct ticket_event ev = next(TICKET_EV_QUOTED);
	char hash[QUOTE_HASH_SIZE];
	struct quote q;

	if (!ticket_quote(&d.t, &o, ev.beat_ms, &q, &d.err))
		return false;
	ticket_quote_event(&ev, &q, hash);
	ev.line = d.t.kind;
	return step(ev);
}

static inline bool
offer(int hours, int64_t net_gr)
{
	return offer_as(hours, net_gr, false);
}

/* As desks of before the further hours wrote it. */
static inline bool
offer_old(int hours, int64_t net_gr)
{
	struct ticket_event ev = next(TICKET_EV_QUOTED);
	const struct price *p = ticket_price(&d.t);
	char hash[QUOTE_HASH_SIZE];
	struct quote q;

	if (hours > 0)
		assert_true(quote_hourly(
		    &q, 17, d.t.quotes + 1, p, hours, "work", NULL));
	else
		assert_true(quote_fixed(
		    &q, 17, d.t.quotes + 1, p, net_gr, "work", NULL));
	ticket_quote_event(&ev, &q, hash);
	ev.line = d.t.kind;
	return step(ev);
}

/* As desks wrote it that promised the net alone; else it says the whole. */
static bool by_net_alone;

static inline bool
answer(bool yes)
{
	struct ticket_event ev = next(TICKET_EV_ANSWERED);

	ev.actor = "client";
	ev.yes = yes;
	ev.net_gr = yes && !by_net_alone ? d.t.pending.total_gr : 0;
	ev.text = d.t.pending_hash;
	ev.text2 = "signature";
	return step(ev);
}

static inline void
costs(int64_t net, int64_t vat, int64_t gross)
{
	struct bill b;

	ticket_bill_final(&d.t, &b);
	assert_int_equal(b.net_gr, net);
	assert_int_equal(b.vat_gr, vat);
	assert_int_equal(b.gross_gr, gross);
}

/* Every ticket of these tests is rebuilt from its journal, and again. */
static inline void
replays(void)
{
	struct prices prices = {0};
	struct ticket t;

	for (int k = 0; k < PRICE_KINDS; k++) {
		if (d.t.line[k].name[0] != '\0')
			prices.line[prices.n++] = d.t.line[k];
	}
	ticket_init(&t, 17, d.t.product, &prices);
	for (int round = 0; round < 2; round++) {
		for (int i = 0; i < d.n; i++) {
			struct ticket_effects out;

			assert_true(ticket_step(&t, &d.log[i], &out, NULL));
			assert_int_equal(out.n == 0, round == 1);
		}
		assert_memory_equal(&t, &d.t, sizeof(t));
	}
}

static inline void
solved(int64_t net, int64_t vat, int64_t gross)
{
	assert_true(say(TICKET_EV_ENDED, "done"));
	assert_true(has_effect(TICKET_DO_BILL));
	assert_int_equal(d.t.state, TICKET_SOLVED);
	costs(net, vat, gross);
	replays();
}
