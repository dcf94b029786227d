#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/util.h"
#include "shared/core/bill.h"
#include "shared/core/money.h"

enum { NO_QUOTE, HOURS, FIXED };

/* The price lines of one product, as a ticket has them. */
static void
lines_of(const char *product, struct price line[PRICE_KINDS])
{
	struct prices p;

	prices_default(&p);
	memset(line, 0, PRICE_KINDS * sizeof(*line));
	for (int k = 0; k < PRICE_KINDS; k++) {
		int i = prices_find(&p, product, (enum price_kind)k);

		if (i >= 0 && (int)p.line[i].kind == k)
			line[k] = p.line[i];
	}
}

static void
make(const char *product, int64_t support_s, int64_t database_s, int form,
    int64_t value, bool payable, struct bill *b)
{
	struct price line[PRICE_KINDS];
	struct bill_input in = {.line = line, .payable = payable};
	struct deal deal = {0};
	const int64_t none[PRICE_KINDS] = {0};
	struct quote q;

	lines_of(product, line);
	in.worked_s[PRICE_SUPPORT] = support_s;
	in.worked_s[PRICE_DATABASE] = database_s;
	if (form == HOURS)
		assert_true(
		    quote_hourly(&q, 1, 1, &line[0], (int)value, "", NULL));
	if (form == FIXED)
		assert_true(quote_fixed(&q, 1, 1, &line[0], value, "", NULL));
	if (form != NO_QUOTE)
		deal_accept(&deal, &q, line, none, true);
	in.deal = &deal;
	bill_make(&in, b);
}

static void
vectors(void **state)
{
	static const struct {
		const char *product;
		int64_t support_s, database_s;
		int form;
		int64_t value;
		bool payable;
		int64_t net, vat, gross;
	} cases[] = {
	    {"Subiekt", 0, 0, NO_QUOTE, 0, true, 0, 0, 0},
	    {"Subiekt", 1, 0, NO_QUOTE, 0, true, 20000, 4600, 24600},
	    {"Subiekt", 3600, 0, NO_QUOTE, 0, true, 20000, 4600, 24600},
	    {"Subiekt", 3600, 0, HOURS, 2, true, 20000, 4600, 24600},
	    {"Subiekt", 3601, 0, HOURS, 2, true, 40000, 9200, 49200},
	    /* never past the first hour without a yes */
	    {"Subiekt", 3601, 0, NO_QUOTE, 0, true, 20000, 4600, 24600},
	    {"Subiekt", 86400, 0, NO_QUOTE, 0, true, 20000, 4600, 24600},
	    /* the estimate is the cap */
	    {"Subiekt", 7201, 0, HOURS, 2, true, 40000, 9200, 49200},
	    {"Rewizor", 7500, 0, HOURS, 3, true, 75000, 17250, 92250},
	    {"Subiekt", 2400, 420, NO_QUOTE, 0, true, 24667, 5673, 30340},
	    {"Rewizor", 0, 420, NO_QUOTE, 0, true, 4667, 1073, 5740},
	    {"Subiekt", 18000, 0, FIXED, 199999, true, 199999, 46000, 245999},
	    {"Subiekt", 3599, 0, NO_QUOTE, 0, false, 0, 0, 0},
	    {"Subiekt", 3600, 0, NO_QUOTE, 0, false, 0, 0, 0},
	    {"Subiekt", 10800, 0, HOURS, 3, false, 0, 0, 0},
	    {"Subiekt", 10800, 0, FIXED, 199999, false, 0, 0, 0},
	    {"Gestor", 3000, 0, NO_QUOTE, 0, true, 20000, 4600, 24600},
	    {"Navireo", 0, 60, NO_QUOTE, 0, true, 667, 153, 820},
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct bill b;
		int64_t sum = 0;

		make(cases[i].product, cases[i].support_s, cases[i].database_s,
		    cases[i].form, cases[i].value, cases[i].payable, &b);
		if (b.net_gr != cases[i].net || b.vat_gr != cases[i].vat ||
		    b.gross_gr != cases[i].gross)
			fail_msg("row %zu: %lld + %lld = %lld", i,
			    (long long)b.net_gr, (long long)b.vat_gr,
			    (long long)b.gross_gr);
		assert_int_equal(
		    b.worked_s, cases[i].support_s + cases[i].database_s);
		for (int k = 0; k < b.n; k++)
			sum += b.line[k].net_gr;
		if (cases[i].form != FIXED)
			assert_int_equal(sum, b.net_gr);
	}
}

static void
request_needs_a_quote(void **state)
{
	struct price line[PRICE_KINDS];
	struct bill_input in = {.line = line, .payable = true};
	const int64_t none[PRICE_KINDS] = {0};
	struct deal deal = {0};
	struct bill b;
	struct quote q;

	lines_of("Navireo", line);
	assert_string_equal(line[PRICE_SUPPORT].name, "");
	in.worked_s[PRICE_REQUEST] = 1800;
	bill_make(&in, &b);
	assert_int_equal(b.gross_gr, 0);
	assert_int_equal(b.worked_s, 1800);
	assert_false(quote_hourly(&q, 1, 1, &line[PRICE_REQUEST], 2, "", NULL));
	assert_true(
	    quote_fixed(&q, 1, 1, &line[PRICE_REQUEST], 50000, "", NULL));
	deal_accept(&deal, &q, line, none, true);
	in.deal = &deal;
	bill_make(&in, &b);
	assert_int_equal(b.net_gr, 50000);
	assert_int_equal(b.gross_gr, 61500);
}

