#include "shared/core/title.h"

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
