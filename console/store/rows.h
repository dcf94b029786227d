/*
 * Questions to the database. One that has many rows:
 *
 *	struct rows r = rows_ask(
 *	    db, err, "SELECT id, name FROM x WHERE y = ?", "i", y);
 *
 *	while (rows_next(&r))
 *		use(rows_int(&r, 0), rows_text(&r, 1));
 *	return rows_end(&r);
 *
 * What could not be asked has no rows, and rows_end() says so; the loop may be
 * left early. The statement is kept for the next time by the address of its
 * text, which must be a literal. Binds by letters, see sql.h. For the store's
 * own files.
 */
#pragma once

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/base/err.h"

struct db;

struct rows {
	struct db *db;
	struct err *err;
	sqlite3_stmt *st; /* NULL = it failed */
	bool kept;
	int rc; /* of the last step */
};

/* err may be NULL. rows_end() in any case. */
struct rows rows_ask(
    struct db *db, struct err *err, const char *text, const char *types, ...);
/* The same for a text that was made for this once. */
struct rows rows_ask_once(
    struct db *db, struct err *err, const char *text, const char *types, ...);
/* The same with n values, which are copied: that text, or the number beside. */
struct rows_value {
	char *text;
	int64_t number;
};
struct rows rows_ask_values(struct db *db, struct err *err, const char *text,
    const struct rows_value *value, int n);
/* False behind the last one, and when it failed. */
bool rows_next(struct rows *r);
/* False with err when it could not be asked, or not be read. */
bool rows_end(struct rows *r);

/* Columns of the row; texts and blobs are valid until the next one. */
int64_t rows_int(const struct rows *r, int column);
const char *rows_text(const struct rows *r, int column); /* "" for NULL */
size_t rows_len(const struct rows *r, int column); /* bytes, with any NUL */
bool rows_is_null(const struct rows *r, int column);
/* NULL unless it has so many bytes. */
const uint8_t *rows_blob(const struct rows *r, int column, size_t size);
/* Whether rows_text() is all of it: what stands behind a NUL is read by SQL
 * alone. */
bool rows_is_whole(const struct rows *r, int column);

/* The number in the first column of the first row; fallback when there is none,
 * or no answer. */
int64_t rows_number(
    struct db *db, int64_t fallback, const char *text, const char *types, ...);
/* 1 and that number; 0: there is none; -1 with err. For checks that there is
 * nothing of a kind. */
int rows_find(struct db *db, int64_t *value, struct err *err, const char *text,
    const char *types, ...);
