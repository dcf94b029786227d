/*
 * The SSH wire format (RFC 4251 section 5) in a struct buf: big-endian numbers
 * and counted strings. Readers fail on short input and never read past it. For
 * key files and signatures of this layer only.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/base/buf.h"

struct wire_view {
	const uint8_t *p;
	size_t len;
};

void wirebuf_u32(struct buf *b, uint32_t n);
void wirebuf_bytes(struct buf *b, const void *data, size_t len);
void wirebuf_text(struct buf *b, const char *s);
/* A text in lines of at most 70, as in an armour. */
void wirebuf_lines(struct buf *b, const char *text);

/* These move v past what was read. */
bool wire_view_u32(struct wire_view *v, uint32_t *n);
bool wire_view_bytes(struct wire_view *v, struct wire_view *out);
bool wire_view_is(const struct wire_view *v, const char *s);
