/*
 * mklog DIR [MORE [hard]]: writes a time log with known tickets through the
 * store, for the tests of commands; with MORE so many more, cancelled and with
 * long texts; with hard two that take care, of one client.
 * Ticket numbers and amounts are those of the vectors in man 7 pomoc-billing;
 * all were opened in November 2026.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "console/store/store.h"
#include "shared/core/ticket.h"

#define OPENED INT64_C(1793698200) /* 2026-11-03 10:30 in Warsaw */
#define DAY_S INT64_C(86400)

static struct store *store;
static struct prices prices;
static struct ticket t;
static int64_t now_ms = 1000;

static void
die(const char *why)
{
	fprintf(stderr, "mklog: %s\n", why);
	exit(1);
}

static struct ticket_event
event(enum ticket_event_kind kind, const char *actor)
{
	struct ticket_event ev = ticket_next(
	    &t, kind, now_ms, OPENED + now_ms / 1000);

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
simple(enum ticket_event_kind kind, const char *actor)
{
	struct ticket_event ev = event(kind, actor);

	put(&ev);
}

static void
work(int64_t seconds)
{
	int64_t end = now_ms + seconds * 1000;

	while (end - now_ms > TICKET_TICK_MS) {
		struct ticket_event ev;

		now_ms += TICKET_TICK_MS;
		ev = event(TICKET_EV_TICK, "desk");
		ev.seconds = ticket_worked_ms(&t, now_ms) / 1000;
		put(&ev);
	}
	now_ms = end;
}

static void
open_ticket(const char *product, const char *name, const char *company,
    const char *problem)
{
	const struct store_card card = {.name = name,
	    .company = company,
	    .phone = "+48 600 000 001",
	    .problem = problem,
	    .agent_key = "SHA256:sample"};
	struct ticket_event ev;
	struct err err;

	now_ms += DAY_S * 1000;
	ticket_init(&t, store_next_number(store), product, &prices);
	ev = event(TICKET_EV_OPENED, "client");
	if (!ticket_step(&t, &ev, NULL, &err) ||
	    store_new_ticket(store, &card, &t, &ev, &err) != STORE_DURABLE)
		die(err.text);
}

static void
let_in(const char *technician)
{
	struct ticket_event ev;

	simple(TICKET_EV_CLAIMED, technician);
	simple(TICKET_EV_ATTACHED, technician);
	ev = event(TICKET_EV_CODE_OK, technician);
	ev.text = "code";
	put(&ev);
	ev = event(TICKET_EV_CONSENT, "client");
	ev.yes = true;
	put(&ev);
}

static void
kind_of_work(enum price_kind kind)
{
	struct ticket_event ev = event(TICKET_EV_KIND, t.technician);

	ev.line = kind;
	put(&ev);
}

static void
quote(const struct quote *q, bool yes)
{
	char hash[QUOTE_HASH_SIZE];
	struct ticket_event ev = event(TICKET_EV_QUOTED, t.technician);

	ticket_quote_event(&ev, q, hash);
	ev.line = t.kind;
	put(&ev);
	ev = event(TICKET_EV_ANSWERED, "client");
	ev.yes = yes;
	ev.text = hash;
	ev.text2 = "signature";
	put(&ev);
}

static void
end(bool solved, const char *note)
{
	struct ticket_event ev = event(TICKET_EV_ENDED, t.technician);

	ev.yes = solved;
	ev.text = note;
	put(&ev);
}

static void
write_tickets(void)
{
	struct quote q;
	struct err err;

	/* 1: 200.00 */
	open_ticket("Subiekt", "Jan Alfa", "Biuro Alfa", "printer");
	let_in("anna");
	work(3600);
	end(true, "printer set up");
	/* 2: accepted hours, 400.00 */
	open_ticket("Subiekt", "Ewa Beta", "Beta, \"Syn\" i S-ka", "=1+1");
	let_in("anna");
	if (!quote_hourly(&q, t.number, 1, ticket_price(&t), 3, "more", &err))
		die(err.text);
	quote(&q, true);
	work(3601);
	end(true, "-2+3");
	/* 3: two kinds of work, 246.67 */
	open_ticket("Subiekt", "Zażółć Gęślą", "", "database\nis slow");
	let_in("piotr");
	work(2400);
	kind_of_work(PRICE_DATABASE);
	work(420);
	end(true, "");
	/* 4: declined, 0.00 */
	open_ticket("Rewizor", "Jan Alfa", "BIURO ALFA", "year end");
	let_in("anna");
	work(3599);
	if (!quote_fixed(
		&q, t.number, 1, ticket_price(&t), 199999, "all of it", &err))
		die(err.text);
	quote(&q, false);
	/* 5: never let in, 0.00 */
	open_ticket("Navireo", "Ola Delta", "Delta", "help");
	simple(TICKET_EV_CANCELLED, "client");
	/* 6: still waiting */
	open_ticket("Gestor", "Iza Epsilon", "Epsilon", "call me");
}

static void
write_more(int count)
{
	char problem[401];

	memset(problem, 'x', sizeof(problem) - 1);
	problem[sizeof(problem) - 1] = '\0';
	for (int i = 0; i < count; i++) {
		open_ticket("Subiekt", "Zoe", "Zeta", problem);
		simple(TICKET_EV_CANCELLED, "client");
	}
}

static void
write_hard(void)
{
	struct quote q;
	struct err err;

	/* two technicians, half an hour each: 200.00 */
	open_ticket("Gestor", "Ala Gamma", "Gamma", "two");
	let_in("anna");
	work(1800);
	simple(TICKET_EV_DETACHED, "anna");
	simple(TICKET_EV_RELEASED, "anna");
	let_in("piotr");
	work(1800);
	end(true, "");
	/* 7 minutes of database above a cap of 200.00, another day */
	open_ticket("Subiekt", "Ala Gamma", "Gamma", "cap");
	let_in("anna");
	if (!quote_hourly(&q, t.number, 1, ticket_price(&t), 1, "one", &err))
		die(err.text);
	quote(&q, true);
	work(3600);
	kind_of_work(PRICE_DATABASE);
	work(420);
	end(true, "");
}

int
main(int argc, char **argv)
{
	struct err err;

	if (argc < 2)
		die("usage: mklog DIR [MORE]");
	prices_default(&prices);
	store = store_open(argv[1], &err);
	if (store == NULL)
		die(err.text);
	write_tickets();
	if (argc > 2)
		write_more(atoi(argv[2]));
	if (argc > 3)
		write_hard();
	store_close(store);
	return 0;
}
