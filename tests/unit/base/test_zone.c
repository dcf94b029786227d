/* The zone of local days: with and without zone data, and misspelt. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/util.h"

#define HOURS (4 * 366 * 24)
#define FIRST INT64_C(1767225600) /* 2026-01-01 */

static void
local(int64_t utc_s, char *dst, size_t size)
{
	clock_local(dst, size, "%Y-%m-%d %H:%M %Z", utc_s);
}

static bool
zone(const char *tz, const char *dir)
{
	if (tz != NULL)
		setenv("TZ", tz, 1);
	else
		unsetenv("TZ");
	if (dir != NULL)
		setenv("TZDIR", dir, 1);
	else
		unsetenv("TZDIR");
	return clock_zone_init(NULL);
}

static void
test_without_data_it_is_warsaw(void **state)
{
	static const char *const names[] = {
	    NULL, "", ":", "Europe/Warsaw", ":Europe/Warsaw", "Poland"};
	char(*want)[32] = mem_array(HOURS, sizeof(*want));
	char got[32];

	if (access("/usr/share/zoneinfo/Europe/Warsaw", R_OK) < 0)
		skip();
	assert_true(zone(NULL, NULL));
	for (int h = 0; h < HOURS; h++)
		local(FIRST + h * 3600, want[h], sizeof(want[h]));
	assert_string_equal(want[0], "2026-01-01 01:00 CET");
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		assert_true(zone(names[i], "/nonexistent"));
		for (int h = 0; h < HOURS; h++) {
			local(FIRST + h * 3600, got, sizeof(got));
			assert_string_equal(got, want[h]);
		}
	}
	free(want);
}

static void
test_rules_are_whole(void **state)
{
	static const char *const good[] = {"UTC0", "CET-1", "<+0330>-3:30",
	    "CET-1CEST,M3.5.0,M10.5.0/3", "EST5EDT4,M3.2.0/02:00:00,M11.1.0",
	    "XXX-3YYY,J60,J300", "UTC", "GMT"};
	static const char *const bad[] = {"Europe/Warszawa", "Europe", "Warsaw",
	    "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0",
	    "CET-1CEST,M3.5.0,M10.5.0/3x", "CE-1", "CET-99", "<+03-3",
	    "CET-1CEST,,", "/etc/passwd", "../../../etc/passwd", "/", " ",
	    "Europe/Berlin"};
	struct err err;

	for (size_t i = 0; i < ARRAY_LEN(good); i++)
		assert_true(zone(good[i], "/nonexistent"));
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		assert_false(zone(bad[i], "/nonexistent"));
	setenv("TZ", "Europe/\033[31mX", 1);
	assert_false(clock_zone_init(&err));
	assert_null(strchr(err.text, '\033'));
	assert_non_null(strstr(err.text, "tzdata"));
	/* what is shown meanwhile is the default */
	assert_string_equal(getenv("TZ"), "CET-1CEST,M3.5.0,M10.5.0/3");
}

static void
test_data_is_used(void **state)
{
	char got[32];

	if (access("/usr/share/zoneinfo/Asia/Tokyo", R_OK) < 0)
		skip();
	assert_true(zone("Asia/Tokyo", NULL));
	local(FIRST, got, sizeof(got));
	assert_string_equal(got, "2026-01-01 09:00 JST");
	assert_true(zone("/usr/share/zoneinfo/Asia/Tokyo", "/nonexistent"));
	local(FIRST, got, sizeof(got));
	assert_string_equal(got, "2026-01-01 09:00 JST");
}

/* Nobody reads of an end that was before its beginning. */
static void
test_an_end_reads_on(void **state)
{
	static const struct {
		int64_t from_s, to_s;
		const char *end;
	} cases[] = {
	    {1792886400, 0, "..."}, /* 2026-10-25 02:00 CEST */
	    {1792886400, 1792886460, "02:01:00"},
	    {1792886400, 1792890060, "2026-10-25 02:01:00 CET"},
	    {1792890000, 1792890060, "02:01:00"},
	    {1792968600, 1792970400, "2026-10-26 00:20:00 CET"},
	};
	char text[40];

	assert_true(zone(NULL, NULL));
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_string_equal(clock_end(text, sizeof(text),
					cases[i].from_s, cases[i].to_s),
		    cases[i].end);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_without_data_it_is_warsaw),
	    cmocka_unit_test(test_rules_are_whole),
	    cmocka_unit_test(test_data_is_used),
	    cmocka_unit_test(test_an_end_reads_on),
	};

	i18n_init();
	return cmocka_run_group_tests_name("zone", tests, NULL, NULL);
}
