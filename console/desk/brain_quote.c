#include "console/desk/brain_quote.h"

#include "console/desk/brain_answer.h"
#include "console/desk/brain_claim.h"
#include "console/desk/brain_step.h"
#include "shared/base/i18n.h"

/* --- offering --- */

static bool
read_offer(const struct brain_ticket *bt, const struct msg *m,
    struct ticket_offer *o, struct err *err)
{
	bool hours = msg_word(m, "kind") == BASIS_HOURS;

	*o = (struct ticket_offer){.kind = bt->t.kind,
	    .hours = hours ? (int)msg_int(m, "hours") : 0,
	    .net_gr = hours ? 0 : msg_int(m, "net_gr"),
	    .replaces = msg_bool(m, "replaces"),
	    .text = msg_str(m, "text")};
	return !hours || o->hours > 0 ||
	    err_set(err, _("an estimate is 1 to %d hours"), QUOTE_HOURS_MAX);
}

static bool
offer(struct brain_ticket *bt, const char *technician, const struct msg *m,
    struct err *err)
{
	struct ticket_event ev = brain_ticket_event(bt, TICKET_EV_QUOTED);
	char hash[QUOTE_HASH_SIZE];
	struct ticket_offer o;
	struct quote q;

	if (!read_offer(bt, m, &o, err) ||
	    !ticket_quote(&bt->t, &o, ev.beat_ms, &q, err))
		return false;
	ev.actor = technician;
	ev.line = (int)o.kind;
	ticket_quote_event(&ev, &q, hash);
	return brain_step(bt, &ev, err);
}

void
brain_quote_offer(struct brain_link *l, const struct msg *m)
{
	struct brain_ticket *bt = brain_claim_own(l, m);
	struct err err = {0};
	bool ok;

	if (bt == NULL)
		return;
	ok = offer(bt, l->person->name, m, &err);
	brain_claim_answer(l, m, ok, &err);
}

void
brain_quote_restored(struct brain_ticket *bt)
{
	if (!bt->t.has_pending || bt->t.pending.form != QUOTE_OLD)
		return;
	(void)brain_step_do(bt, TICKET_EV_WITHDRAWN, "desk", "", NULL);
}

/* --- answering --- */

void
brain_quote_answer(struct brain_link *l, const struct msg *m)
{
	const struct brain_ticket *bt = l->ticket;

	if (bt == NULL)
		return;
	if (!bt->t.has_pending || bt->t.pending.number != msg_int(m, "quote"))
		brain_link_refuse(l, m, REFUSED_LATE, bt->t.number,
		    _("that quote was withdrawn or replaced"));
	else
		brain_answer_take(l, m, TICKET_EV_ANSWERED,
		    bt->t.pending.total_gr, quote_answer_text);
}
