/*
 * What is written together.
 */
#pragma once

#include <stdbool.h>

#include "shared/base/err.h"

struct db;

/*
 * BEGIN IMMEDIATE, COMMIT and ROLLBACK; a failed commit is rolled back. Inside
 * one that has begun they nest: the inner is kept or undone alone, and nothing
 * is on the disk before the outermost is. Who says or decides by what he reads
 * begins before he reads.
 */
bool db_begin(struct db *db, struct err *err);
bool db_commit(struct db *db, struct err *err);
void db_rollback(struct db *db);
/* Commits when ok, else rolls back; returns whether it is kept. */
bool db_end(struct db *db, bool ok, struct err *err);
