/* The running bill, counted on between two messages of the desk. */
#include <stdio.h>
#include <string.h>

#include "agent/app.h"
#include "agent/visit.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/core/money.h"

/* Another price from now on: seen and heard. */
static void
tell_line(struct app *a, const struct msg *m)
{
	int64_t net_gr = msg_int(m, "net_hour_gr");
	char money[MONEY_TEXT_SIZE], text[APP_TEXT];

	if (!a->clock.known ||
	    (str_eq(a->clock.line, msg_str(m, "line")) &&
		a->clock.live.net_hour_gr == net_gr))
		return;
	money_format(money, sizeof(money), net_gr);
	if (net_gr > 0)
		snprintf(text, sizeof(text),
		    _("From now on the work is: %.60s, %s net per hour."),
		    msg_str(m, "line"), money);
	else
		snprintf(text, sizeof(text),
		    _("From now on the work is: %.60s, only by a quote."),
		    msg_str(m, "line"));
	app_notice(a, text);
	visit_alert(a);
}

/* What the ticket costs by the hour: what the user is asked to consent to. */
static void
take_price(struct app_clock *c, const struct msg *m)
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
clock_message(struct app *a, const struct msg *m)
{
	struct app_clock *c = &a->clock;
	struct bill_live *l = &c->live;

	tell_line(a, m);
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
	c->tick.told_ms = clock_ms();
	c->tick.held_ms = 0;
	take_price(c, m);
	if (!str_eq(c->quote, "pending"))
		visit_quote_gone(a);
	clock_arm(a);
	app_redraw(a);
}

static int64_t
extra_ms(const struct app_clock *c)
{
	return bill_clock_extra_ms(&c->tick, clock_ms());
}

bool
clock_runs(const struct app *a)
{
	const struct app_clock *c = &a->clock;

	return c->known && bill_clock_runs(&c->tick, clock_ms());
}

void
clock_now(const struct app *a, struct bill_now *out)
{
	memset(out, 0, sizeof(*out));
	if (a->clock.known)
		bill_live_now(&a->clock.live, extra_ms(&a->clock), out);
}

/* The text holds seconds of worked time, so it changes when one is full. */
void
clock_arm(struct app *a)
{
	const struct app_clock *c = &a->clock;
	int64_t worked_ms = c->live.worked_ms + extra_ms(c);

	if (clock_runs(a) && a->view == &view_share)
		loop_timer_set(a->clock_timer, 1000 - worked_ms % 1000);
	else
		loop_timer_stop(a->clock_timer);
}

void
clock_hold(struct app *a, bool holds)
{
	bill_clock_hold(&a->clock.tick, holds, clock_ms());
	clock_arm(a);
	app_redraw(a);
}

void
clock_stop(struct app *a, const char *why)
{
	struct app_clock *c = &a->clock;
	int64_t passed_ms = extra_ms(c);

	c->tick.held = false;
	if (!c->tick.running)
		return;
	c->live.worked_ms += passed_ms;
	c->live.line_ms += passed_ms;
	c->tick.running = false;
	str_copy(c->why, sizeof(c->why), why);
	clock_arm(a);
}
