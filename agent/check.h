/*
 * pomoc-agent --check: walks the way to the desk as a request would, one step
 * after the other, and prints what each one took or why it fails and what to
 * do. It logs in with a key that is made for this and thrown away, says nothing
 * about its user, asks for nothing and leaves nothing behind.
 */
#pragma once

#include "agent/options.h"

/* Returns the exit code: AGENT_EXIT_OK, _KEY or _FAIL. */
int check_run(const struct options *options);
