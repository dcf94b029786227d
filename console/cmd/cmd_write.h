/*
 * The log, for a command that changes it, and in whose name.
 */
#pragma once

#include "console/cmd/cmd_read.h"

/* The log in a->data, also beside a running desk; NULL after a message. */
struct db *cmd_write(const struct cmd_args *a);
/* Who runs the command, for the author of a row, and by what he is known ("user
 * NAME", "key SHA256:..."); free() them. */
char *cmd_author(void);
char *cmd_by(void);
