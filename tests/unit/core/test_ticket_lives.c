/* Any life of a ticket with quotes: no yes is lost, what is billed is paid for,
 * and both screens show what the bill will say. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/util.h"
#include "tests/unit/core/mini_desk.h"

static uint32_t dice = 1;

static int
any(int n)
{
	dice = dice * 1664525u + 1013904223u;
	return (int)((dice >> 8) % (uint32_t)n);
}

/* What the client agreed to, counted beside the machine; and in gross. */
static int64_t agreed_gr, promised_gr;

static void
any_answer(bool yes)
{
	struct quote q = d.t.pending;
	bool first = !d.t.has_accepted;
	struct bill before, after;

	ticket_bill(&d.t, d.now, &before);
	assert_int_equal(q.form == QUOTE_FIRST, first);
	assert_int_equal(q.before_gr, agreed_gr);
	assert_true(answer(yes));
	if (!yes && first) {
		assert_int_equal(d.t.state, TICKET_DECLINED);
		return;
	}
	ticket_bill(&d.t, d.now, &after);
	if (!yes)
		assert_int_equal(after.net_gr, before.net_gr);
	else if (q.form == QUOTE_ADDITIONAL)
		agreed_gr += q.net_gr;
	else
		agreed_gr = q.total_gr;
	if (yes && q.form == QUOTE_ADDITIONAL)
		assert_true(after.net_gr >= before.net_gr);
	if (yes)
		promised_gr = q.total_gr + q.total_vat_gr;
	assert_int_equal(deal_most_gr(&d.t.deal), agreed_gr);
}

static bool one_kind; /* of work in this life */

static void
any_step(void)
{
	bool yes = any(2) == 0;

	switch (any(9)) {
	case 0:
	case 1:
		pass((1 + any(2000)) * INT64_C(1000));
		break;
	case 2:
	case 3:
		(void)offer_as(any(2) * (1 + any(4)), (1 + any(900)) * 100,
		    d.t.has_accepted && any(3) == 0);
		break;
	case 4:
		if (d.t.state == TICKET_QUOTED)
			any_answer(yes || d.t.has_accepted);
		break;
	case 5:
		if (d.t.state == TICKET_QUOTED && d.t.has_accepted)
			any_answer(false);
		break;
	case 6:
		if (d.t.state == TICKET_WORKING && !one_kind)
			(void)set_kind((enum price_kind)any(PRICE_REQUEST));
		break;
	case 7:
		/* what is said to be possible is, and nothing else */
		yes = ticket_undo_ms(&d.t, d.now) > 0;
		assert_int_equal(say(TICKET_EV_KIND_UNDONE, ""), yes);
		break;
	case 8:
		if (any(4) == 0 && say(TICKET_EV_RECOVERED, ""))
			(void)(say(TICKET_EV_ATTACHED, "") &&
			    say(TICKET_EV_CONSENT, ""));
		break;
	}
}

static void
any_order(void **state)
{
	int agreed = 0, closed = 0;

	for (int life = 0; life < 3000; life++) {
		struct bill b;

		start(any(2) ? "Subiekt" : "Rewizor");
		agreed_gr = 0;
		for (int i = 0; i < 30 && !ticket_is_closed(&d.t); i++) {
			any_step();
			ticket_bill(&d.t, d.now, &b);
			if (d.t.has_accepted && !ticket_is_closed(&d.t))
				assert_true(b.net_gr <= agreed_gr);
		}
		/* a yes is lost by nothing but the end of a first quote */
		assert_int_equal(d.t.has_accepted, d.t.deal.n > 0);
		if (d.t.has_accepted)
			assert_false(ticket_is_closed(&d.t));
		closed += ticket_is_closed(&d.t);
		agreed += d.t.has_accepted;
		if (!ticket_is_closed(&d.t)) {
			assert_true(say(TICKET_EV_ENDED, ""));
			ticket_bill_final(&d.t, &b);
			assert_true(!d.t.has_accepted || b.net_gr <= agreed_gr);
		}
		replays();
	}
	assert_true(agreed > 300 && closed > 300);
}

