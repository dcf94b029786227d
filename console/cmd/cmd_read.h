/*
 * The log, for a command that reads it.
 */
#pragma once

#include "console/cmd/cmd_args.h"

struct db;

/* The log in a->data, behind cmd_parse(); NULL after a message. What is read is
 * of one moment, however long the printing takes. */
struct db *cmd_read(const struct cmd_args *a);
/* The same for one who takes his moments himself. */
struct db *cmd_read_moving(const struct cmd_args *a);
/* For cmd_write(). */
struct db *cmd_open(const struct cmd_args *a, bool writes);
/* Closes it, however it was opened, and ends the command: cmd_done() for
 * CMD_OK, else code. */
int cmd_close(const struct cmd_args *a, struct db *db, int code);
