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

static void
tell_asked(struct brain_link *l, const struct brain_ticket *bt)
{
	struct msg *m = msg_new(MSG_DONE);

	msg_put_word(m, "what", DONE_KIND_ASKED);
	brain_link_send(l, msg_put_int(m, "ticket", bt->t.number));
}

void
brain_rate_kind(struct brain_link *l, const struct msg *m)
{
	struct brain_ticket *bt = brain_claim_own(l, m);
	enum price_kind kind = (enum price_kind)msg_word(m, "kind");
	struct err err = {0};
	bool asks, ok;

	if (bt == NULL)
		return;
	asks = ticket_kind_asks(&bt->t, kind);
	ok = asks ? ask(bt, l->person->name, kind, &err)
		  : change(bt, l->person->name, kind, &err);
	if (ok && asks)
		tell_asked(l, bt);
	else
		brain_claim_answer(l, m, ok, &err);
}

void
brain_rate_undo(struct brain_link *l, const struct msg *m)
{
	brain_claim_step(
	    l, m, brain_claim_own(l, m), TICKET_EV_KIND_UNDONE, "");
}

/* --- its end --- */

void
brain_rate_withdraw(struct brain_link *l, const struct msg *m)
{
	struct brain_ticket *bt = brain_claim_own(l, m);

	if (bt != NULL)
		brain_claim_step(l, m, bt,
		    bt->t.rate.number != 0 ? TICKET_EV_KIND_WITHDRAWN
					   : TICKET_EV_WITHDRAWN,
		    "");
}

void
brain_rate_answer(struct brain_link *l, const struct msg *m)
{
	const struct brain_ticket *bt = l->ticket;

	if (bt == NULL)
		return;
	if (bt->t.rate.number == 0 ||
	    bt->t.rate.number != msg_int(m, "question"))
		brain_link_refuse(l, m, REFUSED_LATE, bt->t.number,
		    _("that question was taken back or replaced"));
	else
		brain_answer_take(
		    l, m, TICKET_EV_KIND_ANSWERED, 0, rate_answer_text);
}
