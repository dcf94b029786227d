/*
 * The database file of a data folder: opening it safely, and nothing about
 * tickets. What is asked of it is in rows.h, what is changed in db_run.h and
 * db_transaction.h.
 *
 * One file, DIR/desk.db, with our application id, WAL and synchronous=FULL. It
 * is opened only when it is ours, whole, not newer than this program and (for
 * a desk) writable and not in use by another desk; else the error says what to
 * do and nothing on the disk was changed. An older schema is copied to
 * desk.db.v<N>-<time>.bak and brought up to date in one transaction.
 */
#pragma once

#include <stdbool.h>

#include "console/store/sql.h"
#include "shared/base/err.h"

enum db_mode {
	DB_DESK, /* the one writer that serves clients; makes the file */
	DB_WRITE, /* a command that adds rows, also beside a running desk */
	DB_READ /* queries only; works on a read-only folder too */
};

struct db {
	sqlite3 *sql;
	char *dir, *path;
	int lock_fd; /* -1 unless DB_DESK */
	enum db_mode mode;
	int depth; /* of db_begin() */
	struct sql_cache cache;
};

#define DB_FILE "desk.db"

/* NULL with err. A missing file is made by DB_DESK only. */
struct db *db_open(const char *dir, enum db_mode mode, struct err *err);
void db_close(struct db *db); /* NULL is fine */

/* The same checks for any file; used before a backup is restored. */
bool db_check_file(const char *path, struct err *err);
