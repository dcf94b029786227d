/*
 * What a front takes away from itself before it reads the first byte from a
 * stranger: new privileges, core dumps, root, files, and all system calls that
 * it has no use for; of those that can do much only the arguments that it
 * needs. What this kernel does not offer is left out and said.
 *
 * What it must not have at all is not given to it: a terminal, the log, other
 * descriptors (brain_front.c).
 */
#pragma once

#include <stdbool.h>

#include "shared/base/err.h"

/* Everything that needs a file must be open. report gets one line for the log
 * ("seccomp, landlock, user nobody; no ..."). False only when root could not be
 * given up: then the process must not go on. Where root is but a name (in a
 * rootless container) there is nothing to give up, and that is said. */
bool sandbox_enter(char *report, int size, struct err *err);
