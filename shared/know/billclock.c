#include "shared/know/billclock.h"

#include <stdio.h>
#include <string.h>

#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/core/money.h"
#include "shared/core/title.h"
#include "shared/wire/parts.h"

#define LAST_S 120 /* before the next unit seconds are shown */
/* Minutes change with what the desk tells just then; else so much later. */
#define LATE_MS 500

void
billclock_line_text(const struct billclock *c, char *dst, size_t size)
{
	if (c->live.net_hour_gr > 0)
		snprintf(dst, size,
		    _("From now on the work is: %.60s, %s net per hour."),
		    title_work(c->line), MONEY_TEXT(c->live.net_hour_gr));
	else
		snprintf(dst, size,
		    _("From now on the work is: %.60s, only by a quote."),
		    title_work(c->line));
}

bool
billclock_take(struct billclock *c, const struct msg *m, int64_t now_ms)
{
	struct parts_clock p;
	bool other;

	parts_take_clock(m, &p);
	other = c->known &&
	    (!str_eq(c->line, p.line) ||
		c->live.net_hour_gr != p.live.net_hour_gr);
	*c = (struct billclock){.ticket = p.ticket,
	    .known = true,
	    .tick = {.running = p.running,
		.told_ms = now_ms,
		.held = c->tick.held},
	    .why = p.why,
	    .kind = p.kind,
	    .quote = p.quote,
	    .asks = p.asks,
	    .undo_until_ms = p.undo_s > 0 ? now_ms + p.undo_s * 1000 : -1,
	    .live = p.live,
	    .price = {.kind = p.kind,
		.net_gr = p.live.net_hour_gr,
		.minimum_s = p.live.minimum_s,
		.quantum_s = p.live.quantum_s,
		.vat_bp = p.live.vat_bp}};
	str_copy(c->line, sizeof(c->line), p.line);
	str_copy(c->price.name, sizeof(c->price.name), p.line);
	return other;
}

bool
billclock_runs(const struct billclock *c, int64_t now_ms)
{
	return c->known && bill_clock_runs(&c->tick, now_ms);
}

void
billclock_now(const struct billclock *c, int64_t now_ms, struct bill_now *out)
{
	memset(out, 0, sizeof(*out));
	if (c->known)
		bill_live_now(
		    &c->live, bill_clock_extra_ms(&c->tick, now_ms), out);
}

bool
billclock_seconds(const struct billclock *c, int64_t now_ms, int64_t key_ms)
{
	struct bill_now now;

	if (!billclock_runs(c, now_ms) || now_ms - key_ms < BILLCLOCK_KEY_MS)
		return true;
	billclock_now(c, now_ms, &now);
	return now.next_unit_s >= 0 && now.next_unit_s <= LAST_S;
}

/* The sums are others a second later: the first unit has begun, say. */
static bool
costs_more(const struct billclock *c, const struct bill_now *now, int64_t at_ms)
{
	struct bill_now then;

	billclock_now(c, at_ms, &then);
	return then.net_gr != now->net_gr || then.gross_gr != now->gross_gr;
}

/* Seconds until one of the texts in minutes is another, or seconds begin. */
static int64_t
minutes_wait_s(const struct bill_now *now)
{
	int64_t wait_s = 60 - now->worked_s % 60, left_s = now->next_unit_s;

	if (left_s < 0)
		return wait_s;
	wait_s = MIN_OF(wait_s, (left_s - 1) % 60 + 1);
	return MIN_OF(wait_s, left_s - LAST_S);
}

int64_t
billclock_wait_ms(const struct billclock *c, int64_t now_ms, int64_t key_ms)
{
	int64_t part_ms = (c->live.worked_ms +
			      bill_clock_extra_ms(&c->tick, now_ms)) %
	    1000;
	struct bill_now now;
	int64_t wait_ms;

	if (!billclock_runs(c, now_ms))
		return -1;
	if (billclock_seconds(c, now_ms, key_ms))
		return 1000 - part_ms;
	billclock_now(c, now_ms, &now);
	if (costs_more(c, &now, now_ms + 1000 - part_ms))
		return 1000 - part_ms;
	wait_ms = minutes_wait_s(&now) * 1000 - part_ms + LATE_MS;
	return MIN_OF(wait_ms, c->tick.told_ms + BILL_TRUST_MS - now_ms);
}

void
billclock_stop(struct billclock *c, int why, int64_t now_ms)
{
	int64_t passed_ms = bill_clock_extra_ms(&c->tick, now_ms);

	c->tick.held = false;
	if (!c->tick.running)
		return;
	c->live.worked_ms += passed_ms;
	c->live.line_ms += passed_ms;
	c->tick.running = false;
	c->why = why;
}

void
billclock_words(const struct billclock *c, const struct bill_now *now,
    bool seconds, struct billclock_words *w)
{
	if (seconds) {
		clock_hms(w->span, sizeof(w->span), now->worked_s);
		clock_span(w->left, sizeof(w->left), now->next_unit_s);
	} else {
		clock_minutes(w->span, sizeof(w->span), now->worked_s / 60);
		clock_minutes(
		    w->left, sizeof(w->left), (now->next_unit_s + 59) / 60);
	}
	snprintf(w->worked, sizeof(w->worked), _("worked %s"), w->span);
	snprintf(w->rate, sizeof(w->rate), _("%s/h"),
	    MONEY_TEXT(c->live.net_hour_gr));
	snprintf(w->amounts, sizeof(w->amounts), _("now %s net, %s gross"),
	    MONEY_TEXT(now->net_gr), MONEY_TEXT(now->gross_gr));
	snprintf(w->sums, sizeof(w->sums), _("%s net, %s gross"),
	    MONEY_BARE(now->net_gr), MONEY_BARE(now->gross_gr));
}

int64_t
billclock_total_vat_gr(
    const struct billclock *c, int64_t now_ms, const struct bill_total *total)
{
	return bill_live_total_vat_gr(
	    &c->live, bill_clock_extra_ms(&c->tick, now_ms), total);
}

void
billclock_tell_rate(const struct billclock *c, struct rate *r)
{
	if (c == NULL || !c->known || !str_eq(c->line, r->now_line))
		return;
	r->now_minimum_s = c->live.minimum_s;
	r->now_quantum_s = c->live.quantum_s;
}

bool
billclock_asks(const struct billclock *c, enum price_kind kind)
{
	return c != NULL && (c->asks & 1u << kind) != 0;
}

bool
billclock_undo(const struct billclock *c, int64_t now_ms)
{
	return c != NULL && now_ms <= c->undo_until_ms;
}
