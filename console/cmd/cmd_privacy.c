/* pomoc purge, pomoc forget: empty personal data. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
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

static struct forget
by_me(char **me)
{
	struct forget how = {0};

	*me = cmd_author();
	how.actor = *me;
	if (isatty(STDERR_FILENO))
		how.progress = show_progress;
	return how;
}

struct picked {
	const struct cmd_args *args;
	struct privacy_pick pick;
	bool yes;
	int64_t rows; /* shown */
	bool several; /* people: nothing will be done */
};

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
	char client[100], name[100], net[MONEY_TEXT_SIZE], at[16] = "-";

	if (++p->rows > ROWS_SHOWN)
		return;
	if (row->closed_s != 0)
		clock_local(at, sizeof(at), "%Y-%m-%d", row->closed_s);
	utf8_clean(client, sizeof(client), row->client, 40);
	utf8_clean(name, sizeof(name), row->name, 40);
	printf("%6" PRId64 "  %-10s  %s, %s  %s  %s%s%s\n", row->ticket, at,
	    client, name, row->agent_key,
	    money_format(net, sizeof(net), row->net_gr), p->several ? "" : ": ",
	    p->several ? "" : fate_title(row->fate));
}

static void
print_plan(const struct picked *p, const struct privacy_plan *plan)
{
	char net[MONEY_TEXT_SIZE];

	if (p->rows > ROWS_SHOWN)
		printf(_("... and %" PRId64 " more\n"), p->rows - ROWS_SHOWN);
	printf(_("tickets to be forgotten: %" PRId64 "\n"), plan->tickets);
	if (plan->owed > 0)
		printf(_("left alone, solved and not invoiced: %" PRId64
			 ", net %s (mark them as invoiced first, or give "
			 "--really)\n"),
		    plan->owed,
		    money_format(net, sizeof(net), plan->owed_net_gr));
	if (plan->open > 0)
		printf(_("left alone, still open: %" PRId64 "\n"), plan->open);
}

/* Yes only by that word's first letter, from a terminal. */
static bool
is_sure(const struct picked *p)
{
	char answer[16] = "";

	if (p->yes)
		return true;
	if (!isatty(STDIN_FILENO)) {
		cmd_fail(p->args, _("nothing was done; --yes does it"));
		return false;
	}
	printf("%s ", _("This cannot be undone. Forget them? [y/N]"));
	fflush(stdout);
	if (fgets(answer, sizeof(answer), stdin) != NULL &&
	    (answer[0] == 'y' || answer[0] == 'Y' || answer[0] == _("yes")[0]))
		return true;
	cmd_fail(p->args, _("nothing was done"));
	return false;
}

static int
forget_planned(struct picked *p, struct db *db, const struct privacy_plan *plan)
{
	struct forget how;
	struct forget_result r;
	struct err err = {0};
	char *me;
	bool ok;

	print_plan(p, plan);
	if (plan->tickets > 0) {
		if (!is_sure(p))
			return CMD_FAIL;
		how = by_me(&me);
		how.kind = p->pick.before_s != 0 ? "purge" : "forget";
		how.now_s = clock_utc_s();
		how.really = p->pick.really;
		ok = forget_listed(db, &how, &r, &err);
		free(me);
		if (!ok)
			return cmd_fail(p->args, "%s", err.text);
		printf(_("tickets without a person now: %" PRId64 "\n"),
		    r.tickets);
		if (r.old_copies)
			puts(_("Another program reads the log now: old copies "
			       "remain in the file until it ends."));
		puts(_("Amounts and the journal stay. Copies made before "
		       "(backup, *.bak) still hold the data."));
	}
	return CMD_OK;
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

static int
do_pick(struct picked *p)
{
	const char *client = p->pick.client != NULL ? p->pick.client
						    : p->pick.contractor;
	struct db *db = cmd_write(p->args);
	struct privacy_plan plan = {0};
	struct err err = {0};
	int code = CMD_OK;

	if (db == NULL)
		return CMD_FAIL;
	if (!forget_finish(db, &err) || !show_plan(p, db, &plan, &err))
		code = cmd_fail(p->args, "%s", err.text);
	else if (client != NULL && plan.people == 0)
		code = cmd_fail(
		    p->args, _("there is no client \"%s\" in the log"), client);
	else if (p->several)
		code = cmd_fail(p->args,
		    _("\"%s\" are %" PRId64 " different people: choose one "
		      "by the key or --contractor, or a ticket by --ticket"),
		    client, plan.people);
	else
		code = forget_planned(p, db, &plan);
	if (code == CMD_OK && client != NULL && plan.open + plan.owed > 0)
		code = cmd_fail(p->args,
		    _("left alone: %" PRId64 " tickets of \"%s\""),
		    plan.open + plan.owed, client);
	return cmd_close(p->args, db, code);
}

#define GUARD_OPTIONS(p)                                     \
	{"yes", CMD_FLAG, &(p).yes, NULL, N_("do not ask")}, \
	    {"really", CMD_FLAG, &(p).pick.really, NULL,     \
		N_("also what is solved and not invoiced")}, \
	{                                                    \
		NULL, CMD_FLAG, NULL, NULL, NULL             \
	}

static int
purge(int argc, char **argv)
{
	const char *age = NULL;
	struct picked p = {0};
	const struct cmd_opt opts[] = {
	    {"older-than", CMD_TEXT, &age, N_("AGE"),
		N_("24m, 2y, 90d or a day such as 2024-01-01")},
	    GUARD_OPTIONS(p),
	};
	struct cmd_args a = {.name = "purge",
	    .usage = N_("--older-than AGE [--yes] [--really]"),
	    .about = N_("Empties names, phones, problems and notes of tickets "
			"that were closed before, but for what is solved and "
			"not invoiced. Shows them first, and asks."),
	    .opt = opts};
	int code;

	if (!cmd_parse(&a, argc, argv, &code))
		return code;
	if (age == NULL)
		return cmd_usage(&a, _("--older-than is needed"));
	if (!parse_age(age, clock_utc_s(), &p.pick.before_s))
		return cmd_usage(&a,
		    _("\"%s\" is not an age such as 24m, 2y, "
		      "90d or 2024-01-01"),
		    age);
	p.args = &a;
	return do_pick(&p);
}

static int
forget(int argc, char **argv)
{
	struct picked p = {0};
	const struct cmd_opt opts[] = {
	    {"client", CMD_NAME, &p.pick.client, N_("NAME"),
		N_("the whole name of the company or person, or the key")},
	    {"contractor", CMD_NAME, &p.pick.contractor, N_("CODE"),
		N_("all that is linked to that client of the book")},
	    {"ticket", CMD_NUMBER, &p.pick.ticket, N_("TICKET"),
		N_("only this ticket of that client")},
	    GUARD_OPTIONS(p),
	};
	struct cmd_args a = {.name = "forget",
	    .usage = N_("{--client NAME | --contractor CODE} [OPTION...]"),
	    .about = N_("Empties all that is held on one client: names, phone, "
			"problems, notes, receipts, but for what is solved and "
			"not invoiced. Shows it first, and asks."),
	    .opt = opts};
	int code;

	if (!cmd_parse(&a, argc, argv, &code))
		return code;
	if ((p.pick.client == NULL) == (p.pick.contractor == NULL))
		return cmd_usage(&a, _("--client or --contractor is needed"));
	p.args = &a;
	return do_pick(&p);
}

const struct cmd cmd_purge = {
    "purge", N_("empty personal data of old tickets"), purge};
const struct cmd cmd_forget = {
    "forget", N_("empty personal data of one client"), forget};
