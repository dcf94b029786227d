/* pomoc purge, pomoc forget: empty personal data. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "console/cmd/cmd_write.h"
#include "console/store/privacy.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/core/money.h"

#define YEARS_MAX 100
#define ROWS_SHOWN 100

/* "24m", "2y", "90d", or a day: the moment before which tickets are old. */
static bool
parse_age(const char *text, int64_t now_s, int64_t *before_s)
{
	char digits[16];
	size_t len = strlen(text);
	int64_t n;
	int days;

	if (clock_parse_day(text, before_s))
		return *before_s <= now_s;
	if (len < 2 || len >= sizeof(digits))
		return false;
	str_copy(digits, sizeof(digits), text);
	digits[len - 1] = '\0';
	if (!str_int(digits, 1, YEARS_MAX * 365, &n))
		return false;
	switch (text[len - 1]) {
	case 'd':
		days = (int)n;
		break;
	case 'm':
		days = (int)(n * 3653 / 120) + 1;
		break;
	case 'y':
		days = (int)(n * 3653 / 10) + 1;
		break;
	default:
		return false;
	}
	if (days > YEARS_MAX * 366)
		return false;
	*before_s = clock_add_days(now_s, -days);
	return true;
}

/* On a terminal, over itself. */
static void
show_progress(int64_t done, int64_t all, void *ctx)
{
	fprintf(stderr, "\r%" PRId64 " / %" PRId64 "%s", done, all,
	    done < all ? "" : "\n");
}

struct picked {
	struct privacy_pick pick;
	bool yes;
	int64_t rows; /* shown */
	bool several; /* people: nothing will be done */
};

static struct picked picked; /* by the options */

static const char *
fate_title(enum privacy_fate fate)
{
	static const char *const titles[] = {
	    [PRIVACY_FORGET] = N_("is forgotten"),
	    [PRIVACY_OWED] = N_("stays: solved and not invoiced"),
	    [PRIVACY_OPEN] = N_("stays: still open"),
	};

	return _(titles[fate]);
}

static void
print_row(const struct privacy_row *row, void *ctx)
{
	struct picked *p = ctx;
	char client[100], name[100];

	if (++p->rows > ROWS_SHOWN)
		return;
	utf8_clean(client, sizeof(client), row->client, 40);
	utf8_clean(name, sizeof(name), row->name, 40);
	printf("%6" PRId64 "  %-10s  %s, %s  %s  %s%s%s\n", row->ticket,
	    row->closed_s != 0 ? CLOCK_DAY(row->closed_s) : "-", client, name,
	    row->agent_key, MONEY_TEXT(row->net_gr), p->several ? "" : ": ",
	    p->several ? "" : fate_title(row->fate));
}

static void
print_plan(const struct picked *p, const struct privacy_plan *plan)
{
	if (p->rows > ROWS_SHOWN)
		printf(_("... and %" PRId64 " more\n"), p->rows - ROWS_SHOWN);
	printf(_("tickets to be forgotten: %" PRId64 "\n"), plan->tickets);
	if (plan->owed > 0)
		printf(_("left alone, solved and not invoiced: %" PRId64
			 ", net %s (mark them as invoiced first, or give "
			 "--really)\n"),
		    plan->owed, MONEY_TEXT(plan->owed_net_gr));
	if (plan->open > 0)
		printf(_("left alone, still open: %" PRId64 "\n"), plan->open);
}

/* Yes only by that word's first letter, from a terminal. */
static bool
is_sure(const struct picked *p, struct err *err)
{
	char answer[16] = "";

	if (p->yes)
		return true;
	if (!isatty(STDIN_FILENO))
		return err_set(err, _("nothing was done; --yes does it"));
	printf("%s ", _("This cannot be undone. Forget them? [y/N]"));
	fflush(stdout);
	return (fgets(answer, sizeof(answer), stdin) != NULL &&
		   (answer[0] == 'y' || answer[0] == 'Y' ||
		       answer[0] == _("yes")[0])) ||
	    err_set(err, _("nothing was done"));
}

static bool
forget_planned(struct picked *p, struct db *db, const struct privacy_plan *plan,
    struct err *err)
{
	const struct forget how = {.actor = cmd_author(),
	    .kind = p->pick.before_s != 0 ? "purge" : "forget",
	    .now_s = clock_utc_s(),
	    .really = p->pick.really,
	    .progress = isatty(STDERR_FILENO) ? show_progress : NULL};
	struct forget_result r;

