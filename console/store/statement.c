#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "console/store/db.h"
#include "console/store/statement.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"

struct parts {
	const struct report_row *row;
	const struct due *due;
	struct statement_sum *sum;
	statement_line_fn *fn;
	void *ctx;
	int64_t left_s; /* worked on no line so far */
};

static void
add_line(struct parts *p, struct statement_line *line)
{
	line->ticket = p->row;
	p->sum->lines++;
	p->left_s -= line->worked_s;
	if (p->fn != NULL)
		p->fn(line, p->ctx);
}

/* Hours times rate where that is the net to the grosz, else one piece. */
static void
count(struct statement_line *line)
{
	int64_t hours = (line->billed_s * STATEMENT_ONE + 1800) / 3600;
	int64_t rate = line->price_gr;

	line->hours = rate > 0 &&
	    (hours * rate + STATEMENT_ONE / 2) / STATEMENT_ONE == line->net_gr;
	line->quantity = line->hours ? hours : STATEMENT_ONE;
	if (!line->hours)
		line->price_gr = line->net_gr;
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
on_segment(const struct report_segment *s, void *ctx)
{
	struct parts *p = ctx;
	const struct due_part *part = part_of(p->due, s->line);
	struct statement_line line = {.name = s->name, .price_gr = s->rate_gr};

	if (part == NULL || part->net_gr == 0)
		return;
	line.worked_s = part->worked_s;
	line.billed_s = part->billed_s;
	line.net_gr = part->net_gr;
	line.vat_bp = part->vat_bp;
	line.kind = money_for_time(s->rate_gr, part->billed_s) != part->net_gr
	    ? STATEMENT_CAPPED
	    : STATEMENT_HOURS;
	count(&line);
	add_line(p, &line);
}

/* What is not by the hour, with the time that stands on no other line. */
static void
add_sums(struct parts *p)
{
	const struct due *due = p->due;

	for (int i = 0; i < due->n; i++) {
		struct statement_line line = {.name = "",
		    .worked_s = p->left_s,
		    .quantity = STATEMENT_ONE,
		    .net_gr = due->part[i].net_gr,
		    .price_gr = due->part[i].net_gr,
		    .vat_bp = due->part[i].vat_bp};

		if (due->part[i].line != DUE_WHOLE)
			continue;
		line.kind = due->corrected ? STATEMENT_CORRECTED
					   : STATEMENT_SUM;
		add_line(p, &line);
	}
}

bool
statement_ticket(struct db *db, const struct report_row *row,
    struct statement_sum *sum, statement_line_fn *fn, void *ctx,
    struct err *err)
{
	struct statement_line nothing = {.name = "",
	    .kind = STATEMENT_FREE,
	    .worked_s = row->worked_s,
	    .quantity = STATEMENT_ONE,
	    .vat_bp = row->vat_bp};
	int64_t before = sum->lines;
	struct due due;
	struct parts p = {.row = row,
	    .due = &due,
	    .sum = sum,
	    .fn = fn,
	    .ctx = ctx,
	    .left_s = row->worked_s};

	if (!due_of_row(db, row, &due, err) ||
	    !report_segments(db, row->ticket, on_segment, &p, err))
		return false;
	add_sums(&p);
	if (sum->lines == before)
		add_line(&p, &nothing);
	return due_add(&sum->due, &due, err);
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

void
statement_words(const struct statement_line *line, char *dst, size_t size)
{
	char span[32];

	clock_hms(span, sizeof(span), line->billed_s);
	switch (line->kind) {
	case STATEMENT_HOURS:
		if (line->hours)
			str_copy(dst, size, line->name);
		else
			snprintf(dst, size, _("%s, %s h"), line->name, span);
		break;
	case STATEMENT_CAPPED:
		snprintf(dst, size, _("%s, %s h, at most what was agreed"),
		    line->name, span);
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
