/*
 * A growable byte buffer that is also a FIFO: bytes are appended at the end and
 * consumed from the front. Holds binary data; buf_str() gives a NUL-terminated
 * view. Not for callers that need a hard limit without checking: use
 * buf_room() against the limit set at init.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/base/util.h"

struct buf {
	uint8_t *mem;
	size_t head; /* first unread byte */
	size_t len; /* unread bytes */
	size_t cap;
	size_t limit; /* 0 = none */
};

#define BUF_INIT                 \
	{                        \
		NULL, 0, 0, 0, 0 \
	}

void buf_init(struct buf *b, size_t limit);
void buf_fini(struct buf *b);
/* Bytes that may still be appended; SIZE_MAX without a limit. */
size_t buf_room(const struct buf *b);
/* False, and nothing appended, when it would pass the limit. */
bool buf_add(struct buf *b, const void *data, size_t len);
bool buf_adds(struct buf *b, const char *s);
bool buf_addc(struct buf *b, char c);
bool buf_printf(struct buf *b, const char *fmt, ...) PRINTF_ARGS(2, 3);
/* Room for len more bytes at the end; buf_added() says how many were written.
 * NULL when it would pass the limit. Invalid after any other call. */
uint8_t *buf_reserve(struct buf *b, size_t len);
void buf_added(struct buf *b, size_t len);
/* First unread byte; valid until the next change. */
static inline uint8_t *
buf_data(const struct buf *b)
{
	return b->mem != NULL ? b->mem + b->head : NULL;
}
void buf_consume(struct buf *b, size_t len);
void buf_clear(struct buf *b); /* keeps the memory */
/* NUL-terminated view, valid until the next change; "" when empty. */
const char *buf_str(struct buf *b);
