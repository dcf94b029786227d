#include "agent/options.h"

#include <getopt.h>
#include <string.h>

#include "agent/options_desk.h"
#include "agent/options_file.h"
#include "agent/options_text.h"
#include "shared/base/i18n.h"
#include "shared/base/near.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
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

void
options_fini(struct options *o)
{
	options_text_fini(o);
	memset(o, 0, sizeof(*o));
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

/* Help goes before all; of two others none would be left out unseen. */
static bool
set_action(struct options *o, enum options_action action, struct err *err)
{
	if (o->action == OPTIONS_HELP)
		return true;
	if (action != OPTIONS_HELP && o->action != OPTIONS_RUN &&
	    o->action != action)
		return err_set(err,
		    _("--check, --forget, --licenses, --version: only one of "
		      "them at a time"));
	o->action = action;
	return true;
}

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
		return options_desk_proxy(o, optarg, err) ||
		    err_wrap(err, "--proxy");
	case 'c':
		return set_action(o, OPTIONS_CHECK, err);
	case OPT_TEXT:
		(void)options_text_set(o, long_options[i].name, optarg);
		return true;
	case OPT_FORGET:
		return set_action(o, OPTIONS_FORGET, err);
	case 'h':
		return set_action(o, OPTIONS_HELP, err);
	case 'V':
		return set_action(o, OPTIONS_VERSION, err);
	case OPT_LICENSES:
		return set_action(o, OPTIONS_LICENSES, err);
	}
	return false;
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
	if (!options_text_check(o, err) || !options_desk_name(o, argv[0], err))
		return false;
	ok = line.config != NULL ? options_file_read(o, line.config, err)
				 : options_file_default(o, err);
	if (!ok)
		return false;
	options_file_last(o);
	if (o->host[0] == '\0')
		return err_set(err,
		    _("which desk? Take this file from the page of the service "
		      "point and leave its name as it is, or start it as they "
		      "told you: pomoc-agent HOST[:PORT] --fingerprint "
		      "SHA256:…"));
	if (o->fingerprint[0] == '\0')
		return err_set(err,
		    _("--fingerprint SHA256:… is missing: ask the service "
		      "point for it, it proves that this is their desk"));
	options_desk_environment(o);
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
