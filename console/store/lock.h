/*
 * What makes one data folder belong to one desk: a lock file with the pid of
 * its owner (held by flock, so it dies with the process), and the reserve file,
 * 1 MiB that is given back to a full disk so that the closing row of a ticket
 * can still be written.
 */
#ifndef STORE_LOCK_H
#define STORE_LOCK_H

#include <stdbool.h>

#include "shared/base/err.h"

/* Takes DIR/desk.lock; the descriptor, or -1 with err: the pid of the desk that
 * has it, or why the disk cannot lock. Close the descriptor to give it back. */
int lock_take(const char *dir, struct err *err);
/* Pid of the desk that runs on the folder, 0 when there is none. */
int lock_owner(const char *dir);

/* Makes DIR/reserve when it is missing; false when the disk has no room. */
bool reserve_make(const char *dir);
/* Gives the room back; false when there was nothing left to give. */
bool reserve_free(const char *dir);
bool reserve_present(const char *dir);

#endif
