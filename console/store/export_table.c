/* The format table: see export.h. */
#include <inttypes.h>

#include "console/store/export.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"
#include "shared/core/logrow.h"
#include "shared/core/ticket.h"

#define CELL_SIZE 400
#define WIDE_COLS 100 /* from here on with the time of day and gross */
#define BOTH_COLS 120 /* from here on with both days */
#define DAY_COLS 10
#define MOMENT_COLS 16
#define CLIENT_MAX_COLS 36

#define AT(member) offsetof(struct logrow, member)

static const struct {
	const char *title;
	int narrow, wide; /* width; 0 = left out */
	int least; /* a text may become so narrow, 0 = never */
	enum logrow_cell cell;
	size_t at; /* of its member */
} shown[] = {
    {"#", 5, 6, 0, LOGROW_NUMBER, AT(ticket)},
    {N_("opened"), 0, 0, 0, LOGROW_OPENED, 0}, /* see day_cols() */
    {N_("completed"), 0, 0, 0, LOGROW_COMPLETED, 0},
    {N_("client"), 8, 8, 8, LOGROW_TEXT, AT(client)}, /* takes what is left */
    {N_("product"), 11, 12, 4, LOGROW_TEXT, AT(product)},
    {N_("by"), 7, 10, 4, LOGROW_TEXT, AT(technicians)},
    {N_("outcome"), 10, 14, 5, LOGROW_OUTCOME, 0},
    {N_("time"), 8, 9, 0, LOGROW_HMS, AT(worked_s)},
    {N_("net"), 9, 11, 0, LOGROW_AMOUNT, AT(net_gr)},
    {N_("gross"), 0, 11, 0, LOGROW_AMOUNT, AT(gross_gr)},
};

#define COLUMNS (int)ARRAY_LEN(shown)

/* Of the two days the one that was asked for, which is that of completion where
 * none was; the other one where there is room. */
static int
day_cols(const struct export *e, enum logrow_cell cell)
{
	if (cell != (e->opened ? LOGROW_OPENED : LOGROW_COMPLETED))
		return e->cols >= BOTH_COLS ? DAY_COLS : 0;
	return e->cols >= WIDE_COLS ? MOMENT_COLS : DAY_COLS;
}

/* Which ones come is not known: room for each. */
static int
outcome_cols(int least)
{
	for (int i = 0; i < ticket_outcomes.n; i++)
		least = MAX_OF(
		    least, utf8_cols(words_text(&ticket_outcomes, i)));
	return least;
}

static int
wished(const struct export *e, int column)
{
	int w = e->cols >= WIDE_COLS ? shown[column].wide
				     : shown[column].narrow;
	char text[MONEY_TEXT_SIZE];

	if (shown[column].cell == LOGROW_OUTCOME)
		return outcome_cols(w);
	if (shown[column].cell == LOGROW_OPENED ||
	    shown[column].cell == LOGROW_COMPLETED)
		return day_cols(e, shown[column].cell);
	if (w == 0 || !logrow_is_number(shown[column].cell))
		return w;
	return MAX_OF(w,
	    utf8_cols(logrow_cell(
		text, &e->most, shown[column].cell, shown[column].at)));
}

/* Where the line would be too long the texts give way, in their order. */
static int
width(const struct export *e, int column)
{
	int left = e->cols, w = wished(e, column);

	for (int i = 0; i < COLUMNS; i++)
		left -= wished(e, i) > 0 ? wished(e, i) + (i > 0) : 0;
	if (shown[column].at == AT(client))
		return MIN_OF(w + MAX_OF(left, 0), CLIENT_MAX_COLS);
	for (int i = 0; i <= column && left < 0; i++) {
		int less = MIN_OF(wished(e, i) - shown[i].least, -left);

		if (shown[i].least == 0)
			continue;
		if (i == column)
			return w - less;
		left += less;
	}
	return w;
}

/* One cell, cut or padded to its width. */
static void
put(const struct export *e, int column, const char *text)
{
	char clean[CELL_SIZE];
	int w = width(e, column), pad;

	if (w == 0)
		return;
	utf8_clean(clean, sizeof(clean), text, w);
	pad = MAX_OF(w - utf8_cols(clean), 0);
	if (column > 0)
		fputc(' ', e->out);
	if (logrow_is_number(shown[column].cell))
		fprintf(e->out, "%*s", pad, "");
	fputs(clean, e->out);
	if (!logrow_is_number(shown[column].cell) && column < COLUMNS - 1)
		fprintf(e->out, "%*s", pad, "");
}

static void
begin(const struct export *e)
{
	for (int i = 0; i < COLUMNS; i++)
		put(e, i, _(shown[i].title));
	fputc('\n', e->out);
}

static void
put_cell(const struct export *e, const struct logrow *r, int column)
{
	enum logrow_cell cell = shown[column].cell;
	char text[MONEY_TEXT_SIZE];

	if (cell == LOGROW_OUTCOME)
		put(e, column, export_outcome(r));
	else if (cell == LOGROW_OPENED || cell == LOGROW_COMPLETED)
		put(e, column,
		    logrow_day(text, r, cell, day_cols(e, cell) == MOMENT_COLS,
			e->cols >= BOTH_COLS));
	else
		put(e, column, logrow_cell(text, r, cell, shown[column].at));
}

static void
row(const struct export *e, const struct logrow *r)
{
	for (int i = 0; i < COLUMNS; i++)
		put_cell(e, r, i);
	fputc('\n', e->out);
}

static void
put_whose(const struct export *e)
{
	if (e->technician == NULL || e->technician[0] == '\0')
		return;
	fprintf(e->out, _("hours and money of %s alone, by visits\n"),
	    UTF8_CLEAN(200, e->technician, 0));
}

static void
end(const struct export *e, const struct report_totals *sum)
{
	if (sum == NULL) {
		if (e->rows == 0)
			fputs(_("No ticket matches.\n"), e->out);
		return;
	}
	fprintf(e->out, _("tickets: %" PRId64 ", worked %s, billed %s\n"),
	    sum->count - sum->open, CLOCK_HMS(sum->worked_s),
	    CLOCK_HMS(sum->billed_s));
	put_whose(e);
	if (sum->open > 0)
		fprintf(e->out, _("open, in no sum: %" PRId64 "\n"), sum->open);
	fprintf(e->out, _("net %s, VAT %s, gross %s\n"),
	    MONEY_TEXT(sum->net_gr), MONEY_TEXT(sum->vat_gr),
	    MONEY_TEXT(sum->gross_gr));
}

const struct export_format export_table = {"table", begin, row, end};
