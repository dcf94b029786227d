/*
 * mklog DIR [MORE [hard]]: writes a time log with known tickets through the
 * store, for the tests of commands; with MORE so many more, cancelled and with
 * long texts; with hard two that take care, of one client.
 * Ticket numbers and amounts are those of the vectors in man 7 pomoc-billing;
 * all were opened in November 2026.
 */
#include <stdlib.h>
#include <string.h>

#include "tests/support/tale.h"

#define OPENED INT64_C(1793698200) /* 2026-11-03 10:30 in Warsaw */
#define DAY_S INT64_C(86400)

static const char *client_key = "SHA256:sample";

static void
open_ticket(const char *product, const char *name, const char *company,
    const char *problem)
{
	const struct store_card card = {.name = name,
	    .company = company,
	    .phone = "+48 600 000 001",
	    .problem = problem,
	    .agent_key = client_key};

	tale.now_ms += DAY_S * 1000;
	tale_open(product, &card);
}

static void
write_tickets(void)
{
	struct quote q;
	struct err err;

	/* 1: 200.00 */
	open_ticket("Subiekt", "Jan Alfa", "Biuro Alfa", "printer");
	tale_let_in("anna");
	tale_work(3600);
	tale_end(true, "printer set up");
	/* 2: accepted hours, 400.00 */
	open_ticket("Subiekt", "Ewa Beta", "Beta, \"Syn\" i S-ka", "=1+1");
	tale_let_in("anna");
	if (!quote_hourly(
		&q, tale.t.number, 1, ticket_price(&tale.t), 3, "more", &err))
		tale_die(err.text);
	tale_ask(&q, true);
	tale_work(3601);
	tale_end(true, "-2+3");
	/* 3: two kinds of work, 246.67 */
	open_ticket("Subiekt", "Zażółć Gęślą", "", "database\nis slow");
	tale_let_in("piotr");
	tale_work(2400);
	tale_kind(PRICE_DATABASE);
	tale_work(420);
	tale_end(true, "");
	/* 4: declined, 0.00; another computer */
	client_key = "SHA256:other";
	open_ticket("Rewizor", "Jan Alfa", "BIURO ALFA", "year end");
	client_key = "SHA256:sample";
	tale_let_in("anna");
	tale_work(3599);
	if (!quote_fixed(&q, tale.t.number, 1, ticket_price(&tale.t), 199999,
		"all of it", &err))
		tale_die(err.text);
	tale_ask(&q, false);
	/* 5: never let in, 0.00 */
	open_ticket("Navireo", "Ola Delta", "Delta", "help");
	tale_simple(TICKET_EV_CANCELLED, "client");
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
		tale_simple(TICKET_EV_CANCELLED, "client");
	}
}

static void
write_hard(void)
{
	struct quote q;
	struct err err;

	/* two technicians, half an hour each: 200.00 */
	open_ticket("Gestor", "Ala Gamma", "Gamma", "two");
	tale_let_in("anna");
	tale_work(1800);
	tale_simple(TICKET_EV_DETACHED, "anna");
	tale_simple(TICKET_EV_RELEASED, "anna");
	tale_let_in("piotr");
	tale_work(1800);
	tale_end(true, "");
	/* 7 minutes of database above a cap of 200.00, another day */
	open_ticket("Subiekt", "Ala Gamma", "Gamma", "cap");
	tale_let_in("anna");
	if (!quote_hourly(
		&q, tale.t.number, 1, ticket_price(&tale.t), 1, "one", &err))
		tale_die(err.text);
	tale_ask(&q, true);
	tale_work(3600);
	tale_kind(PRICE_DATABASE);
	tale_work(420);
	tale_end(true, "");
}

int
main(int argc, char **argv)
{
	if (argc < 2)
		tale_die("usage: mklog DIR [MORE]");
	prices_default(&tale.prices);
	tale_begin("mklog", argv[1], OPENED);
	write_tickets();
	if (argc > 2)
		write_more(atoi(argv[2]));
	if (argc > 3)
		write_hard();
	store_close(tale.store);
	return 0;
}
