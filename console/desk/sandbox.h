/*
 * What a front takes away from itself before it reads the first byte from a
 * stranger: new privileges, core dumps, root, files, and all system calls that
 * it has no use for. What this kernel does not offer is left out and said.
 */
#ifndef DESK_SANDBOX_H
#define DESK_SANDBOX_H

#include <stdbool.h>

#include "shared/base/err.h"

/* Everything that needs a file must be open. report gets one line for the log
 * ("seccomp, landlock, user nobody; no ..."). False only when root could not be
 * given up: then the process must not go on. */
bool sandbox_enter(char *report, int size, struct err *err);

#endif
