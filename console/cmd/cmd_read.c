#include "console/cmd/cmd_read.h"

#include "console/store/db.h"
#include "console/store/db_moment.h"

struct db *
cmd_open(const struct cmd_args *a, bool writes)
{
	struct err err = {0};
	struct db *db = db_open(a->data, writes ? DB_WRITE : DB_READ, &err);

	if (db == NULL)
		cmd_fail(a, "%s", err.text);
	return db;
}

struct db *
cmd_read_moving(const struct cmd_args *a)
{
	return cmd_open(a, false);
}

struct db *
cmd_read(const struct cmd_args *a)
{
	struct db *db = cmd_read_moving(a);
	struct err err = {0};

	if (db == NULL || db_freeze(db, &err))
		return db;
	cmd_fail(a, "%s", err.text);
	db_close(db);
	return NULL;
}

int
cmd_close(const struct cmd_args *a, struct db *db, int code)
{
	db_close(db);
	return code == CMD_OK ? cmd_done(a, CMD_OK) : code;
}
