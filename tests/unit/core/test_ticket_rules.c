#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/core/mini_desk.h"

static void
hand_over(void **state)
{
	struct ticket_event ev;

	start("Subiekt");
	pass(30 * MIN_MS);
	assert_true(say(TICKET_EV_RELEASED, "piotr"));
	assert_true(has_effect(TICKET_DO_END_VISIT));
	assert_int_equal(d.t.state, TICKET_WAITING);
	assert_string_equal(d.t.wanted, "piotr");
	pass(30 * MIN_MS);
	ev = next(TICKET_EV_CLAIMED);
	ev.actor = "piotr";
	assert_true(step(ev));
	assert_false(say(TICKET_EV_ATTACHED, "")); /* anna */
	ev = next(TICKET_EV_ATTACHED);
	ev.actor = "piotr";
	assert_true(step(ev));
	/* code and consent were for anna */
	assert_false(say(TICKET_EV_CONSENT, ""));
	assert_true(say(TICKET_EV_CODE_OK, ""));
	assert_true(say(TICKET_EV_CONSENT, ""));
	pass(25 * MIN_MS);
	solved(20000, 4600, 24600);
}

static void
claims_race(void **state)
{
	struct ticket_event ev;

	fresh("Subiekt");
	assert_true(say(TICKET_EV_OPENED, "any"));
	assert_string_equal(d.t.wanted, "");
	assert_true(say(TICKET_EV_CLAIMED, ""));
	ev = next(TICKET_EV_CLAIMED);
	ev.actor = "piotr";
	assert_false(step(ev));
	assert_string_equal(d.err.text, "taken by anna");
	assert_string_equal(d.t.technician, "anna");
	assert_true(say(TICKET_EV_RELEASED, ""));
	ev = next(TICKET_EV_CLAIMED);
	ev.actor = "";
	assert_false(step(ev));
	ev.actor = "piotr";
	assert_true(step(ev));
}

static void
wrong_code(void **state)
{
	fresh("Subiekt");
	assert_true(say(TICKET_EV_OPENED, ""));
	assert_true(say(TICKET_EV_CLAIMED, ""));
	assert_false(say_no(TICKET_EV_CODE_MISS));
	assert_true(say(TICKET_EV_ATTACHED, ""));
	assert_false(say(TICKET_EV_ATTACHED, ""));
	for (int i = 1; i <= TICKET_CODE_MISSES; i++) {
		assert_true(d.t.attached);
		assert_false(say(TICKET_EV_CONSENT, ""));
		assert_true(say_no(TICKET_EV_CODE_MISS));
		assert_int_equal(
		    has_effect(TICKET_DO_ALARM), i == TICKET_CODE_MISSES);
	}
	assert_false(d.t.attached);
	assert_true(has_effect(TICKET_DO_END_VISIT));
	assert_false(say(TICKET_EV_CODE_OK, ""));
	assert_true(say(TICKET_EV_ATTACHED, ""));
	assert_true(say_no(TICKET_EV_CODE_MISS)); /* the first of a new visit */
	assert_true(d.t.attached);
	assert_true(say(TICKET_EV_CODE_OK, ""));
	assert_true(say_no(TICKET_EV_CONSENT));
	assert_int_equal(d.t.state, TICKET_CLAIMED);
	assert_true(has_effect(TICKET_DO_END_VISIT));
	replays();
}

static void
only_the_shown_quote(void **state)
{
	struct ticket_event ev;
	char old[QUOTE_HASH_SIZE];

	start("Subiekt");
	assert_true(offer(2, 0));
	assert_false(say(TICKET_EV_RELEASED, "piotr"));
	assert_non_null(strstr(d.err.text, "take it back"));
	strcpy(old, d.t.pending_hash);
	assert_true(offer(3, 0)); /* replaces it */
	ev = next(TICKET_EV_ANSWERED);
	ev.yes = true;
	ev.text = old;
	ev.text2 = "signature";
	assert_false(step(ev));
	assert_non_null(strstr(d.err.text, "replaced"));
	ev.text = d.t.pending_hash;
	ev.text2 = "";
	assert_false(step(ev)); /* not signed */
	assert_true(say(TICKET_EV_WITHDRAWN, ""));
	assert_int_equal(d.t.state, TICKET_WORKING);
	assert_false(d.t.has_pending);
	ev = next(TICKET_EV_ANSWERED);
	ev.yes = true;
	ev.text = d.t.pending_hash;
	ev.text2 = "signature";
	assert_false(step(ev));
	assert_false(d.t.has_accepted);
	replays();
}

