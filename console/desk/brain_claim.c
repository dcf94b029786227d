#include "console/desk/brain_claim.h"

#include "console/desk/brain_door.h"
#include "console/desk/brain_hold.h"
#include "console/desk/brain_step.h"
#include "console/desk/brain_tell.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"

void
brain_claim_answer(
    struct brain_link *l, const struct msg *m, bool ok, const struct err *err)
{
	struct msg *done;

	if (!ok) {
		brain_link_refuse(
		    l, m, REFUSED_BAD, msg_int(m, "ticket"), err->text);
		return;
	}
	done = msg_new(MSG_DONE);
	msg_put_str(done, "what", msg_name(m));
	msg_put_int(done, "ticket", msg_int(m, "ticket"));
	brain_link_send(l, done);
}

void
brain_claim_step(struct brain_link *l, const struct msg *m,
    struct brain_ticket *bt, enum ticket_event_kind kind, const char *text)
{
	struct err err = {0};

	if (bt != NULL)
		brain_claim_answer(l, m,
		    brain_step_do(bt, kind, l->person->name, text, &err), &err);
}

struct brain_ticket *
brain_claim_find(struct brain_link *l, const struct msg *m)
{
	int64_t number = msg_int(m, "ticket");
	struct brain_ticket *bt = brain_ticket_find(l->brain, number);

	if (bt == NULL)
		brain_link_refuse(l, m, REFUSED_GONE, number,
		    _("the ticket is closed, or there is none such"));
	if (bt == NULL || bt->closing == NULL)
		return bt;
	brain_link_refuse(
	    l, m, REFUSED_WRITING, number, brain_hold_text(l->brain));
	return NULL;
}

void
brain_claim_tell_taken(
    struct brain_link *l, const struct msg *m, const struct brain_ticket *bt)
{
	struct msg *taken = msg_new(MSG_TAKEN);

	msg_put_int(taken, "ticket", bt->t.number);
	msg_put_str(taken, "by", bt->t.technician);
	brain_link_put_order(taken, m);
	brain_link_send(l, taken);
}

struct brain_ticket *
brain_claim_own(struct brain_link *l, const struct msg *m)
{
	struct brain_ticket *bt = brain_claim_find(l, m);

	if (bt == NULL || str_eq(bt->t.technician, l->person->name))
		return bt;
	if (bt->t.technician[0] != '\0')
		brain_claim_tell_taken(l, m, bt);
	else
		brain_link_refuse(l, m, REFUSED_NOT_YOURS, bt->t.number,
		    _("pick the client first"));
	return NULL;
}

bool
brain_claim_is_here(const struct brain *b, const char *name)
{
	const struct brain_link *l;

	for (l = b->links; l != NULL; l = l->next)
		if (l->here && str_eq(l->person->name, name))
			return true;
	return false;
}

void
brain_claim_comes(struct brain_link *l)
{
	struct brain_ticket *bt = l->brain->tickets;

	if (l->here)
		return;
	l->here = true;
	if (l->person->links++ == 0)
		l->person->said = PRESENCE_FREE;
	for (; bt != NULL; bt = bt->next)
		if (str_eq(bt->t.technician, l->person->name))
			loop_timer_stop(bt->hold);
	brain_tell_technicians(l->brain);
}

bool
brain_claim_take(
    struct brain_link *l, const struct msg *m, struct brain_ticket *bt)
{
	struct err err = {0};

	if (brain_door_is_shut(bt, l->person->name)) {
		brain_link_refuse(l, m, REFUSED_NOT_LET_IN, bt->t.number,
		    _("you kept this client in vain too often: he is a "
		      "colleague's to pick, or end the ticket"));
		return false;
	}
	if (str_eq(bt->t.technician, l->person->name))
		return true;
	if (bt->t.technician[0] != '\0') {
		brain_claim_tell_taken(l, m, bt);
		return false;
	}
	if (bt->agent == NULL) {
		brain_link_refuse(l, m, REFUSED_OFFLINE, bt->t.number,
		    _("the client's link is lost; the place is kept, try "
		      "again when it is back"));
		return false;
	}
	if (!brain_step_do(bt, TICKET_EV_CLAIMED, l->person->name, "", &err)) {
		brain_link_refuse(l, m, REFUSED_BAD, bt->t.number, err.text);
		return false;
	}
	return true;
}
