#include "console/cmd/cmd_args.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "console/cmd/cmd_rules.h"
#include "console/cmd/remote.h"
#include "console/config/config.h"
#include "console/link/target.h"
#include "shared/base/buf.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/near.h"
#include "shared/base/path.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"
#include "shared/core/money.h"

#define OPTS_MAX CMD_GIVEN_MOST
#define HELP_COLS 24
#define COLS 78
#define MONTH_OF(utc_s) clock_local(CLOCK_TEXT, "%Y-%m", utc_s)

static struct {
	const char *data, *config, *desk, *fingerprint, *identity;
	bool no_pager, help;
} given;

static const struct cmd_opt common[] = {
    {"data", CMD_TEXT, &given.data, N_("DIR"), N_("data folder of the desk")},
    {"config", CMD_TEXT, &given.config, N_("FILE"), N_("pomoc.conf to read")},
    {"help", CMD_FLAG, &given.help, NULL, N_("print this")},
    {.name = NULL},
};

static const struct cmd_opt paging[] = {
    {"no-pager", CMD_FLAG, &given.no_pager, NULL,
	N_("print it, however long it is")},
    {.name = NULL},
};

static const struct cmd_opt elsewhere[] = {
    {"desk", CMD_TEXT, &given.desk, N_("HOST"),
	N_("the desk that is to run it")},
    {"fingerprint", CMD_TEXT, &given.fingerprint, N_("KEY"),
	N_("its host key, SHA256:...; required with --desk")},
    {"identity", CMD_TEXT, &given.identity, N_("FILE"),
	N_("the technician's private key, or the public one of a key in "
	   "ssh-agent")},
    {.name = NULL},
};

/* The text in lines of at most COLS columns; `at` columns are used already, and
 * following lines begin at `indent`. */
static void
print_wrapped(const char *text, int at, int indent)
{
	char copy[400], *save = NULL;
	bool first = true;

	str_copy(copy, sizeof(copy), text);
	for (char *w = strtok_r(copy, " ", &save); w != NULL;
	     w = strtok_r(NULL, " ", &save)) {
		int cols = utf8_cols(w);

		if (!first && at + 1 + cols > COLS) {
			printf("\n%*s", indent, "");
			at = indent;
		} else if (!first) {
			putchar(' ');
			at++;
		}
		fputs(w, stdout);
		at += cols;
		first = false;
	}
	putchar('\n');
}

static void
print_options(const struct cmd_opt *o)
{
	char left[80];

	for (; o->name != NULL; o++) {
		snprintf(left, sizeof(left), "  --%s%s%s", o->name,
		    o->arg != NULL ? " " : "", o->arg != NULL ? _(o->arg) : "");
		printf("%s%*s ", left,
		    MAX_OF(HELP_COLS - 1 - utf8_cols(left), 0), "");
		print_wrapped(
		    _(o->help), MAX_OF(HELP_COLS, utf8_cols(left)), HELP_COLS);
	}
}

static void
print_help(const struct cmd *cmd)
{
	printf(_("usage: pomoc %s %s\n"), cmd->name, _(cmd->usage));
	print_wrapped(_(cmd->about), 0, 0);
	putchar('\n');
	print_options(cmd->opt);
	print_options(common);
	if (cmd->pages)
		print_options(paging);
	if (cmd->at_desk)
		print_options(elsewhere);
}

static bool
parse_day(const char *text, int64_t *at)
{
	bool yesterday = str_eq(text, "yesterday");

	if (!yesterday && !str_eq(text, "today"))
		return clock_parse_day(text, at);
	*at = clock_add_days(clock_utc_s(), yesterday ? -1 : 0);
	return true;
}

static bool
parse_month(const char *text, int64_t n[2])
{
	bool last = str_eq(text, "last");

	if (!last && !str_eq(text, "this"))
		return clock_parse_month(text, &n[0], &n[1]);
	if (!clock_parse_month(MONTH_OF(clock_utc_s()), &n[0], &n[1]))
		return false;
	return !last ||
	    clock_parse_month(MONTH_OF(clock_add_days(n[0], -1)), &n[0], &n[1]);
}

static bool
take_time(const char *text, bool end, int64_t *out, struct err *err)
{
	int64_t at;

	if (!parse_day(text, &at))
		return err_set(err,
		    _("\"%s\" is not a day such as 2026-11-30, today or "
		      "yesterday"),
		    text);
	/* a day given as an end belongs to it whole */
	*out = end && strchr(text, 'T') == NULL ? clock_add_days(at, 1) : at;
	return true;
}

