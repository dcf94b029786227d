/*
 * Translated texts. Every user-visible string goes through _(); English is the
 * source. N_() marks a string in a table for later translation.
 */
#pragma once

#include <libintl.h>
#include <stdbool.h>

#define _(s) gettext(s)
#define N_(s) (s)
#define NGETTEXT(one, many, n) ngettext(one, many, (unsigned long)(n))

/*
 * Sets the locale and the catalogue, once, first thing in main(). Where the
 * wanted locale is not generated it falls back to C.UTF-8 and still takes the
 * language from LC_ALL, LC_MESSAGES or LANG. Catalogues are looked for in
 * POMOC_LOCALEDIR, beside the program (build tree), then under PREFIX.
 */
void i18n_init(void);
/* True for "en" and "pl". */
bool i18n_has(const char *lang);
#define I18N_LANG_SIZE 3
/* Another language than the user's, from here on; "" changes nothing. For texts
 * that others read. */
void i18n_speak(const char *lang);
/* One N_() text in that language, whatever is spoken now. */
const char *i18n_text_in(const char *lang, const char *text);
/* "pl" or "en". */
const char *i18n_lang(void);
