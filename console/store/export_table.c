#include <inttypes.h>
#include <string.h>

#include "console/store/export.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/utf8.h"
#include "shared/core/money.h"

#define CELL_SIZE 400
#define WIDE_COLS 100 /* from here on with the time of day and gross */
#define CLIENT_MAX_COLS 36

enum {
	C_NUMBER,
	C_OPENED,
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
	bool right;
} columns[COLUMNS] = {
    [C_NUMBER] = {"#", 5, 6, true},
    [C_OPENED] = {N_("opened"), 10, 16, false},
    [C_CLIENT] = {N_("client"), 8, 8, false}, /* takes what is left */
    [C_PRODUCT] = {N_("product"), 11, 12, false},
    [C_BY] = {N_("by"), 7, 12, false},
    [C_OUTCOME] = {N_("outcome"), 10, 16, false},
    [C_WORKED] = {N_("time"), 8, 9, true},
    [C_NET] = {N_("net"), 9, 11, true},
    [C_GROSS] = {N_("gross"), 0, 11, true},
};

static int
width(const struct export *e, int column)
{
	bool wide = e->cols >= WIDE_COLS;
	int used = 0;

	if (column != C_CLIENT)
		return wide ? columns[column].wide : columns[column].narrow;
	for (int i = 0; i < COLUMNS; i++) {
		int w = i == C_CLIENT ? 0 : width(e, i);

		used += w > 0 ? w + 1 : 0;
	}
	return MIN_OF(
	    MAX_OF(e->cols - used, columns[C_CLIENT].narrow), CLIENT_MAX_COLS);
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

static const char *
amount(char *dst, size_t size, int64_t gr)
{
	money_format(dst, size, gr);
	/* the currency stands in the sum */
	if (strstr(dst, " z") != NULL)
		*strstr(dst, " z") = '\0';
	return dst;
}

static void
row(const struct export *e, const struct report_row *r)
{
	char text[MONEY_TEXT_SIZE];

	snprintf(text, sizeof(text), "%" PRId64, r->ticket);
	put(e, C_NUMBER, text);
	clock_local(text, sizeof(text),
	    e->cols >= WIDE_COLS ? "%Y-%m-%d %H:%M" : "%Y-%m-%d", r->opened_s);
	put(e, C_OPENED, text);
	put(e, C_CLIENT, r->client);
	put(e, C_PRODUCT, r->product);
	put(e, C_BY, r->technician);
	put(e, C_OUTCOME, export_outcome(r));
	put(e, C_WORKED, clock_span(text, sizeof(text), r->worked_s));
	put(e, C_NET, amount(text, sizeof(text), r->net_gr));
	put(e, C_GROSS, amount(text, sizeof(text), r->gross_gr));
	fputc('\n', e->out);
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
	clock_span(worked, sizeof(worked), sum->worked_s);
	clock_span(billed, sizeof(billed), sum->billed_s);
	money_format(net, sizeof(net), sum->net_gr);
	money_format(vat, sizeof(vat), sum->vat_gr);
	money_format(gross, sizeof(gross), sum->gross_gr);
	fprintf(e->out, _("tickets: %" PRId64 ", worked %s, billed %s\n"),
	    sum->count, worked, billed);
	fprintf(e->out, _("net %s, VAT %s, gross %s\n"), net, vat, gross);
}

const struct export_format export_table = {"table", begin, row, end};
