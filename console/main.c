/* The program pomoc: its options, then the console or a sub-command. */
#include <getopt.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "console/run.h"
#include "console/cmd/cmd.h"
#include "console/desk/desk.h"
#include "console/cmd/served.h"
#include "console/link/target.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/log.h"
#include "shared/base/mem.h"
#include "shared/base/near.h"
#include "shared/base/process.h"
#include "shared/base/str.h"
#include "shared/sys/self.h"

enum {
	OPT_CONFIG = 256,
	OPT_DATA,
	OPT_LISTEN,
	OPT_DESK,
	OPT_FINGERPRINT,
	OPT_IDENTITY
};

static const struct option options[] = {
    {"config", required_argument, NULL, OPT_CONFIG},
    {"data", required_argument, NULL, OPT_DATA},
    {"listen", required_argument, NULL, OPT_LISTEN},
    {"desk", required_argument, NULL, OPT_DESK},
    {"fingerprint", required_argument, NULL, OPT_FINGERPRINT},
    {"identity", required_argument, NULL, OPT_IDENTITY},
    {"quiet", no_argument, NULL, 'q'},
    {"verbose", no_argument, NULL, 'v'},
    {"help", no_argument, NULL, 'h'},
    {"version", no_argument, NULL, 'V'},
    {NULL, 0, NULL, 0},
};

