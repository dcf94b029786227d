#include "console/store/verify_file.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "console/store/db.h"
#include "console/store/migrate.h"
#include "console/store/rows.h"
#include "shared/base/buf.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"

bool
verify_file_whole(struct db *db, char *why, size_t size, struct err *err)
{
	struct rows r = rows_ask(db, err, "PRAGMA integrity_check(1)", "");

	why[0] = '\0';
	if (rows_next(&r) && !str_eq(rows_text(&r, 0), "ok")) {
		str_copy(why, size, rows_text(&r, 0));
		why[strcspn(why, "\n")] = '\0';
	}
	return rows_end(&r);
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
parts_in(struct db *of, struct db *in, const char *if_not, char *why,
    size_t size, struct err *err)
{
	struct rows r = rows_ask(of, err, PARTS, ""), other;
	bool ok = true, same = true;

	while (ok && same && rows_next(&r)) {
		other = rows_ask(in, err, PARTS " AND type = ? AND name = ?",
		    "ss", rows_text(&r, 0), rows_text(&r, 1));
		same = rows_next(&other) &&
		    same_text(rows_text(&r, 2), rows_text(&other, 2));
		ok = rows_end(&other);
		if (ok && !same)
			snprintf(why, size, "%s %s: %s", rows_text(&r, 0),
			    rows_text(&r, 1), if_not);
	}
	return rows_end(&r) && ok;
}

bool
verify_file_schema(struct db *db, char *why, size_t size, struct err *err)
{
	struct db fresh = {0};
	bool ok;

	why[0] = '\0';
	ok = (sqlite3_open(":memory:", &fresh.sql) == SQLITE_OK ||
		 sql_err(fresh.sql, err, _("database"))) &&
	    sql_extend(fresh.sql, err) && migrate_run(&fresh, 0, err) &&
	    parts_in(
		&fresh, db, _("it was changed or is missing"), why, size, err);
	if (ok && why[0] == '\0')
		ok = parts_in(
		    db, &fresh, _("pomoc makes none such"), why, size, err);
	sql_cache_fini(&fresh.cache);
	sqlite3_close(fresh.sql);
	return ok;
}
