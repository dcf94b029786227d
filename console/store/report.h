/*
 * Questions about the log, for the console's views and the commands: tickets
 * that pass a filter, a page at a time. What they come to is in report_sums.h,
 * all about one of them in report_parts.h. Reads only.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "console/store/report_row.h"
#include "shared/base/err.h"

struct db;
struct report_filter;

enum report_sort {
	REPORT_BY_NUMBER, /* newest last */
	REPORT_BY_COMPLETED, /* open ones last */
	REPORT_BY_CLIENT,
	REPORT_BY_TECHNICIAN,
	REPORT_BY_PRODUCT,
	REPORT_BY_OUTCOME,
	REPORT_BY_WORKED,
	REPORT_BY_NET,
	REPORT_BY_BUYER, /* for files: has no name to ask for it */
	REPORT_SORTS
};

struct report_page {
	enum report_sort sort;
	bool reverse;
	int64_t offset;
	int64_t limit; /* 0 = all */
};

/* page NULL = all of them, by number. */
bool report_rows(struct db *db, const struct report_filter *filter,
    const struct report_page *page, report_row_fn *fn, void *ctx,
    struct err *err);
/* "number", "client", ...; false for an unknown one. */
bool report_sort_parse(const char *name, enum report_sort *sort);
