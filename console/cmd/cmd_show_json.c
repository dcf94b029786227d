#include "console/cmd/cmd_show_json.h"

#include <stdio.h>

#include "console/cmd/cmd_json.h"
#include "console/store/export_json.h"
#include "console/store/report_parts.h"

static void
add_visit(const struct report_visit *v, void *ctx)
{
	json_t *o = json_object();

	json_out_int(o, "visit", v->visit);
	json_out_text(o, "technician", v->technician);
	json_out_time(o, "from", v->from_s);
	json_out_time(o, "to", v->to_s);
	json_array_append_new(ctx, o);
}

static void
add_segment(const struct report_segment *s, void *ctx)
{
	json_t *o = json_object();

	json_out_text(o, "line", s->name);
	json_out_text(o, "kind", s->kind);
	json_out_int(o, "worked_s", s->worked_s);
	json_out_int(o, "billed_s", s->billed_s);
	json_out_int(o, "unit_s", s->quantum_s);
	json_out_amount(o, "rate", s->rate_gr);
	json_out_amount(o, "net", s->net_gr);
	json_out_int(o, "vat_bp", s->vat_bp);
	json_array_append_new(ctx, o);
}

static void
add_quote(const struct report_quote *q, void *ctx)
{
	json_t *o = json_object();

	json_out_int(o, "number", q->number);
	json_out_time(o, "at", q->at_utc_s);
	json_out_text(o, "technician", q->technician);
	json_object_set_new(o, "fixed", json_boolean(q->fixed));
	json_out_amount(o, "net", q->net_gr);
	json_out_int(o, "seconds", q->seconds);
	json_out_text(o, "text", q->text);
	json_out_text(o, "answer", q->answer);
	json_out_time(o, "answered", q->answered_utc_s);
	json_object_set_new(o, "replaces", json_boolean(q->replaces));
	json_array_append_new(ctx, o);
}

static void
add_event(const struct report_event *e, void *ctx)
{
	json_t *o = json_object();

	json_out_int(o, "seq", e->seq);
	json_out_time(o, "at", e->at_utc_s);
	json_out_text(o, "event", e->kind);
	json_out_text(o, "actor", e->actor);
	json_out_text(o, "line", e->line);
	json_object_set_new(o, "yes", json_boolean(e->yes));
	json_out_int(o, "seconds", e->seconds);
	json_out_amount(o, "net", e->net_gr);
	json_out_text(o, "text", e->text);
	json_out_text(o, "by", e->text2);
	json_array_append_new(ctx, o);
}

static bool
print_ticket(const struct logrow *row, void *more, struct err *err)
{
	struct json_out out;

	cmd_json_open(&out, "show");
	export_json_row(&out, row, json_incref(more));
	json_out_close(&out, NULL);
	return true;
}

/* A new array of it. */
static json_t *
part(json_t *o, const char *name)
{
	json_t *list = json_array();

	json_object_set_new(o, name, list);
	return list;
}

bool
cmd_show_json(struct db *db, int64_t ticket, bool ticks, struct err *err)
{
	json_t *o = json_object();
	bool ok = report_visits(
		      db, ticket, add_visit, part(o, "visits"), err) &&
	    report_segments(db, ticket, add_segment, part(o, "work"), err) &&
	    report_quotes(db, ticket, add_quote, part(o, "quotes"), err) &&
	    report_events(
		db, ticket, ticks, 0, 0, add_event, part(o, "events"), err) &&
	    report_ticket(db, ticket, print_ticket, o, err);

	json_decref(o);
	return ok;
}
