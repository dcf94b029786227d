/*
 * The log, for a command that reads it.
 */
#pragma once

#include "console/cmd/cmd_base.h"

/* Opens the log in a->data as a->db. What is read is of one moment, however
 * long the printing takes. */
bool cmd_read(struct cmd_args *a, struct err *err);
/* The same for one who takes his moments himself. */
bool cmd_read_moving(struct cmd_args *a, struct err *err);