static void
bad_quotes(void **state)
{
	struct ticket_event ev;
	struct quote q;
	char hash[QUOTE_HASH_SIZE];

	start("Subiekt");
	assert_true(quote_hourly(&q, 17, 1, ticket_price(&d.t), 2, "", NULL));
	ev = next(TICKET_EV_QUOTED);
	ticket_quote_event(&ev, &q, hash);
	assert_false(step(ev)); /* no line */
	ev.line = PRICE_SUPPORT;
	ev.net_gr++;
	assert_false(step(ev));
	ev.net_gr--;
	ev.text = "other";
	assert_false(step(ev));
	ev.text = "";
	ev.seconds = 3601;
	assert_false(step(ev));
	ev.seconds = INT64_MAX / 3600 * 3600;
	assert_false(step(ev));
	ev.seconds = -3600;
	assert_false(step(ev));
	ev.seconds = 7200;
	assert_true(step(ev));
	/* without a client who could read it */
	assert_true(say(TICKET_EV_WITHDRAWN, ""));
	assert_true(say(TICKET_EV_DETACHED, ""));
	assert_false(offer(2, 0));
	pass(11 * MIN_MS);
	assert_true(say(TICKET_EV_ATTACHED, ""));
	assert_false(offer(2, 0)); /* consent is too old */
	replays();
}

static bool
correct(int line, int64_t net_gr, const char *reason)
{
	struct ticket_event ev = next(TICKET_EV_CORRECTED);

	ev.actor = "anna";
	ev.text = reason;
	ev.text2 = "user anna";
	ev.line = line;
	ev.net_gr = net_gr;
	return step(ev);
}

static bool
outcome(bool solved, const char *reason)
{
	struct ticket_event ev = next(TICKET_EV_OUTCOME);

	ev.actor = "anna";
	ev.text = reason;
	ev.yes = solved;
	return step(ev);
}

static void
correction(void **state)
{
	struct bill raw;

	start("Subiekt");
	pass(MIN_MS);
	assert_false(say(TICKET_EV_CORRECTED, "too early"));
	solved(20000, 4600, 24600);
	assert_false(correct(PRICE_SUPPORT, -1, "x"));
	assert_false(correct(PRICE_SUPPORT, INT64_MAX, "x"));
	assert_false(correct(PRICE_SUPPORT, 15000, ""));
	assert_false(correct(PRICE_SUPPORT, 15000, "  \xc2\xa0\xe2\x80\x8b"));
	assert_false(correct(PRICE_REQUEST, 15000, "no such line"));
	assert_true(correct(PRICE_SUPPORT, 15000, "regular client"));
	costs(15000, 3450, 18450);
	ticket_bill(&d.t, 0, &raw);
	assert_int_equal(raw.net_gr, 20000);
	/* any number, each replaces the last */
	assert_true(correct(PRICE_SUPPORT, 100, "mistyped"));
	costs(100, 23, 123);
	assert_true(correct(PRICE_SUPPORT, 20000, "as it was"));
	costs(20000, 4600, 24600);
	/* the first hour is all that he agreed to */
	assert_false(correct(PRICE_SUPPORT, 20001, "more"));
	assert_non_null(strstr(d.err.text, "200,00"));
	replays();
}

/* What an accepted quote allows, which the bill may be far below. */
static void
correction_is_bounded(void **state)
{
	start("Subiekt");
	assert_true(offer(3, 0));
	assert_true(answer(true));
	pass(MIN_MS);
	solved(20000, 4600, 24600);
	assert_true(correct(PRICE_SUPPORT, 60000, "three hours"));
	assert_false(correct(PRICE_SUPPORT, 60001, "more"));
	costs(60000, 13800, 73800);
	replays();
}

/* Rows from before: one sum, once, with no bound. */
static void
correction_of_before(void **state)
{
	start("Subiekt");
	pass(MIN_MS);
	solved(20000, 4600, 24600);
	assert_true(correct(-1, 100000, "old"));
	costs(100000, 23000, 123000);
	assert_true(correct(PRICE_SUPPORT, 5000, "new"));
	costs(5000, 1150, 6150);
	replays();
}

