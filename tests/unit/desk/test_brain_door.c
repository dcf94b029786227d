/* The brain alone: how long somebody who is not let in may keep a client. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "shared/base/util.h"
#include "tests/unit/desk/mini_brain.h"

#define LIMIT_MS (LIMIT_let_in_s * INT64_C(1000))
#define LATE "\"warn\",\"ticket\":1,\"code\":\"not-let-in\""
#define NO_VISIT "\"warn\",\"ticket\":1,\"code\":\"no-visit\""
#define CLAIM "{\"t\":\"claim\",\"ticket\":1}"

static int64_t tunnels = 100;

static int
setup(void **state)
{
	mini_start();
	mini_claim();
	return 0;
}

static const struct brain_ticket *
the_ticket(void)
{
	return mini_ticket(1);
}

static bool
attach_by(int64_t link)
{
	mini_open(link, ++tunnels, 1);
	return the_ticket()->t.attached;
}

static bool
attach(void)
{
	return attach_by(1);
}

static void
say_yes(void)
{
	mini_say(10, "{\"t\":\"checked\",\"ticket\":1,\"ok\":true,\"left\":3}");
	mini_sayf(10,
	    "{\"t\":\"consent\",\"visit\":%lld,\"yes\":true,"
	    "\"rights\":\"view type\"}",
	    (long long)the_ticket()->visit);
}

static void
late(void)
{
	assert_true(attach());
	mini_pass(LIMIT_MS);
	assert_false(the_ticket()->t.attached);
}

static void
a_visit_without_consent_ends(void **state)
{
	assert_true(attach());
	mini_pass(LIMIT_MS - 1000);
	assert_true(the_ticket()->t.attached);
	mini_forget();
	mini_pass(1000);
	assert_false(the_ticket()->t.attached);
	assert_true(mini_heard(1, LATE));
	assert_true(mini_heard(10, LATE));
	/* no program comes again by itself, a person may */
	assert_false(attach());
	mini_say(1, CLAIM);
	assert_true(attach());
}

/* A code that fits is no consent. */
static void
neither_is_the_code_enough(void **state)
{
	assert_true(attach());
	mini_pass(LIMIT_MS / 2);
	mini_say(10, "{\"t\":\"checked\",\"ticket\":1,\"ok\":true,\"left\":3}");
	mini_pass(LIMIT_MS / 2);
	assert_false(the_ticket()->t.attached);
}

static void
who_is_let_in_stays(void **state)
{
	assert_true(attach());
	mini_pass(LIMIT_MS - 1000);
	say_yes();
	for (int i = 0; i < 40; i++) {
		mini_pass(LIMIT_MS / 10);
		mini_sayf(10, "{\"t\":\"active\",\"visit\":%lld}",
		    (long long)the_ticket()->visit);
	}
	assert_true(the_ticket()->t.attached);
}

/* Attached again and again, with and without a claim before it. */
static void
coming_again_buys_no_time(void **state)
{
	int64_t passed = 0;

	while (passed < 2 * LIMIT_MS && attach()) {
		mini_pass(LIMIT_MS / 10);
		passed += LIMIT_MS / 10;
		mini_say(1, CLAIM);
		if (!the_ticket()->t.attached)
			break;
	}
	assert_int_equal(passed, LIMIT_MS);
}

/* The time without a link is not his; what he had before it is. */
static void
a_broken_link_is_waited_for(void **state)
{
	char secret[BRAIN_SECRET_SIZE];

	memcpy(secret, the_ticket()->secret, sizeof(secret));
	assert_true(attach());
	mini_pass(LIMIT_MS / 2);
	mini_down(10);
	assert_false(the_ticket()->t.attached);
	mini_pass(LIMIT_MS - 1000);
	mini_up(10, 2, secret);
	assert_true(attach());
	mini_pass(LIMIT_MS / 2 - 1000);
	assert_true(the_ticket()->t.attached);
	mini_pass(1000);
	assert_false(the_ticket()->t.attached);
}

/* That he was let in before is no consent to this visit, though the rights
 * outlive a break: the client's program says so anew, by itself. */
