/*
 * A client's earlier tickets, which the desk tells as data (struct parts_past),
 * in the words and the days of this program.
 */
#pragma once

#include <stddef.h>

#include "shared/base/buf.h"

/* "2026-11-30 solved: note" of the last one, or "". Returns dst. */
const char *past_last(char *dst, size_t size, const char *history);
/* Appends a line for each; and how those that are loose, "4 7", are linked to
 * that client, where there are any. */
void past_say(
    struct buf *out, const char *history, const char *loose, const char *code);
