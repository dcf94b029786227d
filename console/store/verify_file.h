/*
 * The file under the log: is it whole as SQLite sees it, its indexes too, and
 * are its tables, indexes, triggers and views the ones that this program makes?
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "shared/base/err.h"

struct db;

/* why: "" or what is wrong. False with err when it cannot look. */
bool verify_file_whole(struct db *db, char *why, size_t size, struct err *err);
bool verify_file_schema(struct db *db, char *why, size_t size, struct err *err);
