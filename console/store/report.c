#include "console/store/report.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "console/store/buyer.h"
#include "console/store/db.h"
#include "console/store/due.h"
#include "console/store/filter_sql.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"

#define ROW_COLUMNS                                                             \
	"t.id, t.opened_utc, t.started_utc, t.closed_utc, p.client,"            \
	" p.name, p.company, p.phone, p.problem, t.product, t.wanted,"          \
	" t.technician, t.state, t.outcome, t.worked_s, t.billed_s,"            \
	" t.final_net_gr, t.final_vat_gr, t.final_gross_gr, t.net_gr,"          \
	" t.vat_gr, t.gross_gr, t.vat_bp, t.invoice, t.note,"                   \
	" EXISTS (SELECT 1 FROM correction c WHERE c.ticket = t.id), p.folded," \
	" p.agent_key, coalesce((SELECT group_concat(w.technician, ', ') FROM"  \
	" (SELECT v.technician FROM visit v WHERE v.ticket = t.id"              \
	" GROUP BY v.technician ORDER BY min(v.visit)) w), CASE WHEN"           \
	" t.closed_utc IS NULL THEN t.technician ELSE '' END),"                 \
	" " BUYER_CODE_SQL ", (SELECT b.nip FROM contractor b"                  \
	" WHERE b.code = " BUYER_CODE_SQL ")"

/* order: with the direction left out at %s, ties by number */
static const struct {
	const char *name;
	const char *up, *down;
} sorts[REPORT_SORTS] = {
    [REPORT_BY_NUMBER] = {"number", " ORDER BY t.id", " ORDER BY t.id DESC"},
    [REPORT_BY_COMPLETED] = {"completed",
	" ORDER BY t.closed_utc IS NULL, t.closed_utc, t.id",
	" ORDER BY t.closed_utc IS NULL DESC, t.closed_utc DESC, t.id DESC"},
    [REPORT_BY_CLIENT] = {"client", " ORDER BY p.folded COLLATE polish, t.id",
	" ORDER BY p.folded COLLATE polish DESC, t.id DESC"},
    [REPORT_BY_TECHNICIAN] = {"technician",
	" ORDER BY t.technician COLLATE polish, t.id",
	" ORDER BY t.technician COLLATE polish DESC, t.id DESC"},
    [REPORT_BY_PRODUCT] = {"product",
	" ORDER BY t.product COLLATE polish, t.id",
	" ORDER BY t.product COLLATE polish DESC, t.id DESC"},
    [REPORT_BY_OUTCOME] = {"outcome", " ORDER BY t.state, t.id",
	" ORDER BY t.state DESC, t.id DESC"},
    [REPORT_BY_WORKED] = {"worked", " ORDER BY t.worked_s, t.id",
	" ORDER BY t.worked_s DESC, t.id DESC"},
    [REPORT_BY_NET] = {"net", " ORDER BY t.final_net_gr, t.id",
	" ORDER BY t.final_net_gr DESC, t.id DESC"},
    [REPORT_BY_BUYER] = {"buyer",
	" ORDER BY " BUYER_CODE_SQL ", p.folded COLLATE polish, t.id",
	" ORDER BY " BUYER_CODE_SQL " DESC, p.folded COLLATE polish DESC,"
	" t.id DESC"},
};

bool
report_sort_parse(const char *name, enum report_sort *sort)
{
	for (int i = 0; i < REPORT_BY_BUYER; i++)
		if (str_eq(sorts[i].name, name)) {
			*sort = (enum report_sort)i;
			return true;
		}
	return false;
}

static void
read_row(sqlite3_stmt *st, struct report_row *row)
{
	row->ticket = sqlite3_column_int64(st, 0);
	row->opened_s = sqlite3_column_int64(st, 1);
	row->started_s = sqlite3_column_int64(st, 2);
	row->closed_s = sqlite3_column_int64(st, 3);
	row->client = sql_text(st, 4);
	row->name = sql_text(st, 5);
	row->company = sql_text(st, 6);
	row->phone = sql_text(st, 7);
	row->problem = sql_text(st, 8);
	row->product = sql_text(st, 9);
	row->wanted = sql_text(st, 10);
	row->technician = sql_text(st, 11);
	row->state = sql_text(st, 12);
	row->outcome = sql_text(st, 13);
	row->worked_s = sqlite3_column_int64(st, 14);
	row->billed_s = sqlite3_column_int64(st, 15);
	row->net_gr = sqlite3_column_int64(st, 16);
	row->vat_gr = sqlite3_column_int64(st, 17);
	row->gross_gr = sqlite3_column_int64(st, 18);
	row->raw_net_gr = sqlite3_column_int64(st, 19);
	row->raw_vat_gr = sqlite3_column_int64(st, 20);
	row->raw_gross_gr = sqlite3_column_int64(st, 21);
	row->vat_bp = sqlite3_column_int(st, 22);
	row->invoice = sql_text(st, 23);
	row->note = sql_text(st, 24);
	row->corrected = sqlite3_column_int(st, 25) != 0;
	row->client_key = sql_text(st, 26);
	row->agent_key = sql_text(st, 27);
	row->technicians = sql_text(st, 28);
	row->buyer = sql_text(st, 29);
	row->buyer_nip = sql_text(st, 30);
}

