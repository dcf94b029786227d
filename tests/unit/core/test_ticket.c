#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/util.h"
#include "tests/unit/core/mini_desk.h"

static void
never_let_in(void **state)
{
	fresh("Subiekt");
	assert_true(say(TICKET_EV_OPENED, ""));
	assert_true(say(TICKET_EV_CLAIMED, ""));
	assert_true(say(TICKET_EV_ATTACHED, ""));
	pass(100 * MIN_MS);
	solved(0, 0, 0);
	start("Subiekt"); /* 0 s */
	solved(0, 0, 0);
	start("Subiekt");
	d.now += 999;
	solved(0, 0, 0);
}

static void
first_hour(void **state)
{
	static const int64_t seconds[] = {1, 59, 900, 3599, 3600};

	for (size_t i = 0; i < ARRAY_LEN(seconds); i++) {
		start("Subiekt");
		pass(seconds[i] * 1000);
		assert_int_equal(
		    ticket_worked_ms(&d.t, d.now), seconds[i] * 1000);
		solved(20000, 4600, 24600);
	}
}

static void
hour_pauses_by_itself(void **state)
{
	int warned[2] = {-1, -1}, hour = -1;

	start("Subiekt");
	pass(3 * 60 * MIN_MS);
	assert_int_equal(d.t.state, TICKET_PAUSED);
	assert_int_equal(d.t.pause, TICKET_PAUSE_HOUR);
	assert_true(has_effect(TICKET_DO_WARN));
	assert_int_equal(meter_total_ms(&d.t.meter), TICKET_HOUR_MS);
	for (int i = 0; i < d.n; i++) {
		if (d.log[i].kind == TICKET_EV_WARNED)
			warned[warned[0] >= 0] = i;
		if (d.log[i].kind == TICKET_EV_PAUSED)
			hour = i;
	}
	assert_int_equal(d.log[warned[0]].at_ms, 54 * MIN_MS);
	assert_int_equal(d.log[warned[1]].at_ms, 62 * MIN_MS);
	assert_int_equal(d.log[hour].at_ms, 64 * MIN_MS);
	assert_false(say(TICKET_EV_RESUMED, ""));
	assert_non_null(strstr(d.err.text, "first hour"));
	solved(20000, 4600, 24600);
}

static void
hourly_quote(void **state)
{
	start("Subiekt");
	pass(60 * MIN_MS);
	assert_true(offer(2, 0));
	assert_true(has_effect(TICKET_DO_QUOTE));
	assert_int_equal(d.t.state, TICKET_QUOTED);
	pass(9 * MIN_MS); /* thinking is free */
	assert_true(answer(true));
	assert_int_equal(d.t.state, TICKET_WORKING);
	pass(1000);
	solved(40000, 9200, 49200);

	start("Rewizor");
	pass(10 * MIN_MS);
	assert_true(offer(3, 0));
	assert_true(answer(true));
	pass(115 * MIN_MS);
	solved(75000, 17250, 92250);
}

static void
cap_holds(void **state)
{
	start("Subiekt");
	assert_true(offer(2, 0));
	assert_true(answer(true));
	pass(300 * MIN_MS);
	solved(40000, 9200, 49200);
}

static void
fixed_quote(void **state)
{
	start("Subiekt");
	pass(30 * MIN_MS);
	assert_true(offer(0, 199999));
	assert_true(answer(true));
	pass(270 * MIN_MS);
	assert_int_equal(meter_total_ms(&d.t.meter) / 1000, 5 * 3600);
	solved(199999, 46000, 245999);
}

static void
kinds_of_work(void **state)
{
	start("Subiekt");
	pass(40 * MIN_MS);
	assert_true(set_kind(PRICE_DATABASE));
	pass(7 * MIN_MS);
	solved(24667, 5673, 30340);

	/* back and forth is one sum per line */
	start("Subiekt");
	for (int i = 0; i < 4; i++) {
		pass(10 * MIN_MS);
		assert_true(set_kind(PRICE_DATABASE));
		pass(MIN_MS + 45000);
		assert_true(set_kind(PRICE_SUPPORT));
	}
	solved(24667, 5673, 30340);

	start("Rewizor");
	assert_true(set_kind(PRICE_DATABASE));
	pass(7 * MIN_MS);
	solved(4667, 1073, 5740);

	start("Subiekt");
	assert_false(set_kind(PRICE_REQUEST));
	assert_false(set_kind((enum price_kind) - 1));
	assert_false(set_kind(PRICE_KINDS));
}

