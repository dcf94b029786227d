/* pomoc export: drafts of customer orders for Subiekt. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "console/cmd/cmd_month.h"
#include "console/cmd/cmd_seller.h"
#include "console/cmd/cmd_write.h"
#include "console/store/epp.h"
#include "console/store/report.h"
#include "console/store/statement_form.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"

struct options {
	int64_t month[2];
	const char *client, *file, *format;
	bool epp, all, force;
};

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

static int
export_epp(const struct cmd_args *a, const struct options *o, struct db *db,
    const struct report_filter *filter, const struct seller *seller,
    struct err *err)
{
	char *author = cmd_author();
	const struct epp_head head = {.seller = *seller,
	    .author = author,
	    .from_s = o->month[0],
	    .to_s = o->month[1],
	    .now_s = clock_utc_s()};
	struct buf out = BUF_INIT;
	struct epp_result r = {.missing = BUF_INIT};
	int code;

	if (!epp_make(db, filter, &head, &out, &r, err))
		code = cmd_fail(a, "%s", err->text);
	else
		code = cmd_deliver(a, buf_str(&out), out.len);
	if (code == CMD_OK)
		tell_epp(&r);
	buf_fini(&out);
	buf_fini(&r.missing);
	free(author);
	return code;
}

/* --- csv and json: the lines of all clients --- */

struct lines {
	const struct form_format *format;
	struct form form;
	struct db *db;
	struct statement_sum sum;
	struct err *err;
	bool ok;
};

static void
on_line(const struct statement_line *l, void *ctx)
{
	struct lines *p = ctx;

	p->format->line(&p->form, l);
}

static bool
on_row(const struct report_row *row, void *ctx)
{
	struct lines *p = ctx;

	p->ok = buyer_of_row(p->db, row, &p->form.buyer, p->err) &&
	    statement_ticket(p->db, row, &p->sum, on_line, p, p->err);
	return p->ok;
}

static int
export_lines(const struct cmd_args *a, const struct options *o, struct db *db,
    const struct report_filter *filter, const struct seller *seller,
    struct err *err)
{
	const struct report_page page = {.sort = REPORT_BY_CLIENT};
	struct lines p = {.format = statement_form_find(o->format),
	    .form = {.command = "export",
		.seller = *seller,
		.from_s = o->month[0],
		.to_s = o->month[1],
		.over = cmd_month_over(filter)},
	    .db = db,
	    .err = err,
	    .ok = true};
	char *text = NULL;
	size_t len = 0;
	int code;

	p.form.out = open_memstream(&text, &len);
	if (p.form.out == NULL)
		return cmd_fail(a, "%s", _("out of memory"));
	p.ok = head_now(db, 0, &p.form.journal, err);
	if (p.ok)
		p.format->begin(&p.form);
	p.ok = p.ok && report_rows(db, filter, &page, on_row, &p, err) && p.ok;
	if (p.ok)
		p.format->end(&p.form, &p.sum);
	fclose(p.form.out);
	code = p.ok ? cmd_deliver(a, text, len) : cmd_fail(a, "%s", err->text);
	free(text);
	return code;
}

static int
export_month(const struct cmd_args *a, const struct options *o,
    const struct seller *seller)
{
	struct report_filter filter = {.from_s = o->month[0],
	    .to_s = o->month[1],
	    .outcome = "solved",
	    .invoiced = o->all ? REPORT_ANY : REPORT_NOT_INVOICED};
	struct db *db = cmd_read(a);
	struct buyer buyer;
	struct err err = {0};
	int code;

	if (db == NULL)
		return CMD_FAIL;
	if (o->client != NULL &&
	    !buyer_pick(db, o->client, &filter, &buyer, &err))
		code = cmd_fail(a, "%s", err.text);
	else
		code = str_eq(o->format, "epp")
		    ? export_epp(a, o, db, &filter, seller, &err)
		    : export_lines(a, o, db, &filter, seller, &err);
	if (code == CMD_OK)
		cmd_month_note_over(&filter);
	if (code == CMD_OK &&
	    (!cmd_month_notes(db, &filter, !o->all, &err) ||
		!cmd_client_notes(db, &filter, &err)))
		code = cmd_fail(a, "%s", err.text);
	return cmd_close(a, db, code);
}

static bool
check(const struct cmd_args *a, struct options *o, int *code)
{
	if (o->epp && o->format != NULL && !str_eq(o->format, "epp")) {
		*code = cmd_usage(
		    a, _("give --epp or --format %s, not both"), o->format);
		return false;
	}
	if (o->epp)
		o->format = "epp";
	if (o->format == NULL || o->month[1] == 0) {
		*code = cmd_usage(a, _("--format and --month are needed"));
		return false;
	}
	if (str_eq(o->format, "epp") || str_eq(o->format, "csv") ||
	    str_eq(o->format, "json"))
		return true;
	*code = cmd_usage(a, _("there is no format \"%s\" (%s)"), o->format,
	    "epp, csv, json");
	return false;
}

static int
run(int argc, char **argv)
{
	struct options o = {0};
	const struct cmd_opt opts[] = {
	    {"format", CMD_TEXT, &o.format, N_("NAME"),
		N_("epp (InsERT EDI++ 1.05: customer orders for Subiekt), csv "
		   "or json")},
	    {"epp", CMD_FLAG, &o.epp, NULL, N_("the same as --format epp")},
	    {"month", CMD_MONTH, o.month, N_("MONTH"),
		N_("completed in, such as 2026-11")},
	    {"client", CMD_NAME, &o.client, N_("CLIENT"),
		N_("only this one: code or NIP in the client book, or the "
		   "whole name")},
	    {"all", CMD_FLAG, &o.all, NULL,
		N_("also what is on an invoice already")},
	    {"output", CMD_FILE, &o.file, N_("FILE"),
		N_("a new file instead of standard output")},
	    {"force", CMD_FORCE, &o.force, NULL,
		N_("overwrite that file if it exists")},
	    {NULL, CMD_FLAG, NULL, NULL, NULL},
	};
	static const struct cmd_rule rules[] = {
	    {"force", "--output"}, {NULL, NULL}};
	struct cmd_args a = {.name = "export",
	    .at_desk = true,
	    .usage = N_("--format NAME --month MONTH [OPTION...]"),
	    .about = N_("Writes the tickets that were solved in a month and "
			"are on no invoice yet: as drafts of customer orders, "
			"one per client (not yet confirmed on a live "
			"Subiekt), or line by line."),
	    .opt = opts,
	    .rule = rules,
	    .output = &o.file,
	    .force = &o.force};
	struct seller seller;
	struct config *conf;
	int code;

	if (!cmd_parse(&a, argc, argv, &code) || !check(&a, &o, &code))
		return code;
	conf = cmd_seller(&a, &seller, &code);
	if (conf == NULL)
		return code;
	code = export_month(&a, &o, &seller);
	if (code == CMD_OK)
		cmd_seller_note(conf);
	free(conf);
	return code;
}

const struct cmd cmd_export = {
    "export", N_("drafts of customer orders for Subiekt (EDI++)"), run};
