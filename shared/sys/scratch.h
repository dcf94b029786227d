/*
 * A text in a file that only we and a program of ours can read: in a folder of
 * its own (0700), because editors put copies beside what they edit. All in it
 * is wiped in the end.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "shared/base/buf.h"
#include "shared/base/err.h"

struct scratch {
	char *dir; /* NULL = there is none */
	char *file;
};

/* In $XDG_RUNTIME_DIR, else $TMPDIR, else /tmp. Nothing is left when it fails.
 */
bool scratch_make(
    struct scratch *s, const char *name, const char *text, struct err *err);
/* Appends what is in it now; false for more than max bytes, too. */
bool scratch_read(
    const struct scratch *s, size_t max, struct buf *out, struct err *err);
/* Overwrites and removes all that is in the folder, and the folder. */
void scratch_wipe(struct scratch *s);
