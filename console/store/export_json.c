/* The format json: see export.h. */
#include "console/store/export_json.h"

#include "console/store/column.h"
#include "console/store/export.h"

static void
begin(const struct export *e)
{
	struct json_out j;

	json_out_open(&j, e->out, "log", NULL);
}

static void
put(json_t *o, const struct column *c, const struct logrow *r)
{
	const char *text = column_text(c, r);

	if (c->kind == COLUMN_NULL && text[0] == '\0')
		json_object_set_new(o, c->json, json_null());
	else if (text != NULL)
		json_out_text(o, c->json, text);
	else if (c->kind == COLUMN_TIME)
		json_out_time(o, c->json, column_number(c, r));
	else if (c->kind == COLUMN_AMOUNT)
		json_out_amount(o, c->json, column_number(c, r));
	else if (c->kind == COLUMN_NUMBER)
		json_out_int(o, c->json, column_number(c, r));
	else
		json_object_set_new(
		    o, c->json, json_boolean(column_number(c, r) != 0));
}

void
export_json_row(struct json_out *j, const struct logrow *r, json_t *more)
{
	json_t *o = json_object();

	for (const struct column *c = columns; c->sql != NULL; c++)
		if (c->json != NULL)
			put(o, c, r);
	if (more != NULL)
		json_object_update(o, more);
	json_decref(more);
	json_out_row(j, o);
}

static void
row(const struct export *e, const struct logrow *r)
{
	struct json_out j = {e->out, e->rows};

	export_json_row(&j, r, NULL);
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
