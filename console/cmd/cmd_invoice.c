/* pomoc invoice: marks tickets as invoiced. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "console/cmd/cmd_month.h"
#include "console/cmd/cmd_number.h"
#include "console/cmd/cmd_write.h"
#include "console/store/amend.h"
#include "console/store/db_transaction.h"
#include "console/store/head.h"
#include "console/store/report.h"
#include "console/store/statement_form.h"
#include "shared/base/buf.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/utf8.h"

struct options {
	const char *number, *reason, *client;
	int64_t month[2];
	bool reverse, shared;
};

static bool
put_on(struct db *db, const struct options *o, const int64_t *tickets, size_t n,
    struct buf *number, struct err *err)
{
	char *author = cmd_author();
	bool ok;

	buf_adds(number, o->number);
	ok = amend_invoice(db, tickets, n, author, o->shared, number, err);
	free(author);
	return ok;
}

static bool
take_back(
    struct db *db, const struct options *o, int64_t ticket, struct err *err)
{
	char *author = cmd_author();
	bool ok = amend_ticket(
	    db, ticket, TICKET_EV_UNINVOICED, author, 0, o->reason, err);

	free(author);
	return ok;
}

static int
mark(const struct cmd_args *a, struct db *db, const struct options *o,
    int64_t ticket, struct err *err)
{
	struct buf number = BUF_INIT;
	char clean[200];
	bool ok = o->reverse ? take_back(db, o, ticket, err)
			     : put_on(db, o, &ticket, 1, &number, err);

	if (ok && o->reverse)
		printf(_("Ticket %" PRId64 " is on no invoice now.\n"), ticket);
	else if (ok)
		printf(_("Ticket %" PRId64 " is on invoice %s now.\n"), ticket,
		    utf8_clean(clean, sizeof(clean), buf_str(&number), 0));
	buf_fini(&number);
	return ok ? CMD_OK
		  : cmd_fail(a, _("ticket %" PRId64 ": %s"), ticket, err->text);
}

/* --- a client's month --- */

struct many {
	struct form form;
	struct statement_sum sum;
	int64_t *number;
	size_t n;
};

static void
take_line(const struct statement_line *l, void *ctx)
{
	struct many *m = ctx;
	int64_t ticket = l->ticket->ticket;

	statement_form_find("txt")->line(&m->form, l);
	if (m->n > 0 && m->number[m->n - 1] == ticket)
		return;
	m->number = mem_grow(m->number, m->n + 1, sizeof(*m->number));
	m->number[m->n++] = ticket;
}

/* Whose, how much and the marks are of one moment: begun before. */
static bool
put_month(struct db *db, const struct options *o, struct report_filter *filter,
    struct many *m, struct buf *number, struct err *err)
{
	return buyer_pick(db, o->client, filter, &m->form.buyer, err) &&
	    statement_make(db, filter, NULL, &m->sum, take_line, m, err) &&
	    (m->n == 0 ||
		(put_on(db, o, m->number, m->n, number, err) &&
		    head_now(db, 0, &m->form.journal, err)));
}

static bool
in_one_step(struct db *db, const struct options *o,
    struct report_filter *filter, struct many *m, struct buf *number,
    struct err *err)
{
	return db_begin(db, err) &&
	    db_end(db, put_month(db, o, filter, m, number, err), err);
}

static int
mark_month(const struct cmd_args *a, struct db *db, const struct options *o,
    struct err *err)
{
	struct report_filter filter = {.from_s = o->month[0],
	    .to_s = o->month[1],
	    .outcome = "solved",
	    .invoiced = REPORT_NOT_INVOICED};
	struct many m = {0};
	struct buf number = BUF_INIT;
	char clean[200], name[BOOK_NAME_SIZE], *lines = NULL;
	size_t len;
	bool ok;

	m.form.out = open_memstream(&lines, &len);
	ok = m.form.out != NULL &&
	    in_one_step(db, o, &filter, &m, &number, err);
	if (ok)
		statement_form_find("txt")->end(&m.form, &m.sum);
	if (m.form.out != NULL)
		fclose(m.form.out);
	if (ok)
		fputs(lines, stdout);
	free(lines);
	if (ok && m.n > 0)
		printf(_("On invoice %s of %s now; tickets: %zu.\n"),
		    utf8_clean(clean, sizeof(clean), buf_str(&number), 0),
		    utf8_clean(name, sizeof(name), m.form.buyer.name, 0), m.n);
	free(m.number);
	buf_fini(&number);
	if (!ok)
		return cmd_fail(a, _("%s; nothing was marked"), err->text);
	cmd_month_note_over(&filter);
	return cmd_month_notes(db, &filter, m.n == 0, err) &&
		cmd_client_notes(db, &filter, err)
	    ? CMD_OK
	    : cmd_fail(a, "%s", err->text);
}

/* --- all of an invoice --- */

