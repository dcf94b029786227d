#include "console/desk/brain_idle.h"
#include "console/desk/brain_address.h"
#include "console/desk/brain_step.h"
#include "console/desk/brain_visit.h"

/* What could not be written is tried again after so long. */
#define AGAIN_MS 5000

/* How long nothing may happen before the next step; it is asked and paused only
 * while time costs something. */
static int64_t
patience_s(const struct brain_ticket *bt)
{
	const struct limits *l = &bt->brain->config.limits;

	if (bt->t.state != TICKET_WORKING)
		return l->idle_end_s;
	return bt->idle_asked ? l->idle_pause_s : l->idle_ask_s;
}

int64_t
brain_idle_deadline(const struct brain_ticket *bt)
{
	if (!bt->t.attached || !bt->t.consent)
		return -1;
	return bt->active_ms + patience_s(bt) * 1000;
}

static void
pause_idle(struct brain_ticket *bt)
{
	if (brain_step_do(bt, TICKET_EV_PAUSED, "desk",
		ticket_pause_name(TICKET_PAUSE_IDLE), NULL))
		brain_tell_warn(bt, WARN_IDLE_PAUSE);
	else
		bt->active_ms += AGAIN_MS;
}

void
brain_idle_due(struct brain_ticket *bt, int64_t now_ms)
{
	int64_t at = brain_idle_deadline(bt);

	if (at < 0 || now_ms < at)
		return;
	if (bt->t.state != TICKET_WORKING) {
		brain_tell_warn(bt, WARN_IDLE_END);
		brain_visit_end(
		    bt, "nothing was typed or printed for too long");
		if (bt->t.attached)
			bt->active_ms += AGAIN_MS;
	} else if (bt->idle_asked) {
		pause_idle(bt);
	} else {
		bt->idle_asked = true;
		brain_tell_warn(bt, WARN_IDLE);
	}
}

void
brain_idle_active(struct brain_link *l, const struct msg *m)
{
	struct brain_ticket *bt = l->ticket;

	if (bt == NULL || bt->visit != msg_int(m, "visit"))
		return;
	brain_ticket_active(bt);
	/* a program that writes is work, but it does not begin it anew */
	if (bt->t.state == TICKET_PAUSED && bt->t.pause == TICKET_PAUSE_IDLE &&
	    !msg_bool(m, "output") && brain_ticket_spend(bt))
		(void)brain_step_do(bt, TICKET_EV_RESUMED, "client", "", NULL);
	brain_ticket_look_soon(bt);
}
