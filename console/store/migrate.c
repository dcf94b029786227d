#include <stdio.h>

#include "console/store/migrate.h"
#include "shared/base/mem.h"

static const char schema[] =
#include "schema.sql.h"
    ;

static const char views[] =
#include "views.sql.h"
    ;

static const char book[] =
#include "book.sql.h"
    ;

static const char unbind[] =
#include "unbind.sql.h"
    ;

/* steps[n] brings version n to n + 1. */
static const char *const steps[] = {
    schema,
    views,
    book,
};

int
migrate_latest(void)
{
	return (int)ARRAY_LEN(steps);
}

static bool
run_steps(sqlite3 *sql, int from, struct err *err)
{
	char pragma[96];

	for (int i = from; i < migrate_latest(); i++)
		if (!sql_exec(sql, steps[i], err))
			return false;
	/* a log of version 2 or before */
	if (sql_int(sql,
		"SELECT count(*) FROM pragma_foreign_key_list('event')",
		0) > 0 &&
	    !sql_exec(sql, unbind, err))
		return false;
	snprintf(pragma, sizeof(pragma),
	    "PRAGMA application_id=%d; PRAGMA user_version=%d",
	    MIGRATE_APPLICATION_ID, migrate_latest());
	return sql_exec(sql, pragma, err);
}

bool
migrate_run(sqlite3 *sql, int from, struct err *err)
{
	if (!sql_exec(sql, "BEGIN IMMEDIATE", err))
		return false;
	if (run_steps(sql, from, err) && sql_exec(sql, "COMMIT", err))
		return true;
	if (!sqlite3_get_autocommit(sql))
		(void)sql_exec(sql, "ROLLBACK", NULL);
	return false;
}
