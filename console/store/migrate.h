/*
 * The schema and its versions. Each step brings a database from one
 * user_version to the next; all missing steps run in one transaction, so that
 * a kill in the middle leaves the old schema. Steps are written so that
 * running one twice does no harm (IF NOT EXISTS).
 */
#pragma once

#include <stdbool.h>

#include "shared/base/err.h"

struct db;

#define MIGRATE_APPLICATION_ID 0x504f4d43 /* "POMC" */

/* The user_version that this program writes. */
int migrate_latest(void);
/* From version `from` to the latest; false leaves the file as it was. */
bool migrate_run(struct db *db, int from, struct err *err);
