/* pomoc paid: marks invoiced tickets as paid. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "console/cmd/cmd_number.h"
#include "console/cmd/cmd_write.h"
#include "console/store/amend.h"
#include "console/store/db_transaction.h"
#include "console/store/report_parts.h"
#include "shared/base/buf.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/utf8.h"

#define TICKETS_MOST 50 /* named at once */
#define NAMED 20 /* in one line */

static const char *number, *client, *reason;
static int64_t date, month[2];
static bool back;

/* Some of them: to be marked, or marked before. */
struct part {
	int64_t *ticket;
	size_t n;
	int64_t net_gr;
	struct buf text; /* "5 (FV 7), 6 (FV 7)" */
};

struct picked {
	struct part now, before;
	bool many; /* none was named: what has no mark has none to take back */
};

static void
part_fini(struct part *p)
{
	free(p->ticket);
	buf_fini(&p->text);
}

static bool
has(const struct part *p, int64_t ticket)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->ticket[i] == ticket)
			return true;
	return false;
}

static bool
take_row(const struct logrow *row, void *ctx, struct err *err)
{
	struct picked *k = ctx;
	bool done = !back && row->paid[0] != '\0';
	struct part *p = done ? &k->before : &k->now;

	if (has(p, row->ticket) || (back && k->many && row->paid[0] == '\0'))
		return true;
	p->ticket = mem_grow(p->ticket, p->n + 1, sizeof(*p->ticket));
	p->ticket[p->n++] = row->ticket;
	p->net_gr += row->net_gr;
	if (p->n <= NAMED)
		buf_printf(&p->text, "%s%" PRId64 " (%s)", p->n > 1 ? ", " : "",
		    row->ticket,
		    UTF8_CLEAN(200, done ? row->paid : row->invoice, 0));
	else if (p->n == NAMED + 1)
		buf_adds(&p->text, ", ...");
	return true;
}

static bool
pick_named(struct cmd_args *a, const int64_t *tickets, struct picked *k,
    struct err *err)
{
	for (int i = 0; i < a->words; i++)
		if (!report_ticket(a->db, tickets[i], take_row, k, err))
			return false;
	return true;
}

/* What is on an invoice: on that one, or of a client's month. */
static bool
pick_many(struct db *db, struct picked *k, struct err *err)
{
	char kept[CMD_NUMBER_SIZE];
	struct buyer buyer;

	k->many = true;
	return number != NULL
	    ? cmd_number_each(
		  db, number, client, &buyer, kept, take_row, k, err)
	    : cmd_number_of_month(db, month, client, take_row, k, err);
}

/* Which they are and the marks are of one moment: begun before. */
static bool
mark(struct cmd_args *a, const int64_t *tickets, const char *day,
    struct picked *k, struct err *err)
{
	if (a->words > 0 ? !pick_named(a, tickets, k, err)
			 : !pick_many(a->db, k, err))
		return false;
	if (k->now.n == 0)
		return true;
	return back ? amend_each(a->db, TICKET_EV_UNPAID, k->now.ticket,
			  k->now.n, cmd_author(), reason, err)
		    : amend_each(a->db, TICKET_EV_PAID, k->now.ticket, k->now.n,
			  cmd_author(), day, err);
}

static void
tell(struct picked *k, const char *day)
{
	struct part *now = &k->now, *before = &k->before;

	if (now->n > 0 && back)
		printf(_("Not paid any more: %zu (net %s): %s\n"), now->n,
		    MONEY_TEXT(now->net_gr), buf_str(&now->text));
	else if (now->n > 0)
		printf(_("Paid on %s: %zu (net %s): %s\n"), day, now->n,
		    MONEY_TEXT(now->net_gr), buf_str(&now->text));
	if (before->n > 0)
		printf(_("Paid already, nothing is changed: %zu (net %s): "
			 "%s\n"),
		    before->n, MONEY_TEXT(before->net_gr),
		    buf_str(&before->text));
	if (now->n == 0 && before->n == 0 && back)
		puts(_("Nothing of it is marked as paid."));
	else if (now->n == 0 && before->n == 0)
		puts(_("Nothing of it is on an invoice."));
}

static bool
check(struct cmd_args *a, int64_t *tickets)
{
	bool named = a->words > 0, of_month = month[1] != 0;

	for (int i = 0; i < a->words; i++)
		if (!cmd_ticket(a, a->word[i], &tickets[i]))
			return false;
	if (named + (number != NULL) + of_month != 1 ||
	    (named && client != NULL) || (of_month && client == NULL))
		return cmd_usage(
		    a, _("give tickets, or --number, or --month and --client"));
	return !back || reason != NULL ||
	    cmd_usage(a, _("--take-back needs a --reason"));
}

static bool
run(struct cmd_args *a, struct err *err)
{
	int64_t tickets[TICKETS_MOST] = {0};
	char day[TICKET_DAY_SIZE];
	struct picked k = {.now = {.n = 0}};
	bool ok;

	if (!check(a, tickets) || !cmd_write(a, err))
		return false;
	clock_local(
	    day, sizeof(day), "%Y-%m-%d", date != 0 ? date : clock_utc_s());
	ok = db_begin(a->db, err) &&
	    db_end(a->db, mark(a, tickets, day, &k, err), err);
	if (ok)
		tell(&k, day);
	else
		ok = cmd_fail(a,
		    back ? _("%s; nothing was taken back")
			 : _("%s; nothing was marked"),
		    err->text);
	part_fini(&k.now);
	part_fini(&k.before);
	return ok;
}

const struct cmd cmd_paid = {
    .name = "paid",
    .help = N_("mark invoiced tickets as paid"),
    .usage = N_("[OPTION...] [TICKET...]"),
    .about = N_("Marks tickets that are on an invoice as paid: these, all on "
		"an invoice, or all of a client's month; or takes the mark "
		"back. pomoc log --paid no lists what is invoiced and not "
		"paid."),
    .opt =
	{
	    {"date", CMD_FROM, &date, N_("DAY"),
		N_("day of the payment, such as 2026-12-10; else today")},
	    {"number", CMD_TEXT, &number, N_("NUMBER"),
		N_("all that is on that invoice")},
	    {"month", CMD_MONTH, month, N_("MONTH"),
		N_("all on an invoice that was solved in, such as 2026-11")},
	    {"client", CMD_NAME, &client, N_("CLIENT"),
		N_("of this one: code or NIP in the client book, or the whole "
		   "name")},
	    {"take-back", CMD_FLAG, &back, NULL,
		N_("it was not paid; this is a row of its own")},
	    {"reason", CMD_TEXT, &reason, N_("TEXT"),
		N_("why it is taken back")},
	},
    .rule = {{"date", "!--take-back"}, {"reason", "--take-back"}},
    .max = TICKETS_MOST,
    .at_desk = true,
    .run = run,
};
