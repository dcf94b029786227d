/* The formats csv and csv-pl: see export.h. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "console/store/export.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"
#include "shared/core/money.h"

#define BOM "\xef\xbb\xbf"

static const char *const titles[] = {
    N_("ticket"),
    N_("opened"),
    N_("started"),
    N_("closed"),
    N_("client"),
    N_("name"),
    N_("company"),
    N_("phone"),
    N_("product"),
    N_("technician"),
    N_("outcome"),
    N_("worked_s"),
    N_("billed_s"),
    N_("net"),
    N_("vat"),
    N_("gross"),
    N_("raw_net"),
    N_("corrected"),
    N_("invoice"),
    N_("problem"),
    N_("note"),
    N_("buyer_code"),
    N_("buyer_nip"),
};

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

static void
begin(const struct export *e)
{
	for (size_t i = 0; i < ARRAY_LEN(titles); i++)
		fprintf(e->out, "%s%s", i > 0 ? "," : "", titles[i]);
	fputs("\r\n", e->out);
}

static void
begin_pl(const struct export *e)
{
	fputs(BOM, e->out);
	for (size_t i = 0; i < ARRAY_LEN(titles); i++)
		fprintf(e->out, "%s%s", i > 0 ? ";" : "", _(titles[i]));
	fputs("\r\n", e->out);
}

struct writer {
	FILE *out;
	char separator;
	bool polish;
};

static void
put_time(const struct writer *w, int64_t utc_s)
{
	char text[40] = "";

	if (utc_s > 0 && w->polish)
		clock_local_sure(text, sizeof(text), utc_s);
	else if (utc_s > 0)
		clock_iso(text, sizeof(text), utc_s);
	fprintf(w->out, "%s%c", text, w->separator);
}

static void
put_text(const struct writer *w, const char *text)
{
	export_csv_cell(w->out, text, w->separator);
	fputc(w->separator, w->out);
}

static void
put_number(const struct writer *w, int64_t v)
{
	fprintf(w->out, "%" PRId64 "%c", v, w->separator);
}

static void
put_amount(const struct writer *w, int64_t gr)
{
	char text[MONEY_TEXT_SIZE];
	char *point;

	money_format_plain(text, sizeof(text), gr);
	point = strchr(text, '.');
	if (w->polish && point != NULL)
		*point = ',';
	fprintf(w->out, "%s%c", text, w->separator);
}

static void
write_row(const struct writer *w, const struct report_row *r)
{
	put_number(w, r->ticket);
	put_time(w, r->opened_s);
	put_time(w, r->started_s);
	put_time(w, r->closed_s);
	put_text(w, r->client);
	put_text(w, r->name);
	put_text(w, r->company);
	put_text(w, r->phone);
	put_text(w, r->product);
	put_text(w, r->technicians);
	put_text(w, w->polish ? export_outcome(r) : r->state);
	put_number(w, r->worked_s);
	put_number(w, r->billed_s);
	put_amount(w, r->net_gr);
	put_amount(w, r->vat_gr);
	put_amount(w, r->gross_gr);
	put_amount(w, r->raw_net_gr);
	put_number(w, r->corrected);
	put_text(w, r->invoice);
	put_text(w, r->problem);
	put_text(w, r->note);
	put_text(w, r->buyer);
	export_csv_cell(w->out, r->buyer_nip, w->separator);
	fputs("\r\n", w->out);
}

/* As many fields as any row has. */
static void
write_sum(const struct writer *w, const char *technician,
    const struct report_totals *sum)
{
	put_text(w, w->polish ? _("sum") : "sum");
	for (int i = 0; i < 8; i++)
		fputc(w->separator, w->out);
	put_text(w, technician != NULL ? technician : "");
	fputc(w->separator, w->out);
	put_number(w, sum->worked_s);
	put_number(w, sum->billed_s);
	put_amount(w, sum->net_gr);
	put_amount(w, sum->vat_gr);
	put_amount(w, sum->gross_gr);
	for (int i = 0; i < 6; i++)
		fputc(w->separator, w->out);
	fputs("\r\n", w->out);
}

static void
row(const struct export *e, const struct report_row *r)
{
	const struct writer w = {e->out, ',', false};

	write_row(&w, r);
}

static void
row_pl(const struct export *e, const struct report_row *r)
{
	const struct writer w = {e->out, ';', true};

	write_row(&w, r);
}

static void
end(const struct export *e, const struct report_totals *sum)
{
	const struct writer w = {e->out, ',', false};

	if (sum != NULL)
		write_sum(&w, e->technician, sum);
}

static void
end_pl(const struct export *e, const struct report_totals *sum)
{
	const struct writer w = {e->out, ';', true};

	if (sum != NULL)
		write_sum(&w, e->technician, sum);
}

const struct export_format export_csv = {"csv", begin, row, end};
const struct export_format export_csv_pl = {"csv-pl", begin_pl, row_pl, end_pl};
