/*
 * What the tickets come to that pass a filter.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/err.h"
#include "shared/core/logrow.h"

struct db;
struct due_sum;
struct report_filter;

/* Open tickets are counted, but their time and money is in no sum. Of one
 * technician both are those of his visits. */
struct report_totals {
	int64_t count;
	int64_t open; /* of these */
	int64_t worked_s, billed_s;
	int64_t net_gr, vat_gr, gross_gr;
	struct money_sum money; /* the same per rate of VAT, see due.h */
};

/* The largest figures of all that match, for the width of columns: of ticket,
 * worked_s, net_gr, gross_gr. */
bool report_largest(struct db *db, const struct report_filter *filter,
    struct logrow *out, struct err *err);
/* How many tickets match, and the net of the closed ones: quick. */
bool report_count(struct db *db, const struct report_filter *filter,
    int64_t *count, int64_t *net_gr, struct err *err);
bool report_totals(struct db *db, const struct report_filter *filter,
    struct report_totals *out, struct err *err);

/* The sums of *out from those of due.h. */
void report_set_sum(struct report_totals *out, const struct due_sum *sum);
