#include "agent/options.h"

#include <getopt.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agent/options_desk.h"
#include "shared/base/conf.h"
#include "shared/base/i18n.h"
#include "shared/base/near.h"
#include "shared/base/path.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/core/card.h"
#include "shared/wire/msg.h"

#define PREFIX_DEFAULT 0x1d /* Ctrl-] */

void
options_init(struct options *o)
{
	memset(o, 0, sizeof(*o));
	o->port = MSG_PORT;
	o->prefix = PREFIX_DEFAULT;
	o->grace_s = OPTIONS_GRACE_S;
}

typedef bool check_fn(const char *text, struct err *err);

/* What the request says, each a long option; with in_file also a key of [me].
 * check: must the desk be able to take it? */
static const struct text_row {
	const char *name;
	size_t at; /* in options, a char * */
	check_fn *check;
	bool in_file;
} text_rows[] = {
    {"name", offsetof(struct options, name), card_check_name, true},
    {"company", offsetof(struct options, company), card_check_company, true},
    {"nip", offsetof(struct options, nip), card_check_nip, true},
    {"phone", offsetof(struct options, phone), card_check_phone, true},
    {"problem", offsetof(struct options, problem), card_check_problem, false},
    {"technician", offsetof(struct options, technician), NULL, false},
    {"product", offsetof(struct options, product), NULL, false},
};

static const struct text_row *
text_row(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(text_rows); i++)
		if (str_eq(text_rows[i].name, name))
			return &text_rows[i];
	return NULL;
}

static char **
text_of(const struct options *o, const struct text_row *row)
{
	return (char **)(uintptr_t)((const char *)o + row->at);
}

void
options_fini(struct options *o)
{
	for (size_t i = 0; i < ARRAY_LEN(text_rows); i++)
		free(*text_of(o, &text_rows[i]));
	memset(o, 0, sizeof(*o));
}

/* The first one that says it wins: the command line is read before the file. */
static bool
set_text(struct options *o, const struct text_row *row, const char *value)
{
	char **where = text_of(o, row);

	if (*where != NULL)
		return false;
	*where = str_dup(value);
	return true;
}

/* --- the configuration file --- */

static bool
set_proxy(struct options *o, const char *value, struct err *err)
{
	if (o->proxy_told)
		return true;
	o->proxy_told = true;
	return proxy_parse(value, &o->proxy, err);
}

/* Where neither says one. One there that cannot be used is not for us. */
static void
read_environment(struct options *o)
{
	const char *url = proxy_of_environment(o->host);

	if (!o->proxy_told && url != NULL && !proxy_parse(url, &o->proxy, NULL))
		memset(&o->proxy, 0, sizeof(o->proxy));
}

static bool
set_pin(struct options *o, const char *value, struct err *err)
{
	if (o->pins == OPTIONS_PINS_MAX)
		return err_set(
		    err, _("more than %d technicians' keys"), OPTIONS_PINS_MAX);
	if (!key_fingerprint_take(value, o->pin[o->pins], err))
		return false;
	o->pins++;
	return true;
}

/* "^]" or "^A" */
static bool
set_prefix(struct options *o, const char *value, struct err *err)
{
	char c = value[0] == '^' ? value[1] : '\0';

	if (c >= 'a' && c <= 'z')
		c -= 'a' - 'A';
	if (c < 'A' || c > '_' || strlen(value) != 2 || c == '[')
		return err_set(
		    err, _("a prefix key is written ^A to ^Z, or ^], ^\\, ^_"));
	o->prefix = c & 0x1f;
	return true;
}

static bool
conf_desk(
    struct desk_given *d, const char *key, const char *value, struct err *err)
{
	if (str_eq(key, "host"))
		return desk_given_host(d, value, err);
	if (str_eq(key, "fingerprint"))
		return desk_given_fingerprint(d, value, err);
	return err_set(err, _("unknown key \"%s\""), key);
}

static bool
conf_me(struct options *o, const char *key, const char *value, struct err *err)
{
	const struct text_row *row = text_row(key);

	if (row == NULL || !row->in_file)
		return err_set(err, _("unknown key \"%s\""), key);
	return !set_text(o, row, value) || row->check(value, err);
}

struct conf_file {
	struct options *o;
	struct desk_given desk; /* that it says */
};

