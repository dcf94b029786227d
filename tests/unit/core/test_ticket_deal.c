/* A yes is never lost: additional and replacing quotes, further hours. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/core/mini_desk.h"

static void
accepted(int hours, int64_t net_gr)
{
	assert_true(offer(hours, net_gr));
	assert_true(answer(true));
}

static void
is_due(int64_t net_gr)
{
	struct bill b;

	ticket_bill(&d.t, d.now, &b);
	assert_int_equal(b.net_gr, net_gr);
}

static void
additional_is_added(void **state)
{
	start("Subiekt");
	pass(30 * MIN_MS);
	accepted(0, 100000);
	assert_int_equal(d.t.accepted.form, QUOTE_FIRST);
	pass(30 * MIN_MS);
	accepted(0, 50000);
	assert_int_equal(d.t.accepted.form, QUOTE_ADDITIONAL);
	assert_int_equal(d.t.accepted.before_gr, 100000);
	assert_int_equal(d.t.accepted.total_gr, 150000);
	pass(90 * MIN_MS);
	solved(150000, 34500, 184500);
}

static void
replacement_replaces(void **state)
{
	start("Subiekt");
	assert_false(offer_as(0, 50000, true)); /* nothing yet */
	accepted(0, 100000);
	assert_true(offer_as(0, 50000, true));
	assert_int_equal(d.t.pending.before_gr, 100000);
	assert_int_equal(d.t.pending.total_gr, 50000);
	is_due(100000);
	assert_true(answer(true));
	is_due(50000);
	/* by the hour from the beginning of the work */
	pass(120 * MIN_MS);
	assert_true(offer_as(1, 0, true));
	assert_int_equal(d.t.pending.so_far_gr, 40000);
	assert_int_equal(d.t.pending.total_gr, 60000);
	assert_true(answer(true));
	pass(200 * MIN_MS);
	solved(60000, 13800, 73800);
}

/* Declined, expired, withdrawn or cut off: what was accepted stays in force and
 * the clock goes back to what it was. */
static void
a_later_no_changes_nothing(void **state)
{
	for (int way = 0; way < 10; way++) {
		bool paused = way >= 5;

		start("Subiekt");
		pass(30 * MIN_MS);
		accepted(0, 100000);
		if (paused)
			assert_true(say(TICKET_EV_PAUSED, "technician"));
		assert_true(offer(0, 30000));
		is_due(100000);
		switch (way % 5) {
		case 0:
			assert_true(answer(false));
			break;
		case 1:
			pass(TICKET_QUOTE_MS);
			break;
		case 2:
			assert_true(say(TICKET_EV_WITHDRAWN, ""));
			break;
		case 3: /* the link breaks; he answers when it is back */
			assert_true(say(TICKET_EV_DETACHED, "link lost"));
			ticket_away(&d.t, true, d.now);
			pass(180 * MIN_MS);
			assert_int_equal(d.t.state, TICKET_QUOTED);
			ticket_away(&d.t, false, d.now);
			assert_true(say(TICKET_EV_ATTACHED, ""));
			assert_true(say(TICKET_EV_CONSENT, ""));
			assert_true(answer(false));
			break;
		case 4:
			assert_true(say(TICKET_EV_RECOVERED, ""));
			assert_true(answer(false));
			break;
		}
		is_due(100000);
		assert_int_equal(d.t.state,
		    paused || way % 5 == 4 ? TICKET_PAUSED : TICKET_WORKING);
		assert_int_equal(d.t.pause,
		    paused	       ? TICKET_PAUSE_TECH
			: way % 5 == 4 ? TICKET_PAUSE_LINK
				       : TICKET_PAUSE_NONE);
		pass(20 * MIN_MS);
		assert_true(say(TICKET_EV_ENDED, "done"));
		costs(100000, 23000, 123000);
		if (way % 5 != 3) /* whose time no journal knows */
			replays();
	}
}

