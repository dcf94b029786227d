/*
 * The laws of money over random lives of a ticket: what is declined, unsolved
 * or given up costs 0.00; billed time is at most wall time; the amount never
 * falls while working; nothing past 60:00 is billable without an accepted
 * quote; from a technician's pause to his own resume nothing is worked; a yes
 * is lost by nothing but the yes to a replacement, and the amount is at most
 * what was agreed to; no quote expires while the client's link is down; what is
 * refused changes nothing; replay = state, and replaying twice = once.
 */
#include <stdlib.h>
#include <string.h>

#include "shared/core/ticket.h"

#define EVENTS_MAX 600
#define MUST(x)                  \
	do {                     \
		if (!(x))        \
			abort(); \
	} while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct input {
	const uint8_t *data;
	size_t size;
};

struct life {
	struct ticket t;
	struct prices lines;
	int64_t now;
	int64_t wall_ms; /* all that the clock ever moved forward */
	int64_t net_gr; /* last seen, while it may not fall */
	int64_t agreed_gr; /* by the quotes that he accepted */
	int64_t promised_gr; /* by the last of their cards, gross */
	bool two_rates; /* of VAT */
	bool may_fall;
	bool held; /* by a technician's pause */
	int64_t held_ms; /* worked until then */
	bool unbounded; /* a correction as journals of before have them */
	int n;
	struct ticket_event log[EVENTS_MAX];
	char hash[EVENTS_MAX][QUOTE_HASH_SIZE]; /* of a quote */
	char answer[EVENTS_MAX][QUOTE_HASH_SIZE]; /* of the answered quote */
};

enum extra { /* beyond the events themselves */
	DO_PASS = TICKET_EVENTS,
	DO_PASS_LONG,
	DO_SLEEP,
	DO_JUMP_BACK,
	DO_LET_IN,
	DO_ANSWER,
	DO_ASK_KIND,
	DO_ANSWER_KIND,
	DO_OLD_QUOTE,
	DO_AWAY,
	DO_BACK,
	DO_COUNT
};

static int
take(struct input *in)
{
	if (in->size == 0)
		return 0;
	in->size--;
	return *in->data++;
}

static const char *
pick_text(int n)
{
	static const char *const texts[] = {"", "anna", "piotr", "technician",
	    "link", "idle", "hour", "any", "client", "x\ny", "FV 1/2026",
	    "2026-11-30"};

	return texts[(size_t)n % (sizeof(texts) / sizeof(texts[0]))];
}

/* No correction goes beyond what he agreed to, and the sums are the bill. */
static void
check_correction(
    const struct life *l, const struct bill *raw, const struct bill *last)
{
	const struct ticket *t = &l->t;
	struct money_sum sums;

	if (!ticket_is_closed(t))
		return;
	ticket_sums(t, &sums);
	MUST(money_sum_net(&sums) == last->net_gr);
	MUST(money_sum_vat(&sums) == last->vat_gr);
	MUST(t->fixes == 0 || t->state == TICKET_SOLVED);
	MUST(t->fixes > 0 || last->net_gr == raw->net_gr);
	MUST(l->unbounded || last->net_gr <= ticket_agreed_gr(t));
}

