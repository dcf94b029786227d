#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "console/cmd_args.h"
#include "console/cmd_rows.h"
#include "console/store/change.h"
#include "shared/base/i18n.h"
#include "shared/core/money.h"

static int
correct(const struct cmd_args *a, int64_t ticket, int64_t net_gr,
    const char *author, const char *reason)
{
	struct db *db = cmd_open(a, DB_WRITE);
	char net[MONEY_TEXT_SIZE];
	struct err err;
	bool ok;

	if (db == NULL)
		return CMD_FAIL;
	ok = change_ticket(
	    db, ticket, TICKET_EV_CORRECTED, author, net_gr, reason, &err);
	db_close(db);
	if (!ok)
		return cmd_fail(
		    a, _("ticket %" PRId64 ": %s"), ticket, err.text);
	printf(_("Ticket %" PRId64 " counts with net %s now.\n"), ticket,
	    money_format(net, sizeof(net), net_gr));
	return cmd_done(a, CMD_OK);
}

static int
run(int argc, char **argv)
{
	int64_t net_gr = -1, ticket;
	const char *reason = NULL, *author = NULL;
	const struct cmd_opt opts[] = {
	    {"net", CMD_MONEY, &net_gr, N_("AMOUNT"),
		N_("net amount that shall count, such as 150,00")},
	    {"reason", CMD_TEXT, &reason, N_("TEXT"), N_("why")},
	    {"author", CMD_TEXT, &author, N_("NAME"),
		N_("who corrects; the user's name by default")},
	    {NULL, CMD_FLAG, NULL, NULL, NULL},
	};
	struct cmd_args a = {.name = "correct",
	    .usage = N_("--net AMOUNT --reason TEXT TICKET"),
	    .about = N_("Adds a correction to a solved ticket; the old amount "
			"stays in the log. Once only, and before it is "
			"invoiced."),
	    .opt = opts,
	    .min = 1,
	    .max = 1};
	char *me;
	int code;

	if (!cmd_parse(&a, argc, argv, &code) ||
	    !cmd_ticket(&a, a.word[0], &ticket, &code))
		return code;
	if (net_gr < 0 || reason == NULL || reason[0] == '\0')
		return cmd_usage(&a, _("--net and --reason are needed"));
	me = cmd_author();
	code = correct(
	    &a, ticket, net_gr, author != NULL ? author : me, reason);
	free(me);
	return code;
}

const struct cmd cmd_correct = {
    "correct", N_("correct the amount of a solved ticket"), run};
