#include "console/desk/brain_effect.h"

#include "console/desk/brain_address.h"
#include "console/desk/brain_hold.h"
#include "console/desk/brain_place.h"
#include "console/desk/brain_receipt.h"
#include "console/desk/brain_tell.h"
#include "console/desk/brain_tell_ticket.h"
#include "console/desk/brain_tunnel.h"
#include "console/desk/farewell.h"
#include "shared/base/clock.h"
#include "shared/base/log.h"
#include "shared/base/str.h"

#define TOLD_MS 1000

void
brain_effect_count(const struct brain_ticket *bt, const struct ticket *next)
{
	struct roster *r = bt->brain->roster;
	const char *now = ticket_is_closed(next) ? "" : next->technician;
	struct roster_person *p;

	if (str_eq(bt->t.technician, now))
		return;
	p = roster_by_name(r, bt->t.technician);
	if (p != NULL && p->tickets > 0)
		p->tickets--;
	p = roster_by_name(r, now);
	if (p != NULL)
		p->tickets++;
}

/* A tick changes nothing but the time, which was told with the question that
 * the agent has just answered. */
static bool
is_told(const struct brain_ticket *bt, const struct ticket_event *ev)
{
	return ev->kind == TICKET_EV_TICK && clock_ms() - bt->told_ms < TOLD_MS;
}

static void
warn(struct brain_ticket *bt, const struct ticket_event *ev)
{
	enum warn code = WARN_HOUR;

	if (ev->kind == TICKET_EV_WARNED)
		code = ev->seconds == TICKET_WARN1_MS / 1000 ? WARN_50MIN
							     : WARN_58MIN;
	brain_tell_warn(bt, code);
}

static void
alarm_row(struct brain_ticket *bt)
{
	log_warn("ticket %lld: wrong check codes", (long long)bt->t.number);
	store_alarm(
	    bt->brain->store, bt->t.number, clock_utc_s(), "wrong check codes");
}

static void
tell_ended(struct brain_ticket *bt, const struct ticket_event *ev)
{
	struct msg *m = farewell_message(
	    &bt->t, ev->kind == TICKET_EV_ENDED, ev->text);
	struct msg *gone;

	farewell_note(bt, m);
	brain_tell_both(bt, m);
	brain_receipt_make(bt);
	gone = msg_new(MSG_GONE);
	msg_put_int(gone, "ticket", bt->t.number);
	msg_put_word(gone, "why", (int)bt->t.state - TICKET_SOLVED);
	brain_tell_techs(bt->brain, gone);
	if (bt->agent != NULL)
		bt->agent->peer.stage = MSG_QUEUE | MSG_VISIT | MSG_OVER;
}

/* The agent had been told that somebody comes. */
static void
tell_released(struct brain_ticket *bt)
{
	struct msg *m;

	if (bt->t.state != TICKET_WAITING || bt->visit == 0)
		return;
	bt->visit = 0;
	m = msg_about(MSG_RELEASED, bt->t.number);
	brain_tell_agent(bt, m);
}

static void
changed(struct brain_ticket *bt)
{
	tell_released(bt);
	if (!ticket_is_closed(&bt->t))
		brain_tell_row(bt);
	brain_place_changed(bt->brain);
	brain_tell_technicians(bt->brain);
}

static void
perform(struct brain_ticket *bt, const struct ticket_event *ev,
    enum ticket_effect effect)
{
	switch (effect) {
	case TICKET_DO_QUEUE:
		changed(bt);
		break;
	case TICKET_DO_NOTIFY:
		if (!ticket_is_closed(&bt->t) && !is_told(bt, ev))
			brain_tell_clock(bt);
		break;
	case TICKET_DO_WARN:
		warn(bt, ev);
		break;
	case TICKET_DO_ALARM:
		alarm_row(bt);
		break;
	case TICKET_DO_END_VISIT:
		brain_tunnel_cut(bt);
		break;
	case TICKET_DO_QUOTE:
		brain_tell_quote(bt);
		break;
	case TICKET_DO_RATE:
		brain_tell_rate(bt);
		break;
	case TICKET_DO_RATED:
		brain_tell_rated(bt, ev);
		break;
	case TICKET_DO_CLAIMED:
		bt->visit = 0;
		brain_tunnel_announce(bt, NULL);
		break;
	case TICKET_DO_CONSENTED:
		brain_tell_consented(bt, ev->yes, bt->no_why);
		break;
	case TICKET_DO_ANSWERED:
		brain_tell_answered(bt, ev);
		break;
	case TICKET_DO_WITHDRAWN:
		brain_tell_withdrawn(bt);
		break;
	case TICKET_DO_BILL:
		tell_ended(bt, ev);
		break;
	case TICKET_DO_JOURNAL: /* done before anything else */
	case TICKET_EFFECTS:
		break;
	}
}

void
brain_effect_do(struct brain_ticket *bt, const struct ticket_event *ev,
    const struct ticket_effects *effects)
{
	if (bt->unwritten && ticket_is_closed(&bt->t)) {
		brain_hold_close(bt, ev, effects);
		return;
	}
	for (int i = 0; i < effects->n; i++)
		perform(bt, ev, effects->list[i]);
	if (ticket_is_closed(&bt->t)) {
		brain_tunnel_cut(bt);
		brain_ticket_retire(bt);
	} else {
		brain_ticket_look_soon(bt);
	}
}
