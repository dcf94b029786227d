/*
 * From a report_filter to a question. For report.c and its like.
 */
#pragma once

#include "console/store/report_filter.h"
#include "console/store/rows.h"

/* "SELECT <select> FROM ticket t [JOIN person p] WHERE <filter> <tail>"; join
 * asks for p even when the filter does not need it. */
struct rows filter_ask(struct db *db, struct err *err,
    const struct report_filter *filter, const char *select, bool join,
    const char *tail);
/* The columns of some rows in that order: only their numbers are sorted, which
 * is what makes a page of a long log quick. limit -1 = all. */
struct rows filter_ask_page(struct db *db, struct err *err,
    const struct report_filter *filter, const char *select, const char *order,
    int64_t limit, int64_t offset);

/* Of a ticket's contractor in force, in SQL with the ticket as t; NULL = none.
 */
#define BUYER_CODE_SQL                                                   \
	"(SELECT CASE d.merged WHEN '' THEN d.code ELSE"                 \
	" (WITH RECURSIVE up (code) AS (SELECT d.merged UNION"           \
	" SELECT m.merged FROM contractor m JOIN up ON m.code = up.code" \
	" WHERE m.merged <> '') SELECT c.code FROM up JOIN contractor c" \
	" ON c.code = up.code WHERE c.merged = '') END"                  \
	" FROM ticket_contractor l JOIN contractor d"                    \
	" ON d.code = l.contractor WHERE l.ticket = t.id)"

/* The number of an invoice as it is compared: in any case, and without blanks,
 * wherever they were put. */
#define INVOICE_NUMBER_SQL(number) "replace(fold(" number "), ' ', '')"
