/* The format table: see export.h. */
#include <inttypes.h>
#include <string.h>

#include "console/store/export.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"
#include "shared/core/money.h"
#include "shared/core/title.h"

#define CELL_SIZE 400
#define WIDE_COLS 100 /* from here on with the time of day and gross */
#define BOTH_COLS 120 /* from here on with both days */
#define DAY_COLS 10
#define MOMENT_COLS 16
#define CLIENT_MAX_COLS 36

enum {
	C_NUMBER,
	C_OPENED,
	C_COMPLETED,
	C_CLIENT,
	C_PRODUCT,
	C_BY,
	C_OUTCOME,
	C_WORKED,
	C_NET,
	C_GROSS,
	COLUMNS
};

static const struct {
	const char *title;
	int narrow, wide; /* width; 0 = left out */
	int least; /* a text may become so narrow, a number never does */
	bool right;
} columns[COLUMNS] = {
    [C_NUMBER] = {"#", 5, 6, 0, true},
    [C_OPENED] = {N_("opened"), 0, 0, 0, false}, /* see day_cols() */
    [C_COMPLETED] = {N_("completed"), 0, 0, 0, false},
    [C_CLIENT] = {N_("client"), 8, 8, 8, false}, /* takes what is left */
    [C_PRODUCT] = {N_("product"), 11, 12, 4, false},
    [C_BY] = {N_("by"), 7, 10, 4, false},
    [C_OUTCOME] = {N_("outcome"), 10, 14, 5, false},
    [C_WORKED] = {N_("time"), 8, 9, 0, true},
    [C_NET] = {N_("net"), 9, 11, 0, true},
    [C_GROSS] = {N_("gross"), 0, 11, 0, true},
};

static const char *
amount(char *dst, size_t size, int64_t gr)
{
	money_format(dst, size, gr);
	/* the currency stands in the sum */
	if (strstr(dst, " z") != NULL)
		*strstr(dst, " z") = '\0';
	return dst;
}

/* What the largest number of the log takes in that column. */
static int
largest_cols(const struct export *e, int column)
{
	char text[MONEY_TEXT_SIZE] = "";

	if (column == C_NUMBER)
		snprintf(text, sizeof(text), "%" PRId64, e->most.ticket);
	else if (column == C_WORKED)
		clock_hms(text, sizeof(text), e->most.worked_s);
	else if (column == C_NET)
		amount(text, sizeof(text), e->most.net_gr);
	else if (column == C_GROSS)
		amount(text, sizeof(text), e->most.gross_gr);
	return utf8_cols(text);
}

/* Of the two days the one that was asked for, which is that of completion where
 * none was; the other one where there is room. */
static int
day_cols(const struct export *e, int column)
{
	if (column != (e->opened ? C_OPENED : C_COMPLETED))
		return e->cols >= BOTH_COLS ? DAY_COLS : 0;
	return e->cols >= WIDE_COLS ? MOMENT_COLS : DAY_COLS;
}

static int
wished(const struct export *e, int column)
{
	int w = e->cols >= WIDE_COLS ? columns[column].wide
				     : columns[column].narrow;

	if (column == C_OPENED || column == C_COMPLETED)
		return day_cols(e, column);
	return w == 0 ? 0 : MAX_OF(w, largest_cols(e, column));
}

/* Where the line would be too long the texts give way, in their order. */
static int
width(const struct export *e, int column)
{
	int left = e->cols, w = wished(e, column);

	for (int i = 0; i < COLUMNS; i++)
		left -= wished(e, i) > 0 ? wished(e, i) + (i > 0) : 0;
	if (column == C_CLIENT)
		return MIN_OF(w + MAX_OF(left, 0), CLIENT_MAX_COLS);
	for (int i = C_PRODUCT; i <= C_OUTCOME && left < 0; i++) {
		int less = MIN_OF(wished(e, i) - columns[i].least, -left);

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
	if (columns[column].right)
		fprintf(e->out, "%*s", pad, "");
	fputs(clean, e->out);
	if (!columns[column].right && column < COLUMNS - 1)
		fprintf(e->out, "%*s", pad, "");
}

static void
begin(const struct export *e)
{
	for (int i = 0; i < COLUMNS; i++)
		put(e, i, _(columns[i].title));
	fputc('\n', e->out);
}

static void
put_days(const struct export *e, const struct report_row *r)
{
	bool both = e->cols >= BOTH_COLS;
	char text[40];

	clock_local(text, sizeof(text),
	    day_cols(e, C_OPENED) == MOMENT_COLS ? "%Y-%m-%d %H:%M"
						 : "%Y-%m-%d",
	    r->opened_s);
	put(e, C_OPENED, text);
	title_completed(text, sizeof(text),
	    day_cols(e, C_COMPLETED) == MOMENT_COLS, both ? 0 : r->opened_s,
	    r->closed_s);
	put(e, C_COMPLETED, text);
}

static void
row(const struct export *e, const struct report_row *r)
{
	char text[MONEY_TEXT_SIZE];

	snprintf(text, sizeof(text), "%" PRId64, r->ticket);
	put(e, C_NUMBER, text);
	put_days(e, r);
	put(e, C_CLIENT, r->client);
	put(e, C_PRODUCT, r->product);
	put(e, C_BY, r->technicians);
	put(e, C_OUTCOME, export_outcome(r));
	put(e, C_WORKED, clock_hms(text, sizeof(text), r->worked_s));
	put(e, C_NET, amount(text, sizeof(text), r->net_gr));
	put(e, C_GROSS, amount(text, sizeof(text), r->gross_gr));
	fputc('\n', e->out);
}

static void
put_whose(const struct export *e)
{
	char who[200];

	if (e->technician == NULL || e->technician[0] == '\0')
		return;
	utf8_clean(who, sizeof(who), e->technician, 0);
	fprintf(e->out, _("hours and money of %s alone, by visits\n"), who);
}

static void
end(const struct export *e, const struct report_totals *sum)
{
	char worked[32], billed[32], net[MONEY_TEXT_SIZE];
	char vat[MONEY_TEXT_SIZE], gross[MONEY_TEXT_SIZE];

	if (sum == NULL) {
		if (e->rows == 0)
			fputs(_("No ticket matches.\n"), e->out);
		return;
	}
	clock_hms(worked, sizeof(worked), sum->worked_s);
	clock_hms(billed, sizeof(billed), sum->billed_s);
	money_format(net, sizeof(net), sum->net_gr);
	money_format(vat, sizeof(vat), sum->vat_gr);
	money_format(gross, sizeof(gross), sum->gross_gr);
	fprintf(e->out, _("tickets: %" PRId64 ", worked %s, billed %s\n"),
	    sum->count - sum->open, worked, billed);
	put_whose(e);
	if (sum->open > 0)
		fprintf(e->out, _("open, in no sum: %" PRId64 "\n"), sum->open);
	fprintf(e->out, _("net %s, VAT %s, gross %s\n"), net, vat, gross);
}

const struct export_format export_table = {"table", begin, row, end};
