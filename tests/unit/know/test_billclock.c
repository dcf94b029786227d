/* The running bill as text: what it says, and how often it wakes a program that
 * only shows it. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "shared/base/str.h"
#include "shared/know/billclock.h"

#define TICK_MS 15000 /* the desk tells it so often */
#define NO_KEY (INT64_MIN / 2)

static struct billclock
at(int64_t worked_ms, int64_t quantum_s)
{
	struct billclock c = {.known = true, .tick.running = true};

	c.live = (struct bill_live){.worked_ms = worked_ms,
	    .line_ms = worked_ms,
	    .net_hour_gr = 20000,
	    .minimum_s = quantum_s,
	    .quantum_s = quantum_s,
	    .vat_bp = 2300,
	    .quoted = true};
	return c;
}

static void
text_of(const struct billclock *c, int64_t now_ms, int64_t key_ms, char *dst,
    size_t size)
{
	struct billclock_words w;
	struct bill_now now;

	billclock_now(c, now_ms, &now);
	billclock_words(c, &now, billclock_seconds(c, now_ms, key_ms), &w);
	str_copy(dst, size, w.worked);
	str_copy(dst + strlen(dst), size - strlen(dst), ", ");
	str_copy(dst + strlen(dst), size - strlen(dst), w.left);
}

/* the same with what it costs so far */
static void
all_of(const struct billclock *c, int64_t now_ms, int64_t key_ms, char *dst,
    size_t size)
{
	struct billclock_words w;
	struct bill_now now;

	text_of(c, now_ms, key_ms, dst, size);
	billclock_now(c, now_ms, &now);
	billclock_words(c, &now, false, &w);
	str_copy(dst + strlen(dst), size - strlen(dst), w.amounts);
}

static void
says(
    const struct billclock *c, int64_t now_ms, int64_t key_ms, const char *text)
{
	char is[200];

	text_of(c, now_ms, key_ms, is, sizeof(is));
	assert_string_equal(is, text);
}

static void
test_minutes_and_seconds(void **state)
{
	struct billclock c = at(0, 3600);

	says(&c, 0, NO_KEY, "worked 0 min, 1 h 00 min");
	says(&c, 999, NO_KEY, "worked 0 min, 1 h 00 min");
	c = at(2840000, 3600);
	says(&c, 0, NO_KEY, "worked 47 min, 13 min");
	says(&c, 10000, 5001, "worked 0:47:30, 12:30");
	says(&c, 10000, 5000, "worked 47 min, 13 min");
	c = at(3479000, 3600);
	says(&c, 0, NO_KEY, "worked 57 min, 3 min");
	says(&c, 1000, NO_KEY, "worked 0:58:00, 2:00");
	c = at(3905000, 3600);
	says(&c, 0, NO_KEY, "worked 1 h 05 min, 55 min");
	/* while it stands, to the second */
	c.tick.running = false;
	says(&c, 7000, NO_KEY, "worked 1:05:05, 54:55");
	/* a line by the minute has only last minutes */
	c = at(90000, 60);
	says(&c, 0, NO_KEY, "worked 0:01:30, 0:30");
}

/* Wake-ups from one moment to another. The desk tells the figures with every
 * tick, which is one; what is drawn then needs none of its own. */
static int
wakes(struct billclock *c, int64_t for_ms, int64_t key_ms)
{
	int64_t tick_ms = TICK_MS, due_ms, now_ms = 0, wait_ms;
	int64_t from_ms = c->live.worked_ms;
	int n = 0;

	while (now_ms < for_ms) {
		wait_ms = billclock_wait_ms(c, now_ms, key_ms);
		assert_true(wait_ms > 0);
		due_ms = now_ms + wait_ms;
		now_ms = due_ms < tick_ms ? due_ms : tick_ms;
		n++;
		if (now_ms != tick_ms)
			continue;
		c->live.worked_ms = c->live.line_ms = from_ms + now_ms;
		c->tick.told_ms = now_ms;
		tick_ms += TICK_MS;
	}
	return n;
}

static void
test_wakes(void **state)
{
	struct billclock c = at(0, 3600);

	/* a quiet hour, but its last two minutes: the ticks alone */
	assert_in_range(wakes(&c, 57 * 60000, NO_KEY), 57 * 4, 57 * 4 + 4);
	/* begun between two ticks, a minute may need one more */
	c = at(7000, 3600);
	assert_in_range(wakes(&c, 50 * 60000, NO_KEY), 50 * 4, 50 * 5);
	/* seconds before the next unit */
	c = at(3480000, 3600);
	assert_in_range(wakes(&c, 120000, NO_KEY), 120, 130);
	/* and behind a key */
	c = at(600000, 3600);
	assert_in_range(wakes(&c, 60000, 0), 5 + 4, 5 + 5);
}

/* Whatever it counts by: what stands there is never older than half a second
 * and a bit. */
static void
test_never_stale(void **state)
{
	static const int64_t quanta[] = {60, 900, 1800, 3600};
	char shown[200], is[200];
	struct billclock c;

	for (int i = 0; i < 400; i++) {
		int64_t key_ms = i % 3 == 0 ? i * 30 : NO_KEY, wait_ms;

		c = at(i < 40 ? i * 30 : i * 17777, quanta[i % 4]);
		for (int64_t now_ms = 0; now_ms < BILL_TRUST_MS;
		     now_ms += wait_ms) {
			all_of(&c, now_ms, key_ms, shown, sizeof(shown));
			wait_ms = billclock_wait_ms(&c, now_ms, key_ms);
			assert_true(wait_ms > 0);
			if (wait_ms <= 1000) /* in seconds */
				continue;
			all_of(
			    &c, now_ms + wait_ms - 501, key_ms, is, sizeof(is));
			if (billclock_runs(&c, now_ms + wait_ms - 501))
				assert_string_equal(is, shown);
		}
		assert_int_equal(
		    billclock_wait_ms(&c, BILL_TRUST_MS, key_ms), -1);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_minutes_and_seconds),
	    cmocka_unit_test(test_wakes),
	    cmocka_unit_test(test_never_stale),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