static void
vat_on_the_sum_per_rate(void **state)
{
	struct price line[PRICE_KINDS];
	struct bill_input in = {.line = line, .payable = true};
	struct bill b;

	lines_of("Subiekt", line);
	line[PRICE_SUPPORT] = line[PRICE_DATABASE];
	in.worked_s[PRICE_SUPPORT] = in.worked_s[PRICE_DATABASE] = 420;
	bill_make(&in, &b);
	assert_int_equal(b.net_gr, 9334);
	assert_int_equal(b.vat_gr, 2147); /* 2146.82; by line 2 * 1073 */
	line[PRICE_DATABASE].vat_bp = 800;
	bill_make(&in, &b);
	assert_int_equal(b.vat_gr, 1073 + 373);
}

static void
cap_over_several_lines(void **state)
{
	struct bill b;

	/* 3 h of support and 2 h of database under a cap of 600,00 */
	make("Subiekt", 10800, 7200, HOURS, 3, true, &b);
	assert_int_equal(b.net_gr, 60000);
	assert_int_equal(b.n, 2);
	assert_int_equal(b.line[0].net_gr, 60000);
	assert_int_equal(b.line[1].net_gr, 0);
	assert_int_equal(b.line[0].billed_s, 10800);
	assert_int_equal(b.line[1].billed_s, 0);
	assert_false(b.line[0].cut);
	assert_true(b.line[1].cut);
	assert_int_equal(b.billed_s, 10800);
}

static void
next_unit(void **state)
{
	struct price line[PRICE_KINDS];
	struct price halves = {.minimum_s = 3600, .quantum_s = 1800};

	lines_of("Subiekt", line);
	assert_int_equal(bill_next_unit_s(&line[0], 0), 3600);
	assert_int_equal(bill_next_unit_s(&line[0], -9), 3600);
	assert_int_equal(bill_next_unit_s(&line[0], 1), 3599);
	assert_int_equal(bill_next_unit_s(&line[0], 2840), 760);
	assert_int_equal(bill_next_unit_s(&line[0], 3600), 0);
	assert_int_equal(bill_next_unit_s(&line[0], 3601), 3599);
	assert_int_equal(bill_next_unit_s(&line[PRICE_DATABASE], 61), 59);
	assert_int_equal(bill_next_unit_s(&halves, 3601), 1799);
}

static void
live_counts_on(void **state)
{
	struct bill_live live = {.net_hour_gr = 20000,
	    .minimum_s = 3600,
	    .quantum_s = 3600,
	    .vat_bp = 2300,
	    .worked_ms = 2840000,
	    .line_ms = 2840000};
	struct bill_now now;

	bill_live_now(&live, 0, &now);
	assert_int_equal(now.worked_s, 2840);
	assert_int_equal(now.next_unit_s, 760);
	assert_int_equal(now.net_gr, 20000);
	assert_int_equal(now.gross_gr, 24600);
	bill_live_now(&live, -5000, &now);
	assert_int_equal(now.worked_s, 2840);
	/* stops at 60:00 by itself, as the desk will say */
	bill_live_now(&live, 9999999, &now);
	assert_int_equal(now.worked_s, 3600);
	assert_int_equal(now.net_gr, 20000);
	live.quoted = true;
	live.cap_gr = 60000;
	bill_live_now(&live, 800000, &now);
	assert_int_equal(now.worked_s, 3640);
	assert_int_equal(now.net_gr, 40000);
	assert_int_equal(now.next_unit_s, 3560);
	bill_live_now(&live, 36000000, &now);
	assert_int_equal(now.net_gr, 60000);
	assert_int_equal(now.next_unit_s, -1);
	live.cap_gr = 0;
	live.fixed_gr = 199999;
	bill_live_now(&live, 0, &now);
	assert_int_equal(now.gross_gr, 245999);
	assert_int_equal(now.next_unit_s, -1);
}

static void
live_adds_other_lines(void **state)
{
	struct bill_live live = {.net_hour_gr = 40000,
	    .quantum_s = 60,
	    .vat_bp = 2300,
	    .worked_ms = 2400000,
	    .line_ms = 0,
	    .base_gr = 20000};
	struct bill_now now;

	bill_live_now(&live, 420000, &now);
	assert_int_equal(now.net_gr, 24667);
	assert_int_equal(now.gross_gr, 30340);
	live.net_hour_gr = 0; /* on request */
	bill_live_now(&live, 420000, &now);
	assert_int_equal(now.net_gr, 20000);
	assert_int_equal(now.next_unit_s, -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(vectors),
	    cmocka_unit_test(request_needs_a_quote),
	    cmocka_unit_test(vat_on_the_sum_per_rate),
	    cmocka_unit_test(cap_over_several_lines),
	    cmocka_unit_test(next_unit),
	    cmocka_unit_test(live_counts_on),
	    cmocka_unit_test(live_adds_other_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
