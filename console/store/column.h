/*
 * What is known of a ticket in the log: one table from which follow what is
 * asked of the database and what stands in csv and JSON, in this order.
 *
 * A column of the log begins here, with its member of struct logrow.
 */
#pragma once

#include "console/store/filter_sql.h"
#include "shared/core/logrow.h"

enum column_kind {
	COLUMN_TEXT,
	COLUMN_NUMBER,
	COLUMN_AMOUNT,
	COLUMN_TIME, /* 0 = not yet */
	COLUMN_BOOL,
	COLUMN_SET, /* whether a time is there; reads that time */
	COLUMN_STATE, /* a text: the name of a state */
	COLUMN_NULL /* a text: null in JSON when it is empty */
};

struct column {
	/* an expression over ticket t, person p; NULL ends the table */
	const char *sql;
	enum column_kind kind;
	size_t at; /* of the member */
	const char *csv, *json; /* how it is called there; NULL = is not */
	size_t sum; /* its member of struct report_totals; 0 = has none */
};

extern const struct column columns[];

/* All columns of the tickets that pass, see filter_ask_page(). */
struct rows column_ask(struct db *db, struct err *err,
    const struct report_filter *filter, const char *order, int64_t limit,
    int64_t offset);
void column_read(const struct rows *r, struct logrow *row);
/* Of a kind that is a text, or any other. */
const char *column_text(const struct column *c, const struct logrow *row);
int64_t column_number(const struct column *c, const struct logrow *row);
