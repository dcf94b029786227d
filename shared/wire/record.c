#include "shared/wire/record.h"

#include <string.h>

static void
put32(uint8_t *p, uint32_t v)
{
	p[0] = (uint8_t)(v >> 24);
	p[1] = (uint8_t)(v >> 16);
	p[2] = (uint8_t)(v >> 8);
	p[3] = (uint8_t)v;
}

static uint32_t
get32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	    (uint32_t)p[2] << 8 | p[3];
}

static uint16_t
get16(const uint8_t *p)
{
	return (uint16_t)(p[0] << 8 | p[1]);
}

void
record_reader_init(struct record_reader *r, bool from_agent)
{
	memset(r, 0, sizeof(*r));
	r->from_agent = from_agent;
}

void
record_reader_fini(struct record_reader *r)
{
	buf_fini(&r->in);
}

void
record_reader_feed(struct record_reader *r, const void *data, size_t len)
{
	buf_consume(&r->in, r->used);
	r->used = 0;
	buf_add(&r->in, data, len);
}

/* Smallest and largest payload of a type from that side; false = illegal. */
static bool
payload_limits(uint8_t type, bool from_agent, size_t *min, size_t *max)
{
	*min = 4;
	*max = 4;
	switch (type) {
	case RECORD_FRAME:
		*min = RECORD_FRAME_HEAD;
		*max = RECORD_MAX;
		return from_agent;
	case RECORD_LINE:
		*max = RECORD_LINE_MAX;
		return from_agent;
	case RECORD_LINES_END:
		return from_agent;
	case RECORD_HEARD:
		*min = *max = 5;
		return from_agent;
	case RECORD_TITLE:
		*min = 0;
		*max = RECORD_TITLE_MAX;
		return from_agent;
	case RECORD_KEYS:
		*min = 1;
		*max = RECORD_KEYS_MAX;
		return !from_agent;
	case RECORD_ACK:
		return !from_agent;
	case RECORD_WANT_LINES:
		*min = *max = 6;
		return !from_agent;
	default:
		return false;
	}
}

static void
unpack(struct record *out, const uint8_t *p, size_t len)
{
	size_t head = 4;

	memset(out, 0, sizeof(*out));
	out->type = (enum record_type)p[0];
	p += RECORD_HEAD;
	if (out->type == RECORD_KEYS || out->type == RECORD_TITLE) {
		head = 0;
	} else {
		out->number = get32(p);
		if (out->type == RECORD_FRAME) {
			out->cols = get16(p + 4);
			out->rows = get16(p + 6);
			head = RECORD_FRAME_HEAD;
		} else if (out->type == RECORD_WANT_LINES) {
			out->cols = get16(p + 4);
			head = 6;
		} else if (out->type == RECORD_HEARD) {
			out->echo = p[4] != 0;
			head = 5;
		}
	}
	out->data = p + head;
	out->len = len - head;
}

enum io
record_reader_next(struct record_reader *r, struct record *out, struct err *err)
{
	const uint8_t *p;
	size_t len, min, max;

	buf_consume(&r->in, r->used);
	r->used = 0;
	if (r->in.len < RECORD_HEAD)
		return IO_AGAIN;
	p = buf_data(&r->in);
	len = (size_t)p[1] << 16 | (size_t)p[2] << 8 | p[3];
	if (!payload_limits(p[0], r->from_agent, &min, &max) || len < min ||
	    len > max) {
		err_set(err, "bad record on the screen channel");
		return IO_ERROR;
	}
	if (r->in.len < RECORD_HEAD + len)
		return IO_AGAIN;
	unpack(out, p, len);
	r->used = RECORD_HEAD + len;
	return IO_OK;
}

static bool
add(struct buf *out, enum record_type type, const uint8_t *head,
    size_t head_len, const void *data, size_t len)
{
	size_t n = head_len + len;
	uint8_t *p;

	if (n > RECORD_MAX || (p = buf_reserve(out, RECORD_HEAD + n)) == NULL)
		return false;
	p[0] = (uint8_t)type;
	p[1] = (uint8_t)(n >> 16);
	p[2] = (uint8_t)(n >> 8);
	p[3] = (uint8_t)n;
	if (head_len > 0)
		memcpy(p + RECORD_HEAD, head, head_len);
	if (len > 0)
		memcpy(p + RECORD_HEAD + head_len, data, len);
	buf_added(out, RECORD_HEAD + n);
	return true;
}

bool
record_frame(struct buf *out, uint32_t seq, uint16_t cols, uint16_t rows,
    const void *data, size_t len)
{
	uint8_t head[RECORD_FRAME_HEAD];

	put32(head, seq);
	head[4] = (uint8_t)(cols >> 8);
	head[5] = (uint8_t)cols;
	head[6] = (uint8_t)(rows >> 8);
	head[7] = (uint8_t)rows;
	return add(out, RECORD_FRAME, head, sizeof(head), data, len);
}

static bool
add_numbered(struct buf *out, enum record_type type, uint32_t number,
    const void *data, size_t len)
{
	uint8_t head[4];

	put32(head, number);
	return add(out, type, head, sizeof(head), data, len);
}

bool
record_line(struct buf *out, uint32_t index, const void *data, size_t len)
{
	return add_numbered(out, RECORD_LINE, index, data, len);
}

bool
record_lines_end(struct buf *out, uint32_t total)
{
	return add_numbered(out, RECORD_LINES_END, total, NULL, 0);
}

bool
record_heard(struct buf *out, uint32_t keys, bool echo)
{
	uint8_t head[5];

	put32(head, keys);
	head[4] = echo ? 1 : 0;
	return add(out, RECORD_HEARD, head, sizeof(head), NULL, 0);
}

bool
record_title(struct buf *out, const char *title)
{
	return add(out, RECORD_TITLE, NULL, 0, title, strlen(title));
}

bool
record_keys(struct buf *out, const void *data, size_t len)
{
	return add(out, RECORD_KEYS, NULL, 0, data, len);
}

bool
record_ack(struct buf *out, uint32_t seq)
{
	return add_numbered(out, RECORD_ACK, seq, NULL, 0);
}

bool
record_want_lines(struct buf *out, uint32_t first, uint16_t count)
{
	uint8_t head[6];

	put32(head, first);
	head[4] = (uint8_t)(count >> 8);
	head[5] = (uint8_t)count;
	return add(out, RECORD_WANT_LINES, head, sizeof(head), NULL, 0);
}
