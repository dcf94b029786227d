#include "console/desk/brain_prices.h"

#include <string.h>

#include "console/desk/brain_tell.h"
#include "shared/base/clock.h"

void
brain_prices_today(struct brain *b)
{
	struct prices now;
	char day[16];

	clock_local(day, sizeof(day), "%Y-%m-%d", clock_utc_s());
	prices_on(&b->price_list, day, &now);
	if (memcmp(&now, &b->prices, sizeof(now)) == 0)
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
