#include <stdlib.h>
#include <string.h>

#include "console/desk/brain_front.h"
#include "console/desk/brain_hold.h"
#include "console/desk/brain_prices.h"
#include "console/desk/brain_quote.h"
#include "console/desk/brain_rate.h"
#include "console/desk/brain_tell.h"
#include "console/desk/brain_wall.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/core/queue.h"

#define SECONDS_MOST 31536000

/* --- to whom --- */

void
brain_tell_agent(struct brain_ticket *bt, struct msg *m)
{
	if (bt->agent != NULL)
		brain_link_send(bt->agent, m);
	else
		msg_free(m);
}

static void
copy_to_tech(struct brain_ticket *bt, const struct msg *m)
{
	struct brain_link *l;

	for (l = bt->brain->links; l != NULL; l = l->next)
		if (l->person != NULL && l->greeted &&
		    strcmp(l->person->name, bt->t.technician) == 0)
			brain_front_send_copy(bt->brain, l->number, m);
}

void
brain_tell_tech(struct brain_ticket *bt, struct msg *m)
{
	copy_to_tech(bt, m);
	msg_free(m);
}

void
brain_tell_both(struct brain_ticket *bt, struct msg *m)
{
	copy_to_tech(bt, m);
	brain_tell_agent(bt, m);
}

struct msg *
brain_tell_warning(const struct brain_ticket *bt, const char *code)
{
	struct msg *m = msg_new(MSG_WARN);

	msg_put_int(m, "ticket", bt->t.number);
	return msg_put_str(m, "code", code);
}

void
brain_tell_warn(struct brain_ticket *bt, const char *code)
{
	brain_tell_both(bt, brain_tell_warning(bt, code));
}

void
brain_tell_techs(struct brain *b, struct msg *m)
{
	struct brain_link *l;

	for (l = b->links; l != NULL; l = l->next)
		if (l->person != NULL && l->greeted)
			brain_front_send_copy(b, l->number, m);
	msg_free(m);
}

char *
brain_tell_clean(const char *text, size_t max_bytes)
{
	char *out = mem_alloc(max_bytes + 1);

	return utf8_clean(out, max_bytes + 1, text, 0);
}

void
brain_tell_put(
    struct msg *m, const char *field, const char *text, size_t max_bytes)
{
	char *clean = brain_tell_clean(text, max_bytes);

	msg_put_str(m, field, clean);
	free(clean);
}

/* --- lists --- */

static struct msg *
price(const struct price *p)
{
	struct msg *m = msg_new(MSG_PRICE);

	msg_put_str(m, "name", p->name);
	msg_put_str(m, "kind", price_kind_name(p->kind));
	msg_put_str(m, "products", p->products);
	msg_put_int(m, "net_gr", p->net_gr);
	msg_put_int(m, "minimum_s", p->minimum_s);
	msg_put_int(m, "quantum_s", p->quantum_s);
	msg_put_int(m, "vat_bp", p->vat_bp);
	msg_put_bool(m, "quoted", p->quoted_first);
	return m;
}

static struct msg *
technician(const struct roster_person *p)
{
	struct msg *m = msg_new(MSG_TECHNICIAN);

	msg_put_str(m, "id", p->name);
	msg_put_str(m, "name", p->name);
	msg_put_str(m, "state", roster_state_name(roster_state(p)));
	msg_put_str(m, "products", p->products);
	return m;
}

void
brain_tell_lists(struct brain_link *l)
{
	struct brain *b = l->brain;

	brain_prices_today(b);
	for (int i = 0; i < b->prices.n; i++)
		brain_link_send(l, price(&b->prices.line[i]));
	for (size_t i = 0; i < roster_count(b->roster); i++) {
		const struct roster_person *p = roster_at(b->roster, i);

		if (p->listed)
			brain_link_send(l, technician(p));
	}
}

void
brain_tell_prices(struct brain *b)
{
	struct brain_link *l;
	struct msg *m;

	for (int i = 0; i < b->prices.n; i++) {
		m = price(&b->prices.line[i]);
		if (i == 0)
			msg_put_bool(m, "anew", true);
		for (l = b->links; l != NULL; l = l->next)
			if (l->greeted)
				brain_front_send_copy(b, l->number, m);
		msg_free(m);
	}
}

