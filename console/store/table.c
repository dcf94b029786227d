#include "console/store/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "console/store/db_run.h"
#include "console/store/rows.h"
#include "shared/base/buf.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"

/* Where those of its key are looked for. */
#define TABLE_COLUMNS 32

/* "CREATE TABLE x (" of the schema makes the same table among the temporary
 * ones. */
bool
table_shadow(struct db *db, const char *name, struct err *err)
{
	static const char create[] = "CREATE TABLE ";
	struct rows r = rows_ask(db, err,
	    "SELECT sql FROM main.sqlite_schema"
	    " WHERE type = 'table' AND name = ?",
	    "s", name);
	char *text = NULL;
	bool ok;

	if (rows_next(&r) &&
	    strncmp(rows_text(&r, 0), create, strlen(create)) == 0)
		text = str_fmt(
		    "CREATE TEMP TABLE %s", rows_text(&r, 0) + strlen(create));
	ok = rows_end(&r) &&
	    (text != NULL ? db_exec(db, text, err)
			  : err_set(err, _("there is no table %s"), name));
	free(text);
	return ok;
}

static bool
run(struct db *db, const char *what, const char *name, struct err *err)
{
	char text[120];

	snprintf(text, sizeof(text), "%s temp.%s", what, name);
	return db_exec(db, text, err);
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

static struct rows
rows_of(struct db *db, const char *schema, const struct table *t, int64_t from,
    int64_t to, struct err *err)
{
	char *where = t->ticket != NULL
	    ? str_fmt("WHERE %s > ? AND %s <= ?", t->ticket, t->ticket)
	    : str_dup("");
	char *text = str_fmt("SELECT * FROM %s.%s %s ORDER BY %s", schema,
	    t->name, where, t->key);
	struct rows r = rows_ask_once(
	    db, err, text, t->ticket != NULL ? "ii" : "", from, to);

	free(text);
	free(where);
	return r;
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

struct walk {
	const struct table *table;
	struct rows is, want;
	bool is_row, want_row; /* they stand on one */
	bool key[TABLE_COLUMNS];
	struct table_diff *out;
};

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

static void
find_keys(struct walk *w)
{
	int n = sqlite3_column_count(w->is.st);

	for (int i = 0; i < n && i < TABLE_COLUMNS; i++)
		w->key[i] = is_key(w->table, sqlite3_column_name(w->is.st, i));
}

/* Which of both comes first. Keys are numbers. */
static int
order(const struct walk *w)
{
	if (!w->is_row || !w->want_row)
		return w->is_row ? -1 : 1;
	for (int i = 0; i < TABLE_COLUMNS; i++) {
		int64_t a, b;

		if (!w->key[i])
			continue;
		a = rows_int(&w->is, i);
		b = rows_int(&w->want, i);
		if (a != b)
			return a < b ? -1 : 1;
	}
	return 0;
}

static void
name_row(const struct walk *w, const struct rows *r, struct buf *out)
{
	buf_printf(out, _("table %s, row"), w->table->name);
	for (int i = 0; i < TABLE_COLUMNS; i++)
		if (w->key[i])
			buf_printf(out, " %lld", (long long)rows_int(r, i));
}

static const char *
shown(char dst[40], const struct rows *r, int i)
{
	if (rows_is_null(r, i))
		return "NULL";
	if (sqlite3_column_type(r->st, i) == SQLITE_BLOB)
		return "x''";
	return utf8_clean(dst, 40, rows_text(r, i), 0);
}

static void
note(const struct walk *w, const struct rows *r, const char *what)
{
	const char *ticket = w->table->ticket;
	struct buf why = BUF_INIT;

	w->out->differs = true;
	for (int i = 0; ticket != NULL && i < sqlite3_column_count(r->st); i++)
		if (str_eq(sqlite3_column_name(r->st, i), ticket))
			w->out->ticket = rows_int(r, i);
	name_row(w, r, &why);
	buf_printf(&why, ", %s", what);
	str_copy(w->out->why, sizeof(w->out->why), buf_str(&why));
	buf_fini(&why);
}

static void
compare_row(const struct walk *w)
{
	int n = sqlite3_column_count(w->is.st);
	char what[160], a[40], b[40];

	for (int i = 0; i < n && !w->out->differs; i++) {
		if (same_value(w->is.st, w->want.st, i))
			continue;
		snprintf(what, sizeof(what),
		    _("column %s: \"%s\", and \"%s\" by the journal"),
		    sqlite3_column_name(w->is.st, i), shown(a, &w->is, i),
		    shown(b, &w->want, i));
		note(w, &w->is, what);
	}
}

static void
next(struct walk *w)
{
	w->is_row = rows_next(&w->is);
	w->want_row = rows_next(&w->want);
}

static void
walk(struct walk *w)
{
	for (next(w); (w->is_row || w->want_row) && !w->out->differs; next(w)) {
		int first = order(w);

		if (first == 0)
			compare_row(w);
		else
			note(w, first < 0 ? &w->is : &w->want,
			    first < 0 ? _("is not in the journal")
				      : _("is missing"));
	}
}

bool
table_compare(struct db *db, const struct table *t, int64_t from, int64_t to,
    struct table_diff *out, struct err *err)
{
	struct walk w = {.table = t,
	    .is = rows_of(db, "main", t, from, to, err),
	    .want = rows_of(db, "temp", t, from, to, err),
	    .out = out};
	bool ok = w.is.st != NULL && w.want.st != NULL;

	memset(out, 0, sizeof(*out));
	if (ok) {
		find_keys(&w);
		walk(&w);
	}
	ok = rows_end(&w.is) && ok;
	return rows_end(&w.want) && ok;
}
