#include "console/store/db_moment.h"

#include <stddef.h>

#include "console/store/db.h"

bool
db_freeze(struct db *db, struct err *err)
{
	/* the moment is that of the first look */
	return sql_exec(db->sql, "BEGIN; SELECT 1 FROM sqlite_schema", err);
}

void
db_thaw(struct db *db)
{
	(void)sql_exec(db->sql, "ROLLBACK", NULL);
}

bool
db_hold(struct db *db, struct err *err)
{
	return sql_exec(db->sql, "SAVEPOINT moment", err);
}

bool
db_release(struct db *db, struct err *err)
{
	return sql_exec(db->sql, "RELEASE moment", err);
}
