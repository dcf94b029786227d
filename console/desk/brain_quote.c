#include <string.h>

#include "console/desk/brain_answer.h"
#include "console/desk/brain_quote.h"
#include "console/desk/brain_tech.h"
#include "console/desk/brain_tell.h"
#include "shared/base/i18n.h"
#include "shared/core/money.h"

/* --- offering --- */

static bool
make_quote(const struct brain_ticket *bt, const struct msg *m, struct quote *q,
    struct err *err)
{
	const char *kind = msg_str(m, "kind");
	const struct price *line = ticket_price(&bt->t);
	int number = bt->t.quotes + 1;

	if (strcmp(kind, "fixed") == 0)
		return quote_fixed(q, bt->t.number, number, line,
		    msg_int(m, "net_gr"), msg_str(m, "text"), err);
	if (strcmp(kind, "hours") == 0)
		return quote_hourly(q, bt->t.number, number, line,
		    (int)msg_int(m, "hours"), msg_str(m, "text"), err);
	return err_set(err, _("a quote is fixed or hours"));
}

void
brain_quote_offer(struct brain_link *l, const struct msg *m)
{
	struct brain_ticket *bt = brain_tech_own(l, m);
	char hash[QUOTE_HASH_SIZE];
	struct ticket_event ev;
	struct quote q;
	struct err err;
	bool ok;

	if (bt == NULL)
		return;
	ok = make_quote(bt, m, &q, &err);
	if (ok) {
		ev = brain_ticket_event(bt, TICKET_EV_QUOTED);
		ev.actor = l->person->name;
		ev.line = (int)bt->t.kind;
		ticket_quote_event(&ev, &q, hash);
		ok = brain_ticket_step(bt, &ev, &err);
	}
	brain_tech_answer(l, ok, "offer", bt->t.number, &err);
}

void
brain_quote_tell(struct brain_ticket *bt)
{
	const struct quote *q = &bt->t.pending;
	struct msg *m = msg_new(MSG_QUOTE);
	int64_t vat = q->vat_gr;

	msg_put_int(m, "ticket", bt->t.number);
	msg_put_int(m, "quote", q->number);
	msg_put_str(m, "kind", q->hours > 0 ? "hours" : "fixed");
	msg_put_int(m, "net_gr", q->net_gr);
	msg_put_int(m, "vat_gr", vat);
	msg_put_int(m, "gross_gr", q->net_gr + vat);
	msg_put_int(m, "hours", q->hours);
	msg_put_str(m, "text", q->text);
	msg_put_str(m, "hash", bt->t.pending_hash);
	brain_tell_both(bt, m);
}

static void
tell_withdrawn(struct brain_ticket *bt, int number, const char *why)
{
	struct msg *m = msg_new(MSG_WITHDRAWN);

	msg_put_int(m, "ticket", bt->t.number);
	msg_put_int(m, "quote", number);
	msg_put_str(m, "why", why);
	brain_tell_both(bt, m);
}

void
brain_quote_withdraw(struct brain_link *l, const struct msg *m)
{
	struct brain_ticket *bt = brain_tech_own(l, m);
	struct err err;
	int number;
	bool ok;

	if (bt == NULL)
		return;
	number = bt->t.pending.number;
	ok = brain_ticket_do(
	    bt, TICKET_EV_WITHDRAWN, l->person->name, "", &err);
	if (ok)
		tell_withdrawn(bt, number, "withdrawn");
	brain_tech_answer(l, ok, "withdraw", bt->t.number, &err);
}

/* --- answering --- */

void
brain_quote_answer(struct brain_link *l, const struct msg *m)
{
	const struct brain_ticket *bt = l->ticket;

	if (bt == NULL)
		return;
	if (!bt->t.has_pending || bt->t.pending.number != msg_int(m, "quote"))
		brain_link_refuse(l, "late", bt->t.number,
		    _("that quote was withdrawn or replaced"));
	else
		brain_answer_take(l, m, TICKET_EV_ANSWERED, quote_answer_text);
}

static void
tell_late(struct brain_ticket *bt)
{
	struct msg *m = msg_new(MSG_WARN);

	msg_put_int(m, "ticket", bt->t.number);
	msg_put_str(m, "code", "quote-late");
	brain_tell_both(bt, m);
}

void
brain_quote_answered(struct brain_ticket *bt, const struct ticket_event *ev)
{
	bool late = ev->text2[0] == '\0';
	struct msg *m = msg_new(MSG_ANSWERED);

	msg_put_int(m, "ticket", bt->t.number);
	msg_put_int(m, "quote", bt->t.quotes);
	msg_put_bool(m, "yes", ev->yes);
	msg_put_str(m, "why", late ? "late" : "");
	brain_tell_tech(bt, m);
	if (late)
		tell_late(bt);
}
