/*
 * A sub-command while it runs: what it was given, what it says and writes.
 * Below the parsing of its options (cmd_args.h) and the desk
 * elsewhere that runs it (remote.h).
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "console/cmd/cmd.h"
#include "shared/base/err.h"

enum cmd_type {
	CMD_FLAG, /* bool */
	CMD_TEXT, /* const char * */
	CMD_NAME, /* const char *: of whom or what; nothing is not everything */
	CMD_NUMBER, /* int64_t, 0 or more */
	CMD_MONEY, /* int64_t, grosze */
	CMD_FROM, /* int64_t, UTC: a day's beginning, or a moment */
	CMD_TO, /* int64_t, UTC: a day's end (the next one's beginning) */
	CMD_MONTH, /* int64_t[2], UTC: from and to */
	CMD_YESNO, /* int: 1 yes, -1 no; 0 not given */
	/* of the machine where it is typed, whoever runs the command */
	CMD_FILE, /* const char * */
	CMD_FORCE /* bool */
};

struct cmd_opt {
	const char *name; /* NULL ends the table */
	enum cmd_type type;
	void *to;
	const char *arg; /* how the value is called in --help: "DAY" */
	const char *help; /* one line, N_() */
};

/* What an option goes with, so that none is passed over in silence. */
struct cmd_rule {
	const char *option; /* without dashes; NULL ends the table */
	/* words, one of which must be given: the first one beside the options,
	 * or an option with its dashes; "!--option" must not be given */
	const char *with;
};

/* For whom this process runs a command that was typed elsewhere. */
struct cmd_served {
	const char *data, *config; /* of the desk; config may be NULL */
	const char *name, *key; /* the technician */
};

struct cmd_args {
	const char *name; /* of the sub-command */
	const char *usage; /* "[OPTION...] TICKET" */
	const char *about; /* one or two lines, N_() */
	const struct cmd_opt *opt;
	const struct cmd_rule *rule; /* NULL = none */
	int min, max; /* words beside the options */
	bool no_days; /* neither takes nor tells days: works in any time zone */
	bool at_desk; /* takes --desk: runs there for a technician who may */
	/* where the values of --output FILE and --force are; NULL = no such */
	const char *const *output;
	const bool *force;
	/* filled by cmd_parse() */
	int words;
	char **word;
	const char *data; /* the folder; never NULL afterwards */
	const char *config; /* NULL unless given */
	const char *desk, *fingerprint, *identity; /* the same */
};

/* From now on all commands of this process are for him: no option leads to
 * files of this machine. Both must outlive the commands. */
void cmd_serve(const struct cmd_served *whom);
/* NULL = who typed it is here. */
const struct cmd_served *cmd_served(void);

/* "pomoc log: TEXT" to standard error. Returns CMD_FAIL. */
int cmd_fail(const struct cmd_args *a, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* A configuration that cannot be used: CMD_USAGE. */
int cmd_config(const struct cmd_args *a, const struct err *err);
/* The same, and that --help helps. Returns CMD_USAGE. */
int cmd_usage(const struct cmd_args *a, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* A word that must be a ticket's number. */
bool cmd_ticket(
    const struct cmd_args *a, const char *word, int64_t *ticket, int *code);
/* What a command wrote: to --output, not over a file without --force, or else
 * to standard output. CMD_OK, or CMD_FAIL after a message. */
int cmd_deliver(const struct cmd_args *a, const char *text, size_t len);
/* A log is open to be changed: cmd_done() says that it was, whatever becomes of
 * the answer. */
void cmd_note_writing(void);
/* Columns of the terminal, $COLUMNS or 80. */
int cmd_columns(void);
/* Flushes standard output; CMD_FAIL after a message when it was not written,
 * else code. */
int cmd_done(const struct cmd_args *a, int code);
