/*
 * What a client is to pay for a month: the solved tickets line by line, and VAT
 * computed once per rate on the sum of net (money.md rule 7), which may differ
 * by a grosz from the sum of the tickets' own.
 */
#ifndef STORE_STATEMENT_H
#define STORE_STATEMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "console/store/report.h"
#include "shared/base/err.h"
#include "shared/core/money.h"

struct db;

/* One line: a price line of a ticket, or the ticket as a whole where it has a
 * fixed sum or a correction. Borrowed for the call. */
struct statement_line {
	const struct report_row *ticket;
	const char *name; /* of the price line, or "" */
	int64_t worked_s, billed_s;
	int64_t net_gr;
	int vat_bp;
};

struct statement_sum {
	int64_t tickets, lines;
	int64_t worked_s, billed_s;
	struct money_sum money;
};

typedef void statement_line_fn(const struct statement_line *line, void *ctx);

/* The lines of one ticket that is solved, added to *sum; fn may be NULL. False
 * with err. */
bool statement_ticket(struct db *db, const struct report_row *row,
    struct statement_sum *sum, statement_line_fn *fn, void *ctx,
    struct err *err);
/* All solved tickets that pass the filter (its outcome is not looked at),
 * in the order of the page. */
bool statement_make(struct db *db, const struct report_filter *filter,
    const struct report_page *page, struct statement_sum *sum,
    statement_line_fn *fn, void *ctx, struct err *err);
/* Whether a client of that name (any case) is in the log at all. */
bool statement_knows(struct db *db, const char *client);

#endif
