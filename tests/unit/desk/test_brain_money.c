/* The brain alone: what money hangs on. Quotes while the client is away, output
 * as work, a kind of work by mistake, an end by somebody else. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/unit/desk/mini_brain.h"

static void
offer(void)
{
	mini_say(1,
	    "{\"t\":\"offer\",\"ticket\":1,\"kind\":\"fixed\","
	    "\"net_gr\":10000,\"hours\":0,\"text\":\"x\"}");
	assert_int_equal(mini_ticket(1)->t.state, TICKET_QUOTED);
}

/* Until he can answer, no answer is not a no. */
static void
a_quote_waits_for_a_lost_client(void **state)
{
	char secret[BRAIN_SECRET_SIZE];

	mini_work();
	offer();
	memcpy(secret, mini_ticket(1)->secret, sizeof(secret));
	brain_hear_down(brain_link_find(mini.b, 10), "no sign of life");
	mini_pass(3600000);
	assert_int_equal(mini_ticket(1)->t.state, TICKET_QUOTED);
	mini_up_from(11, 2, "192.0.2.1");
	mini_resume(11, secret);
	mini_turn();
	assert_int_equal(mini_ticket(1)->t.state, TICKET_QUOTED);
	for (int i = 0; i < 9; i++) {
		mini_pass(60000);
		mini_say(11, "{\"t\":\"pong\",\"n\":1}");
	}
	assert_int_equal(mini_ticket(1)->t.state, TICKET_QUOTED);
	mini_pass(60000);
	mini_say(11, "{\"t\":\"pong\",\"n\":1}");
	mini_turn();
	assert_int_equal(mini_tickets(), 0);
	assert_true(mini_heard(11, "\"outcome\":\"declined\""));
}

/* The machine slept while a quote was open: it is overdue when the link is
 * found dead, before any timer has fired. */
static void
a_quote_overdue_when_the_client_is_lost(void **state)
{
	mini_work();
	offer();
	clock_sleep_for(3600000);
	brain_hear_down(brain_link_find(mini.b, 10), "no sign of life");
	mini_turn();
	assert_int_equal(mini_ticket(1)->t.state, TICKET_QUOTED);
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
	assert_int_equal(mini_ticket(1)->t.state, TICKET_QUOTED);
}

/* The link looks alive and is not: he is asked before his time is over. */
static void
a_quote_waits_for_a_silent_client(void **state)
{
	mini_work();
	offer();
	mini_pass(600000);
	assert_true(mini_heard(10, "\"ping\""));
	mini_pass(5000); /* no answer */
	mini_pass(3600000);
	assert_int_equal(mini_ticket(1)->t.state, TICKET_QUOTED);
	mini_say(10, "{\"t\":\"pong\",\"n\":1}");
	mini_turn();
	assert_int_equal(mini_ticket(1)->t.state, TICKET_QUOTED);
}

/* --- nothing happens --- */

static void
said_active(const char *more)
{
	mini_sayf(10, "{\"t\":\"active\",\"visit\":1%s}", more);
}

/* A program that writes is work: it keeps the clock running, but only a key
 * lets it go on. */
static void
output_is_work(void **state)
{
	const struct limits *l = &mini.b->config.limits;

	mini_work();
	for (int64_t s = 0; s < l->idle_ask_s + l->idle_pause_s; s += 4) {
		mini_pass(4000);
		said_active(",\"output\":true");
		assert_int_equal(mini_ticket(1)->t.state, TICKET_WORKING);
	}
	assert_false(mini_heard(10, "\"idle\""));
	mini_forget();
	for (int64_t s = 0; s < l->idle_ask_s + l->idle_pause_s; s += 4) {
		mini_pass(4000);
		mini_say(10, "{\"t\":\"pong\",\"n\":1}");
	}
	assert_true(mini_heard(10, "\"idle\""));
	assert_int_equal(mini_ticket(1)->t.pause, TICKET_PAUSE_IDLE);
	said_active(",\"output\":true");
	assert_int_equal(mini_ticket(1)->t.pause, TICKET_PAUSE_IDLE);
	said_active("");
	assert_int_equal(mini_ticket(1)->t.state, TICKET_WORKING);
}

/* --- a mistake --- */

static void
a_kind_is_taken_back(void **state)
{
	mini_claim();
	mini_say(1, "{\"t\":\"kind\",\"ticket\":1,\"kind\":\"database\"}");
	assert_int_equal(mini_ticket(1)->t.kind, PRICE_DATABASE);
	assert_true(mini_heard(1, "undo="));
	mini_forget();
	mini_say(1, "{\"t\":\"undo\",\"ticket\":1}");
	assert_true(mini_heard(1, "\"done\",\"what\":\"undo\""));
	assert_true(mini_heard(1, "\"t\":\"clock\""));
	assert_false(mini_heard(1, "undo=")); /* once */
	assert_int_equal(mini_ticket(1)->t.kind, PRICE_SUPPORT);
	mini_say(1, "{\"t\":\"kind\",\"ticket\":1,\"kind\":\"database\"}");
	mini_pass(TICKET_UNDO_MS + 1);
	mini_forget();
	mini_say(1, "{\"t\":\"undo\",\"ticket\":1}");
	assert_true(mini_heard(1, "refused"));
	assert_int_equal(mini_ticket(1)->t.kind, PRICE_DATABASE);
}

/* --- the end, whoever is there --- */

/* The client is gone, and so is the technician who had it. */
static void
another_ends_it(void **state)
{
	mini_work();
	mini_pass(2000);
	mini_down(10);
	mini_up(2, 1, NULL);
	mini_forget();
	mini_say(2,
	    "{\"t\":\"end\",\"ticket\":1,\"outcome\":\"solved\","
	    "\"note\":\"\"}");
	assert_true(mini_heard(2, "\"taken\"")); /* anna is here */
	assert_true(mini_heard(2, "\"to\":\"end\""));
	mini_down(1);
	mini_say(2,
	    "{\"t\":\"end\",\"ticket\":1,\"outcome\":\"solved\","
	    "\"note\":\"\"}");
	mini_turn();
	assert_true(mini_heard(2, "\"ended\",\"ticket\":1"));
	assert_int_equal(mini_tickets(), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		a_quote_overdue_when_the_client_is_lost, mini_setup,
		mini_teardown),
	    cmocka_unit_test_setup_teardown(
		a_quote_overdue_when_the_client_is_back, mini_setup,
		mini_teardown),
	    cmocka_unit_test_setup_teardown(
		output_is_work, mini_setup, mini_teardown),
	    cmocka_unit_test_setup_teardown(
		a_kind_is_taken_back, mini_setup, mini_teardown),
	    cmocka_unit_test_setup_teardown(
		another_ends_it, mini_setup, mini_teardown),
	    cmocka_unit_test_setup_teardown(
		a_quote_waits_for_a_lost_client, mini_setup, mini_teardown),
	    cmocka_unit_test_setup_teardown(
		a_quote_waits_for_a_silent_client, mini_setup, mini_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
