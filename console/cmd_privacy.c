#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "console/cmd_args.h"
#include "console/cmd_rows.h"
#include "console/store/privacy.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"

#define YEARS_MAX 100

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

static int
say(const struct cmd_args *a, const struct privacy_result *r)
{
	printf(_("tickets without a person now: %" PRId64 "\n"), r->tickets);
	puts(_("Amounts and the journal stay. Copies made before (backup, "
	       "*.bak) still hold the data."));
	return cmd_done(a, CMD_OK);
}

static int
purge(int argc, char **argv)
{
	const char *age = NULL;
	const struct cmd_opt opts[] = {
	    {"older-than", CMD_TEXT, &age, N_("AGE"),
		N_("24m, 2y, 90d or a day such as 2024-01-01")},
	    {NULL, CMD_FLAG, NULL, NULL, NULL},
	};
	struct cmd_args a = {.name = "purge",
	    .usage = N_("--older-than AGE"),
	    .about = N_("Empties names, phones, problems and notes of tickets "
			"that were closed before."),
	    .opt = opts};
	int64_t now_s = clock_utc_s(), before_s;
	struct privacy_result r;
	struct err err;
	struct db *db;
	bool ok;
	int code;

	if (!cmd_parse(&a, argc, argv, &code))
		return code;
	if (age == NULL)
		return cmd_usage(&a, _("--older-than is needed"));
	if (!parse_age(age, now_s, &before_s))
		return cmd_usage(&a,
		    _("\"%s\" is not an age such as 24m, 2y, "
		      "90d or 2024-01-01"),
		    age);
	db = cmd_open(&a, DB_WRITE);
	if (db == NULL)
		return CMD_FAIL;
	ok = privacy_purge(db, before_s, now_s, &r, &err);
	db_close(db);
	return ok ? say(&a, &r) : cmd_fail(&a, "%s", err.text);
}

static int
forget(int argc, char **argv)
{
	const char *client = NULL;
	const struct cmd_opt opts[] = {
	    {"client", CMD_TEXT, &client, N_("NAME"),
		N_("the whole name of the company or person, or the key")},
	    {NULL, CMD_FLAG, NULL, NULL, NULL},
	};
	struct cmd_args a = {.name = "forget",
	    .usage = N_("--client NAME"),
	    .about = N_("Empties all that is held on one client: names, phone, "
			"problems, notes, receipts."),
	    .opt = opts};
	struct privacy_result r;
	struct err err;
	struct db *db;
	bool ok;
	int code;

	if (!cmd_parse(&a, argc, argv, &code))
		return code;
	if (client == NULL || client[0] == '\0')
		return cmd_usage(&a, _("--client is needed"));
	db = cmd_open(&a, DB_WRITE);
	if (db == NULL)
		return CMD_FAIL;
	ok = privacy_forget(db, client, clock_utc_s(), &r, &err);
	db_close(db);
	if (!ok)
		return cmd_fail(&a, "%s", err.text);
	if (r.tickets > 0)
		say(&a, &r);
	if (r.open > 0)
		return cmd_fail(&a,
		    _("still open and left alone: %" PRId64
		      " tickets of \"%s\""),
		    r.open, client);
	if (r.tickets == 0)
		return cmd_fail(
		    &a, _("there is no client \"%s\" in the log"), client);
	return cmd_done(&a, CMD_OK);
}

const struct cmd cmd_purge = {
    "purge", N_("empty personal data of old tickets"), purge};
const struct cmd cmd_forget = {
    "forget", N_("empty personal data of one client"), forget};
