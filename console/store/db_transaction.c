#include "console/store/db_transaction.h"

#include <stddef.h>

#include "console/store/db.h"
#include "shared/base/util.h"

bool
db_begin(struct db *db, struct err *err)
{
	bool outer = sqlite3_get_autocommit(db->sql);

	if (outer)
		db->depth = 0;
	if (!sql_exec(
		db->sql, outer ? "BEGIN IMMEDIATE" : "SAVEPOINT pomoc", err))
		return false;
	db->depth++;
	return true;
}

bool
db_commit(struct db *db, struct err *err)
{
	if (!sql_exec(
		db->sql, db->depth > 1 ? "RELEASE pomoc" : "COMMIT", err)) {
		db_rollback(db);
		return false;
	}
	db->depth--;
	return true;
}

void
db_rollback(struct db *db)
{
	/* some failures have rolled back already, and all of it */
	if (!sqlite3_get_autocommit(db->sql))
		(void)sql_exec(db->sql,
		    db->depth > 1 ? "ROLLBACK TO pomoc; RELEASE pomoc"
				  : "ROLLBACK",
		    NULL);
	db->depth = MAX_OF(db->depth - 1, 0);
}

bool
db_end(struct db *db, bool ok, struct err *err)
{
	if (ok)
		return db_commit(db, err);
	db_rollback(db);
	return false;
}
