#include "shared/core/meter.h"

void
meter_start(struct meter *m, enum price_kind kind, int64_t now_ms)
{
	if (m->running)
		return;
	m->running = true;
	m->kind = kind;
	m->from_ms = now_ms;
}

int64_t
meter_total_ms(const struct meter *m)
{
	int64_t total = 0;

	for (int i = 0; i < PRICE_KINDS; i++)
		total += m->worked_ms[i];
	return total;
}

int64_t
meter_pending_ms(const struct meter *m, int64_t beat_ms, int64_t limit_ms)
{
	int64_t add, left;

	if (!m->running || beat_ms <= m->from_ms)
		return 0;
	if (__builtin_sub_overflow(beat_ms, m->from_ms, &add) ||
	    add > METER_GAP_MS)
		return 0;
	if (limit_ms == 0)
		return add;
	left = limit_ms - meter_total_ms(m);
	if (left <= 0)
		return 0;
	return add < left ? add : left;
}

void
meter_count(struct meter *m, int64_t beat_ms, int64_t limit_ms)
{
	if (!m->running)
		return;
	m->worked_ms[m->kind] += meter_pending_ms(m, beat_ms, limit_ms);
	if (beat_ms > m->from_ms)
		m->from_ms = beat_ms;
}

void
meter_stop(struct meter *m, int64_t beat_ms, int64_t limit_ms)
{
	meter_count(m, beat_ms, limit_ms);
	m->running = false;
}

void
meter_drop(struct meter *m)
{
	m->running = false;
}
