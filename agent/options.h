/*
 * What the user told the agent before it started: the command line over the
 * name of the program's file (shared/net/filename.h) over the configuration
 * file, and where none of them names a desk, the one that was reached last.
 * Nothing here talks to anybody.
 *
 * The name is argv[0]: the one by which the program was called, which may be
 * that of a link. What the system knows of the file itself (/proc/self/exe) is
 * where links lead to, and is not there in every root.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "agent/desk_given.h"
#include "shared/base/err.h"
#include "shared/net/keys.h"
#include "shared/net/proxy.h"

#define OPTIONS_PINS_MAX 16
/* In the data folder: [desk], as in agent.conf, of the one reached last. */
#define OPTIONS_LAST_DESK "last_desk"
#define OPTIONS_GRACE_S 600

/* exit codes, as in the manual page */
enum {
	AGENT_EXIT_OK = 0,
	AGENT_EXIT_FAIL = 1, /* the desk refused, or something broke */
	AGENT_EXIT_USAGE = 2, /* options or configuration */
	AGENT_EXIT_KEY = 3, /* the desk shows another key */
	AGENT_EXIT_TERMINAL = 4 /* no terminal, or too small */
};

enum options_action {
	OPTIONS_RUN,
	OPTIONS_HELP,
	OPTIONS_VERSION,
	OPTIONS_LICENSES,
	OPTIONS_CHECK, /* the way to the desk */
	OPTIONS_FORGET /* the desk that was reached last */
};

/* Who says which desk; the first ones go before the others. */
enum options_by { OPTIONS_BY_LINE, OPTIONS_BY_NAME, OPTIONS_BY_FILE };

#define OPTIONS_NOTE_SIZE 600

struct options {
	enum options_action action;
	char host[DESK_GIVEN_HOST_SIZE];
	int port;
	char fingerprint[KEY_FP_SIZE];
	enum options_by host_by, fingerprint_by;
	/* The user has written that desk himself, or went on with it before: he
	 * need not see whose it is before what he gave is told to it. */
	bool own;
	/* Which of those contradict each other, and which of them holds: for
	 * the first screen; "" = none. */
	char note[OPTIONS_NOTE_SIZE];
	struct proxy proxy; /* to the desk; no host = none */
	bool proxy_told; /* not by the environment */
	/* NULL = not given, and so asked for */
	char *technician; /* "any" = anyone */
	char *product;
	char *name;
	char *company;
	char *nip; /* asked for with the company only, may stay "" */
	char *phone;
	char *problem;
	char *const *command; /* NULL = the user's shell; points into argv */
	char prefix; /* control character, 0x1d by default */
	int64_t grace_s;
	char pin[OPTIONS_PINS_MAX][KEY_FP_SIZE];
	int pins;
};

void options_init(struct options *o);
void options_fini(struct options *o);
/* Reads argv, then the name in argv[0], then the configuration file (--config,
 * or the default one where it exists) for what was left open. False with one
 * line of what is wrong: an option that is given twice, two desks in one place,
 * a name that is broken where the command line does not name the desk. */
bool options_read(struct options *o, int argc, char **argv, struct err *err);
/* True when the configuration lets this key in without the check code. */
bool options_pinned(const struct options *o, const char *fingerprint);
/* The text of --help; static, translated. */
const char *options_help(void);
