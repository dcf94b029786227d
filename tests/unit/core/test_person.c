#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/mem.h"
#include "shared/base/util.h"
#include "shared/core/card.h"

static char *
repeat(const char *s, int n)
{
	size_t len = strlen(s);
	char *out = mem_alloc(len * (size_t)n + 1);

	for (int i = 0; i < n; i++)
		memcpy(out + (size_t)i * len, s, len);
	return out;
}

static void
names(void **state)
{
	static const struct {
		const char *name;
		bool ok;
	} cases[] = {
	    {"Jan Nowak", true},
	    {"Żółć", true},
	    {"x", true},
	    {NULL, false},
	    {"", false},
	    {"   ", false},
	    {"\xc2\xa0 ", false},
	    {"\033\n\t", false},
	    {"\xe2\x80\x8b\xe2\x80\xae", false}, /* zero width, bidi */
	    {"Jan\xff", false},
	    {"\xc5", false},
	    {"#1", false}, /* who was forgotten is called so */
	    {" ＃１７ ", false},
	    {"#1 Fitness", true},
	    {"#", true},
	    {"1", true},
	    {"--help", true},
	};
	char *fits = repeat("ż", 64), *longer = repeat("ż", 65);
	struct err err;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		err.text[0] = '\0';
		assert_int_equal(
		    card_check_name(cases[i].name, &err), cases[i].ok);
		assert_int_equal(err.text[0] == '\0', cases[i].ok);
	}
	assert_true(card_check_name(fits, &err));
	assert_false(card_check_name(longer, &err));
	assert_true(card_check_company(fits, &err));
	assert_false(card_check_company(longer, &err));
	assert_true(card_check_company("", &err));
	assert_false(card_check_company("#2", &err));
	assert_true(card_check_company(NULL, &err));
	free(fits);
	free(longer);
}

static void
phones(void **state)
{
	static const struct {
		const char *phone;
		bool ok;
	} cases[] = {
	    {"+48 (22) 123-45-67", true},
	    {"", true},
	    {NULL, true},
	    {"12345678901234567890123456789012", true},
	    {"123456789012345678901234567890123", false},
	    {"123x", false},
	    {"1;2", false},
	    {"123\n", false},
	};
	struct err err;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_int_equal(
		    card_check_phone(cases[i].phone, &err), cases[i].ok);
}

static void
problems(void **state)
{
	char *fits = repeat("ą", 500), *longer = repeat("ą", 501);
	struct err err;

	assert_true(card_check_problem(fits, &err));
	assert_false(card_check_problem(longer, &err));
	assert_true(card_check_problem("", &err));
	assert_true(card_check_problem(NULL, &err));
	assert_false(card_check_problem("\xed\xa0\x80", &err));
	free(fits);
	free(longer);
}

static void
whole_card(void **state)
{
	const struct card good = {
	    "Jan", "Zeta", "+48 1", "Subiekt", "printer", "anna"};
	struct card card;
	struct prices prices;
	struct err err;

	prices_default(&prices);
	assert_true(card_check(&good, &prices, &err));
	card = good;
	card.product = "Excel";
	assert_false(card_check(&card, &prices, &err));
	assert_non_null(strstr(err.text, "product"));
	card.product = NULL;
	assert_false(card_check(&card, &prices, &err));
	card = good;
	card.name = " ";
	assert_false(card_check(&card, &prices, &err));
	card = good;
	card.phone = "no";
	assert_false(card_check(&card, &prices, &err));
	card = good;
	card.wanted = "\xff";
	assert_false(card_check(&card, &prices, &err));
	card.wanted = "an\x1b[2Jna";
	assert_false(card_check(&card, &prices, &err));
	card = good;
	card.company = "Ze\xc2\x9b"
		       "31mta"; /* CSI of one character */
	assert_false(card_check(&card, &prices, &err));
	card = good;
	card.problem = "first\nsecond";
	assert_true(card_check(&card, &prices, &err));
	card.problem = "a\rb";
	assert_false(card_check(&card, &prices, &err));
	card = good;
	card.wanted = NULL;
	assert_true(card_check(&card, &prices, &err));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(names),
	    cmocka_unit_test(phones),
	    cmocka_unit_test(problems),
	    cmocka_unit_test(whole_card),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
