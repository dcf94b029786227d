#include <string.h>

#include "console/store/db.h"
#include "console/store/replay.h"
#include "console/store/statement.h"
#include "shared/base/i18n.h"

struct parts {
	const struct report_row *row;
	struct statement_sum *sum;
	statement_line_fn *fn;
	void *ctx;
	int64_t net_gr; /* of all segments */
	bool count; /* first pass: only net_gr */
	bool fits; /* the sum could take everything */
};

static void
add_line(struct parts *p, const struct statement_line *line)
{
	if (!money_sum_add(&p->sum->money, line->vat_bp, line->net_gr))
		p->fits = false;
	p->sum->lines++;
	if (p->fn != NULL)
		p->fn(line, p->ctx);
}

static void
on_segment(const struct report_segment *s, void *ctx)
{
	struct parts *p = ctx;
	const struct statement_line line = {.ticket = p->row,
	    .name = s->name,
	    .worked_s = s->worked_s,
	    .billed_s = s->billed_s,
	    .net_gr = s->net_gr,
	    .vat_bp = s->vat_bp};

	if (p->count)
		p->net_gr += s->net_gr;
	else if (s->worked_s > 0)
		add_line(p, &line);
}

/* A line for each rate of VAT; the first one has the time. */
static bool
add_corrected(struct db *db, struct parts *p, const struct statement_line *of,
    struct err *err)
{
	struct statement_line line = *of;
	struct money_sum sums;

	if (!replay_sums(db, of->ticket->ticket, &sums, err))
		return false;
	for (int i = 0; i < sums.n; i++) {
		line.net_gr = sums.rate[i].net_gr;
		line.vat_bp = sums.rate[i].vat_bp;
		add_line(p, &line);
		line.worked_s = line.billed_s = 0;
	}
	return true;
}

bool
statement_ticket(struct db *db, const struct report_row *row,
    struct statement_sum *sum, statement_line_fn *fn, void *ctx,
    struct err *err)
{
	struct parts p = {.row = row,
	    .sum = sum,
	    .fn = fn,
	    .ctx = ctx,
	    .count = true,
	    .fits = true};
	const struct statement_line whole = {.ticket = row,
	    .name = "",
	    .worked_s = row->worked_s,
	    .billed_s = row->billed_s,
	    .net_gr = row->net_gr,
	    .vat_bp = row->vat_bp};

	if (!report_segments(db, row->ticket, on_segment, &p, err))
		return false;
	p.count = false;
	if (row->corrected) {
		if (!add_corrected(db, &p, &whole, err))
			return false;
	} else if (p.net_gr != row->net_gr || row->worked_s == 0)
		add_line(&p, &whole);
	else if (!report_segments(db, row->ticket, on_segment, &p, err))
		return false;
	sum->tickets++;
	sum->worked_s += row->worked_s;
	sum->billed_s += row->billed_s;
	return p.fits || err_set(err, _("the sum is out of range"));
}

struct all {
	struct db *db;
	struct statement_sum *sum;
	statement_line_fn *fn;
	void *ctx;
	struct err *err;
	bool ok;
};

static bool
on_row(const struct report_row *row, void *ctx)
{
	struct all *a = ctx;

	a->ok = statement_ticket(a->db, row, a->sum, a->fn, a->ctx, a->err);
	return a->ok;
}

bool
statement_make(struct db *db, const struct report_filter *filter,
    const struct report_page *page, struct statement_sum *sum,
    statement_line_fn *fn, void *ctx, struct err *err)
{
	struct report_filter solved = *filter;
	struct all a = {db, sum, fn, ctx, err, true};

	memset(sum, 0, sizeof(*sum));
	solved.outcome = "solved";
	return report_rows(db, &solved, page, on_row, &a, err) && a.ok;
}

bool
statement_knows(struct db *db, const char *client)
{
	const struct report_filter f = {.client_is = client};
	struct report_totals sum;

	return report_totals(db, &f, &sum, NULL) && sum.count > 0;
}
