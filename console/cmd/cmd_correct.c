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
put_result(const struct report_row *row, void *ctx)
{
	char net[MONEY_TEXT_SIZE];

	buf_printf(ctx, _("Ticket %" PRId64 " counts as %s with net %s now.\n"),
	    row->ticket, export_outcome(row),
	    money_format(net, sizeof(net), row->net_gr));
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

static int
correct(const struct cmd_args *a, int64_t ticket, struct amend *c)
{
	struct db *db = cmd_write(a);
	char *me = cmd_author(), *by = cmd_by();
	struct err err = {0}, unkept = {0};
	struct buf result = BUF_INIT;
	int code = CMD_OK;
	bool ok;

	c->author = me;
	c->by = by;
	ok = db != NULL && change(db, ticket, c, &result, &err);
	free(by);
	free(me);
	if (db == NULL)
		return CMD_FAIL;
	if (ok) {
		(void)issue_receipt(a, db, ticket, &unkept);
		fputs(buf_str(&result), stdout);
	}
	buf_fini(&result);
	if (!ok)
		code = cmd_fail(
		    a, _("ticket %" PRId64 ": %s"), ticket, err.text);
	else if (unkept.text[0] != '\0')
		code = cmd_fail(a,
		    _("the correction counts, but its receipt is not kept: "
		      "%s. Mend that; the desk makes it when it starts or "
		      "is sent SIGHUP, at the latest after an hour"),
		    unkept.text);
	return cmd_close(a, db, code);
}

/* What is given: an amount, or an outcome; never both. */
static bool
read_change(const struct cmd_args *a, int64_t net_gr, const char *outcome,
    struct amend *c, int *code)
{
	c->kind = net_gr >= 0 ? TICKET_EV_CORRECTED : TICKET_EV_OUTCOME;
	c->net_gr = MAX_OF(net_gr, 0);
	c->yes = str_eq(outcome, "solved");
	if (c->text == NULL || (net_gr >= 0) == (outcome != NULL)) {
		*code = cmd_usage(
		    a, _("--reason and one of --net and --outcome are needed"));
		return false;
	}
	if (outcome != NULL && !c->yes && !str_eq(outcome, "unsolved")) {
		*code = cmd_usage(
		    a, _("an outcome is corrected to solved or unsolved"));
		return false;
	}
	return true;
}

static int
run(int argc, char **argv)
{
	int64_t net_gr = -1, vat = -1, ticket;
	const char *reason = NULL, *outcome = NULL;
	const struct cmd_opt opts[] = {
	    {"net", CMD_MONEY, &net_gr, N_("AMOUNT"),
		N_("net amount that shall count, such as 150,00")},
	    {"vat", CMD_NUMBER, &vat, N_("PERCENT"),
		N_("the rate whose amount is meant, where there are several")},
	    {"outcome", CMD_TEXT, &outcome, N_("OUTCOME"),
		N_("what was meant: solved or unsolved")},
	    {"reason", CMD_TEXT, &reason, N_("TEXT"), N_("why")},
	    {NULL, CMD_FLAG, NULL, NULL, NULL},
	};
	static const struct cmd_rule rules[] = {{"vat", "--net"}, {NULL, NULL}};
	struct cmd_args a = {.name = "correct",
	    .usage = N_("{--net AMOUNT | --outcome OUTCOME} --reason TEXT "
			"TICKET"),
	    .about = N_("Adds a correction to a closed ticket, before it is "
			"invoiced. Each one replaces the last; all stay in "
			"the log, and the receipt is issued anew."),
	    .opt = opts,
	    .rule = rules,
	    .min = 1,
	    .max = 1};
	struct amend c = {0};
	int code;

	if (!cmd_parse(&a, argc, argv, &code) ||
	    !cmd_ticket(&a, a.word[0], &ticket, &code))
		return code;
	c.text = reason;
	c.vat_bp = vat >= 0 ? (int)MIN_OF(vat * 100, 10000) : -1;
	if (!read_change(&a, net_gr, outcome, &c, &code))
		return code;
	return correct(&a, ticket, &c);
}

const struct cmd cmd_correct = {
    "correct", N_("correct the amount or the outcome of a closed ticket"), run};
