/* pomoc statement: a client's tickets of a month. */
#include <stdio.h>
#include <stdlib.h>

#include "console/cmd/cmd_month.h"
#include "console/cmd/cmd_number.h"
#include "console/cmd/cmd_read.h"
#include "console/cmd/cmd_seller.h"
#include "console/store/statement_form.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"

struct printing {
	const struct form_format *format;
	const char *client, *number;
	char kept[CMD_NUMBER_SIZE];
	int64_t month[2];
	struct form form;
};

static void
print_line(const struct statement_line *l, void *ctx)
{
	struct printing *p = ctx;

	p->format->line(&p->form, l);
}

/* What is due of a month, or what is on an invoice. */
static bool
pick(struct db *db, struct printing *p, struct report_filter *filter,
    struct err *err)
{
	if (p->number != NULL)
		return cmd_number_pick(db, p->number, p->client, filter,
		    &p->form.buyer, p->kept, err);
	*filter = (struct report_filter){.from_s = p->month[0],
	    .to_s = p->month[1],
	    .outcome = "solved",
	    .invoiced = REPORT_NOT_INVOICED};
	return buyer_pick(db, p->client, filter, &p->form.buyer, err);
}

static int
print_statement(const struct cmd_args *a, struct printing *p)
{
	struct report_filter filter;
	struct statement_sum sum;
	struct err err = {0};
	struct db *db = cmd_read(a);
	bool ok;

	if (db == NULL)
		return CMD_FAIL;
	ok = pick(db, p, &filter, &err) &&
	    head_now(db, 0, &p->form.journal, &err);
	if (ok) {
		p->form.out = stdout;
		p->form.from_s = filter.from_s;
		p->form.to_s = filter.to_s;
		p->form.invoice = p->number != NULL ? p->kept : NULL;
		p->form.over = p->number != NULL || cmd_month_over(&filter);
		p->format->begin(&p->form);
	}
	ok = ok && statement_make(db, &filter, NULL, &sum, print_line, p, &err);
	if (ok)
		p->format->end(&p->form, &sum);
	/* as text it says so itself */
	if (ok && p->number == NULL && p->format != statement_form_find("txt"))
		cmd_month_note_over(&filter);
	if (p->number == NULL)
		ok = ok && cmd_month_notes(db, &filter, true, &err) &&
		    cmd_client_notes(db, &filter, &err);
	return cmd_close(a, db, ok ? CMD_OK : cmd_fail(a, "%s", err.text));
}

static int
run(int argc, char **argv)
{
	struct printing p = {.form = {.command = "statement"}};
	const char *format = "txt";
	const struct cmd_opt opts[] = {
	    {"client", CMD_NAME, &p.client, N_("CLIENT"),
		N_("code or NIP in the client book, or the whole name, any "
		   "case")},
	    {"month", CMD_MONTH, p.month, N_("MONTH"),
		N_("completed in, such as 2026-11")},
	    {"number", CMD_TEXT, &p.number, N_("NUMBER"),
		N_("what is on that invoice already")},
	    {"format", CMD_TEXT, &format, N_("NAME"), N_("txt, csv or json")},
	    {NULL, CMD_FLAG, NULL, NULL, NULL},
	};
	struct cmd_args a = {.name = "statement",
	    .at_desk = true,
	    .usage = N_("--client CLIENT --month MONTH | --number NUMBER"),
	    .about = N_("Prints a client's tickets that were solved in a month "
			"and are on no invoice yet, as lines of an invoice; "
			"VAT is computed on the sum."),
	    .opt = opts};
	struct config *conf;
	int code;

	if (!cmd_parse(&a, argc, argv, &code))
		return code;
	if (p.number != NULL ? p.month[1] != 0
			     : p.client == NULL || p.month[1] == 0)
		return cmd_usage(
		    &a, _("--client and --month are needed, or --number"));
	p.format = statement_form_find(format);
	if (p.format == NULL)
		return cmd_usage(&a, _("there is no format \"%s\" (%s)"),
		    format, "txt, csv, json");
	conf = cmd_seller(&a, &p.form.seller, &code);
	if (conf == NULL)
		return code;
	code = print_statement(&a, &p);
	if (code == CMD_OK)
		cmd_seller_note(conf);
	free(conf);
	return code;
}

const struct cmd cmd_statement = {
    "statement", N_("a client's tickets of a month, to be paid"), run};
