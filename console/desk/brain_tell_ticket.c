#include "console/desk/brain_tell_ticket.h"

#include <stdio.h>
#include <stdlib.h>

#include "shared/base/clock.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/core/queue.h"
#include "shared/wire/msg_quote.h"
#include "shared/wire/msg_rate.h"

#define SECONDS_MOST 31536000
#define ASKS_SIZE 128

/* --- the queue --- */

static int64_t
seconds_since(int64_t ms, int64_t now_ms)
{
	return MIN_OF(queue_wait_s(ms, now_ms), SECONDS_MOST);
}

static struct msg *
row(const struct brain_ticket *bt)
{
	struct msg *m = msg_new(MSG_ROW);
	const struct ticket *t = &bt->t;

	msg_put_int(m, "ticket", t->number);
	msg_put_word(m, "state", (int)t->state);
	brain_tell_put(m, "name", bt->name, 256);
	brain_tell_put(m, "company", bt->company, 256);
	brain_tell_put(m, "phone", bt->phone, 64);
	brain_tell_put(m, "product", t->product, 64);
	brain_tell_put(m, "wanted", t->wanted, 64);
	brain_tell_put(m, "problem", bt->problem, 1500);
	msg_put_int(m, "since_s", t->opened_utc_s);
	msg_put_int(m, "waited_s", seconds_since(t->opened_ms, clock_ms()));
	msg_put_bool(m, "called", t->called);
	msg_put_bool(m, "online", bt->agent != NULL && !bt->left);
	msg_put_str(m, "by", t->technician);
	msg_put_int(m, "visit", bt->visit);
	msg_put_str(m, "key", bt->agent_key);
	msg_put_int(m, "known_s", bt->known_s);
	msg_put_int(m, "earlier", bt->earlier);
	msg_put_str(m, "last", bt->last);
	msg_put_str(m, "rate", ticket_price(t)->name);
	if (bt->agent != NULL)
		msg_put_str(m, "from", bt->agent->addr);
	if (bt->contractor[0] != '\0')
		brain_tell_put(m, "contractor", bt->contractor, 256);
	if (bt->history[0] != '\0')
		msg_put_str(m, "history", bt->history);
	if (!ticket_was_tended(t, NULL))
		msg_put_bool(m, "untended", true);
	return m;
}

void
brain_tell_row(struct brain_ticket *bt)
{
	if (!ticket_is_closed(&bt->t))
		brain_tell_techs(bt->brain, row(bt));
}

/* --- places --- */

static size_t
queue_items(const struct brain *b, struct queue_item *items, size_t max)
{
	const struct brain_ticket *bt = b->tickets;
	size_t n = 0;

	for (; bt != NULL && n < max; bt = bt->next)
		items[n++] = (struct queue_item){.number = bt->t.number,
		    .opened_ms = bt->t.opened_ms,
		    .wanted = bt->t.wanted,
		    .waiting = bt->t.state == TICKET_WAITING};
	return n;
}

static void
send_queued(struct brain_ticket *bt, bool with_secret)
{
	struct msg *m = msg_new(MSG_QUEUED);

	msg_put_int(m, "ticket", bt->t.number);
	msg_put_int(m, "place", MAX_OF(bt->told_place, 1));
	msg_put_int(m, "of", MAX_OF(bt->told_of, 1));
	if (with_secret)
		msg_put_str(m, "secret", bt->secret);
	if (bt->t.wanted[0] != '\0')
		msg_put_str(m, "technician", bt->t.wanted);
	brain_tell_agent(bt, m);
}

/* Counts all places; tells those whose place changed, or only *one. */
static void
count_places(struct brain *b, struct brain_ticket *one)
{
	struct queue_item *items;
	size_t n = 0, waiting;
	struct brain_ticket *bt;

	for (bt = b->tickets; bt != NULL; bt = bt->next)
		n++;
	items = mem_array(n + 1, sizeof(*items));
	n = queue_items(b, items, n);
	queue_sort(items, n);
	waiting = queue_waiting(items, n);
	for (size_t i = 0; i < n; i++) {
		int place = queue_place(items, n, i);

		bt = brain_ticket_find(b, items[i].number);
		if (one != NULL ? bt != one
				: place == 0 || bt->agent == NULL ||
			    (place == bt->told_place &&
				(int)waiting == bt->told_of))
			continue;
		bt->told_place = place;
		bt->told_of = (int)waiting;
		send_queued(bt, one != NULL);
	}
	free(items);
}

static void
places_now(void *ctx)
{
	struct brain *b = ctx;

	b->queue_changed = false;
	count_places(b, NULL);
}

void
brain_tell_places(struct brain *b)
{
	if (b->queue_changed)
		return;
	b->queue_changed = true;
	loop_defer(b->loop, places_now, b);
}

