#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "console/store/table.h"
#include "shared/base/buf.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"

/* "CREATE TABLE x (" of the schema makes the same table among the temporary
 * ones. */
bool
table_shadow(struct db *db, const char *name, struct err *err)
{
	sqlite3_stmt *st = sql_query(db->sql, err,
	    "SELECT sql FROM main.sqlite_schema"
	    " WHERE type = 'table' AND name = ?",
	    "s", name);
	static const char create[] = "CREATE TABLE ";
	char *text = NULL;
	bool ok;

	if (st == NULL)
		return false;
	if (sqlite3_step(st) == SQLITE_ROW &&
	    strncmp(sql_text(st, 0), create, strlen(create)) == 0)
		text = str_fmt(
		    "CREATE TEMP TABLE %s", sql_text(st, 0) + strlen(create));
	sqlite3_finalize(st);
	ok = text != NULL ? sql_exec(db->sql, text, err)
			  : err_set(err, _("there is no table %s"), name);
	free(text);
	return ok;
}

static bool
run(struct db *db, const char *what, const char *name, struct err *err)
{
	char text[120];

	snprintf(text, sizeof(text), "%s temp.%s", what, name);
	return sql_exec(db->sql, text, err);
}

bool
table_empty_shadow(struct db *db, const char *name, struct err *err)
{
	return run(db, "DELETE FROM", name, err);
}

bool
table_drop_shadow(struct db *db, const char *name)
{
	return run(db, "DROP TABLE IF EXISTS", name, NULL);
}

static sqlite3_stmt *
rows_of(struct db *db, const char *schema, const struct table *t, int64_t from,
    int64_t to, struct err *err)
{
	char *where = t->ticket != NULL
	    ? str_fmt("WHERE %s > ? AND %s <= ?", t->ticket, t->ticket)
	    : str_dup("");
	char *text = str_fmt("SELECT * FROM %s.%s %s ORDER BY %s", schema,
	    t->name, where, t->key);
	sqlite3_stmt *st = t->ticket != NULL
	    ? sql_query(db->sql, err, text, "ii", from, to)
	    : sql_prepare(db->sql, text, err);

	free(text);
	free(where);
	return st;
}

static bool
same_value(sqlite3_stmt *a, sqlite3_stmt *b, int i)
{
	int type = sqlite3_column_type(a, i);
	size_t len;

	if (type != sqlite3_column_type(b, i))
		return false;
	if (type == SQLITE_INTEGER)
		return sqlite3_column_int64(a, i) == sqlite3_column_int64(b, i);
	if (type == SQLITE_NULL)
		return true;
	len = (size_t)sqlite3_column_bytes(a, i);
	if (len != (size_t)sqlite3_column_bytes(b, i))
		return false;
	return len == 0 ||
	    memcmp(sqlite3_column_blob(a, i), sqlite3_column_blob(b, i), len) ==
	    0;
}

/* The columns of the key, by their names. */
static bool
is_key(const struct table *t, const char *column)
{
	size_t len = strlen(column);
	const char *at = t->key;

	for (; (at = strstr(at, column)) != NULL; at += len)
		if ((at == t->key || at[-1] == ' ') &&
		    (at[len] == '\0' || at[len] == ','))
			return true;
	return false;
}

/* Which of both comes first; a statement at its end is NULL. Keys are numbers.
 */
static int
order(const struct table *t, sqlite3_stmt *is, sqlite3_stmt *want)
{
	if (is == NULL || want == NULL)
		return is == NULL ? 1 : -1;
	for (int i = 0; i < sqlite3_column_count(is); i++) {
		int64_t a = sqlite3_column_int64(is, i);
		int64_t b = sqlite3_column_int64(want, i);

		if (is_key(t, sqlite3_column_name(is, i)) && a != b)
			return a < b ? -1 : 1;
	}
	return 0;
}

static void
name_row(const struct table *t, sqlite3_stmt *st, struct buf *out)
{
	buf_printf(out, _("table %s, row"), t->name);
	for (int i = 0; i < sqlite3_column_count(st); i++)
		if (is_key(t, sqlite3_column_name(st, i)))
			buf_printf(out, " %lld", sqlite3_column_int64(st, i));
}

static const char *
shown(char dst[40], sqlite3_stmt *st, int i)
{
	if (sqlite3_column_type(st, i) == SQLITE_NULL)
		return "NULL";
	if (sqlite3_column_type(st, i) == SQLITE_BLOB)
		return "x''";
	return utf8_clean(dst, 40, sql_text(st, i), 0);
}

static void
note(const struct table *t, struct table_diff *out, sqlite3_stmt *st,
    const char *what)
{
	struct buf why = BUF_INIT;

	out->differs = true;
	for (int i = 0; i < sqlite3_column_count(st); i++)
		if (t->ticket != NULL &&
		    strcmp(sqlite3_column_name(st, i), t->ticket) == 0)
			out->ticket = sqlite3_column_int64(st, i);
	name_row(t, st, &why);
	buf_printf(&why, ", %s", what);
	str_copy(out->why, sizeof(out->why), buf_str(&why));
	buf_fini(&why);
}

static void
compare_row(const struct table *t, sqlite3_stmt *is, sqlite3_stmt *want,
    struct table_diff *out)
{
	int n = sqlite3_column_count(is);
	char what[160], a[40], b[40];

	for (int i = 0; i < n && !out->differs; i++) {
		if (same_value(is, want, i))
			continue;
		snprintf(what, sizeof(what),
		    _("column %s: \"%s\", and \"%s\" by the journal"),
		    sqlite3_column_name(is, i), shown(a, is, i),
		    shown(b, want, i));
		note(t, out, is, what);
	}
}

/* NULL at the end; false with err. */
static bool
next(struct db *db, sqlite3_stmt **st, struct err *err)
{
	int rc = sqlite3_step(*st);

	if (rc == SQLITE_ROW)
		return true;
	sqlite3_finalize(*st);
	*st = NULL;
	return rc == SQLITE_DONE || sql_err(db->sql, err, _("tables"));
}

static bool
walk(struct db *db, const struct table *t, sqlite3_stmt **is,
    sqlite3_stmt **want, struct table_diff *out, struct err *err)
{
	if (!next(db, is, err) || !next(db, want, err))
		return false;
	while (*is != NULL || *want != NULL) {
		int first = order(t, *is, *want);

		if (first == 0)
			compare_row(t, *is, *want, out);
		else
			note(t, out, first < 0 ? *is : *want,
			    first < 0 ? _("is not in the journal")
				      : _("is missing"));
		if (out->differs)
			break;
		if (!next(db, is, err) || !next(db, want, err))
			return false;
	}
	return true;
}

bool
table_compare(struct db *db, const struct table *t, int64_t from, int64_t to,
    struct table_diff *out, struct err *err)
{
	sqlite3_stmt *is = rows_of(db, "main", t, from, to, err);
	sqlite3_stmt *want = rows_of(db, "temp", t, from, to, err);
	bool ok;

	memset(out, 0, sizeof(*out));
	ok = is != NULL && want != NULL && walk(db, t, &is, &want, out, err);
	sqlite3_finalize(is);
	sqlite3_finalize(want);
	return ok;
}
