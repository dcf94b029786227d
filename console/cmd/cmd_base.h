/*
 * A sub-command while it runs: what it was given, what it says and writes.
 * Below the parsing of its options (cmd_args.h) and the desk
 * elsewhere that runs it (remote.h).
 */
#pragma once

#include "console/cmd/cmd.h"

struct db;

/* For whom this process runs a command that was typed elsewhere. */
struct cmd_served {
	const char *data, *config; /* of the desk; config may be NULL */
	const char *name, *key; /* the technician */
};

/* What it was given, filled by cmd_parse(). */
struct cmd_args {
	const struct cmd *cmd;
	int words;
	char **word;
	const char *data; /* the folder; never NULL afterwards */
	const char *config; /* NULL unless given */
	const char *desk, *fingerprint, *identity; /* the same */
	const char *output; /* NULL unless a CMD_FILE was given */
	bool force; /* CMD_FORCE was */
	bool no_pager;
	struct err zone; /* what is wrong with TZ, of a command with no_days */
	struct db *db; /* the log; NULL until it is opened */
	bool writes; /* to be changed: cmd_done() says that it was */
	int code; /* what the command ends with, once something was said */
};

/* From now on all commands of this process are for him: no option leads to
 * files of this machine. Both must outlive the commands. */
void cmd_serve(const struct cmd_served *whom);
/* NULL = who typed it is here. */
const struct cmd_served *cmd_served(void);

/* "pomoc log: TEXT" to standard error; false, the command ends with CMD_FAIL.
 */
bool cmd_fail(struct cmd_args *a, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* The same with CMD_USAGE: a configuration that cannot be used. */
bool cmd_config(struct cmd_args *a, const struct err *err);
/* Also that --help helps. */
bool cmd_usage(struct cmd_args *a, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* A word that must be a ticket's number. */
bool cmd_ticket(struct cmd_args *a, const char *word, int64_t *ticket);
/* The log in a->data, for cmd_read(), cmd_write() and cmd_run(). */
bool cmd_open(struct cmd_args *a, bool writes, struct err *err);
void cmd_close(struct cmd_args *a);
/* What a command wrote: to --output, not over a file without --force, or else
 * to standard output. */
bool cmd_deliver(
    const struct cmd_args *a, const char *text, size_t len, struct err *err);
/* Whether that would be refused. */
bool cmd_may_deliver(const struct cmd_args *a, struct err *err);
/* Is what it prints for the pager (cmd_pager.h)? */
bool cmd_pages(const struct cmd_args *a);
/* Columns of the terminal, $COLUMNS or 80. */
int cmd_columns(void);
/* Flushes standard output; CMD_FAIL after a message when it was not written,
 * else code. */
int cmd_done(const struct cmd_args *a, int code);
