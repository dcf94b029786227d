/*
 * mkmonth DIR PRICES: writes a time log whose November of 2025 has what a
 * statement has to tell: a ticket that crosses the month's end with two
 * technicians, two rates of VAT, further hours and a fixed sum; one that a cap
 * cut; one by the hour; one that is completed after it. PRICES is a price list
 * with another rate of VAT for the database.
 */
#include "tests/support/tale.h"

#define BEGIN INT64_C(1761937200) /* 2025-10-31 20:00 in Warsaw */
#define HOUR_S INT64_C(3600)

/* So many hours after the beginning. */
static void
open_ticket(int64_t hours, const char *product, const char *problem)
{
	const struct store_card card = {.name = "Jan Gęś",
	    .company = "Gama sp. z o.o.",
	    .phone = "+48 600 000 003",
	    .problem = problem,
	    .agent_key = "SHA256:gama"};

	tale.now_ms = hours * HOUR_S * 1000;
	tale_open(product, &card);
}

static void
wait_for(int64_t seconds)
{
	tale.now_ms += seconds * 1000;
}

static void
write_tickets(void)
{
	/* 1: 22:00; at 22:40 anna, from 23:17 piotr to the next month */
	open_ticket(2, "Subiekt", "the month does not close");
	wait_for(2400);
	tale_let_in("anna");
	tale_work(1800);
	tale_kind(PRICE_DATABASE);
	tale_work(420);
	tale_simple(TICKET_EV_DETACHED, "anna");
	tale_simple(TICKET_EV_RELEASED, "anna");
	tale_let_in("piotr");
	tale_kind(PRICE_SUPPORT);
	tale_work(600);
	tale_quote(1, 0, "the rest of the month", true);
	tale_work(2400);
	tale_quote(0, 50000, "a print template", true);
	tale_work(300);
	tale_end(true, "closed and printed");
	/* 2: the cap is one hour */
	open_ticket(10 * 24, "Gestor", "reports");
	wait_for(60);
	tale_let_in("anna");
	tale_quote(1, 0, "one hour", true);
	tale_work(2 * HOUR_S + 61);
	tale_end(true, "");
	/* 3: the first hour, by the hour */
	open_ticket(14 * 24, "Subiekt", "printer");
	wait_for(120);
	tale_let_in("piotr");
	tale_work(1234);
	tale_end(true, "set up");
	/* 4: not solved */
	open_ticket(15 * 24, "Rewizor", "slow");
	tale_let_in("anna");
	tale_work(90);
	tale_end(false, "");
	/* 5: opened in November, solved in December */
	open_ticket(30 * 24 + 3, "Subiekt", "late");
	tale_let_in("anna");
	tale_work(HOUR_S + 1500);
	tale_end(true, "");
}

int
main(int argc, char **argv)
{
	struct err err;

	tale.name = "mkmonth";
	if (argc != 3)
		tale_die("usage: mkmonth DIR PRICES");
	if (!prices_read(&tale.prices, argv[2], &err))
		tale_die(err.text);
	tale_begin("mkmonth", argv[1], BEGIN);
	write_tickets();
	store_close(tale.store);
	return 0;
}
