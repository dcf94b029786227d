/*
 * A ticket in time. Its timer is set to 0 by whatever happens to it; the look
 * that follows does what is due and sets the timer to what is due next:
 *
 *   look: given up? -> closed
 *         visit too long, door, idle -> told, paused or ended
 *         an event of core due -> while time is counted:
 *             not heard lately -> asked, waits ANSWER_MS
 *                 heard -> the event | silent -> the clock stands
 *                                       SILENCES times -> the visit ends
 *         nothing more due -> asleep until the first deadline
 */
#include "console/desk/brain_due.h"

#include "console/desk/brain_address.h"
#include "console/desk/brain_door.h"
#include "console/desk/brain_idle.h"
#include "console/desk/brain_step.h"
#include "console/desk/brain_tell_ticket.h"
#include "console/desk/brain_visit.h"
#include "shared/base/clock.h"
#include "shared/base/log.h"
#include "shared/base/mem.h"
#include "shared/base/util.h"

/* Before time is counted the agent is asked whether it is there; so long. */
#define ANSWER_MS 5000
#define SILENCES 3 /* that many unanswered questions end the visit */
/* Heard this recently it needs not be asked. */
#define FRESH_MS 1000

struct brain_due {
	int64_t asked_ms; /* pinged before time is counted; 0 = not */
	bool silent; /* no answer: the clock stands until there is one */
	int silences; /* since the last claim */
};

void
brain_due_new(struct brain_ticket *bt)
{
	bt->due = mem_alloc(sizeof(*bt->due));
}

bool
brain_due_is_silent(const struct brain_ticket *bt)
{
	return bt->due->silent;
}

void
brain_due_claimed(struct brain_ticket *bt)
{
	bt->due->silences = 0;
}

void
brain_due_lost(struct brain_ticket *bt)
{
	bt->due->asked_ms = 0;
	bt->due->silent = false;
}

/* A client whose link was lost keeps his place so long; -1 = he is there, or
 * the technician decides about the work that was done. */
static int64_t
gives_up_ms(const struct brain_ticket *bt)
{
	if (bt->agent != NULL || !brain_ticket_untouched(bt))
		return -1;
	return bt->lost_ms + bt->brain->config.limits.resume_s * 1000;
}

/* Time is counted up to a sign of life. True: it was asked for one now. */
static bool
ask_first(struct brain_ticket *bt, int64_t now_ms)
{
	struct msg *m;

	if (bt->agent == NULL || now_ms - bt->agent->heard_ms < FRESH_MS)
		return false;
	if (bt->due->asked_ms != 0 && now_ms - bt->due->asked_ms >= ANSWER_MS)
		return false;
	if (bt->due->asked_ms == 0) {
		bt->due->asked_ms = now_ms;
		m = msg_put_int(msg_new(MSG_PING), "n", now_ms);
		brain_link_send(bt->agent, m);
		if (bt->t.state == TICKET_WORKING)
			brain_tell_clock_ahead(bt);
	}
	loop_timer_set(bt->timer, ANSWER_MS);
	return true;
}

/* No answer is a no only of one who could have given it. True: he could not. */
static bool
cannot_answer(struct brain_ticket *bt)
{
	bool heard = bt->agent != NULL &&
	    (bt->due->asked_ms == 0 ||
		bt->agent->heard_ms >= bt->due->asked_ms);

	if (bt->t.state == TICKET_QUOTED && !heard)
		ticket_away(&bt->t, true,
		    bt->agent != NULL ? bt->agent->heard_ms : bt->heard_ms);
	return bt->t.away_ms != 0;
}

/* One event; false when it failed: try again later. */
static bool
step_due(struct brain_ticket *bt, const struct ticket_event *ev)
{
	if (brain_step(bt, ev, NULL))
		return true;
	loop_timer_set(bt->timer, ANSWER_MS);
	return false;
}

/*
 * The client does not answer: work stops being counted, and both sides are told
 * so at once. Bytes in the tunnel are no sign of his life: they may be the
 * technician's, and what is owed must not hang on what a client chooses to
 * answer.
 */
static bool
is_silent(const struct brain_ticket *bt)
{
	return bt->t.state == TICKET_WORKING && bt->due->asked_ms != 0 &&
	    (bt->agent == NULL || bt->agent->heard_ms < bt->due->asked_ms);
}

/* A client who pays for what is counted must not choose what is counted. */
static bool
stand_still(struct brain_ticket *bt, int64_t now_ms)
{
	struct ticket_event ev = brain_ticket_event(bt, TICKET_EV_PAUSED);

	ev.actor = "desk";
	ev.text = ticket_pause_name(TICKET_PAUSE_LINK);
	ev.beat_ms = brain_ticket_heard(bt, now_ms, 0);
	bt->due->silent = step_due(bt, &ev);
	if (bt->due->silent && ++bt->due->silences >= SILENCES)
		brain_visit_silent(bt);
	return bt->due->silent;
}

void
brain_due_heard(struct brain_ticket *bt)
{
	if (bt->agent != NULL && bt->t.away_ms != 0) {
		ticket_away(&bt->t, false, clock_ms());
		brain_ticket_look_soon(bt);
	}
	if (!bt->due->silent) {
		if (bt->due->asked_ms != 0)
			brain_ticket_look_soon(bt);
		return;
	}
	bt->due->silent = false;
	bt->due->asked_ms = 0;
	if (bt->t.state == TICKET_PAUSED && bt->t.pause == TICKET_PAUSE_LINK)
		(void)brain_step_do(bt, TICKET_EV_RESUMED, "desk", "", NULL);
}

