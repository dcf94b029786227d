#include "shared/base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/mem.h"

#define BUF_MIN 64

void
buf_init(struct buf *b, size_t limit)
{
	memset(b, 0, sizeof(*b));
	b->limit = limit;
}

void
buf_fini(struct buf *b)
{
	free(b->mem);
	buf_init(b, b->limit);
}

size_t
buf_room(const struct buf *b)
{
	if (b->limit == 0)
		return SIZE_MAX;
	return b->len >= b->limit ? 0 : b->limit - b->len;
}

/* Make len bytes free behind the data: slide first, grow only when needed. */
static void
ensure(struct buf *b, size_t len)
{
	size_t cap;

	if (b->cap - b->head - b->len >= len && b->mem != NULL)
		return;
	if (b->head > 0 && b->cap - b->len >= len && b->head >= b->len) {
		memcpy(b->mem, b->mem + b->head, b->len);
		b->head = 0;
		return;
	}
	cap = b->cap ? b->cap : BUF_MIN;
	while (cap - b->len < len)
		cap = cap > SIZE_MAX / 2 ? b->len + len : cap * 2;
	if (b->head > 0) {
		memmove(b->mem, b->mem + b->head, b->len);
		b->head = 0;
	}
	b->mem = mem_grow(b->mem, cap, 1);
	b->cap = cap;
}

uint8_t *
buf_reserve(struct buf *b, size_t len)
{
	if (len > buf_room(b))
		return NULL;
	ensure(b, len);
	return b->mem + b->head + b->len;
}

void
buf_added(struct buf *b, size_t len)
{
	b->len += len;
}

bool
buf_add(struct buf *b, const void *data, size_t len)
{
	uint8_t *p;

	if (len == 0)
		return true;
	p = buf_reserve(b, len);
	if (p == NULL)
		return false;
	memcpy(p, data, len);
	b->len += len;
	return true;
}

bool
buf_adds(struct buf *b, const char *s)
{
	return buf_add(b, s, strlen(s));
}

bool
buf_addc(struct buf *b, char c)
{
	return buf_add(b, &c, 1);
}

bool
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	int n;
	uint8_t *p;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0 || (size_t)n > buf_room(b))
		return false;
	ensure(b, (size_t)n + 1);
	p = b->mem + b->head + b->len;
	va_start(ap, fmt);
	vsnprintf((char *)p, (size_t)n + 1, fmt, ap);
	va_end(ap);
	b->len += (size_t)n;
	return true;
}

void
buf_consume(struct buf *b, size_t len)
{
	if (len >= b->len) {
		b->head = b->len = 0;
		return;
	}
	b->head += len;
	b->len -= len;
}

void
buf_clear(struct buf *b)
{
	b->head = b->len = 0;
}

const char *
buf_str(struct buf *b)
{
	ensure(b, 1);
	b->mem[b->head + b->len] = '\0';
	return (const char *)b->mem + b->head;
}
