/* Whose tickets would be forgotten: see privacy.h. */
#include <string.h>

#include "console/store/book.h"
#include "console/store/db_run.h"
#include "console/store/filter_sql.h"
#include "console/store/privacy.h"

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
read_row(const struct rows *r, bool really, struct privacy_row *row)
{
	row->ticket = rows_int(r, 0);
	row->client = rows_text(r, 1);
	row->name = rows_text(r, 2);
	row->agent_key = rows_text(r, 3);
	row->closed_s = rows_int(r, 4);
	row->state = rows_text(r, 5);
	row->net_gr = rows_int(r, 6);
	row->fate = PRIVACY_FORGET;
	if (row->closed_s == 0)
		row->fate = PRIVACY_OPEN;
	else if (rows_int(r, 7) != 0 && !really)
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
add_row(struct plan *p, const struct rows *r, struct err *err)
{
	struct privacy_row row;

	read_row(r, p->pick->really, &row);
	count(p, &row);
	if (p->fn != NULL)
		p->fn(&row, p->ctx);
	return db_run(p->db, err,
	    "INSERT INTO gone VALUES (?1, ?, '', ?, ?, ?, ?, ?1)", "ississ",
	    row.ticket, rows_text(r, 8), rows_text(r, 10),
	    (int64_t)(row.fate == PRIVACY_FORGET), rows_text(r, 9),
	    rows_text(r, 11));
}

static bool
add_rows(struct plan *p, struct rows r, struct err *err)
{
	bool ok = true;

	while (ok && rows_next(&r))
		ok = add_row(p, &r, err);
	return rows_end(&r) && ok;
}

static bool
list_old(struct plan *p, struct err *err)
{
	return add_rows(p,
	    rows_ask(p->db, err,
		"SELECT " COLUMNS " FROM ticket t JOIN person p"
		" ON p.ticket = t.id WHERE t.closed_utc < ?"
		" AND " FORGET_LEFT_SQL " ORDER BY t.id",
		"i", p->pick->before_s),
	    err);
}

/* Also those of who was merged into him; they are one. */
static bool
list_contractor(struct plan *p, struct err *err)
{
	return add_rows(p,
	    rows_ask(p->db, err,
		BOOK_SAME_SQL
		"SELECT " COLUMNS " FROM same s JOIN ticket_contractor l"
		" ON l.contractor = s.code JOIN ticket t ON t.id = l.ticket"
		" JOIN person p ON p.ticket = t.id WHERE " FORGET_LEFT_SQL
		" ORDER BY t.id",
		"s", p->pick->contractor),
	    err);
}

/* Who has it as his name is not who has that key. */
static bool
is_key(struct plan *p)
{
	return rows_number(p->db, 0, "SELECT 1 FROM person WHERE agent_key = ?",
		   "s", p->pick->client) != 0;
}

static bool
list_client(struct plan *p, struct err *err)
{
	bool by_key = is_key(p);
	const struct report_filter of = {.ticket = p->pick->ticket,
	    .agent_key = by_key ? p->pick->client : NULL,
	    .person = by_key ? NULL : p->pick->client};

	return add_rows(p,
	    filter_ask(p->db, err, &of, COLUMNS, true,
		" AND " FORGET_LEFT_SQL " ORDER BY t.id"),
	    err);
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

	if (!db_exec(db,
		"CREATE INDEX IF NOT EXISTS temp.gone_own"
		" ON gone (own, person);"
		"CREATE INDEX IF NOT EXISTS temp.gone_code"
		" ON gone (code, person)",
		err))
		return false;
	do {
		before = now;
		if (!db_exec(db,
			"UPDATE gone SET person = (SELECT min(g.person)"
			" FROM gone g WHERE g.own = gone.own);"
			"UPDATE gone SET person = (SELECT min(g.person)"
			" FROM gone g WHERE g.code = gone.code)"
			" WHERE code <> ''",
			err))
			return false;
		now = rows_number(db, 0, "SELECT sum(person) FROM gone", "");
	} while (now != before);
	*people = rows_number(
	    db, 0, "SELECT count(DISTINCT person) FROM gone", "");
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
	if (!db_exec(db,
		"CREATE TEMP TABLE IF NOT EXISTS gone (ticket INTEGER PRIMARY"
		" KEY, folded TEXT, label TEXT, was TEXT, goes INTEGER, own TEXT,"
		" code TEXT, person INTEGER); DELETE FROM gone",
		err) ||
	    !list_picked(&p, err))
		return false;
	out->people = rows_number(
	    db, 0, "SELECT EXISTS (SELECT 1 FROM gone)", "");
	if (by_name && !join_people(db, &out->people, err))
		return false;
	return db_exec(db,
	    by_name && out->people > 1 ? "DELETE FROM gone"
				       : "DELETE FROM gone WHERE NOT goes",
	    err);
}
