#include "shared/base/catalogue.h"

#include <stdint.h>
#include <string.h>

#include "shared/base/str.h"
#include "shared/base/util.h"

struct row {
	uint32_t hash; /* of the id; sorted by it */
	uint32_t at; /* where its text begins */
};

/* pl_rows and pl_texts: tests/support/catalogue.awk */
#include "pl.mo.h"

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
	const struct row *row;
	uint32_t count;
	const uint8_t *texts; /* each ends with a NUL, as do its forms */
	int (*form)(unsigned long n);
} catalogues[] = {
    {"pl", pl_rows, ARRAY_LEN(pl_rows), pl_texts, form_pl},
};

const struct catalogue *
catalogue_find(const char *lang)
{
	for (size_t i = 0; i < ARRAY_LEN(catalogues); i++)
		if (str_eq(catalogues[i].lang, lang))
			return &catalogues[i];
	return NULL;
}

static uint32_t
id_hash(const char *id)
{
	uint32_t h = 0;

	for (; *id != '\0'; id++)
		h = h * 65599 + (uint8_t)*id;
	return h;
}

const char *
catalogue_text(const struct catalogue *c, const char *id)
{
	uint32_t from = 0, to = c->count, hash = id_hash(id);

	while (from < to) {
		uint32_t mid = from + (to - from) / 2;

		if (c->row[mid].hash == hash)
			return (const char *)c->texts + c->row[mid].at;
		if (c->row[mid].hash > hash)
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
