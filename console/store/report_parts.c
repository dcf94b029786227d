#include "console/store/report_parts.h"

#include <inttypes.h>

#include "console/store/column.h"
#include "console/store/rows.h"
#include "shared/base/i18n.h"

/* Without totals: they look at every ticket there is. */
bool
report_ticket(
    struct db *db, int64_t ticket, logrow_fn *fn, void *ctx, struct err *err)
{
	const struct report_filter one = {.ticket = ticket != 0 ? ticket : -1};
	struct rows r = column_ask(db, err, &one, " ORDER BY t.id", 1, 0);
	bool ok = rows_next(&r);
	struct logrow row;

	if (ok) {
		column_read(&r, &row);
		ok = fn(&row, ctx, err);
	} else if (r.rc == SQLITE_DONE) {
		err_set(err, _("there is no ticket %" PRId64), ticket);
	}
	return rows_end(&r) && ok;
}

bool
report_visits(struct db *db, int64_t ticket, report_visit_fn *fn, void *ctx,
    struct err *err)
{
	struct rows r = rows_ask(db, err,
	    "SELECT visit, technician, from_utc, to_utc FROM visit"
	    " WHERE ticket = ? ORDER BY visit",
	    "i", ticket);

	while (rows_next(&r)) {
		struct report_visit v = {
		    .visit = (int)rows_int(&r, 0),
		    .technician = rows_text(&r, 1),
		    .from_s = rows_int(&r, 2),
		    .to_s = rows_int(&r, 3),
		};

		fn(&v, ctx);
	}
	return rows_end(&r);
}

bool
report_segments(struct db *db, int64_t ticket, report_segment_fn *fn, void *ctx,
    struct err *err)
{
	struct rows r = rows_ask(db, err,
	    "SELECT s.name, l.kind, s.worked_s, s.billed_s, l.net_gr,"
	    " s.net_gr, s.vat_bp, s.line, l.minimum_s, l.quantum_s"
	    " FROM segment s JOIN price_line l"
	    " ON l.ticket = s.ticket AND l.line = s.line"
	    " WHERE s.ticket = ? ORDER BY s.line",
	    "i", ticket);

	while (rows_next(&r)) {
		struct report_segment s = {
		    .name = rows_text(&r, 0),
		    .kind = rows_text(&r, 1),
		    .worked_s = rows_int(&r, 2),
		    .billed_s = rows_int(&r, 3),
		    .rate_gr = rows_int(&r, 4),
		    .net_gr = rows_int(&r, 5),
		    .vat_bp = (int)rows_int(&r, 6),
		    .line = (int)rows_int(&r, 7),
		    .minimum_s = rows_int(&r, 8),
		    .quantum_s = rows_int(&r, 9),
		};

		fn(&s, ctx);
	}
	return rows_end(&r);
}

bool
report_quotes(struct db *db, int64_t ticket, report_quote_fn *fn, void *ctx,
    struct err *err)
{
	struct rows r = rows_ask(db, err,
	    "SELECT q.quote, q.at_utc, q.technician, q.fixed, q.net_gr,"
	    " q.seconds, q.text, q.answer, q.answered_utc,"
	    " (SELECT e.yes FROM event e WHERE e.ticket = q.ticket"
	    " AND e.kind = 'quoted' AND (SELECT count(*) FROM event f"
	    " WHERE f.ticket = e.ticket AND f.kind = 'quoted'"
	    " AND f.seq <= e.seq) = q.quote)"
	    " FROM quote q WHERE q.ticket = ? ORDER BY q.quote",
	    "i", ticket);

	while (rows_next(&r)) {
		struct report_quote q = {
		    .number = (int)rows_int(&r, 0),
		    .at_utc_s = rows_int(&r, 1),
		    .technician = rows_text(&r, 2),
		    .fixed = rows_int(&r, 3) != 0,
		    .net_gr = rows_int(&r, 4),
		    .seconds = rows_int(&r, 5),
		    .text = rows_text(&r, 6),
		    .answer = rows_text(&r, 7),
		    .answered_utc_s = rows_int(&r, 8),
		    .replaces = rows_int(&r, 9) != 0,
		};

		fn(&q, ctx);
	}
	return rows_end(&r);
}

static void
read_event(const struct rows *r, struct report_event *e)
{
	e->id = rows_int(r, 0);
	e->seq = rows_int(r, 1);
	e->kind = rows_text(r, 2);
	e->at_utc_s = rows_int(r, 3);
	e->actor = rows_text(r, 4);
	e->line = rows_text(r, 5);
	e->yes = rows_int(r, 6) != 0;
	e->seconds = rows_int(r, 7);
	e->net_gr = rows_int(r, 8);
	e->text = rows_text(r, 9);
	e->text2 = rows_text(r, 10);
}

bool
report_events(struct db *db, int64_t ticket, bool ticks, int64_t offset,
    int64_t limit, report_event_fn *fn, void *ctx, struct err *err)
{
	struct rows r = rows_ask(db, err,
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

	while (rows_next(&r)) {
		read_event(&r, &e);
		fn(&e, ctx);
	}
	return rows_end(&r);
}
