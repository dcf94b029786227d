/* A ticket in time: its events, the question before time is counted, and what
 * is due next. */
#include <string.h>

#include "console/desk/brain_door.h"
#include "console/desk/brain_effect.h"
#include "console/desk/brain_hold.h"
#include "console/desk/brain_idle.h"
#include "console/desk/brain_tell.h"
#include "console/desk/brain_visit.h"
#include "shared/base/clock.h"
#include "shared/base/log.h"
#include "shared/base/mem.h"

/* Before time is counted the agent is asked whether it is there; so long. */
#define ANSWER_MS 5000
#define SILENCES 3 /* that many unanswered questions end the visit */
/* Heard this recently it needs not be asked. */
#define FRESH_MS 1000
/* Something else than silence, for what technicians do. */
#define NEAR_MS 20000

/* When the client was heard last; now, if it is at most so long ago. */
static int64_t
beat(const struct brain_ticket *bt, int64_t now_ms, int64_t slack_ms)
{
	int64_t heard = bt->agent != NULL ? bt->agent->heard_ms : bt->heard_ms;

	if (bt->agent != NULL && now_ms - heard < slack_ms)
		return now_ms;
	return MIN_OF(heard, now_ms);
}

int64_t
brain_ticket_beat(const struct brain_ticket *bt, int64_t now_ms)
{
	return beat(bt, now_ms, NEAR_MS);
}

struct ticket_event
brain_ticket_event(const struct brain_ticket *bt, enum ticket_event_kind kind)
{
	struct ticket_event ev = ticket_next(
	    &bt->t, kind, clock_ms(), clock_utc_s());

	ev.beat_ms = brain_ticket_beat(bt, ev.at_ms);
	if (ticket_tells_lang(kind))
		ev.text2 = bt->lang;
	return ev;
}

bool
brain_ticket_step(
    struct brain_ticket *bt, const struct ticket_event *ev, struct err *err)
{
	struct ticket next = bt->t;
	struct ticket_effects effects;
	enum store_result result;

	if (bt->closing != NULL)
		return err_set(err, "%s", brain_hold_text(bt->brain));
	if (!ticket_step(&next, ev, &effects, err))
		return false;
	result = store_append(bt->brain->store, &next, ev, err);
	brain_flush_soon(bt->brain);
	if (result == STORE_FAILED) {
		log_error("ticket %lld: %s was not written: %s",
		    (long long)next.number, ticket_event_name(ev->kind),
		    err->text);
		return false;
	}
	if (result == STORE_KEPT && brain_hold_needs(ev->kind))
		brain_hold_begin(bt);
	brain_effect_count(bt, &next);
	bt->t = next;
	brain_door_note(bt, ev);
	/* what a person does is a sign of life */
	if (ev->actor[0] != '\0' && strcmp(ev->actor, "desk") != 0)
		brain_idle_reset(bt);
	log_info("ticket %lld: %s%s%s -> %s", (long long)next.number,
	    ticket_event_name(ev->kind), ev->actor[0] ? " by " : "", ev->actor,
	    ticket_state_name(next.state));
	brain_effect_do(bt, ev, &effects);
	return true;
}

bool
brain_ticket_do(struct brain_ticket *bt, enum ticket_event_kind kind,
    const char *actor, const char *text, struct err *err)
{
	struct ticket_event ev = brain_ticket_event(bt, kind);

	ev.actor = actor;
	ev.text = text;
	return brain_ticket_step(bt, &ev, err);
}

bool
brain_ticket_untouched(const struct brain_ticket *bt)
{
	return (bt->t.state == TICKET_WAITING ||
		   bt->t.state == TICKET_CLAIMED) &&
	    meter_total_ms(&bt->t.meter) == 0 && bt->t.quotes == 0;
}

/* --- time --- */

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
	if (bt->asked_ms != 0 && now_ms - bt->asked_ms >= ANSWER_MS)
		return false;
	if (bt->asked_ms == 0) {
		bt->asked_ms = now_ms;
		m = msg_put_int(msg_new(MSG_PING), "n", now_ms);
		brain_link_send(bt->agent, m);
	}
	loop_timer_set(bt->timer, ANSWER_MS);
	return true;
}

/* No answer is a no only of one who could have given it. True: he could not. */
static bool
cannot_answer(struct brain_ticket *bt)
{
	bool heard = bt->agent != NULL &&
	    (bt->asked_ms == 0 || bt->agent->heard_ms >= bt->asked_ms);

	if (bt->t.state == TICKET_QUOTED && !heard)
		ticket_away(&bt->t, true,
		    bt->agent != NULL ? bt->agent->heard_ms : bt->heard_ms);
	return bt->t.away_ms != 0;
}

