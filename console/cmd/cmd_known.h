/*
 * Names by which the log is asked: one that nobody and nothing has is a slip of
 * the hand, and no answer.
 */
#pragma once

#include <stdbool.h>

#include "shared/base/err.h"

struct db;
struct report_filter;

/* client, technician and product of the filter, where they are set: somebody in
 * the log, a technician of the desk on that folder, a product of the price list
 * beside config (NULL = the usual one); else false with err. */
bool cmd_known(struct db *db, const char *data, const char *config,
    const struct report_filter *filter, struct err *err);
/* As the price list writes it, in whatever case; "" when it is not there or the
 * list cannot be read. Lives until the next call. */
const char *cmd_known_product(const char *config, const char *product);
