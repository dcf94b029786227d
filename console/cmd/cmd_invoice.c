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
#include "console/store/statement_form.h"
#include "shared/base/buf.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/utf8.h"

static const char *number, *reason, *client;
static int64_t month[2];
static bool reverse, shared;

/* kept becomes the number as it stands there. */
static bool
mark(struct db *db, int64_t ticket, struct buf *kept, struct err *err)
{
	if (reverse)
		return amend_ticket(db, ticket, TICKET_EV_UNINVOICED,
		    cmd_author(), 0, reason, err);
	buf_adds(kept, number);
	return amend_invoice(db, &ticket, 1, cmd_author(), shared, kept, err);
}

static bool
mark_one(struct db *db, int64_t ticket, struct err *err)
{
	struct buf kept = BUF_INIT;
	bool ok = mark(db, ticket, &kept, err) ||
	    err_wrap(err, _("ticket %" PRId64), ticket);

	if (ok && reverse)
		printf(_("Ticket %" PRId64 " is on no invoice now.\n"), ticket);
	else if (ok)
		printf(_("Ticket %" PRId64 " is on invoice %s now.\n"), ticket,
		    UTF8_CLEAN(200, buf_str(&kept), 0));
	buf_fini(&kept);
	return ok;
}

/* --- a client's month --- */

struct many {
	struct form form;
	struct statement_sum sum;
	struct buf number;
	int64_t *ticket;
	size_t n;
};

static void
add_ticket(struct many *m, int64_t ticket)
{
	m->ticket = mem_grow(m->ticket, m->n + 1, sizeof(*m->ticket));
	m->ticket[m->n++] = ticket;
}

static void
take_line(const struct statement_line *l, void *ctx)
{
	struct many *m = ctx;
	int64_t ticket = l->ticket->ticket;

	statement_form_find("txt")->line(&m->form, l);
	if (m->n == 0 || m->ticket[m->n - 1] != ticket)
		add_ticket(m, ticket);
}

/* Whose, how much and the marks are of one moment: begun before. */
static bool
put_month(struct db *db, struct report_filter *filter, struct many *m,
    struct err *err)
{
	buf_adds(&m->number, number);
	return buyer_pick(db, client, filter, &m->form.buyer, err) &&
	    statement_make(db, filter, NULL, &m->sum, take_line, m, err) &&
	    (m->n == 0 ||
		(amend_invoice(db, m->ticket, m->n, cmd_author(), shared,
		     &m->number, err) &&
		    head_now(db, 0, &m->form.journal, err)));
}

static bool
mark_all(struct db *db, struct report_filter *filter, struct many *m,
    struct err *err)
{
	char clean[200], name[BOOK_NAME_SIZE], *lines = NULL;
	size_t len;
	bool ok;

	m->form.out = open_memstream(&lines, &len);
	if (m->form.out == NULL)
		return err_set(err, "%s", _("out of memory"));
	ok = db_begin(db, err) &&
	    db_end(db, put_month(db, filter, m, err), err);
	if (ok)
		statement_form_find("txt")->end(&m->form, &m->sum);
	fclose(m->form.out);
	if (ok)
		fputs(lines, stdout);
	if (ok && m->n > 0)
		printf(_("On invoice %s of %s now; tickets: %zu.\n"),
		    utf8_clean(clean, sizeof(clean), buf_str(&m->number), 0),
		    utf8_clean(name, sizeof(name), m->form.buyer.name, 0),
		    m->n);
	free(lines);
	free(m->ticket);
	buf_fini(&m->number);
	return ok;
}

static bool
mark_month(struct cmd_args *a, struct err *err)
{
	struct report_filter filter = {.from_s = month[0],
	    .to_s = month[1],
	    .outcome = "solved",
	    .invoiced = REPORT_NOT_INVOICED};
	struct many m = {.number = BUF_INIT}; /* the filter borrows of it */

	if (!mark_all(a->db, &filter, &m, err))
		return cmd_fail(a, _("%s; nothing was marked"), err->text);
	cmd_month_note_over(&filter);
	return cmd_month_notes(a->db, &filter, m.n == 0, err) &&
	    cmd_client_notes(a->db, &filter, err);
}

