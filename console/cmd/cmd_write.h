/*
 * The log, for a command that changes it, and in whose name.
 */
#pragma once

#include "console/cmd/cmd_base.h"

/* Opens the log in a->data as a->db, also beside a running desk. */
bool cmd_write(struct cmd_args *a, struct err *err);
/* Who runs the command, for the author of a row, and by what he is known ("user
 * NAME", "key SHA256:..."). */
const char *cmd_author(void);
const char *cmd_by(void);
