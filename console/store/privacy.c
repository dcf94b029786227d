#include <string.h>

#include "console/store/db.h"
#include "console/store/where.h"
#include "console/store/privacy.h"
#include "console/store/receipt.h"
#include "shared/base/i18n.h"

/* Table `gone`: the tickets, each with the name that its client gets. */
static bool
list_purged(struct db *db, int64_t before_s, struct err *err)
{
	return sql_run(db->sql, err,
	    "INSERT INTO gone SELECT p.ticket, p.folded, '' FROM person p"
	    " JOIN ticket t ON t.id = p.ticket"
	    " WHERE t.closed_utc < ? AND p.forgotten_utc IS NULL",
	    "i", before_s);
}

static bool
list_client(struct db *db, const char *client, int64_t *open, struct err *err)
{
	const struct report_filter of = {.person = client};
	struct where f;
	sqlite3_stmt *st;
	bool ok = true;
	int rc = SQLITE_DONE;

	where_init(&f, &of);
	st = where_query(&f, db->sql,
	    "t.id, p.folded, t.closed_utc IS NULL, p.forgotten_utc", true, "",
	    err);
	while (st != NULL && ok && (rc = sqlite3_step(st)) == SQLITE_ROW) {
		if (sqlite3_column_int(st, 2) != 0)
			++*open;
		else if (sqlite3_column_int64(st, 3) == 0)
			ok = sql_run(db->sql, err,
			    "INSERT INTO gone VALUES (?, ?, '')", "is",
			    sqlite3_column_int64(st, 0), sql_text(st, 1));
	}
	if (st != NULL && ok && rc != SQLITE_DONE)
		ok = sql_err(db->sql, err, _("clients"));
	sqlite3_finalize(st);
	where_fini(&f);
	return st != NULL && ok;
}

/* The name is the lowest ticket of the same client in this go. */
static bool
empty_rows(struct db *db, int64_t now_s, struct err *err)
{
	return sql_exec(db->sql,
		   "UPDATE gone SET label = (SELECT '#' || min(g.ticket)"
		   " FROM gone g WHERE g.folded = gone.folded)",
		   err) &&
	    sql_run(db->sql, err,
		"UPDATE person SET name='', company='', phone='', problem='',"
		" agent_key='', words='', salt=NULL, forgotten_utc=?,"
		" client=(SELECT label FROM gone WHERE gone.ticket ="
		" person.ticket), folded=(SELECT label FROM gone"
		" WHERE gone.ticket = person.ticket)"
		" WHERE ticket IN (SELECT ticket FROM gone)",
		"i", now_s) &&
	    sql_run(db->sql, err,
		"UPDATE event_text SET text='', salt=NULL, forgotten_utc=?"
		" WHERE event IN (SELECT id FROM event"
		" WHERE ticket IN (SELECT ticket FROM gone))",
		"i", now_s) &&
	    sql_exec(db->sql,
		"UPDATE correction SET reason='?'"
		" WHERE ticket IN (SELECT ticket FROM gone)"
		" AND event IN (SELECT event FROM event_text)",
		err) &&
	    sql_exec(db->sql,
		"UPDATE ticket SET note='', secret=''"
		" WHERE id IN (SELECT ticket FROM gone)",
		err);
}

/* After the commit: a receipt that stays behind would be all there is. */
static bool
remove_receipts(struct db *db, struct err *err)
{
	sqlite3_stmt *st = sql_prepare(db->sql, "SELECT ticket FROM gone", err);
	bool ok = st != NULL;

	while (st != NULL && sqlite3_step(st) == SQLITE_ROW)
		ok = receipt_remove(db, sqlite3_column_int64(st, 0), err) && ok;
	sqlite3_finalize(st);
	return ok;
}

static bool
forget_listed(
    struct db *db, int64_t now_s, struct privacy_result *out, struct err *err)
{
	out->tickets = sql_int(db->sql, "SELECT count(*) FROM gone", 0);
	if (!empty_rows(db, now_s, err)) {
		db_rollback(db);
		return false;
	}
	if (!db_commit(db, err))
		return false;
	/* the old text must not live on in the write-ahead log */
	return remove_receipts(db, err) &&
	    sql_exec(db->sql, "PRAGMA wal_checkpoint(TRUNCATE)", err);
}

static bool
begin(struct db *db, struct err *err)
{
	return sql_exec(db->sql,
		   "CREATE TEMP TABLE IF NOT EXISTS gone"
		   " (ticket INTEGER PRIMARY KEY, folded TEXT, label TEXT);"
		   "DELETE FROM gone",
		   err) &&
	    db_begin(db, err);
}

bool
privacy_purge(struct db *db, int64_t before_s, int64_t now_s,
    struct privacy_result *out, struct err *err)
{
	memset(out, 0, sizeof(*out));
	if (!begin(db, err))
		return false;
	if (!list_purged(db, before_s, err)) {
		db_rollback(db);
		return false;
	}
	return forget_listed(db, now_s, out, err);
}

bool
privacy_forget(struct db *db, const char *client, int64_t now_s,
    struct privacy_result *out, struct err *err)
{
	memset(out, 0, sizeof(*out));
	if (!begin(db, err))
		return false;
	if (!list_client(db, client, &out->open, err)) {
		db_rollback(db);
		return false;
	}
	return forget_listed(db, now_s, out, err);
}
