/* pomoc log: tickets with worked time and amount. */
#include <stdio.h>

#include "console/cmd/cmd_filter.h"
#include "console/cmd/cmd_month.h"
#include "console/cmd/cmd_read.h"
#include "console/store/buyer.h"
#include "console/store/due.h"
#include "console/store/export.h"
#include "console/store/report.h"
#include "shared/base/i18n.h"

struct log {
	const struct export_format *format;
	struct export to;
	struct db *db;
	const char *technician; /* of the filter; NULL or "" = any */
	bool part; /* not all that match: the sum is of what is printed */
	struct due_sum sum;
	struct report_totals totals;
	struct err *err;
	bool ok;
};

static bool
add_row(struct log *l, const struct report_row *row)
{
	struct due due;

	l->totals.count++;
	if (row->closed_s == 0) {
		l->totals.open++;
		return true;
	}
	return due_of_row(l->db, row, &due, l->err) &&
	    due_keep_hand(l->db, &due, l->technician, l->err) &&
	    due_add(&l->sum, &due, l->err);
}

static bool
print_row(const struct report_row *row, void *ctx)
{
	struct log *l = ctx;

	l->format->row(&l->to, row);
	l->to.rows++;
	l->ok = !l->to.sum || !l->part || add_row(l, row);
	return l->ok && !ferror(l->to.out);
}

static bool
make_sum(struct log *l, const struct report_filter *filter)
{
	if (!l->to.sum)
		return true;
	if (!l->part)
		return report_totals(l->db, filter, &l->totals, l->err);
	report_set_sum(&l->totals, &l->sum);
	return true;
}

/* The whole of what somebody of the book is known by means him, as it does in
 * every other command; else it is a part. */
static bool
pick_client(struct db *db, struct report_filter *filter, struct buyer *buyer,
    struct err *err)
{
	if (filter->client == NULL)
		return true;
	if (!buyer_known(db, filter->client, filter, buyer, err))
		return false;
	if (buyer->code[0] != '\0')
		filter->client = NULL;
	return true;
}

static int
print_log(const struct cmd_args *a, struct log *l,
    const struct report_filter *asked, const struct report_page *page)
{
	struct report_filter filter = *asked;
	struct buyer buyer;
	struct err err = {0};
	bool ok;

	l->db = cmd_read(a);
	if (l->db == NULL)
		return CMD_FAIL;
	l->err = &err;
	l->ok = true;
	l->technician = l->to.technician = filter.technician;
	l->to.opened = filter.opened;
	l->part = page->limit > 0 || page->offset > 0;
	ok = pick_client(l->db, &filter, &buyer, &err) &&
	    report_largest(l->db, &filter, &l->to.most, &err);
	if (ok)
		l->format->begin(&l->to);
	ok = ok && report_rows(l->db, &filter, page, print_row, l, &err) &&
	    l->ok && make_sum(l, &filter);
	if (ok)
		l->format->end(&l->to, l->to.sum ? &l->totals : NULL);
	if (ok && filter.from_s != 0 && !filter.opened) {
		cmd_month_note_over(&filter);
		ok = cmd_month_notes(l->db, &filter, false, &err);
	}
	ok = ok && cmd_client_notes(l->db, &filter, &err);
	l->err = NULL;
	return cmd_close(a, l->db, ok ? CMD_OK : cmd_fail(a, "%s", err.text));
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
	    {"sum", CMD_FLAG, &l.to.sum, NULL,
		N_("totals at the end, of the closed ones")},
	    {"sort", CMD_TEXT, &sort, N_("COLUMN"),
		N_("by number, completed, client, worked, net ...")},
	    {"reverse", CMD_FLAG, &page.reverse, NULL,
		N_("the other way round")},
	    {"limit", CMD_NUMBER, &page.limit, N_("N"),
		N_("at most N tickets")},
	    {"offset", CMD_NUMBER, &page.offset, N_("N"),
		N_("without the first N")},
	    {NULL, CMD_FLAG, NULL, NULL, NULL},
	};
	static const struct cmd_rule rules[] = {
	    {"opened", "--from --to --month"}, {NULL, NULL}};
	struct cmd_args a = {.name = "log",
	    .at_desk = true,
	    .usage = N_("[OPTION...]"),
	    .about = N_("Lists tickets with worked time and amount, with or "
			"without a running desk."),
	    .opt = opts,
	    .rule = rules};
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
		    _("cannot sort by \"%s\" (number, completed, client, "
		      "technician, product, outcome, worked, net)"),
		    sort);
	return print_log(&a, &l, &filter, &page);
}

const struct cmd cmd_log = {
    "log", N_("list tickets with worked time and amount"), run};