__attribute__((format(printf, 1, 2))) static int
usage(const char *fmt, ...)
{
	va_list ap;

	fputs("pomoc: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputs(_("; pomoc --help tells more\n"), stderr);
	return CMD_USAGE;
}

static int
help(void)
{
	fputs(_("usage: pomoc [OPTION...]\n"
		"       pomoc COMMAND [OPTION...]\n\n"
		"The console of the technician: the queue of clients, live "
		"visits, the time log.\n\n"
		"  --config FILE       instead of ~/.config/pomoc/pomoc.conf\n"
		"  --data DIR          data folder of this desk\n"
		"  --listen ADDR:PORT  where clients reach this desk\n"
		"                      (127.0.0.1:7722)\n"
		"  --desk HOST[:PORT]  use that desk instead of one of our "
		"own\n"
		"  --fingerprint KEY   its host key, SHA256:...; required with "
		"--desk\n"
		"  --identity FILE     the technician's private key, or the "
		"public\n"
		"                      one of a key in ssh-agent\n"
		"  -q, --quiet         log warnings and errors only\n"
		"  -v, --verbose       log all, also each tick of a clock\n"
		"  -h, --help; -V, --version\n\n"
		"Commands; pomoc help COMMAND tells more:\n"),
	    stdout);
	for (size_t i = 0; cmd_at(i) != NULL; i++)
		printf("  %-12s %s\n", cmd_at(i)->name, _(cmd_at(i)->help));
	return CMD_OK;
}

static int
version(void)
{
	puts("pomoc " POMOC_VERSION);
	return CMD_OK;
}

static int
no_command(const char *name)
{
	const char *near = cmd_nearest(name);

	return near != NULL
	    ? usage(_("there is no command \"%s\", but \"%s\""), name, near)
	    : usage(_("there is no command \"%s\""), name);
}

/* `pomoc help log` is `pomoc log --help`. */
static int
help_on(const char *name)
{
	char *argv[] = {(char *)(uintptr_t)name, "--help", NULL};

	if (name == NULL || str_eq(name, "help"))
		return help();
	if (cmd_find(name) == NULL)
		return no_command(name);
	return cmd_run(cmd_find(name), 2, argv);
}

/* `pomoc --data DIR log ...`: what stands before the command is handed on. */
static int
run_command(int argc, char **argv, int first)
{
	const struct cmd *cmd = cmd_find(argv[first]);
	char **list;
	int n = 0, code;

	if (str_eq(argv[first], "help"))
		return help_on(argv[first + 1]);
	if (str_eq(argv[first], "version"))
		return version();
	if (cmd == NULL)
		return no_command(argv[first]);
	list = mem_array((size_t)argc + 1, sizeof(*list));
	list[n++] = argv[first];
	for (int i = 1; i < first; i++)
		list[n++] = argv[i];
	for (int i = first + 1; i < argc; i++)
		list[n++] = argv[i];
	optind = 0; /* getopt starts afresh */
	code = cmd_run(cmd, n, list);
	free(list);
	return code;
}

static int
take_option(struct run_options *o, const char **desk, int c)
{
	switch (c) {
	case OPT_CONFIG:
		o->config = optarg;
		break;
	case OPT_DATA:
		o->data = optarg;
		break;
	case OPT_LISTEN:
		o->listen = optarg;
		break;
	case OPT_DESK:
		*desk = optarg;
		break;
	case OPT_FINGERPRINT:
		o->fingerprint = optarg;
		break;
	case OPT_IDENTITY:
		o->identity = optarg;
		break;
	case 'q':
		log_init("pomoc", LOG_WARN);
		break;
	case 'v':
		log_init("pomoc", LOG_DEBUG);
		break;
	default:
		return CMD_USAGE;
	}
	return CMD_OK;
}

/* What pomoc.conf says for those that were not given. --listen is for a desk of
 * our own. */
static int
read_console(struct run_options *o, const char **desk)
{
	struct err err = {0};

	if (!target_fill(o->config, o->listen != NULL, desk, &o->fingerprint,
		&o->identity, &err)) {
		fprintf(stderr, "pomoc: %s\n", err.text);
		return CMD_USAGE;
	}
	return CMD_OK;
}

/* --desk and what goes with it. */
static int
check_desk(struct run_options *o, const char *desk)
{
	static struct target target;
	struct err err = {0};

	if (desk == NULL) {
		if (o->fingerprint != NULL)
			return usage(_("%s has a meaning only with --desk"),
			    "--fingerprint");
		return CMD_OK;
	}
	if (o->listen != NULL)
		return usage(_("%s is for a desk of our own, not for --desk"),
		    "--listen");
	if (o->fingerprint == NULL)
		return usage(_("%s also wants --fingerprint SHA256:..., as "
			       "shown by that desk"),
		    "--desk");
	if (!target_take(&target, desk, o->fingerprint, &err))
		return usage("%s", err.text);
	o->host = target.host;
	o->port = target.port;
	o->fingerprint = target.fingerprint;
	return CMD_OK;
}

static int
wrong_option(int why, const char *word)
{
	const char *near = near_option(word, options);

	if (why == ':')
		return usage(_("%s wants a value"), word);
	return near != NULL
	    ? usage(_("unknown option %s (did you mean --%s?)"), word, near)
	    : usage(_("unknown option %s"), word);
}

static int
run(int argc, char **argv)
{
	struct run_options o = {0};
	const char *desk = NULL;
	struct err err = {0};
	int c, code;

	i18n_init();
	if (sodium_init() < 0)
		return CMD_FAIL;
	log_init("pomoc", LOG_INFO);
	while ((c = getopt_long(argc, argv, "+:hqvV", options, NULL)) != -1) {
		if (c == 'h')
			return help();
		if (c == 'V')
			return version();
		if (take_option(&o, &desk, c) != CMD_OK)
			return wrong_option(c, argv[optind - 1]);
	}
	if (optind < argc)
		return run_command(argc, argv, optind);
	code = read_console(&o, &desk);
	if (code == CMD_OK)
		code = check_desk(&o, desk);
	if (code != CMD_OK)
		return code;
	if (!clock_zone_init(&err)) {
		if (o.host == NULL) /* a desk of our own bills by day */
			return usage("%s", err.text);
		o.warning = err.text;
	}
	self_protect();
	return run_console(&o);
}

int
main(int argc, char **argv)
{
	int code;

	process_begin();
	code = desk_hidden_main(argc, argv);
	if (code < 0)
		code = served_main(argc, argv);
	if (code < 0)
		code = run(argc, argv);
	return process_end("pomoc", code);
}
