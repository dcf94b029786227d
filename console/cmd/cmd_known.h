/*
 * Names by which the log is asked: one that nobody and nothing has is a slip of
 * the hand, and no answer.
 */
#pragma once

#include <stdbool.h>

#include "shared/base/err.h"

struct cmd_args;
struct report_filter;

/* client, technician and product of the filter, where they are set: somebody in
 * the log, a technician of the desk, a product of the price list; else false
 * with err. a->db is open. */
bool cmd_known(
    struct cmd_args *a, const struct report_filter *filter, struct err *err);