static void
first_no_closes(void **state)
{
	start("Subiekt");
	pass(59 * MIN_MS);
	assert_true(offer(1, 0));
	pass(TICKET_QUOTE_MS);
	assert_int_equal(d.t.state, TICKET_DECLINED);
	costs(0, 0, 0);
}

static void
expiry_stands_while_away(void **state)
{
	start("Subiekt");
	assert_true(offer(1, 0));
	pass(6 * MIN_MS);
	for (int i = 0; i < 3; i++) {
		ticket_away(&d.t, true, d.now);
		ticket_away(&d.t, true, d.now + 1);
		assert_int_equal(ticket_deadline(&d.t), -1);
		pass(100 * MIN_MS);
		assert_int_equal(d.t.state, TICKET_QUOTED);
		ticket_away(&d.t, false, d.now);
		ticket_away(&d.t, false, d.now);
		pass(MIN_MS);
		assert_int_equal(d.t.state, TICKET_QUOTED);
	}
	/* quoted while he was away: all ten minutes are ahead */
	pass(MIN_MS);
	assert_int_equal(d.t.state, TICKET_DECLINED);
}

static void
hours_are_further_ones(void **state)
{
	start("Subiekt");
	pass(60 * MIN_MS);
	assert_true(offer(1, 0));
	assert_int_equal(d.t.pending.worked_s, 3600);
	assert_int_equal(d.t.pending.so_far_gr, 20000);
	assert_int_equal(d.t.pending.net_gr, 20000);
	assert_int_equal(d.t.pending.total_gr, 40000);
	assert_int_equal(d.t.pending.total_vat_gr, 9200);
	assert_string_equal(d.t.pending.line, "support A");
	assert_true(answer(true));
	pass(60 * MIN_MS);
	solved(40000, 9200, 49200);

	start("Subiekt");
	pass(60 * MIN_MS);
	assert_true(set_kind(PRICE_DATABASE));
	accepted(2, 0);
	pass(120 * MIN_MS);
	is_due(100000);
	pass(120 * MIN_MS);
	solved(100000, 23000, 123000);

	/* a begun hour is no new one */
	start("Subiekt");
	pass(40 * MIN_MS);
	accepted(1, 0);
	pass(20 * MIN_MS);
	is_due(20000);
	pass(40 * MIN_MS);
	solved(40000, 9200, 49200);
}

static void
mixed(void **state)
{
	/* 1 000,00 for all until the hours; then 2 h of database */
	start("Subiekt");
	pass(30 * MIN_MS);
	accepted(0, 100000);
	pass(90 * MIN_MS);
	assert_true(set_kind(PRICE_DATABASE));
	accepted(2, 0);
	is_due(100000);
	pass(30 * MIN_MS);
	is_due(120000);
	pass(120 * MIN_MS);
	is_due(180000);
	/* a sum on top; then hours behind a cap that was passed */
	accepted(0, 50000);
	is_due(230000);
	accepted(1, 0);
	is_due(230000);
	pass(MIN_MS);
	is_due(230667);
	pass(120 * MIN_MS);
	solved(270000, 62100, 332100);
}

/* What a passed cap took is on no bill, neither as money nor as time. */
static void
billed_time_is_paid_for(void **state)
{
	struct bill b;

	start("Subiekt");
	pass(60 * MIN_MS);
	accepted(1, 0);
	pass(180 * MIN_MS);
	ticket_bill(&d.t, d.now, &b);
	assert_int_equal(b.worked_s, 4 * 3600);
	assert_int_equal(b.billed_s, 2 * 3600);
	assert_true(b.line[0].cut);
	accepted(1, 0);
	pass(30 * MIN_MS);
	ticket_bill(&d.t, d.now, &b);
	assert_int_equal(b.net_gr, 60000);
	assert_int_equal(b.billed_s, 3 * 3600);
	assert_true(b.line[0].cut);
}

