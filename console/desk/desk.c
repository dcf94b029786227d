#include "console/desk/desk.h"

#include <stddef.h>
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
#include "shared/base/util.h"

#define HIDDEN_DESK "__desk"
#define HIDDEN_FRONT "__front"

void
desk_options_init(struct desk_options *o)
{
	memset(o, 0, sizeof(*o));
	o->ready_fd = o->connector_fd = o->log_level = -1;
}

/* --- the hidden "__desk" --- */

#define AT(member) offsetof(struct desk_options, member)

/* What is handed over, as pairs of words, to where it is a text or a number. */
static const struct {
	const char *name;
	size_t at;
	bool is_number; /* -1 = none */
} hidden[] = {
    {"--config", AT(config), false},
    {"--data", AT(data), false},
    {"--listen", AT(listen), false},
    {"--ready-fd", AT(ready_fd), true},
    {"--connector-fd", AT(connector_fd), true},
    {"--owner-name", AT(owner_name), false},
    {"--owner-key", AT(owner_key), false},
    {"--log-level", AT(log_level), true},
};

static bool
take_option(struct desk_options *o, const char *name, const char *value)
{
	int64_t n;
	size_t i = 0;

	while (i < ARRAY_LEN(hidden) && !str_eq(hidden[i].name, name))
		i++;
	if (i == ARRAY_LEN(hidden) || value == NULL)
		return false;
	if (!hidden[i].is_number) {
		*(const char **)((char *)o + hidden[i].at) = value;
		return true;
	}
	if (!str_int(value, 0, 1024, &n))
		return false;
	*(int *)((char *)o + hidden[i].at) = (int)n;
	return true;
}

static int
embedded_main(int argc, char **argv)
{
	struct desk_options o;

	desk_options_init(&o);
	for (int i = 1; i < argc; i += 2)
		if (!take_option(&o, argv[i], argv[i + 1]))
			return DESK_EXIT_USAGE;
	log_init("pomoc-desk",
	    o.log_level >= 0 ? (enum log_level)o.log_level : LOG_INFO);
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

char **
desk_embedded_argv(const struct desk_options *o)
{
	char **argv = mem_array(3 + 2 * ARRAY_LEN(hidden), sizeof(char *));
	int n = 0;

	argv[n++] = str_dup("/proc/self/exe");
	argv[n++] = str_dup(HIDDEN_DESK);
	for (size_t i = 0; i < ARRAY_LEN(hidden); i++) {
		const char *at = (const char *)o + hidden[i].at;
		const char *text = hidden[i].is_number
		    ? NULL
		    : *(const char *const *)at;
		int number = hidden[i].is_number ? *(const int *)at : -1;

		if (text == NULL && number < 0)
			continue;
		argv[n++] = str_dup(hidden[i].name);
		argv[n++] = text != NULL ? str_dup(text)
					 : str_fmt("%d", number);
	}
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
