/* The brain alone: what it does when links end, time passes and peers keep
 * silent. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/unit/desk/mini_brain.h"

static int
setup(void **state)
{
	mini_start();
	return 0;
}

static int
teardown(void **state)
{
	mini_end();
	return 0;
}

/* --- what ends a ticket frees nothing under the feet of others --- */

static void
a_place_that_is_not_kept(void **state)
{
	mini.b->config.limits.resume_s = 0;
	for (int i = 0; i < 3; i++) {
		mini_up(10, 2, NULL);
		mini_join(10);
		assert_int_equal(mini_tickets(), 1);
		mini_down(10);
		assert_int_equal(mini_tickets(), 0);
	}
}

static void
offer(void)
{
	mini_say(1,
	    "{\"t\":\"offer\",\"ticket\":1,\"kind\":\"fixed\","
	    "\"net_gr\":10000,\"hours\":0,\"text\":\"x\"}");
	assert_int_equal(mini_ticket(1)->t.state, TICKET_QUOTED);
}

/* The machine slept while a quote was open: it is overdue when the link is
 * found dead, before any timer has fired. */
static void
a_quote_overdue_when_the_client_is_lost(void **state)
{
	struct brain_link *l;

	mini_work();
	offer();
	clock_sleep_for(3600000);
	l = brain_link_find(mini.b, 10);
	brain_link_down(l, "no sign of life");
	mini_turn();
	assert_int_equal(mini_tickets(), 0);
	assert_true(mini_heard(1, "\"outcome\":\"declined\""));
}

static void
a_quote_overdue_when_the_client_is_back(void **state)
{
	char secret[BRAIN_SECRET_SIZE];

	mini_work();
	offer();
	memcpy(secret, mini_ticket(1)->secret, sizeof(secret));
	mini_up_from(11, 2, "192.0.2.1");
	clock_sleep_for(3600000);
	mini_resume(11, secret);
	assert_int_equal(mini_tickets(), 0);
	assert_true(mini_heard(11, "\"outcome\":\"declined\""));
}

/* --- time without a sign of life --- */

#define PONG "{\"t\":\"pong\",\"n\":1}"

/* The technician works on and hears of it late: what counts is when the client
 * was heard last. */
static void
silence_is_not_billed(void **state)
{
	mini_work();
	mini_pass(4000);
	mini_say(10, PONG);
	mini_pass(11000);
	mini_down(10);
	assert_in_range(meter_total_ms(&mini_ticket(1)->t.meter), 4000, 4900);
	assert_int_equal(mini_ticket(1)->t.pause, TICKET_PAUSE_LINK);
}

static void
silence_of_the_old_link_is_not_billed(void **state)
{
	mini_work();
	mini_pass(4000);
	mini_say(10, PONG);
	mini_pass(11000);
	mini_up(11, 2, mini_ticket(1)->secret);
	assert_in_range(meter_total_ms(&mini_ticket(1)->t.meter), 4000, 4900);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		a_place_that_is_not_kept, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		a_quote_overdue_when_the_client_is_lost, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		a_quote_overdue_when_the_client_is_back, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		silence_is_not_billed, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		silence_of_the_old_link_is_not_billed, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
