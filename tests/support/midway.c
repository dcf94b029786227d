/*
 * midway DIR KEY COMPANY SECONDS: adds to a time log a ticket that the desk was
 * working on when it stopped, after so much working time, so that a test of the
 * first hour does not take one. KEY is the fingerprint of the client's agent,
 * who goes on with the ticket when he connects; the technician is anna.
 */
#include <stdio.h>
#include <stdlib.h>

#include "console/store/store.h"
#include "shared/base/clock.h"
#include "shared/base/str.h"
#include "shared/core/ticket.h"

static struct store *store;
static struct ticket t;
static int64_t now_ms = 1000, began_s;

static void
die(const char *why)
{
	fprintf(stderr, "midway: %s\n", why);
	exit(1);
}

static struct ticket_event
event(enum ticket_event_kind kind, const char *actor)
{
	struct ticket_event ev = ticket_next(
	    &t, kind, now_ms, began_s + now_ms / 1000);

	ev.actor = actor;
	return ev;
}

static void
put(const struct ticket_event *ev)
{
	struct err err;

	if (!ticket_step(&t, ev, NULL, &err) ||
	    store_append(store, &t, ev, &err) != STORE_DURABLE)
		die(err.text);
}

static void
open_ticket(const char *key, const char *company)
{
	const struct store_card card = {.name = "Jan Nowak",
	    .company = company,
	    .phone = "600 000 000",
	    .problem = "half way",
	    .agent_key = key};
	struct prices prices;
	struct ticket_event ev;
	struct err err;

	prices_default(&prices);
	ticket_init(&t, store_next_number(store), "Subiekt", &prices);
	ev = event(TICKET_EV_OPENED, "client");
	if (!ticket_step(&t, &ev, NULL, &err) ||
	    store_new_ticket(store, &card, &t, &ev, &err) != STORE_DURABLE)
		die(err.text);
}

static void
let_in(void)
{
	struct ticket_event ev = event(TICKET_EV_CLAIMED, "anna");

	put(&ev);
	ev = event(TICKET_EV_ATTACHED, "anna");
	put(&ev);
	ev = event(TICKET_EV_CODE_OK, "client");
	ev.text = "code";
	put(&ev);
	ev = event(TICKET_EV_CONSENT, "client");
	ev.yes = true;
	put(&ev);
}

/* With the ticks and warnings that are due on the way. */
static void
work(int64_t seconds)
{
	struct ticket_event ev;

	while (seconds-- > 0) {
		now_ms += 1000;
		while (ticket_due(
		    &t, now_ms, now_ms, began_s + now_ms / 1000, &ev))
			put(&ev);
	}
	/* what was worked after the last tick would not count */
	ev = event(TICKET_EV_TICK, "desk");
	ev.seconds = ticket_worked_ms(&t, now_ms) / 1000;
	put(&ev);
}

int
main(int argc, char **argv)
{
	int64_t seconds = 0;
	struct err err;

	if (argc != 5 || !str_int(argv[4], 1, 3599, &seconds))
		die("usage: midway DIR KEY COMPANY SECONDS");
	began_s = clock_utc_s() - seconds - 60;
	store = store_open(argv[1], &err);
	if (store == NULL)
		die(err.text);
	open_ticket(argv[2], argv[3]);
	let_in();
	work(seconds);
	store_close(store);
	return 0;
}
