#include "shared/base/catalogue.h"

#include <stdint.h>
#include <string.h>

#include "shared/base/str.h"
#include "shared/base/util.h"

static const uint8_t pl[] = {
#include "pl.mo.h"
};

/* As the catalogue's Plural-Forms has it. */
static int
form_pl(unsigned long n)
{
	if (n == 1)
		return 0;
	return n % 10 >= 2 && n % 10 <= 4 && (n % 100 < 10 || n % 100 >= 20)
	    ? 1
	    : 2;
}

static const struct catalogue {
	const char *lang;
	const uint8_t *mo;
	int (*form)(unsigned long n);
} catalogues[] = {
    {"pl", pl, form_pl},
};

const struct catalogue *
catalogue_find(const char *lang)
{
	for (size_t i = 0; i < ARRAY_LEN(catalogues); i++)
		if (str_eq(catalogues[i].lang, lang))
			return &catalogues[i];
	return NULL;
}

/* Where the numbers stand that the beginning of a .mo file holds. */
enum { COUNT_AT = 8, IDS_AT = 12, TEXTS_AT = 16 };

static uint32_t
number(const uint8_t *at)
{
	return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 |
	    (uint32_t)at[3] << 24;
}

/* The i-th of one of the two tables: pairs of a length and a place. */
static const char *
entry(const struct catalogue *c, int table_at, uint32_t i)
{
	const uint8_t *row = c->mo + number(c->mo + table_at) + (size_t)8 * i;

	return (const char *)c->mo + number(row + 4);
}

/* The ids are sorted. */
const char *
catalogue_text(const struct catalogue *c, const char *id)
{
	uint32_t from = 0, to = number(c->mo + COUNT_AT);

	while (from < to) {
		uint32_t mid = from + (to - from) / 2;
		int d = strcmp(id, entry(c, IDS_AT, mid));

		if (d == 0)
			return entry(c, TEXTS_AT, mid);
		if (d < 0)
			to = mid;
		else
			from = mid + 1;
	}
	return NULL;
}

const char *
catalogue_plural(const struct catalogue *c, const char *id, unsigned long n)
{
	const char *text = catalogue_text(c, id);

	for (int i = c->form(n); text != NULL && i > 0; i--)
		text += strlen(text) + 1;
	return text;
}