/* Two rates: the correction of one leaves the other. */
static void
correction_per_rate(void **state)
{
	struct money_sum sums;
	int line;

	start("Subiekt");
	d.t.line[PRICE_DATABASE].vat_bp = 800;
	pass(MIN_MS);
	assert_true(set_kind(PRICE_DATABASE));
	pass(6 * MIN_MS);
	solved(24000, 4600 + 320, 24000 + 4920);
	assert_false(ticket_correct_line(&d.t, -1, &line, &d.err));
	assert_false(ticket_correct_line(&d.t, 500, &line, &d.err));
	assert_true(ticket_correct_line(&d.t, 800, &line, &d.err));
	assert_int_equal(line, PRICE_DATABASE);
	assert_true(correct(line, 1000, "shorter"));
	costs(21000, 4600 + 80, 21000 + 4680);
	assert_true(correct(PRICE_SUPPORT, 0, "free"));
	costs(1000, 80, 1080);
	ticket_sums(&d.t, &sums);
	assert_int_equal(sums.n, 2);
}

static void
outcome_correction(void **state)
{
	start("Subiekt");
	pass(MIN_MS);
	assert_false(outcome(false, "open"));
	assert_true(say_no(TICKET_EV_ENDED));
	costs(0, 0, 0);
	assert_false(outcome(false, "the same"));
	assert_false(outcome(true, " "));
	assert_true(outcome(true, "mis-keyed"));
	assert_int_equal(d.t.state, TICKET_SOLVED);
	costs(20000, 4600, 24600);
	assert_true(correct(PRICE_SUPPORT, 15000, "less"));
	assert_true(say(TICKET_EV_INVOICED, "FV 1"));
	assert_false(outcome(false, "too late"));
	assert_false(correct(PRICE_SUPPORT, 1, "too late"));
	assert_true(say(TICKET_EV_UNINVOICED, "back"));
	assert_true(outcome(false, "it was not"));
	costs(0, 0, 0);
	assert_false(say(TICKET_EV_INVOICED, "FV 2"));
	assert_true(outcome(true, "it was"));
	costs(20000, 4600, 24600);
	replays();

	start("Subiekt");
	assert_true(offer(1, 0));
	assert_true(answer(false));
	assert_false(outcome(true, "a declined one stays declined"));
}

static void
invoice(void **state)
{
	start("Subiekt");
	pass(MIN_MS);
	assert_false(say(TICKET_EV_INVOICED, "FV 1"));
	solved(20000, 4600, 24600);
	assert_false(say(TICKET_EV_UNINVOICED, "oops"));
	assert_false(say(TICKET_EV_INVOICED, ""));
	assert_true(say(TICKET_EV_INVOICED, "FV 1/11/2026"));
	assert_false(say(TICKET_EV_INVOICED, "FV 2/11/2026"));
	assert_non_null(strstr(d.err.text, "FV 1/11/2026"));
	assert_false(say(TICKET_EV_CORRECTED, "late"));
	assert_true(say(TICKET_EV_UNINVOICED, "wrong number"));
	assert_true(say(TICKET_EV_INVOICED, "FV 2/11/2026"));
	assert_string_equal(d.t.invoice, "FV 2/11/2026");
	replays();

	start("Subiekt");
	assert_true(offer(1, 0));
	assert_true(answer(false));
	assert_false(say(TICKET_EV_INVOICED, "FV 3"));
	assert_false(say(TICKET_EV_CORRECTED, "no"));
}

static void
closed_is_closed(void **state)
{
	start("Subiekt");
	pass(MIN_MS);
	solved(20000, 4600, 24600);
	for (int k = 0; k < TICKET_EV_CORRECTED; k++) {
		assert_false(say((enum ticket_event_kind)k, "anna"));
		assert_non_null(strstr(d.err.text, "closed already"));
	}
	assert_true(say(TICKET_EV_NOTED, "called back"));
	assert_false(say(TICKET_EV_NOTED, ""));
	assert_int_equal(ticket_deadline(&d.t), -1);
}

