/*
 * What is on an invoice already, by its number.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "console/store/buyer.h"
#include "shared/base/err.h"

#define CMD_NUMBER_SIZE 300

/* *filter becomes the tickets on that invoice, from the first day on which one
 * was completed to the last; it borrows of all three. kept becomes the number
 * as it stands there. client NULL = of whom it is: false with err when it is of
 * several, or when nothing is on it. Who was forgotten since is no other
 * client: an invoice stays whole. */
bool cmd_number_pick(struct db *db, const char *number, const char *client,
    struct report_filter *filter, struct buyer *buyer,
    char kept[CMD_NUMBER_SIZE], struct err *err);
