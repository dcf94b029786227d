/* Names as they are kept, found and sorted; the check digit of the NIP. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/util.h"
#include "shared/core/fold.h"
#include "shared/core/nip.h"

static void
canon_is(const char *text, const char *want)
{
	struct buf b = BUF_INIT, again = BUF_INIT;

	fold_canon(&b, text);
	assert_string_equal(buf_str(&b), want);
	fold_canon(&again, buf_str(&b));
	assert_string_equal(buf_str(&again), want);
	buf_fini(&b);
	buf_fini(&again);
}

static void
test_canon(void **state)
{
	canon_is("", "");
	canon_is("   ", "");
	canon_is("Firma A", "Firma A");
	canon_is(" Firma  A ", "Firma A");
	canon_is("Firma\xc2\xa0"
		 "A\xe2\x80\x83",
	    "Firma A");
	canon_is("Firma\tA\n", "Firma A");
	canon_is("Fir\xe2\x80\x8bma\xc2\xad A\xef\xbb\xbf", "Firma A");
	canon_is("Fir\xe2\x80\xaema\x1b[31m", "Firma[31m");
	/* composed, and nothing else is changed */
	canon_is("Z\xcc\x87"
		 "o\xcc\x81\xc5\x82w",
	    "Żółw");
	canon_is("Ａlfa ½ ß", "Ａlfa ½ ß");
	canon_is("\xff bad", "bad");
}

/* Both ways of typing are found by each other. */
static void
same(const char *a, const char *b, bool want)
{
	struct buf x = BUF_INIT, y = BUF_INIT;

	fold_text(&x, a);
	fold_text(&y, b);
	if ((strcmp(buf_str(&x), buf_str(&y)) == 0) != want)
		fail_msg("'%s' and '%s': '%s', '%s'", a, b, buf_str(&x),
		    buf_str(&y));
	buf_fini(&x);
	buf_fini(&y);
}

static void
test_fold(void **state)
{
	same("Firma A", "firma a", true);
	same(" FIRMA\xc2\xa0\xc2\xa0"
	     "A ",
	    "firma a", true);
	same("ZAŻÓŁĆ GĘŚLĄ JAŹŃ", "zażółć gęślą jaźń", true);
	same("Z\xcc\x87\xc3\x93\xc5\x81W", "żółw", true);
	same("Ａlfa", "alfa", true);
	same("Straße", "STRASSE", true);
	same("Fir\xe2\x80\x8bma", "firma", true);
	same("zolw", "żółw", false);
	same("Firma A", "FirmaA", false);
	same("Firma A", "Firma B", false);
}

/* Letters of other scripts are found by the Latin ones that they look like, in
 * either case; figures are not letters. */
static void
test_other_scripts(void **state)
{
	same("Аb", "Ab", true); /* Cyrillic A */
	same("АВЕКМНОРСТУХ", "ABEKMHOPCTYX", true);
	same("авекмнорстух", "ABEKMHOPCTYX", true);
	same("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX", true);
	same("αβεζηικμνορτυχ", "abezhikmnoptyx", true);
	same("Ёлка",
	    "Ë\xd0\xbb"
	    "ka",
	    true);
	same("ЁЛКА", "е\xcc\x88лка", true);
	same("Ή", "H\xcc\x81", true);
	same("р\xcc\x81", "\xe1\xb9\x95", true); /* Cyrillic, and one whole */
	same("𝚨b", "ab", true);
	same("Аb", "Ad", false);
	same("Ёlka", "Elka", false);
	same("10", "lo", false);
	same("з", "3", false);
}

