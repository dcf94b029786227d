/*
 * What a client has agreed to, of all the quotes that he accepted. A yes is
 * never lost: each one adds to the deal, unless it says that it replaces it.
 *
 * A deal is a sum of fixed amounts and, when hours were agreed to, of work by
 * its price lines up to a cap. Work that a fixed sum covers is not counted by
 * the hour: from_s says from where on each line is. What was billed under a cap
 * that was passed is over: done_gr, and the time that it pays for.
 *
 * What a card said is a promise in net and in gross: where work turns out to be
 * of a dearer rate of VAT, less net of it is paid. Deals of journals from
 * before that rule promise the net alone.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "shared/core/money.h"
#include "shared/core/prices.h"
#include "shared/core/quote.h"

/* Read freely; zeroed = nothing was accepted yet. */
struct deal {
	int n; /* quotes in it */
	bool timed; /* work is counted by its lines; false: it is covered */
	bool gross; /* is promised, too */
	int64_t cap_gr; /* of the work since from_s */
	int64_t from_s[PRICE_KINDS];
	int64_t covered_s[PRICE_KINDS]; /* worked before, under a fixed sum */
	int64_t done_s[PRICE_KINDS]; /* billed before */
	int64_t done_gr[PRICE_KINDS];
	bool cut[PRICE_KINDS]; /* by a cap before */
	struct money_sum fixed;
	struct money_sum agreed; /* all of it, at the rates of its cards */
};

/* What so much more work of one line costs behind what was worked on it. */
int64_t deal_further_gr(
    const struct price *line, int64_t worked_s, int64_t more_s);
/* What the cap leaves of it, for each line; true when it cuts one. */
bool deal_share(const struct deal *d, const struct price line[PRICE_KINDS],
    const int64_t worked_s[PRICE_KINDS], int64_t share_gr[PRICE_KINDS]);
/* What is due beside work under the cap: fixed sums, and what was billed. */
void deal_beside(const struct deal *d, const struct price line[PRICE_KINDS],
    struct money_sum *out);
/* The most that the client agreed to pay, net; and gross, where the deal
 * promises it. */
int64_t deal_most_gr(const struct deal *d);
int64_t deal_most_gross_gr(
    const struct deal *d, const struct price line[PRICE_KINDS]);
/* VAT on what it comes to with that quote. In deals of before that was: each
 * line worked on at its own rate, what the cap leaves open at the quote's; and
 * still before, one_rate: all under the cap at that one. */
int64_t deal_total_vat_gr(const struct deal *d, const struct quote *q,
    const struct price line[PRICE_KINDS], const int64_t worked_s[PRICE_KINDS],
    bool one_rate);

/*
 * A quote in question: fills net_gr, vat_gr, what was agreed before and what it
 * comes to with it, of a quote of which the rest is set. Refused when hours of
 * that line would cost nothing.
 */
bool deal_quote(const struct deal *d, struct quote *q, const struct price *own,
    const struct price line[PRICE_KINDS], const int64_t worked_s[PRICE_KINDS],
    struct err *err);
/* It was accepted, with so much worked. gross: its gross is promised, unless it
 * is added to a deal of before. */
void deal_accept(struct deal *d, const struct quote *q,
    const struct price line[PRICE_KINDS], const int64_t worked_s[PRICE_KINDS],
    bool gross);
