/* Whose tickets would be forgotten: see privacy.h. */
#include <string.h>

#include "console/store/book.h"
#include "console/store/buyer.h"
#include "console/store/db.h"
#include "console/store/filter_sql.h"
#include "console/store/privacy.h"
#include "shared/base/i18n.h"

/* Of one key is one person; a name alone tells nobody from another. */
#define OWN                                                       \
	"CASE p.agent_key WHEN '' THEN p.folded || '/' || p.name" \
	" ELSE p.agent_key END"
#define COLUMNS                                                           \
	"t.id, p.client, p.name, p.agent_key, coalesce(t.closed_utc, 0)," \
	" t.state, t.final_net_gr, " FORGET_OWED_SQL ", p.folded, " OWN   \
	", CASE WHEN p.forgotten_utc IS NULL THEN '' ELSE p.client END," BUYER_CODE_SQL

struct plan {
	struct db *db;
	const struct privacy_pick *pick;
	struct privacy_plan *out;
	privacy_row_fn *fn;
	void *ctx;
};

static void
read_row(sqlite3_stmt *st, bool really, struct privacy_row *row)
{
	row->ticket = sqlite3_column_int64(st, 0);
	row->client = sql_text(st, 1);
	row->name = sql_text(st, 2);
	row->agent_key = sql_text(st, 3);
	row->closed_s = sqlite3_column_int64(st, 4);
	row->state = sql_text(st, 5);
	row->net_gr = sqlite3_column_int64(st, 6);
	row->fate = PRIVACY_FORGET;
	if (row->closed_s == 0)
		row->fate = PRIVACY_OPEN;
	else if (sqlite3_column_int(st, 7) != 0 && !really)
		row->fate = PRIVACY_OWED;
}

static void
count(struct plan *p, const struct privacy_row *row)
{
	if (row->fate == PRIVACY_OPEN)
		p->out->open++;
	if (row->fate == PRIVACY_FORGET)
		p->out->tickets++;
	if (row->fate != PRIVACY_OWED)
		return;
	p->out->owed++;
	p->out->owed_net_gr += row->net_gr;
}

static bool
add_row(struct plan *p, sqlite3_stmt *st, struct err *err)
{
	struct privacy_row row;

	read_row(st, p->pick->really, &row);
	count(p, &row);
	if (p->fn != NULL)
		p->fn(&row, p->ctx);
	return sql_run(p->db->sql, err,
	    "INSERT INTO gone VALUES (?1, ?, '', ?, ?, ?, ?, ?1)", "ississ",
	    row.ticket, sql_text(st, 8), sql_text(st, 10),
	    (int64_t)(row.fate == PRIVACY_FORGET), sql_text(st, 9),
	    sql_text(st, 11));
}

static bool
add_rows(struct plan *p, sqlite3_stmt *st, struct err *err)
{
	bool ok = true;
	int rc = SQLITE_DONE;

	while (ok && (rc = sqlite3_step(st)) == SQLITE_ROW)
		ok = add_row(p, st, err);
	if (ok && rc != SQLITE_DONE)
		ok = sql_err(p->db->sql, err, _("clients"));
	sqlite3_finalize(st);
	return ok;
}

static bool
list_old(struct plan *p, struct err *err)
{
	sqlite3_stmt *st = sql_query(p->db->sql, err,
	    "SELECT " COLUMNS " FROM ticket t JOIN person p ON p.ticket = t.id"
	    " WHERE t.closed_utc < ? AND " FORGET_LEFT_SQL " ORDER BY t.id",
	    "i", p->pick->before_s);

	return st != NULL && add_rows(p, st, err);
}

/* Also those of who was merged into him; they are one. */
static bool
list_contractor(struct plan *p, struct err *err)
{
	sqlite3_stmt *st = sql_query(p->db->sql, err,
	    BOOK_SAME_SQL
	    "SELECT " COLUMNS " FROM same s JOIN ticket_contractor l"
	    " ON l.contractor = s.code JOIN ticket t ON t.id = l.ticket"
	    " JOIN person p ON p.ticket = t.id WHERE " FORGET_LEFT_SQL
	    " ORDER BY t.id",
	    "s", p->pick->contractor);

	return st != NULL && add_rows(p, st, err);
}

/* Who has it as his name is not who has that key. */
static bool
is_key(struct plan *p)
{
	sqlite3_stmt *st = sql_query(p->db->sql, NULL,
	    "SELECT 1 FROM person WHERE agent_key = ?", "s", p->pick->client);
	bool found = st != NULL && sqlite3_step(st) == SQLITE_ROW;

	sqlite3_finalize(st);
	return found;
}

static bool
list_client(struct plan *p, struct err *err)
{
	bool by_key = is_key(p);
	const struct report_filter of = {.ticket = p->pick->ticket,
	    .agent_key = by_key ? p->pick->client : NULL,
	    .person = by_key ? NULL : p->pick->client};
	struct filter_sql f;
	sqlite3_stmt *st;
	bool ok;

	filter_sql_init(&f, &of);
	st = filter_sql_query(&f, p->db->sql, COLUMNS, true,
	    " AND " FORGET_LEFT_SQL " ORDER BY t.id", err);
	ok = st != NULL && add_rows(p, st, err);
	filter_sql_fini(&f);
	return ok;
}

static bool
list_picked(struct plan *p, struct err *err)
{
	if (p->pick->contractor != NULL)
		return list_contractor(p, err);
	return p->pick->client != NULL ? list_client(p, err) : list_old(p, err);
}

/* Whoever shares a key or a contractor is one: each gets the lowest ticket of
 * all that hang together. */
static bool
join_people(struct db *db, int64_t *people, struct err *err)
{
	int64_t before, now = -1;

	if (!sql_exec(db->sql,
		"CREATE INDEX IF NOT EXISTS temp.gone_own"
		" ON gone (own, person);"
		"CREATE INDEX IF NOT EXISTS temp.gone_code"
		" ON gone (code, person)",
		err))
		return false;
	do {
		before = now;
		if (!sql_exec(db->sql,
			"UPDATE gone SET person = (SELECT min(g.person)"
			" FROM gone g WHERE g.own = gone.own);"
			"UPDATE gone SET person = (SELECT min(g.person)"
			" FROM gone g WHERE g.code = gone.code)"
			" WHERE code <> ''",
			err))
			return false;
		now = sql_int(db->sql, "SELECT sum(person) FROM gone", 0);
	} while (now != before);
	*people = sql_int(
	    db->sql, "SELECT count(DISTINCT person) FROM gone", 0);
	return true;
}

bool
privacy_plan(struct db *db, const struct privacy_pick *pick, privacy_row_fn *fn,
    void *ctx, struct privacy_plan *out, struct err *err)
{
	struct plan p = {
	    .db = db, .pick = pick, .out = out, .fn = fn, .ctx = ctx};
	bool by_name = pick->client != NULL;

	memset(out, 0, sizeof(*out));
	if (!sql_exec(db->sql,
		"CREATE TEMP TABLE IF NOT EXISTS gone (ticket INTEGER PRIMARY"
		" KEY, folded TEXT, label TEXT, was TEXT, goes INTEGER, own TEXT,"
		" code TEXT, person INTEGER); DELETE FROM gone",
		err) ||
	    !list_picked(&p, err))
		return false;
	out->people = sql_int(db->sql, "SELECT EXISTS (SELECT 1 FROM gone)", 0);
	if (by_name && !join_people(db, &out->people, err))
		return false;
	return sql_exec(db->sql,
	    by_name && out->people > 1 ? "DELETE FROM gone"
				       : "DELETE FROM gone WHERE NOT goes",
	    err);
}
