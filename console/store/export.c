#include "console/store/export.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/core/ticket.h"

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

const char *
export_outcome(const struct report_row *row)
{
	enum ticket_state state;

	if (!ticket_state_parse(row->state, &state))
		return row->state;
	return ticket_state_title(state);
}

const char *
export_completed(
    char *dst, size_t size, bool time, int64_t opened_s, int64_t closed_s)
{
	char day[32];

	if (closed_s != 0)
		return clock_local(
		    dst, size, time ? "%Y-%m-%d %H:%M" : "%Y-%m-%d", closed_s);
	clock_local(day, sizeof(day), time ? "%Y-%m-%d" : "%m-%d", opened_s);
	if (opened_s != 0)
		snprintf(dst, size, _("from %s"), day);
	else
		str_copy(dst, size, "-");
	return dst;
}
