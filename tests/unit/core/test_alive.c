/* When a silent peer is asked, and when it is given up. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>

#include "shared/base/util.h"
#include "shared/core/alive.h"
#include "shared/core/limits.h"

#define START INT64_C(1000000)

static const int64_t pings[] = {1, 2, 3, 5, 10, 14, 15, 44, 59, 599, 600};
static const int64_t deads[] = {2, 3, 4, 6, 10, 15, 16, 45, 60, 600, 1800};

/* Runs fn for every pair that a configuration may hold. */
static void
each_pair(void (*fn)(int64_t ping_s, int64_t dead_s))
{
	struct limits limits;

	for (size_t i = 0; i < ARRAY_LEN(pings); i++) {
		for (size_t j = 0; j < ARRAY_LEN(deads); j++) {
			limits_default(&limits);
			limits.ping_s = pings[i];
			limits.dead_s = deads[j];
			if (limits_check(&limits, NULL))
				fn(pings[i], deads[j]);
		}
	}
}

/* A peer with nothing to say, whose answers take their time, on a machine whose
 * timers are late; now and then something is sent to it. */
static void
healthy(int64_t ping_s, int64_t dead_s)
{
	struct alive a;
	int64_t now = START, answer = 0, quiet = START;

	alive_start(&a, ping_s, dead_s, now);
	for (int i = 0; i < 2000; i++) {
		int64_t next, slow = rand() % a.ask_ms;
		enum alive_step step = alive_look(&a, now, &next);

		assert_int_not_equal(step, ALIVE_DEAD);
		assert_true(next > 0 && next <= dead_s * 1000);
		if (rand() % 4 == 0 && alive_seize(&a, now))
			step = ALIVE_ASK;
		if (step == ALIVE_ASK) {
			assert_true(now - quiet <= ping_s * 1000 + 300);
			quiet = now;
			if (answer == 0)
				answer = now + slow;
		}
		now += next;
		if (answer != 0 && answer <= now) {
			alive_heard(&a, answer);
			quiet = answer;
			answer = 0;
		}
		now += rand() % 200;
	}
}

static void
a_healthy_peer_is_never_given_up(void **state)
{
	each_pair(healthy);
}

/* Ms until it is given up. */
static int64_t
until_dead(struct alive *a, int64_t now_ms)
{
	int64_t next, start = now_ms;

	while (alive_look(a, now_ms, &next) != ALIVE_DEAD)
		now_ms += next;
	return now_ms - start;
}

static void
dead(int64_t ping_s, int64_t dead_s)
{
	struct alive a;

	alive_start(&a, ping_s, dead_s, START);
	assert_int_equal(until_dead(&a, START), dead_s * 1000);
}

static void
a_dead_peer_is_given_up_in_time(void **state)
{
	each_pair(dead);
}

static void
slept(int64_t ping_s, int64_t dead_s)
{
	int64_t next, at, slept_ms = 10 * dead_s * 1000;
	struct alive a;

	for (int asks = 0; asks < 4; asks++) {
		alive_start(&a, ping_s, dead_s, START);
		at = START;
		for (int i = 0; i < asks; i++) {
			(void)alive_look(&a, at, &next);
			at += next;
		}
		if (at - START >= dead_s * 1000)
			continue;
		at += slept_ms;
		assert_int_equal(alive_look(&a, at, &next), ALIVE_ASK);
		alive_heard(&a, at + 1);
		assert_int_not_equal(
		    alive_look(&a, at + next, &next), ALIVE_DEAD);
	}
}

static void
who_has_slept_asks_before_he_judges(void **state)
{
	each_pair(slept);
}

/* With every tick of a clock comes the question that is due soon, and none of
 * its own. */
static void
a_question_rides_along(void **state)
{
	struct alive a;
	int64_t now = START, next;

	alive_start(&a, 15, 45, now);
	assert_false(alive_seize(&a, now + 11000));
	for (int i = 0; i < 10; i++) {
		now += 15000 - 20; /* the last answer came 20 ms late */
		assert_true(alive_seize(&a, now));
		assert_false(alive_seize(&a, now)); /* once */
		assert_int_equal(alive_look(&a, now, &next), ALIVE_WAIT);
		assert_true(next > 14000);
		now += 20;
		alive_heard(&a, now);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_healthy_peer_is_never_given_up),
	    cmocka_unit_test(a_dead_peer_is_given_up_in_time),
	    cmocka_unit_test(who_has_slept_asks_before_he_judges),
	    cmocka_unit_test(a_question_rides_along),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
