/* What time it is for a request: the desk's, whatever this computer's clock
 * says. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "agent/request.h"
#include "shared/base/clock.h"
#include "shared/base/util.h"

#define YEAR_S (365 * INT64_C(86400))

static void
is_about(int64_t a, int64_t b)
{
	assert_in_range(a, b - 5, b + 5);
}

static void
a_clock_that_is_wrong_by_years(void **state)
{
	static const int64_t by_s[] = {
	    -80 * YEAR_S, -40 * YEAR_S, -YEAR_S, -90000, 90000, 300 * YEAR_S};
	int64_t now_s = clock_utc_s();
	struct request r = {.firm.now_s = now_s, .heard_ms = clock_ms()};

	is_about(request_now_s(&r), now_s);
	is_about(request_since_s(&r), now_s);
	for (size_t i = 0; i < ARRAY_LEN(by_s); i++) {
		clock_set_by(by_s[i]);
		is_about(request_now_s(&r), now_s);
		assert_int_equal(request_since_s(&r), 0);
		clock_set_by(-by_s[i]);
	}
	/* a zone that was chosen wrong is no other day */
	clock_set_by(-7200);
	is_about(request_now_s(&r), now_s);
	is_about(request_since_s(&r), now_s - 7200);
	clock_set_by(7200);
}

static void
it_goes_on_by_itself(void **state)
{
	int64_t now_s = clock_utc_s();
	struct request r = {.firm.now_s = now_s, .heard_ms = clock_ms()};

	clock_set_by(-20 * YEAR_S);
	clock_sleep_for(INT64_C(5) * 3600 * 1000);
	is_about(request_now_s(&r), now_s + 5 * 3600);
	clock_set_by(20 * YEAR_S);
}

static void
a_desk_that_does_not_say(void **state)
{
	struct request r = {.heard_ms = clock_ms()};

	clock_set_by(-40 * YEAR_S);
	is_about(request_now_s(&r), clock_utc_s());
	is_about(request_since_s(&r), clock_utc_s());
	clock_set_by(40 * YEAR_S);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_clock_that_is_wrong_by_years),
	    cmocka_unit_test(it_goes_on_by_itself),
	    cmocka_unit_test(a_desk_that_does_not_say),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
