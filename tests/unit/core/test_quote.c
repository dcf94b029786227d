#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/util.h"
#include "shared/core/quote.h"

static const struct price support = {.name = "B",
    .net_gr = 25000,
    .minimum_s = 3600,
    .quantum_s = 3600,
    .vat_bp = 2300};

static void
canonical_text_and_hash(void **state)
{
	char hash[QUOTE_HASH_SIZE], other[QUOTE_HASH_SIZE];
	struct buf text = BUF_INIT;
	struct quote q;

	assert_true(
	    quote_hourly(&q, 17, 1, &support, 3, "Zamknięcie miesiąca", NULL));
	quote_canonical(&q, &text);
	assert_string_equal(buf_str(&text),
	    "pomoc-quote-1\nticket 17\nquote 1\nform hours\nhours 3\n"
	    "net 750.00\nvat 172.50\ngross 922.50\n"
	    "text Zamknięcie miesiąca\n");
	quote_hash(&q, hash);
	assert_string_equal(hash,
	    "7aa5c60b2354b549483119576d74cca67efc61eca68b2474c25c7ded4177fb93");
	q.text[0] = 'z';
	quote_hash(&q, other);
	assert_string_not_equal(hash, other);
	buf_clear(&text);
	quote_answer_text("abc", true, &text);
	assert_string_equal(
	    buf_str(&text), "pomoc-answer-1\nquote abc\nanswer yes\n");
	buf_clear(&text);
	quote_answer_text("abc", false, &text);
	assert_non_null(strstr(buf_str(&text), "answer no\n"));
	buf_fini(&text);
}

static const struct quote more = {.ticket = 17,
    .number = 2,
    .form = QUOTE_ADDITIONAL,
    .hours = 2,
    .line = "database",
    .worked_s = 3600,
    .so_far_gr = 20000,
    .before_gr = 20000,
    .net_gr = 80000,
    .vat_gr = 18400,
    .total_gr = 100000,
    .total_vat_gr = 23000,
    .text = "x"};

static void
canonical_text_of_now(void **state)
{
	struct buf text = BUF_INIT;

	quote_canonical(&more, &text);
	assert_string_equal(buf_str(&text),
	    "pomoc-quote-2\nticket 17\nquote 2\nform additional\n"
	    "further-hours 2\nline database\nnet 800.00\nworked 3600\n"
	    "so-far 200.00\naccepted-before 200.00\ntotal 1000.00\n"
	    "total-vat 230.00\ntotal-gross 1230.00\ntext x\n");
	buf_fini(&text);
}

/* Figures that do not fit each other are not shown. */
static void
contradictions(void **state)
{
	struct quote q[10];

	assert_true(quote_check(&more, NULL));
	for (size_t i = 0; i < ARRAY_LEN(q); i++)
		q[i] = more;
	q[0].form = QUOTE_FIRST; /* with something before it */
	q[1].form = QUOTE_REPLACEMENT;
	q[1].total_gr = 100001;
	q[2].before_gr = 20001;
	q[3].net_gr = 79999;
	q[4].total_gr = 99999;
	q[5].total_vat_gr = 100001;
	q[6].line[0] = '\0';
	strcpy(q[7].line, "a\033[2J");
	q[8].form = QUOTE_FORMS;
	q[9].before_gr = 0;
	for (size_t i = 0; i < ARRAY_LEN(q); i++)
		if (quote_check(&q[i], NULL))
			fail_msg("%zu is shown", i);
}

/* Both sums and what a no means, in all but the smallest windows. */
static void
words(void **state)
{
	struct quote q = more;
	char text[QUOTE_WORDS_SIZE];

	assert_true(quote_words(&q, 0, text, sizeof(text)));
	assert_string_equal(text,
	    "x\nIn addition to what was accepted (200,00 zł net):\n"
	    "By the hour, database repair: worked so far 1:00:00 = 200,00 zł; "
	    "at most 2 h more; at most 1 000,00 zł net, 1 230,00 zł gross in all.\n"
	    "Declined: what was accepted before stays in force.");
	for (int level = 0; level < 3; level++) {
		assert_true(quote_words(&q, level, text, sizeof(text)));
		assert_non_null(strstr(text, "200,00 zł"));
		assert_non_null(strstr(text, "1 000,00 zł"));
		assert_non_null(strstr(text, "1 230,00 zł"));
	}
	assert_false(quote_words(&q, 3, text, sizeof(text)));
	q.form = QUOTE_FIRST;
	q.before_gr = 0;
	assert_false(quote_words(&q, 2, text, sizeof(text)));
	assert_true(quote_words(&q, 0, text, sizeof(text)));
	assert_non_null(strstr(text, "nothing to pay."));
}

