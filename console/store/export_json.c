/* The format json: see export.h. */
#include "console/store/export.h"
#include "console/store/json_out.h"

static void
begin(const struct export *e)
{
	struct json_out j;

	json_out_open(&j, e->out, "log", NULL);
}

static void
put_amounts(json_t *o, const struct report_row *r)
{
	json_out_amount(o, "net", r->net_gr);
	json_out_amount(o, "vat", r->vat_gr);
	json_out_amount(o, "gross", r->gross_gr);
	json_out_amount(o, "raw_net", r->raw_net_gr);
	json_object_set_new(o, "corrected", json_boolean(r->corrected));
	/* of an open ticket it is what it would be now: in no sum */
	json_object_set_new(o, "final", json_boolean(r->closed_s != 0));
	if (r->invoice[0] != '\0')
		json_out_text(o, "invoice", r->invoice);
	else
		json_object_set_new(o, "invoice", json_null());
}

static void
row(const struct export *e, const struct report_row *r)
{
	struct json_out j = {e->out, e->rows};
	json_t *o = json_object();

	json_out_int(o, "ticket", r->ticket);
	json_out_time(o, "opened", r->opened_s);
	json_out_time(o, "started", r->started_s);
	json_out_time(o, "closed", r->closed_s);
	json_out_text(o, "client", r->client);
	json_out_text(o, "name", r->name);
	json_out_text(o, "company", r->company);
	json_out_text(o, "phone", r->phone);
	json_out_text(o, "product", r->product);
	json_out_text(o, "wanted", r->wanted);
	json_out_text(o, "technician", r->technicians);
	json_out_text(o, "state", r->state);
	json_out_text(o, "outcome", r->outcome);
	json_out_int(o, "worked_s", r->worked_s);
	json_out_int(o, "billed_s", r->billed_s);
	put_amounts(o, r);
	json_out_text(o, "problem", r->problem);
	json_out_text(o, "note", r->note);
	json_out_text(o, "buyer_code", r->buyer);
	json_out_text(o, "buyer_nip", r->buyer_nip);
	json_out_row(&j, o);
}

static void
end(const struct export *e, const struct report_totals *sum)
{
	struct json_out j = {e->out, e->rows};
	json_t *o = NULL;

	if (sum != NULL) {
		o = json_out_sum(sum->count - sum->open, sum->worked_s,
		    sum->billed_s, &sum->money);
		json_out_int(o, "open", sum->open);
		if (e->technician != NULL && e->technician[0] != '\0')
			json_out_text(o, "technician", e->technician);
	}
	json_out_close(&j, o);
}

const struct export_format export_json = {"json", begin, row, end};