static bool
take_row(const struct report_row *row, void *ctx)
{
	struct many *m = ctx;

	m->number = mem_grow(m->number, m->n + 1, sizeof(*m->number));
	m->number[m->n++] = row->ticket;
	return true;
}

/* What is on it and what is taken from it are of one moment, too. */
static bool
take_all_back(struct db *db, const struct options *o, struct many *m,
    char kept[CMD_NUMBER_SIZE], struct err *err)
{
	struct report_filter filter;
	char *author = cmd_author();
	bool ok, begun = db_begin(db, err);

	ok = begun &&
	    cmd_number_pick(
		db, o->number, o->client, &filter, &m->form.buyer, kept, err) &&
	    report_rows(db, &filter, NULL, take_row, m, err) &&
	    amend_uninvoice(db, m->number, m->n, author, o->reason, err);
	free(author);
	return begun && db_end(db, ok, err);
}

static int
reverse_number(const struct cmd_args *a, struct db *db, const struct options *o,
    struct err *err)
{
	struct many m = {0};
	char kept[CMD_NUMBER_SIZE], number[CMD_NUMBER_SIZE];
	char name[BOOK_NAME_SIZE];
	bool ok = take_all_back(db, o, &m, kept, err);

	if (ok)
		printf(_("Not on invoice %s of %s any more; tickets: %zu.\n"),
		    utf8_clean(number, sizeof(number), kept, 0),
		    utf8_clean(name, sizeof(name), m.form.buyer.name, 0), m.n);
	free(m.number);
	return ok ? CMD_OK
		  : cmd_fail(a, _("%s; nothing was taken back"), err->text);
}

static bool
check(const struct cmd_args *a, const struct options *o, int64_t *ticket,
    int *code)
{
	bool month = o->client != NULL && o->month[1] != 0;
	bool whole = o->reverse && o->number != NULL && a->words == 0 &&
	    o->month[1] == 0;

	*ticket = 0;
	if (a->words == 1 && !cmd_ticket(a, a->word[0], ticket, code))
		return false;
	if (whole && o->reason != NULL)
		return true;
	if (whole)
		*code = cmd_usage(a, _("--reverse needs a --reason"));
	else if (o->reverse && o->number != NULL)
		*code = cmd_usage(
		    a, _("give one ticket to take back, or --number alone"));
	else if ((a->words == 1) == month || (month && o->reverse) ||
	    (!month && (o->client != NULL || o->month[1] != 0)))
		*code = cmd_usage(
		    a, _("give one ticket, or --month and --client"));
	else if (!o->reverse && (o->number == NULL || o->number[0] == '\0'))
		*code = cmd_usage(a, _("--number or --reverse is needed"));
	else if (o->reverse && o->reason == NULL)
		*code = cmd_usage(a, _("--reverse needs a --reason"));
	else
		return true;
	return false;
}

static int
run(int argc, char **argv)
{
	struct options o = {0};
	const struct cmd_opt opts[] = {
	    {"number", CMD_TEXT, &o.number, N_("NUMBER"),
		N_("number of the invoice")},
	    {"month", CMD_MONTH, o.month, N_("MONTH"),
		N_("all that was solved in, such as 2026-11")},
	    {"client", CMD_NAME, &o.client, N_("CLIENT"),
		N_("of this one: code or NIP in the client book, or the whole "
		   "name")},
	    {"shared", CMD_FLAG, &o.shared, NULL,
		N_("also when the number is on a ticket of another client")},
	    {"reverse", CMD_FLAG, &o.reverse, NULL,
		N_("take the mark back, of one ticket or of all on --number; "
		   "this is a row of its own")},
	    {"reason", CMD_TEXT, &o.reason, N_("TEXT"),
		N_("why it is taken back")},
	    {NULL, CMD_FLAG, NULL, NULL, NULL},
	};
	static const struct cmd_rule rules[] = {
	    {"shared", "!--reverse"}, {"reason", "--reverse"}, {NULL, NULL}};
	struct cmd_args a = {.name = "invoice",
	    .at_desk = true,
	    .usage = N_("OPTION... [TICKET]"),
	    .about = N_("Marks a solved ticket, or all of a client's month, as "
			"invoiced; or takes the mark back."),
	    .opt = opts,
	    .rule = rules,
	    .max = 1};
	struct err err = {0};
	struct db *db;
	int64_t ticket;
	int code;

	if (!cmd_parse(&a, argc, argv, &code) || !check(&a, &o, &ticket, &code))
		return code;
	db = cmd_write(&a);
	if (db == NULL)
		return CMD_FAIL;
	code = ticket > 0 ? mark(&a, db, &o, ticket, &err)
	    : o.reverse	  ? reverse_number(&a, db, &o, &err)
			  : mark_month(&a, db, &o, &err);
	return cmd_close(&a, db, code);
}

const struct cmd cmd_invoice = {
    "invoice", N_("mark a solved ticket as invoiced"), run};
