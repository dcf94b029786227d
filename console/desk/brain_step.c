#include "console/desk/brain_step.h"

#include "console/desk/brain_door.h"
#include "console/desk/brain_effect.h"
#include "console/desk/brain_flush.h"
#include "console/desk/brain_hold.h"
#include "console/desk/brain_idle.h"
#include "shared/base/log.h"
#include "shared/base/str.h"

static bool
step(struct brain_ticket *bt, const struct ticket_event *ev, struct err *err)
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
		brain_flush_waits(bt);
	brain_effect_count(bt, &next);
	bt->t = next;
	brain_door_note(bt, ev);
	/* what a person does is a sign of life */
	if (ev->actor[0] != '\0' && !str_eq(ev->actor, "desk"))
		brain_idle_over(bt);
	log_line(ev->kind == TICKET_EV_TICK ? LOG_DEBUG : LOG_INFO,
	    "ticket %lld: %s%s%s -> %s", (long long)next.number,
	    ticket_event_name(ev->kind), ev->actor[0] ? " by " : "", ev->actor,
	    ticket_state_name(next.state));
	brain_effect_do(bt, ev, &effects);
	return true;
}

bool
brain_step(
    struct brain_ticket *bt, const struct ticket_event *ev, struct err *err)
{
	struct err why = {0};

	if (step(bt, ev, err != NULL ? err : &why))
		return true;
	if (err == NULL)
		log_warn("ticket %lld: %s", (long long)bt->t.number, why.text);
	return false;
}

bool
brain_step_do(struct brain_ticket *bt, enum ticket_event_kind kind,
    const char *actor, const char *text, struct err *err)
{
	struct ticket_event ev = brain_ticket_event(bt, kind);

	ev.actor = actor;
	ev.text = text;
	return brain_step(bt, &ev, err);
}
