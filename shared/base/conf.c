#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <ini.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "shared/base/buf.h"
#include "shared/base/conf.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"

#define CONF_MAX (1 << 20)
#define CONF_LINE_MAX 190 /* inih cuts at INI_MAX_LINE (200) */

struct reader {
	const char *place;
	conf_fn *fn;
	void *ctx;
	struct err err;
	bool failed;
	struct buf seen; /* "[section]key" of each line, NUL between them */
	const char *rest; /* text not yet handed to inih */
	int line;
};

/* inih's line source; also where the line number comes from, because inih's
 * handler is not told it in Debian's build. */
static char *
next_line(char *out, int size, void *stream)
{
	struct reader *r = stream;
	const char *end;
	size_t len;

	if (*r->rest == '\0' || r->failed)
		return NULL;
	end = strchr(r->rest, '\n');
	len = end != NULL ? (size_t)(end - r->rest) + 1 : strlen(r->rest);
	r->line++;
	if (len > CONF_LINE_MAX || len >= (size_t)size) {
		r->failed = true;
		err_set(&r->err, "line is longer than %d bytes", CONF_LINE_MAX);
		return NULL;
	}
	memcpy(out, r->rest, len);
	out[len] = '\0';
	r->rest += len;
	return out;
}

/* Splits price "support A" into its two parts. */
static bool
split_section(const char *full, char *section, char *name, size_t size)
{
	const char *q = strchr(full, '"');
	size_t len;

	name[0] = '\0';
	if (q == NULL)
		return str_copy(section, size, full);
	len = strlen(q);
	if (len < 2 || q[len - 1] != '"' || (size_t)(q - full) >= size ||
	    len >= size)
		return false;
	memcpy(section, full, (size_t)(q - full));
	section[q - full] = '\0';
	str_trim(section);
	memcpy(name, q + 1, len - 2);
	name[len - 2] = '\0';
	return name[0] != '\0' && strchr(name, '"') == NULL;
}

/* False when this key stood in this section before. */
static bool
is_first(struct reader *r, const char *section, const char *key)
{
	char *entry = str_fmt("[%s]%s", section, key);
	size_t len = strlen(entry) + 1;
	bool first = r->seen.len == 0 ||
	    memmem(buf_data(&r->seen), r->seen.len, entry, len) == NULL;

	if (first)
		buf_add(&r->seen, entry, len);
	free(entry);
	return first;
}

static int
handle(void *user, const char *full, const char *key, const char *value)
{
	struct reader *r = user;
	char section[128], name[128];

	if (r->failed)
		return 0;
	if (full[0] == '\0')
		r->failed = !err_set(
		    &r->err, "\"%s\" stands before the first [section]", key);
	else if (!split_section(full, section, name, sizeof(section)))
		r->failed = !err_set(&r->err, "bad section header [%s]", full);
	else if (!is_first(r, full, key))
		r->failed = !err_set(&r->err, "\"%s\" is given twice", key);
	else if (!r->fn(section, name, key, value, r->ctx, &r->err))
		r->failed = true;
	return !r->failed;
}

bool
conf_parse(const char *text, const char *place, conf_fn *fn, void *ctx,
    struct err *err)
{
	struct reader r = {.place = place, .fn = fn, .ctx = ctx, .rest = text};
	int rc;

	if (!utf8_valid(text, strlen(text)))
		return err_set(err, "%s: not UTF-8 text", place);
	rc = ini_parse_stream(next_line, &r, handle, &r);
	buf_fini(&r.seen);
	if (r.failed)
		return err_set(err, "%s:%d: %s", place, r.line, r.err.text);
	if (rc != 0)
		return err_set(err,
		    "%s:%d: expected \"key = value\" or "
		    "[section]",
		    place, rc > 0 ? rc : r.line);
	return true;
}

static bool
read_all(int fd, struct buf *text, struct err *err)
{
	for (;;) {
		uint8_t *p = buf_reserve(text, 4096);
		ssize_t n;

		if (p == NULL)
			return err_set(err, "larger than %d bytes", CONF_MAX);
		n = read(fd, p, 4096);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_errno(err, "cannot read");
		if (n == 0)
			return true;
		if (memchr(p, '\0', (size_t)n) != NULL)
			return err_set(
			    err, "holds a NUL byte; not a text file");
		buf_added(text, (size_t)n);
	}
}

bool
conf_text(const char *path, struct buf *text, struct err *err)
{
	bool ok;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return err_errno(err, "%s", path);
	text->limit = CONF_MAX;
	ok = read_all(fd, text, err);
	close(fd);
	if (!ok)
		err_wrap(err, "%s", path);
	return ok;
}

bool
conf_read(const char *path, conf_fn *fn, void *ctx, struct err *err)
{
	struct buf text = BUF_INIT;
	bool ok = conf_text(path, &text, err) &&
	    conf_parse(buf_str(&text), path, fn, ctx, err);

	buf_fini(&text);
	return ok;
}

bool
conf_bool(const char *value, bool *out, struct err *err)
{
	if (str_eq(value, "yes") || str_eq(value, "true"))
		*out = true;
	else if (str_eq(value, "no") || str_eq(value, "false"))
		*out = false;
	else
		return err_set(err, "expected yes or no, got \"%s\"", value);
	return true;
}

bool
conf_int(const char *value, long min, long max, long *out, struct err *err)
{
	int64_t v;

	if (!str_int(value, min, max, &v))
		return err_set(err,
		    "expected a number from %ld to %ld, "
		    "got \"%s\"",
		    min, max, value);
	*out = (long)v;
	return true;
}

bool
conf_seconds(const char *value, long min, long max, long *out, struct err *err)
{
	char digits[24];
	size_t len = strlen(value);
	long unit = 1;
	int64_t v = 0;

	if (len > 0 && len < sizeof(digits)) {
		memcpy(digits, value, len + 1);
		if (strchr("smh", digits[len - 1]) != NULL) {
			unit = digits[len - 1] == 'h' ? 3600
			    : digits[len - 1] == 'm'  ? 60
						      : 1;
			digits[len - 1] = '\0';
		}
		if (str_int(digits, 0, 1000000000, &v) && v * unit >= min &&
		    v * unit <= max) {
			*out = (long)(v * unit);
			return true;
		}
	}
	return err_set(err,
	    "expected a time from %lds to %lds such as 90s, "
	    "15m or 2h, got \"%s\"",
	    min, max, value);
}
