#include "shared/base/conf.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "shared/base/buf.h"
#include "shared/base/i18n.h"
#include "shared/base/os.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"

#define CONF_MAX (1 << 20)
#define BOM "\xef\xbb\xbf" /* Notepad puts it first */

struct reader {
	conf_fn *fn;
	void *ctx;
	struct err *err;
	struct buf seen; /* "[section]key" of each line, NUL between them */
	const char *header; /* the section that we are in */
};

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
	const char *line = buf_str(&r->seen), *end = line + r->seen.len;
	bool first;

	while (line < end && !str_eq(line, entry))
		line += strlen(line) + 1;
	first = line >= end;
	if (first)
		buf_add(&r->seen, entry, strlen(entry) + 1);
	free(entry);
	return first;
}

static bool
take_pair(struct reader *r, const char *key, const char *value)
{
	char section[128], name[128];

	if (r->header == NULL)
		return err_set(
		    r->err, "\"%s\" stands before the first [section]", key);
	if (!split_section(r->header, section, name, sizeof(section)))
		return err_set(r->err, "bad section header [%s]", r->header);
	if (!is_first(r, r->header, key))
		return err_set(r->err, "\"%s\" is given twice", key);
	return r->fn(section, name, key, value, r->ctx, r->err);
}

static bool
take_line(struct reader *r, char *line)
{
	char *equals = strchr(line, '=');
	size_t len = strlen(line);

	for (const char *p = line; *p != '\0'; p++)
		if ((unsigned char)*p < ' ' && *p != '\t')
			return err_set(
			    r->err, "a control character in the line");
	if (len == 0 || line[0] == '#' || line[0] == ';')
		return true;
	if (line[0] == '[' && line[len - 1] == ']') {
		line[len - 1] = '\0';
		r->header = str_trim(line + 1);
		return r->header[0] != '\0' ||
		    err_set(r->err, "bad section header []");
	}
	if (line[0] == '[' || equals == NULL || equals == line)
		return err_set(r->err,
		    "expected \"key = value\" or "
		    "[section]");
	*equals = '\0';
	return take_pair(r, str_trim(line), str_trim(equals + 1));
}

static bool
has_bom(const char *text)
{
	return str_starts(text, BOM);
}

bool
conf_parse(const char *text, const char *place, conf_fn *fn, void *ctx,
    struct err *err)
{
	struct err own = {0};
	struct reader r = {.fn = fn, .ctx = ctx, .err = &own};
	char *copy, *next, *line;
	bool ok = true;
	int number = 0;

	if (!utf8_valid(text, strlen(text)))
		return err_set(err, "%s: not UTF-8 text", place);
	copy = str_dup(text + (has_bom(text) ? strlen(BOM) : 0));
	for (next = copy; ok && (line = str_part(&next, '\n')) != NULL;) {
		number++;
		ok = take_line(&r, str_trim(line));
	}
	if (!ok)
		err_set(err, "%s:%d: %s", place, number, own.text);
	buf_fini(&r.seen);
	free(copy);
	return ok;
}

/* As an older Notepad saves what has a letter beyond its code page. */
static bool
is_utf16(const uint8_t *p, ssize_t n)
{
	return n >= 2 &&
	    ((p[0] == 0xff && p[1] == 0xfe) || (p[0] == 0xfe && p[1] == 0xff));
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
		if (text->len == 0 && is_utf16(p, n))
			return err_set(err, "%s",
			    _("is UTF-16 (\"Unicode\"); save it as UTF-8"));
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
	int fd = os_open(path, O_RDONLY | O_CLOEXEC, 0);

	if (fd < 0)
		return err_errno(err, "%s", path);
	text->limit = CONF_MAX;
	ok = read_all(fd, text, err);
	close(fd);
	if (!ok)
		err_wrap(err, "%s", path);
	else if (has_bom(buf_str(text)))
		buf_consume(text, strlen(BOM));
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