/* Hours, days and years, to either side. */
static void
set_wall(uint32_t *wall)
{
	static const int64_t by_s[] = {0, 1, 90, 4000, 90000, 40000000};

	*wall = *wall * 1664525u + 1013904223u;
	d.off_s += by_s[(*wall >> 8) % ARRAY_LEN(by_s)] *
	    ((*wall >> 20) % 2 == 0 ? 1 : -1);
}

/* A life as the dice have it then, to its end. */
static void
live(uint32_t begin, uint32_t *wall)
{
	dice = begin;
	start(any(2) ? "Subiekt" : "Rewizor");
	agreed_gr = 0;
	for (int i = 0; i < 30 && !ticket_is_closed(&d.t); i++) {
		if (wall != NULL)
			set_wall(wall);
		any_step();
	}
	if (!ticket_is_closed(&d.t))
		assert_true(say(TICKET_EV_ENDED, ""));
}

/* Whatever becomes of the wall clock: what happens later is never written as
 * earlier, and what is to pay is the same. */
static void
any_wall(void **state)
{
	uint32_t wall = 1, begin = 99;
	int held = 0;

	for (int life = 0; life < 1000; life++) {
		struct bill b, is;

		live(begin, NULL);
		ticket_bill_final(&d.t, &b);
		live(begin, &wall);
		ticket_bill_final(&d.t, &is);
		assert_int_equal(is.net_gr, b.net_gr);
		assert_int_equal(is.gross_gr, b.gross_gr);
		assert_int_equal(is.billed_s, b.billed_s);
		for (int i = 1; i < d.n; i++) {
			if (d.log[i].at_utc_s < d.log[i - 1].at_utc_s)
				fail_msg("life %d, event %d", life, i);
			held += d.log[i].at_utc_s == d.log[i - 1].at_utc_s;
		}
		assert_true(d.t.closed_utc_s == d.log[d.n - 1].at_utc_s);
		replays();
		begin = dice + 1;
	}
	assert_true(held > 1000);
}

/* A journal of before, in which it ran backwards, is read as it was. */
static void
wall_of_before(void **state)
{
	struct ticket_event ev;

	start("Subiekt");
	ev = next(TICKET_EV_ENDED);
	ev.yes = true;
	ev.at_utc_s = UTC0 - 5000;
	assert_true(step(ev));
	assert_int_equal(d.t.closed_utc_s, UTC0);
	replays();
	d.off_s = -9000;
	ev = next(TICKET_EV_INVOICED);
	assert_int_equal(ev.at_utc_s, UTC0 + 240);
}

/* Never more than is paid for, and all of it where one price holds; each quote
 * may round once. */
static bool
is_paid_for(const struct bill_line *l, int64_t most_gr)
{
	int64_t rate = d.t.line[l->kind].net_gr;
	int64_t off = money_for_time(rate, l->billed_s) - l->net_gr;

	return off <= most_gr && (!one_kind || off >= -most_gr);
}

static void
any_billed_time(void **state)
{
	static const enum price_kind kinds[] = {
	    PRICE_SUPPORT, PRICE_DATABASE, PRICE_PROGRAMMING};
	int cut = 0;

	for (int life = 0; life < 6000; life++) {
		one_kind = false;
		start("Subiekt");
		agreed_gr = 0;
		(void)set_kind(kinds[any(3)]);
		one_kind = life % 2 == 0;
		for (int i = 0; i < 30 && !ticket_is_closed(&d.t); i++) {
			struct bill b;

			any_step();
			ticket_bill(&d.t, d.now, &b);
			for (int k = 0; k < b.n; k++) {
				if (!is_paid_for(&b.line[k], d.t.deal.n))
					fail_msg("life %d: %lld s for %lld",
					    life, (long long)b.line[k].billed_s,
					    (long long)b.line[k].net_gr);
				cut += b.line[k].cut;
			}
		}
	}
	one_kind = false;
	assert_true(cut > 300);
}

