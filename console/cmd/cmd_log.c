/* pomoc log: tickets with worked time and amount. */
#include <stdio.h>

#include "console/cmd/cmd_known.h"
#include "console/cmd/cmd_month.h"
#include "console/cmd/cmd_read.h"
#include "console/store/buyer.h"
#include "console/store/due.h"
#include "console/store/export.h"
#include "console/store/report.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/core/ticket.h"

struct log {
	struct export to;
	struct db *db;
	const char *technician; /* of the filter; NULL or "" = any */
	bool part; /* not all that match: the sum is of what is printed */
	struct due_sum sum;
	struct report_totals totals;
};

static bool
add_row(struct log *l, const struct logrow *row, struct err *err)
{
	struct due due;

	l->totals.count++;
	if (row->closed_s == 0) {
		l->totals.open++;
		return true;
	}
	return due_of_row(l->db, row, &due, err) &&
	    due_keep_hand(l->db, &due, l->technician, err) &&
	    due_add(&l->sum, &due, err);
}

static bool
print_row(const struct logrow *row, void *ctx, struct err *err)
{
	struct log *l = ctx;

	l->to.format->row(&l->to, row);
	l->to.rows++;
	return (!l->to.sum || !l->part || add_row(l, row, err)) &&
	    !ferror(l->to.out);
}

static bool
make_sum(struct log *l, const struct report_filter *filter, struct err *err)
{
	if (!l->to.sum)
		return true;
	if (!l->part)
		return report_totals(l->db, filter, &l->totals, err);
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

static bool
print_log(struct cmd_args *a, struct log *l, struct report_filter *filter,
    const struct report_page *page, struct err *err)
{
	struct db *db = a->db;
	struct buyer buyer;
	bool ok;

	l->db = db;
	l->technician = l->to.technician = filter->technician;
	l->to.opened = filter->opened;
	l->part = page->limit > 0 || page->offset > 0;
	ok = pick_client(db, filter, &buyer, err) &&
	    cmd_known(db, a->data, a->config, filter, err) &&
	    report_largest(db, filter, &l->to.most, err);
	if (ok)
		l->to.format->begin(&l->to);
	/* what could not be written is said at the end */
	ok = ok &&
	    (report_rows(db, filter, page, print_row, l, err) ||
		ferror(l->to.out)) &&
	    make_sum(l, filter, err);
	if (ok)
		l->to.format->end(&l->to, l->to.sum ? &l->totals : NULL);
	if (ok && filter->from_s != 0 && !filter->opened) {
		cmd_month_note_over(filter);
		ok = cmd_month_notes(db, filter, false, err);
	}
	return ok && cmd_client_notes(db, filter, err);
}

static struct report_filter asked;
static struct report_page page;
static int64_t month[2];
static int invoiced, paid;
static bool sum;
static const char *format = "table", *sort = "number";

/* Also as it is printed, in the reader's language. */
static const char *
outcome_word(const char *text)
{
	for (int i = 0; text != NULL && i < ticket_outcomes.n; i++)
		if (str_eq(text, words_text(&ticket_outcomes, i)))
			return words_at(&ticket_outcomes, i);
	return text != NULL && str_eq(text, _("open")) ? "open" : text;
}

static bool
check(struct cmd_args *a, struct log *l)
{
	enum ticket_state state;
	struct err err = {0};

	asked.invoiced = invoiced > 0 ? REPORT_INVOICED
	    : invoiced < 0	      ? REPORT_NOT_INVOICED
				      : REPORT_ANY;
	asked.paid = paid > 0 ? REPORT_PAID
	    : paid < 0	      ? REPORT_NOT_PAID
			      : REPORT_PAID_ANY;
	if (!cmd_month_period(month, &asked, &err))
		return cmd_usage(a, "%s", err.text);
	if (!report_check_words(asked.words, &err))
		return cmd_usage(a, "--words: %s", err.text);
	asked.outcome = outcome_word(asked.outcome);
	if (asked.outcome != NULL && !str_eq(asked.outcome, "open") &&
	    !ticket_state_parse(asked.outcome, &state))
		return cmd_usage(
		    a, _("there is no outcome \"%s\""), asked.outcome);
	l->to.format = export_find(format);
	if (l->to.format == NULL)
		return cmd_usage(a, _("there is no format \"%s\" (%s)"), format,
		    export_names());
	page.sort = words_find(&logask_sorts, sort);
	return page.sort >= 0 ||
	    cmd_usage(a,
		_("cannot sort by \"%s\" (number, completed, client, "
		  "technician, product, outcome, worked, net)"),
		sort);
}

static bool
run(struct cmd_args *a, struct err *err)
{
	struct log l = {
	    .to = {.out = stdout, .cols = cmd_columns(), .sum = sum}};

	return check(a, &l) && cmd_read(a, err) &&
	    print_log(a, &l, &asked, &page, err);
}

const struct cmd cmd_log = {
    .name = "log",
    .help = N_("list tickets with worked time and amount"),
    .usage = N_("[OPTION...]"),
    .about = N_("Lists tickets with worked time and amount, with or without a "
		"running desk."),
    .opt =
	{
	    {"from", CMD_FROM, &asked.from_s, N_("DAY"),
		N_("completed on or after, such as 2026-11-01, today or yesterday")},
	    {"to", CMD_TO, &asked.to_s, N_("DAY"),
		N_("completed until the end of")},
	    {"month", CMD_MONTH, month, N_("MONTH"),
		N_("completed in, such as 2026-11, this or last")},
	    {"opened", CMD_FLAG, &asked.opened, NULL,
		N_("the days are those of the opening; open ones too")},
	    {"client", CMD_NAME, &asked.client, N_("TEXT"),
		N_("part of the name; or code, NIP or whole name in the client "
		   "book")},
	    {"technician", CMD_NAME, &asked.technician, N_("NAME"),
		N_("who worked")},
	    {"product", CMD_NAME, &asked.product, N_("NAME"),
		N_("for this product")},
	    {"outcome", CMD_NAME, &asked.outcome, N_("STATE"),
		N_("a state such as solved or waiting; open")},
	    {"invoiced", CMD_YESNO, &invoiced, N_("yes|no"),
		N_("with an invoice number or without")},
	    {"paid", CMD_YESNO, &paid, N_("yes|no"),
		N_("of what is on an invoice: paid or not")},
	    {"words", CMD_NAME, &asked.words, N_("TEXT"),
		N_("all of these words, anywhere")},
	    {"format", CMD_TEXT, &format, N_("NAME"),
		N_("table, csv, csv-pl or json")},
	    {"sum", CMD_FLAG, &sum, NULL,
		N_("totals at the end, of the closed ones")},
	    {"sort", CMD_TEXT, &sort, N_("COLUMN"),
		N_("by number, completed, client, worked, net ...")},
	    {"reverse", CMD_FLAG, &page.reverse, NULL,
		N_("the other way round")},
	    {"limit", CMD_NUMBER, &page.limit, N_("N"),
		N_("at most N tickets")},
	    {"offset", CMD_NUMBER, &page.offset, N_("N"),
		N_("without the first N")},
	},
    .rule = {{"opened", "--from --to --month"}},
    .at_desk = true,
    .pages = true,
    .run = run,
};
