/*
 * Sub-commands of pomoc. Each lives in its own cmd_NAME.c, whose only export is
 * one row of the table in cmd.c.
 */
#pragma once

#include <stddef.h>

#define CMD_OK 0
#define CMD_FAIL 1 /* failed, or the answer is no */
#define CMD_USAGE 2 /* wrong options */

struct cmd {
	const char *name;
	const char *help; /* one line, N_() */
	/* argv[0] is the sub-command's name. Returns the exit code. */
	int (*run)(int argc, char **argv);
};

/* The rows, one per cmd_NAME.c. */
extern const struct cmd cmd_queue;
extern const struct cmd cmd_invite;
extern const struct cmd cmd_log;
extern const struct cmd cmd_show;
extern const struct cmd cmd_price;
extern const struct cmd cmd_prices;
extern const struct cmd cmd_report;
extern const struct cmd cmd_statement;
extern const struct cmd cmd_correct;
extern const struct cmd cmd_invoice;
extern const struct cmd cmd_export;
extern const struct cmd cmd_verify;
extern const struct cmd cmd_backup;
extern const struct cmd cmd_restore;
extern const struct cmd cmd_purge;
extern const struct cmd cmd_forget;
extern const struct cmd cmd_person;
extern const struct cmd cmd_client;

/* NULL when there is none such. */
const struct cmd *cmd_find(const char *name);
/* The name that is nearest to a mistyped one; NULL when none is near. */
const char *cmd_nearest(const char *name);
/* The i-th in the order of the table; NULL behind the last. */
const struct cmd *cmd_at(size_t i);
