/*
 * Code page 1250, the one that Polish Windows programs expect in files.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "shared/base/buf.h"

/* Appends valid UTF-8 text in the code page, at most max bytes; a letter that
 * it lacks becomes '?' and is added once to missing (UTF-8) when that is not
 * NULL. Returns how many were replaced. */
size_t cp1250_add(
    struct buf *out, const char *text, size_t max, struct buf *missing);
