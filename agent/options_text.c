#include "agent/options_text.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/core/card.h"

typedef bool check_fn(const char *text, struct err *err);

/* What the request says, each a long option; with in_file also a key of [me].
 * check: must the desk be able to take it? */
static const struct text_row {
	const char *name;
	size_t at; /* in options, a char * */
	check_fn *check;
	bool in_file;
} text_rows[] = {
    {"name", offsetof(struct options, name), card_check_name, true},
    {"company", offsetof(struct options, company), card_check_company, true},
    {"nip", offsetof(struct options, nip), card_check_nip, true},
    {"phone", offsetof(struct options, phone), card_check_phone, true},
    {"problem", offsetof(struct options, problem), card_check_problem, false},
    {"technician", offsetof(struct options, technician), NULL, false},
    {"product", offsetof(struct options, product), NULL, false},
};

static const struct text_row *
text_row(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(text_rows); i++)
		if (str_eq(text_rows[i].name, name))
			return &text_rows[i];
	return NULL;
}

static char **
text_of(const struct options *o, const struct text_row *row)
{
	return (char **)(uintptr_t)((const char *)o + row->at);
}

static bool
set(struct options *o, const struct text_row *row, const char *value)
{
	char **where = text_of(o, row);

	if (*where != NULL)
		return false;
	*where = str_dup(value);
	return true;
}

bool
options_text_set(struct options *o, const char *name, const char *value)
{
	return set(o, text_row(name), value);
}

bool
options_text_key(
    struct options *o, const char *key, const char *value, struct err *err)
{
	const struct text_row *row = text_row(key);

	if (row == NULL || !row->in_file)
		return err_set(err, _("unknown key \"%s\""), key);
	return !set(o, row, value) || row->check(value, err);
}

bool
options_text_check(const struct options *o, struct err *err)
{
	for (size_t i = 0; i < ARRAY_LEN(text_rows); i++) {
		const struct text_row *row = &text_rows[i];
		const char *text = *text_of(o, row);

		if (row->check != NULL && text != NULL &&
		    !row->check(text, err))
			return err_wrap(err, "--%s", row->name);
	}
	return true;
}

void
options_text_fini(struct options *o)
{
	for (size_t i = 0; i < ARRAY_LEN(text_rows); i++)
		free(*text_of(o, &text_rows[i]));
}
