/* pomoc correct: another amount or outcome for a closed ticket. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "console/cmd/cmd_write.h"
#include "console/desk/brain_receipt.h"
#include "console/store/amend.h"
#include "console/store/db_transaction.h"
#include "console/store/export.h"
#include "console/store/report_parts.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/path.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/core/money.h"
#include "shared/net/keys.h"

static int64_t net_gr = -1, vat = -1;
static const char *reason, *outcome;

/* As the desk does it, where its key can be read. */
static bool
issue_receipt(
    const struct cmd_args *a, struct db *db, int64_t ticket, struct err *err)
{
	struct config *config = mem_alloc(sizeof(*config));
	char *path = path_join(a->data, "receipt_key");
	bool kept = !path_exists(path); /* nothing was ever signed here */
	struct buf text = BUF_INIT;
	struct key *key = NULL;

	if (!kept && config_read(config, a->config, err) &&
	    (key = key_load(path, NULL, err)) != NULL)
		free(brain_receipt_issue(
		    db, ticket, config, key, &text, &kept, err));
	key_free(key);
	buf_fini(&text);
	free(path);
	free(config);
	return kept;
}

static bool
put_result(const struct logrow *row, void *ctx, struct err *err)
{
	buf_printf(ctx, _("Ticket %" PRId64 " counts as %s with net %s now.\n"),
	    row->ticket, export_outcome(row), MONEY_TEXT(row->net_gr));
	return true;
}

/* What counts by it goes to out: whoever corrects the ticket right behind, this
 * one says what it did. */
static bool
change(struct db *db, int64_t ticket, const struct amend *c, struct buf *out,
    struct err *err)
{
	return db_begin(db, err) &&
	    db_end(db,
		amend_make(db, ticket, c, err) &&
		    report_ticket(db, ticket, put_result, out, err),
		err);
}

static bool
correct(
    struct cmd_args *a, int64_t ticket, const struct amend *c, struct err *err)
{
	struct err unkept = {0};
	struct buf result = BUF_INIT;
	bool ok = change(a->db, ticket, c, &result, err);

	if (ok) {
		(void)issue_receipt(a, a->db, ticket, &unkept);
		fputs(buf_str(&result), stdout);
	}
	buf_fini(&result);
	if (!ok)
		return err_wrap(err, _("ticket %" PRId64), ticket);
	return unkept.text[0] == '\0' ||
	    cmd_fail(a,
		_("the correction counts, but its receipt is not kept: "
		  "%s. Mend that; the desk makes it when it starts or "
		  "is sent SIGHUP, at the latest after an hour"),
		unkept.text);
}

/* What is given: an amount, or an outcome; never both. */
static bool
check(struct cmd_args *a)
{
	if (reason == NULL || (net_gr >= 0) == (outcome != NULL))
		return cmd_usage(
		    a, _("--reason and one of --net and --outcome are needed"));
	return outcome == NULL || str_eq(outcome, "solved") ||
	    str_eq(outcome, "unsolved") ||
	    cmd_usage(a, _("an outcome is corrected to solved or unsolved"));
}

static bool
run(struct cmd_args *a, struct err *err)
{
	struct amend c = {
	    .text = reason, .author = cmd_author(), .by = cmd_by()};
	int64_t ticket;

	if (!cmd_ticket(a, a->word[0], &ticket) || !check(a))
		return false;
	c.kind = net_gr >= 0 ? TICKET_EV_CORRECTED : TICKET_EV_OUTCOME;
	c.net_gr = MAX_OF(net_gr, 0);
	c.yes = outcome != NULL && str_eq(outcome, "solved");
	c.vat_bp = vat >= 0 ? (int)MIN_OF(vat * 100, 10000) : -1;
	return cmd_write(a, err) && correct(a, ticket, &c, err);
}

const struct cmd cmd_correct = {
    .name = "correct",
    .help = N_("correct the amount or the outcome of a closed ticket"),
    .usage = N_("{--net AMOUNT | --outcome OUTCOME} --reason TEXT TICKET"),
    .about = N_("Adds a correction to a closed ticket, before it is invoiced. "
		"Each one replaces the last; all stay in the log, and the "
		"receipt is issued anew."),
    .opt =
	{
	    {"net", CMD_MONEY, &net_gr, N_("AMOUNT"),
		N_("net amount that shall count, such as 150,00")},
	    {"vat", CMD_NUMBER, &vat, N_("PERCENT"),
		N_("the rate whose amount is meant, where there are several")},
	    {"outcome", CMD_TEXT, &outcome, N_("OUTCOME"),
		N_("what was meant: solved or unsolved")},
	    {"reason", CMD_TEXT, &reason, N_("TEXT"), N_("why")},
	},
    .rule = {{"vat", "--net"}},
    .min = 1,
    .max = 1,
    .run = run,
};
