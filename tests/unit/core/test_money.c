#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/util.h"
#include "shared/core/money.h"

static void
parses(void **state)
{
	static const struct {
		const char *text;
		int64_t gr; /* -1 = refused */
	} cases[] = {
	    {"200", 20000},
	    {"0", 0},
	    {"0,00", 0},
	    {"200,00", 20000},
	    {"200.01", 20001},
	    {"1230.00", 123000},
	    {"1 230,00", 123000},
	    {"1 230 567,89", 123056789},
	    {"1\xc2\xa0"
	     "230,00",
		123000},
	    {"1\xe2\x80\xaf"
	     "230,00 zł",
		123000},
	    {"246,00 zł", 24600},
	    {"1000000000", 100000000000},
	    {"1000000000,01", -1},
	    {"99999999999999999999999", -1},
	    {"", -1},
	    {" ", -1},
	    {"-1", -1},
	    {"+1", -1},
	    {" 1", -1},
	    {"1 ", -1},
	    {"1  230", -1},
	    {"12 30", -1},
	    {"1234 567", -1},
	    {"1 2345", -1},
	    {"1,2", -1},
	    {"1,", -1},
	    {",50", -1},
	    {"1,234", -1},
	    {"1,23,4", -1},
	    {"1.230,00", -1},
	    {"1e3", -1},
	    {"0x10", -1},
	    {"1,00 z", -1},
	    {"1,00 złx", -1},
	    {"1\t000", -1},
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct err err = {0};
		int64_t gr = -7;
		bool ok = money_parse(cases[i].text, &gr, &err);

		if (ok != (cases[i].gr >= 0) || gr != (ok ? cases[i].gr : -7))
			fail_msg("\"%s\" gave %d, %lld", cases[i].text, ok,
			    (long long)gr);
		assert_int_equal(ok, err.text[0] == '\0');
	}
}

static void
formats(void **state)
{
	static const struct {
		int64_t gr;
		const char *text, *plain;
	} cases[] = {
	    {0, "0,00 zł", "0.00"},
	    {1, "0,01 zł", "0.01"},
	    {123000, "1 230,00 zł", "1230.00"},
	    {99999, "999,99 zł", "999.99"},
	    {100000, "1 000,00 zł", "1000.00"},
	    {123456789, "1 234 567,89 zł", "1234567.89"},
	    {-5, "-0,05 zł", "-0.05"},
	    {INT64_MIN, "-92 233 720 368 547 758,08 zł",
		"-92233720368547758.08"},
	};
	char buf[MONEY_TEXT_SIZE];

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		assert_string_equal(
		    money_format(buf, sizeof(buf), cases[i].gr), cases[i].text);
		assert_string_equal(
		    money_format_plain(buf, sizeof(buf), cases[i].gr),
		    cases[i].plain);
	}
}

static void
formatted_parses_back(void **state)
{
	char buf[MONEY_TEXT_SIZE];
	int64_t back;

	for (int64_t gr = 0; gr <= MONEY_MAX_GR; gr = gr * 3 + 7) {
		money_format(buf, sizeof(buf), gr);
		assert_true(money_parse(buf, &back, NULL));
		assert_true(back == gr);
		money_format_plain(buf, sizeof(buf), gr);
		assert_true(money_parse(buf, &back, NULL));
		assert_true(back == gr);
	}
}

static void
vat_is_half_up(void **state)
{
	assert_int_equal(money_vat(20000, 2300), 4600);
	assert_int_equal(money_vat(24667, 2300), 5673);
	assert_int_equal(money_vat(14001, 2300), 3220);
	assert_int_equal(money_vat(4667, 2300), 1073);
	assert_int_equal(money_vat(199999, 2300), 46000);
	assert_int_equal(money_vat(50, 100), 1); /* 0.5 up */
	assert_int_equal(money_vat(49, 100), 0);
	assert_int_equal(money_vat(-50, 100), -1);
	assert_int_equal(money_vat(123, 0), 0);
	assert_int_equal(money_vat(123, 10000), 123);
	assert_true(money_vat(INT64_MAX, 10000) == INT64_MAX);
	assert_true(money_vat(INT64_MIN, 10000) == INT64_MIN);
}

static void
time_costs(void **state)
{
	assert_int_equal(money_for_time(20000, 3600), 20000);
	assert_int_equal(money_for_time(40000, 420), 4667);
	assert_int_equal(money_for_time(40000, 0), 0);
	assert_int_equal(money_for_time(1, 1800), 1); /* half up */
	assert_int_equal(money_for_time(1, 1799), 0);
	assert_true(money_for_time(INT64_MAX, 7200) == INT64_MAX);
	assert_int_equal(money_time_paid(20000, 14400, 60000), 10800);
	assert_int_equal(money_time_paid(20000, 7200, 60000), 7200);
	assert_int_equal(money_time_paid(40000, 3600, 4667), 420);
	assert_int_equal(money_time_paid(40000, 3600, 4666), 419);
	assert_int_equal(money_time_paid(1, 3600, 0), 0);
	assert_int_equal(money_time_paid(0, 3600, 0), 3600);
	assert_int_equal(
	    money_time_paid(MONEY_MAX_GR, 7200, MONEY_MAX_GR), 3600);
	assert_true(money_for_time(10000000, INT64_MAX) == INT64_MAX);
}

static void
sums_by_rate(void **state)
{
	struct money_sum sum = {0};

	for (int i = 0; i < 3; i++)
		assert_true(money_sum_add(&sum, 2300, 4667));
	assert_int_equal(money_sum_net(&sum), 14001);
	assert_int_equal(money_sum_vat(&sum), 3220);
	assert_true(money_sum_add(&sum, 800, 10000));
	assert_int_equal(sum.n, 2);
	assert_int_equal(money_sum_net(&sum), 24001);
	assert_int_equal(money_sum_vat(&sum), 4020);
	for (int i = 2; i < MONEY_RATES; i++)
		assert_true(money_sum_add(&sum, i, 1));
	assert_false(money_sum_add(&sum, 9999, 1));
	assert_false(money_sum_add(&sum, 2300, INT64_MAX));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(parses),
	    cmocka_unit_test(formats),
	    cmocka_unit_test(formatted_parses_back),
	    cmocka_unit_test(vat_is_half_up),
	    cmocka_unit_test(time_costs),
	    cmocka_unit_test(sums_by_rate),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