static bool
conf_key(const char *section, const char *name, const char *key,
    const char *value, void *ctx, struct err *err)
{
	struct conf_file *f = ctx;
	struct options *o = f->o;
	long seconds;

	if (str_eq(section, "desk") && str_eq(key, "proxy"))
		return set_proxy(o, value, err);
	if (str_eq(section, "desk"))
		return conf_desk(&f->desk, key, value, err);
	if (str_eq(section, "me"))
		return conf_me(o, key, value, err);
	if (str_eq(section, "technician") && str_eq(key, "key"))
		return set_pin(o, value, err);
	if (str_eq(section, "keys") && str_eq(key, "prefix"))
		return set_prefix(o, value, err);
	if (str_eq(section, "visit") && str_eq(key, "grace")) {
		if (!conf_seconds(value, 0, 86400, &seconds, err))
			return false;
		o->grace_s = seconds;
		return true;
	}
	return err_set(err, _("unknown key \"%s\" in [%s]"), key, section);
}

bool
options_read_file(struct options *o, const char *path, struct err *err)
{
	struct conf_file f = {.o = o};

	if (!conf_read(path, conf_key, &f, err))
		return false;
	options_desk_take(o, &f.desk, OPTIONS_BY_FILE);
	return true;
}

static bool
read_default_file(struct options *o, struct err *err)
{
	char *dir = path_config_dir();
	char *path;
	bool ok = true;

	if (dir == NULL)
		return true;
	path = path_join(dir, "agent.conf");
	if (path_exists(path))
		ok = options_read_file(o, path, err);
	free(path);
	free(dir);
	return ok;
}

/* Where nothing names one: the desk that was reached last. A file that cannot
 * be read is none. */
static void
read_last_desk(struct options *o)
{
	struct options last = {0};
	char *dir = path_data_dir();
	char *path = dir != NULL ? path_join(dir, OPTIONS_LAST_DESK) : NULL;

	if (path != NULL && path_exists(path) &&
	    options_read_file(&last, path, NULL)) {
		str_copy(o->host, sizeof(o->host), last.host);
		str_copy(
		    o->fingerprint, sizeof(o->fingerprint), last.fingerprint);
		o->port = last.port;
	}
	options_fini(&last);
	free(path);
	free(dir);
}

/* --- the command line --- */

enum {
	OPT_CONFIG = 256,
	OPT_FINGERPRINT,
	OPT_PROXY,
	OPT_TEXT,
	OPT_FORGET,
	OPT_LICENSES
};

static const struct option long_options[] = {
    {"config", required_argument, NULL, OPT_CONFIG},
    {"fingerprint", required_argument, NULL, OPT_FINGERPRINT},
    {"proxy", required_argument, NULL, OPT_PROXY},
    {"check", no_argument, NULL, 'c'},
    {"technician", required_argument, NULL, OPT_TEXT},
    {"product", required_argument, NULL, OPT_TEXT},
    {"name", required_argument, NULL, OPT_TEXT},
    {"company", required_argument, NULL, OPT_TEXT},
    {"nip", required_argument, NULL, OPT_TEXT},
    {"phone", required_argument, NULL, OPT_TEXT},
    {"problem", required_argument, NULL, OPT_TEXT},
    {"forget", no_argument, NULL, OPT_FORGET},
    {"help", no_argument, NULL, 'h'},
    {"licenses", no_argument, NULL, OPT_LICENSES},
    {"version", no_argument, NULL, 'V'},
    {NULL, 0, NULL, 0},
};

/* What is read once all options are. */
struct line {
	const char *config, *fingerprint; /* NULL = not given */
	bool seen[ARRAY_LEN(long_options)];
};

static bool
one_option(struct options *o, struct line *line, int c, int i, struct err *err)
{
	if (c >= OPT_CONFIG && line->seen[i])
		return err_set(
		    err, _("--%s is given twice"), long_options[i].name);
	if (c >= OPT_CONFIG)
		line->seen[i] = true;
	switch (c) {
	case OPT_CONFIG:
		line->config = optarg;
		return true;
	case OPT_FINGERPRINT:
		line->fingerprint = optarg;
		return true;
	case OPT_PROXY:
		return set_proxy(o, optarg, err) || err_wrap(err, "--proxy");
	case 'c':
		o->action = OPTIONS_CHECK;
		return true;
	case OPT_TEXT:
		(void)set_text(o, text_row(long_options[i].name), optarg);
		return true;
	case OPT_FORGET:
		o->action = OPTIONS_FORGET;
		return true;
	case 'h':
		o->action = OPTIONS_HELP;
		return true;
	case 'V':
		o->action = OPTIONS_VERSION;
		return true;
	case OPT_LICENSES:
		o->action = OPTIONS_LICENSES;
		return true;
	}
	return false;
}

/* Each field of the command line must be one that the desk would take. */
static bool
check_fields(const struct options *o, struct err *err)
{
	for (size_t i = 0; i < ARRAY_LEN(text_rows); i++) {
		const struct text_row *row = &text_rows[i];
		const char *text = *text_of(o, row);

		if (row->check != NULL && text != NULL &&
		    !row->check(text, err))
			return err_wrap(err, "--%s", row->name);
	}
	return true;
}

