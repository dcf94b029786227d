/* See wirebuf.h. */
#include "shared/net/wirebuf.h"

#include <string.h>

#include "shared/base/util.h"

#define LINE_COLS 70

void
wirebuf_u32(struct buf *b, uint32_t n)
{
	uint8_t be[4] = {n >> 24, n >> 16 & 0xff, n >> 8 & 0xff, n & 0xff};

	buf_add(b, be, sizeof(be));
}

void
wirebuf_bytes(struct buf *b, const void *data, size_t len)
{
	wirebuf_u32(b, (uint32_t)len);
	buf_add(b, data, len);
}

void
wirebuf_text(struct buf *b, const char *s)
{
	wirebuf_bytes(b, s, strlen(s));
}

void
wirebuf_lines(struct buf *b, const char *text)
{
	for (size_t n; *text != '\0'; text += n) {
		n = MIN_OF(strlen(text), LINE_COLS);
		buf_add(b, text, n);
		buf_addc(b, '\n');
	}
}

bool
wire_view_u32(struct wire_view *v, uint32_t *n)
{
	if (v->len < 4)
		return false;
	*n = (uint32_t)v->p[0] << 24 | (uint32_t)v->p[1] << 16 |
	    (uint32_t)v->p[2] << 8 | v->p[3];
	v->p += 4;
	v->len -= 4;
	return true;
}

bool
wire_view_bytes(struct wire_view *v, struct wire_view *out)
{
	uint32_t n;

	if (!wire_view_u32(v, &n) || n > v->len)
		return false;
	out->p = v->p;
	out->len = n;
	v->p += n;
	v->len -= n;
	return true;
}

bool
wire_view_is(const struct wire_view *v, const char *s)
{
	return v->len == strlen(s) && memcmp(v->p, s, v->len) == 0;
}
