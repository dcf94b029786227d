#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/util.h"
#include "shared/core/grant.h"

static void
names_both_ways(void **state)
{
	static const char *const none[] = {
	    "propose", "files-in", "files-out", "port", "record"};
	char text[GRANT_LIST_SIZE];
	unsigned right, mask;

	for (unsigned bit = 1; bit <= GRANT_ALL; bit <<= 1) {
		assert_true(grant_parse(grant_name(bit), &right));
		assert_int_equal(right, bit);
		assert_non_null(grant_title(bit));
	}
	for (unsigned m = 0; m <= GRANT_ALL; m++) {
		grant_print(text, m);
		assert_true(grant_parse_list(text, &mask, NULL));
		assert_int_equal(mask, m);
	}
	assert_string_equal(
	    grant_print(text, GRANT_VIEW | GRANT_TYPE), "view type");
	assert_true(grant_parse_list(" type,view , ", &mask, NULL));
	assert_int_equal(mask, GRANT_TYPE | GRANT_VIEW);
	assert_null(grant_name(0));
	assert_null(grant_name(GRANT_VIEW | GRANT_TYPE));
	assert_null(grant_name(GRANT_ALL + 1));
	/* what nothing stands behind is no right */
	for (size_t i = 0; i < ARRAY_LEN(none); i++) {
		assert_false(grant_parse(none[i], &right));
		assert_false(grant_parse_list(none[i], &mask, NULL));
	}
}

static void
bad_lists(void **state)
{
	static const char *const bad[] = {"View", "view view", "all",
	    "view;type", "viewviewviewviewviewview", "view\ttype"};
	unsigned mask = 77;
	struct err err;

	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		assert_false(grant_parse_list(bad[i], &mask, &err));
	assert_int_equal(mask, 77);
	/* longer than any name: no name is cut out of it */
	assert_false(grant_parse_list("viewviewviewvie type", &mask, &err));
	assert_null(strstr(err.text, "type"));
	assert_false(grant_parse_list("viewviewviewview type", &mask, &err));
	assert_non_null(strstr(err.text, "type"));
}

static void
ask_and_answer(void **state)
{
	struct grants g = {0};
	struct err err;

	assert_false(grants_ask(&g, 0, 0, &err));
	assert_false(grants_ask(&g, GRANT_VIEW | GRANT_TYPE, 0, &err));
	assert_true(grants_ask(&g, GRANT_TYPE, 0, &err));
	assert_true(grants_ask(&g, GRANT_TYPE, 0, &err));
	assert_false(grants_ask(&g, GRANT_VIEW, 0, &err));
	assert_false(grants_answer(&g, GRANT_VIEW, true, 0));
	assert_true(grants_answer(&g, GRANT_TYPE, false, 0));
	assert_int_equal(g.held, 0);
	/* an answer counts once, and only after a question */
	assert_false(grants_answer(&g, GRANT_TYPE, true, 0));
	assert_false(grants_answer(&g, 0, true, 0));
	grants_clear(&g);
	assert_true(grants_ask(&g, GRANT_TYPE, 0, &err));
	assert_true(grants_answer(&g, GRANT_TYPE, true, 0));
	assert_int_equal(g.held, GRANT_TYPE | GRANT_VIEW);
	assert_false(grants_ask(&g, GRANT_TYPE, 0, &err));
	assert_false(grants_ask(&g, GRANT_VIEW, 0, &err));
}

/* A no is final: nobody asks again at once, nor more than twice more. */
static void
asked_again(void **state)
{
	struct grants g = {0};
	int64_t now_ms = 5000000, refused_ms = 0;
	int asked = 0, since = 0;
	struct err err;

	srand(20261126);
	for (int i = 0; i < 20000; i++) {
		now_ms += rand() % 1000;
		if (g.asked != 0) {
			assert_true(
			    grants_answer(&g, GRANT_TYPE, false, now_ms));
			refused_ms = now_ms;
			since = 0;
			continue;
		}
		if (!grants_ask(&g, GRANT_TYPE, now_ms, &err)) {
			since++;
			continue;
		}
		assert_true(
		    asked == 0 || now_ms - refused_ms >= GRANT_AGAIN_MS);
		asked++;
	}
	assert_int_equal(asked, GRANT_REFUSALS);
	assert_true(since > 1000);
	/* what the user gives by himself he gives */
	grants_give(&g, GRANT_TYPE);
	assert_true(grants_hold(&g, GRANT_TYPE));
}

/* What is to be held against each right alone. */
struct no {
	int times;
	int64_t last_ms;
};

static bool
is_barred(const struct no *no, int64_t now_ms)
{
	return no->times >= GRANT_REFUSALS ||
	    (no->times > 0 && now_ms - no->last_ms < GRANT_AGAIN_MS);
}

static bool
may_ask(
    const struct grants *g, unsigned right, const struct no *no, int64_t now_ms)
{
	return !grants_hold(g, right) && (g->asked == 0 || g->asked == right) &&
	    !is_barred(no, now_ms);
}

