/*
 * What every command about a month says beside it: that it is not over, what
 * was solved before it and is on no invoice yet, or is on one and not paid,
 * what in it is on one, what was solved later than now; and about a client of
 * the book, what may be his and is linked to nobody.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "console/store/report_filter.h"
#include "shared/base/err.h"

struct db;

/* The period of the filter from --month, or from --from and --to that are in it
 * already; false with err when they contradict each other. */
bool cmd_month_period(
    const int64_t month[2], struct report_filter *filter, struct err *err);
bool cmd_month_over(const struct report_filter *period);
/* A line to standard error while it is not. */
void cmd_month_note_over(const struct report_filter *period);
/* A line each to standard error; the client and period of the filter count.
 * invoiced: also what in the period is on an invoice. False with err. */
bool cmd_month_notes(struct db *db, const struct report_filter *period,
    bool invoiced, struct err *err);

/* How many tickets were completed later than now. */
bool cmd_month_later(struct db *db, int64_t *n, struct err *err);

/* When the filter is about a contractor: what was left out of it, and what was
 * solved before it and is on no invoice, for it is linked to nobody though it
 * has his name; with the command that links it. */
bool cmd_client_notes(
    struct db *db, const struct report_filter *filter, struct err *err);
