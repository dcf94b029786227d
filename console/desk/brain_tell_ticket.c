#include "console/desk/brain_tell_ticket.h"

#include <stdlib.h>

#include "console/desk/brain_address.h"
#include "console/desk/brain_past.h"
#include "console/desk/brain_tell.h"
#include "shared/base/clock.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/wire/parts.h"

#define SECONDS_MOST 31536000

/* --- the queue --- */

static struct msg *
row(const struct brain_ticket *bt)
{
	const struct ticket *t = &bt->t;

	struct parts_row r = {.ticket = t->number,
	    .state = t->state,
	    .name = bt->name,
	    .company = bt->company,
	    .phone = bt->phone,
	    .product = t->product,
	    .wanted = t->wanted,
	    .problem = bt->problem,
	    .since_s = t->opened_utc_s,
	    .waited_s = MIN_OF(ticket_waited_s(t, clock_ms()), SECONDS_MOST),
	    .called = t->called,
	    .untended = !ticket_was_tended(t, NULL),
	    .remark = t->remark,
	    .alone = t->state == TICKET_CLAIMED && !t->attached,
	    .left = bt->left,
	    .online = bt->agent != NULL && !bt->left,
	    .by = t->technician,
	    .visit = bt->visit,
	    .key = bt->agent_key,
	    .known_s = bt->known_s,
	    .rate = ticket_price(t)->name,
	    .from = bt->agent != NULL ? bt->agent->addr : NULL};

	brain_past_put(bt, &r);
	return parts_row(&r);
}

void
brain_tell_row(struct brain_ticket *bt)
{
	if (!ticket_is_closed(&bt->t))
		brain_tell_techs(bt->brain, row(bt));
}

/* --- the clock --- */

/* Of ticket_stops. */
static int
why_it_stands(const struct ticket *t)
{
	if (t->state == TICKET_WORKING)
		return -1;
	return t->state == TICKET_PAUSED ? (int)t->pause
					 : TICKET_STOP_IN(t->state);
}

static void
tell_clock(struct brain_ticket *bt, int64_t beat_ms)
{
	const struct ticket *t = &bt->t;
	struct parts_clock c = {.ticket = t->number,
	    .running = t->state == TICKET_WORKING,
	    .why = why_it_stands(t),
	    .line = ticket_price(t)->name,
	    .kind = ticket_price(t)->kind,
	    .quote = t->has_pending ? STANDS_PENDING
		: t->has_accepted   ? STANDS_ACCEPTED
				    : STANDS_NONE,
	    .undo_s = ticket_undo_ms(t, clock_ms()) / 1000};
	struct bill_now now;

	for (int k = 0; k < PRICE_KINDS; k++)
		if (ticket_kind_asks(t, (enum price_kind)k))
			c.asks |= 1u << k;
	ticket_clock(t, beat_ms, &c.live);
	bill_live_now(&c.live, 0, &now);
	c.net_gr = now.net_gr;
	brain_tell_both(bt, parts_clock(&c));
	bt->told_ms = clock_ms();
}

void
brain_tell_clock(struct brain_ticket *bt)
{
	tell_clock(bt, brain_ticket_beat(bt, clock_ms()));
}

void
brain_tell_clock_ahead(struct brain_ticket *bt)
{
	tell_clock(bt, clock_ms());
}

/* --- what the client is asked --- */

void
brain_tell_quote(struct brain_ticket *bt)
{
	brain_tell_both(bt, parts_quote(&bt->t.pending, bt->t.pending_hash));
}

void
brain_tell_answered(struct brain_ticket *bt, const struct ticket_event *ev)
{
	bool late = ev->text2[0] == '\0';
	struct msg *m = msg_about(MSG_ANSWERED, bt->t.number);

	msg_put_int(m, "quote", bt->t.quotes);
	msg_put_bool(m, "yes", ev->yes);
	msg_put_word(m, "why", late ? UNASKED_LATE : -1);
	brain_tell_tech(bt, m);
	if (late)
		brain_tell_warn(bt, WARN_QUOTE_LATE);
}

void
brain_tell_withdrawn(struct brain_ticket *bt)
{
	struct msg *m = msg_about(MSG_WITHDRAWN, bt->t.number);

	msg_put_int(m, "quote", bt->t.pending.number);
	msg_put_word(m, "why", UNASKED_WITHDRAWN);
	brain_tell_both(bt, m);
}

void
brain_tell_rate(struct brain_ticket *bt)
{
	brain_tell_both(bt, parts_rate(&bt->t.rate, bt->t.rate_hash));
}

static int
over_why(const struct ticket_event *ev)
{
	if (ev->kind == TICKET_EV_KIND_ANSWERED)
		return ev->text2[0] == '\0' ? UNASKED_LATE : -1;
	return ev->kind == TICKET_EV_KIND_WITHDRAWN ||
		ev->kind == TICKET_EV_KIND || ev->kind == TICKET_EV_KIND_UNDONE
	    ? UNASKED_WITHDRAWN
	    : UNASKED_OVER;
}

void
brain_tell_rated(struct brain_ticket *bt, const struct ticket_event *ev)
{
	struct msg *m = msg_about(MSG_RATED, bt->t.number);

	msg_put_int(m, "question", bt->t.rates);
	msg_put_bool(m, "yes", ev->kind == TICKET_EV_KIND_ANSWERED && ev->yes);
	msg_put_word(m, "why", over_why(ev));
	brain_tell_both(bt, m);
}

/* --- what the client does and allows --- */

void
brain_tell_lost(struct brain_ticket *bt, int why)
{
	struct msg *m = msg_about(MSG_LOST, bt->t.number);

	msg_put_bool(m, "back", why < 0);
	msg_put_word(m, "why", why);
	brain_tell_tech(bt, m);
}

void
brain_tell_consented(struct brain_ticket *bt, bool yes, int why)
{
	struct msg *m = msg_about(MSG_CONSENTED, bt->t.number);

	msg_put_int(m, "visit", bt->visit);
	msg_put_bool(m, "yes", yes);
	if (!yes)
		msg_put_word(m, "why", why);
	brain_tell_tech(bt, m);
}

/* --- all of it --- */

void
brain_tell_queue(struct brain_link *l)
{
	struct brain *b = l->brain;
	struct brain_ticket *bt;

	for (bt = b->tickets; bt != NULL; bt = bt->next) {
		if (ticket_is_closed(&bt->t))
			continue;
		brain_link_send(l, row(bt));
		if (!str_eq(bt->t.technician, l->person->name))
			continue;
		brain_tell_clock(bt);
		if (bt->t.has_pending)
			brain_tell_quote(bt);
		if (bt->t.rate.number != 0)
			brain_tell_rate(bt);
	}
	b->banner = -1;
	brain_tell_banner(b);
}