/* What both sides show is what the bill will say: each kind of work at its own
 * rate of VAT, whatever came first, and as it is told over the wire. */
static void
shows_the_bill(int64_t extra_ms)
{
	struct bill_live live = {0}, told;
	char rates[BILL_RATES_SIZE];
	struct bill_now shown;
	struct bill b;

	ticket_clock(&d.t, d.now, &told);
	live = told;
	live.several = false;
	memset(live.other, 0, sizeof(live.other));
	live.fixed = live.agreed = (struct money_sum){0};
	assert_true(bill_rates_parse(&live, bill_rates_print(&told, rates)));
	assert_int_equal(live.several, told.several);
	pass(extra_ms);
	bill_live_now(&live, extra_ms, &shown);
	ticket_bill(&d.t, d.now, &b);
	assert_int_equal(shown.net_gr, b.net_gr);
	assert_int_equal(shown.vat_gr, b.vat_gr);
	assert_int_equal(shown.gross_gr, b.gross_gr);
}

/* Each kind of work at a rate of VAT of its own. */
static void
start_rates(void)
{
	static const int rates[] = {2300, 800, 500, 0};

	start("Rewizor");
	agreed_gr = promised_gr = 0;
	for (int k = 0; k < PRICE_KINDS; k++)
		if (d.t.line[k].name[0] != '\0')
			d.t.line[k].vat_bp = rates[any(4)];
}

static void
any_rates(void **state)
{
	int several = 0, capped = 0;

	for (int life = 0; life < 3000; life++) {
		by_net_alone = life % 4 == 0;
		start_rates();
		for (int i = 0; i < 30 && !ticket_is_closed(&d.t); i++) {
			struct bill_live l;

			any_step();
			if (d.t.state != TICKET_WORKING)
				continue;
			shows_the_bill(any(15) * INT64_C(1000));
			ticket_clock(&d.t, d.now, &l);
			several += l.several;
			capped += l.several && l.cap_gr > 0;
		}
	}
	by_net_alone = false;
	assert_true(several > 3000 && capped > 300);
}

/* Any correction, of any rate: what is refused changes nothing. */
static void
any_correction(void)
{
	struct ticket_event ev = next(TICKET_EV_CORRECTED);

	ev.actor = "anna";
	ev.text = "agreed on the phone";
	ev.text2 = "user anna";
	ev.line = any(PRICE_KINDS);
	ev.net_gr = any((int)(2 * agreed_gr) + 1);
	(void)step(ev);
}

static bool
is_promised(int *full)
{
	struct bill b;

	ticket_bill_final(&d.t, &b);
	if (!ticket_is_closed(&d.t))
		ticket_bill(&d.t, d.now, &b);
	*full += b.gross_gr == promised_gr && b.net_gr < agreed_gr;
	return b.net_gr <= agreed_gr && b.gross_gr <= promised_gr;
}

/* The gross of the card that he accepted last is kept, too, whatever is worked
 * on after it. */
static void
any_gross(void **state)
{
	int full = 0, kept = 0;

	for (int life = 0; life < 6000; life++) {
		start_rates();
		for (int i = 0; i < 40 && !ticket_is_closed(&d.t); i++) {
			any_step();
			if (d.t.has_accepted && !is_promised(&full))
				fail_msg("life %d, step %d", life, i);
		}
		if (ticket_is_closed(&d.t) || !d.t.has_accepted)
			continue;
		kept++;
		assert_true(say(TICKET_EV_ENDED, ""));
		for (int i = 0; i < 6; i++) {
			any_correction();
			if (!is_promised(&full))
				fail_msg("life %d, corrected", life);
		}
		replays();
	}
	assert_true(full > 150 && kept > 600);
}