static void
arm(struct brain_ticket *bt, int64_t now_ms)
{
	const int64_t ahead[] = {ticket_deadline(&bt->t), gives_up_ms(bt),
	    brain_visit_deadline(bt), brain_idle_deadline(bt),
	    brain_door_deadline(bt)};
	int64_t next = -1;

	for (size_t i = 0; i < ARRAY_LEN(ahead); i++)
		if (ahead[i] >= 0 && (next < 0 || ahead[i] < next))
			next = ahead[i];
	if (next < 0)
		loop_timer_stop(bt->timer);
	else
		loop_timer_set(bt->timer, next - now_ms);
}

/* The claim is over, at once or because he has had all his times. */
static bool
release(struct brain_ticket *bt)
{
	struct ticket_event ev = brain_ticket_event(bt, TICKET_EV_RELEASED);

	ev.actor = "desk";
	ev.text2 = TICKET_NO_VISIT;
	return brain_step(bt, &ev, NULL);
}

/* Ends the visit, or the claim, when its time is over. */
static void
door_due(struct brain_ticket *bt, int64_t now_ms)
{
	int64_t at = brain_door_deadline(bt);
	enum brain_door_kind kind = bt->door->kind;
	struct brain_door_hand *h = bt->door->now;
	bool over;

	if (at < 0 || now_ms < at)
		return;
	log_warn("ticket %lld: %s %s", (long long)bt->t.number,
	    bt->t.technician,
	    kind == BRAIN_DOOR_VISIT ? "was not let in in time"
				     : "has claimed it and does not come");
	brain_tell_warn(
	    bt, kind == BRAIN_DOOR_VISIT ? WARN_NOT_LET_IN : WARN_NO_VISIT);
	if (kind == BRAIN_DOOR_VISIT)
		brain_visit_end(bt, TICKET_NOT_LET_IN);
	over = kind == BRAIN_DOOR_VISIT ? !bt->t.attached : release(bt);
	if (!over) {
		h->spent_ms[kind] -= ANSWER_MS;
		return;
	}
	h->spent_ms[kind] = 0;
	h->times++;
	if (brain_door_is_shut(
		bt, h->technician)) /* the client is for others now */
		loop_timer_set(bt->hold, 0);
}

static void
idle_due(struct brain_ticket *bt, int64_t now_ms)
{
	switch (brain_idle_due(bt, now_ms)) {
	case BRAIN_IDLE_NONE:
		break;
	case BRAIN_IDLE_ASK:
		brain_tell_warn(bt, WARN_IDLE);
		break;
	case BRAIN_IDLE_PAUSE:
		if (brain_step_do(bt, TICKET_EV_PAUSED, "desk",
			ticket_pause_name(TICKET_PAUSE_IDLE), NULL))
			brain_tell_warn(bt, WARN_IDLE_PAUSE);
		else
			brain_idle_again(bt);
		break;
	case BRAIN_IDLE_END:
		brain_tell_warn(bt, WARN_IDLE_END);
		brain_visit_end(
		    bt, "nothing was typed or printed for too long");
		if (bt->t.attached)
			brain_idle_again(bt);
		break;
	}
}

void
brain_due_active(struct brain_link *l, const struct msg *m)
{
	struct brain_ticket *bt = l->ticket;

	if (bt == NULL || bt->visit != msg_int(m, "visit"))
		return;
	brain_idle_over(bt);
	/* a program that writes is work, but it does not begin it anew */
	if (bt->t.state == TICKET_PAUSED && bt->t.pause == TICKET_PAUSE_IDLE &&
	    !msg_bool(m, "output") && brain_ticket_spend(bt))
		(void)brain_step_do(bt, TICKET_EV_RESUMED, "client", "", NULL);
	brain_ticket_look_soon(bt);
}

void
brain_due_look(struct brain_ticket *bt)
{
	int64_t now = clock_ms();
	int64_t gives_up = gives_up_ms(bt);
	struct ticket_event ev;
	struct err err = {0};

	if (gives_up >= 0 && now >= gives_up) {
		if (!brain_step_do(bt, TICKET_EV_ABANDONED, "desk",
			"the client did not come back", &err))
			loop_timer_set(bt->timer, ANSWER_MS);
		return;
	}
	if (bt->t.attached && now >= brain_visit_deadline(bt)) {
		brain_tell_warn(bt, WARN_VISIT_END);
		brain_visit_end(bt, "the visit took too long");
		if (bt->t.attached) /* it was not written: try again */
			brain_visit_prolong(bt, ANSWER_MS);
	}
	door_due(bt, now);
	idle_due(bt, now);
	while (ticket_due(&bt->t, now, brain_ticket_heard(bt, now, FRESH_MS),
	    clock_utc_s(), &ev)) {
		if ((bt->t.state == TICKET_WORKING ||
			ev.kind == TICKET_EV_ANSWERED) &&
		    ask_first(bt, now))
			return;
		if (ev.kind == TICKET_EV_ANSWERED && cannot_answer(bt))
			break;
		if (is_silent(bt) ? !stand_still(bt, now) : !step_due(bt, &ev))
			return;
	}
	bt->due->asked_ms = 0;
	if (!ticket_is_closed(&bt->t))
		arm(bt, clock_ms());
}
