/*
 * Sub-commands of pomoc. Each lives in its own cmd_NAME.c, whose only export is
 * cmd_NAME: what it is called, takes and does. From that its options are
 * parsed, --help and the list of `pomoc help` printed, and from these the
 * completion takes what it offers. A line in CMD_NAMES makes it known.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/base/err.h"

#define CMD_OK 0
#define CMD_FAIL 1 /* failed, or the answer is no */
#define CMD_USAGE 2 /* wrong options */

#define CMD_OPTS 20
#define CMD_RULES 10 /* with the end of the table */

enum cmd_type {
	CMD_FLAG, /* bool */
	CMD_TEXT, /* const char * */
	CMD_NAME, /* const char *: of whom or what; nothing is not everything */
	CMD_NUMBER, /* int64_t, 0 or more */
	CMD_MONEY, /* int64_t, grosze */
	CMD_LENGTH, /* int64_t, seconds; also as "2:05" and "2h" */
	CMD_FROM, /* int64_t, UTC: a day's beginning, or a moment */
	CMD_TO, /* int64_t, UTC: a day's end (the next one's beginning) */
	CMD_MONTH, /* int64_t[2], UTC: from and to */
	CMD_YESNO, /* int: 1 yes, -1 no; 0 not given */
	/* of the machine where it is typed, whoever runs the command; they go
	 * to what cmd_deliver() reads */
	CMD_FILE,
	CMD_FORCE
};

struct cmd_opt {
	const char *name; /* NULL ends the table */
	enum cmd_type type;
	void *to; /* a command runs once in a process */
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

struct cmd_args;

struct cmd {
	const char *name;
	const char *help; /* one line, N_() */
	const char *usage; /* "[OPTION...] TICKET", N_() */
	const char *about; /* one or two lines, N_() */
	struct cmd_opt opt[CMD_OPTS];
	struct cmd_rule rule[CMD_RULES];
	int min, max; /* words beside the options */
	bool no_days; /* neither takes nor tells days: works in any time zone */
	bool pages; /* what it prints may be long */
	bool at_desk; /* takes --desk: runs there for a technician who may */
	/* Checks what the table cannot say and does the work (cmd_base.h); a
	 * log that it opens (cmd_read.h, cmd_write.h) is closed behind it.
	 * False with err, or once cmd_fail() or cmd_usage() has said why. */
	bool (*run)(struct cmd_args *a, struct err *err);
};

/* In the order of `pomoc help`. */
#define CMD_NAMES(X) \
	X(queue)     \
	X(invite)    \
	X(page)      \
	X(doctor)    \
	X(log)       \
	X(show)      \
	X(price)     \
	X(prices)    \
	X(report)    \
	X(statement) \
	X(correct)   \
	X(invoice)   \
	X(paid)      \
	X(export)    \
	X(verify)    \
	X(backup)    \
	X(restore)   \
	X(purge)     \
	X(forget)    \
	X(person)    \
	X(client)    \
	X(technician)

#define CMD_DECLARE(name) extern const struct cmd cmd_##name;
CMD_NAMES(CMD_DECLARE)

/* NULL when there is none such. */
const struct cmd *cmd_find(const char *name);
/* The name that is nearest to a mistyped one; NULL when none is near. */
const char *cmd_nearest(const char *name);
/* The i-th of CMD_NAMES; NULL behind the last. */
const struct cmd *cmd_at(size_t i);
/* argv[0] is its name. Returns the exit code; everything was said. */
int cmd_run(const struct cmd *cmd, int argc, char **argv);
