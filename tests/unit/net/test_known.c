/* Keys met before. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "shared/base/i18n.h"
#include "shared/base/util.h"
#include "shared/net/keys.h"
#include "shared/net/trust.h"
#include "tests/unit/net/folder.h"

static void
keys_met_before(void **state)
{
	struct key *a = key_generate("a"), *b = key_generate("b");
	const char *fa = key_fingerprint(a), *fb = key_fingerprint(b);
	static const char *const alike[] = {"anna nowak", "ANNA  NOWAK",
	    " Anna\u00a0Nowak ", "A\u200bnna Nowak", "\u0410nn\u0430 Nowak",
	    "Anna N\u043ewa\u043a", "\uff21nna Nowak", "Anna N0wak",
	    "\u00c1nna Nowa\u0301k"};
	struct known *k;
	struct err err;
	int64_t since;

	k = known_open(in_dir("known"), &err);
	assert_non_null(k);
	assert_int_equal(known_check(k, "Anna Nowak", fa, &since), KNOWN_NEW);
	assert_true(known_add(k, "Anna Nowak", fa, 1000, &err));
	assert_true(known_add(k, "Anna Nowak", fa, 2000, &err));
	known_free(k);
	k = known_open(in_dir("known"), &err);
	assert_non_null(k);
	assert_int_equal(known_check(k, "Anna Nowak", fa, &since), KNOWN_SAME);
	assert_int_equal(since, 1000);
	assert_int_equal(
	    known_check(k, "Anna Nowak", fb, &since), KNOWN_CHANGED);
	assert_int_equal(since, 1000);
	assert_int_equal(known_check(k, "Jan", fa, &since), KNOWN_NEW);
	/* another spelling of a name makes no stranger of it */
	for (size_t i = 0; i < ARRAY_LEN(alike); i++)
		assert_int_equal(
		    known_check(k, alike[i], fb, &since), KNOWN_CHANGED);
	/* a name cannot forge a line */
	assert_true(known_add(k, "Evil\nline", fb, 3000, &err));
	known_free(k);
	k = known_open(in_dir("known"), &err);
	assert_non_null(k);
	assert_int_equal(known_check(k, "Evil\nline", fb, &since), KNOWN_SAME);
	known_free(k);
	/* nor can a clock that is set before 1970 */
	k = known_open(in_dir("known"), &err);
	assert_true(known_add(k, "Early", fa, -1000, &err));
	known_free(k);
	k = known_open(in_dir("known"), &err);
	assert_non_null(k);
	assert_int_equal(known_check(k, "Early", fa, &since), KNOWN_SAME);
	assert_int_equal(since, 0);
	known_free(k);
	write_file("known", "SHA256:short 1 x\n", 0600);
	assert_null(known_open(in_dir("known"), &err));
	assert_non_null(strstr(err.text, "known:1: "));
	key_free(a);
	key_free(b);
}

/* Two programs of one user: neither loses what the other has added. */
static void
two_add(void **state)
{
	struct key *a = key_generate("a"), *b = key_generate("b");
	struct known *one, *two;
	struct err err;
	int64_t since;

	one = known_open(in_dir("known"), &err);
	two = known_open(in_dir("known"), &err);
	assert_true(known_add(one, "anna", key_fingerprint(a), 1, &err));
	assert_true(known_add(two, "bob", key_fingerprint(b), 2, &err));
	assert_int_equal(known_check(two, "anna", key_fingerprint(b), &since),
	    KNOWN_CHANGED);
	known_free(one);
	known_free(two);
	one = known_open(in_dir("known"), &err);
	assert_int_equal(
	    known_check(one, "anna", key_fingerprint(a), &since), KNOWN_SAME);
	assert_int_equal(
	    known_check(one, "bob", key_fingerprint(b), &since), KNOWN_SAME);
	known_free(one);
	key_free(a);
	key_free(b);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {T(keys_met_before), T(two_add)};

	i18n_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