static void
a_cap_that_is_reached_is_refused(void **state)
{
	struct ticket_offer o = {
	    .kind = PRICE_SUPPORT, .hours = 1, .text = "x"};
	struct quote q;

	start("Subiekt");
	d.t.line[PRICE_SUPPORT].minimum_s = 4 * 3600;
	pass(30 * MIN_MS);
	assert_false(ticket_quote(&d.t, &o, d.now, &q, &d.err));
	assert_non_null(strstr(d.err.text, "reached already"));
	o.hours = 4;
	assert_true(ticket_quote(&d.t, &o, d.now, &q, &d.err));
	o.kind = PRICE_REQUEST;
	assert_false(ticket_quote(&d.t, &o, d.now, &q, &d.err));
}

/* A bill of before says again what was acknowledged then. */
static void
old_quotes_replay_as_they_were(void **state)
{
	start("Subiekt");
	pass(60 * MIN_MS);
	assert_true(offer_old(1, 0));
	assert_int_equal(d.t.pending.form, QUOTE_OLD);
	assert_true(answer(true));
	pass(60 * MIN_MS);
	solved(20000, 4600, 24600); /* of all the ticket's hours */

	start("Subiekt");
	assert_true(offer_old(0, 100000));
	assert_true(answer(true));
	assert_true(offer_old(0, 50000));
	assert_true(answer(true));
	solved(50000, 11500, 61500); /* it replaced the first */

	start("Subiekt");
	assert_true(offer_old(0, 100000));
	assert_true(answer(true));
	assert_true(offer_old(0, 50000));
	assert_true(answer(false));
	assert_int_equal(d.t.state, TICKET_DECLINED);
	costs(0, 0, 0);
	replays();

	/* a new one on top of an old one adds */
	start("Subiekt");
	assert_true(offer_old(2, 0));
	assert_true(answer(true));
	pass(60 * MIN_MS);
	accepted(1, 0);
	pass(300 * MIN_MS);
	solved(60000, 13800, 73800);
}

/* What further hours say of the work so far: all lines under the cap, and the
 * fixed sums beside it. */
static void
so_far_is_all_lines(void **state)
{
	for (int fixed = 0; fixed < 2; fixed++) {
		int64_t beside_gr = fixed ? 50000 : 0;

		start("Subiekt");
		if (fixed)
			accepted(0, 50000);
		accepted(3, 0);
		pass(60 * MIN_MS);
		assert_true(set_kind(PRICE_DATABASE));
		pass(30 * MIN_MS);
		assert_true(offer(1, 0));
		assert_int_equal(d.t.pending.form, QUOTE_ADDITIONAL);
		assert_int_equal(d.t.pending.so_far_gr, beside_gr + 40000);
		assert_int_equal(d.t.pending.before_gr, beside_gr + 60000);
		assert_int_equal(d.t.pending.total_gr, beside_gr + 100000);
	}
}

/* --- a kind of work by mistake --- */

static void
a_mistake_is_taken_back(void **state)
{
	start("Subiekt");
	accepted(3, 0);
	assert_true(set_kind(PRICE_PROGRAMMING));
	pass(30 * MIN_MS);
	assert_true(set_kind(PRICE_SUPPORT));
	pass(1000);
	assert_true(say(TICKET_EV_KIND_UNDONE, ""));
	assert_int_equal(d.t.kind, PRICE_PROGRAMMING);
	assert_int_equal(d.t.meter.worked_ms[PRICE_SUPPORT], 0);
	assert_false(say(TICKET_EV_KIND_UNDONE, "")); /* once */
	pass(30 * MIN_MS - 1000);
	solved(25000, 5750, 30750);

	for (int late = 0; late < 2; late++) {
		start("Subiekt");
		pass(10 * MIN_MS);
		assert_true(set_kind(PRICE_DATABASE));
		pass(TICKET_UNDO_MS + late);
		assert_int_equal(say(TICKET_EV_KIND_UNDONE, ""), !late);
		solved(late ? 20667 : 20000, late ? 4753 : 4600,
		    late ? 25420 : 24600);
	}
}

