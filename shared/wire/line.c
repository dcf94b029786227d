#include "shared/wire/line.h"

#include <string.h>

void
line_reader_init(struct line_reader *r, size_t max)
{
	memset(r, 0, sizeof(*r));
	buf_init(&r->in, 0);
	r->max = max;
}

void
line_reader_fini(struct line_reader *r)
{
	buf_fini(&r->in);
}

static void
drop_used(struct line_reader *r)
{
	buf_consume(&r->in, r->used);
	r->used = 0;
}

bool
line_reader_feed(
    struct line_reader *r, const void *data, size_t len, struct err *err)
{
	drop_used(r);
	buf_add(&r->in, data, len);
	/* what was complete has been read: only one line may be unfinished */
	if (r->scanned >= r->max)
		return err_set(err, "line is longer than %zu bytes", r->max);
	return true;
}

enum io
line_reader_next(
    struct line_reader *r, const char **line, size_t *len, struct err *err)
{
	uint8_t *data, *end;

	drop_used(r);
	if (r->in.len == 0)
		return IO_AGAIN;
	data = buf_data(&r->in);
	end = memchr(data + r->scanned, '\n', r->in.len - r->scanned);
	if (end == NULL) {
		r->scanned = r->in.len;
		if (r->scanned < r->max)
			return IO_AGAIN;
		err_set(err, "line is longer than %zu bytes", r->max);
		return IO_ERROR;
	}
	*len = (size_t)(end - data);
	r->scanned = 0;
	if (*len >= r->max) {
		err_set(err, "line is longer than %zu bytes", r->max);
		return IO_ERROR;
	}
	if (memchr(data, '\0', *len) != NULL) {
		err_set(err, "line holds a NUL byte");
		return IO_ERROR;
	}
	*end = '\0';
	*line = (const char *)data;
	r->used = *len + 1;
	return IO_OK;
}

bool
line_split_link(const char *line, size_t len, int64_t *link, const char **rest,
    size_t *rest_len)
{
	size_t i = 0;
	int64_t v = 0;

	while (i < len && i < 16 && line[i] >= '0' && line[i] <= '9')
		v = v * 10 + (line[i++] - '0');
	if (i == 0 || i >= len || line[i] != ' ')
		return false;
	*link = v;
	*rest = line + i + 1;
	*rest_len = len - i - 1;
	return true;
}
