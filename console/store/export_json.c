#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "console/store/export.h"
#include "shared/base/clock.h"
#include "shared/base/mem.h"
#include "shared/base/utf8.h"
#include "shared/core/money.h"

static void
put_text(json_t *o, const char *key, const char *text)
{
	size_t size = 4 * strlen(text) + 8;
	char *clean = mem_alloc(size);

	utf8_clean(clean, size, text, 0);
	json_object_set_new(o, key, json_string(clean));
	free(clean);
}

static void
put_int(json_t *o, const char *key, int64_t v)
{
	json_object_set_new(o, key, json_integer(v));
}

static void
put_time(json_t *o, const char *key, int64_t utc_s)
{
	char text[40];

	json_object_set_new(o, key,
	    utc_s > 0 ? json_string(clock_iso(text, sizeof(text), utc_s))
		      : json_null());
}

/* Both forms: a text for people, grosze for programs. */
static void
put_amount(json_t *o, const char *key, const char *key_gr, int64_t gr)
{
	char text[MONEY_TEXT_SIZE];

	json_object_set_new(
	    o, key, json_string(money_format_plain(text, sizeof(text), gr)));
	put_int(o, key_gr, gr);
}

static void
put_object(const struct export *e, json_t *o)
{
	char *text = json_dumps(o, JSON_COMPACT | JSON_PRESERVE_ORDER);

	fputs(text != NULL ? text : "null", e->out);
	free(text);
	json_decref(o);
}

static void
begin(const struct export *e)
{
	fputs(e->sum ? "{\"tickets\":[" : "[", e->out);
}

static void
row(const struct export *e, const struct report_row *r)
{
	json_t *o = json_object();

	put_int(o, "ticket", r->ticket);
	put_time(o, "opened", r->opened_s);
	put_time(o, "started", r->started_s);
	put_time(o, "closed", r->closed_s);
	put_text(o, "client", r->client);
	put_text(o, "name", r->name);
	put_text(o, "company", r->company);
	put_text(o, "phone", r->phone);
	put_text(o, "product", r->product);
	put_text(o, "wanted", r->wanted);
	put_text(o, "technician", r->technician);
	put_text(o, "state", r->state);
	put_text(o, "outcome", r->outcome);
	put_int(o, "worked_s", r->worked_s);
	put_int(o, "billed_s", r->billed_s);
	put_amount(o, "net", "net_gr", r->net_gr);
	put_amount(o, "vat", "vat_gr", r->vat_gr);
	put_amount(o, "gross", "gross_gr", r->gross_gr);
	put_amount(o, "raw_net", "raw_net_gr", r->raw_net_gr);
	json_object_set_new(o, "corrected", json_boolean(r->corrected));
	if (r->invoice[0] != '\0')
		put_text(o, "invoice", r->invoice);
	else
		json_object_set_new(o, "invoice", json_null());
	put_text(o, "problem", r->problem);
	put_text(o, "note", r->note);
	fputs(e->rows > 0 ? ",\n" : "\n", e->out);
	put_object(e, o);
}

static void
end(const struct export *e, const struct report_totals *sum)
{
	json_t *o;

	fputs("\n]", e->out);
	if (sum != NULL) {
		o = json_object();
		put_int(o, "tickets", sum->count);
		put_int(o, "worked_s", sum->worked_s);
		put_int(o, "billed_s", sum->billed_s);
		put_amount(o, "net", "net_gr", sum->net_gr);
		put_amount(o, "vat", "vat_gr", sum->vat_gr);
		put_amount(o, "gross", "gross_gr", sum->gross_gr);
		fputs(",\"sum\":", e->out);
		put_object(e, o);
		fputc('}', e->out);
	}
	fputc('\n', e->out);
}

const struct export_format export_json = {"json", begin, row, end};
