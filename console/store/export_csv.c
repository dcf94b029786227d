/* The formats csv and csv-pl: see export.h. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "console/store/column.h"
#include "console/store/export.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"
#include "shared/core/money.h"

#define BOM "\xef\xbb\xbf"

/* What a spreadsheet may take for the beginning of a formula; also in the wide
 * forms, and behind blanks. */
static bool
is_formula(const char *s)
{
	static const char *const starts[] = {"=", "+", "-", "@", "\t", "\r",
	    "\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d", "\xef\xbc\xa0"};

	while (*s == ' ')
		s++;
	for (size_t i = 0; i < ARRAY_LEN(starts); i++)
		if (strncmp(s, starts[i], strlen(starts[i])) == 0)
			return true;
	return false;
}

void
export_csv_cell(FILE *out, const char *text, char separator)
{
	size_t size = 4 * strlen(text) + 8;
	char *clean = mem_alloc(size);
	const char special[] = {separator, '"', '\r', '\n', '\'', '\0'};

	utf8_clean(clean, size, text, 0);
	if (!is_formula(clean) && strpbrk(clean, special) == NULL) {
		fputs(clean, out);
		free(clean);
		return;
	}
	fputc('"', out);
	if (is_formula(clean))
		fputc('\'', out);
	for (const char *p = clean; *p != '\0'; p++) {
		if (*p == '"')
			fputc('"', out);
		fputc(*p, out);
	}
	fputc('"', out);
	free(clean);
}

static const struct form {
	char separator;
	bool polish;
} plain = {',', false}, in_polish = {';', true};

static void
put_time(FILE *out, const struct form *form, int64_t utc_s)
{
	if (utc_s > 0)
		fputs(form->polish ? clock_local_sure(CLOCK_TEXT, utc_s)
				   : clock_iso(CLOCK_TEXT, utc_s),
		    out);
}

static void
put_amount(FILE *out, const struct form *form, int64_t gr)
{
	char text[MONEY_TEXT_SIZE];
	char *point;

	money_format_plain(text, sizeof(text), gr);
	point = strchr(text, '.');
	if (form->polish && point != NULL)
		*point = ',';
	fputs(text, out);
}

static void
put_number(
    FILE *out, const struct form *form, const struct column *c, int64_t v)
{
	if (c->kind == COLUMN_TIME)
		put_time(out, form, v);
	else if (c->kind == COLUMN_AMOUNT)
		put_amount(out, form, v);
	else
		fprintf(out, "%" PRId64, v);
}

static void
put_title(
    FILE *out, const struct form *form, const struct column *c, const void *ctx)
{
	fputs(form->polish ? _(c->csv) : c->csv, out);
}

static void
put_cell(
    FILE *out, const struct form *form, const struct column *c, const void *ctx)
{
	const struct logrow *r = ctx;
	const char *text = column_text(c, r);

	if (c->kind == COLUMN_STATE && form->polish)
		text = export_outcome(r);
	if (text != NULL)
		export_csv_cell(out, text, form->separator);
	else
		put_number(out, form, c, column_number(c, r));
}

struct sum {
	const char *technician;
	const struct report_totals *totals;
};

static void
put_sum(
    FILE *out, const struct form *form, const struct column *c, const void *ctx)
{
	const struct sum *sum = ctx;
	const void *total = (const char *)sum->totals + c->sum;

	if (c == columns)
		export_csv_cell(
		    out, form->polish ? _("sum") : "sum", form->separator);
	else if (c->at == offsetof(struct logrow, technicians) &&
	    sum->technician != NULL)
		export_csv_cell(out, sum->technician, form->separator);
	else if (c->sum > 0)
		put_number(out, form, c, *(const int64_t *)total);
}

/* A line of what put() writes for each column. */
static void
put_line(FILE *out, const struct form *form,
    void (*put)(FILE *out, const struct form *form, const struct column *c,
	const void *ctx),
    const void *ctx)
{
	for (const struct column *c = columns; c->sql != NULL; c++) {
		if (c->csv == NULL)
			continue;
		if (c > columns)
			fputc(form->separator, out);
		put(out, form, c, ctx);
	}
	fputs("\r\n", out);
}

static const struct form *
form_of(const struct export *e)
{
	return e->format == &export_csv_pl ? &in_polish : &plain;
}

static void
begin(const struct export *e)
{
	if (form_of(e)->polish)
		fputs(BOM, e->out);
	put_line(e->out, form_of(e), put_title, NULL);
}

static void
row(const struct export *e, const struct logrow *r)
{
	put_line(e->out, form_of(e), put_cell, r);
}

static void
end(const struct export *e, const struct report_totals *totals)
{
	const struct sum sum = {e->technician, totals};

	if (totals != NULL)
		put_line(e->out, form_of(e), put_sum, &sum);
}

const struct export_format export_csv = {"csv", begin, row, end};
const struct export_format export_csv_pl = {"csv-pl", begin, row, end};