	print_plan(p, plan);
	if (plan->tickets == 0)
		return true;
	if (!is_sure(p, err) || !forget_listed(db, &how, &r, err))
		return false;
	printf(_("tickets without a person now: %" PRId64 "\n"), r.tickets);
	if (r.old_copies)
		puts(_("Another program reads the log now: old copies "
		       "remain in the file until it ends."));
	puts(_("Amounts and the journal stay. Copies made before "
	       "(backup, *.bak) still hold the data."));
	return true;
}

/* Twice: whether they are one person is known only after all of them. */
static bool
show_plan(
    struct picked *p, struct db *db, struct privacy_plan *plan, struct err *err)
{
	if (!privacy_plan(db, &p->pick, NULL, NULL, plan, err))
		return false;
	p->several = p->pick.client != NULL && plan->people > 1;
	return privacy_plan(db, &p->pick, print_row, p, plan, err);
}

static bool
do_pick(struct cmd_args *a, struct picked *p, struct err *err)
{
	const char *client = p->pick.client != NULL ? p->pick.client
						    : p->pick.contractor;
	struct privacy_plan plan = {0};

	if (!cmd_write(a, err) || !forget_finish(a->db, err) ||
	    !show_plan(p, a->db, &plan, err))
		return false;
	if (client != NULL && plan.people == 0)
		return err_set(
		    err, _("there is no client \"%s\" in the log"), client);
	if (p->several)
		return err_set(err,
		    _("\"%s\" are %" PRId64 " different people: choose one "
		      "by the key or --contractor, or a ticket by --ticket"),
		    client, plan.people);
	if (!forget_planned(p, a->db, &plan, err))
		return false;
	return client == NULL || plan.open + plan.owed == 0 ||
	    err_set(err, _("left alone: %" PRId64 " tickets of \"%s\""),
		plan.open + plan.owed, client);
}

static const char *age;

static bool
purge(struct cmd_args *a, struct err *err)
{
	if (age == NULL)
		return cmd_usage(a, _("--older-than is needed"));
	if (!parse_age(age, clock_utc_s(), &picked.pick.before_s))
		return cmd_usage(a,
		    _("\"%s\" is not an age such as 24m, 2y, "
		      "90d or 2024-01-01"),
		    age);
	return do_pick(a, &picked, err);
}

static bool
forget(struct cmd_args *a, struct err *err)
{
	if ((picked.pick.client == NULL) == (picked.pick.contractor == NULL))
		return cmd_usage(a, _("--client or --contractor is needed"));
	return do_pick(a, &picked, err);
}

#define YES                                                          \
	{                                                            \
		"yes", CMD_FLAG, &picked.yes, NULL, N_("do not ask") \
	}
#define REALLY                                                 \
	{                                                      \
		"really", CMD_FLAG, &picked.pick.really, NULL, \
		    N_("also what is solved and not invoiced") \
	}

const struct cmd cmd_purge = {
    .name = "purge",
    .help = N_("empty personal data of old tickets"),
    .usage = N_("--older-than AGE [--yes] [--really]"),
    .about = N_("Empties names, phones, problems and notes of tickets that "
		"were closed before, but for what is solved and not invoiced. "
		"Shows them first, and asks."),
    .opt =
	{
	    {"older-than", CMD_TEXT, &age, N_("AGE"),
		N_("24m, 2y, 90d or a day such as 2024-01-01")},
	    YES,
	    REALLY,
	},
    .run = purge,
};

const struct cmd cmd_forget = {
    .name = "forget",
    .help = N_("empty personal data of one client"),
    .usage = N_("{--client NAME | --contractor CODE} [OPTION...]"),
    .about = N_("Empties all that is held on one client: names, phone, "
		"problems, notes, receipts, but for what is solved and not "
		"invoiced. Shows it first, and asks."),
    .opt =
	{
	    {"client", CMD_NAME, &picked.pick.client, N_("NAME"),
		N_("the whole name of the company or person, or the key")},
	    {"contractor", CMD_NAME, &picked.pick.contractor, N_("CODE"),
		N_("all that is linked to that client of the book")},
	    {"ticket", CMD_NUMBER, &picked.pick.ticket, N_("TICKET"),
		N_("only this ticket of that client")},
	    YES,
	    REALLY,
	},
    .run = forget,
};
