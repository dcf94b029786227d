#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "shared/core/meter.h"

static void
counts_to_the_beat(void **state)
{
	struct meter m = {0};

	meter_count(&m, 5000, 0); /* not running */
	assert_int_equal(meter_total_ms(&m), 0);
	meter_start(&m, PRICE_SUPPORT, 1000);
	meter_start(&m, PRICE_DATABASE, 9000); /* runs already */
	meter_count(&m, 16000, 0);
	meter_count(&m, 16000, 0);
	assert_int_equal(meter_total_ms(&m), 15000);
	assert_int_equal(meter_pending_ms(&m, 20000, 0), 4000);
	meter_stop(&m, 20000, 0);
	meter_stop(&m, 90000, 0);
	assert_int_equal(meter_total_ms(&m), 19000);
	meter_start(&m, PRICE_DATABASE, 100000);
	meter_stop(&m, 130000, 0);
	assert_int_equal(m.worked_ms[PRICE_SUPPORT], 19000);
	assert_int_equal(m.worked_ms[PRICE_DATABASE], 30000);
}

static void
gaps_and_jumps_add_nothing(void **state)
{
	struct meter m = {0};

	meter_start(&m, PRICE_SUPPORT, 0);
	meter_count(&m, METER_GAP_MS, 0);
	assert_int_equal(meter_total_ms(&m), METER_GAP_MS);
	meter_count(&m, 2 * METER_GAP_MS + 1, 0); /* asleep */
	assert_int_equal(meter_total_ms(&m), METER_GAP_MS);
	meter_count(&m, 2 * METER_GAP_MS + 1001, 0);
	assert_int_equal(meter_total_ms(&m), METER_GAP_MS + 1000);
	meter_count(&m, 500, 0); /* backwards */
	meter_count(&m, INT64_MIN, 0);
	meter_count(&m, INT64_MAX, 0);
	assert_int_equal(meter_total_ms(&m), METER_GAP_MS + 1000);
	meter_drop(&m);
	assert_false(m.running);
}

static void
stops_at_the_limit(void **state)
{
	struct meter m = {0};

	m.worked_ms[PRICE_DATABASE] = 95000;
	meter_start(&m, PRICE_SUPPORT, 0);
	assert_int_equal(meter_pending_ms(&m, 30000, 100000), 5000);
	meter_count(&m, 30000, 100000);
	meter_count(&m, 60000, 100000);
	assert_int_equal(meter_total_ms(&m), 100000);
	/* what lies over the limit never comes back when the limit goes */
	meter_stop(&m, 70000, 0);
	assert_int_equal(meter_total_ms(&m), 110000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(counts_to_the_beat),
	    cmocka_unit_test(gaps_and_jumps_add_nothing),
	    cmocka_unit_test(stops_at_the_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