static void
check(struct life *l, enum ticket_state before)
{
	const struct ticket *t = &l->t;
	int64_t worked = ticket_worked_ms(t, l->now);
	struct bill b, counted, last;
	int64_t slack;

	ticket_bill(t, l->now, &b);
	/* what was heard of; time since may turn out to be a lost link */
	ticket_bill(t, t->meter.from_ms, &counted);
	ticket_bill_final(t, &last);
	/* under a cap in gross work of a cheaper rate takes the place of dearer
	 * work; VAT is rounded for each */
	slack = t->deal.gross && l->two_rates ? 2 : 0;
	MUST(counted.net_gr <= b.net_gr + slack);
	MUST(worked >= 0 && worked <= l->wall_ms);
	MUST(b.net_gr >= 0 && b.vat_gr >= 0);
	MUST(b.gross_gr == b.net_gr + b.vat_gr);
	/* nothing is worked at a price that he has to be asked for */
	MUST(t->state != TICKET_WORKING || !ticket_kind_asks(t, t->kind));
	MUST(t->rate.number == 0 ||
	    (t->attached && t->consent &&
		(t->state == TICKET_WORKING || t->state == TICKET_PAUSED)));
	if (!t->has_accepted) {
		MUST(worked <= TICKET_HOUR_MS);
		/* an hour of each line at most: they round up once each */
		MUST(b.net_gr <= 20000 + 25000 + 40000);
		MUST(t->meter.worked_ms[PRICE_PROGRAMMING] == 0);
		MUST(t->meter.worked_ms[PRICE_REQUEST] == 0);
	} else if (t->deal.timed || t->state > TICKET_SOLVED)
		MUST(b.net_gr <= l->agreed_gr);
	else
		MUST(b.net_gr == l->agreed_gr);
	MUST(deal_most_gr(&t->deal) == l->agreed_gr);
	MUST(!t->deal.gross || b.gross_gr <= l->promised_gr);
	/* work that was begun can always be ended */
	MUST(t->state == TICKET_NONE || ticket_is_closed(t) ||
	    ticket_permits(t->state, TICKET_EV_ENDED));
	if (t->state > TICKET_SOLVED)
		MUST(last.gross_gr == 0 && b.gross_gr == 0);
	if (before == TICKET_WORKING && t->state == TICKET_WORKING &&
	    !l->may_fall)
		MUST(counted.net_gr >= l->net_gr - slack);
	l->net_gr = counted.net_gr;
	l->may_fall = false;
	MUST(t->meter.running == (t->state == TICKET_WORKING));
	MUST(t->state != TICKET_WORKING || (t->attached && t->consent));
	MUST(t->invoice[0] == '\0' || t->state == TICKET_SOLVED);
	MUST(t->paid[0] == '\0' || t->invoice[0] != '\0');
	check_correction(l, &b, &last);
}

static void
check_hold(struct life *l, const struct ticket_event *ev)
{
	const struct ticket *t = &l->t;
	bool before = l->held;

	if (ev->kind == TICKET_EV_PAUSED && strcmp(ev->text, "technician") == 0)
		l->held = true;
	else if (ticket_is_closed(t) || ev->kind == TICKET_EV_RELEASED ||
	    (ev->kind == TICKET_EV_RESUMED &&
		strcmp(ev->actor, t->technician) == 0))
		l->held = false;
	if (!l->held)
		return;
	if (!before || ev->kind == TICKET_EV_KIND_UNDONE)
		l->held_ms = ticket_worked_ms(t, l->now);
	MUST(t->state != TICKET_WORKING);
	MUST(ticket_worked_ms(t, l->now) == l->held_ms);
}

/* A yes adds or replaces, a no takes nothing away. */
static void
follow(struct life *l, const struct ticket *old, bool yes)
{
	const struct quote *q = &old->pending;

	if (!yes) {
		MUST(l->t.has_accepted == old->has_accepted);
		MUST((l->t.state == TICKET_DECLINED) ==
		    (!old->has_accepted || q->form == QUOTE_OLD));
	} else if (q->form == QUOTE_ADDITIONAL) {
		MUST(q->before_gr == l->agreed_gr);
		l->agreed_gr += q->net_gr;
	} else
		l->agreed_gr = q->form == QUOTE_OLD ? q->net_gr : q->total_gr;
	if (yes)
		l->promised_gr = q->form == QUOTE_OLD
		    ? 0
		    : q->total_gr + q->total_vat_gr;
}

static bool
apply(struct life *l, struct ticket_event ev)
{
	static struct ticket old;
	enum ticket_state before = l->t.state;
	struct ticket_effects out;
	struct err err;

	if (l->n == EVENTS_MAX)
		return false;
	memcpy(l->hash[l->n], ev.text2,
	    strlen(ev.text2) < QUOTE_HASH_SIZE ? strlen(ev.text2) + 1 : 0);
	old = l->t;
	if (!ticket_step(&l->t, &ev, &out, &err)) {
		MUST(out.n == 0 && memcmp(&old, &l->t, sizeof(old)) == 0);
		return false;
	}
	if (out.n == 0)
		return false; /* an old seq */
	MUST(out.list[0] == TICKET_DO_JOURNAL && out.n <= TICKET_EFFECTS);
	MUST(ticket_permits(before, ev.kind));
	ev.text2 = l->hash[l->n];
	l->log[l->n++] = ev;
	l->may_fall = ev.kind == TICKET_EV_ANSWERED ||
	    ev.kind == TICKET_EV_KIND_UNDONE;
	if (ev.kind == TICKET_EV_ANSWERED)
		follow(l, &old, ev.yes);
	if (ev.kind == TICKET_EV_CORRECTED && ev.line < 0)
		l->unbounded = true;
	check(l, before);
	check_hold(l, &ev);
	return true;
}

