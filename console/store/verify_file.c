#include "console/store/verify_file.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "console/store/migrate.h"
#include "shared/base/buf.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"

bool
verify_file_whole(struct db *db, char *why, size_t size, struct err *err)
{
	sqlite3_stmt *st = sql_prepare(
	    db->sql, "PRAGMA integrity_check(1)", err);
	int rc;

	why[0] = '\0';
	if (st == NULL)
		return false;
	rc = sqlite3_step(st);
	if (rc == SQLITE_ROW && !str_eq(sql_text(st, 0), "ok")) {
		str_copy(why, size, sql_text(st, 0));
		why[strcspn(why, "\n")] = '\0';
	}
	sqlite3_finalize(st);
	return rc == SQLITE_ROW || sql_err(db->sql, err, db->path);
}

/* Without comments and quotes, and with one blank where there are some: older
 * programs wrote the same with other words beside it, and a table that was
 * renamed has its name in quotes. */
static void
squeeze(struct buf *out, const char *text)
{
	bool blank = false;

	for (const char *p = text; *p != '\0'; p++) {
		if (p[0] == '-' && p[1] == '-')
			p += strcspn(p, "\n");
		if (*p == '\0')
			break;
		if (*p == '"')
			continue;
		if (isspace((unsigned char)*p)) {
			blank = true;
			continue;
		}
		if (blank && out->len > 0)
			buf_addc(out, ' ');
		blank = false;
		buf_addc(out, *p);
	}
}

static bool
same_text(const char *a, const char *b)
{
	struct buf x = BUF_INIT, y = BUF_INIT;
	bool same;

	squeeze(&x, a);
	squeeze(&y, b);
	same = str_eq(buf_str(&x), buf_str(&y));
	buf_fini(&x);
	buf_fini(&y);
	return same;
}

#define PARTS                                                        \
	"SELECT type, name, sql FROM main.sqlite_schema WHERE name " \
	"NOT LIKE 'sqlite\\_%' ESCAPE '\\'"

/* Every part of `of` stands in `in` too, in the same words. */
static bool
parts_in(sqlite3 *of, sqlite3 *in, const char *if_not, char *why, size_t size,
    struct err *err)
{
	sqlite3_stmt *st = sql_prepare(of, PARTS, err), *other;
	bool ok = st != NULL, same = true;
	int rc = SQLITE_DONE;

	while (ok && same && (rc = sqlite3_step(st)) == SQLITE_ROW) {
		other = sql_query(in, err, PARTS " AND type = ? AND name = ?",
		    "ss", sql_text(st, 0), sql_text(st, 1));
		ok = other != NULL;
		same = ok && sqlite3_step(other) == SQLITE_ROW &&
		    same_text(sql_text(st, 2), sql_text(other, 2));
		sqlite3_finalize(other);
		if (ok && !same)
			snprintf(why, size, "%s %s: %s", sql_text(st, 0),
			    sql_text(st, 1), if_not);
	}
	if (ok && same && rc != SQLITE_DONE)
		ok = sql_err(of, err, _("database"));
	sqlite3_finalize(st);
	return ok;
}

bool
verify_file_schema(struct db *db, char *why, size_t size, struct err *err)
{
	sqlite3 *fresh = NULL;
	bool ok;

	why[0] = '\0';
	ok = (sqlite3_open(":memory:", &fresh) == SQLITE_OK ||
		 sql_err(fresh, err, _("database"))) &&
	    sql_extend(fresh, err) && migrate_run(fresh, 0, err) &&
	    parts_in(fresh, db->sql, _("it was changed or is missing"), why,
		size, err);
	if (ok && why[0] == '\0')
		ok = parts_in(
		    db->sql, fresh, _("pomoc makes none such"), why, size, err);
	sqlite3_close(fresh);
	return ok;
}