static void
only_the_last_mistake(void **state)
{
	start("Subiekt");
	assert_false(say(TICKET_EV_KIND_UNDONE, ""));
	assert_true(set_kind(PRICE_SUPPORT)); /* no change */
	assert_false(say(TICKET_EV_KIND_UNDONE, ""));
	assert_true(set_kind(PRICE_PROGRAMMING)); /* waits for a quote */
	assert_int_equal(d.t.pause, TICKET_PAUSE_QUOTE);
	assert_true(say(TICKET_EV_KIND_UNDONE, ""));
	assert_int_equal(d.t.state, TICKET_WORKING);
	assert_true(set_kind(PRICE_DATABASE));
	assert_true(offer(1, 0));
	assert_true(answer(true));
	assert_false(say(TICKET_EV_KIND_UNDONE, "")); /* it is in the quote */
	replays();
}

static void
not_what_was_consented_to(void **state)
{
	fresh("Subiekt");
	/* no dearer than the other one in any way, so that no yes is needed */
	d.t.line[PRICE_SUPPORT].minimum_s = 0;
	d.t.line[PRICE_SUPPORT].quantum_s = 1;
	assert_true(say(TICKET_EV_OPENED, "anna"));
	assert_true(say(TICKET_EV_CLAIMED, ""));
	assert_true(set_kind(PRICE_DATABASE));
	assert_true(say(TICKET_EV_ATTACHED, ""));
	assert_true(say(TICKET_EV_CODE_OK, "code"));
	assert_true(say(TICKET_EV_CONSENT, ""));
	assert_false(say(TICKET_EV_KIND_UNDONE, ""));
	assert_int_equal(d.t.kind, PRICE_DATABASE);
}

/* --- the end --- */

/* From every state, by whoever is there. */
static void
every_open_one_can_be_ended(void **state)
{
	for (int way = 0; way < 7; way++) {
		struct ticket_event ev;

		start("Subiekt");
		pass(30 * MIN_MS);
		if (way == 1)
			assert_true(say(TICKET_EV_RELEASED, "piotr"));
		if (way == 2)
			assert_true(say(TICKET_EV_PAUSED, "technician"));
		if (way == 3)
			assert_true(offer(1, 0));
		if (way == 4)
			assert_true(say(TICKET_EV_RECOVERED, ""));
		if (way == 5)
			assert_true(say(TICKET_EV_DETACHED, "link lost"));
		if (way == 6) {
			assert_true(say(TICKET_EV_RELEASED, ""));
			assert_true(say(TICKET_EV_CLAIMED, ""));
		}
		ev = next(TICKET_EV_ENDED);
		ev.actor = "piotr";
		ev.yes = true;
		assert_true(step(ev));
		assert_string_equal(d.t.technician, "piotr");
		costs(20000, 4600, 24600);
		replays();
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(additional_is_added),
	    cmocka_unit_test(replacement_replaces),
	    cmocka_unit_test(a_later_no_changes_nothing),
	    cmocka_unit_test(first_no_closes),
	    cmocka_unit_test(expiry_stands_while_away),
	    cmocka_unit_test(hours_are_further_ones),
	    cmocka_unit_test(mixed),
	    cmocka_unit_test(billed_time_is_paid_for),
	    cmocka_unit_test(a_cap_that_is_reached_is_refused),
	    cmocka_unit_test(old_quotes_replay_as_they_were),
	    cmocka_unit_test(a_mistake_is_taken_back),
	    cmocka_unit_test(only_the_last_mistake),
	    cmocka_unit_test(not_what_was_consented_to),
	    cmocka_unit_test(so_far_is_all_lines),
	    cmocka_unit_test(every_open_one_can_be_ended),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