static void
answer(struct life *l, bool yes, const char *actor)
{
	struct ticket_event ev = ticket_next(
	    &l->t, TICKET_EV_ANSWERED, l->now, l->now / 1000);

	if (l->n == EVENTS_MAX)
		return;
	memcpy(l->answer[l->n], l->t.pending_hash, QUOTE_HASH_SIZE);
	ev.actor = actor;
	ev.yes = yes;
	ev.net_gr = yes ? l->t.pending.total_gr : 0;
	ev.text = l->answer[l->n];
	ev.text2 = "signed";
	apply(l, ev);
}

static void
answer_kind(struct life *l, bool yes, const char *actor)
{
	struct ticket_event ev = ticket_next(
	    &l->t, TICKET_EV_KIND_ANSWERED, l->now, l->now / 1000);

	if (l->n == EVENTS_MAX)
		return;
	memcpy(l->answer[l->n], l->t.rate_hash, QUOTE_HASH_SIZE);
	ev.actor = actor;
	ev.yes = yes;
	ev.text = l->answer[l->n];
	ev.text2 = yes ? "signed" : "";
	apply(l, ev);
}

static void
ask_kind(struct life *l, enum price_kind kind)
{
	struct ticket_event ev = ticket_next(
	    &l->t, TICKET_EV_KIND_ASKED, l->now, l->now / 1000);
	char hash[QUOTE_HASH_SIZE];
	static struct rate r;

	ticket_rate(&l->t, kind, "anna", &r);
	ticket_rate_event(&ev, &r, hash);
	ev.actor = "anna";
	ev.line = (int)kind;
	ev.text = l->t.line[kind].name; /* lives as long as the log */
	apply(l, ev);
}

static void
quote(struct life *l, struct input *in, struct ticket_event ev)
{
	char hash[QUOTE_HASH_SIZE];
	static struct quote q;
	int value = take(in);
	struct ticket_offer o = {.kind = l->t.kind,
	    .hours = (value & 1) != 0 ? 0 : value / 4,
	    .net_gr = value * 1000,
	    .replaces = (value & 2) != 0 && l->t.has_accepted,
	    .text = ""};

	ev.line = (int)l->t.kind;
	if (!ticket_quote(&l->t, &o, ev.beat_ms, &q, NULL))
		return;
	ticket_quote_event(&ev, &q, hash);
	ev.text = "";
	apply(l, ev);
}

/* As desks of before made it. */
static void
old_quote(struct life *l, int value)
{
	struct ticket_event ev = ticket_next(
	    &l->t, TICKET_EV_QUOTED, l->now, l->now / 1000);
	char hash[QUOTE_HASH_SIZE];
	static struct quote q;
	bool ok;

	ev.line = (int)l->t.kind;
	ok = (value & 1) != 0 ? quote_fixed(&q, 17, l->t.quotes + 1,
				    ticket_price(&l->t), value * 1000, "", NULL)
			      : quote_hourly(&q, 17, l->t.quotes + 1,
				    ticket_price(&l->t), value / 2, "", NULL);
	if (!ok)
		return;
	ticket_quote_event(&ev, &q, hash);
	ev.text = "";
	apply(l, ev);
}

static void
pass(struct life *l, int64_t ms)
{
	int64_t end = l->now + ms;

	for (int i = 0; i < EVENTS_MAX; i++) {
		int64_t due = ticket_deadline(&l->t);
		struct ticket_event ev;

		if (due < 0 || due > end || l->n == EVENTS_MAX)
			break;
		if (due > l->now) {
			l->wall_ms += due - l->now;
			l->now = due;
		}
		/* what is said to be due is there, and may be done */
		MUST(ticket_due(&l->t, l->now, l->now, l->now / 1000, &ev));
		if (ev.kind == TICKET_EV_ANSWERED) {
			MUST(!ev.yes && l->t.away_ms == 0);
			answer(l, false, "desk");
			MUST(l->t.state != TICKET_QUOTED);
		} else if (ev.kind == TICKET_EV_KIND_ANSWERED) {
			MUST(!ev.yes);
			answer_kind(l, false, "desk");
			MUST(l->t.rate.number == 0);
		} else
			MUST(apply(l, ev));
	}
	if (end > l->now) {
		l->wall_ms += end - l->now;
		l->now = end;
	}
}

