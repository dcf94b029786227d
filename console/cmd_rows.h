/*
 * The rows of the sub-commands, one per cmd_NAME.c.
 */
#ifndef CONSOLE_CMD_ROWS_H
#define CONSOLE_CMD_ROWS_H

#include "console/cmd.h"

extern const struct cmd cmd_log;

#endif
