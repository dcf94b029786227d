#include "console/store/rows.h"

#include <stdarg.h>
#include <string.h>

#include "console/store/db.h"
#include "shared/base/i18n.h"

static struct rows
ask(struct db *db, struct err *err, const char *text, bool keep,
    const char *types, va_list ap)
{
	struct rows r = {.db = db, .err = err, .rc = SQLITE_ROW};

	r.st = keep ? sql_keep(db->sql, &db->cache, text) : NULL;
	r.kept = r.st != NULL;
	if (r.st == NULL)
		r.st = sql_prepare(db->sql, text, err);
	if (r.st != NULL)
		sql_bind(r.st, types, ap);
	return r;
}

struct rows
rows_ask(
    struct db *db, struct err *err, const char *text, const char *types, ...)
{
	struct rows r;
	va_list ap;

	va_start(ap, types);
	r = ask(db, err, text, true, types, ap);
	va_end(ap);
	return r;
}

struct rows
rows_ask_once(
    struct db *db, struct err *err, const char *text, const char *types, ...)
{
	struct rows r;
	va_list ap;

	va_start(ap, types);
	r = ask(db, err, text, false, types, ap);
	va_end(ap);
	return r;
}

struct rows
rows_ask_values(struct db *db, struct err *err, const char *text,
    const struct rows_value *value, int n)
{
	struct rows r = rows_ask_once(db, err, text, "");

	for (int i = 0; r.st != NULL && i < n; i++)
		if (value[i].text != NULL)
			sqlite3_bind_text(
			    r.st, i + 1, value[i].text, -1, SQLITE_TRANSIENT);
		else
			sqlite3_bind_int64(r.st, i + 1, value[i].number);
	return r;
}

bool
rows_next(struct rows *r)
{
	/* behind its end it would begin anew */
	if (r->st != NULL && r->rc == SQLITE_ROW)
		r->rc = sqlite3_step(r->st);
	return r->st != NULL && r->rc == SQLITE_ROW;
}

bool
rows_end(struct rows *r)
{
	bool ok = r->rc == SQLITE_DONE || r->rc == SQLITE_ROW ||
	    sql_err(r->db->sql, r->err, _("time log"));

	if (r->st == NULL)
		return false;
	if (r->kept)
		sql_give_back(r->st);
	else
		sqlite3_finalize(r->st);
	r->st = NULL;
	return ok;
}

int64_t
rows_int(const struct rows *r, int column)
{
	return sqlite3_column_int64(r->st, column);
}

const char *
rows_text(const struct rows *r, int column)
{
	return sql_text(r->st, column);
}

size_t
rows_len(const struct rows *r, int column)
{
	return (size_t)sqlite3_column_bytes(r->st, column);
}

bool
rows_is_null(const struct rows *r, int column)
{
	return sqlite3_column_type(r->st, column) == SQLITE_NULL;
}

const uint8_t *
rows_blob(const struct rows *r, int column, size_t size)
{
	return rows_len(r, column) == size ? sqlite3_column_blob(r->st, column)
					   : NULL;
}

bool
rows_is_whole(const struct rows *r, int column)
{
	const char *text = rows_text(r, column);

	return rows_len(r, column) == strlen(text);
}

static int
find(struct db *db, int64_t *value, struct err *err, const char *text,
    const char *types, va_list ap)
{
	struct rows r = ask(db, err, text, true, types, ap);
	bool found = rows_next(&r);

	if (found)
		*value = rows_int(&r, 0);
	return rows_end(&r) ? found : -1;
}

int64_t
rows_number(
    struct db *db, int64_t fallback, const char *text, const char *types, ...)
{
	int64_t value;
	va_list ap;
	int found;

	va_start(ap, types);
	found = find(db, &value, NULL, text, types, ap);
	va_end(ap);
	return found == 1 ? value : fallback;
}

int
rows_find(struct db *db, int64_t *value, struct err *err, const char *text,
    const char *types, ...)
{
	va_list ap;
	int found;

	va_start(ap, types);
	found = find(db, value, err, text, types, ap);
	va_end(ap);
	return found;
}
