#include "shared/core/logrow.h"

#include <inttypes.h>
#include <stdio.h>

#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"

const char *
logrow_cell(char dst[MONEY_TEXT_SIZE], const struct logrow *r,
    enum logrow_cell cell, size_t at)
{
	const char *member = (const char *)r + at;
	int64_t number;

	if (cell == LOGROW_TEXT)
		return *(const char *const *)(const void *)member;
	number = *(const int64_t *)(const void *)member;
	if (cell == LOGROW_HMS)
		return clock_hms(dst, MONEY_TEXT_SIZE, number);
	if (cell == LOGROW_AMOUNT)
		return money_format_bare(dst, MONEY_TEXT_SIZE, number);
	snprintf(dst, MONEY_TEXT_SIZE, "%" PRId64, number);
	return dst;
}

const char *
logrow_day(char dst[MONEY_TEXT_SIZE], const struct logrow *r,
    enum logrow_cell cell, bool time, bool both)
{
	const char *form = time ? "%Y-%m-%d %H:%M" : "%Y-%m-%d";

	if (cell == LOGROW_OPENED)
		return clock_local(dst, MONEY_TEXT_SIZE, form, r->opened_s);
	if (r->closed_s != 0)
		return clock_local(dst, MONEY_TEXT_SIZE, form, r->closed_s);
	if (both || r->opened_s == 0)
		str_copy(dst, MONEY_TEXT_SIZE, "-");
	else
		snprintf(dst, MONEY_TEXT_SIZE, _("from %s"),
		    clock_local(
			CLOCK_TEXT, time ? "%Y-%m-%d" : "%m-%d", r->opened_s));
	return dst;
}