/* In any order of questions, answers and gifts: a no to one right bars that
 * one, by its own count and its own time, and no other. */
static void
each_for_itself(void **state)
{
	struct no no[GRANT_COUNT] = {{0}};
	struct grants g = {0};
	int64_t now_ms = 5000000;
	int barred = 0, beside = 0;

	srand(20261127);
	for (int i = 0; i < 200000; i++) {
		int bit = rand() % GRANT_COUNT, what = rand() % 80;
		unsigned right = 1u << bit;
		bool may = may_ask(
		    &g, right, &no[bit], now_ms += rand() % 9999);

		if (what == 0) {
			grants_give(&g, right);
		} else if (what == 1) {
			grants_clear(&g);
			memset(no, 0, sizeof(no));
		} else if (what < 20) {
			grants_take(&g, right);
		} else if (what < 50) {
			if (grants_answer(&g, right, false, now_ms))
				no[bit] = (struct no){
				    no[bit].times + 1, now_ms};
		} else {
			assert_int_equal(
			    grants_ask(&g, right, now_ms, NULL), may);
			barred += is_barred(&no[bit], now_ms);
			beside += may &&
			    is_barred(&no[(bit + 1) % GRANT_COUNT], now_ms);
		}
	}
	assert_true(barred > 1000);
	assert_true(beside > 1000);
}

static void
taking_back(void **state)
{
	struct grants g = {0};
	struct err err;

	grants_give(&g, GRANT_TYPE | 1 << 20);
	assert_int_equal(g.held, GRANT_VIEW | GRANT_TYPE);
	assert_int_equal(grants_take(&g, GRANT_TYPE), GRANT_TYPE);
	grants_give(&g, GRANT_TYPE);
	assert_int_equal(grants_take(&g, GRANT_VIEW), GRANT_VIEW | GRANT_TYPE);
	assert_int_equal(g.held, 0);
	assert_int_equal(grants_take(&g, GRANT_TYPE), 0);
	/* taking back what is being asked answers the question too */
	assert_true(grants_ask(&g, GRANT_TYPE, 0, &err));
	assert_int_equal(grants_take(&g, GRANT_VIEW), 0);
	assert_int_equal(g.asked, 0);
	assert_true(grants_ask(&g, GRANT_TYPE, 0, &err));
	grants_clear(&g);
	assert_int_equal(g.held | g.asked, 0);
}

static void
gate(void **state)
{
	struct grants g = {0};

	assert_int_equal(grants_gate(&g, GRANT_TYPE, 5), 0);
	grants_give(&g, GRANT_TYPE);
	assert_int_equal(grants_gate(&g, GRANT_TYPE, 5), 5);
	assert_int_equal(grants_gate(&g, GRANT_TYPE | 1 << 5, 5), 0);
	assert_int_equal(grants_gate(&g, 0, 5), 0);
	grants_take(&g, GRANT_TYPE);
	assert_int_equal(grants_gate(&g, GRANT_TYPE, 5), 0);
}

static void
words(void **state)
{
	assert_string_equal(grant_word(0), "NONE");
	assert_string_equal(grant_word(GRANT_VIEW), "VIEW");
	assert_string_equal(grant_word(GRANT_VIEW | GRANT_TYPE), "TYPE");
}

/* No two have a key in common, and each says what it does. */
static void
keys(void **state)
{
	int n = 0;

	for (unsigned right = 1; right <= GRANT_ALL; right <<= 1) {
		const struct grant_keys *k = grant_keys(right);

		if (k == NULL)
			continue;
		n++;
		assert_ptr_equal(grant_asked_by((uint32_t)k->ask), k);
		assert_ptr_equal(grant_taken_by(0, (uint32_t)k->take), k);
		assert_ptr_equal(
		    grant_taken_by(k->take_f, (uint32_t)k->take), k);
		assert_int_equal(k->ask_keys[0], k->ask);
		/* nor with what else stands behind the prefix */
		assert_null(strchr("dpv$kc[mihxX?", k->ask));
		assert_null(strchr("thcax?", k->take));
		assert_non_null(strstr(k->take_help, "   "));
	}
	assert_true(n > 0);
	assert_null(grant_keys(GRANT_VIEW));
	assert_null(grant_asked_by(0));
	assert_null(grant_taken_by(0, 0));
	assert_null(grant_taken_by(-40, 0));
	assert_int_equal(grant_taken_by(2, 0)->right, GRANT_TYPE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(names_both_ways),
	    cmocka_unit_test(bad_lists),
	    cmocka_unit_test(ask_and_answer),
	    cmocka_unit_test(asked_again),
	    cmocka_unit_test(each_for_itself),
	    cmocka_unit_test(taking_back),
	    cmocka_unit_test(gate),
	    cmocka_unit_test(words),
	    cmocka_unit_test(keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
