/*
 * A copy of the log in one file, made while the desk runs, and the way back.
 */
#pragma once

#include <stdbool.h>

#include "shared/base/err.h"

struct db;

/* A consistent copy of this moment, 0600. Refuses an existing file and a
 * damaged log; a failed one leaves none behind. */
bool backup_make(struct db *db, const char *file, struct err *err);
/* Checks the copy and makes it the log of the folder. Refuses when the folder
 * has a log already or a desk runs there. A row of the ledger tells who did it;
 * an older copy is brought up to date. */
bool backup_restore(
    const char *file, const char *dir, const char *actor, struct err *err);
