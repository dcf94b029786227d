/*
 * Statements that change the database, or its temporary tables. For the store's
 * own files; what is asked of it is in rows.h.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/err.h"

struct db;

/* One statement, its values by letters as in sql.h. It is kept for the next
 * time: text must be a literal. */
bool db_run(
    struct db *db, struct err *err, const char *text, const char *types, ...);
/* One or more statements without values. */
bool db_exec(struct db *db, const char *text, struct err *err);
/* Those that were kept are prepared anew: a table has come, or gone, before
 * another one of its name. */
void db_run_anew(struct db *db);
