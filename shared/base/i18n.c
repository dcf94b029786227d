#include "shared/base/i18n.h"

#include <stdlib.h>
#include <string.h>

#include "shared/base/catalogue.h"
#include "shared/base/os.h"
#include "shared/base/str.h"

/* NULL is English, of the sources. */
static const struct catalogue *spoken;

/* As gettext has it: LANGUAGE is a list and goes before the locale. */
static const char *
wanted(const char *otherwise)
{
	static const char *const names[] = {
	    "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *v = os_env(names[i]);

		if (v != NULL && v[0] != '\0')
			return v;
	}
	return otherwise;
}

/* The first of a list such as "de:pl_PL.UTF-8" that we have, or "en". */
static void
choose(char lang[I18N_LANG_SIZE], const char *list)
{
	char *copy = str_dup(list), *rest = copy, *one;

	str_copy(lang, I18N_LANG_SIZE, "en");
	while ((one = str_part(&rest, ':')) != NULL) {
		one[strcspn(one, "_.@")] = '\0';
		if (str_eq(one, "C") || str_eq(one, "POSIX"))
			break;
		if (!i18n_has(one))
			continue;
		str_copy(lang, I18N_LANG_SIZE, one);
		break;
	}
	free(copy);
}

void
i18n_init(void)
{
	char lang[I18N_LANG_SIZE], system[16];

	os_locale(system, sizeof(system));
	choose(lang, wanted(system));
	spoken = catalogue_find(lang);
}

bool
i18n_has(const char *lang)
{
	return str_eq(lang, "en") || catalogue_find(lang) != NULL;
}

void
i18n_speak(const char *lang)
{
	if (lang[0] == '\0')
		return;
	spoken = catalogue_find(lang);
	os_speak(lang);
}

const char *
i18n_lang(void)
{
	/* TRANSLATORS: the two-letter code of this catalogue's language */
	return _("en");
}

const char *
i18n_text(const char *text)
{
	const char *said = spoken != NULL ? catalogue_text(spoken, text) : NULL;

	return said != NULL ? said : text;
}

const char *
i18n_plural(const char *one, const char *many, unsigned long n)
{
	const char *said = spoken != NULL ? catalogue_plural(spoken, one, n)
					  : NULL;

	if (said != NULL)
		return said;
	return n == 1 ? one : many;
}

const char *
i18n_text_in(const char *lang, const char *text)
{
	const struct catalogue *c = catalogue_find(lang);
	const char *said = c != NULL ? catalogue_text(c, text) : NULL;

	return said != NULL ? said : text;
}
