/*
 * A table beside its shadow: a temporary table of the same name and form, which
 * every statement finds that does not say main. Made, filled by others,
 * compared and dropped again.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/err.h"

struct db;

struct table {
	const char *name;
	const char *ticket; /* column of the ticket's number; NULL = none */
	const char *key; /* columns by which its rows are ordered */
};

struct table_diff {
	bool differs;
	int64_t ticket; /* of the row, 0 = none */
	char why[200]; /* "table quote, row 1 2, column net_gr: 5, not 6" */
};

bool table_shadow(struct db *db, const char *name, struct err *err);
bool table_empty_shadow(struct db *db, const char *name, struct err *err);
bool table_drop_shadow(struct db *db, const char *name);
/* Rows of tickets after `from` up to `to`; of a table without tickets all.
 * False with err when it cannot read. */
bool table_compare(struct db *db, const struct table *t, int64_t from,
    int64_t to, struct table_diff *out, struct err *err);
