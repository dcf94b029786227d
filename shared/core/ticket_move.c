/* What the handlers of events do with a ticket: see ticket_apply.h. */
#include "shared/core/ticket_apply.h"

#include <string.h>

#include "shared/base/i18n.h"
#include "shared/base/util.h"

void
ticket_add_effect(struct ticket_effects *out, enum ticket_effect what)
{
	if (out == NULL)
		return;
	for (int i = 0; i < out->n; i++) {
		if (out->list[i] == what)
			return;
	}
	out->list[out->n++] = what;
}

bool
ticket_told(struct ticket_effects *out)
{
	ticket_add_effect(out, TICKET_DO_QUEUE);
	ticket_add_effect(out, TICKET_DO_NOTIFY);
	return true;
}

static int64_t
limit_ms(const struct ticket *t)
{
	return t->has_accepted ? 0 : TICKET_HOUR_MS;
}

void
ticket_stop(struct ticket *t, const struct ticket_event *ev)
{
	meter_stop(&t->meter, ev->beat_ms, limit_ms(t));
}

void
ticket_count(struct ticket *t, const struct ticket_event *ev)
{
	meter_count(&t->meter, ev->beat_ms, limit_ms(t));
	t->tick_ms = ev->at_ms;
}

enum ticket_pause
ticket_obstacle(const struct ticket *t)
{
	if (!t->attached || !t->consent)
		return TICKET_PAUSE_LINK;
	if (t->has_accepted)
		return TICKET_PAUSE_NONE;
	if (price_needs_quote(ticket_price(t)))
		return TICKET_PAUSE_QUOTE;
	if (meter_total_ms(&t->meter) >= TICKET_HOUR_MS)
		return TICKET_PAUSE_HOUR;
	return TICKET_PAUSE_NONE;
}

void
ticket_run(
    struct ticket *t, const struct ticket_event *ev, struct ticket_effects *out)
{
	t->pause = ticket_obstacle(t);
	t->state = TICKET_PAUSED;
	if (t->pause == TICKET_PAUSE_HOUR)
		ticket_add_effect(out, TICKET_DO_WARN);
	if (t->pause != TICKET_PAUSE_NONE)
		return;
	t->state = TICKET_WORKING;
	t->tick_ms = ev->at_ms;
	meter_start(&t->meter, t->kind, ev->at_ms);
}

void
ticket_unask(struct ticket *t, struct ticket_effects *out)
{
	if (t->rate.number == 0)
		return;
	memset(&t->rate, 0, sizeof(t->rate));
	ticket_add_effect(out, TICKET_DO_RATED);
}

void
ticket_leave(
    struct ticket *t, const struct ticket_event *ev, struct ticket_effects *out)
{
	ticket_unask(t, out);
	if (!t->attached)
		return;
	t->attached = false;
	t->detach_ms = ev->at_ms;
	ticket_add_effect(out, TICKET_DO_END_VISIT);
}

bool
ticket_finish(struct ticket *t, const struct ticket_event *ev,
    enum ticket_state state, struct ticket_effects *out)
{
	ticket_stop(t, ev);
	t->state = state;
	t->pause = TICKET_PAUSE_NONE;
	t->has_pending = false;
	/* journals of before: the wall clock may have been set back */
	t->closed_utc_s = MAX_OF(ev->at_utc_s, t->opened_utc_s);
	ticket_leave(t, ev, out);
	ticket_add_effect(out, TICKET_DO_BILL);
	return ticket_told(out);
}

bool
ticket_need_visit(const struct ticket *t, struct err *err)
{
	return t->attached || err_set(err, _("nobody is with the client now"));
}

bool
ticket_need_consent(const struct ticket *t, struct err *err)
{
	return ticket_need_visit(t, err) &&
	    (t->consent ||
		err_set(err,
		    _("the client has not let the technician "
		      "in, or the link is lost")));
}

bool
ticket_need_line(
    const struct ticket *t, const struct ticket_event *ev, struct err *err)
{
	return (ev->line >= 0 && t->line[ev->line].name[0] != '\0') ||
	    err_set(err, _("there is no price for this kind of work"));
}
