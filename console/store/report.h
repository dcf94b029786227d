/*
 * Questions about the log, for the console's views and the commands: tickets
 * that pass a filter, a page at a time. What they come to is in report_sums.h,
 * all about one of them in report_parts.h. Reads only.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/err.h"
#include "shared/core/logask.h"
#include "shared/core/logrow.h"

struct db;
struct report_filter;

#define REPORT_BY_BUYER LOGASK_SORTS /* for files: has no name */

struct report_page {
	int sort; /* enum logask_sort, or that */
	bool reverse;
	int64_t offset;
	int64_t limit; /* 0 = all */
};

/* page NULL = all of them, by number. Fails where fn() does. */
bool report_rows(struct db *db, const struct report_filter *filter,
    const struct report_page *page, logrow_fn *fn, void *ctx, struct err *err);