/* Every field that the client sees changes the hash. */
static void
hash_binds_every_field(void **state)
{
	char hash[QUOTE_HASH_SIZE], other[QUOTE_HASH_SIZE];
	struct quote q = more, changed[13];

	quote_hash(&q, hash);
	for (size_t i = 0; i < ARRAY_LEN(changed); i++)
		changed[i] = q;
	changed[0].ticket++;
	changed[1].number++;
	changed[2].hours++;
	changed[3].net_gr++;
	changed[4].vat_gr++;
	changed[5].text[0]++;
	changed[6].text[0] = '\0';
	changed[4].total_vat_gr++; /* of the sum, not of this part */
	changed[7].form = QUOTE_REPLACEMENT;
	changed[8].line[0]++;
	changed[9].worked_s++;
	changed[10].so_far_gr++;
	changed[11].before_gr++;
	changed[12].total_gr++;
	for (size_t i = 0; i < ARRAY_LEN(changed); i++) {
		quote_hash(&changed[i], other);
		assert_string_not_equal(hash, other);
	}
}

static void
refuses(void **state)
{
	static const struct price request = {
	    .kind = PRICE_REQUEST, .quantum_s = 60, .vat_bp = 2300};
	char longer[QUOTE_TEXT_SIZE + 1], fits[QUOTE_TEXT_SIZE];
	struct quote q;
	struct err err = {0};

	memset(longer, 'a', sizeof(longer));
	longer[sizeof(longer) - 1] = '\0';
	memset(fits, 'a', sizeof(fits));
	fits[sizeof(fits) - 1] = '\0';
	assert_false(quote_fixed(&q, 1, 1, &support, 0, "", &err));
	assert_non_null(strstr(err.text, "0,00"));
	assert_false(quote_fixed(&q, 1, 1, &support, -1, "", &err));
	assert_false(
	    quote_fixed(&q, 1, 1, &support, QUOTE_MAX_GR + 1, "", &err));
	assert_false(quote_fixed(&q, 1, 1, &support, INT64_MAX, "", &err));
	assert_true(quote_fixed(&q, 1, 1, &support, QUOTE_MAX_GR, "", &err));
	assert_true(quote_fixed(&q, 1, 1, &support, 1, fits, &err));
	assert_false(quote_fixed(&q, 1, 1, &support, 1, longer, &err));
	assert_false(quote_fixed(&q, 1, 1, &support, 1, "a\nb", &err));
	assert_false(quote_fixed(&q, 1, 1, &support, 1, "a\033[2J", &err));
	assert_false(quote_fixed(&q, 1, 1, &support, 1, "\xff", &err));
	/* right-to-left override, zero width space */
	assert_false(quote_fixed(&q, 1, 1, &support, 1,
	    "1\xe2\x80\xae"
	    "2",
	    &err));
	assert_false(quote_fixed(&q, 1, 1, &support, 1,
	    "1\xe2\x80\x8b"
	    "2",
	    &err));
	assert_false(quote_hourly(&q, 1, 1, &support, 0, "", &err));
	assert_false(quote_hourly(&q, 1, 1, &support, -1, "", &err));
	assert_false(
	    quote_hourly(&q, 1, 1, &support, QUOTE_HOURS_MAX + 1, "", &err));
	assert_false(quote_hourly(&q, 1, 1, &request, 2, "", &err));
	assert_non_null(strstr(err.text, "fixed"));
}

static void
cap_follows_the_units(void **state)
{
	struct price minutes = {
	    .net_gr = 40000, .quantum_s = 60, .vat_bp = 2300};
	struct quote q;

	assert_true(quote_hourly(&q, 1, 1, &support, 3, "", NULL));
	assert_int_equal(q.net_gr, 75000);
	assert_int_equal(q.vat_gr, 17250);
	assert_true(quote_hourly(&q, 1, 1, &minutes, 2, "", NULL));
	assert_int_equal(q.net_gr, 80000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(canonical_text_and_hash),
	    cmocka_unit_test(canonical_text_of_now),
	    cmocka_unit_test(contradictions),
	    cmocka_unit_test(words),
	    cmocka_unit_test(hash_binds_every_field),
	    cmocka_unit_test(refuses),
	    cmocka_unit_test(cap_follows_the_units),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
