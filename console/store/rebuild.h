/*
 * The tables for people, made anew from the journal by the very code that made
 * them (project.h), and compared with what is there: row by row, column by
 * column, whatever columns there are. For verify.
 *
 * They are made as temporary tables of the same names, a few hundred tickets at
 * a time; db must be one that nobody else uses meanwhile, in a transaction.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/err.h"

struct db;

struct rebuild_result {
	int64_t tickets; /* that were compared */
	int64_t ticket; /* the first that differs, 0 = none */
	char why[200]; /* which table, row and column */
};

/* False with err only when it cannot read. */
bool rebuild_compare(
    struct db *db, struct rebuild_result *out, struct err *err);
