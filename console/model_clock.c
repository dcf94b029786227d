/* The clocks of tickets, counted on between two messages; see model.h. */
#include "console/model.h"

static int64_t
extra_ms(const struct model_clock *c, int64_t now_ms)
{
	if (!c->running)
		return 0;
	return c->held ? c->held_ms : bill_live_extra_ms(c->seen_ms, now_ms);
}

bool
model_clock_runs(const struct model_clock *clock, int64_t now_ms)
{
	return clock->running && !clock->held &&
	    extra_ms(clock, now_ms) < BILL_TRUST_MS;
}

void
model_clock_hold(struct model *m, int64_t ticket, bool holds, int64_t now_ms)
{
	for (int i = 0; i < m->clocks; i++) {
		struct model_clock *c = &m->clock[i];

		if (c->ticket != ticket)
			continue;
		c->held_ms = extra_ms(c, now_ms);
		c->held = holds;
	}
}

void
model_clock_now(
    const struct model_clock *clock, int64_t now_ms, struct bill_now *out)
{
	bill_live_now(&clock->live, extra_ms(clock, now_ms), out);
}

int64_t
model_clock_total_vat_gr(const struct model_clock *clock, int64_t now_ms,
    int64_t total_gr, bool anew)
{
	return bill_live_total_vat_gr(
	    &clock->live, extra_ms(clock, now_ms), total_gr, anew);
}
