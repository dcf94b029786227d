/* pomoc person: all that is held on one client. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "console/cmd/cmd_json.h"
#include "console/cmd/cmd_read.h"
#include "console/store/json_out.h"
#include "console/store/receipt.h"
#include "console/store/report.h"
#include "console/store/report_filter.h"
#include "console/store/report_parts.h"
#include "console/store/report_sums.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/path.h"
#include "shared/base/utf8.h"

#define TEXT_SIZE 4096

struct person {
	const struct cmd_args *args;
	struct json_out json;
};

static void
line(const char *label, const char *text)
{
	if (text[0] != '\0')
		printf("  %s: %s\n", label, UTF8_CLEAN(TEXT_SIZE, text, 0));
}

static void
print_event(const struct report_event *e, void *ctx)
{
	if (e->text[0] == '\0')
		return;
	printf("  %s %s: %s\n",
	    clock_local(CLOCK_TEXT, "%Y-%m-%d %H:%M:%S", e->at_utc_s), e->kind,
	    UTF8_CLEAN(TEXT_SIZE, e->text, 0));
}

static bool
print_ticket(const struct logrow *row, void *ctx, struct err *err)
{
	struct person *p = ctx;
	char *receipt = receipt_path(p->args->data, row->ticket,
	    receipt_version(p->args->db, row->ticket));

	printf(_("Ticket %" PRId64 ", %s\n"), row->ticket,
	    clock_local(CLOCK_TEXT, "%Y-%m-%d %H:%M", row->opened_s));
	line(_("name"), row->name);
	line(_("company"), row->company);
	line(_("phone"), row->phone);
	line(_("key"), row->agent_key);
	line(_("product"), row->product);
	line(_("problem"), row->problem);
	if (path_exists(receipt))
		line(_("receipt"), receipt);
	free(receipt);
	return report_events(
	    p->args->db, row->ticket, false, 0, 0, print_event, NULL, err);
}

static void
add_event(const struct report_event *e, void *ctx)
{
	json_t *o = json_object();

	if (e->text[0] == '\0') {
		json_decref(o);
		return;
	}
	json_out_time(o, "at", e->at_utc_s);
	json_out_text(o, "event", e->kind);
	json_out_text(o, "text", e->text);
	json_array_append_new(ctx, o);
}

static bool
json_ticket(const struct logrow *row, void *ctx, struct err *err)
{
	struct person *p = ctx;
	char *receipt = receipt_path(p->args->data, row->ticket,
	    receipt_version(p->args->db, row->ticket));
	json_t *o = json_object(), *events = json_array();
	bool ok;

	json_out_int(o, "ticket", row->ticket);
	json_out_time(o, "opened", row->opened_s);
	json_out_text(o, "name", row->name);
	json_out_text(o, "company", row->company);
	json_out_text(o, "phone", row->phone);
	json_out_text(o, "key", row->agent_key);
	json_out_text(o, "product", row->product);
	json_out_text(o, "problem", row->problem);
	json_out_text(o, "receipt", path_exists(receipt) ? receipt : "");
	ok = report_events(
	    p->args->db, row->ticket, false, 0, 0, add_event, events, err);
	json_object_set_new(o, "events", events);
	free(receipt);
	json_out_row(&p->json, o);
	return ok;
}

static struct report_filter filter;
static bool json;

static bool
is_there(struct db *db, struct err *err)
{
	int64_t tickets, net_gr;

	return report_count(db, &filter, &tickets, &net_gr, err) &&
	    (tickets > 0 ||
		err_set(err, _("there is no client \"%s\" in the log"),
		    filter.person));
}

static bool
run(struct cmd_args *a, struct err *err)
{
	struct person p = {.args = a};

	if (filter.person == NULL)
		return cmd_usage(a, _("--client is needed"));
	if (!cmd_read(a, err) || !is_there(a->db, err))
		return false;
	if (!json)
		return report_rows(a->db, &filter, NULL, print_ticket, &p, err);
	cmd_json_open(&p.json, "person");
	if (!report_rows(a->db, &filter, NULL, json_ticket, &p, err))
		return false;
	json_out_close(&p.json, NULL);
	return true;
}

const struct cmd cmd_person = {
    .name = "person",
    .help = N_("print all that is held on one client"),
    .usage = N_("--client NAME"),
    .about = N_("Prints all that is held on one client."),
    .opt =
	{
	    {"client", CMD_NAME, &filter.person, N_("NAME"),
		N_("the whole name of the company or person, or the key")},
	    {"json", CMD_FLAG, &json, NULL, N_("as JSON")},
	},
    .pages = true,
    .run = run,
};
