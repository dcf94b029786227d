/*
 * What is on an invoice already, by its number.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "console/store/buyer.h"
#include "shared/base/err.h"
#include "shared/core/logrow.h"

#define CMD_NUMBER_SIZE 300

/* *filter becomes the tickets on that invoice, from the first day on which one
 * was completed to the last; it borrows of all three. kept becomes the number
 * as it stands there. client NULL = of whom it is: false with err when it is of
 * several, or when nothing is on it. Who was forgotten since is no other
 * client: an invoice stays whole. */
bool cmd_number_pick(struct db *db, const char *number, const char *client,
    struct report_filter *filter, struct buyer *buyer,
    char kept[CMD_NUMBER_SIZE], struct err *err);

/* Each ticket on that invoice, all of them: picked as above. */
bool cmd_number_each(struct db *db, const char *number, const char *client,
    struct buyer *buyer, char kept[CMD_NUMBER_SIZE], logrow_fn *fn, void *ctx,
    struct err *err);
/* Each of a client's that was solved in the month and is on one. */
bool cmd_number_of_month(struct db *db, const int64_t month[2],
    const char *client, logrow_fn *fn, void *ctx, struct err *err);
