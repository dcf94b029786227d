/*
 * The folder of a web server, where the page is written. What is there and was
 * not made by pomoc stays as it is.
 */
#pragma once

#include <stdbool.h>

#include "shared/base/buf.h"
#include "shared/base/err.h"

/* Makes it, for all to read, where it is not there; its parent must be. */
bool page_folder_make(const char *dir, struct err *err);
/* Whether a page of that name may be written; with force, whatever is there. */
bool page_folder_may(
    const char *dir, const char *name, bool force, struct err *err);
/* At once, for all to read. */
bool page_folder_write(
    const char *dir, const char *name, struct buf *page, struct err *err);
/* Takes a page of ours away that is not made any more. */
bool page_folder_drop(const char *dir, const char *name, struct err *err);
