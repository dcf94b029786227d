#include "console/store/statement.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "console/store/replay.h"
#include "console/store/report.h"
#include "console/store/report_filter.h"
#include "console/store/report_parts.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"

struct parts {
	const struct logrow *row;
	const struct due *due;
	struct statement_sum *sum;
	statement_line_fn *fn;
	void *ctx;
	int n; /* segments */
	struct report_segment segment[PRICE_KINDS];
	char name[PRICE_KINDS][PRICE_NAME_SIZE];
	unsigned cut; /* lines that a cap cut, by bit */
	/* on no line of the statement so far */
	int64_t left_s, left_billed_s;
};

static void
add_line(struct parts *p, struct statement_line *line)
{
	line->ticket = p->row;
	p->sum->lines++;
	p->left_s -= line->worked_s;
	p->left_billed_s -= line->billed_s;
	if (p->fn != NULL)
		p->fn(line, p->ctx);
}

/* Hours times rate where that is the net to the grosz, else one piece. */
static void
count(struct statement_line *line)
{
	int64_t hours = (line->billed_s * STATEMENT_ONE + 1800) / 3600;
	int64_t rate = line->rate_gr;

	line->hours = line->net_gr > 0 && rate > 0 &&
	    (hours * rate + STATEMENT_ONE / 2) / STATEMENT_ONE == line->net_gr;
	line->quantity = line->hours ? hours : STATEMENT_ONE;
	line->price_gr = line->hours ? rate : line->net_gr;
}

static const struct due_part *
part_of(const struct due *due, int line)
{
	for (int i = 0; i < due->n; i++)
		if (due->part[i].line == line)
			return &due->part[i];
	return NULL;
}

static void
keep_segment(const struct report_segment *s, void *ctx)
{
	struct parts *p = ctx;
	struct report_segment *mine = &p->segment[p->n];

	if (p->n == PRICE_KINDS || part_of(p->due, s->line) == NULL)
		return;
	*mine = *s;
	str_copy(p->name[p->n], sizeof(p->name[0]), s->name);
	mine->name = p->name[p->n++];
	mine->kind = "";
}

/* Less than its time costs. */
static bool
is_less(const struct report_segment *s)
{
	const struct price price = {
	    .minimum_s = s->minimum_s, .quantum_s = s->quantum_s};

	return money_for_time(s->rate_gr,
		   price_billed_s(&price, s->worked_s)) != s->net_gr;
}

/* Whether it was a cap says the journal. A correction replaces all of it. */
static bool
find_cuts(struct db *db, struct parts *p, struct err *err)
{
	struct bill bill;
	bool less = false;

	if (p->due->corrected && part_of(p->due, DUE_WHOLE) != NULL)
		return true;
	for (int i = 0; i < p->n; i++)
		less |= is_less(&p->segment[i]);
	if (!less)
		return true;
	if (!replay_bill(db, p->row->ticket, &bill, err))
		return false;
	p->cut = bill_cuts(&bill);
	return true;
}

static bool
is_cut(const struct parts *p, int line)
{
	return (p->cut & 1u << line) != 0;
}

/* What costs nothing stands with the sum that covers it, unless a cap cut it.
 */
static bool
is_shown(const struct parts *p, const struct due_part *part)
{
	return part->line != DUE_WHOLE &&
	    (part->net_gr != 0 || is_cut(p, part->line));
}

/* Only where every segment is a line: else it stands with the sums. */
static int64_t
between_s(const struct parts *p)
{
	for (int i = 0; i < p->due->n; i++)
		if (!is_shown(p, &p->due->part[i]))
			return 0;
	return due_between_s(p->due);
}

static void
add_segments(struct parts *p)
{
	int64_t more_s = between_s(p);

	for (int i = 0; i < p->n; i++) {
		const struct report_segment *s = &p->segment[i];
		const struct due_part *part = part_of(p->due, s->line);
		struct statement_line line = {.name = s->name,
		    .kind = is_cut(p, s->line) ? STATEMENT_CAPPED
					       : STATEMENT_HOURS,
		    .rate_gr = s->rate_gr,
		    .worked_s = part->worked_s + more_s,
		    .billed_s = part->billed_s,
		    .net_gr = part->net_gr,
		    .vat_bp = part->vat_bp};

		if (!is_shown(p, part))
			continue;
		count(&line);
		add_line(p, &line);
		more_s = 0;
	}
}

