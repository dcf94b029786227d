/*
 * A sub-command that a desk elsewhere runs: connects as the console does, has
 * the desk run it (console/desk/brain_command.h) and writes what it wrote:
 * standard output and error as they come, a file only here. A desk that lies
 * can give wrong figures and nothing else: what comes is bytes, and a terminal
 * is shown only what it cannot obey.
 */
#pragma once

#include "console/cmd/cmd_base.h"

/* The link to the desk that --fingerprint named showed another key. */
#define REMOTE_WRONG_KEY 3

/* words: the command, its options and its words, one in each line; a->desk and
 * a->fingerprint are given. a->code is the exit code; everything was said. */
void remote_run(struct cmd_args *a, const char *words);
