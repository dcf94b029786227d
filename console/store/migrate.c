#include "console/store/migrate.h"

#include <stdio.h>

#include <stdlib.h>

#include "console/store/db_run.h"
#include "console/store/db_transaction.h"
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

static const char payment[] =
#include "payment.sql.h"
    ;

/* A log of version 2 or before: its events belong to tickets only. */
static bool
free_events(struct db *db, struct err *err)
{
	return rows_number(db, 0,
		   "SELECT count(*) FROM pragma_foreign_key_list('event')",
		   "") == 0 ||
	    db_exec(db, unbind, err);
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
	struct rows r = rows_ask(db, err,
	    "SELECT DISTINCT ticket FROM quote"
	    " WHERE fixed = 0 AND answer = 'yes'",
	    "");
	struct ticket *t = mem_alloc(sizeof(*t));
	struct ticket_event last = {0};
	bool ok = true;

	while (ok && rows_next(&r)) {
		int64_t number = rows_int(&r, 0);

		if (replay_watch(db, number, t, keep_beat, &last.beat_ms, NULL))
			ok = project_state(db, number, t, &last, err);
	}
	free(t);
	return rows_end(&r) && ok;
}

/* They name the tables of the last version: no step before it can make them. */
static bool
make_views(struct db *db, struct err *err)
{
	return db_exec(db, views, err);
}

/* steps[n] brings version n to n + 1; the last one makes the views. */
static const struct {
	const char *sql;
	bool (*then)(struct db *db, struct err *err); /* or NULL */
} steps[] = {
    {schema, NULL},
    {"", NULL},
    {book, free_events},
    {ledger, ledger_begin},
    {merged, NULL},
    {"", bill_caps},
    {reasons, NULL},
    {looks, NULL},
    {"", NULL},
    {putback, NULL},
    {payment, make_views},
};

int
migrate_latest(void)
{
	return (int)ARRAY_LEN(steps);
}

static bool
run_steps(struct db *db, int from, struct err *err)
{
	char pragma[96];

	for (int i = from; i < migrate_latest(); i++)
		if (!db_exec(db, steps[i].sql, err) ||
		    (steps[i].then != NULL && !steps[i].then(db, err)))
			return false;
	snprintf(pragma, sizeof(pragma),
	    "PRAGMA application_id=%d; PRAGMA user_version=%d",
	    MIGRATE_APPLICATION_ID, migrate_latest());
	return db_exec(db, pragma, err);
}

bool
migrate_run(struct db *db, int from, struct err *err)
{
	return db_begin(db, err) && db_end(db, run_steps(db, from, err), err);
}
