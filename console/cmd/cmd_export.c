/* pomoc export: drafts of customer orders for Subiekt. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "console/cmd/cmd_month.h"
#include "console/cmd/cmd_read.h"
#include "console/cmd/cmd_seller.h"
#include "console/cmd/cmd_write.h"
#include "console/store/epp.h"
#include "console/store/report.h"
#include "console/store/statement_form.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"

static int64_t month[2];
static const char *client, *format;
static bool epp, all;

static void
tell_epp(struct epp_result *r)
{
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
}

static bool
export_epp(struct cmd_args *a, const struct report_filter *filter,
    const struct seller *seller, struct err *err)
{
	const struct epp_head head = {.seller = *seller,
	    .author = cmd_author(),
	    .from_s = month[0],
	    .to_s = month[1],
	    .now_s = clock_utc_s()};
	struct buf out = BUF_INIT;
	struct epp_result r = {.missing = BUF_INIT};
	bool ok = epp_make(a->db, filter, &head, &out, &r, err) &&
	    cmd_deliver(a, buf_str(&out), out.len, err);

	if (ok)
		tell_epp(&r);
	buf_fini(&out);
	buf_fini(&r.missing);
	return ok;
}

/* --- csv and json: the lines of all clients --- */

struct lines {
	const struct form_format *format;
	struct form form;
	struct db *db;
	struct statement_sum sum;
};

static void
on_line(const struct statement_line *l, void *ctx)
{
	struct lines *p = ctx;

	p->format->line(&p->form, l);
}

static bool
on_row(const struct logrow *row, void *ctx, struct err *err)
{
	struct lines *p = ctx;

	return buyer_of_row(p->db, row, &p->form.buyer, err) &&
	    statement_ticket(p->db, row, &p->sum, on_line, p, err);
}

static bool
export_lines(struct cmd_args *a, const struct report_filter *filter,
    const struct seller *seller, struct err *err)
{
	const struct report_page page = {.sort = LOGASK_BY_CLIENT};
	struct lines p = {.format = statement_form_find(format),
	    .form = {.command = "export",
		.seller = *seller,
		.from_s = month[0],
		.to_s = month[1],
		.over = cmd_month_over(filter)},
	    .db = a->db};
	char *text = NULL;
	size_t len = 0;
	bool ok;

	p.form.out = open_memstream(&text, &len);
	if (p.form.out == NULL)
		return err_set(err, "%s", _("out of memory"));
	ok = head_now(a->db, 0, &p.form.journal, err);
	if (ok)
		p.format->begin(&p.form);
	ok = ok && report_rows(a->db, filter, &page, on_row, &p, err);
	if (ok)
		p.format->end(&p.form, &p.sum);
	fclose(p.form.out);
	ok = ok && cmd_deliver(a, text, len, err);
	free(text);
	return ok;
}

static bool
export_month(struct cmd_args *a, const struct seller *seller, struct err *err)
{
	struct report_filter filter = {.from_s = month[0],
	    .to_s = month[1],
	    .outcome = "solved",
	    .invoiced = all ? REPORT_ANY : REPORT_NOT_INVOICED};
	struct buyer buyer;

	if (!cmd_read(a, err) ||
	    (client != NULL &&
		!buyer_pick(a->db, client, &filter, &buyer, err)) ||
	    !(epp ? export_epp : export_lines)(a, &filter, seller, err))
		return false;
	cmd_month_note_over(&filter);
	return cmd_month_notes(a->db, &filter, !all, err) &&
	    cmd_client_notes(a->db, &filter, err);
}

static bool
check(struct cmd_args *a)
{
	if (epp && format != NULL && !str_eq(format, "epp"))
		return cmd_usage(
		    a, _("give --epp or --format %s, not both"), format);
	if (epp)
		format = "epp";
	if (format == NULL || month[1] == 0)
		return cmd_usage(a, _("--format and --month are needed"));
	epp = str_eq(format, "epp");
	return epp || str_eq(format, "csv") || str_eq(format, "json") ||
	    cmd_usage(a, _("there is no format \"%s\" (%s)"), format,
		"epp, csv, json");
}

static bool
run(struct cmd_args *a, struct err *err)
{
	struct seller seller;

	if (!check(a) || !cmd_seller(a, &seller) ||
	    !export_month(a, &seller, err))
		return false;
	cmd_seller_note();
	return true;
}

const struct cmd cmd_export = {
    .name = "export",
    .help = N_("drafts of customer orders for Subiekt (EDI++)"),
    .usage = N_("--format NAME --month MONTH [OPTION...]"),
    .about = N_("Writes the tickets that were solved in a month and are on no "
		"invoice yet: as drafts of customer orders, one per client "
		"(not yet confirmed on a live Subiekt), or line by line."),
    .opt =
	{
	    {"format", CMD_TEXT, &format, N_("NAME"),
		N_("epp (InsERT EDI++ 1.05: customer orders for Subiekt), csv or "
		   "json")},
	    {"epp", CMD_FLAG, &epp, NULL, N_("the same as --format epp")},
	    {"month", CMD_MONTH, month, N_("MONTH"),
		N_("completed in, such as 2026-11, this or last")},
	    {"client", CMD_NAME, &client, N_("CLIENT"),
		N_("only this one: code or NIP in the client book, or the whole "
		   "name")},
	    {"all", CMD_FLAG, &all, NULL,
		N_("also what is on an invoice already")},
	    {"output", CMD_FILE, NULL, N_("FILE"),
		N_("a new file instead of standard output")},
	    {"force", CMD_FORCE, NULL, NULL,
		N_("overwrite that file if it exists")},
	},
    .rule = {{"force", "--output"}},
    .at_desk = true,
    .run = run,
};