/* --- all of an invoice --- */

static bool
take_row(const struct logrow *row, void *ctx, struct err *err)
{
	add_ticket(ctx, row->ticket);
	return true;
}

static bool
take_them_back(
    struct db *db, struct many *m, char kept[CMD_NUMBER_SIZE], struct err *err)
{
	return cmd_number_each(db, number, client, &m->form.buyer, kept,
		   take_row, m, err) &&
	    amend_each(db, TICKET_EV_UNINVOICED, m->ticket, m->n, cmd_author(),
		reason, err);
}

/* What is on it and what is taken from it are of one moment, too. */
static bool
reverse_number(struct cmd_args *a, struct err *err)
{
	struct many m = {.n = 0};
	char kept[CMD_NUMBER_SIZE];
	bool ok = db_begin(a->db, err) &&
	    db_end(a->db, take_them_back(a->db, &m, kept, err), err);

	if (ok)
		printf(_("Not on invoice %s of %s any more; tickets: %zu.\n"),
		    UTF8_CLEAN(CMD_NUMBER_SIZE, kept, 0),
		    UTF8_CLEAN(BOOK_NAME_SIZE, m.form.buyer.name, 0), m.n);
	free(m.ticket);
	return ok || cmd_fail(a, _("%s; nothing was taken back"), err->text);
}

static bool
check(struct cmd_args *a, int64_t *ticket)
{
	bool whole_month = client != NULL && month[1] != 0;
	bool whole = reverse && number != NULL && a->words == 0 &&
	    month[1] == 0;

	*ticket = 0;
	if (a->words == 1 && !cmd_ticket(a, a->word[0], ticket))
		return false;
	if (reverse && number != NULL && !whole)
		return cmd_usage(
		    a, _("give one ticket to take back, or --number alone"));
	if (!whole &&
	    ((a->words == 1) == whole_month || (whole_month && reverse) ||
		(!whole_month && (client != NULL || month[1] != 0))))
		return cmd_usage(
		    a, _("give one ticket, or --month and --client"));
	if (!reverse && (number == NULL || number[0] == '\0'))
		return cmd_usage(a, _("--number or --reverse is needed"));
	return !reverse || reason != NULL ||
	    cmd_usage(a, _("--reverse needs a --reason"));
}

static bool
run(struct cmd_args *a, struct err *err)
{
	int64_t ticket;

	if (!check(a, &ticket) || !cmd_write(a, err))
		return false;
	return ticket > 0 ? mark_one(a->db, ticket, err)
	    : reverse	  ? reverse_number(a, err)
			  : mark_month(a, err);
}

const struct cmd cmd_invoice = {
    .name = "invoice",
    .help = N_("mark a solved ticket as invoiced"),
    .usage = N_("OPTION... [TICKET]"),
    .about = N_("Marks a solved ticket, or all of a client's month, as "
		"invoiced; or takes the mark back."),
    .opt =
	{
	    {"number", CMD_TEXT, &number, N_("NUMBER"),
		N_("number of the invoice")},
	    {"month", CMD_MONTH, month, N_("MONTH"),
		N_("all that was solved in, such as 2026-11")},
	    {"client", CMD_NAME, &client, N_("CLIENT"),
		N_("of this one: code or NIP in the client book, or the whole "
		   "name")},
	    {"shared", CMD_FLAG, &shared, NULL,
		N_("also when the number is on a ticket of another client")},
	    {"reverse", CMD_FLAG, &reverse, NULL,
		N_("take the mark back, of one ticket or of all on --number; this "
		   "is a row of its own")},
	    {"reason", CMD_TEXT, &reason, N_("TEXT"),
		N_("why it is taken back")},
	},
    .rule = {{"shared", "!--reverse"}, {"reason", "--reverse"}},
    .max = 1,
    .at_desk = true,
    .run = run,
};
