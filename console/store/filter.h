/*
 * From a report_filter to the WHERE part of a query. For report.c and its like.
 */
#ifndef STORE_FILTER_H
#define STORE_FILTER_H

#include "console/store/report.h"
#include "console/store/sql.h"
#include "shared/base/buf.h"

#define FILTER_ARGS_MAX 64

struct filter {
	struct buf where; /* "" or " WHERE ..." over ticket t, person p */
	bool person; /* p is used */
	int n;
	struct {
		char *text; /* ours; NULL for a number */
		int64_t number;
	} arg[FILTER_ARGS_MAX];
};

void filter_init(struct filter *f, const struct report_filter *from);
void filter_fini(struct filter *f);
/* Prepares "SELECT <select> FROM ticket t [JOIN person p] <where> <tail>" and
 * binds; join asks for p even when the filter does not need it. */
sqlite3_stmt *filter_query(struct filter *f, sqlite3 *sql, const char *select,
    bool join, const char *tail, struct err *err);

#endif
