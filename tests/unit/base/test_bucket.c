/* However often it is asked, and whatever the clock does, no more is let
 * through than there was at once and came since. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>

#include "shared/base/bucket.h"
#include "tests/support/systems.h"

#define RUNS 200
#define STEPS 2000

static void
one_run(unsigned short seed[3])
{
	int64_t burst = 1 + nrand48(seed) % 50;
	int64_t minute = nrand48(seed) % 5000;
	int64_t now_ms = nrand48(seed) % 3, from_ms = now_ms, taken = 0;
	struct bucket b = {0};

	for (int i = 0; i < STEPS; i++) {
		bool had = bucket_has(&b, burst, minute, now_ms);
		bool got = bucket_take(&b, burst, minute, now_ms);
		int64_t most = burst + 1 + minute * (now_ms - from_ms) / 60000;

		assert_int_equal(got, had);
		if (i == 0)
			assert_true(got);
		taken += got;
		assert_true(taken <= most);
		/* mostly at once, now and then after a while */
		now_ms += nrand48(seed) % 4 == 0 ? nrand48(seed) % 3000 : 0;
	}
	/* what it holds is bounded, however long nobody asks */
	now_ms += INT64_C(86400000) * 365;
	taken = 0;
	while (bucket_take(&b, burst, minute, now_ms))
		taken++;
	assert_true(taken == (minute > 0 ? burst : taken) && taken <= burst);
}

static void
test_never_more_than_there_is(void **state)
{
	unsigned short seed[3] = {1, 2, 3};

	for (int i = 0; i < RUNS; i++)
		one_run(seed);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_never_more_than_there_is),
	};

	return cmocka_run_group_tests_name("bucket", tests, NULL, NULL);
}
