/* The parts of one ticket; see report.h. */
#include "console/store/db.h"
#include "console/store/report.h"
#include "shared/base/i18n.h"

static bool
finish(struct db *db, sqlite3_stmt *st, int rc, struct err *err)
{
	bool ok = rc == SQLITE_DONE || sql_err(db->sql, err, _("time log"));

	sqlite3_finalize(st);
	return ok;
}

bool
report_visits(struct db *db, int64_t ticket, report_visit_fn *fn, void *ctx,
    struct err *err)
{
	sqlite3_stmt *st = sql_query(db->sql, err,
	    "SELECT visit, technician, from_utc, to_utc FROM visit"
	    " WHERE ticket = ? ORDER BY visit",
	    "i", ticket);
	int rc;

	if (st == NULL)
		return false;
	while ((rc = sqlite3_step(st)) == SQLITE_ROW) {
		struct report_visit v = {
		    .visit = sqlite3_column_int(st, 0),
		    .technician = sql_text(st, 1),
		    .from_s = sqlite3_column_int64(st, 2),
		    .to_s = sqlite3_column_int64(st, 3),
		};

		fn(&v, ctx);
	}
	return finish(db, st, rc, err);
}

bool
report_segments(struct db *db, int64_t ticket, report_segment_fn *fn, void *ctx,
    struct err *err)
{
	sqlite3_stmt *st = sql_query_again(db->sql, &db->cache, err,
	    "SELECT s.name, l.kind, s.worked_s, s.billed_s, l.net_gr,"
	    " s.net_gr, s.vat_bp, s.line, l.minimum_s, l.quantum_s"
	    " FROM segment s JOIN price_line l"
	    " ON l.ticket = s.ticket AND l.line = s.line"
	    " WHERE s.ticket = ? ORDER BY s.line",
	    "i", ticket);
	int rc;

	if (st == NULL)
		return false;
	while ((rc = sqlite3_step(st)) == SQLITE_ROW) {
		struct report_segment s = {
		    .name = sql_text(st, 0),
		    .kind = sql_text(st, 1),
		    .worked_s = sqlite3_column_int64(st, 2),
		    .billed_s = sqlite3_column_int64(st, 3),
		    .rate_gr = sqlite3_column_int64(st, 4),
		    .net_gr = sqlite3_column_int64(st, 5),
		    .vat_bp = sqlite3_column_int(st, 6),
		    .line = sqlite3_column_int(st, 7),
		    .minimum_s = sqlite3_column_int64(st, 8),
		    .quantum_s = sqlite3_column_int64(st, 9),
		};

		fn(&s, ctx);
	}
	sqlite3_reset(st);
	return rc == SQLITE_DONE || sql_err(db->sql, err, _("time log"));
}

bool
report_quotes(struct db *db, int64_t ticket, report_quote_fn *fn, void *ctx,
    struct err *err)
{
	sqlite3_stmt *st = sql_query(db->sql, err,
	    "SELECT q.quote, q.at_utc, q.technician, q.fixed, q.net_gr,"
	    " q.seconds, q.text, q.answer, q.answered_utc,"
	    " (SELECT e.yes FROM event e WHERE e.ticket = q.ticket"
	    " AND e.kind = 'quoted' AND (SELECT count(*) FROM event f"
	    " WHERE f.ticket = e.ticket AND f.kind = 'quoted'"
	    " AND f.seq <= e.seq) = q.quote)"
	    " FROM quote q WHERE q.ticket = ? ORDER BY q.quote",
	    "i", ticket);
	int rc;

	if (st == NULL)
		return false;
	while ((rc = sqlite3_step(st)) == SQLITE_ROW) {
		struct report_quote q = {
		    .number = sqlite3_column_int(st, 0),
		    .at_utc_s = sqlite3_column_int64(st, 1),
		    .technician = sql_text(st, 2),
		    .fixed = sqlite3_column_int(st, 3) != 0,
		    .net_gr = sqlite3_column_int64(st, 4),
		    .seconds = sqlite3_column_int64(st, 5),
		    .text = sql_text(st, 6),
		    .answer = sql_text(st, 7),
		    .answered_utc_s = sqlite3_column_int64(st, 8),
		    .replaces = sqlite3_column_int(st, 9) != 0,
		};

		fn(&q, ctx);
	}
	return finish(db, st, rc, err);
}

static void
read_event(sqlite3_stmt *st, struct report_event *e)
{
	e->id = sqlite3_column_int64(st, 0);
	e->seq = sqlite3_column_int64(st, 1);
	e->kind = sql_text(st, 2);
	e->at_utc_s = sqlite3_column_int64(st, 3);
	e->actor = sql_text(st, 4);
	e->line = sql_text(st, 5);
	e->yes = sqlite3_column_int(st, 6) != 0;
	e->seconds = sqlite3_column_int64(st, 7);
	e->net_gr = sqlite3_column_int64(st, 8);
	e->text = sql_text(st, 9);
	e->text2 = sql_text(st, 10);
}

bool
report_events(struct db *db, int64_t ticket, bool ticks, int64_t offset,
    int64_t limit, report_event_fn *fn, void *ctx, struct err *err)
{
	sqlite3_stmt *st = sql_query(db->sql, err,
	    "SELECT e.id, e.seq, e.kind, e.at_utc, e.actor, l.name, e.yes,"
	    " e.seconds, e.net_gr, coalesce(e.text, x.text), e.text2"
	    " FROM event e LEFT JOIN event_text x ON x.event = e.id"
	    " LEFT JOIN price_line l ON l.ticket = e.ticket"
	    " AND l.line = e.line"
	    " WHERE e.ticket = ? AND (? OR e.kind <> 'tick')"
	    " ORDER BY e.seq LIMIT ? OFFSET ?",
	    "iiii", ticket, (int64_t)ticks, limit > 0 ? limit : INT64_C(-1),
	    offset);
	struct report_event e;
	int rc;

	if (st == NULL)
		return false;
	while ((rc = sqlite3_step(st)) == SQLITE_ROW) {
		read_event(st, &e);
		fn(&e, ctx);
	}
	return finish(db, st, rc, err);
}
