/*
 * A thin layer over SQLite's C interface: statements with bound values and
 * failures as `struct err`. For the store's own files only; no policy here.
 *
 * Bind arguments are given by a letter each: "i" int64_t, "s" const char *
 * (NULL binds NULL; kept until the statement is stepped or reset, so it must
 * stay valid), "b" const void * and size_t, "n" nothing (NULL).
 */
#pragma once

#include <sqlite3.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>

#include "shared/base/err.h"

/* A file's name as SQLite takes it for nothing else: "file:x" is a file, not a
 * URI, and ":memory:" too. free() it. */
char *sql_file(const char *name);
/* Adds fold(text) and look(text), see core/fold.h, and the order `polish` to a
 * handle. They are for queries: nothing in the schema may need them. */
bool sql_extend(sqlite3 *db, struct err *err);
/* "what: reason", with a translated reason for the causes a person can mend
 * (locked, full, read-only, corrupt). err->code is the SQLite result code. */
bool sql_err(sqlite3 *db, struct err *err, const char *what);
/* Runs one or more statements that return nothing. */
bool sql_exec(sqlite3 *db, const char *text, struct err *err);
/* NULL with err on failure. Free with sqlite3_finalize(). */
sqlite3_stmt *sql_prepare(sqlite3 *db, const char *text, struct err *err);
/* One moment of it as a whole file, into an empty one if it is there. */
bool sql_copy(sqlite3 *db, const char *to, struct err *err);
void sql_bind(sqlite3_stmt *st, const char *types, va_list ap);
/* Binds and steps once; the statement stays the caller's. */
bool sql_do(sqlite3_stmt *st, struct err *err, const char *types, va_list ap);
/* Statements that are kept for the next time; their texts must be literals (the
 * address is the key). */
#define SQL_CACHE 64
struct sql_cache {
	int n;
	struct {
		const char *text;
		sqlite3_stmt *st;
	} row[SQL_CACHE];
};
/* NULL when it cannot be prepared, or is in use: then another one serves. Given
 * back by sql_give_back(). */
sqlite3_stmt *sql_keep(sqlite3 *db, struct sql_cache *cache, const char *text);
void sql_give_back(sqlite3_stmt *st);
void sql_cache_fini(struct sql_cache *cache);
/* The first column of the first row, or fallback. */
int64_t sql_int(sqlite3 *db, const char *text, int64_t fallback);
/* A text column, "" for NULL; valid until the next step. */
const char *sql_text(sqlite3_stmt *st, int column);
