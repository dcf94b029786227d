/* Words that the formats share: see export.h. */
#include "console/store/export.h"

#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/core/ticket.h"

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
