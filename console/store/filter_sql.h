/*
 * From a report_filter to the WHERE part of a query. For report.c and its like.
 */
#ifndef STORE_FILTER_SQL_H
#define STORE_FILTER_SQL_H

#include "console/store/report.h"
#include "console/store/sql.h"
#include "shared/base/buf.h"

#define FILTER_ARGS_MAX 64

struct filter_sql {
	struct buf where; /* "" or " WHERE ..." over ticket t, person p */
	bool person; /* p is used */
	int n;
	struct {
		char *text; /* ours; NULL for a number */
		int64_t number;
	} arg[FILTER_ARGS_MAX];
};

void filter_sql_init(struct filter_sql *f, const struct report_filter *from);
void filter_sql_fini(struct filter_sql *f);
/* Prepares "SELECT <select> FROM ticket t [JOIN person p] <where> <tail>" and
 * binds; join asks for p even when the filter does not need it. */
sqlite3_stmt *filter_sql_query(struct filter_sql *f, sqlite3 *sql,
    const char *select, bool join, const char *tail, struct err *err);
/* The columns of some rows in that order: only their numbers are sorted, which
 * is what makes a page of a long log quick. limit -1 = all. */
sqlite3_stmt *filter_sql_page(struct filter_sql *f, sqlite3 *sql,
    const char *select, const char *order, int64_t limit, int64_t offset,
    struct err *err);

/* The number of an invoice as it is compared: in any case, and without blanks,
 * wherever they were put. */
#define INVOICE_NUMBER_SQL(number) "replace(fold(" number "), ' ', '')"

#endif
