/* pomoc-desk: the desk as a daemon of its own. See man 8 pomoc-desk. */
#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "console/config/config.h"
#include "console/config/config_prices.h"
#include "console/desk/brain_run.h"
#include "console/desk/brain_watch.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/log.h"
#include "shared/base/mem.h"
#include "shared/base/near.h"
#include "shared/base/path.h"
#include "shared/base/process.h"
#include "shared/base/str.h"
#include "shared/net/trust.h"

enum {
	OPT_CONFIG = 256,
	OPT_DATA,
	OPT_LISTEN,
	OPT_READY,
	OPT_LIMITS,
	OPT_CHECK
};

static const struct option main_options[] = {
    {"config", required_argument, NULL, OPT_CONFIG},
    {"data", required_argument, NULL, OPT_DATA},
    {"listen", required_argument, NULL, OPT_LISTEN},
    {"ready-fd", required_argument, NULL, OPT_READY},
    {"print-limits", no_argument, NULL, OPT_LIMITS},
    {"check-config", no_argument, NULL, OPT_CHECK},
    {"quiet", no_argument, NULL, 'q'},
    {"verbose", no_argument, NULL, 'v'},
    {"help", no_argument, NULL, 'h'},
    {"version", no_argument, NULL, 'V'},
    {NULL, 0, NULL, 0},
};

struct wish {
	struct desk_options desk;
	bool limits;
	bool check;
	enum log_level level;
};

static int
complain(const char *text)
{
	fprintf(stderr, "pomoc-desk: %s\n", text);
	return DESK_EXIT_USAGE;
}

static int
print_help(void)
{
	printf(
	    _("usage: pomoc-desk [--config FILE] [--data FOLDER] "
	      "[--listen ADDRESS:PORT] [--ready-fd N] [-q | -v]\n"
	      "       pomoc-desk [--config FILE] --print-limits | "
	      "--check-config\n"
	      "The desk where clients wait and technicians pick them; see "
	      "pomoc-desk(8).\n"
	      "\n"
	      "  --config FILE          configuration (default: pomoc.conf)\n"
	      "  --data FOLDER          journal, keys, technicians\n"
	      "  --listen ADDRESS:PORT  default %s; port 0: any free one\n"
	      "  --ready-fd N           write \"ready ADDRESS:PORT KEY\" "
	      "there once it accepts\n"
	      "  -q, --quiet            log warnings and errors only\n"
	      "  -v, --verbose          log all, also each tick of a clock\n"
	      "  --print-limits         print the limits in force and end\n"
	      "  --check-config         read the configuration and end\n"
	      "  -h, --help; -V, --version\n"),
	    CONFIG_LISTEN);
	return DESK_EXIT_OK;
}

/* Those of the data folder, where one is named: an error in them keeps a desk
 * from starting, too. */
static bool
check_technicians(
    const struct wish *w, const struct config *config, struct err *err)
{
	char *data = config_data_dir(config, w->desk.data);
	char *file = path_join(data, BRAIN_TECHNICIANS);
	struct trust *t = trust_new(file);
	bool named = w->desk.data != NULL || config->data[0] != '\0',
	     ok = !named || !path_exists(file) || trust_reload(t, NULL, err);

	trust_free(t);
	free(file);
	free(data);
	return ok;
}

/* The configuration without a desk: limits, or only whether it is right. */
static int
look_at_config(const struct wish *w)
{
	struct config *config = mem_alloc(sizeof(*config));
	struct prices prices;
	struct buf text = BUF_INIT;
	int exit_code = DESK_EXIT_OK;
	struct err err = {0};

	if (!config_read(config, w->desk.config, &err) ||
	    !config_read_prices(&prices, w->desk.config, &err) ||
	    (w->check && !check_technicians(w, config, &err))) {
		exit_code = complain(err.text);
	} else if (w->limits) {
		limits_print(&config->limits, &text);
		fputs(buf_str(&text), stdout);
	}
	buf_fini(&text);
	free(config);
	return exit_code;
}

static bool
open_fd(const char *text, int *fd)
{
	int64_t n;

	if (!str_int(text, 0, 1023, &n) || fcntl((int)n, F_GETFD) < 0)
		return false;
	*fd = (int)n;
	return true;
}

static int
bad_option(const char *option, int why)
{
	const char *near = near_option(option, main_options);
	char text[300];

	if (why == ':')
		snprintf(text, sizeof(text),
		    _("%s wants a value; pomoc-desk --help tells more"),
		    option);
	else if (near != NULL)
		snprintf(text, sizeof(text),
		    _("unknown option %s (did you mean --%s?); pomoc-desk "
		      "--help tells more"),
		    option, near);
	else
		snprintf(text, sizeof(text),
		    _("unknown option %s; pomoc-desk --help tells more"),
		    option);
	return complain(text);
}

static int
bad_word(const char *word)
{
	char text[300];

	snprintf(text, sizeof(text),
	    _("\"%s\" is one word too many; pomoc-desk --help tells more"),
	    word);
	return complain(text);
}

/* -1 = go on. */
static int
read_options(int argc, char **argv, struct wish *w)
{
	int option;

	while ((option = getopt_long(
		    argc, argv, ":hqvV", main_options, NULL)) != -1) {
		switch (option) {
		case OPT_CONFIG:
			w->desk.config = optarg;
			break;
		case OPT_DATA:
			w->desk.data = optarg;
			break;
		case OPT_LISTEN:
			w->desk.listen = optarg;
			break;
		case OPT_READY:
			if (!open_fd(optarg, &w->desk.ready_fd))
				return complain(_("--ready-fd: not the number "
						  "of an open descriptor"));
			break;
		case OPT_LIMITS:
			w->limits = true;
			break;
		case OPT_CHECK:
			w->check = true;
			break;
		case 'q':
			w->level = LOG_WARN;
			break;
		case 'v':
			w->level = LOG_DEBUG;
			break;
		case 'h':
			return print_help();
		case 'V':
			puts("pomoc-desk " POMOC_VERSION);
			return DESK_EXIT_OK;
		default:
			return bad_option(argv[optind - 1], option);
		}
	}
	if (optind < argc)
		return bad_word(argv[optind]);
	return -1;
}

static int
run(int argc, char **argv)
{
	struct wish w = {.level = LOG_INFO};
	bool zone;
	struct err err = {0};
	int exit_code;

	i18n_init();
	zone = clock_zone_init(&err);
	desk_options_init(&w.desk);
	exit_code = read_options(argc, argv, &w);
	log_init("pomoc-desk", w.level);
	if (exit_code >= 0)
		return exit_code;
	if (!zone) /* its days are those of the bills */
		return complain(err.text);
	if (w.limits || w.check)
		return look_at_config(&w);
	return brain_run(&w.desk);
}

int
main(int argc, char **argv)
{
	int code;

	process_begin();
	code = desk_hidden_main(argc, argv);
	if (code < 0)
		code = run(argc, argv);
	return process_end("pomoc-desk", code);
}