void
brain_tell_queued(struct brain_ticket *bt)
{
	count_places(bt->brain, bt);
}

/* --- the clock --- */

/* The kinds that must be asked for, and "undo=SECONDS" while the last change
 * can be taken back. */
static const char *
asks_of(const struct ticket *t, int64_t now_ms, char dst[ASKS_SIZE])
{
	long long undo_s = ticket_undo_ms(t, now_ms) / 1000;
	size_t len = 0;

	dst[0] = '\0';
	for (int k = 0; k < PRICE_KINDS; k++)
		if (ticket_kind_asks(t, (enum price_kind)k))
			len += (size_t)snprintf(dst + len, ASKS_SIZE - len,
			    "%s%s", len > 0 ? " " : "",
			    price_kind_name((enum price_kind)k));
	if (undo_s > 0)
		snprintf(dst + len, ASKS_SIZE - len, "%sundo=%lld",
		    len > 0 ? " " : "", undo_s);
	return dst;
}

void
brain_tell_clock(struct brain_ticket *bt)
{
	const struct ticket *t = &bt->t;
	const struct price *p = ticket_price(t);
	struct msg *m = msg_new(MSG_CLOCK);
	bool running = t->state == TICKET_WORKING;
	char asks[ASKS_SIZE], rates[BILL_RATES_SIZE];
	struct bill_live live;
	struct bill_now now;

	ticket_clock(t, brain_ticket_beat(bt, clock_ms()), &live);
	bill_live_now(&live, 0, &now);
	msg_put_int(m, "ticket", t->number);
	msg_put_bool(m, "running", running);
	msg_put_word(m, "why",
	    t->state == TICKET_PAUSED ? (int)t->pause
		: running	      ? -1
				      : TICKET_PAUSES + (int)t->state);
	msg_put_str(m, "line", p->name);
	msg_put_word(m, "kind", (int)p->kind);
	msg_put_int(m, "net_hour_gr", live.net_hour_gr);
	msg_put_int(m, "minimum_s", live.minimum_s);
	msg_put_int(m, "quantum_s", live.quantum_s);
	msg_put_int(m, "vat_bp", live.vat_bp);
	msg_put_int(m, "worked_ms", live.worked_ms);
	msg_put_int(m, "line_ms", live.line_ms);
	msg_put_int(m, "base_gr", live.base_gr);
	msg_put_int(m, "cap_gr", live.cap_gr);
	msg_put_int(m, "fixed_gr", live.fixed_gr);
	msg_put_word(m, "quote",
	    t->has_pending	  ? STANDS_PENDING
		: t->has_accepted ? STANDS_ACCEPTED
				  : STANDS_NONE);
	msg_put_int(m, "net_gr", now.net_gr);
	msg_put_str(m, "asks", asks_of(t, clock_ms(), asks));
	if (live.several)
		msg_put_str(m, "rates", bill_rates_print(&live, rates));
	brain_tell_both(bt, m);
}

/* --- what the client is asked --- */

void
brain_tell_quote(struct brain_ticket *bt)
{
	brain_tell_both(bt, msg_quote_new(&bt->t.pending, bt->t.pending_hash));
}

void
brain_tell_answered(struct brain_ticket *bt, const struct ticket_event *ev)
{
	bool late = ev->text2[0] == '\0';
	struct msg *m = msg_new(MSG_ANSWERED);

	msg_put_int(m, "ticket", bt->t.number);
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
	struct msg *m = msg_new(MSG_WITHDRAWN);

	msg_put_int(m, "ticket", bt->t.number);
	msg_put_int(m, "quote", bt->t.pending.number);
	msg_put_word(m, "why", UNASKED_WITHDRAWN);
	brain_tell_both(bt, m);
}

void
brain_tell_rate(struct brain_ticket *bt)
{
	brain_tell_both(bt, msg_rate_new(&bt->t.rate, bt->t.rate_hash));
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
	struct msg *m = msg_new(MSG_RATED);

	msg_put_int(m, "ticket", bt->t.number);
	msg_put_int(m, "question", bt->t.rates);
	msg_put_bool(m, "yes", ev->kind == TICKET_EV_KIND_ANSWERED && ev->yes);
	msg_put_word(m, "why", over_why(ev));
	brain_tell_both(bt, m);
}

/* --- what the client allows --- */

void
brain_tell_consented(struct brain_ticket *bt, bool yes)
{
	struct msg *m = msg_new(MSG_CONSENTED);

	msg_put_int(m, "ticket", bt->t.number);
	msg_put_int(m, "visit", bt->visit);
	msg_put_bool(m, "yes", yes);
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
	b->banner = "";
	brain_tell_banner(b);
}
