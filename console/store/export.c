#include "console/store/export.h"
#include "shared/base/str.h"
#include "shared/base/util.h"

static const struct export_format *const formats[] = {
    &export_table,
    &export_csv,
    &export_csv_pl,
    &export_json,
};

const struct export_format *
export_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(formats); i++)
		if (str_eq(formats[i]->name, name))
			return formats[i];
	return NULL;
}

const char *
export_names(void)
{
	static char names[80];
	size_t len = 0;

	names[0] = '\0';
	for (size_t i = 0; i < ARRAY_LEN(formats); i++)
		len += (size_t)snprintf(names + len, sizeof(names) - len,
		    "%s%s", i > 0 ? ", " : "", formats[i]->name);
	return names;
}