static void
malformed_events(void **state)
{
	struct ticket_event good, ev;
	struct ticket before;
	char longer[TICKET_TEXT_MAX + 2], name[TICKET_NAME_SIZE + 1];

	memset(longer, 'x', sizeof(longer));
	longer[sizeof(longer) - 1] = '\0';
	memset(name, 'x', sizeof(name));
	name[sizeof(name) - 1] = '\0';
	fresh("Subiekt");
	before = d.t;
	good = ev = next(TICKET_EV_OPENED);
	ev.seq = 2;
	assert_false(step(ev));
	assert_non_null(strstr(d.err.text, "event 1 is missing"));
	ev.seq = 0;
	assert_false(step(ev));
	ev.seq = -1;
	assert_false(step(ev));
	ev = good;
	ev.kind = TICKET_EVENTS;
	assert_false(step(ev));
	ev.kind = (enum ticket_event_kind) - 1;
	assert_false(step(ev));
	ev = good;
	ev.line = PRICE_KINDS;
	assert_false(step(ev));
	ev.line = -2;
	assert_false(step(ev));
	ev = good;
	ev.beat_ms = ev.at_ms + 1;
	assert_false(step(ev));
	ev = good;
	ev.text = longer;
	assert_false(step(ev));
	ev.text = NULL;
	assert_false(step(ev));
	ev.text = name;
	assert_false(step(ev));
	assert_int_equal(d.out.n, 0);
	assert_memory_equal(&before, &d.t, sizeof(before));
	assert_true(step(good));
	assert_false(say_no(TICKET_EV_WARNED));
}

/* What the table says is what the machine does, for each state and event. */
static void
table_is_the_machine(void **state)
{
	for (int s = 0; s < TICKET_STATES; s++) {
		for (int k = 0; k < TICKET_EVENTS; k++) {
			bool refused;

			start("Subiekt");
			d.t.state = (enum ticket_state)s;
			if (say((enum ticket_event_kind)k, "anna"))
				refused = false;
			else
				refused = strstr(d.err.text,
					      "not possible while") != NULL ||
				    strstr(d.err.text, "closed already") !=
					NULL ||
				    strstr(d.err.text, "taken by") != NULL;
			assert_int_equal(refused,
			    !ticket_permits((enum ticket_state)s,
				(enum ticket_event_kind)k));
		}
	}
}

static void
names(void **state)
{
	enum ticket_state st;
	enum ticket_event_kind kind;
	enum ticket_pause pause;

	for (int i = 0; i < TICKET_STATES; i++) {
		assert_true(ticket_state_parse(
		    ticket_state_name((enum ticket_state)i), &st));
		assert_int_equal(st, i);
		assert_non_null(ticket_state_title((enum ticket_state)i));
	}
	for (int i = 0; i < TICKET_EVENTS; i++) {
		assert_true(ticket_event_parse(
		    ticket_event_name((enum ticket_event_kind)i), &kind));
		assert_int_equal(kind, i);
	}
	for (int i = 0; i < TICKET_PAUSES; i++) {
		assert_true(ticket_pause_parse(
		    ticket_pause_name((enum ticket_pause)i), &pause));
		assert_int_equal(pause, i);
	}
	assert_null(ticket_state_name(TICKET_STATES));
	assert_null(ticket_event_name(TICKET_EVENTS));
	assert_null(ticket_pause_name(TICKET_PAUSES));
	assert_false(ticket_state_parse("", &st));
	assert_false(ticket_event_parse("Tick", &kind));
	assert_false(ticket_pause_parse("lunch", &pause));
	assert_false(ticket_permits(TICKET_STATES, TICKET_EV_TICK));
	assert_false(ticket_permits(TICKET_WORKING, TICKET_EVENTS));
}

/* Not what somebody was with him, but all of it when he is in the queue again.
 */
static void
how_long_he_waited(void **state)
{
	int64_t waited_s;

	start("Subiekt");
	waited_s = ticket_waited_s(&d.t, d.now);
	assert_in_range(waited_s, 4 * 60, 5 * 60);
	pass(30 * MIN_MS);
	assert_true(say(TICKET_EV_PAUSED, "technician"));
	assert_int_equal(ticket_waited_s(&d.t, d.now), waited_s);
	assert_true(say(TICKET_EV_RELEASED, ""));
	assert_int_equal(ticket_waited_s(&d.t, d.now), waited_s + 30 * 60);
	replays();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(how_long_he_waited),
	    cmocka_unit_test(hand_over),
	    cmocka_unit_test(claims_race),
	    cmocka_unit_test(wrong_code),
	    cmocka_unit_test(only_the_shown_quote),
	    cmocka_unit_test(bad_quotes),
	    cmocka_unit_test(correction),
	    cmocka_unit_test(correction_is_bounded),
	    cmocka_unit_test(correction_of_before),
	    cmocka_unit_test(correction_per_rate),
	    cmocka_unit_test(outcome_correction),
	    cmocka_unit_test(invoice),
	    cmocka_unit_test(closed_is_closed),
	    cmocka_unit_test(malformed_events),
	    cmocka_unit_test(table_is_the_machine),
	    cmocka_unit_test(names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
