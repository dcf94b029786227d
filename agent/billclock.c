#include "agent/billclock.h"

#include <stdio.h>
#include <string.h>

#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/core/money.h"

bool
billclock_differs(const struct billclock *c, const struct msg *m)
{
	return c->known &&
	    (!str_eq(c->line, msg_str(m, "line")) ||
		c->live.net_hour_gr != msg_int(m, "net_hour_gr"));
}

void
billclock_line_text(const struct billclock *c, char *dst, size_t size)
{
	char money[MONEY_TEXT_SIZE];

	money_format(money, sizeof(money), c->live.net_hour_gr);
	if (c->live.net_hour_gr > 0)
		snprintf(dst, size,
		    _("From now on the work is: %.60s, %s net per hour."),
		    c->line, money);
	else
		snprintf(dst, size,
		    _("From now on the work is: %.60s, only by a quote."),
		    c->line);
}

/* What the ticket costs by the hour: what the user is asked to consent to. */
static void
take_price(struct billclock *c, const struct msg *m)
{
	struct price *p = &c->price;

	memset(p, 0, sizeof(*p));
	(void)price_kind_parse(msg_str(m, "kind"), &p->kind);
	str_copy(p->name, sizeof(p->name), c->line);
	p->net_gr = c->live.net_hour_gr;
	p->minimum_s = c->live.minimum_s;
	p->quantum_s = c->live.quantum_s;
	p->vat_bp = c->live.vat_bp;
}

void
billclock_take(struct billclock *c, const struct msg *m, int64_t now_ms)
{
	struct bill_live *l = &c->live;

	c->known = true;
	c->tick.running = msg_bool(m, "running");
	str_copy(c->why, sizeof(c->why), msg_str(m, "why"));
	str_copy(c->line, sizeof(c->line), msg_str(m, "line"));
	str_copy(c->quote, sizeof(c->quote), msg_str(m, "quote"));
	l->worked_ms = msg_int(m, "worked_ms");
	l->line_ms = msg_int(m, "line_ms");
	l->net_hour_gr = msg_int(m, "net_hour_gr");
	l->minimum_s = msg_int(m, "minimum_s");
	l->quantum_s = msg_int(m, "quantum_s");
	l->vat_bp = (int)msg_int(m, "vat_bp");
	l->base_gr = msg_int(m, "base_gr");
	l->quoted = str_eq(c->quote, "accepted");
	l->cap_gr = msg_int(m, "cap_gr");
	l->fixed_gr = msg_int(m, "fixed_gr");
	(void)bill_rates_parse(l, msg_str(m, "rates"));
	c->tick.told_ms = now_ms;
	c->tick.held_ms = 0;
	take_price(c, m);
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

/* The text holds seconds of worked time, so it changes when one is full. */
int64_t
billclock_wait_ms(const struct billclock *c, int64_t now_ms)
{
	int64_t worked_ms = c->live.worked_ms +
	    bill_clock_extra_ms(&c->tick, now_ms);

	return billclock_runs(c, now_ms) ? 1000 - worked_ms % 1000 : -1;
}

void
billclock_stop(struct billclock *c, const char *why, int64_t now_ms)
{
	int64_t passed_ms = bill_clock_extra_ms(&c->tick, now_ms);

	c->tick.held = false;
	if (!c->tick.running)
		return;
	c->live.worked_ms += passed_ms;
	c->live.line_ms += passed_ms;
	c->tick.running = false;
	str_copy(c->why, sizeof(c->why), why);
}
