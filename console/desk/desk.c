#include "console/desk/desk.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "console/desk/brain_run.h"
#include "console/desk/front.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/log.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"

#define HIDDEN_DESK "__desk"
#define HIDDEN_FRONT "__front"
#define ARGV_MAX 20

void
desk_options_init(struct desk_options *o)
{
	memset(o, 0, sizeof(*o));
	o->ready_fd = o->connector_fd = -1;
}

/* --- the hidden "__desk" --- */

enum {
	ARG_CONFIG,
	ARG_DATA,
	ARG_LISTEN,
	ARG_READY,
	ARG_CONNECTOR,
	ARG_NAME,
	ARG_KEY
};

static const struct option hidden_options[] = {
    {"config", required_argument, NULL, ARG_CONFIG},
    {"data", required_argument, NULL, ARG_DATA},
    {"listen", required_argument, NULL, ARG_LISTEN},
    {"ready-fd", required_argument, NULL, ARG_READY},
    {"connector-fd", required_argument, NULL, ARG_CONNECTOR},
    {"owner-name", required_argument, NULL, ARG_NAME},
    {"owner-key", required_argument, NULL, ARG_KEY},
    {NULL, 0, NULL, 0},
};

static bool
take_option(struct desk_options *o, int option, const char *value)
{
	int64_t fd;

	switch (option) {
	case ARG_CONFIG:
		o->config = value;
		return true;
	case ARG_DATA:
		o->data = value;
		return true;
	case ARG_LISTEN:
		o->listen = value;
		return true;
	case ARG_NAME:
		o->owner_name = value;
		return true;
	case ARG_KEY:
		o->owner_key = value;
		return true;
	case ARG_READY:
	case ARG_CONNECTOR:
		if (!str_int(value, 0, 1024, &fd))
			return false;
		if (option == ARG_READY)
			o->ready_fd = (int)fd;
		else
			o->connector_fd = (int)fd;
		return true;
	default:
		return false;
	}
}

static int
embedded_main(int argc, char **argv)
{
	struct desk_options o;
	int option;

	desk_options_init(&o);
	while (
	    (option = getopt_long(argc, argv, "", hidden_options, NULL)) != -1)
		if (!take_option(&o, option, optarg))
			return DESK_EXIT_USAGE;
	log_init("pomoc-desk", LOG_INFO);
	return brain_run(&o);
}

int
desk_hidden_main(int argc, char **argv)
{
	if (argc < 2)
		return -1;
	/* what libraries do at exit is not possible in the sandbox */
	if (str_eq(argv[1], HIDDEN_FRONT))
		_exit(front_main(argc - 1, argv + 1));
	if (!str_eq(argv[1], HIDDEN_DESK))
		return -1;
	i18n_init();
	if (!clock_zone_init(NULL)) /* the console has said why */
		return DESK_EXIT_USAGE;
	return embedded_main(argc - 1, argv + 1);
}

static void
add(char **argv, const char *name, const char *value)
{
	size_t n = 0;

	if (value == NULL)
		return;
	while (argv[n] != NULL)
		n++;
	argv[n] = str_dup(name);
	argv[n + 1] = str_dup(value);
}

static void
add_fd(char **argv, const char *name, int fd)
{
	char text[16];

	if (fd < 0)
		return;
	snprintf(text, sizeof(text), "%d", fd);
	add(argv, name, text);
}

char **
desk_embedded_argv(const struct desk_options *o)
{
	char **argv = mem_array(ARGV_MAX, sizeof(char *));

	add(argv, "/proc/self/exe", HIDDEN_DESK);
	add(argv, "--config", o->config);
	add(argv, "--data", o->data);
	add(argv, "--listen", o->listen);
	add_fd(argv, "--ready-fd", o->ready_fd);
	add_fd(argv, "--connector-fd", o->connector_fd);
	add(argv, "--owner-name", o->owner_name);
	add(argv, "--owner-key", o->owner_key);
	return argv;
}

void
desk_argv_free(char **argv)
{
	if (argv == NULL)
		return;
	for (size_t i = 0; argv[i] != NULL; i++)
		free(argv[i]);
	free(argv);
}