/* What is folded once is folded. */
static void
test_folded_stays(void **state)
{
	static const char *const pieces[] = {"А", "р\xcc\x81", "𝚨", "ή", "ŻÓ",
	    "z\xcc\x87", "½", "ß", " ", "\xc2\xa0", "\xe2\x80\x8b", "№", "Ａ",
	    "ς", "\xcc\x81", "x", "й", "ﬁ"};
	unsigned seed = 7;

	for (int n = 0; n < 20000; n++) {
		struct buf text = BUF_INIT, once = BUF_INIT, again = BUF_INIT;

		for (int i = 0; i < 5; i++) {
			seed = seed * 1103515245u + 12345u;
			buf_adds(
			    &text, pieces[(seed >> 16) % ARRAY_LEN(pieces)]);
		}
		fold_text(&once, buf_str(&text));
		fold_text(&again, buf_str(&once));
		if (strcmp(buf_str(&once), buf_str(&again)) != 0)
			fail_msg("'%s': '%s', then '%s'", buf_str(&text),
			    buf_str(&once), buf_str(&again));
		buf_fini(&text);
		buf_fini(&once);
		buf_fini(&again);
	}
}

static void
test_look(void **state)
{
	static const char *const same_look[][2] = {
	    {"Żółw s.c.", "ZOLW  S.C."}, {"Аl fa", "alfa"}, {"Νova", "NOVA"}};

	for (size_t i = 0; i < ARRAY_LEN(same_look); i++) {
		struct buf a = BUF_INIT, b = BUF_INIT;

		fold_look(&a, same_look[i][0]);
		fold_look(&b, same_look[i][1]);
		assert_string_equal(buf_str(&a), buf_str(&b));
		buf_fini(&a);
		buf_fini(&b);
	}
}

static void
test_order(void **state)
{
	static const char *const in_order[] = {"", "5", "ala", "Ala B", "alb",
	    "ąla", "bela", "cal", "ćma", "el", "él b", "elc", "ęm", "lot",
	    "łan", "nos", "ńos", "ola", "óla", "sok", "śok", "zet", "źle",
	    "Żar", "żuk"};

	for (size_t i = 0; i < ARRAY_LEN(in_order); i++)
		for (size_t j = 0; j < ARRAY_LEN(in_order); j++) {
			int d = fold_compare(in_order[i], strlen(in_order[i]),
			    in_order[j], strlen(in_order[j]));

			if ((i < j) != (d < 0) || (i == j) != (d == 0))
				fail_msg("%s and %s: %d", in_order[i],
				    in_order[j], d);
		}
}

static void
nip_is(const char *text, const char *want, const char *why)
{
	char out[NIP_SIZE];
	struct err err = {0};
	bool ok = nip_parse(text, out, &err);

	if (ok != (want != NULL))
		fail_msg("%s: %s", text, err.text);
	if (ok)
		assert_string_equal(out, want);
	else if (strstr(err.text, why) == NULL)
		fail_msg("%s: %s", text, err.text);
}

static void
test_nip(void **state)
{
	nip_is("", "", NULL);
	nip_is("  ", "", NULL);
	nip_is("5260250274", "5260250274", NULL); /* of the ministry */
	nip_is("526-025-02-74", "5260250274", NULL);
	nip_is("PL 526 025 02 74", "5260250274", NULL);
	nip_is("5260250275", NULL, "should be 4, not 5");
	nip_is("526025027", NULL, "ten digits");
	nip_is("52602502744", NULL, "ten digits");
	nip_is("526025027a", NULL, "ten digits");
	nip_is("DE5260250274", NULL, "ten digits");
	/* every wrong last digit is named; a remainder of 10 is no NIP */
	nip_is("0000000010", NULL, "should be 7, not 0");
	nip_is("0000002000", NULL, "no number begins");
	/* digits that fit each other are not enough */
	nip_is("0000000000", NULL, "no tax office has the number 000");
	nip_is("0260250283", NULL, "office has the number 026");
	nip_is("2000000001", NULL, "office has the number 200");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_canon),
	    cmocka_unit_test(test_fold),
	    cmocka_unit_test(test_other_scripts),
	    cmocka_unit_test(test_folded_stays),
	    cmocka_unit_test(test_look),
	    cmocka_unit_test(test_order),
	    cmocka_unit_test(test_nip),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