static void
an_old_consent_is_none(void **state)
{
	for (int yes = 0; yes < 2; yes++) {
		assert_true(attach());
		say_yes();
		mini_closed(tunnels);
		assert_true(attach());
		assert_false(the_ticket()->t.consent);
		if (yes)
			say_yes();
		mini_pass(LIMIT_MS);
		assert_int_equal(the_ticket()->t.attached, yes);
		mini_say(1, CLAIM);
	}
}

/* Claimed anew each time, also by way of the queue: not for ever. */
static void
nobody_keeps_a_client_for_ever(void **state)
{
	int times = 0;

	mini_up(2, 1, NULL);
	for (; times < 9; times++) {
		late();
		if (times % 2 == 0)
			mini_say(1, "{\"t\":\"unclaim\",\"ticket\":1}");
		mini_forget();
		mini_say(1, CLAIM);
		if (mini_heard(1, "\"refused\",\"code\":\"not-let-in\""))
			break;
	}
	assert_int_equal(times, 2);
	assert_false(attach());
	/* neither does a stock client */
	brain_link_find(mini.b, 1)->greeted = false;
	assert_false(attach());
	brain_link_find(mini.b, 1)->greeted = true;
	assert_false(attach());
	/* a colleague may; that opens nothing for him */
	mini_say(2, CLAIM);
	assert_true(attach_by(2));
	mini_say(2, "{\"t\":\"unclaim\",\"ticket\":1}");
	mini_say(1, CLAIM);
	assert_false(attach());
}

/* However two of them take turns, by visits and by claims alone: each has his
 * times, then neither has more. A client who lets somebody in opens the door.
 */
static void
two_in_turn_keep_nobody_for_ever(void **state)
{
	const struct limits *l = &mini.b->config.limits;
	/* and of the other kind one that was begun */
	int64_t kept_ms = 0,
		most_ms = 2 * (l->let_in_times + 1) *
	    MAX_OF(l->let_in_s, l->claim_s) * 1000;

	mini_up(2, 1, NULL);
	for (int i = 0; i < 60; i++) {
		int who = i % 2 + 1;

		mini_say(who, CLAIM);
		if (i % 3 != 0)
			(void)attach_by(who);
		for (int s = 0; s < 7; s++) {
			if (the_ticket()->t.state == TICKET_CLAIMED)
				kept_ms += LIMIT_MS / 7;
			mini_pass(LIMIT_MS / 7);
		}
		if (i % 4 == 0)
			mini_sayf(who, "{\"t\":\"unclaim\",\"ticket\":1}");
	}
	assert_true(kept_ms > LIMIT_MS);
	assert_true(kept_ms <= most_ms);
	assert_int_equal(the_ticket()->t.state, TICKET_WAITING);
	mini_forget();
	mini_say(1, CLAIM);
	mini_say(2, CLAIM);
	assert_true(mini_heard(1, "\"refused\",\"code\":\"not-let-in\""));
	assert_true(mini_heard(2, "\"refused\",\"code\":\"not-let-in\""));
}

/* Claimed, and nobody comes: both are told, and the client is for others; not
 * while it is he who is not there. */
static void
a_claim_without_a_visit_ends(void **state)
{
	int64_t limit_ms = LIMIT_claim_s * INT64_C(1000);
	char secret[BRAIN_SECRET_SIZE];

	memcpy(secret, the_ticket()->secret, sizeof(secret));
	mini_pass(limit_ms / 2);
	mini_down(10);
	mini_pass(limit_ms / 2);
	mini_up(10, 2, secret);
	mini_pass(limit_ms / 2 - 1000);
	assert_int_equal(the_ticket()->t.state, TICKET_CLAIMED);
	mini_forget();
	mini_pass(1000);
	assert_int_equal(the_ticket()->t.state, TICKET_WAITING);
	assert_true(mini_heard(1, NO_VISIT));
	assert_true(mini_heard(10, NO_VISIT));
	/* twice more, and it is not his to claim */
	for (int i = 0; i < 2; i++) {
		mini_say(1, CLAIM);
		assert_int_equal(the_ticket()->t.state, TICKET_CLAIMED);
		mini_pass(limit_ms);
		assert_int_equal(the_ticket()->t.state, TICKET_WAITING);
	}
	mini_say(1, CLAIM);
	assert_int_equal(the_ticket()->t.state, TICKET_WAITING);
}

