#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/core/sas.h"

static const uint8_t ka[] = "agent host key blob";
static const uint8_t kt[] = "technician key";
static const struct sas_keys keys = {ka, sizeof(ka) - 1, kt, sizeof(kt) - 1};

static void
nonces(uint8_t a[SAS_NONCE], uint8_t t[SAS_NONCE])
{
	for (int i = 0; i < SAS_NONCE; i++) {
		a[i] = (uint8_t)i;
		t[i] = (uint8_t)(100 + i);
	}
}

/* Values computed by another implementation of trust.md. */
static void
known_values(void **state)
{
	uint8_t a[SAS_NONCE], t[SAS_NONCE], commit[SAS_HASH];
	char hex[2 * SAS_HASH + 1];

	nonces(a, t);
	sas_commit(commit, a, &keys);
	str_hex(hex, commit, sizeof(commit));
	assert_string_equal(hex,
	    "bf4a1b39741113c7919be0d793eead1fe4e2c71b4b6716c409392e517f7368a9");
	assert_int_equal(sas_code(&keys, a, t), 429513);
	assert_int_equal(sas_back(&keys, a, t), 8721);
	sas_bind(commit, &keys);
	str_hex(hex, commit, sizeof(commit));
	assert_string_equal(hex,
	    "e5561406c5026614f19b460fc093df84d4b263c3c04171e828ebfb64842c50dd");
}

/* The manual's vectors are these, in both languages. */
static void
manual_has_the_values(void **state)
{
	static const char *const rows[] = {"code A 429 513", "code B 87 21",
	    "commit bf4a1b39741113c7919be0d793eead1f",
	    "e4e2c71b4b6716c409392e517f7368a9",
	    "bind   e5561406c5026614f19b460fc093df84",
	    "d4b263c3c04171e828ebfb64842c50dd"};
	static const char *const pages[] = {
	    "man/pomoc-protocol.7", "man/pl/pomoc-protocol.7"};
	char text[200000];

	for (size_t p = 0; p < ARRAY_LEN(pages); p++) {
		FILE *f = fopen(pages[p], "r");
		size_t n;

		if (f == NULL && access("man", F_OK) != 0)
			skip(); /* not started from the project's folder */
		assert_non_null(f);
		n = fread(text, 1, sizeof(text) - 1, f);
		text[n] = '\0';
		fclose(f);
		for (size_t i = 0; i < ARRAY_LEN(rows); i++)
			assert_non_null(strstr(text, rows[i]));
	}
}

static void
commitment_binds(void **state)
{
	static const uint8_t moved[] = "agent host key blobt";
	struct sas_keys other = keys;
	uint8_t a[SAS_NONCE], t[SAS_NONCE], commit[SAS_HASH];

	nonces(a, t);
	sas_commit(commit, a, &keys);
	assert_true(sas_commit_ok(commit, a, &keys));
	assert_false(sas_commit_ok(commit, t, &keys));
	other.agent_len--;
	assert_false(sas_commit_ok(commit, a, &other));
	other = keys;
	other.tech = ka;
	other.tech_len = sizeof(ka) - 1;
	assert_false(sas_commit_ok(commit, a, &other));
	/* the border between the two keys is hashed too */
	other.agent = moved;
	other.agent_len = sizeof(moved) - 1;
	other.tech = kt + 1;
	other.tech_len = sizeof(kt) - 2;
	assert_false(sas_commit_ok(commit, a, &other));
	commit[31] ^= 1;
	assert_false(sas_commit_ok(commit, a, &keys));
}

static void
code_depends_on_all(void **state)
{
	uint8_t a[SAS_NONCE], t[SAS_NONCE];
	uint32_t code;

	nonces(a, t);
	code = sas_code(&keys, a, t);
	assert_true(code < 1000000);
	a[31]++;
	assert_int_not_equal(sas_code(&keys, a, t), code);
	a[31]--;
	t[31]++;
	assert_int_not_equal(sas_code(&keys, a, t), code);
	t[31]--;
	assert_int_equal(sas_code(&keys, a, t), code);
}

static void
shows_and_reads(void **state)
{
	static const struct {
		const char *text;
		int code; /* -1 = refused */
	} cases[] = {
	    {"123 456", 123456},
	    {"123456", 123456},
	    {" 1 2 3 4 5 6 ", 123456},
	    {"000 007", 7},
	    {"000000", 0},
	    {"12345", -1},
	    {"1234567", -1},
	    {"", -1},
	    {"12a456", -1},
	    {"123-456", -1},
	    {"-12345", -1},
	};
	char text[SAS_TEXT_SIZE], back[SAS_BACK_SIZE];
	uint32_t code;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		bool ok = sas_parse(cases[i].text, &code);

		assert_int_equal(ok, cases[i].code >= 0);
		if (ok)
			assert_int_equal(code, cases[i].code);
	}
	sas_format(text, 7);
	assert_string_equal(text, "000 007");
	assert_true(sas_parse_back("0 0 42", &code));
	assert_int_equal(code, 42);
	assert_false(sas_parse_back("042", &code));
	assert_false(sas_parse_back("12 345", &code));
	sas_format_back(back, 42);
	assert_string_equal(back, "00 42");
	sas_format(text, 999999);
	assert_string_equal(text, "999 999");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(known_values),
	    cmocka_unit_test(manual_has_the_values),
	    cmocka_unit_test(commitment_binds),
	    cmocka_unit_test(code_depends_on_all),
	    cmocka_unit_test(shows_and_reads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
