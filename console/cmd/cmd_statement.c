/* pomoc statement: a client's tickets of a month. */
#include <stdio.h>

#include "console/cmd/cmd_month.h"
#include "console/cmd/cmd_number.h"
#include "console/cmd/cmd_read.h"
#include "console/cmd/cmd_seller.h"
#include "console/store/statement_form.h"
#include "shared/base/i18n.h"

static const char *client, *number, *format = "txt";
static int64_t month[2];

struct printing {
	const struct form_format *format;
	char kept[CMD_NUMBER_SIZE];
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
	if (number != NULL)
		return cmd_number_pick(
		    db, number, client, filter, &p->form.buyer, p->kept, err);
	*filter = (struct report_filter){.from_s = month[0],
	    .to_s = month[1],
	    .outcome = "solved",
	    .invoiced = REPORT_NOT_INVOICED};
	return buyer_pick(db, client, filter, &p->form.buyer, err);
}

static bool
print_statement(struct db *db, struct printing *p, struct err *err)
{
	struct report_filter filter;
	struct statement_sum sum;

	if (!pick(db, p, &filter, err) ||
	    !head_now(db, 0, &p->form.journal, err))
		return false;
	p->form.out = stdout;
	p->form.from_s = filter.from_s;
	p->form.to_s = filter.to_s;
	p->form.invoice = number != NULL ? p->kept : NULL;
	p->form.over = number != NULL || cmd_month_over(&filter);
	p->format->begin(&p->form);
	if (!statement_make(db, &filter, NULL, &sum, print_line, p, err))
		return false;
	p->format->end(&p->form, &sum);
	if (number != NULL)
		return true;
	/* as text it says so itself */
	if (p->format != statement_form_find("txt"))
		cmd_month_note_over(&filter);
	return cmd_month_notes(db, &filter, true, err) &&
	    cmd_client_notes(db, &filter, err);
}

static bool
run(struct cmd_args *a, struct err *err)
{
	struct printing p = {.form = {.command = "statement"}};

	if (number != NULL ? month[1] != 0 : client == NULL || month[1] == 0)
		return cmd_usage(
		    a, _("--client and --month are needed, or --number"));
	p.format = statement_form_find(format);
	if (p.format == NULL)
		return cmd_usage(a, _("there is no format \"%s\" (%s)"), format,
		    "txt, csv, json");
	if (!cmd_seller(a, &p.form.seller) || !cmd_read(a, err) ||
	    !print_statement(a->db, &p, err))
		return false;
	cmd_seller_note();
	return true;
}

const struct cmd cmd_statement = {
    .name = "statement",
    .help = N_("a client's tickets of a month, to be paid"),
    .usage = N_("--client CLIENT --month MONTH | --number NUMBER"),
    .about = N_("Prints a client's tickets that were solved in a month and "
		"are on no invoice yet, as lines of an invoice; VAT is "
		"computed on the sum."),
    .opt =
	{
	    {"client", CMD_NAME, &client, N_("CLIENT"),
		N_("code or NIP in the client book, or the whole name, any case")},
	    {"month", CMD_MONTH, month, N_("MONTH"),
		N_("completed in, such as 2026-11, this or last")},
	    {"number", CMD_TEXT, &number, N_("NUMBER"),
		N_("what is on that invoice already")},
	    {"format", CMD_TEXT, &format, N_("NAME"), N_("txt, csv or json")},
	},
    .at_desk = true,
    .pages = true,
    .run = run,
};
