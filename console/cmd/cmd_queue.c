/* `pomoc queue`: who waits and who is being helped, with or without a running
 * desk. */
#include <stdio.h>

#include "console/cmd/cmd_json.h"
#include "console/cmd/cmd_read.h"
#include "console/store/export.h"
#include "console/store/json_out.h"
#include "console/store/report.h"
#include "console/store/report_filter.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"

static bool json;

struct queue_out {
	struct json_out to;
	int rows;
	int64_t now_s;
};

static void
add_json(struct queue_out *q, const struct logrow *r)
{
	json_t *o = json_object();

	json_out_int(o, "ticket", r->ticket);
	json_out_text(o, "state", r->state);
	json_out_time(o, "since", r->opened_s);
	json_out_int(o, "waits_s", q->now_s - r->opened_s);
	json_out_text(o, "client", r->client);
	json_out_text(o, "name", r->name);
	json_out_text(o, "phone", r->phone);
	json_out_text(o, "product", r->product);
	json_out_text(o, "wanted", r->wanted);
	json_out_text(o, "technician", r->technician);
	json_out_text(o, "problem", r->problem);
	json_out_row(&q->to, o);
}

static void
print_row(struct queue_out *q, const struct logrow *r)
{
	char client[64], product[32], who[48];
	const char *state = export_outcome(r);

	if (q->rows == 0)
		printf("%5s  %-10s  %8s  %-20s  %-12s  %s\n", _("no."),
		    _("state"), _("waits"), _("client"), _("product"),
		    _("what"));
	utf8_clean(client, sizeof(client), r->client, 20);
	utf8_clean(product, sizeof(product), r->product, 12);
	utf8_clean(who, sizeof(who), r->technician, 20);
	/* printf counts bytes, columns are wanted */
	printf("%5lld  %s%*s  %8s  %s%*s  %s%*s  %s%s%s\n",
	    (long long)r->ticket, state, MAX_OF(10 - utf8_cols(state), 0), "",
	    clock_span(CLOCK_TEXT, q->now_s - r->opened_s), client,
	    20 - utf8_cols(client), "", product, 12 - utf8_cols(product), "",
	    who, who[0] != '\0' ? ": " : "", UTF8_CLEAN(200, r->problem, 60));
}

static bool
take_row(const struct logrow *r, void *ctx, struct err *err)
{
	struct queue_out *q = ctx;

	if (json)
		add_json(q, r);
	else
		print_row(q, r);
	q->rows++;
	return true;
}

static bool
run(struct cmd_args *a, struct err *err)
{
	struct queue_out q = {.now_s = clock_utc_s()};
	struct report_filter filter = {.outcome = "open"};

	if (!cmd_read(a, err))
		return false;
	if (json)
		cmd_json_open(&q.to, "queue");
	if (!report_rows(a->db, &filter, NULL, take_row, &q, err))
		return false;
	if (json)
		json_out_close(&q.to, NULL);
	else if (q.rows == 0)
		puts(_("Nobody is waiting."));
	return true;
}

const struct cmd cmd_queue = {
    .name = "queue",
    .help = N_("list the clients that wait or are being helped"),
    .usage = N_("[OPTION...]"),
    .about = N_("Lists the clients that wait or are being helped, with or "
		"without a running desk."),
    .opt = {{"json", CMD_FLAG, &json, NULL, N_("as JSON")}},
    .pages = true,
    .run = run,
};