static void
quoted_first(void **state)
{
	start("Subiekt");
	pass(10 * MIN_MS);
	assert_true(set_kind(PRICE_PROGRAMMING));
	assert_int_equal(d.t.state, TICKET_PAUSED);
	assert_int_equal(d.t.pause, TICKET_PAUSE_QUOTE);
	pass(30 * MIN_MS);
	assert_false(say(TICKET_EV_RESUMED, ""));
	assert_true(offer(1, 0));
	assert_true(answer(true));
	assert_int_equal(d.t.state, TICKET_WORKING);
	pass(30 * MIN_MS);
	assert_int_equal(d.t.meter.worked_ms[PRICE_PROGRAMMING], 30 * MIN_MS);
	/* 200,00 + 125,00, at most 200,00 and one hour more, 450,00 */
	solved(32500, 7475, 39975);

	/* changing back to what needs none lets the clock run on */
	start("Subiekt");
	assert_true(set_kind(PRICE_PROGRAMMING));
	assert_true(set_kind(PRICE_SUPPORT));
	assert_int_equal(d.t.state, TICKET_WORKING);
}

static void
on_request(void **state)
{
	start("Navireo");
	assert_int_equal(d.t.kind, PRICE_REQUEST);
	assert_int_equal(d.t.state, TICKET_PAUSED);
	pass(30 * MIN_MS);
	solved(0, 0, 0);

	start("Navireo");
	assert_true(offer(0, 50000));
	assert_true(answer(true));
	pass(90 * MIN_MS);
	solved(50000, 11500, 61500);

	fresh("Something that no line names");
	assert_true(say(TICKET_EV_OPENED, ""));
	assert_int_equal(d.t.kind, PRICE_REQUEST);
	assert_true(price_needs_quote(ticket_price(&d.t)));
}

static void
declined_costs_nothing(void **state)
{
	static const int64_t seconds[] = {0, 1, 3599, 3600};

	for (size_t i = 0; i < ARRAY_LEN(seconds); i++) {
		start("Subiekt");
		pass(seconds[i] * 1000);
		assert_true(offer(2, 0));
		assert_true(answer(false));
		assert_int_equal(d.t.state, TICKET_DECLINED);
		assert_true(has_effect(TICKET_DO_BILL));
		assert_true(has_effect(TICKET_DO_END_VISIT));
		costs(0, 0, 0);
		replays();
	}
}

static void
no_answer_is_a_no(void **state)
{
	start("Subiekt");
	assert_true(offer(2, 0));
	pass(10 * MIN_MS - 1);
	assert_int_equal(d.t.state, TICKET_QUOTED);
	pass(1);
	assert_int_equal(d.t.state, TICKET_DECLINED);
	costs(0, 0, 0);
	replays();
}

static void
unsolved_costs_nothing(void **state)
{
	start("Subiekt");
	assert_true(offer(4, 0));
	assert_true(answer(true));
	pass(180 * MIN_MS);
	assert_true(say_no(TICKET_EV_ENDED));
	assert_int_equal(d.t.state, TICKET_UNSOLVED);
	costs(0, 0, 0);
	replays();

	start("Subiekt");
	pass(10 * MIN_MS);
	assert_true(say(TICKET_EV_ABANDONED, ""));
	costs(0, 0, 0);
	start("Subiekt");
	pass(10 * MIN_MS);
	assert_true(say(TICKET_EV_CANCELLED, ""));
	costs(0, 0, 0);
}

static void
link_lost_and_back(void **state)
{
	start("Gestor");
	pass(30 * MIN_MS);
	assert_true(say(TICKET_EV_DETACHED, "link"));
	assert_int_equal(d.t.pause, TICKET_PAUSE_LINK);
	pass(120 * MIN_MS);
	/* after the grace time consent is asked for again */
	assert_true(say(TICKET_EV_ATTACHED, ""));
	assert_false(say(TICKET_EV_RESUMED, ""));
	assert_true(say(TICKET_EV_CONSENT, ""));
	assert_int_equal(d.t.state, TICKET_WORKING);
	assert_int_equal(d.t.visits, 2);
	pass(20 * MIN_MS);
	solved(20000, 4600, 24600);
}

static void
break_of_nine_minutes(void)
{
	struct ticket_event ev;

	start("Gestor");
	pass(60000);
	d.now += 40000; /* noticed late; last heard 40 s ago */
	ev = next(TICKET_EV_DETACHED);
	ev.beat_ms = d.now - 40000;
	assert_true(step(ev));
	assert_int_equal(meter_total_ms(&d.t.meter), 60000);
	pass(9 * MIN_MS);
}