/* What the bill says once a quote that was accepted is used up to its cap; -1
 * where so much work of its own line does not come to it. */
static int64_t
bill_of(const struct quote *q)
{
	struct deal then = d.t.deal;
	struct bill_input in = {
	    .line = d.t.line, .deal = &then, .payable = true};
	struct bill b;

	ticket_worked_s(&d.t, d.now, in.worked_s);
	deal_accept(&then, q, d.t.line, in.worked_s, true);
	in.worked_s[d.t.kind] += q->hours * INT64_C(3600);
	bill_make(&in, &b);
	return b.net_gr == q->total_gr ? b.vat_gr : -1;
}

/* What the technician types says the same as the card, and as the bill. */
static void
previews(struct ticket_offer *o, int *told)
{
	struct bill_total total;
	struct bill_live live;
	struct quote q;
	int64_t vat_gr;
	struct err err;

	if (!ticket_quote(&d.t, o, d.now, &q, &err))
		return;
	ticket_clock(&d.t, d.now, &live);
	vat_gr = bill_of(&q);
	if (vat_gr >= 0 && live.several) {
		/* what is added to, may have been worked on cheaper lines */
		assert_true(vat_gr <= q.total_vat_gr);
		if (q.form != QUOTE_ADDITIONAL)
			assert_int_equal(q.total_vat_gr, vat_gr);
		++*told;
	}
	if (o->replaces && o->hours > 0)
		return; /* the preview leaves that to the card */
	total = (struct bill_total){.net_gr = q.total_gr,
	    .fixed = o->hours == 0,
	    .anew = o->replaces || (o->hours == 0 && !d.t.has_accepted)};
	vat_gr = bill_live_total_vat_gr(&live, 0, &total);
	assert_int_equal(q.total_vat_gr, vat_gr);
	if (o->hours > 0)
		assert_int_equal(
		    bill_live_further_gr(&live, o->hours), q.net_gr);
}

static void
any_card(void **state)
{
	int told = 0;

	for (int life = 0; life < 1500; life++) {
		start_rates();
		for (int i = 0; i < 30 && !ticket_is_closed(&d.t); i++) {
			struct ticket_offer o = {.kind = d.t.kind,
			    .hours = any(2) * (1 + any(4)),
			    .text = "x"};

			any_step();
			o.kind = d.t.kind;
			o.net_gr = o.hours > 0 ? 0 : 1 + any(90000);
			o.replaces = d.t.has_accepted && any(3) == 0;
			if (d.t.state == TICKET_WORKING)
				previews(&o, &told);
		}
	}
	assert_true(told > 500);
}

/* A quote of before told VAT at one rate; its hash holds it. */
static void
one_rate_of_before(void **state)
{
	struct ticket_event ev;
	char hash[QUOTE_HASH_SIZE];
	struct ticket_offer o = {
	    .kind = PRICE_DATABASE, .hours = 1, .text = "x"};
	int64_t worked_s[PRICE_KINDS];
	struct quote q;

	start("Subiekt");
	d.t.line[PRICE_DATABASE].vat_bp = 800;
	pass(30 * MIN_MS);
	assert_true(set_kind(PRICE_DATABASE));
	pass(6 * MIN_MS);
	assert_true(ticket_quote(&d.t, &o, d.now, &q, &d.err));
	assert_int_equal(q.total_vat_gr, 4600 + 3520);
	ticket_worked_s(&d.t, d.now, worked_s);
	q.total_vat_gr = deal_total_vat_gr(
	    &d.t.deal, &q, d.t.line, worked_s, true);
	assert_int_equal(q.total_vat_gr, 64000 * 8 / 100);
	ev = next(TICKET_EV_QUOTED);
	ev.actor = "anna";
	ev.line = PRICE_DATABASE;
	ticket_quote_event(&ev, &q, hash);
	assert_true(step(ev));
	assert_true(answer(true));
}