static bool
take_yesno(const char *text, int *out, struct err *err)
{
	if (str_eq(text, "yes") || str_eq(text, _("yes")))
		*out = 1;
	else if (str_eq(text, "no") || str_eq(text, _("no")))
		*out = -1;
	else
		return err_set(err, _("expected yes or no, got \"%s\""), text);
	return true;
}

static bool
take(struct cmd_args *a, const struct cmd_opt *o, const char *text,
    struct err *err)
{
	int64_t *n = o->to;

	switch (o->type) {
	case CMD_FORCE:
		a->force = true;
		return true;
	case CMD_FLAG:
		*(bool *)o->to = true;
		return true;
	case CMD_FILE:
	case CMD_TEXT:
	case CMD_NAME:
		*(o->type == CMD_FILE ? &a->output
				      : (const char **)o->to) = text;
		if (!utf8_valid(text, strlen(text)))
			return err_set(err, _("the text is not UTF-8"));
		return o->type != CMD_NAME || !utf8_is_blank(text) ||
		    err_set(err, _("nothing is given"));
	case CMD_NUMBER:
		return str_int(text, 0, INT64_C(1) << 52, n) ||
		    err_set(err, _("\"%s\" is not a whole number"), text);
	case CMD_MONEY:
		return money_parse(text, n, err);
	case CMD_FROM:
		return take_time(text, false, n, err);
	case CMD_TO:
		return take_time(text, true, n, err);
	case CMD_MONTH:
		return parse_month(text, n) ||
		    err_set(err,
			_("\"%s\" is not a month such as 2026-11, this or "
			  "last"),
			text);
	case CMD_LENGTH:
		return clock_parse_length(text, n) ||
		    err_set(err,
			_("\"%s\" is not a time such as 420, 2:05, 2h or 90m"),
			text);
	case CMD_YESNO:
		return take_yesno(text, o->to, err);
	}
	return false;
}

static bool
is_flag(const struct cmd_opt *o)
{
	return o->type == CMD_FLAG || o->type == CMD_FORCE;
}

static bool
is_here(const struct cmd_opt *o)
{
	return o->type == CMD_FILE || o->type == CMD_FORCE;
}

/* getopt's table: ours, then those of every command; val is the index + 1. Who
 * is elsewhere names no files here. Returns how many are ours. */
static int
build(const struct cmd *cmd, struct option *out, const struct cmd_opt **where)
{
	const struct cmd_opt *lists[] = {cmd->opt, common, elsewhere, paging};
	size_t count = cmd_served() != NULL
	    ? 1
	    : ARRAY_LEN(lists) - (cmd->pages ? 0 : 1);
	int n = 0, ours = 0;

	for (size_t l = 0; l < count; l++) {
		for (const struct cmd_opt *o = lists[l];
		     o->name != NULL && n < OPTS_MAX; o++) {
			if (cmd_served() != NULL && is_here(o))
				continue;
			where[n] = o;
			out[n] = (struct option){o->name,
			    is_flag(o) ? no_argument : required_argument, NULL,
			    n + 1};
			n++;
		}
		if (l == 0)
			ours = n;
	}
	out[n] = (struct option){NULL, 0, NULL, 0};
	return ours;
}

static bool
wrong_option(struct cmd_args *a, int c, char **argv, const struct option *table)
{
	const char *word = argv[optind > 1 ? optind - 1 : 1],
		   *near = near_option(word, table);

	if (c == ':')
		return cmd_usage(a, _("%s wants a value"), word);
	return near != NULL
	    ? cmd_usage(
		  a, _("unknown option %s (did you mean --%s?)"), word, near)
	    : cmd_usage(a, _("unknown option %s"), word);
}

/* One more line; a word has one. */
static void
add_word(struct buf *words, const char *word)
{
	for (; *word != '\0'; word++)
		buf_addc(words, *word == '\n' ? ' ' : *word);
}

/* As another machine is to read it; nothing of what is only for this one. */
static void
note(struct buf *words, const struct cmd_opt *o, const char *value)
{
	if (is_here(o))
		return;
	buf_printf(words, "\n--%s%s", o->name, value != NULL ? "=" : "");
	if (value != NULL)
		add_word(words, value);
}

static bool
parse_options(struct cmd_args *a, int argc, char **argv, struct buf *words,
    struct cmd_given *names)
{
	struct option table[OPTS_MAX + 1];
	const struct cmd_opt *where[OPTS_MAX];
	struct err err = {0};
	int c, ours = build(a->cmd, table, where);

