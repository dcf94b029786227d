#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "console/cmd_args.h"
#include "console/cmd_rows.h"
#include "console/desk/config.h"
#include "console/store/epp.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/path.h"
#include "shared/base/str.h"

struct options {
	int64_t month[2];
	const char *client, *file;
	bool epp, all;
};

static int
deliver(const struct cmd_args *a, const char *file, struct buf *out,
    struct epp_result *r)
{
	struct err err;

	if (file == NULL) {
		fwrite(buf_data(out), 1, out->len, stdout);
	} else if (path_exists(file)) {
		return cmd_fail(
		    a, _("%s exists already; nothing was overwritten"), file);
	} else if (!path_write_atomic(
		       file, buf_data(out), out->len, 0600, &err)) {
		return cmd_fail(a, "%s", err.text);
	}
	if (r->orders == 0)
		fprintf(stderr, "%s\n", _("No solved ticket to be invoiced."));
	else
		fprintf(stderr,
		    _("orders: %" PRId64 ", lines: %" PRId64
		      "; a draft, not yet confirmed on a live Subiekt\n"),
		    r->orders, r->lines);
	if (r->replaced > 0)
		fprintf(stderr,
		    _("letters that code page 1250 lacks became \"?\": %s\n"),
		    buf_str(&r->missing));
	return cmd_done(a, CMD_OK);
}

static int
export_epp(const struct cmd_args *a, const struct options *o,
    const struct config *conf)
{
	const struct report_filter filter = {.from_s = o->month[0],
	    .to_s = o->month[1],
	    .client_is = o->client,
	    .invoiced = o->all ? REPORT_ANY : REPORT_NOT_INVOICED};
	char *author = cmd_author();
	const struct epp_head head = {.firm = conf->firm,
	    .author = author,
	    .from_s = o->month[0],
	    .to_s = o->month[1],
	    .now_s = clock_utc_s()};
	struct db *db = cmd_open(a, DB_READ);
	struct buf out = BUF_INIT;
	struct epp_result r = {.missing = BUF_INIT};
	struct err err;
	int code = CMD_FAIL;

	if (db != NULL && !epp_make(db, &filter, &head, &out, &r, &err))
		cmd_fail(a, "%s", err.text);
	else if (db != NULL)
		code = deliver(a, o->file, &out, &r);
	db_close(db);
	buf_fini(&out);
	buf_fini(&r.missing);
	free(author);
	return code;
}

static int
run(int argc, char **argv)
{
	struct options o = {0};
	const struct cmd_opt opts[] = {
	    {"epp", CMD_FLAG, &o.epp, NULL,
		N_("InsERT EDI++ 1.05: customer orders for Subiekt")},
	    {"month", CMD_MONTH, o.month, N_("MONTH"),
		N_("opened in, such as 2026-11")},
	    {"client", CMD_TEXT, &o.client, N_("NAME"),
		N_("only this client; the whole name")},
	    {"all", CMD_FLAG, &o.all, NULL,
		N_("also what is on an invoice already")},
	    {"output", CMD_TEXT, &o.file, N_("FILE"),
		N_("a new file instead of standard output")},
	    {NULL, CMD_FLAG, NULL, NULL, NULL},
	};
	struct cmd_args a = {.name = "export",
	    .usage = N_("--epp --month MONTH [OPTION...]"),
	    .about = N_("Writes the month's solved tickets as drafts of "
			"customer orders, one per client. Not yet confirmed "
			"on a live Subiekt."),
	    .opt = opts};
	struct config *conf;
	struct err err;
	int code;

	if (!cmd_parse(&a, argc, argv, &code))
		return code;
	if (!o.epp || o.month[1] == 0)
		return cmd_usage(&a, _("--epp and --month are needed"));
	conf = mem_alloc(sizeof(*conf));
	code = config_read(conf, a.config, &err) ? export_epp(&a, &o, conf)
						 : cmd_config(&a, &err);
	free(conf);
	return code;
}

const struct cmd cmd_export = {
    "export", N_("drafts of customer orders for Subiekt (EDI++)"), run};