/* The clock runs on no consent of an earlier visit, and what the client says
 * now has its row. */
static void
who_comes_again_is_let_in_again(void **state)
{
	break_of_nine_minutes();
	assert_true(say(TICKET_EV_ATTACHED, ""));
	assert_false(say(TICKET_EV_RESUMED, ""));
	assert_true(say(TICKET_EV_CODE_MISS, ""));
	assert_true(say(TICKET_EV_CODE_OK, "code"));
	assert_true(say_no(TICKET_EV_CONSENT));
	assert_false(d.t.attached);
	assert_true(say(TICKET_EV_ATTACHED, ""));
	assert_true(say(TICKET_EV_CONSENT, ""));
	assert_int_equal(d.t.state, TICKET_WORKING);
	replays();
}

/* Journals of before: a consent outlived a short break. */
static void
short_break_kept_consent(void **state)
{
	struct ticket_event ev;

	break_of_nine_minutes();
	ev = next(TICKET_EV_ATTACHED);
	ev.actor = "anna";
	assert_true(step(ev));
	assert_true(say(TICKET_EV_RESUMED, ""));
	assert_int_equal(d.t.state, TICKET_WORKING);
	replays();
}

static void
wall_clock_set_back(void **state)
{
	struct ticket_event ev;

	start("Subiekt");
	pass(10 * MIN_MS);
	ev = next(TICKET_EV_ENDED);
	ev.actor = "anna";
	ev.yes = true;
	ev.at_utc_s = d.t.opened_utc_s - 7200;
	assert_true(step(ev));
	assert_int_equal(d.t.closed_utc_s, d.t.opened_utc_s);
	assert_int_equal(ticket_worked_ms(&d.t, d.now), 10 * MIN_MS);
	replays();
}

static void
asleep(void **state)
{
	start("Subiekt");
	pass(10 * MIN_MS);
	d.now += 30 * MIN_MS; /* nobody's clock ticked */
	pass(MIN_MS);
	assert_int_equal(ticket_worked_ms(&d.t, d.now), 11 * MIN_MS);
	/* the monotonic clock starts anew or jumps */
	d.now = 5;
	assert_true(say_no(TICKET_EV_TICK));
	pass(MIN_MS);
	assert_in_range(
	    ticket_worked_ms(&d.t, d.now), 11 * MIN_MS, 12 * MIN_MS);
	d.now = INT64_C(1) << 60;
	assert_true(say_no(TICKET_EV_TICK));
	assert_in_range(
	    ticket_worked_ms(&d.t, d.now), 11 * MIN_MS, 12 * MIN_MS);
	replays();
}

/* Ticks that come late, from a client that was not heard meanwhile. */
static void
late_ticks(void **state)
{
	struct ticket_event ev;

	start("Subiekt");
	pass(60 * MIN_MS - 5000);
	d.now += 40000;
	assert_true(say_no(TICKET_EV_TICK));
	assert_int_equal(ticket_worked_ms(&d.t, d.now), TICKET_HOUR_MS);
	pass(1);
	assert_int_equal(d.t.pause, TICKET_PAUSE_HOUR);
	replays();

	/* a long silence is no reason to warn or to stop for the hour */
	start("Subiekt");
	pass(10 * MIN_MS);
	d.now += 50 * MIN_MS;
	assert_true(ticket_due(&d.t, d.now, d.now - 50 * MIN_MS, UTC0, &ev));
	assert_int_equal(ev.kind, TICKET_EV_TICK);
	assert_int_equal(ev.seconds, 600);
	assert_true(step(ev));
	assert_false(ticket_due(&d.t, d.now, d.now - 50 * MIN_MS, UTC0, &ev));
	assert_int_equal(ticket_deadline(&d.t), d.now + TICKET_TICK_MS);
	assert_int_equal(d.t.warned, 0);
}

static void
consent_taken_back(void **state)
{
	start("Subiekt");
	pass(MIN_MS);
	assert_true(say(TICKET_EV_PAUSED, "client"));
	assert_true(say_no(TICKET_EV_CONSENT));
	assert_true(has_effect(TICKET_DO_END_VISIT));
	assert_false(say(TICKET_EV_RESUMED, ""));
	assert_true(say(TICKET_EV_ATTACHED, ""));
	assert_false(say(TICKET_EV_RESUMED, ""));
	assert_true(say(TICKET_EV_CONSENT, ""));
	assert_true(say(TICKET_EV_RESUMED, ""));
	replays();
}