static void
count_times(const char *technician, int times, void *ctx)
{
	*(int *)ctx = times;
	assert_string_equal(technician, "anna");
}

/* The journal knows how often; being let in ends it. */
static void
a_restart_forgets_no_time(void **state)
{
	int times = 0;

	late();
	mini_say(1, CLAIM);
	mini_pass(LIMIT_claim_s * INT64_C(1000));
	assert_int_equal(the_ticket()->t.state, TICKET_WAITING);
	store_in_vain(mini.b->store, 1, count_times, &times);
	assert_int_equal(times, 2);
	mini_say(1, CLAIM);
	assert_true(attach());
	say_yes();
	times = 0;
	store_in_vain(mini.b->store, 1, count_times, &times);
	assert_int_equal(times, 0);
}

/* After the third time he does not keep the claim either. */
static void
the_third_time_frees_the_client(void **state)
{
	mini_up(2, 1, NULL);
	for (int i = 0; i < 3; i++) {
		mini_say(1, CLAIM);
		late();
	}
	mini_pass(10);
	assert_int_equal(the_ticket()->t.state, TICKET_WAITING);
	mini_say(1, CLAIM);
	assert_int_equal(the_ticket()->t.state, TICKET_WAITING);
	mini_say(2, CLAIM);
	assert_true(attach_by(2));
}

/* A visit that the desk ends is no broken link: nothing brings it back but a
 * new claim, and then the client is asked anew. */
static void
what_the_desk_ends_is_over(void **state)
{
	static const char *const code[] = {"visit-end", "idle-end"};
	struct limits *l = &mini.b->config.limits;
	char warning[80];

	for (size_t i = 0; i < ARRAY_LEN(code); i++) {
		if (i == 0)
			l->visit_s = 5;
		else
			l->visit_s = 1000;
		l->idle_ask_s = l->idle_pause_s = i == 0 ? 1000 : 1;
		l->idle_end_s = i == 0 ? 2000 : 3;
		assert_true(attach());
		say_yes();
		mini_forget();
		for (int s = 0; s < 6; s++)
			mini_pass(1000);
		snprintf(warning, sizeof(warning),
		    "\"warn\",\"ticket\":1,\"code\":\"%s\"", code[i]);
		assert_true(mini_heard(1, warning));
		assert_true(mini_heard(10, warning));
		assert_false(the_ticket()->t.attached);
		assert_false(attach());
		mini_say(1, CLAIM);
		assert_true(attach());
		assert_false(the_ticket()->t.consent);
		mini_closed(tunnels);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		a_visit_without_consent_ends, setup, mini_teardown),
	    cmocka_unit_test_setup_teardown(
		neither_is_the_code_enough, setup, mini_teardown),
	    cmocka_unit_test_setup_teardown(
		who_is_let_in_stays, setup, mini_teardown),
	    cmocka_unit_test_setup_teardown(
		coming_again_buys_no_time, setup, mini_teardown),
	    cmocka_unit_test_setup_teardown(
		a_broken_link_is_waited_for, setup, mini_teardown),
	    cmocka_unit_test_setup_teardown(
		an_old_consent_is_none, setup, mini_teardown),
	    cmocka_unit_test_setup_teardown(
		nobody_keeps_a_client_for_ever, setup, mini_teardown),
	    cmocka_unit_test_setup_teardown(
		the_third_time_frees_the_client, setup, mini_teardown),
	    cmocka_unit_test_setup_teardown(
		two_in_turn_keep_nobody_for_ever, setup, mini_teardown),
	    cmocka_unit_test_setup_teardown(
		a_claim_without_a_visit_ends, setup, mini_teardown),
	    cmocka_unit_test_setup_teardown(
		a_restart_forgets_no_time, setup, mini_teardown),
	    cmocka_unit_test_setup_teardown(
		what_the_desk_ends_is_over, setup, mini_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
