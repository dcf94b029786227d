/*
 * Translated texts. Every user-visible string goes through _(); English is the
 * source. N_() marks a string in a table for later translation.
 */
#pragma once

#include <stdbool.h>

#define _(s) i18n_text(s)
#define N_(s) (s)
#define NGETTEXT(one, many, n) i18n_plural(one, many, (unsigned long)(n))

/*
 * Sets the locale and the language, once, first thing in main(). The language
 * is that of LANGUAGE, a list, else LC_ALL, LC_MESSAGES or LANG, else what the
 * system says of its user. The catalogues are compiled in (catalogue.h); no
 * locale need be generated.
 */
void i18n_init(void);
/* True for "en" and "pl". */
bool i18n_has(const char *lang);
#define I18N_LANG_SIZE 3
/* Another language than the user's, from here on; "" changes nothing. For texts
 * that others read. */
void i18n_speak(const char *lang);
/* What is spoken now; for _() and NGETTEXT(). */
const char *i18n_text(const char *text) __attribute__((format_arg(1)));
const char *i18n_plural(const char *one, const char *many, unsigned long n)
    __attribute__((format_arg(1), format_arg(2)));
/* One N_() text in that language, whatever is spoken now. */
const char *i18n_text_in(const char *lang, const char *text);
/* "pl" or "en". */
const char *i18n_lang(void);
