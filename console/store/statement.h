/*
 * What a client is to pay: solved tickets, completed in a period and on no
 * invoice yet, as the lines of an invoice. On each line quantity times unit
 * price is the net to the grosz; VAT is computed once per rate on the sum
 * (money.md rule 7). The sums are those of due.h.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "console/store/due.h"
#include "shared/base/err.h"
#include "shared/core/money.h"

struct report_page;

enum statement_kind {
	STATEMENT_HOURS, /* by the hour */
	STATEMENT_CAPPED, /* by the hour, up to what was agreed */
	STATEMENT_SUM, /* agreed as one sum */
	STATEMENT_CORRECTED,
	STATEMENT_FREE /* solved, nothing to pay */
};

/* Borrowed for the call. */
struct statement_line {
	const struct logrow *ticket;
	enum statement_kind kind;
	const char *name; /* of the price line, or "" */
	int64_t worked_s, billed_s;
	int64_t quantity; /* ten-thousandths */
	bool hours; /* of them, else one piece */
	int64_t price_gr; /* net for one */
	int64_t rate_gr; /* net per hour, of work by the hour */
	int64_t net_gr;
	int vat_bp;
};

#define STATEMENT_ONE 10000 /* quantity of one */

struct statement_sum {
	int64_t lines;
	struct due_sum due;
};

typedef void statement_line_fn(const struct statement_line *line, void *ctx);

/* The lines of one ticket that is solved, added to *sum; fn may be NULL. False
 * with err. */
bool statement_ticket(struct db *db, const struct logrow *row,
    struct statement_sum *sum, statement_line_fn *fn, void *ctx,
    struct err *err);
/* All solved tickets that pass the filter (its outcome is not looked at),
 * in the order of the page. */
bool statement_make(struct db *db, const struct report_filter *filter,
    const struct report_page *page, struct statement_sum *sum,
    statement_line_fn *fn, void *ctx, struct err *err);

/* "godz." or "usł.": what the quantity counts. Static. */
const char *statement_unit(const struct statement_line *line);
/* "0.1167" with that point. Returns dst. */
char *statement_quantity(char *dst, size_t size, int64_t quantity, char point);
/* What the line is, in words: the price line, a cap, a sum; of work by the hour
 * that is counted as one piece also its time and the price of an hour. */
void statement_words(const struct statement_line *line, char *dst, size_t size);
/* "hours", "capped", ... for programs. */
const char *statement_kind_name(enum statement_kind kind);