static bool
wrong_option(int why, const char *word, struct err *err)
{
	const char *near = near_option(word, long_options);

	if (why == ':' && str_eq(word, "--fingerprint"))
		return err_set(err,
		    _("%s wants a value: was the line broken where it was "
		      "pasted? Paste it as one line."),
		    word);
	if (why == ':')
		return err_set(err,
		    _("%s wants a value; pomoc-agent --help tells more"), word);
	return near != NULL ? err_set(err,
				  _("unknown option %s (did you mean --%s?); "
				    "pomoc-agent --help tells more"),
				  word, near)
			    : err_set(err,
				  _("unknown option %s; pomoc-agent --help "
				    "tells more"),
				  word);
}

static bool
read_argv(struct options *o, struct line *line, int argc, char **argv,
    struct err *err)
{
	struct desk_given d = {0};
	int c, i = 0;

	optind = 0; /* also resets the permutation between calls */
	opterr = 0;
	while ((c = getopt_long(argc, argv, ":hV", long_options, &i)) != -1)
		if (c == ':' || c == '?')
			return wrong_option(c, argv[optind - 1], err);
		else if (!one_option(o, line, c, i, err))
			return false;
	if (!desk_given_words(
		&d, line->fingerprint, argv + optind, argc - optind, err))
		return false;
	options_desk_take(o, &d, OPTIONS_BY_LINE);
	return true;
}

/* Everything behind "--" is the command to share; returns what is before. */
static int
split_command(struct options *o, int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		if (!str_eq(argv[i], "--"))
			continue;
		if (i + 1 < argc)
			o->command = argv + i + 1;
		return i;
	}
	return argc;
}

bool
options_read(struct options *o, int argc, char **argv, struct err *err)
{
	struct line line = {0};
	bool ok;

	argc = split_command(o, argc, argv);
	if (!read_argv(o, &line, argc, argv, err))
		return false;
	if (o->action != OPTIONS_RUN && o->action != OPTIONS_CHECK)
		return true;
	if (!check_fields(o, err) || !options_desk_name(o, argv[0], err))
		return false;
	ok = line.config != NULL ? options_read_file(o, line.config, err)
				 : read_default_file(o, err);
	if (!ok)
		return false;
	if (o->host[0] == '\0' && o->fingerprint[0] == '\0')
		read_last_desk(o);
	if (o->host[0] == '\0')
		return err_set(err,
		    _("which desk? pomoc-agent HOST[:PORT] --fingerprint "
		      "SHA256:… as the service point told you"));
	if (o->fingerprint[0] == '\0')
		return err_set(err,
		    _("--fingerprint SHA256:… is missing: ask the service "
		      "point for it, it proves that this is their desk"));
	read_environment(o);
	return true;
}

bool
options_pinned(const struct options *o, const char *fingerprint)
{
	for (int i = 0; i < o->pins; i++)
		if (str_eq(o->pin[i], fingerprint))
			return true;
	return false;
}

const char *
options_help(void)
{
	return _(
	    "usage: pomoc-agent HOST[:PORT] --fingerprint SHA256:… "
	    "[OPTION…] [-- COMMAND…]\n"
	    "       pomoc-agent HOST[:PORT]/FINGERPRINT [OPTION…]\n"
	    "\n"
	    "Asks the service point for help and, when you agree, shares one\n"
	    "terminal with its technician. What is given is not asked.\n"
	    "F12 ends everything at any moment. Without a desk on the command\n"
	    "line, the name of this program's file says it, then agent.conf, "
	    "then\n"
	    "the desk that was reached last.\n"
	    "\n"
	    "  --fingerprint KEY   the desk's key, as the service point told "
	    "you\n"
	    "  --technician NAME   who shall help; any: whoever is free\n"
	    "  --product P         the program that it is about\n"
	    "  --name N, --company C, --phone P\n"
	    "                      who you are\n"
	    "  --nip NUMBER        your firm's tax number, for the invoice\n"
	    "  --problem TEXT      what is wrong, in a line\n"
	    "  --proxy URL         http://[USER:PASSWORD@]HOST:PORT on the way "
	    "to\n"
	    "                      the desk, instead of https_proxy; none: "
	    "without\n"
	    "  --check             walks the way to the desk, says what fails, "
	    "and\n"
	    "                      ends; nothing about you is sent\n"
	    "  --config FILE       instead of ~/.config/pomoc/agent.conf\n"
	    "  --forget            forget the desk that was reached last\n"
	    "  -h, --help; -V, --version; --licenses\n"
	    "  -- COMMAND…         shared instead of your shell, which is started\n"
	    "                      again when it ends; a command ends the visit\n");
}