static void
paused_by_hand(void **state)
{
	start("Subiekt");
	pass(10 * MIN_MS);
	assert_false(say(TICKET_EV_PAUSED, "bored"));
	assert_false(say(TICKET_EV_PAUSED, "none"));
	assert_true(say(TICKET_EV_PAUSED, "technician"));
	assert_false(say_no(TICKET_EV_TICK));
	pass(100 * MIN_MS);
	/* a lost link does not turn it into a pause that ends by itself */
	assert_true(say(TICKET_EV_DETACHED, ""));
	pass(MIN_MS);
	assert_false(say(TICKET_EV_RESUMED, ""));
	assert_true(say(TICKET_EV_ATTACHED, ""));
	assert_true(say(TICKET_EV_CONSENT, ""));
	assert_int_equal(d.t.state, TICKET_PAUSED);
	assert_true(say(TICKET_EV_RESUMED, ""));
	pass(5 * MIN_MS);
	assert_int_equal(ticket_worked_ms(&d.t, d.now), 15 * MIN_MS);
	solved(20000, 4600, 24600);
}

static bool
say_as(const char *actor, enum ticket_event_kind kind, const char *text)
{
	struct ticket_event ev = next(kind);

	ev.actor = actor;
	ev.text = text;
	return step(ev);
}

/* What the desk stopped by itself goes on by itself, unless the technician has
 * paused it too. */
static void
pause_in_a_pause(void **state)
{
	static const char *const own[] = {"link", "idle", "hour", "quote"};

	for (size_t i = 0; i < ARRAY_LEN(own); i++) {
		start("Subiekt");
		pass(10 * MIN_MS);
		assert_true(say_as("desk", TICKET_EV_PAUSED, own[i]));
		assert_true(say(TICKET_EV_PAUSED, "technician"));
		assert_int_equal(d.t.pause, TICKET_PAUSE_TECH);
		for (size_t j = 0; j < ARRAY_LEN(own); j++)
			assert_false(say_as("desk", TICKET_EV_PAUSED, own[j]));
		assert_false(say(TICKET_EV_PAUSED, "technician"));
		assert_false(say_as("desk", TICKET_EV_RESUMED, ""));
		assert_false(say_as("client", TICKET_EV_RESUMED, ""));
		assert_string_equal(d.err.text, "paused by anna");
		pass(10 * MIN_MS);
		assert_true(say(TICKET_EV_DETACHED, ""));
		assert_true(say(TICKET_EV_ATTACHED, ""));
		assert_true(say(TICKET_EV_CONSENT, ""));
		assert_int_equal(d.t.pause, TICKET_PAUSE_TECH);
		assert_true(offer(2, 0));
		assert_true(answer(true));
		assert_int_equal(d.t.pause, TICKET_PAUSE_TECH);
		pass(10 * MIN_MS);
		assert_true(say(TICKET_EV_RESUMED, ""));
		pass(10 * MIN_MS);
		assert_int_equal(ticket_worked_ms(&d.t, d.now), 20 * MIN_MS);
		solved(20000, 4600, 24600);
	}
	/* neither does a technician's take the place of a client's */
	start("Subiekt");
	assert_true(say_as("client", TICKET_EV_PAUSED, "client"));
	assert_false(say(TICKET_EV_PAUSED, "technician"));
	assert_int_equal(d.t.pause, TICKET_PAUSE_CLIENT);
	replays();
}

static void
quote_and_lost_link(void **state)
{
	start("Subiekt");
	pass(5 * MIN_MS);
	assert_true(offer(2, 0));
	assert_true(say(TICKET_EV_DETACHED, ""));
	assert_int_equal(d.t.state, TICKET_QUOTED);
	assert_true(answer(true));
	assert_int_equal(d.t.state, TICKET_PAUSED);
	assert_int_equal(d.t.pause, TICKET_PAUSE_LINK);
	assert_true(say(TICKET_EV_ATTACHED, ""));
	assert_true(say(TICKET_EV_CONSENT, ""));
	pass(70 * MIN_MS);
	solved(40000, 9200, 49200);
}

