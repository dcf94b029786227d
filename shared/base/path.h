/*
 * Where files live, and making them safely. Results are freed with free(3).
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#include "shared/base/err.h"

/* $XDG_CONFIG_HOME/pomoc or ~/.config/pomoc; NULL without a home. */
char *path_config_dir(void);
/* $POMOC_DATA, else $XDG_DATA_HOME/pomoc or ~/.local/share/pomoc; NULL without
 * a home. */
char *path_data_dir(void);
bool path_data_is_set(void); /* by POMOC_DATA */
char *path_join(const char *dir, const char *name);
bool path_exists(const char *path);
/* Makes the folder and its parents, 0700; an existing one must be a folder of
 * ours that others cannot write to. */
bool path_make_dir(const char *path, struct err *err);
/* Writes a temporary beside it, fsync, rename: the old or the new, never half.
 */
bool path_write_atomic(const char *path, const void *data, size_t len,
    mode_t mode, struct err *err);

/* Between the name of a file and the number of the process that writes it. */
#define PATH_TEMPORARY ".tmp."
/* Where such a temporary is; free() it. */
char *path_temporary(const char *path);
/* Is that entry of a folder such a temporary, of a file of that name (NULL = of
 * any), and of which process? */
bool path_is_temporary(const char *entry, const char *name, int64_t *pid);
/* Removes the temporaries in a folder that writers left there who were killed:
 * those of that name, NULL = of all. */
void path_sweep(const char *dir, const char *name);
/* It is not there any more, or was not. */
bool path_remove(const char *path, struct err *err);

/* An ordinary file, for reading; never waits (a FIFO is refused). NULL with the
 * reason and errno; ENOENT where there is none. */
FILE *path_open_read(const char *path, struct err *err);
/* Locks the folder that path is in, until the descriptor is closed; waits. -1:
 * it cannot be locked. */
int path_lock_parent(const char *path);
/* Makes the entry of path in its folder durable, as far as it can be. */
void path_sync_parent(const char *path);
