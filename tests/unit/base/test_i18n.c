/* Which language is spoken, and that its texts are in the program itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "shared/base/catalogue.h"
#include "shared/base/i18n.h"
#include "shared/base/util.h"
#include "tests/support/systems.h"

static void
set(const char *name, const char *value)
{
	if (value != NULL)
		setenv(name, value, 1);
	else
		unsetenv(name);
}

/* LANGUAGE, LC_ALL, LC_MESSAGES, LANG; then what is spoken. */
static const char *const settings[][5] = {
    {NULL, NULL, NULL, NULL, "en"},
    {NULL, NULL, NULL, "pl_PL.UTF-8", "pl"},
    {NULL, NULL, NULL, "pl", "pl"},
    {NULL, NULL, NULL, "pl_PL.ISO-8859-2@euro", "pl"},
    {NULL, NULL, "pl_PL.UTF-8", "en_GB.UTF-8", "pl"},
    {NULL, "C.UTF-8", "pl_PL.UTF-8", "pl_PL.UTF-8", "en"},
    {NULL, "", "", "pl_PL.UTF-8", "pl"},
    {NULL, NULL, NULL, "plx", "en"},
    {"", "pl_PL.UTF-8", NULL, NULL, "pl"},
    {"pl", "C", NULL, NULL, "pl"},
    {"de:pl_PL:en", "en_GB.UTF-8", NULL, NULL, "pl"},
    {"en:pl", "pl_PL.UTF-8", NULL, NULL, "en"},
    {"de", "pl_PL.UTF-8", NULL, NULL, "en"},
    {"C:pl", NULL, NULL, NULL, "en"},
};

static void
test_environment(void **state)
{
	static const char *const names[] = {
	    "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"};

	for (size_t i = 0; i < ARRAY_LEN(settings); i++) {
		for (size_t v = 0; v < ARRAY_LEN(names); v++)
			set(names[v], settings[i][v]);
		i18n_init();
		assert_string_equal(i18n_lang(), settings[i][4]);
	}
}

static void
test_speaking(void **state)
{
	i18n_speak("pl");
	assert_string_equal(i18n_lang(), "pl");
	i18n_speak("");
	assert_string_equal(i18n_lang(), "pl");
	assert_string_equal(_("no text of ours"), "no text of ours");
	i18n_speak("en");
	assert_string_equal(i18n_lang(), "en");
	assert_string_equal(i18n_text_in("pl", "en"), "pl");
	assert_string_equal(i18n_text_in("en", "en"), "en");
	assert_string_equal(i18n_lang(), "en");
}

/* Three forms, by the rule of the catalogue. */
static void
test_plural(void **state)
{
	static const struct {
		unsigned long n;
		const char *says;
	} forms[] = {
	    {1, "wcześniejsze zgłoszenie"},
	    {2, "wcześniejsze zgłoszenia"},
	    {5, "wcześniejszych zgłoszeń"},
	    {12, "wcześniejszych zgłoszeń"},
	    {22, "wcześniejsze zgłoszenia"},
	    {111, "wcześniejszych zgłoszeń"},
	    {0, "wcześniejszych zgłoszeń"},
	};
	const char *one = "earlier ticket", *many = "earlier tickets";

	i18n_speak("en");
	assert_string_equal(NGETTEXT(one, many, 1), one);
	assert_string_equal(NGETTEXT(one, many, 0), many);
	i18n_speak("pl");
	for (size_t i = 0; i < ARRAY_LEN(forms); i++)
		assert_string_equal(
		    NGETTEXT(one, many, forms[i].n), forms[i].says);
}

static void
test_catalogue(void **state)
{
	const struct catalogue *pl = catalogue_find("pl");

	assert_non_null(pl);
	assert_null(catalogue_find("en"));
	assert_null(catalogue_find("p"));
	assert_string_equal(catalogue_text(pl, "en"), "pl");
	assert_non_null(strstr(catalogue_text(pl, ""), "charset=UTF-8"));
	assert_null(catalogue_text(pl, "\1"));
	assert_null(catalogue_text(pl, "\377\377"));
	assert_null(catalogue_plural(pl, "no text of ours", 5));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_environment),
	    cmocka_unit_test(test_speaking),
	    cmocka_unit_test(test_plural),
	    cmocka_unit_test(test_catalogue),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
