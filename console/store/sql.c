#include "console/store/sql.h"

#include <stdarg.h>
#include <stdlib.h>

#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/core/fold.h"

static const char *
reason(int rc)
{
	switch (rc & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return _("another program keeps the database locked");
	case SQLITE_FULL:
		return _("the disk is full");
	case SQLITE_READONLY:
		return _("the database is read-only");
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return _("the database file is damaged");
	default:
		return NULL;
	}
}

char *
sql_file(const char *name)
{
	return str_fmt("%s%s", name[0] == '/' ? "" : "./", name);
}

static void
call_fold(sqlite3_context *ctx, int n, sqlite3_value **arg)
{
	void (*const *fold)(
	    struct buf * out, const char *text) = sqlite3_user_data(ctx);
	const char *text = (const char *)sqlite3_value_text(arg[0]);
	struct buf b = BUF_INIT;

	if (text == NULL)
		return;
	(*fold)(&b, text);
	sqlite3_result_text(ctx, buf_str(&b), -1, SQLITE_TRANSIENT);
	buf_fini(&b);
}

static int
call_compare(void *ctx, int a_len, const void *a, int b_len, const void *b)
{
	return fold_compare(a, (size_t)a_len, b, (size_t)b_len);
}

/* A function of SQL that makes another form of a text. */
static bool
add_form(sqlite3 *db, const char *name,
    void (*const *fold)(struct buf *out, const char *text))
{
	return sqlite3_create_function_v2(db, name, 1,
		   SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY,
		   (void *)fold, call_fold, NULL, NULL, NULL) == SQLITE_OK;
}

bool
sql_extend(sqlite3 *db, struct err *err)
{
	static void (*const fold)(struct buf *, const char *) = fold_text;
	static void (*const look)(struct buf *, const char *) = fold_look;

	return (add_form(db, "fold", &fold) && add_form(db, "look", &look) &&
		   sqlite3_create_collation_v2(db, "polish", SQLITE_UTF8, NULL,
		       call_compare, NULL) == SQLITE_OK) ||
	    sql_err(db, err, _("database"));
}

bool
sql_err(sqlite3 *db, struct err *err, const char *what)
{
	int rc = db != NULL ? sqlite3_extended_errcode(db) : SQLITE_NOMEM;
	const char *why = reason(rc);

	if (why == NULL)
		why = db != NULL ? sqlite3_errmsg(db) : sqlite3_errstr(rc);
	err_set(err, "%s: %s", what, why);
	if (err != NULL)
		err->code = rc & 0xff;
	return false;
}

bool
sql_exec(sqlite3 *db, const char *text, struct err *err)
{
	if (sqlite3_exec(db, text, NULL, NULL, NULL) != SQLITE_OK)
		return sql_err(db, err, _("database"));
	return true;
}

sqlite3_stmt *
sql_prepare(sqlite3 *db, const char *text, struct err *err)
{
	sqlite3_stmt *st = NULL;

	if (sqlite3_prepare_v2(db, text, -1, &st, NULL) != SQLITE_OK) {
		sql_err(db, err, _("database"));
		return NULL;
	}
	return st;
}

void
sql_bind(sqlite3_stmt *st, const char *types, va_list ap)
{
	int at = 1;

	for (const char *t = types; *t != '\0'; t++, at++) {
		if (*t == 'i') {
			sqlite3_bind_int64(st, at, va_arg(ap, int64_t));
		} else if (*t == 's') {
			sqlite3_bind_text(st, at, va_arg(ap, const char *), -1,
			    SQLITE_STATIC);
		} else if (*t == 'b') {
			const void *p = va_arg(ap, const void *);
			size_t len = va_arg(ap, size_t);

			sqlite3_bind_blob64(st, at, p, len, SQLITE_STATIC);
		}
	}
}

bool
sql_do(sqlite3_stmt *st, struct err *err, const char *types, va_list ap)
{
	int rc;

	sql_bind(st, types, ap);
	rc = sqlite3_step(st);
	return rc == SQLITE_DONE || rc == SQLITE_ROW ||
	    sql_err(sqlite3_db_handle(st), err, _("database"));
}

bool
sql_copy(sqlite3 *db, const char *to, struct err *err)
{
	sqlite3_stmt *st = sql_prepare(db, "VACUUM INTO ?", err);
	char *name = sql_file(to);
	bool ok = st != NULL &&
	    ((sqlite3_bind_text(st, 1, name, -1, SQLITE_STATIC) == SQLITE_OK &&
		 sqlite3_step(st) == SQLITE_DONE) ||
		sql_err(db, err, _("database")));

	sqlite3_finalize(st);
	free(name);
	return ok;
}

/* The last that nobody uses makes room. */
static void
make_room(struct sql_cache *cache)
{
	int i = SQL_CACHE - 1;

	while (i >= 0 && sqlite3_stmt_busy(cache->row[i].st))
		i--;
	if (i < 0)
		return;
	sqlite3_finalize(cache->row[i].st);
	cache->row[i] = cache->row[--cache->n];
}

sqlite3_stmt *
sql_keep(sqlite3 *db, struct sql_cache *cache, const char *text)
{
	sqlite3_stmt *st;

	for (int i = 0; i < cache->n; i++)
		if (cache->row[i].text == text)
			return sqlite3_stmt_busy(cache->row[i].st)
			    ? NULL
			    : cache->row[i].st;
	if (cache->n == SQL_CACHE)
		make_room(cache);
	if (cache->n == SQL_CACHE)
		return NULL;
	st = sql_prepare(db, text, NULL);
	if (st == NULL)
		return NULL;
	cache->row[cache->n].text = text;
	cache->row[cache->n++].st = st;
	return st;
}

void
sql_give_back(sqlite3_stmt *st)
{
	sqlite3_reset(st);
	sqlite3_clear_bindings(st);
}

void
sql_cache_fini(struct sql_cache *cache)
{
	for (int i = 0; i < cache->n; i++)
		sqlite3_finalize(cache->row[i].st);
	cache->n = 0;
}

int64_t
sql_int(sqlite3 *db, const char *text, int64_t fallback)
{
	sqlite3_stmt *st = sql_prepare(db, text, NULL);
	int64_t v = fallback;

	if (st != NULL && sqlite3_step(st) == SQLITE_ROW)
		v = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	return v;
}

const char *
sql_text(sqlite3_stmt *st, int column)
{
	const unsigned char *s = sqlite3_column_text(st, column);

	return s != NULL ? (const char *)s : "";
}
