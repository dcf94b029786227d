/* Any life of a ticket with quotes: no yes is lost, what is billed is paid for,
 * and both screens show what the bill will say. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/core/mini_desk.h"

static uint32_t dice = 1;

static int
any(int n)
{
	dice = dice * 1664525u + 1013904223u;
	return (int)((dice >> 8) % (uint32_t)n);
}

/* What the client agreed to, counted beside the machine. */
static int64_t agreed_gr;

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
		(void)say(TICKET_EV_KIND_UNDONE, "");
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
	live.fixed = (struct money_sum){0};
	assert_true(bill_rates_parse(&live, bill_rates_print(&told, rates)));
	assert_int_equal(live.several, told.several);
	pass(extra_ms);
	bill_live_now(&live, extra_ms, &shown);
	ticket_bill(&d.t, d.now, &b);
	assert_int_equal(shown.net_gr, b.net_gr);
	assert_int_equal(shown.vat_gr, b.vat_gr);
	assert_int_equal(shown.gross_gr, b.gross_gr);
}

static void
any_rates(void **state)
{
	static const int rates[] = {2300, 800, 500, 0};
	int several = 0, capped = 0;

	for (int life = 0; life < 3000; life++) {
		start("Rewizor");
		agreed_gr = 0;
		for (int k = 0; k < PRICE_KINDS; k++)
			d.t.line[k].vat_bp = rates[any(4)];
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
	assert_true(several > 3000 && capped > 300);
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
	deal_accept(&then, q, d.t.line, in.worked_s);
	in.worked_s[d.t.kind] += q->hours * INT64_C(3600);
	bill_make(&in, &b);
	return b.net_gr == q->total_gr ? b.vat_gr : -1;
}

/* What the technician types says the same as the card, and as the bill. */
static void
previews(struct ticket_offer *o, int *told)
{
	struct bill_live live;
	struct quote q;
	int64_t vat_gr;
	struct err err;

	if (!ticket_quote(&d.t, o, d.now, &q, &err))
		return;
	ticket_clock(&d.t, d.now, &live);
	vat_gr = bill_of(&q);
	if (vat_gr >= 0 && live.several) {
		assert_int_equal(q.total_vat_gr, vat_gr);
		++*told;
	}
	if (o->replaces && o->hours > 0)
		return; /* the preview leaves that to the card */
	vat_gr = bill_live_total_vat_gr(&live, 0, q.total_gr,
	    o->replaces || (o->hours == 0 && !d.t.has_accepted));
	assert_int_equal(q.total_vat_gr, vat_gr);
}

static void
any_card(void **state)
{
	static const int rates[] = {2300, 800, 500, 0};
	int told = 0;

	for (int life = 0; life < 1500; life++) {
		start("Rewizor");
		agreed_gr = 0;
		for (int k = 0; k < PRICE_KINDS; k++)
			d.t.line[k].vat_bp = rates[any(4)];
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

static void
rates_from_the_wire(void **state)
{
	static const char *const bad[] = {"x", ";", "*", "1@1,1@1,1@1,1@1;",
	    "*,*,1@1,1@1;", "*,1@1,1@1;", "*,0@0,0@0,0@0", "*,0@0,0@0,0@0;,",
	    "*,0@0,0@0,0@0;5@800,", "*,0@0,0@0,-1@0;5@800",
	    "*,0@0,0@0,0@10001;5@800", "*,1@0,0@0,0@0;5@800",
	    "*,0@0,0@0,0@0;6@800", "*,0@0,0@0,0@0;5@800 ",
	    "*,0@0,0@0,0@0;1@1,1@2,1@3,1@4,1@5,0@6,0@7,0@8,0@9"};
	struct bill_live live = {.fixed_gr = 5, .vat_bp = 2300};

	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		if (bill_rates_parse(&live, bad[i]))
			fail_msg("taken: %s", bad[i]);
	assert_false(live.several);
	assert_true(bill_rates_parse(&live, "*,0@0,0@0,0@0;2@800,3@500"));
	assert_true(live.several);
	assert_true(bill_rates_parse(&live, ""));
	assert_false(live.several);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(any_order),
	    cmocka_unit_test(any_billed_time),
	    cmocka_unit_test(any_rates),
	    cmocka_unit_test(any_card),
	    cmocka_unit_test(one_rate_of_before),
	    cmocka_unit_test(rates_from_the_wire),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
