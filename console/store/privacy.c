#include <string.h>

#include "console/store/db.h"
#include "console/store/privacy.h"
#include "console/store/receipt.h"
#include "shared/base/i18n.h"

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

/* What was invoiced may have been taken back since it was shown. */
static bool
spare_owed(struct db *db, bool really, struct err *err)
{
	return really ||
	    sql_exec(db->sql,
		"DELETE FROM gone WHERE ticket IN (SELECT t.id FROM ticket t"
		" WHERE " PRIVACY_OWED_SQL ")",
		err);
}

bool
privacy_forget(struct db *db, int64_t now_s, bool really,
    struct privacy_result *out, struct err *err)
{
	memset(out, 0, sizeof(*out));
	if (!db_begin(db, err))
		return false;
	if (!spare_owed(db, really, err)) {
		db_rollback(db);
		return false;
	}
	return forget_listed(db, now_s, out, err);
}
