/*
 * Options of a sub-command from its table (cmd.h): parsing (getopt_long),
 * --help and messages for wrong ones. --data, --config and --help are in every
 * command; --desk, --fingerprint and --identity say that a desk elsewhere is to
 * run it (remote.h).
 */
#pragma once

#include "console/cmd/cmd_base.h"

/* a->cmd is set. True: go on. False: a->code is the exit code, everything was
 * said. */
bool cmd_parse(struct cmd_args *a, int argc, char **argv);