static void
recovered(void **state)
{
	start("Subiekt");
	pass(10 * MIN_MS + 7000);
	d.now = 3000; /* another boot */
	assert_true(say(TICKET_EV_RECOVERED, ""));
	assert_int_equal(d.t.state, TICKET_PAUSED);
	/* the last tick, not more */
	assert_int_equal(ticket_worked_ms(&d.t, d.now), 10 * MIN_MS);
	assert_true(say(TICKET_EV_ATTACHED, ""));
	assert_true(say(TICKET_EV_CONSENT, ""));
	pass(5 * MIN_MS);
	assert_int_equal(ticket_worked_ms(&d.t, d.now), 15 * MIN_MS);
	solved(20000, 4600, 24600);

	/* the same boot: what followed the last tick is not counted either */
	start("Subiekt");
	pass(10 * MIN_MS + 7000);
	assert_true(offer(2, 0));
	assert_true(say(TICKET_EV_WITHDRAWN, ""));
	pass(7000);
	assert_true(say(TICKET_EV_RECOVERED, ""));
	assert_int_equal(ticket_worked_ms(&d.t, d.now), 10 * MIN_MS + 7000);
	assert_int_equal(d.t.pause, TICKET_PAUSE_LINK);

	/* a pending quote has its ten minutes again */
	start("Subiekt");
	assert_true(offer(2, 0));
	d.now = 3000;
	assert_true(say(TICKET_EV_RECOVERED, ""));
	assert_int_equal(ticket_deadline(&d.t), 3000 + TICKET_QUOTE_MS);
	replays();

	/* a claim that never came to a visit keeps its place */
	fresh("Subiekt");
	d.now = 500 * MIN_MS;
	assert_true(say(TICKET_EV_OPENED, ""));
	assert_true(say(TICKET_EV_CLAIMED, ""));
	assert_true(say(TICKET_EV_RECOVERED, ""));
	assert_int_equal(d.t.state, TICKET_WAITING);
	assert_string_equal(d.t.technician, "");
	assert_int_equal(d.t.opened_ms, 500 * MIN_MS);
	replays();
}

/* What both sides count on by themselves is what the desk will bill. */
static void
clock_agrees_with_bill(void **state)
{
	struct bill_live live;
	struct bill_now shown;
	struct bill b;

	start("Subiekt");
	pass(40 * MIN_MS);
	assert_true(set_kind(PRICE_DATABASE));
	ticket_clock(&d.t, d.now, &live);
	for (int s = 0; s < 1300; s += 7) {
		bill_live_now(&live, s * INT64_C(1000), &shown);
		ticket_bill(&d.t, d.now, &b);
		assert_int_equal(shown.net_gr, b.net_gr);
		assert_int_equal(shown.gross_gr, b.gross_gr);
		assert_int_equal(shown.worked_s, b.worked_s);
		pass(7000);
	}
	assert_int_equal(d.t.pause, TICKET_PAUSE_HOUR);
	assert_true(offer(2, 0));
	assert_true(answer(true));
	ticket_clock(&d.t, d.now, &live);
	assert_true(live.quoted);
	for (int s = 0; s < 7200; s += 61) {
		bill_live_now(&live, s * INT64_C(1000), &shown);
		ticket_bill(&d.t, d.now, &b);
		assert_int_equal(shown.net_gr, b.net_gr);
		pass(61000);
	}
	assert_int_equal(shown.next_unit_s, -1); /* the cap is reached */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(never_let_in),
	    cmocka_unit_test(first_hour),
	    cmocka_unit_test(hour_pauses_by_itself),
	    cmocka_unit_test(hourly_quote),
	    cmocka_unit_test(cap_holds),
	    cmocka_unit_test(fixed_quote),
	    cmocka_unit_test(kinds_of_work),
	    cmocka_unit_test(quoted_first),
	    cmocka_unit_test(on_request),
	    cmocka_unit_test(declined_costs_nothing),
	    cmocka_unit_test(no_answer_is_a_no),
	    cmocka_unit_test(unsolved_costs_nothing),
	    cmocka_unit_test(link_lost_and_back),
	    cmocka_unit_test(who_comes_again_is_let_in_again),
	    cmocka_unit_test(short_break_kept_consent),
	    cmocka_unit_test(wall_clock_set_back),
	    cmocka_unit_test(asleep),
	    cmocka_unit_test(late_ticks),
	    cmocka_unit_test(consent_taken_back),
	    cmocka_unit_test(paused_by_hand),
	    cmocka_unit_test(pause_in_a_pause),
	    cmocka_unit_test(quote_and_lost_link),
	    cmocka_unit_test(recovered),
	    cmocka_unit_test(clock_agrees_with_bill),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
