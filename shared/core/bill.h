/*
 * From worked seconds to an amount: the rules of man 7 pomoc-billing, once.
 *
 * Time is summed per price line over the whole ticket and then rounded up once;
 * without an accepted quote at most the first hour of work counts; what was
 * accepted says which work is counted by its lines, up to which cap, and what
 * fixed sums there are (deal.h); VAT is computed on the sum of net per rate.
 * Pure arithmetic: it does not know the ticket's events.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "shared/core/deal.h"
#include "shared/core/prices.h"

#define BILL_FREE_HOUR_S 3600 /* billable without a quote */

struct bill_input {
	const struct price *line; /* PRICE_KINDS of them, by kind */
	int64_t worked_s[PRICE_KINDS];
	const struct deal *deal; /* or NULL: nothing was accepted */
	bool payable; /* false: declined, unsolved, given up: 0.00 */
};

struct bill_line {
	enum price_kind kind;
	int64_t worked_s;
	int64_t covered_s; /* of it what a fixed sum pays for */
	int64_t billed_s; /* rounded up; of it what net_gr pays for */
	int64_t net_gr; /* after the cap; 0 for what a fixed sum covers */
	int vat_bp;
	bool cut; /* by the cap */
};

struct bill {
	int n; /* lines with worked time */
	struct bill_line line[PRICE_KINDS];
	int64_t worked_s;
	int64_t billed_s;
	int64_t fixed_gr; /* fixed sums: net_gr without the lines */
	int64_t net_gr;
	int64_t vat_gr;
	int64_t gross_gr;
};

void bill_make(const struct bill_input *in, struct bill *out);
/* The lines that a cap cut, a bit for each kind. */
unsigned bill_cuts(const struct bill *bill);
/* Seconds of work until the next started unit of the line begins to count;
 * a whole first unit when nothing was worked yet. */
int64_t bill_next_unit_s(const struct price *price, int64_t worked_s);

/*
 * The amount of a running clock, counted on by both sides for themselves from
 * the numbers that the desk sent (message `clock`) at one moment.
 */
struct bill_live {
	int64_t worked_ms; /* all lines */
	int64_t line_ms; /* on the line that runs, counted by the hour */
	int64_t net_hour_gr;
	int64_t minimum_s;
	int64_t quantum_s;
	int vat_bp;
	int64_t base_gr; /* net of the other lines */
	bool quoted; /* a quote was accepted: no stop at 60:00 */
	int64_t cap_gr; /* of work by the hour, where hours were accepted */
	int64_t fixed_gr; /* accepted beside it; without a cap_gr it is all */
	/* The same parts by rate of VAT, where there are several; else all is
	 * of vat_bp. */
	bool several;
	enum price_kind runs; /* which line that is */
	struct money_rate other[PRICE_KINDS]; /* base_gr, by kind */
	struct money_sum fixed; /* fixed_gr */
	struct money_sum agreed; /* whose gross binds; none: net alone does */
};

#define BILL_RATES_SIZE 200
/* These parts as one word for the wire: NET@RATE of each kind, "*" for the one
 * that runs, behind ";" those of fixed_gr, behind another one those of what was
 * agreed to where that binds; "" without several. Returns dst.
 */
const char *bill_rates_print(
    const struct bill_live *live, char dst[BILL_RATES_SIZE]);
/* The rest is read already: what does not fit it is false, and nothing changes.
 */
bool bill_rates_parse(struct bill_live *live, const char *text);

struct bill_now {
	int64_t worked_s;
	int64_t next_unit_s; /* -1 where more time costs nothing more */
	int64_t net_gr;
	int64_t vat_gr;
	int64_t gross_gr;
};

/*
 * While a clock runs the desk says `clock` with every tick. A reader who hears
 * nothing for longer than this counts on no further: his clock stands.
 */
#define BILL_TRUST_MS INT64_C(30000)
/* A clock between two messages, by the reader's own monotonic one. */
struct bill_clock {
	bool running;
	int64_t told_ms; /* when the figures came */
	bool held; /* at held_ms after that */
	int64_t held_ms;
};
/* It runs at the desk, as far as one can know. */
bool bill_clock_runs(const struct bill_clock *c, int64_t now_ms);
/* What to add to the figures; 0 .. BILL_TRUST_MS. */
int64_t bill_clock_extra_ms(const struct bill_clock *c, int64_t now_ms);
/* What was done is not written yet: it stands where that was done, and goes on
 * when it is, unless that ended it. */
void bill_clock_hold(struct bill_clock *c, bool holds, int64_t now_ms);

/* What so many hours more of the line that runs would cost, over the amount of
 * now. */
int64_t bill_live_further_gr(const struct bill_live *live, int hours);
/* The most that was agreed to, net; 0 when nothing was. */
int64_t bill_live_most_gr(const struct bill_live *live);
/* What it would come to with a quote for the line that runs. */
struct bill_total {
	int64_t net_gr;
	bool fixed; /* the quote; else further hours */
	bool anew; /* nothing of before counts any more */
};
/* VAT on that, as the quote's card will say. */
int64_t bill_live_total_vat_gr(const struct bill_live *live, int64_t extra_ms,
    const struct bill_total *total);

/* extra_ms: what passed since on the reader's own monotonic clock, 0 while the
 * clock does not run. */
void bill_live_now(
    const struct bill_live *live, int64_t extra_ms, struct bill_now *out);
