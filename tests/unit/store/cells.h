/*
 * One cell of a log, whichever, changed behind the program's back. Chance is
 * that of rand().
 */
#pragma once

#include "console/store/sql.h"
#include "shared/base/util.h"
#include "tamper.h"

static inline int
any(int n)
{
	return rand() % n;
}

/* A row of the query, whichever: its first column, or NULL. */
static inline char *
pick(sqlite3 *sql, const char *query)
{
	char *all = str_fmt("SELECT count(*) FROM (%s)", query);
	int n = (int)sql_int(sql, all, 0);
	char *one = str_fmt("%s LIMIT 1 OFFSET %d", query, n ? any(n) : 0);
	sqlite3_stmt *st = sql_prepare(sql, one, NULL);
	char *text = NULL;

	if (st != NULL && sqlite3_step(st) == SQLITE_ROW)
		text = str_dup(sql_text(st, 0));
	sqlite3_finalize(st);
	free(one);
	free(all);
	return text;
}

static inline const char *
another_value(const char *type)
{
	static const char *const numbers[] = {
	    "coalesce(c, 0) + 1", "coalesce(c, 0) - 1", "0", "NULL", "77"};
	static const char *const texts[] = {"coalesce(c, '') || 'x'", "''",
	    "substr(c, 2)", "NULL", "upper(c)", "c || char(0) || 'x'"};
	static const char *const blobs[] = {
	    "zeroblob(32)", "NULL", "substr(c, 2) || x'00'", "x''"};

	if (str_eq(type, "INTEGER"))
		return numbers[any(ARRAY_LEN(numbers))];
	return str_eq(type, "TEXT") ? texts[any(ARRAY_LEN(texts))]
				    : blobs[any(ARRAY_LEN(blobs))];
}

/* In no row of the journal: with it the client's program finds its ticket. */
static inline bool
is_left_out(const char *table, const char *column)
{
	return str_eq(table, "ticket") && str_eq(column, "secret");
}

/* Runs it; false when the table is the same then. */
static inline bool
changes(sqlite3 *sql, const char *what, const char *table)
{
	char *keep = str_fmt("DROP TABLE IF EXISTS temp.kept; CREATE TEMP TABLE"
			     " kept AS SELECT * FROM main.%s",
	    table);
	char *other = str_fmt("SELECT count(*) FROM (SELECT * FROM main.%s"
			      " EXCEPT SELECT * FROM temp.kept)",
	    table);
	bool is;

	run(sql, keep);
	is = sqlite3_exec(sql, what, NULL, NULL, NULL) == SQLITE_OK &&
	    sql_int(sql, other, 0) > 0;
	free(other);
	free(keep);
	return is;
}

/* Names of table's columns, one of them with its type, those of its key. */
static inline char *
column_of(sqlite3 *sql, const char *what, const char *table, const char *where)
{
	char *query = str_fmt("SELECT %s FROM pragma_table_info('%s') WHERE %s",
	    what, table, where);
	char *text = pick(sql, query);

	free(query);
	return text;
}

/* What was changed; NULL when nothing was. free() it. */
static inline char *
change_cell(sqlite3 *sql)
{
	char *table = pick(sql,
	    "SELECT name FROM sqlite_schema WHERE type = 'table'"
	    " AND name NOT LIKE 'sqlite%' ORDER BY name");
	char *column = column_of(sql, "name || ' ' || type", table, "1");
	char *key = column_of(sql, "group_concat(name)", table, "pk > 0");
	char *type = strchr(column, ' '), *what;

	*type++ = '\0';
	what = str_fmt("UPDATE %s SET %s = (SELECT CAST(%s AS %s)"
		       " FROM (SELECT %s AS c)) WHERE (%s) = (SELECT %s"
		       " FROM %s ORDER BY %s LIMIT 1 OFFSET %d)",
	    table, column, another_value(type), type, column, key, key, table,
	    key, any(12));
	if (is_left_out(table, column) || !changes(sql, what, table)) {
		free(what);
		what = NULL;
	}
	free(key);
	free(column);
	free(table);
	return what;
}