/* With the time that stands on no other line. */
static void
add_one(struct parts *p, enum statement_kind kind, int64_t net_gr, int vat_bp)
{
	struct statement_line line = {.name = "",
	    .kind = kind,
	    .worked_s = p->left_s,
	    .billed_s = p->left_billed_s,
	    .quantity = STATEMENT_ONE,
	    .net_gr = net_gr,
	    .price_gr = net_gr,
	    .vat_bp = vat_bp};

	add_line(p, &line);
}

/* What is not by the hour. */
static void
add_sums(struct parts *p)
{
	const struct due *due = p->due;

	for (int i = 0; i < due->n; i++)
		if (due->part[i].line == DUE_WHOLE)
			add_one(p,
			    due->corrected ? STATEMENT_CORRECTED
					   : STATEMENT_SUM,
			    due->part[i].net_gr, due->part[i].vat_bp);
}

bool
statement_ticket(struct db *db, const struct logrow *row,
    struct statement_sum *sum, statement_line_fn *fn, void *ctx,
    struct err *err)
{
	int64_t before = sum->lines;
	struct due due;
	struct parts p = {.row = row,
	    .due = &due,
	    .sum = sum,
	    .fn = fn,
	    .ctx = ctx,
	    .left_s = row->worked_s,
	    .left_billed_s = row->billed_s};

	if (!due_of_row(db, row, &due, err) ||
	    !report_segments(db, row->ticket, keep_segment, &p, err) ||
	    !find_cuts(db, &p, err))
		return false;
	add_segments(&p);
	add_sums(&p);
	if (sum->lines == before || p.left_s > 0)
		add_one(&p, STATEMENT_FREE, 0, row->vat_bp);
	return due_add(&sum->due, &due, err);
}

struct all {
	struct db *db;
	struct statement_sum *sum;
	statement_line_fn *fn;
	void *ctx;
};

static bool
on_row(const struct logrow *row, void *ctx, struct err *err)
{
	struct all *a = ctx;

	return statement_ticket(a->db, row, a->sum, a->fn, a->ctx, err);
}

bool
statement_make(struct db *db, const struct report_filter *filter,
    const struct report_page *page, struct statement_sum *sum,
    statement_line_fn *fn, void *ctx, struct err *err)
{
	struct report_filter solved = *filter;
	struct all a = {db, sum, fn, ctx};

	memset(sum, 0, sizeof(*sum));
	solved.outcome = "solved";
	return report_rows(db, &solved, page, on_row, &a, err);
}

/* --- words --- */

const char *
statement_unit(const struct statement_line *line)
{
	return line->hours ? "godz." : "usł.";
}

char *
statement_quantity(char *dst, size_t size, int64_t quantity, char point)
{
	snprintf(dst, size, "%" PRId64 "%c%04d", quantity / STATEMENT_ONE,
	    point, (int)(quantity % STATEMENT_ONE));
	return dst;
}

/* Where price and quantity stand for one piece the words have both. */
static void
hour_words(const struct statement_line *line, char *dst, size_t size)
{
	bool capped = line->kind == STATEMENT_CAPPED;
	const char *span = CLOCK_HMS(line->billed_s);

	if (line->hours && !capped)
		str_copy(dst, size, line->name);
	else if (line->hours)
		snprintf(dst, size, _("%s, %s h, at most what was agreed"),
		    line->name, span);
	else
		snprintf(dst, size,
		    capped ? _("%s, %s/h, %s h, at most what was agreed")
			   : _("%s, %s/h, %s h"),
		    line->name, MONEY_TEXT(line->rate_gr), span);
}

void
statement_words(const struct statement_line *line, char *dst, size_t size)
{
	switch (line->kind) {
	case STATEMENT_HOURS:
	case STATEMENT_CAPPED:
		hour_words(line, dst, size);
		break;
	case STATEMENT_SUM:
		str_copy(dst, size, _("agreed as a fixed sum"));
		break;
	case STATEMENT_CORRECTED:
		str_copy(dst, size, _("corrected"));
		break;
	case STATEMENT_FREE:
		str_copy(dst, size, _("nothing to pay"));
		break;
	}
}

const char *
statement_kind_name(enum statement_kind kind)
{
	static const char *const names[] = {
	    "hours", "capped", "sum", "corrected", "free"};

	return names[kind];
}
