/*
 * What is read of one moment, whatever a desk writes meanwhile.
 */
#pragma once

#include <stdbool.h>

#include "shared/base/err.h"

struct db;

/* From here on, until db_thaw() or the end of the handle. */
bool db_freeze(struct db *db, struct err *err);
void db_thaw(struct db *db);
/* Up to db_release(), also inside of what has begun. Not nested. */
bool db_hold(struct db *db, struct err *err);
bool db_release(struct db *db, struct err *err);
