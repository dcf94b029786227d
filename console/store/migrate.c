#include "console/store/migrate.h"

#include <stdio.h>

#include <stdlib.h>

#include "console/store/ledger.h"
#include "console/store/project.h"
#include "console/store/replay.h"
#include "shared/base/mem.h"
#include "shared/base/util.h"

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

static const char ledger[] =
#include "ledger.sql.h"
    ;

static const char merged[] =
#include "merged.sql.h"
    ;

static const char reasons[] =
#include "reasons.sql.h"
    ;

static const char looks[] =
#include "looks.sql.h"
    ;

static const char putback[] =
#include "putback.sql.h"
    ;

/* A log of version 2 or before: its events belong to tickets only. */
static bool
free_events(struct db *db, struct err *err)
{
	return sql_int(db->sql,
		   "SELECT count(*) FROM pragma_foreign_key_list('event')",
		   0) == 0 ||
	    sql_exec(db->sql, unbind, err);
}

static void
keep_beat(const struct ticket *t, const struct ticket_event *ev, void *ctx)
{
	*(int64_t *)ctx = ev->beat_ms;
}

/* A log of version 5 or before: time above a cap was billed time. What cannot
 * be replayed stays as it is: verify names it. */
static bool
bill_caps(struct db *db, struct err *err)
{
	sqlite3_stmt *st = sql_prepare(db->sql,
	    "SELECT DISTINCT ticket FROM quote"
	    " WHERE fixed = 0 AND answer = 'yes'",
	    err);
	struct ticket *t = mem_alloc(sizeof(*t));
	struct ticket_event last = {0};
	bool ok = st != NULL;

	while (ok && sqlite3_step(st) == SQLITE_ROW) {
		int64_t number = sqlite3_column_int64(st, 0);

		if (replay_watch(db, number, t, keep_beat, &last.beat_ms, NULL))
			ok = project_state(db, number, t, &last, err);
	}
	sqlite3_finalize(st);
	free(t);
	return ok;
}

/* steps[n] brings version n to n + 1. */
static const struct {
	const char *sql;
	bool (*then)(struct db *db, struct err *err); /* or NULL */
} steps[] = {
    {schema, NULL},
    {views, NULL},
    {book, free_events},
    {ledger, ledger_begin},
    {merged, NULL},
    {views, bill_caps},
    {reasons, NULL},
    {looks, NULL},
    {views, NULL},
    {putback, NULL},
};

int
migrate_latest(void)
{
	return (int)ARRAY_LEN(steps);
}

static bool
run_steps(sqlite3 *sql, int from, struct err *err)
{
	struct db db = {.sql = sql};
	char pragma[96];
	bool ok = true;

	for (int i = from; ok && i < migrate_latest(); i++)
		ok = sql_exec(sql, steps[i].sql, err) &&
		    (steps[i].then == NULL || steps[i].then(&db, err));
	sql_cache_fini(&db.cache);
	if (!ok)
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
