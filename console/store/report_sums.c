#include "console/store/report_sums.h"

#include <string.h>

#include "console/store/due.h"
#include "console/store/filter_sql.h"

#define CLOSED_SUM(column)                                               \
	", coalesce(sum(CASE WHEN t.closed_utc IS NOT NULL THEN " column \
	" END), 0)"

/* How many there are, how many of them are open, and what the closed ones come
 * to without VAT. */
static bool
count_tickets(struct db *db, const struct report_filter *filter,
    struct report_totals *out, struct err *err)
{
	struct rows r = filter_ask(db, err, filter,
	    "count(*), coalesce(sum(t.closed_utc IS NULL), 0)" CLOSED_SUM(
		"t.worked_s") CLOSED_SUM("t.billed_s")
		CLOSED_SUM("t.final_net_gr"),
	    false, "");

	if (rows_next(&r)) {
		out->count = rows_int(&r, 0);
		out->open = rows_int(&r, 1);
		out->worked_s = rows_int(&r, 2);
		out->billed_s = rows_int(&r, 3);
		out->net_gr = rows_int(&r, 4);
	}
	return rows_end(&r);
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
    struct logrow *out, struct err *err)
{
	struct rows r = filter_ask(db, err, filter,
	    "max(t.id), max(t.worked_s), max(t.final_net_gr),"
	    " max(t.final_gross_gr)",
	    false, "");

	memset(out, 0, sizeof(*out));
	if (rows_next(&r)) {
		out->ticket = rows_int(&r, 0);
		out->worked_s = rows_int(&r, 1);
		out->net_gr = rows_int(&r, 2);
		out->gross_gr = rows_int(&r, 3);
	}
	return rows_end(&r);
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
add_ticket(const struct rows *r, struct adding *a, struct err *err)
{
	const struct report_filter one = {.ticket = rows_int(r, 0)};

	if ((int)rows_int(r, 6) == 0)
		return due_each(a->db, &one, false, on_due, a, err);
	a->sum->tickets++;
	a->sum->worked_s += rows_int(r, 3);
	a->sum->billed_s += rows_int(r, 4);
	return due_add_net(a->sum, rows_int(r, 5), (int)rows_int(r, 2), err);
}

/* The filter is asked once: it may be a slow one. */
static bool
add_all(const struct report_filter *filter, struct adding *a,
    struct report_totals *out, struct err *err)
{
	struct rows r = filter_ask(a->db, err, filter,
	    "t.id, t.closed_utc IS NULL, t.vat_bp, t.worked_s, t.billed_s,"
	    " t.final_net_gr, " ONE_RATE,
	    false, "");
	bool ok = true;

	while (ok && rows_next(&r)) {
		bool open = rows_int(&r, 1) != 0;

		out->count++;
		out->open += open;
		ok = open || add_ticket(&r, a, err);
	}
	return rows_end(&r) && ok;
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
