#include "shared/core/title.h"

#include <stdio.h>

#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/core/prices.h"

const char *
title_work(const char *label)
{
	enum price_kind kind;

	if (label[0] == '\0')
		return _("no work");
	if (str_eq(label, TITLE_FIXED))
		return _("fixed sum");
	if (str_eq(label, TITLE_CORRECTED))
		return _("corrected");
	return price_kind_parse(label, &kind) ? price_kind_title(kind) : label;
}

const char *
title_completed(
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
