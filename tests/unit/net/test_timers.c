/* The loop: timers and deferred calls. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/clock.h"
#include "shared/net/loop.h"

static struct loop *loop;
static char trace[64];

static int
setup(void **state)
{
	loop = loop_new();
	trace[0] = '\0';
	return 0;
}

static int
teardown(void **state)
{
	loop_free(loop);
	return 0;
}

static void
mark(void *ctx)
{
	strncat(trace, ctx, sizeof trace - strlen(trace) - 1);
}

static struct loop_timer *own;

static void
mark_and_free(void *ctx)
{
	mark(ctx);
	loop_timer_free(own);
	own = NULL;
}

static void
timers_fire_once_in_order(void **state)
{
	struct loop_timer *a = loop_timer_new(loop, mark, "a");
	struct loop_timer *b = loop_timer_new(loop, mark, "b");
	struct loop_timer *c = loop_timer_new(loop, mark, "c");
	int64_t start = clock_ms();

	own = loop_timer_new(loop, mark_and_free, "d");
	loop_timer_set(a, 10);
	loop_timer_set(a, 30); /* moved */
	loop_timer_set(b, 5);
	loop_timer_set(c, 1);
	loop_timer_stop(c);
	loop_timer_set(own, 15);
	assert_true(loop_timer_armed(b));
	assert_false(loop_timer_armed(c));
	loop_run(loop); /* ends by itself: nothing is armed any more */
	assert_string_equal(trace, "bda");
	assert_true(clock_ms() - start >= 29);
	loop_timer_free(a);
	loop_timer_free(b);
	loop_timer_free(c);
}

/* A machine that slept: what fell due meanwhile is done at once, the rest in
 * the time that is left of it. */
static void
sleep_is_time(void **state)
{
	struct loop_timer *a = loop_timer_new(loop, mark, "a");
	struct loop_timer *b = loop_timer_new(loop, mark, "b");
	struct loop_timer *c = loop_timer_new(loop, mark, "c");
	int64_t start;

	loop_timer_set(b, 3600000);
	loop_timer_set(a, 600000);
	loop_timer_set(c, 7200000);
	loop_turn(loop, false);
	assert_string_equal(trace, "");
	clock_sleep_for(3600000);
	loop_turn(loop, false);
	assert_string_equal(trace, "ab");
	assert_true(loop_timer_armed(c));
	clock_sleep_for(3599900);
	start = clock_ms();
	while (loop_timer_armed(c) && clock_ms() - start < 5000)
		loop_turn(loop, false);
	assert_string_equal(trace, "abc");
	assert_true(clock_ms() - start >= 90);
	loop_timer_free(a);
	loop_timer_free(b);
	loop_timer_free(c);
}

static void
note_fired(void *ctx)
{
	*(bool *)ctx = true;
}

/* What was put off wakes nobody at its old time. */
static void
put_off_is_one_wake(void **state)
{
	bool fired = false;
	struct loop_timer *t = loop_timer_new(loop, note_fired, &fired);
	int turns = 0;

	loop_timer_set(t, 1000);
	loop_turn(loop, false); /* now the loop would sleep until then */
	loop_timer_set(t, 1400);
	while (!fired) {
		loop_turn(loop, true);
		turns++;
	}
	assert_int_equal(turns, 1);
	loop_timer_free(t);
}

#define MANY 300
static struct many {
	struct loop_timer *t;
	int64_t due_ms;
	int fired;
} many[MANY];
static int64_t last_due_ms;

static void
one_of_many(void *ctx)
{
	struct many *m = ctx;

	assert_true(m->due_ms <= clock_ms());
	assert_true(m->due_ms >= last_due_ms);
	last_due_ms = m->due_ms;
	m->fired++;
	if (rand() % 4 == 0) { /* another one goes */
		struct many *other = &many[rand() % MANY];

		loop_timer_free(other->t);
		other->t = NULL;
	}
}

/* Armed, moved, stopped and freed in any order: each fires when it is due, in
 * order, once. */
static void
any_order_of_timers(void **state)
{
	int armed = 0, fired = 0, early = 0;

	srand(7);
	last_due_ms = 0;
	memset(many, 0, sizeof many);
	for (int i = 0; i < MANY; i++)
		many[i].t = loop_timer_new(loop, one_of_many, &many[i]);
	for (int i = 0; i < 5 * MANY; i++) {
		struct many *m = &many[rand() % MANY];
		int64_t ms = rand() % 5000;

		m->due_ms = 0;
		if (rand() % 3 == 0) {
			loop_timer_stop(m->t);
			continue;
		}
		loop_timer_set(m->t, ms);
		m->due_ms = clock_ms() + ms;
	}
	for (int i = 0; i < MANY; i++) {
		/* the clock may have moved on between the two readings */
		many[i].due_ms -= many[i].due_ms > 0 ? 50 : 0;
		armed += loop_timer_armed(many[i].t);
	}
	for (int i = 0; i < 60; i++) {
		last_due_ms = 0; /* the 50 ms above blur the order */
		clock_sleep_for(100);
		loop_turn(loop, false);
	}
	for (int i = 0; i < MANY; i++) {
		fired += many[i].fired;
		early += many[i].fired > 1;
		if (many[i].t != NULL)
			assert_false(loop_timer_armed(many[i].t));
		loop_timer_free(many[i].t);
	}
	assert_true(fired > 0 && fired <= armed);
	assert_int_equal(early, 0);
}

static void
set_again(void *ctx)
{
	mark("r");
	loop_timer_set(own, 0);
}

/* A timer that arms itself for "now" does not keep the others waiting. */
static void
now_is_the_next_turn(void **state)
{
	own = loop_timer_new(loop, set_again, NULL);
	loop_timer_set(own, 0);
	loop_turn(loop, true);
	assert_true(strlen(trace) >= 1 && strlen(trace) <= 2);
	loop_timer_free(own);
}

static void
defer_two(void *ctx)
{
	mark("1");
	loop_defer(loop, mark, "2");
	loop_defer(loop, mark, "3");
	mark("-");
}

static void
deferred_calls_follow_the_callback(void **state)
{
	struct loop_timer *t = loop_timer_new(loop, defer_two, NULL);
	struct loop_timer *u = loop_timer_new(loop, mark, "u");

	loop_defer(loop, mark, "0");
	loop_defer(loop, mark, "x");
	loop_forget(loop, "x");
	loop_timer_set(t, 2);
	loop_timer_set(u, 2);
	loop_run(loop);
	/* 2 and 3 come before the next timer of the same turn */
	assert_string_equal(trace, "01-23u");
	loop_timer_free(t);
	loop_timer_free(u);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    T(timers_fire_once_in_order),
	    T(sleep_is_time),
	    T(put_off_is_one_wake),
	    T(any_order_of_timers),
	    T(now_is_the_next_turn),
	    T(deferred_calls_follow_the_callback),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
