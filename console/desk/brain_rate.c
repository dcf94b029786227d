#include "console/desk/brain_rate.h"

#include "console/desk/brain_answer.h"
#include "console/desk/brain_claim.h"
#include "console/desk/brain_quote.h"
#include "console/desk/brain_step.h"
#include "shared/base/i18n.h"

/* --- asking --- */

static bool
ask(struct brain_ticket *bt, const char *technician, enum price_kind kind,
    struct err *err)
{
	struct ticket_event ev = brain_ticket_event(bt, TICKET_EV_KIND_ASKED);
	char hash[QUOTE_HASH_SIZE];
	struct rate r;

	ticket_rate(&bt->t, kind, technician, &r);
	ticket_rate_event(&ev, &r, hash);
	ev.line = (int)kind;
	return brain_step(bt, &ev, err);
}

static bool
change(struct brain_ticket *bt, const char *technician, enum price_kind kind,
    struct err *err)
{
	struct ticket_event ev = brain_ticket_event(bt, TICKET_EV_KIND);

	ev.actor = technician;
	ev.line = (int)kind;
	return brain_step(bt, &ev, err);
}

void
brain_rate_kind(struct brain_link *l, const struct msg *m)
{
	struct brain_ticket *bt = brain_claim_own(l, m);
	int64_t number = msg_int(m, "ticket");
	enum price_kind kind = (enum price_kind)msg_word(m, "kind");
	struct err err = {0};
	bool asks, ok;

	if (bt == NULL)
		return;
	asks = ticket_kind_asks(&bt->t, kind);
	ok = asks ? ask(bt, l->person->name, kind, &err)
		  : change(bt, l->person->name, kind, &err);
	brain_claim_answer(
	    l, ok, asks ? DONE_KIND_ASKED : DONE_KIND, number, &err);
}

void
brain_rate_undo(struct brain_link *l, const struct msg *m)
{
	struct brain_ticket *bt = brain_claim_own(l, m);
	struct err err = {0};
	bool ok;

	if (bt == NULL)
		return;
	ok = brain_step_do(
	    bt, TICKET_EV_KIND_UNDONE, l->person->name, "", &err);
	brain_claim_answer(l, ok, DONE_UNDO, msg_int(m, "ticket"), &err);
}

/* --- its end --- */

void
brain_rate_withdraw(struct brain_link *l, const struct msg *m)
{
	struct brain_ticket *bt;
	struct err err = {0};
	bool ok;

	bt = brain_ticket_find(l->brain, msg_int(m, "ticket"));
	if (bt == NULL || bt->t.rate.number == 0) {
		brain_quote_withdraw(l, m);
		return;
	}
	bt = brain_claim_own(l, m);
	if (bt == NULL)
		return;
	ok = brain_step_do(
	    bt, TICKET_EV_KIND_WITHDRAWN, l->person->name, "", &err);
	brain_claim_answer(l, ok, DONE_WITHDRAW, msg_int(m, "ticket"), &err);
}

void
brain_rate_answer(struct brain_link *l, const struct msg *m)
{
	const struct brain_ticket *bt = l->ticket;

	if (bt == NULL)
		return;
	if (bt->t.rate.number == 0 ||
	    bt->t.rate.number != msg_int(m, "question"))
		brain_link_refuse(l, REFUSED_LATE, bt->t.number,
		    _("that question was taken back or replaced"));
	else
		brain_answer_take(
		    l, m, TICKET_EV_KIND_ANSWERED, 0, rate_answer_text);
}
