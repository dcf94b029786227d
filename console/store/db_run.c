#include "console/store/db_run.h"

#include <stdarg.h>
#include <stddef.h>

#include "console/store/db.h"

bool
db_run(struct db *db, struct err *err, const char *text, const char *types, ...)
{
	sqlite3_stmt *kept = sql_keep(db->sql, &db->cache, text);
	sqlite3_stmt *st = kept != NULL ? kept
					: sql_prepare(db->sql, text, err);
	va_list ap;
	bool ok;

	if (st == NULL)
		return false;
	va_start(ap, types);
	ok = sql_do(st, err, types, ap);
	va_end(ap);
	if (kept != NULL)
		sql_give_back(st);
	else
		sqlite3_finalize(st);
	return ok;
}

bool
db_exec(struct db *db, const char *text, struct err *err)
{
	return sql_exec(db->sql, text, err);
}

void
db_run_anew(struct db *db)
{
	sql_cache_fini(&db->cache);
}
