/*
 * What makes one data folder belong to one desk: a lock file with the pid of
 * its owner, held by flock, so that it dies with the process.
 */
#pragma once

#include <stdbool.h>

#include "shared/base/err.h"

/* Takes DIR/desk.lock; the descriptor, or -1 with err: the pid of the desk that
 * has it, or why the disk cannot lock. Close the descriptor to give it back. */
int lock_take(const char *dir, struct err *err);
/* Pid of the desk that runs on the folder, 0 when there is none. */
int lock_owner(const char *dir);
