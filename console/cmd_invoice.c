#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "console/cmd_args.h"
#include "console/cmd_rows.h"
#include "console/store/change.h"
#include "shared/base/i18n.h"
#include "shared/base/utf8.h"

static int
mark(const struct cmd_args *a, int64_t ticket, const char *text, bool reverse)
{
	struct db *db = cmd_open(a, DB_WRITE);
	char *author = cmd_author();
	char clean[200];
	struct err err;
	bool ok = db != NULL &&
	    change_ticket(db, ticket,
		reverse ? TICKET_EV_UNINVOICED : TICKET_EV_INVOICED, author, 0,
		text, &err);

	free(author);
	if (db == NULL)
		return CMD_FAIL;
	db_close(db);
	if (!ok)
		return cmd_fail(
		    a, _("ticket %" PRId64 ": %s"), ticket, err.text);
	if (reverse)
		printf(_("Ticket %" PRId64 " is on no invoice now.\n"), ticket);
	else
		printf(_("Ticket %" PRId64 " is on invoice %s now.\n"), ticket,
		    utf8_clean(clean, sizeof(clean), text, 0));
	return cmd_done(a, CMD_OK);
}

static int
run(int argc, char **argv)
{
	const char *number = NULL, *reason = "";
	bool reverse = false;
	const struct cmd_opt opts[] = {
	    {"number", CMD_TEXT, &number, N_("NUMBER"),
		N_("number of the invoice")},
	    {"reverse", CMD_FLAG, &reverse, NULL,
		N_("take the mark back; this is a row of its own")},
	    {"reason", CMD_TEXT, &reason, N_("TEXT"),
		N_("why it is taken back")},
	    {NULL, CMD_FLAG, NULL, NULL, NULL},
	};
	struct cmd_args a = {.name = "invoice",
	    .usage = N_("--number NUMBER TICKET | --reverse TICKET"),
	    .about = N_("Marks a solved ticket as invoiced, or takes the mark "
			"back."),
	    .opt = opts,
	    .min = 1,
	    .max = 1};
	int64_t ticket;
	int code;

	if (!cmd_parse(&a, argc, argv, &code) ||
	    !cmd_ticket(&a, a.word[0], &ticket, &code))
		return code;
	if (!reverse && (number == NULL || number[0] == '\0'))
		return cmd_usage(&a, _("--number or --reverse is needed"));
	return mark(&a, ticket, reverse ? reason : number, reverse);
}

const struct cmd cmd_invoice = {
    "invoice", N_("mark a solved ticket as invoiced"), run};
