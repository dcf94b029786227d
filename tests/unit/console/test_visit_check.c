#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "console/link/visit_check.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"

static const uint8_t ka[] = "agent", kt[] = "technician", evil[] = "desk";
static const struct sas_keys keys = {ka, sizeof(ka), kt, sizeof(kt)};
static const struct sas_keys others = {evil, sizeof(evil), kt, sizeof(kt)};

/* The agent's half. */
struct agent {
	uint8_t nonce[SAS_NONCE];
	uint32_t code;
	uint32_t back;
};

static void
exchange_again(
    struct visit_check *c, struct agent *a, const struct sas_keys *seen)
{
	char hex[2 * SAS_HASH + 1], nonce[VISIT_NONCE_HEX];
	uint8_t commit[SAS_HASH], theirs[SAS_NONCE];

	randombytes_buf(a->nonce, sizeof(a->nonce));
	sas_commit(commit, a->nonce, &keys);
	str_hex(hex, commit, sizeof(commit));
	assert_true(visit_check_commit(c, hex, nonce, NULL));
	assert_true(str_unhex(theirs, sizeof(theirs), nonce));
	a->code = sas_code(&keys, a->nonce, theirs);
	a->back = sas_back(&keys, a->nonce, theirs);
	str_hex(hex, a->nonce, sizeof(a->nonce));
	assert_int_equal(visit_check_reveal(c, hex, seen, NULL), seen == &keys);
}

static void
exchange(struct visit_check *c, struct agent *a, const struct sas_keys *seen)
{
	visit_check_init(c);
	exchange_again(c, a, seen);
}

static void
both_sides_agree(void **state)
{
	struct visit_check c;
	struct agent a;
	char text[SAS_TEXT_SIZE], back[SAS_BACK_SIZE], theirs[SAS_BACK_SIZE];

	exchange(&c, &a, &keys);
	assert_false(visit_check_back(&c, back)); /* the other one first */
	sas_format(text, a.code);
	assert_int_equal(visit_check_typed(&c, text), VISIT_CHECK_OK);
	assert_true(visit_check_back(&c, back));
	sas_format_back(theirs, a.back);
	assert_string_equal(back, theirs);
	assert_int_equal(visit_check_typed(&c, text), VISIT_CHECK_FORM);
}

/* The desk put its own key in the middle: the commitment does not fit. */
static void
other_key_is_noticed(void **state)
{
	struct visit_check c;
	struct agent a;

	exchange(&c, &a, &others);
	assert_false(c.ready);
	assert_int_equal(visit_check_typed(&c, "000000"), VISIT_CHECK_FORM);
}

static void
three_misses(void **state)
{
	struct visit_check c;
	struct agent a;
	char wrong[16], right[16];

	exchange(&c, &a, &keys);
	snprintf(right, sizeof(right), "%06u", a.code);
	snprintf(wrong, sizeof(wrong), "%06u", (a.code + 1) % 1000000);
	assert_int_equal(visit_check_typed(&c, "12345"), VISIT_CHECK_FORM);
	assert_int_equal(visit_check_typed(&c, ""), VISIT_CHECK_FORM);
	assert_int_equal(visit_check_typed(&c, wrong), VISIT_CHECK_WRONG);
	assert_int_equal(visit_check_typed(&c, wrong), VISIT_CHECK_WRONG);
	assert_int_equal(c.left, 1);
	assert_int_equal(visit_check_typed(&c, wrong), VISIT_CHECK_LAST);
}

static void
out_of_order(void **state)
{
	char nonce[VISIT_NONCE_HEX], zero[2 * SAS_HASH + 1];
	struct visit_check c;

	memset(zero, '0', sizeof(zero) - 1);
	zero[sizeof(zero) - 1] = '\0';
	visit_check_init(&c);
	assert_false(visit_check_reveal(&c, zero, &keys, NULL));
	assert_false(visit_check_commit(&c, "xyz", nonce, NULL));
	assert_true(visit_check_commit(&c, zero, nonce, NULL));
	assert_false(visit_check_commit(&c, zero, nonce, NULL));
	assert_false(visit_check_reveal(&c, zero, &keys, NULL));
}

/* Whoever is in the middle gets no fresh tries by asking again. */
static void
misses_outlive_the_connection(void **state)
{
	struct visit_check c;
	struct agent a;
	char wrong[SAS_TEXT_SIZE], nonce[VISIT_NONCE_HEX], hex[65];

	exchange(&c, &a, &keys);
	sas_format(wrong, (a.code + 1) % 1000000);
	assert_int_equal(visit_check_typed(&c, wrong), VISIT_CHECK_WRONG);
	assert_int_equal(visit_check_typed(&c, wrong), VISIT_CHECK_WRONG);
	memset(hex, '0', 64);
	hex[64] = '\0';
	assert_false(visit_check_commit(&c, hex, nonce, NULL));
	visit_check_again(&c);
	assert_int_equal(visit_check_typed(&c, wrong), VISIT_CHECK_FORM);
	exchange_again(&c, &a, &keys);
	sas_format(wrong, (a.code + 1) % 1000000);
	assert_int_equal(visit_check_typed(&c, wrong), VISIT_CHECK_LAST);
}

/* Nor can he begin anew until the codes of both sides meet. */
static void
exchanges_are_counted(void **state)
{
	char nonce[VISIT_NONCE_HEX], hex[65];
	struct visit_check c;
	struct agent a;

	exchange(&c, &a, &keys);
	for (int i = 1; i < SAS_EXCHANGES; i++) {
		visit_check_again(&c);
		exchange_again(&c, &a, &keys);
	}
	visit_check_anew(&c); /* nor does another claim make them new */
	memset(hex, '0', 64);
	hex[64] = '\0';
	assert_false(visit_check_commit(&c, hex, nonce, NULL));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(misses_outlive_the_connection),
	    cmocka_unit_test(exchanges_are_counted),
	    cmocka_unit_test(both_sides_agree),
	    cmocka_unit_test(other_key_is_noticed),
	    cmocka_unit_test(three_misses),
	    cmocka_unit_test(out_of_order),
	};

	i18n_init();
	if (sodium_init() < 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
