#include "console/desk/brain_prices.h"

#include "console/config/config_prices.h"
#include "console/desk/brain_tell.h"
#include "shared/base/clock.h"
#include "shared/base/str.h"

static bool
same_line(const struct price *a, const struct price *b)
{
	return price_equal(a, b) && a->kind == b->kind &&
	    a->quoted_first == b->quoted_first &&
	    str_eq(a->products, b->products) &&
	    str_eq(a->valid_from, b->valid_from);
}

static bool
same_list(const struct prices *a, const struct prices *b)
{
	int i = 0;

	while (i < a->n && i < b->n && same_line(&a->line[i], &b->line[i]))
		i++;
	return i == a->n && i == b->n;
}

void
brain_prices_today(struct brain *b)
{
	struct prices now;

	prices_on(&b->price_list, CLOCK_DAY(clock_utc_s()), &now);
	if (same_list(&now, &b->prices))
		return;
	b->prices = now;
	brain_tell_prices(b);
}

bool
brain_prices_read(struct brain *b, struct err *err)
{
	if (!config_read_prices(&b->price_list, b->options->config, err))
		return false;
	brain_prices_today(b);
	return true;
}
