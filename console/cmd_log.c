#include <stdio.h>

#include "console/cmd_args.h"
#include "console/cmd_filter.h"
#include "console/cmd_rows.h"
#include "console/store/export.h"
#include "console/store/report.h"
#include "shared/base/i18n.h"

struct log {
	const struct export_format *format;
	struct export to;
};

static bool
print_row(const struct report_row *row, void *ctx)
{
	struct log *l = ctx;

	l->format->row(&l->to, row);
	l->to.rows++;
	return !ferror(l->to.out);
}

static int
print_log(const struct cmd_args *a, struct log *l,
    const struct report_filter *filter, const struct report_page *page)
{
	struct report_totals sum;
	struct err err;
	struct db *db = cmd_open(a, DB_READ);
	bool ok;

	if (db == NULL)
		return CMD_FAIL;
	l->format->begin(&l->to);
	ok = report_rows(db, filter, page, print_row, l, &err) &&
	    (!l->to.sum || report_totals(db, filter, &sum, &err));
	if (ok)
		l->format->end(&l->to, l->to.sum ? &sum : NULL);
	db_close(db);
	if (!ok)
		return cmd_fail(a, "%s", err.text);
	return cmd_done(a, CMD_OK);
}

static int
run(int argc, char **argv)
{
	struct cmd_filter f = {0};
	struct log l = {.to = {.out = stdout, .cols = cmd_columns()}};
	struct report_page page = {0};
	const char *format = "table", *sort = "number";
	const struct cmd_opt opts[] = {
	    CMD_FILTER_OPTIONS(f),
	    {"format", CMD_TEXT, &format, N_("NAME"),
		N_("table, csv, csv-pl or json")},
	    {"sum", CMD_FLAG, &l.to.sum, NULL, N_("totals at the end")},
	    {"sort", CMD_TEXT, &sort, N_("COLUMN"),
		N_("by number, client, product, worked, net ...")},
	    {"reverse", CMD_FLAG, &page.reverse, NULL,
		N_("the other way round")},
	    {"limit", CMD_NUMBER, &page.limit, N_("N"),
		N_("at most N tickets")},
	    {"offset", CMD_NUMBER, &page.offset, N_("N"),
		N_("without the first N")},
	    {NULL, CMD_FLAG, NULL, NULL, NULL},
	};
	struct cmd_args a = {.name = "log",
	    .usage = N_("[OPTION...]"),
	    .about = N_("Lists tickets with worked time and amount, with or "
			"without a running desk."),
	    .opt = opts};
	struct report_filter filter;
	int code;

	if (!cmd_parse(&a, argc, argv, &code) ||
	    !cmd_filter_make(&a, &f, &filter, &code))
		return code;
	l.format = export_find(format);
	if (l.format == NULL)
		return cmd_usage(&a, _("there is no format \"%s\" (%s)"),
		    format, export_names());
	if (!report_sort_parse(sort, &page.sort))
		return cmd_usage(&a,
		    _("cannot sort by \"%s\" (number, client, technician, "
		      "product, outcome, worked, net)"),
		    sort);
	return print_log(&a, &l, &filter, &page);
}

const struct cmd cmd_log = {
    "log", N_("list tickets with worked time and amount"), run};