/* One event; false when it failed: try again later. */
static bool
step_due(struct brain_ticket *bt, const struct ticket_event *ev)
{
	struct err err;

	if (brain_ticket_step(bt, ev, &err))
		return true;
	log_warn("ticket %lld: %s", (long long)bt->t.number, err.text);
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
	return bt->t.state == TICKET_WORKING && bt->asked_ms != 0 &&
	    (bt->agent == NULL || bt->agent->heard_ms < bt->asked_ms);
}

/* A client who pays for what is counted must not choose what is counted. */
static bool
stand_still(struct brain_ticket *bt, int64_t now_ms)
{
	struct ticket_event ev = brain_ticket_event(bt, TICKET_EV_PAUSED);

	ev.actor = "desk";
	ev.text = ticket_pause_name(TICKET_PAUSE_LINK);
	ev.beat_ms = beat(bt, now_ms, 0);
	bt->silent = step_due(bt, &ev);
	if (bt->silent && ++bt->silences >= SILENCES)
		brain_visit_silent(bt);
	return bt->silent;
}

void
brain_ticket_heard(struct brain_ticket *bt)
{
	struct err err;

	if (bt->agent != NULL && bt->t.away_ms != 0) {
		ticket_away(&bt->t, false, clock_ms());
		brain_ticket_look_soon(bt);
	}
	if (!bt->silent) {
		if (bt->asked_ms != 0)
			brain_ticket_look_soon(bt);
		return;
	}
	bt->silent = false;
	bt->asked_ms = 0;
	if (bt->t.state == TICKET_PAUSED && bt->t.pause == TICKET_PAUSE_LINK &&
	    !brain_ticket_do(bt, TICKET_EV_RESUMED, "desk", "", &err))
		log_warn("ticket %lld: %s", (long long)bt->t.number, err.text);
}

/* No visit goes on for ever; -1 = there is none. */
static int64_t
too_long_ms(const struct brain_ticket *bt)
{
	if (!bt->t.attached)
		return -1;
	return bt->visit_ms + bt->brain->config.limits.visit_s * 1000;
}

static void
arm(struct brain_ticket *bt, int64_t now_ms)
{
	const int64_t ahead[] = {ticket_deadline(&bt->t), gives_up_ms(bt),
	    too_long_ms(bt), brain_idle_deadline(bt), brain_door_deadline(bt)};
	int64_t next = -1;

	for (size_t i = 0; i < ARRAY_LEN(ahead); i++)
		if (ahead[i] >= 0 && (next < 0 || ahead[i] < next))
			next = ahead[i];
	if (next < 0)
		loop_timer_stop(bt->timer);
	else
		loop_timer_set(bt->timer, next - now_ms);
}

void
brain_ticket_rearm(struct brain_ticket *bt)
{
	if (!ticket_is_closed(&bt->t))
		arm(bt, clock_ms());
}

void
brain_ticket_due(struct brain_ticket *bt)
{
	int64_t now = clock_ms();
	int64_t gives_up = gives_up_ms(bt);
	struct ticket_event ev;
	struct err err;

	if (gives_up >= 0 && now >= gives_up) {
		if (!brain_ticket_do(bt, TICKET_EV_ABANDONED, "desk",
			"the client did not come back", &err))
			loop_timer_set(bt->timer, ANSWER_MS);
		return;
	}
	if (bt->t.attached && now >= too_long_ms(bt)) {
		brain_tell_warn(bt, "visit-end");
		brain_visit_end(bt, "the visit took too long");
		if (bt->t.attached) /* it was not written: try again */
			bt->visit_ms += ANSWER_MS;
	}
	brain_door_due(bt, now);
	brain_idle_due(bt, now);
	while (ticket_due(
	    &bt->t, now, beat(bt, now, FRESH_MS), clock_utc_s(), &ev)) {
		if ((bt->t.state == TICKET_WORKING ||
			ev.kind == TICKET_EV_ANSWERED) &&
		    ask_first(bt, now))
			return;
		if (ev.kind == TICKET_EV_ANSWERED && cannot_answer(bt))
			break;
		if (is_silent(bt) ? !stand_still(bt, now) : !step_due(bt, &ev))
			return;
	}
	bt->asked_ms = 0;
	brain_ticket_rearm(bt);
}
