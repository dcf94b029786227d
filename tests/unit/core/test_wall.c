#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "shared/core/wall.h"

static uint32_t dice = 1;

static int64_t
any(int64_t n)
{
	dice = dice * 1664525u + 1013904223u;
	return (int64_t)(dice >> 8) % n;
}

/* However often it is looked, and however slowly the clocks part: every step is
 * seen once, and nothing else is. */
static void
any_steps(void **state)
{
	int64_t now_ms = 5000, off_ms = INT64_C(1800000000000);
	struct wall w = {0};
	int back = 0, ahead = 0;

	assert_int_equal(wall_look(&w, off_ms + now_ms, now_ms), 0);
	for (int i = 0; i < 20000; i++) {
		int64_t step_s = 0, seen_s;

		now_ms += any(3) == 0 ? any(90000000) : any(3000);
		off_ms += any(600) - 300; /* it is put right slowly */
		if (any(10) == 0)
			step_s = (any(2) ? 1 : -1) *
			    (WALL_STEP_S + 3 + any(99999));
		off_ms += step_s * 1000;
		seen_s = wall_look(&w, off_ms + now_ms, now_ms);
		assert_in_range(seen_s - step_s + 1, 0, 2);
		assert_true(step_s != 0 || seen_s == 0);
		back += seen_s < 0;
		ahead += seen_s > 0;
	}
	assert_true(back > 500 && ahead > 500);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(any_steps)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