	opterr = 0;
	optind = 0;
	while ((c = getopt_long(argc, argv, ":h", table, NULL)) != -1) {
		if (c == 'h')
			given.help = true;
		else if (c == ':' || c == '?')
			return wrong_option(a, c, argv, table);
		else if (!take(a, where[c - 1], optarg, &err))
			return cmd_usage(
			    a, "--%s: %s", where[c - 1]->name, err.text);
		if (given.help) {
			print_help(a->cmd);
			a->code = cmd_done(a, CMD_OK);
			return false;
		}
		if (c <= ours)
			note(words, where[c - 1], optarg);
		cmd_given_add(names, where[c - 1]->name);
	}
	a->data = given.data;
	a->config = given.config;
	a->desk = given.desk;
	a->fingerprint = given.fingerprint;
	a->identity = given.identity;
	a->no_pager = given.no_pager;
	return true;
}

static bool
count_words(struct cmd_args *a, int argc, char **argv)
{
	a->words = argc - optind;
	a->word = argv + optind;
	if (a->words > a->cmd->max)
		return cmd_usage(
		    a, _("\"%s\" is one word too many"), a->word[a->cmd->max]);
	return a->words >= a->cmd->min ||
	    cmd_usage(a, _("a word is missing: %s"), _(a->cmd->usage));
}

/* Where the log is, or with --desk our own key. */
static bool
data_dir(struct cmd_args *a, char **dir)
{
	struct config *conf;
	struct err err = {0};
	bool ok;

	if (a->desk != NULL || path_data_is_set()) {
		*dir = path_data_dir();
		return true;
	}
	conf = mem_alloc(sizeof(*conf));
	ok = config_read(conf, a->config, &err);
	if (ok)
		*dir = config_data_dir(conf, NULL);
	free(conf);
	return ok || cmd_config(a, &err);
}

/* With --desk its own files are used; of a folder here only the key. */
static bool
fits_desk(struct cmd_args *a)
{
	if (a->desk != NULL && a->config != NULL)
		return cmd_usage(a,
		    _("--config is of no use with --desk: the desk has its "
		      "own"));
	if (a->desk != NULL && a->data != NULL && a->identity != NULL)
		return cmd_usage(a,
		    _("--data is of no use with --desk and --identity: the "
		      "desk has its own"));
	return true;
}

/* [console] of pomoc.conf: for what can be run elsewhere, unless a folder says
 * that it is to be run here. */
static bool
fill_desk(struct cmd_args *a)
{
	const char *identity = a->identity;
	struct err err = {0};

	if (cmd_served() != NULL || !a->cmd->at_desk ||
	    (a->desk == NULL && (a->data != NULL || path_data_is_set())))
		return true;
	if (!target_fill(
		a->config, false, &a->desk, &a->fingerprint, &identity, &err))
		return cmd_config(a, &err);
	if (a->desk != NULL)
		a->identity = identity;
	return true;
}

static bool
find_data(struct cmd_args *a)
{
	static char *folder;

	if (!fits_desk(a) || !fill_desk(a))
		return false;
	if (cmd_served() != NULL && !a->cmd->at_desk)
		return cmd_fail(a, _("the desk does not run it for others"));
	if (cmd_served() != NULL) {
		a->data = cmd_served()->data;
		a->config = cmd_served()->config;
	}
	if (a->data == NULL) {
		if (!data_dir(a, &folder))
			return false;
		a->data = folder;
	}
	return (a->data != NULL && a->data[0] != '\0') ||
	    cmd_usage(a, _("there is no home folder; give --data DIR"));
}

/* True: this machine runs it. */
static bool
is_ours(struct cmd_args *a, struct buf *words)
{
	if (a->desk == NULL && a->fingerprint == NULL && a->identity == NULL)
		return true;
	if (a->desk == NULL || a->fingerprint == NULL)
		return cmd_usage(
		    a, _("--desk and --fingerprint belong together"));
	if (!a->cmd->at_desk)
		return cmd_usage(a,
		    _("this command works only on the desk's machine: run it "
		      "there"));
	buf_adds(words, "\n--");
	for (int i = 0; i < a->words; i++) {
		buf_addc(words, '\n');
		add_word(words, a->word[i]);
	}
	remote_run(a, buf_str(words));
	return false;
}

bool
cmd_parse(struct cmd_args *a, int argc, char **argv)
{
	bool zone = clock_zone_init(&a->zone); /* parsing wants it */
	struct buf words = BUF_INIT;
	struct cmd_given names = {.n = 0};
	bool ok;

	buf_adds(&words, a->cmd->name);
	ok = parse_options(a, argc, argv, &words, &names) &&
	    (zone || a->cmd->no_days || cmd_usage(a, "%s", a->zone.text)) &&
	    count_words(a, argc, argv) && cmd_rules_keep(a, &names) &&
	    find_data(a) && is_ours(a, &words);
	buf_fini(&words);
	return ok;
}
