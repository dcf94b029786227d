/*
 * A time log written through core and store as the desk does, for tools that
 * make one for the tests of commands. Who calls sets name, opens the store and
 * prices, and says at which UTC time the clock now_ms stands at 0.
 */
#pragma once

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "console/store/store.h"
#include "shared/core/ticket.h"

static struct tale {
	const char *name; /* of the tool */
	struct store *store;
	struct prices prices;
	struct ticket t; /* the one that is told of */
	int64_t now_ms, base_s;
} tale = {.now_ms = 1000};

static inline void
tale_die(const char *why)
{
	fprintf(stderr, "%s: %s\n", tale.name, why);
	exit(1);
}

static inline void
tale_begin(const char *name, const char *dir, int64_t base_s)
{
	struct err err;

	tale.name = name;
	tale.base_s = base_s;
	tale.store = store_open(dir, &err);
	if (tale.store == NULL)
		tale_die(err.text);
}

static inline struct ticket_event
tale_event(enum ticket_event_kind kind, const char *actor)
{
	struct ticket_event ev = ticket_next(
	    &tale.t, kind, tale.now_ms, tale.base_s + tale.now_ms / 1000);

	ev.actor = actor;
	return ev;
}

static inline void
tale_put(const struct ticket_event *ev)
{
	struct err err;

	if (!ticket_step(&tale.t, ev, NULL, &err) ||
	    store_append(tale.store, &tale.t, ev, &err) != STORE_DURABLE)
		tale_die(err.text);
}

static inline void
tale_simple(enum ticket_event_kind kind, const char *actor)
{
	struct ticket_event ev = tale_event(kind, actor);

	tale_put(&ev);
}

static inline void
tale_open(const char *product, const struct store_card *card)
{
	struct ticket_event ev;
	struct err err;

	ticket_init(
	    &tale.t, store_next_number(tale.store), product, &tale.prices);
	ev = tale_event(TICKET_EV_OPENED, "client");
	if (!ticket_step(&tale.t, &ev, NULL, &err) ||
	    store_new_ticket(tale.store, card, &tale.t, &ev, &err) !=
		STORE_DURABLE)
		tale_die(err.text);
}

/* From the queue to the consent: the clock runs after it. */
static inline void
tale_let_in(const char *technician)
{
	struct ticket_event ev;

	tale_simple(TICKET_EV_CLAIMED, technician);
	tale_simple(TICKET_EV_ATTACHED, technician);
	ev = tale_event(TICKET_EV_CODE_OK, technician);
	ev.text = "code";
	tale_put(&ev);
	ev = tale_event(TICKET_EV_CONSENT, "client");
	ev.yes = true;
	tale_put(&ev);
}

/* With the ticks on the way. */
static inline void
tale_work(int64_t seconds)
{
	int64_t end = tale.now_ms + seconds * 1000;

	while (end - tale.now_ms > TICKET_TICK_MS) {
		struct ticket_event ev;

		tale.now_ms += TICKET_TICK_MS;
		ev = tale_event(TICKET_EV_TICK, "desk");
		ev.seconds = ticket_worked_ms(&tale.t, tale.now_ms) / 1000;
		tale_put(&ev);
	}
	tale.now_ms = end;
}

/* Asked of the client where it has to be, and he says yes. */
static inline void
tale_kind(enum price_kind kind)
{
	struct ticket_event ev = tale_event(TICKET_EV_KIND, tale.t.technician);
	char hash[QUOTE_HASH_SIZE];
	struct rate rate;

	if (ticket_kind_asks(&tale.t, kind)) {
		ticket_rate(&tale.t, kind, tale.t.technician, &rate);
		ev = tale_event(TICKET_EV_KIND_ASKED, tale.t.technician);
		ticket_rate_event(&ev, &rate, hash);
		ev.line = kind;
		tale_put(&ev);
		ev = tale_event(TICKET_EV_KIND_ANSWERED, "client");
		ev.yes = true;
		ev.text = hash;
		ev.text2 = "signature";
	}
	ev.line = kind;
	tale_put(&ev);
}

static inline void
tale_ask(const struct quote *q, bool yes)
{
	char hash[QUOTE_HASH_SIZE];
	struct ticket_event ev = tale_event(
	    TICKET_EV_QUOTED, tale.t.technician);

	ticket_quote_event(&ev, q, hash);
	ev.line = tale.t.kind;
	tale_put(&ev);
	ev = tale_event(TICKET_EV_ANSWERED, "client");
	ev.yes = yes;
	ev.net_gr = yes ? q->total_gr : 0;
	ev.text = hash;
	ev.text2 = "signature";
	tale_put(&ev);
}

/* Further hours of the kind of work, or with hours 0 a fixed sum. */
static inline void
tale_quote(int hours, int64_t net_gr, const char *text, bool yes)
{
	const struct ticket_offer o = {.kind = tale.t.kind,
	    .hours = hours,
	    .net_gr = net_gr,
	    .text = text};
	struct quote q;
	struct err err;

	if (!ticket_quote(&tale.t, &o, tale.now_ms, &q, &err))
		tale_die(err.text);
	tale_ask(&q, yes);
}

static inline void
tale_end(bool solved, const char *note)
{
	struct ticket_event ev = tale_event(TICKET_EV_ENDED, tale.t.technician);

	ev.yes = solved;
	ev.text = note;
	tale_put(&ev);
}
