/* The one curve of all who connect again. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "shared/base/util.h"
#include "shared/conv/backoff.h"

/* At once, then 2, 4 ... 30 s, never later than that, at most a quarter sooner.
 */
static void
test_delays(void **state)
{
	static const int most_s[] = {0, 2, 4, 8, 16, 30, 30};
	struct backoff b;

	for (uint32_t r = 0; r < 100000; r += 777) {
		b = (struct backoff){0, 1000, 30000, 0};
		for (int n = 0; n < (int)ARRAY_LEN(most_s); n++) {
			int ms = backoff_next_ms(&b, r);

			assert_in_range(ms, most_s[n] * 750, most_s[n] * 1000);
		}
	}
	for (int n = 0; n < 1000; n++)
		assert_in_range(backoff_next_ms(&b, 1), 22500, 30000);
}

/* Whatever succeeds or fails in whatever order: a wait is never longer than the
 * curve of the failures since the last success, and never shorter than three
 * quarters of it; a poor success makes no first wait. */
static void
test_any_order(void **state)
{
	uint32_t seed = 1;

	for (int story = 0; story < 20000; story++) {
		struct backoff b;
		int64_t first, unit, most, due;
		int tries = 0;

		seed = seed * 1664525 + 1013904223;
		first = seed >> 20;
		unit = 1 + (seed >> 8 & 0xfff);
		most = unit * (2 + (seed >> 4 & 0x3f));
		b = (struct backoff){(int)first, (int)unit, (int)most, 0};
		for (int i = 0; i < 40; i++) {
			int ms;

			seed = seed * 1664525 + 1013904223;
			if (seed >> 28 == 0) {
				backoff_reset(&b);
				tries = 0;
			} else if (seed >> 28 == 1) {
				backoff_wary(&b);
				tries = MAX_OF(tries, 1);
			}
			due = tries == 0 ? first : MIN_OF(unit << tries, most);
			ms = backoff_next_ms(&b, seed);
			assert_in_range(ms, due - due / 4, due);
			tries = MIN_OF(tries + 1, 40);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_delays),
	    cmocka_unit_test(test_any_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