static void
let_in(struct life *l)
{
	static const enum ticket_event_kind way[] = {TICKET_EV_OPENED,
	    TICKET_EV_CLAIMED, TICKET_EV_ATTACHED, TICKET_EV_CODE_OK,
	    TICKET_EV_CONSENT, TICKET_EV_RESUMED};

	for (size_t i = 0; i < sizeof(way) / sizeof(way[0]); i++) {
		struct ticket_event ev = ticket_next(
		    &l->t, way[i], l->now, l->now / 1000);

		ev.actor = "anna";
		ev.yes = true;
		apply(l, ev);
	}
}

static void
any_event(struct life *l, struct input *in, int op)
{
	int a = take(in), b = take(in);
	struct ticket_event ev = ticket_next(
	    &l->t, (enum ticket_event_kind)op, l->now, l->now / 1000);

	ev.beat_ms -= (a & 3) * (int64_t)10000;
	ev.actor = pick_text(b & 3);
	ev.line = (a >> 2) % 5 - 1;
	ev.yes = (a & 0x80) == 0;
	ev.seconds = (b & 3) == 0 ? 3000 : (b & 3) == 1 ? 3480 : b * 100;
	ev.net_gr = b * (int64_t)1000;
	ev.text = pick_text(b >> 2);
	if ((a & 0x60) == 0x60)
		ev.seq += (b & 7) - 3;
	if (op == TICKET_EV_QUOTED && (a & 1) != 0)
		quote(l, in, ev);
	else
		apply(l, ev);
}

static void
one(struct life *l, struct input *in)
{
	int op = take(in) % DO_COUNT;

	switch (op) {
	case DO_PASS:
		pass(l, (take(in) + 1) * INT64_C(500));
		break;
	case DO_PASS_LONG:
		pass(l, (take(in) % 64 + 1) * INT64_C(60000));
		break;
	case DO_SLEEP: {
		int64_t ms = (int64_t)take(in) * take(in) * 1000;

		l->wall_ms += ms;
		l->now += ms;
		break;
	}
	case DO_JUMP_BACK:
		l->now -= (int64_t)take(in) * take(in) * 1000;
		break;
	case DO_LET_IN:
		let_in(l);
		break;
	case DO_ANSWER:
		answer(l, (take(in) & 1) != 0, "client");
		break;
	case DO_ASK_KIND:
		ask_kind(l, (enum price_kind)(take(in) % PRICE_KINDS));
		break;
	case DO_OLD_QUOTE:
		old_quote(l, take(in));
		break;
	case DO_AWAY:
	case DO_BACK:
		ticket_away(&l->t, op == DO_AWAY, l->now);
		break;
	case DO_ANSWER_KIND:
		answer_kind(l, (take(in) & 1) != 0, "client");
		break;
	default:
		any_event(l, in, op);
	}
}

static void
replay(const struct life *l)
{
	static struct ticket t;

	ticket_init(&t, 17, l->t.product, &l->lines);
	for (int round = 0; round < 2; round++) {
		for (int i = 0; i < l->n; i++)
			MUST(ticket_step(&t, &l->log[i], NULL, NULL));
		/* the link is not in the journal */
		t.away_ms = l->t.away_ms;
		t.quote_ms = l->t.quote_ms;
		MUST(memcmp(&t, &l->t, sizeof(t)) == 0);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const products[] = {
	    "Subiekt", "Rewizor", "Navireo", "none"};
	struct input in = {data, size};
	static struct life l;
	struct prices all;
	int first;

	memset(&l, 0, sizeof(l));
	prices_default(&all);
	first = take(&in);
	ticket_init(&l.t, 17, products[first & 3], &all);
	l.two_rates = (first & 4) != 0;
	if (l.two_rates)
		l.t.line[PRICE_DATABASE].vat_bp = 800;
	for (int k = 0; k < PRICE_KINDS; k++) {
		if (l.t.line[k].name[0] != '\0')
			l.lines.line[l.lines.n++] = l.t.line[k];
	}
	while (in.size > 0 && l.n < EVENTS_MAX)
		one(&l, &in);
	replay(&l);
	return 0;
}
