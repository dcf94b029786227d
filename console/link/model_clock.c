/* The clocks of tickets, counted on between two messages; see model.h. */
#include "console/link/model.h"

bool
model_clock_runs(const struct model_clock *clock, int64_t now_ms)
{
	return bill_clock_runs(&clock->tick, now_ms);
}

void
model_clock_hold(struct model *m, int64_t ticket, bool holds, int64_t now_ms)
{
	for (int i = 0; i < m->clocks; i++)
		if (m->clock[i].ticket == ticket)
			bill_clock_hold(&m->clock[i].tick, holds, now_ms);
}

void
model_clock_now(
    const struct model_clock *clock, int64_t now_ms, struct bill_now *out)
{
	bill_live_now(
	    &clock->live, bill_clock_extra_ms(&clock->tick, now_ms), out);
}

int64_t
model_clock_total_vat_gr(const struct model_clock *clock, int64_t now_ms,
    const struct bill_total *total)
{
	return bill_live_total_vat_gr(
	    &clock->live, bill_clock_extra_ms(&clock->tick, now_ms), total);
}
