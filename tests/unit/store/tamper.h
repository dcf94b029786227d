/*
 * A copy of a log, to be changed behind the program's back. The name of the
 * folder is the copy's own until story_remove().
 */
#pragma once

#include <sqlite3.h>
#include <stdio.h>

#include "console/store/sql.h"
#include "story.h"

struct copy {
	char *dir;
	sqlite3 *sql;
};

static inline void
run(sqlite3 *sql, const char *text)
{
	char *why = NULL;

	if (sqlite3_exec(sql, text, NULL, NULL, &why) != SQLITE_OK)
		fail_msg("%s: %s", text, why);
}

static inline sqlite3 *
reopen(const char *dir)
{
	char *file = str_fmt("%s/desk.db", dir);
	struct err err;
	sqlite3 *sql;

	assert_int_equal(sqlite3_open(file, &sql), SQLITE_OK);
	assert_true(sql_extend(sql, &err));
	free(file);
	return sql;
}

static inline struct copy
copy_log(const char *from)
{
	struct copy c = {.dir = story_dir()};
	char *cmd = str_fmt("cp %s/desk.db* %s/", from, c.dir);

	assert_int_equal(system(cmd), 0);
	c.sql = reopen(c.dir);
	free(cmd);
	return c;
}

/* All triggers, to be put back: "CREATE ...;" each. */
static inline char *
take_triggers(sqlite3 *sql)
{
	char *all = str_dup(""), *drop = str_dup(""), *more;
	sqlite3_stmt *st;

	sqlite3_prepare_v2(sql,
	    "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'", -1,
	    &st, NULL);
	while (sqlite3_step(st) == SQLITE_ROW) {
		more = str_fmt("%s%s;", all, sqlite3_column_text(st, 1));
		free(all);
		all = more;
		more = str_fmt(
		    "%sDROP TRIGGER %s;", drop, sqlite3_column_text(st, 0));
		free(drop);
		drop = more;
	}
	sqlite3_finalize(st);
	run(sql, drop);
	free(drop);
	return all;
}
