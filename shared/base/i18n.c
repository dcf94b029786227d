#include "shared/base/i18n.h"

#include <limits.h>
#include <locale.h>
#include <langinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "shared/base/path.h"
#include "shared/base/str.h"

#define DOMAIN "pomoc"

static const char *
wanted_locale(void)
{
	static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *v = getenv(names[i]);

		if (v != NULL && v[0] != '\0')
			return v;
	}
	return "C";
}

/* gettext ignores LANGUAGE in the plain C locale, but not in C.UTF-8. */
static void
language_from(const char *locale)
{
	char lang[16];

	if (getenv("LANGUAGE") != NULL && getenv("LANGUAGE")[0] != '\0')
		return;
	str_copy(lang, sizeof(lang), locale);
	lang[strcspn(lang, "._@")] = '\0';
	if (lang[0] == '\0' || str_eq(lang, "C") || str_eq(lang, "POSIX"))
		return;
	setenv("LANGUAGE", lang, 1);
}

static void
bind_catalogue(void)
{
	const char *given = getenv("POMOC_LOCALEDIR");
	char exe[PATH_MAX], *dir, *slash;
	ssize_t n;

	if (given != NULL && given[0] == '/') {
		bindtextdomain(DOMAIN, given);
		return;
	}
	bindtextdomain(DOMAIN, POMOC_PREFIX "/share/locale");
	n = readlink("/proc/self/exe", exe, sizeof(exe) - 1);
	if (n <= 0)
		return;
	exe[n] = '\0';
	slash = strrchr(exe, '/');
	if (slash == NULL)
		return;
	*slash = '\0';
	dir = path_join(exe, "locale");
	if (path_exists(dir))
		bindtextdomain(DOMAIN, dir);
	free(dir);
}

void
i18n_init(void)
{
	char *want = str_dup(wanted_locale());

	if (setlocale(LC_ALL, "") == NULL ||
	    !str_eq(nl_langinfo(CODESET), "UTF-8")) {
		(void)setlocale(LC_ALL, "C.UTF-8");
		language_from(want);
	}
	/* amounts are formatted by our own rules, files by fixed ones */
	(void)setlocale(LC_NUMERIC, "C");
	free(want);
	bind_catalogue();
	bind_textdomain_codeset(DOMAIN, "UTF-8");
	textdomain(DOMAIN);
}

bool
i18n_has(const char *lang)
{
	return str_eq(lang, "en") || str_eq(lang, "pl");
}

void
i18n_speak(const char *lang)
{
	if (lang[0] == '\0')
		return;
	setenv("LANGUAGE", lang, 1);
	/* what was looked up so far was in the other language */
	(void)setlocale(LC_MESSAGES, "C.UTF-8");
	textdomain(DOMAIN);
}

const char *
i18n_lang(void)
{
	/* TRANSLATORS: the two-letter code of this catalogue's language */
	return _("en");
}

const char *
i18n_text_in(const char *lang, const char *text)
{
	char now[I18N_LANG_SIZE];
	const char *said;

	str_copy(now, sizeof(now), i18n_lang());
	i18n_speak(lang);
	said = _(text);
	i18n_speak(now);
	return said;
}