void
brain_tell_technicians(struct brain *b)
{
	for (size_t i = 0; i < roster_count(b->roster); i++) {
		struct roster_person *p = roster_at(b->roster, i);
		struct brain_link *l;
		struct msg *m;

		if (roster_state(p) == p->told)
			continue;
		p->told = roster_state(p);
		m = technician(p);
		for (l = b->links; l != NULL; l = l->next)
			if (l->greeted)
				brain_front_send_copy(b, l->number, m);
		msg_free(m);
	}
}

void
brain_tell_banner(struct brain *b)
{
	bool full = store_is_full(b->store);
	const char *text = brain_wall_text(b), *code = "clock";
	struct msg *m;

	if (b->unwritten > 0)
		text = brain_hold_text(b);
	else if (full)
		text = _("the disk takes no more: new tickets are refused, "
			 "open ones can be closed; make room in the data "
			 "folder");
	if (strcmp(text, b->banner) == 0)
		return;
	b->banner = text;
	if (full || b->unwritten > 0)
		code = full ? "disk" : "lock";
	m = msg_new(MSG_BANNER);
	msg_put_str(m, "code", text[0] != '\0' ? code : "");
	msg_put_str(m, "text", text);
	brain_tell_techs(b, m);
}

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
	msg_put_str(m, "state", ticket_state_name(t->state));
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

void
brain_tell_queue(struct brain_link *l)
{
	struct brain *b = l->brain;
	struct brain_ticket *bt;

	for (bt = b->tickets; bt != NULL; bt = bt->next) {
		if (ticket_is_closed(&bt->t))
			continue;
		brain_link_send(l, row(bt));
		if (strcmp(bt->t.technician, l->person->name) != 0)
			continue;
		brain_tell_clock(bt);
		if (bt->t.has_pending)
			brain_quote_tell(bt);
		if (bt->t.rate.number != 0)
			brain_rate_tell(bt);
	}
	b->banner = "";
	brain_tell_banner(b);
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

void
brain_tell_clock(struct brain_ticket *bt)
{
	const struct ticket *t = &bt->t;
	const struct price *p = ticket_price(t);
	struct msg *m = msg_new(MSG_CLOCK);
	bool running = t->state == TICKET_WORKING;
	char asks[BRAIN_RATE_ASKS], rates[BILL_RATES_SIZE];
	struct bill_live live;
	struct bill_now now;

	ticket_clock(t, brain_ticket_beat(bt, clock_ms()), &live);
	bill_live_now(&live, 0, &now);
	msg_put_int(m, "ticket", t->number);
	msg_put_bool(m, "running", running);
	msg_put_str(m, "why",
	    t->state == TICKET_PAUSED ? ticket_pause_name(t->pause)
		: running	      ? ""
				      : ticket_state_name(t->state));
	msg_put_str(m, "line", p->name);
	msg_put_str(m, "kind", price_kind_name(p->kind));
	msg_put_int(m, "net_hour_gr", live.net_hour_gr);
	msg_put_int(m, "minimum_s", live.minimum_s);
	msg_put_int(m, "quantum_s", live.quantum_s);
	msg_put_int(m, "vat_bp", live.vat_bp);
	msg_put_int(m, "worked_ms", live.worked_ms);
	msg_put_int(m, "line_ms", live.line_ms);
	msg_put_int(m, "base_gr", live.base_gr);
	msg_put_int(m, "cap_gr", live.cap_gr);
	msg_put_int(m, "fixed_gr", live.fixed_gr);
	msg_put_str(m, "quote",
	    t->has_pending	  ? "pending"
		: t->has_accepted ? "accepted"
				  : "none");
	msg_put_int(m, "net_gr", now.net_gr);
	msg_put_str(m, "asks", brain_rate_asks(t, clock_ms(), asks));
	if (live.several)
		msg_put_str(m, "rates", bill_rates_print(&live, rates));
	brain_tell_both(bt, m);
}
