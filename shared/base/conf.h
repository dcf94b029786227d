/*
 * Reading INI files with errors that name file and line.
 *
 * A line is empty, a comment (its first character is # or ;), a [section] or
 * key = value. The value is all that stands behind the =, whatever it holds and
 * however long it is, without the blanks at both ends. A byte order mark and
 * CRLF are taken; other control characters are refused.
 *
 * The caller gives a table of keys; a key that is not in the table, a section
 * that no row has, a value that does not parse and a key given twice are
 * errors "FILE:LINE: what". Sections may repeat with a name, as in
 * [price "support A"]: then begin() is called for each.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "shared/base/buf.h"
#include "shared/base/err.h"

/* One key = value. section is "" before the first header; for [price "A B"]
 * section is "price" and name "A B" (else ""). Fill err (text without place)
 * and return false to refuse; the reader puts FILE:LINE in front. */
typedef bool conf_fn(const char *section, const char *name, const char *key,
    const char *value, void *ctx, struct err *err);

/* False with "PATH:LINE: why" or "PATH: why". A missing file is an error;
 * test with access() first where it may be missing. Files over 1 MiB are
 * refused. */
bool conf_read(const char *path, conf_fn *fn, void *ctx, struct err *err);
/* The same from memory; place stands for the path in errors. */
bool conf_parse(const char *text, const char *place, conf_fn *fn, void *ctx,
    struct err *err);

/* The whole file appended to text, for parsers that need it twice; "PATH: why"
 * on failure. */
bool conf_text(const char *path, struct buf *text, struct err *err);

/* Values; false with a text that says what was expected. */
bool conf_bool(const char *value, bool *out, struct err *err); /* yes/no */
bool conf_int(
    const char *value, long min, long max, long *out, struct err *err);
/* "90", "90s", "15m", "2h" -> seconds. */
bool conf_seconds(
    const char *value, long min, long max, long *out, struct err *err);