/* Ends a query whose loop stopped with rc, or was stopped by its reader. */
static bool
finish(struct db *db, sqlite3_stmt *st, int rc, struct err *err)
{
	bool ok = rc == SQLITE_DONE || rc == SQLITE_ROW ||
	    sql_err(db->sql, err, _("time log"));

	sqlite3_finalize(st);
	return ok;
}

bool
report_rows(struct db *db, const struct report_filter *filter,
    const struct report_page *page, report_row_fn *fn, void *ctx,
    struct err *err)
{
	struct filter_sql f;
	struct report_row row;
	sqlite3_stmt *st;
	int rc = SQLITE_DONE;

	filter_sql_init(&f, filter);
	st = filter_sql_page(&f, db->sql, ROW_COLUMNS,
	    page->reverse ? sorts[page->sort].down : sorts[page->sort].up,
	    page->limit > 0 ? page->limit : -1, page->offset, err);
	if (st == NULL) {
		filter_sql_fini(&f);
		return false;
	}
	while ((rc = sqlite3_step(st)) == SQLITE_ROW) {
		read_row(st, &row);
		if (!fn(&row, ctx))
			break;
	}
	filter_sql_fini(&f);
	return finish(db, st, rc, err);
}

#define CLOSED_SUM(column)                                               \
	", coalesce(sum(CASE WHEN t.closed_utc IS NOT NULL THEN " column \
	" END), 0)"

/* How many there are, how many of them are open, and what the closed ones come
 * to without VAT. */
static bool
count_tickets(struct db *db, const struct report_filter *filter,
    struct report_totals *out, struct err *err)
{
	struct filter_sql f;
	sqlite3_stmt *st;
	int rc;

	filter_sql_init(&f, filter);
	st = filter_sql_query(&f, db->sql,
	    "count(*), coalesce(sum(t.closed_utc IS NULL), 0)" CLOSED_SUM(
		"t.worked_s") CLOSED_SUM("t.billed_s")
		CLOSED_SUM("t.final_net_gr"),
	    false, "", err);
	if (st == NULL) {
		filter_sql_fini(&f);
		return false;
	}
	rc = sqlite3_step(st);
	if (rc == SQLITE_ROW) {
		out->count = sqlite3_column_int64(st, 0);
		out->open = sqlite3_column_int64(st, 1);
		out->worked_s = sqlite3_column_int64(st, 2);
		out->billed_s = sqlite3_column_int64(st, 3);
		out->net_gr = sqlite3_column_int64(st, 4);
	}
	filter_sql_fini(&f);
	return finish(db, st, rc, err);
}

bool
report_count(struct db *db, const struct report_filter *filter, int64_t *count,
    int64_t *net_gr, struct err *err)
{
	struct report_totals t = {0};

	if (!count_tickets(db, filter, &t, err))
		return false;
	*count = t.count;
	*net_gr = t.net_gr;
	return true;
}

bool
report_largest(struct db *db, const struct report_filter *filter,
    struct report_most *out, struct err *err)
{
	struct filter_sql f;
	sqlite3_stmt *st;
	int rc;

	memset(out, 0, sizeof(*out));
	filter_sql_init(&f, filter);
	st = filter_sql_query(&f, db->sql,
	    "max(t.id), max(t.worked_s), max(t.final_net_gr),"
	    " max(t.final_gross_gr)",
	    false, "", err);
	if (st == NULL) {
		filter_sql_fini(&f);
		return false;
	}
	rc = sqlite3_step(st);
	out->ticket = sqlite3_column_int64(st, 0);
	out->worked_s = sqlite3_column_int64(st, 1);
	out->net_gr = sqlite3_column_int64(st, 2);
	out->gross_gr = sqlite3_column_int64(st, 3);
	filter_sql_fini(&f);
	return finish(db, st, rc, err);
}

