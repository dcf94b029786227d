/*
 * The rows of the sub-commands, one per cmd_NAME.c.
 */
#ifndef CONSOLE_CMD_ROWS_H
#define CONSOLE_CMD_ROWS_H

#include "console/cmd.h"

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

#endif
