#include <inttypes.h>
#include <stdio.h>

#include "console/cmd_args.h"
#include "console/cmd_rows.h"
#include "console/proofs.h"
#include "console/store/head.h"
#include "console/store/verify.h"
#include "shared/base/i18n.h"

static int
run(int argc, char **argv)
{
	const char *expect = NULL;
	const struct cmd_opt opts[] = {
	    {"expect", CMD_TEXT, &expect, N_("HEAD"),
		N_("the hash of a row that must be in it, as noted before")},
	    {NULL, CMD_FLAG, NULL, NULL, NULL},
	};
	struct cmd_args a = {.name = "verify",
	    .usage = N_("[OPTION...]"),
	    .about = N_("Checks that the log is what was written: the chain of "
			"the journal, row by row, what the clients signed, "
			"and every ticket against its events. Receipts are "
			"not looked at."),
	    .opt = opts,
	    .no_days = true};
	struct verify_result v;
	struct proofs p = {0};
	int64_t row;
	struct err err;
	struct db *db;
	bool ok;
	int code;

	if (!cmd_parse(&a, argc, argv, &code))
		return code;
	db = cmd_open(&a, DB_READ);
	if (db == NULL)
		return CMD_FAIL;
	ok = verify_log(db, &v, &err) &&
	    (!v.sound || proofs_check(db, &p, &err));
	row = ok && expect != NULL ? head_find(db, expect, NULL) : 0;
	db_close(db);
	if (!ok)
		return cmd_fail(&a, "%s", err.text);
	if (v.bad_row != 0)
		return cmd_fail(&a,
		    _("first bad row of the journal: %" PRId64 " (%s)"),
		    v.bad_row, v.why);
	if (v.bad_ticket != 0)
		return cmd_fail(
		    &a, _("ticket %" PRId64 ": %s"), v.bad_ticket, v.why);
	if (!v.sound)
		return cmd_fail(&a, "%s", v.why);
	if (p.why[0] != '\0')
		return cmd_fail(&a, "%s", p.why);
	if (expect != NULL && row == 0)
		return cmd_fail(&a,
		    _("no row of the journal has the hash %s: "
		      "its end was cut off, or it was written anew"),
		    expect);
	printf(_("The log is sound: %" PRId64 " rows, %" PRId64 " tickets.\n"),
	    v.rows, v.tickets);
	printf(_("It agrees with %" PRId64 " noted heads and %" PRId64
		 " receipts.\n"),
	    p.heads, p.receipts);
	if (p.gone > 0)
		puts(
		    _("A copy was brought back: rows that were noted later are "
		      "not in it."));
	if (v.rows > 0)
		printf(_("last row %s\n"), v.head);
	return cmd_done(&a, CMD_OK);
}

const struct cmd cmd_verify = {
    "verify", N_("check that nobody changed the log"), run};