struct adding {
	struct db *db;
	const char *technician; /* only his part; NULL or "" = all */
	struct due_sum *sum;
};

static bool
on_due(const struct due *due, void *ctx, struct err *err)
{
	struct adding *a = ctx;
	struct due mine = *due;

	return due_keep_hand(a->db, &mine, a->technician, err) &&
	    due_add(a->sum, &mine, err);
}

void
report_set_sum(struct report_totals *out, const struct due_sum *sum)
{
	out->worked_s = sum->worked_s;
	out->billed_s = sum->billed_s;
	out->net_gr = money_sum_net(&sum->money);
	out->vat_gr = money_sum_vat(&sum->money);
	out->gross_gr = out->net_gr + out->vat_gr;
	out->money = sum->money;
}

/* All that it comes to is of its vat_bp, as nearly always. Rates come from what
 * was worked on and from accepted sums, of which the last gives the ticket its
 * own; a correction takes one of these. */
#define ONE_RATE                                                  \
	"t.final_net_gr = 0 OR (coalesce((SELECT min(s.vat_bp = " \
	"t.vat_bp) FROM segment s WHERE s.ticket = t.id), 0) AND" \
	" (SELECT count(*) FROM quote q WHERE q.ticket = t.id"    \
	" AND q.answer = 'yes') < 2)"

/* A ticket of several rates is taken apart. */
static bool
add_ticket(sqlite3_stmt *st, struct adding *a, struct err *err)
{
	const struct report_filter one = {
	    .ticket = sqlite3_column_int64(st, 0)};

	if (sqlite3_column_int(st, 6) == 0)
		return due_each(a->db, &one, false, on_due, a, err);
	a->sum->tickets++;
	a->sum->worked_s += sqlite3_column_int64(st, 3);
	a->sum->billed_s += sqlite3_column_int64(st, 4);
	return due_add_net(a->sum, sqlite3_column_int64(st, 5),
	    sqlite3_column_int(st, 2), err);
}

/* The filter is asked once: it may be a slow one. */
static bool
add_all(const struct report_filter *filter, struct adding *a,
    struct report_totals *out, struct err *err)
{
	struct filter_sql f;
	sqlite3_stmt *st;
	bool ok = true;
	int rc = SQLITE_DONE;

	filter_sql_init(&f, filter);
	st = filter_sql_query(&f, a->db->sql,
	    "t.id, t.closed_utc IS NULL, t.vat_bp, t.worked_s, t.billed_s,"
	    " t.final_net_gr, " ONE_RATE,
	    false, "", err);
	while (ok && st != NULL && (rc = sqlite3_step(st)) == SQLITE_ROW) {
		bool open = sqlite3_column_int(st, 1) != 0;

		out->count++;
		out->open += open;
		ok = open || add_ticket(st, a, err);
	}
	filter_sql_fini(&f);
	return st != NULL && finish(a->db, st, rc, err) && ok;
}

bool
report_totals(struct db *db, const struct report_filter *filter,
    struct report_totals *out, struct err *err)
{
	bool his = filter->technician != NULL && filter->technician[0] != '\0';
	struct due_sum sum = {0};
	struct adding adding = {db, filter->technician, &sum};

	memset(out, 0, sizeof(*out));
	if (his ? !count_tickets(db, filter, out, err) ||
		    !due_each(db, filter, false, on_due, &adding, err)
		: !add_all(filter, &adding, out, err))
		return false;
	report_set_sum(out, &sum);
	return true;
}

struct counted {
	report_row_fn *fn;
	void *ctx;
	int n;
};

static bool
count_row(const struct report_row *row, void *ctx)
{
	struct counted *c = ctx;

	c->n++;
	return c->fn(row, c->ctx);
}

/* Without totals: they look at every ticket there is. */
bool
report_ticket(struct db *db, int64_t ticket, report_row_fn *fn, void *ctx,
    struct err *err)
{
	const struct report_filter one = {.ticket = ticket};
	struct report_page page = {0};
	struct counted c = {.fn = fn, .ctx = ctx};

	if (ticket > 0 && !report_rows(db, &one, &page, count_row, &c, err))
		return false;
	return c.n == 1 ||
	    err_set(err, _("there is no ticket %" PRId64), ticket);
}
