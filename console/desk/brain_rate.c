#include <stdio.h>
#include <string.h>

#include "console/desk/brain_answer.h"
#include "console/desk/brain_quote.h"
#include "console/desk/brain_rate.h"
#include "console/desk/brain_tech.h"
#include "console/desk/brain_tell.h"
#include "shared/base/i18n.h"
#include "shared/base/log.h"
#include "shared/base/str.h"
#include "shared/wire/msg_rate.h"

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
	return brain_ticket_step(bt, &ev, err);
}

static bool
change(struct brain_ticket *bt, const char *technician, enum price_kind kind,
    struct err *err)
{
	struct ticket_event ev = brain_ticket_event(bt, TICKET_EV_KIND);

	ev.actor = technician;
	ev.line = (int)kind;
	return brain_ticket_step(bt, &ev, err);
}

void
brain_rate_kind(struct brain_link *l, const struct msg *m)
{
	struct brain_ticket *bt = brain_tech_own(l, m);
	int64_t number = msg_int(m, "ticket");
	enum price_kind kind;
	struct err err;
	bool asks, ok;

	if (bt == NULL)
		return;
	if (!price_kind_parse(msg_str(m, "kind"), &kind)) {
		brain_link_refuse(l, "bad", number,
		    _("there is no price for this kind of work"));
		return;
	}
	asks = ticket_kind_asks(&bt->t, kind);
	ok = asks ? ask(bt, l->person->name, kind, &err)
		  : change(bt, l->person->name, kind, &err);
	brain_tech_answer(l, ok, asks ? "kind-asked" : "kind", number, &err);
}

void
brain_rate_undo(struct brain_link *l, const struct msg *m)
{
	struct brain_ticket *bt = brain_tech_own(l, m);
	struct err err;
	bool ok;

	if (bt == NULL)
		return;
	ok = brain_ticket_do(
	    bt, TICKET_EV_KIND_UNDONE, l->person->name, "", &err);
	brain_tech_answer(l, ok, "undo", msg_int(m, "ticket"), &err);
}

void
brain_rate_tell(struct brain_ticket *bt)
{
	brain_tell_both(bt, msg_rate_new(&bt->t.rate, bt->t.rate_hash));
}

const char *
brain_rate_asks(
    const struct ticket *t, int64_t now_ms, char dst[BRAIN_RATE_ASKS])
{
	long long undo_s = ticket_undo_ms(t, now_ms) / 1000;
	size_t len = 0;

	dst[0] = '\0';
	for (int k = 0; k < PRICE_KINDS; k++)
		if (ticket_kind_asks(t, (enum price_kind)k))
			len += (size_t)snprintf(dst + len,
			    BRAIN_RATE_ASKS - len, "%s%s", len > 0 ? " " : "",
			    price_kind_name((enum price_kind)k));
	if (undo_s > 0)
		snprintf(dst + len, BRAIN_RATE_ASKS - len, "%sundo=%lld",
		    len > 0 ? " " : "", undo_s);
	return dst;
}

/* --- its end --- */

void
brain_rate_withdraw(struct brain_link *l, const struct msg *m)
{
	struct brain_ticket *bt;
	struct err err;
	bool ok;

	bt = brain_ticket_find(l->brain, msg_int(m, "ticket"));
	if (bt == NULL || bt->t.rate.number == 0) {
		brain_quote_withdraw(l, m);
		return;
	}
	bt = brain_tech_own(l, m);
	if (bt == NULL)
		return;
	ok = brain_ticket_do(
	    bt, TICKET_EV_KIND_WITHDRAWN, l->person->name, "", &err);
	brain_tech_answer(l, ok, "withdraw", msg_int(m, "ticket"), &err);
}

void
brain_rate_answer(struct brain_link *l, const struct msg *m)
{
	const struct brain_ticket *bt = l->ticket;

	if (bt == NULL)
		return;
	if (bt->t.rate.number == 0 ||
	    bt->t.rate.number != msg_int(m, "question"))
		brain_link_refuse(l, "late", bt->t.number,
		    _("that question was taken back or replaced"));
	else
		brain_answer_take(
		    l, m, TICKET_EV_KIND_ANSWERED, 0, rate_answer_text);
}

static const char *
over_why(const struct ticket_event *ev)
{
	if (ev->kind == TICKET_EV_KIND_ANSWERED)
		return ev->text2[0] == '\0' ? "late" : "";
	return ev->kind == TICKET_EV_KIND_WITHDRAWN ||
		ev->kind == TICKET_EV_KIND || ev->kind == TICKET_EV_KIND_UNDONE
	    ? "withdrawn"
	    : "over";
}

void
brain_rate_over(struct brain_ticket *bt, const struct ticket_event *ev)
{
	struct msg *m = msg_new(MSG_RATED);

	msg_put_int(m, "ticket", bt->t.number);
	msg_put_int(m, "question", bt->t.rates);
	msg_put_bool(m, "yes", ev->kind == TICKET_EV_KIND_ANSWERED && ev->yes);
	msg_put_str(m, "why", over_why(ev));
	brain_tell_both(bt, m);
}