/* One hour of the database at 8 % is agreed to, and two of support worked: at
 * 23 % they are worth more than the card said. */
static void
other_rate_than_agreed(int64_t net, int64_t vat, int64_t gross)
{
	struct bill b;

	start("Subiekt");
	d.t.line[PRICE_DATABASE].vat_bp = 800;
	assert_true(set_kind(PRICE_DATABASE));
	assert_true(offer_as(1, 0, false));
	assert_int_equal(d.t.pending.total_gr, 40000);
	assert_int_equal(d.t.pending.total_vat_gr, 3200);
	assert_true(answer(true));
	assert_true(set_kind(PRICE_SUPPORT));
	pass(120 * MIN_MS);
	ticket_bill(&d.t, d.now, &b);
	assert_int_equal(b.line[0].cut, gross < 49200);
	solved(net, vat, gross);
}

/* A journal of before says the same sums again as then. */
static void
gross_is_promised(void **state)
{
	struct ticket_event ev;

	other_rate_than_agreed(35122, 8078, 43200);
	by_net_alone = true;
	other_rate_than_agreed(40000, 9200, 49200);
	by_net_alone = false;

	/* a yes to another sum than the card's is none */
	start("Subiekt");
	assert_true(offer(1, 0));
	ev = next(TICKET_EV_ANSWERED);
	ev.actor = "client";
	ev.yes = true;
	ev.text = d.t.pending_hash;
	ev.text2 = "signature";
	ev.net_gr = d.t.pending.total_gr + 1;
	assert_false(step(ev));
	ev.yes = false;
	ev.net_gr = d.t.pending.total_gr;
	assert_false(step(ev));
}

static void
rates_from_the_wire(void **state)
{
	static const char *const bad[] = {"x", ";", "*", "1@1,1@1,1@1,1@1;",
	    "*,*,1@1,1@1;", "*,1@1,1@1;", "*,0@0,0@0,0@0", "*,0@0,0@0,0@0;,",
	    "*,0@0,0@0,0@0;5@800,", "*,0@0,0@0,-1@0;5@800",
	    "*,0@0,0@0,0@10001;5@800", "*,1@0,0@0,0@0;5@800",
	    "*,0@0,0@0,0@0;6@800", "*,0@0,0@0,0@0;5@800 ",
	    "*,0@0,0@0,0@0;1@1,1@2,1@3,1@4,1@5,0@6,0@7,0@8,0@9",
	    "*,0@0,0@0,0@0;5@800;", "*,0@0,0@0,0@0;5@800;24@800",
	    "*,0@0,0@0,0@0;5@800;25@800,", "*,0@0,0@0,0@0;5@800;25@800;",
	    "*,0@0,0@0,0@0;5@800;-1@800,26@5"};
	struct bill_live live = {.fixed_gr = 5, .cap_gr = 20, .vat_bp = 2300};

	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		if (bill_rates_parse(&live, bad[i]))
			fail_msg("taken: %s", bad[i]);
	assert_false(live.several);
	assert_true(bill_rates_parse(&live, "*,0@0,0@0,0@0;2@800,3@500"));
	assert_true(live.several);
	assert_int_equal(live.agreed.n, 0);
	assert_true(
	    bill_rates_parse(&live, "*,0@0,0@0,0@0;2@800,3@500;20@800,5@0"));
	assert_int_equal(live.agreed.n, 2);
	assert_true(bill_rates_parse(&live, ""));
	assert_int_equal(live.agreed.n, 0);
	assert_false(live.several);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(any_order),
	    cmocka_unit_test(any_wall),
	    cmocka_unit_test(wall_of_before),
	    cmocka_unit_test(any_billed_time),
	    cmocka_unit_test(any_rates),
	    cmocka_unit_test(any_gross),
	    cmocka_unit_test(gross_is_promised),
	    cmocka_unit_test(any_card),
	    cmocka_unit_test(one_rate_of_before),
	    cmocka_unit_test(rates_from_the_wire),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
