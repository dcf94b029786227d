/*
 * Cutting a stream of bytes into lines of at most MSG_MAX bytes, and the
 * desk-internal form "<link> <line>".
 *
 * A line that is too long or holds a NUL ends the conversation: there is no
 * resynchronising with a peer that does not keep to the limit.
 */
#pragma once

#include "shared/base/buf.h"
#include "shared/base/err.h"

struct line_reader {
	struct buf in;
	size_t max; /* bytes with the newline */
	size_t used; /* of the line handed out last, consumed next time */
	size_t scanned; /* bytes known to hold no newline */
};

void line_reader_init(struct line_reader *r, size_t max);
void line_reader_fini(struct line_reader *r);
/* False when the bytes cannot belong to a valid line (too long). All bytes are
 * taken; read lines with line_reader_next() until IO_AGAIN after each call. */
bool line_reader_feed(
    struct line_reader *r, const void *data, size_t len, struct err *err);
/* IO_OK with *line (NUL-terminated, without newline, valid until the next call
 * on this reader), IO_AGAIN when no whole line is there, IO_ERROR. */
enum io line_reader_next(
    struct line_reader *r, const char **line, size_t *len, struct err *err);

/* "17 {...}": splits off the link number; false when there is none. */
bool line_split_link(const char *line, size_t len, int64_t *link,
    const char **rest, size_t *rest_len);
