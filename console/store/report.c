#include "console/store/report.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

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
read_row(const struct rows *r, struct report_row *row)
{
	row->ticket = rows_int(r, 0);
	row->opened_s = rows_int(r, 1);
	row->started_s = rows_int(r, 2);
	row->closed_s = rows_int(r, 3);
	row->client = rows_text(r, 4);
	row->name = rows_text(r, 5);
	row->company = rows_text(r, 6);
	row->phone = rows_text(r, 7);
	row->problem = rows_text(r, 8);
	row->product = rows_text(r, 9);
	row->wanted = rows_text(r, 10);
	row->technician = rows_text(r, 11);
	row->state = rows_text(r, 12);
	row->outcome = rows_text(r, 13);
	row->worked_s = rows_int(r, 14);
	row->billed_s = rows_int(r, 15);
	row->net_gr = rows_int(r, 16);
	row->vat_gr = rows_int(r, 17);
	row->gross_gr = rows_int(r, 18);
	row->raw_net_gr = rows_int(r, 19);
	row->raw_vat_gr = rows_int(r, 20);
	row->raw_gross_gr = rows_int(r, 21);
	row->vat_bp = (int)rows_int(r, 22);
	row->invoice = rows_text(r, 23);
	row->note = rows_text(r, 24);
	row->corrected = rows_int(r, 25) != 0;
	row->client_key = rows_text(r, 26);
	row->agent_key = rows_text(r, 27);
	row->technicians = rows_text(r, 28);
	row->buyer = rows_text(r, 29);
	row->buyer_nip = rows_text(r, 30);
}

bool
report_rows(struct db *db, const struct report_filter *filter,
    const struct report_page *page, report_row_fn *fn, void *ctx,
    struct err *err)
{
	static const struct report_page all;
	const struct report_page *p = page != NULL ? page : &all;
	struct rows r = filter_ask_page(db, err, filter, ROW_COLUMNS,
	    p->reverse ? sorts[p->sort].down : sorts[p->sort].up,
	    p->limit > 0 ? p->limit : -1, p->offset);
	struct report_row row;
	bool go_on = true;

	while (go_on && rows_next(&r)) {
		read_row(&r, &row);
		go_on = fn(&row, ctx);
	}
	return rows_end(&r);
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
	struct counted c = {.fn = fn, .ctx = ctx};

	if (ticket > 0 && !report_rows(db, &one, NULL, count_row, &c, err))
		return false;
	return c.n == 1 ||
	    err_set(err, _("there is no ticket %" PRId64), ticket);
}
