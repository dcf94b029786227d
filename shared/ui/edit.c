#include "shared/ui/edit.h"

#include <stdlib.h>
#include <string.h>

#include "shared/base/mem.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"

void
edit_init(struct edit *e, size_t max_chars, unsigned flags)
{
	memset(e, 0, sizeof(*e));
	e->max_chars = max_chars;
	e->flags = flags;
	e->cap = 32;
	e->text = mem_alloc(e->cap);
}

void
edit_fini(struct edit *e)
{
	free(e->text);
	memset(e, 0, sizeof(*e));
}

const char *
edit_text(const struct edit *e)
{
	return e->text;
}

/* What of cp may enter this field; 0 = nothing. */
static uint32_t
permitted(const struct edit *e, uint32_t cp)
{
	if (cp == '\r')
		cp = '\n';
	if (cp == '\n')
		return e->flags & EDIT_LINES ? cp : ' ';
	if (cp == '\t')
		cp = ' ';
	if (cp < 0x20 || cp == 0x7f)
		return 0;
	if (e->flags & EDIT_DIGITS)
		return (cp >= '0' && cp <= '9') || cp == ' ' ? cp : 0;
	return utf8_clean_char(cp);
}

static void
insert(struct edit *e, uint32_t cp)
{
	char enc[UTF8_MAX];
	size_t n;

	cp = permitted(e, cp);
	if (cp == 0 || utf8_count(e->text) >= e->max_chars)
		return;
	n = (size_t)utf8_encode(enc, cp);
	if (e->len + n + 1 > e->cap) {
		e->cap = (e->len + n + 1) * 2;
		e->text = mem_grow(e->text, e->cap, 1);
	}
	memmove(e->text + e->pos + n, e->text + e->pos, e->len - e->pos + 1);
	memcpy(e->text + e->pos, enc, n);
	e->len += n;
	e->pos += n;
}

static void
insert_text(struct edit *e, const char *s, size_t len)
{
	uint32_t cp;

	while (len > 0) {
		int n = utf8_decode(s, len, &cp);

		if (n == 0) { /* it was broken off */
			n = 1;
			cp = UTF8_BAD;
		}
		if (cp == '\r' && len > 1 && s[1] == '\n') {
			s++;
			len--;
			continue;
		}
		insert(e, cp);
		s += n;
		len -= (size_t)n;
	}
}

void
edit_set(struct edit *e, const char *text)
{
	e->len = e->pos = 0;
	e->text[0] = '\0';
	e->scroll = 0;
	insert_text(e, text, strlen(text));
}

static size_t
prev_pos(const struct edit *e, size_t pos)
{
	uint32_t cp;

	while (pos > 0) {
		pos--;
		if (((uint8_t)e->text[pos] & 0xc0) == 0x80)
			continue;
		if (utf8_decode(e->text + pos, e->len - pos, &cp) > 0 &&
		    utf8_width(cp) == 0 && pos > 0)
			continue; /* a mark belongs to what it is on */
		break;
	}
	return pos;
}

static size_t
next_pos(const struct edit *e, size_t pos)
{
	uint32_t cp;
	bool first = true;

	while (pos < e->len) {
		int n = utf8_decode(e->text + pos, e->len - pos, &cp);

		if (n <= 0 || (!first && utf8_width(cp) != 0))
			break;
		first = false;
		pos += (size_t)n;
	}
	return pos;
}

static size_t
line_start(const struct edit *e, size_t pos)
{
	while (pos > 0 && e->text[pos - 1] != '\n')
		pos--;
	return pos;
}

static size_t
line_end(const struct edit *e, size_t pos)
{
	while (pos < e->len && e->text[pos] != '\n')
		pos++;
	return pos;
}

static void
cut(struct edit *e, size_t from, size_t to)
{
	memmove(e->text + from, e->text + to, e->len - to + 1);
	e->len -= to - from;
	e->pos = from;
}

static int
cols_between(const struct edit *e, size_t from, size_t to)
{
	uint32_t cp;
	int cols = 0;

	while (from < to) {
		int n = utf8_decode(e->text + from, to - from, &cp);

		if (n <= 0)
			break;
		cols += MAX_OF(utf8_width(cp), 0);
		from += (size_t)n;
	}
	return cols;
}

/* Up or down one line, keeping the column. False where there is none. */
static bool
vertical(struct edit *e, int dir)
{
	size_t start = line_start(e, e->pos), end;
	int col = cols_between(e, start, e->pos);

	if (!(e->flags & EDIT_LINES))
		return false;
	if (dir < 0) {
		if (start == 0)
			return false;
		start = line_start(e, start - 1);
	} else {
		start = line_end(e, e->pos);
		if (start == e->len)
			return false;
		start++;
	}
	end = line_end(e, start);
	e->pos = start + utf8_fit(e->text + start, col);
	e->pos = MIN_OF(e->pos, end);
	return true;
}

static size_t
word_start(const struct edit *e, size_t pos)
{
	while (pos > 0 && e->text[pos - 1] == ' ')
		pos--;
	while (pos > 0 && e->text[pos - 1] != ' ' && e->text[pos - 1] != '\n')
		pos--;
	return pos;
}

static bool
move_key(struct edit *e, enum keys_code code)
{
	switch (code) {
	case KEYS_BACKSPACE:
		cut(e, prev_pos(e, e->pos), e->pos);
		return true;
	case KEYS_DELETE:
		cut(e, e->pos, next_pos(e, e->pos));
		return true;
	case KEYS_LEFT:
		e->pos = prev_pos(e, e->pos);
		return true;
	case KEYS_RIGHT:
		e->pos = next_pos(e, e->pos);
		return true;
	case KEYS_HOME:
		e->pos = line_start(e, e->pos);
		return true;
	case KEYS_END:
		e->pos = line_end(e, e->pos);
		return true;
	case KEYS_UP:
		return vertical(e, -1);
	case KEYS_DOWN:
		return vertical(e, 1);
	default:
		return false;
	}
}

static bool
ctrl_key(struct edit *e, char letter)
{
	switch (letter) {
	case 'a':
		return move_key(e, KEYS_HOME);
	case 'e':
		return move_key(e, KEYS_END);
	case 'b':
		return move_key(e, KEYS_LEFT);
	case 'f':
		return move_key(e, KEYS_RIGHT);
	case 'd':
		return move_key(e, KEYS_DELETE);
	case 'k':
		cut(e, e->pos, line_end(e, e->pos));
		return true;
	case 'u':
		cut(e, line_start(e, e->pos), e->pos);
		return true;
	case 'w':
		cut(e, word_start(e, e->pos), e->pos);
		return true;
	default:
		return false;
	}
}

bool
edit_key(struct edit *e, const struct keys_event *ev)
{
	switch (ev->code) {
	case KEYS_CHAR:
		if (ev->mods & KEYS_CTRL)
			return ctrl_key(e, (char)ev->cp);
		if (ev->mods & KEYS_ALT)
			return false;
		insert(e, ev->cp);
		return true;
	case KEYS_PASTE:
		insert_text(e, ev->raw, ev->raw_len);
		return true;
	case KEYS_ENTER:
		if (!(e->flags & EDIT_LINES))
			return false;
		insert(e, '\n');
		return true;
	default:
		return move_key(e, ev->code);
	}
}

/* Draws one line of the text from its column first on. */
static void
draw_line(const struct edit *e, struct canvas *c, struct rect r,
    enum ui_style style, size_t start, int first)
{
	size_t len = line_end(e, start) - start;
	size_t skip = MIN_OF(utf8_fit(e->text + start, first), len);
	char *line = mem_alloc(len + 1);

	memcpy(line, e->text + start + skip, len - skip);
	line[utf8_fit(line, r.cols)] = '\0';
	canvas_text(c, r.row, r.col, r.cols, style, line);
	free(line);
}

static void
draw_lines(struct edit *e, struct canvas *c, struct rect r, bool active,
    enum ui_style style)
{
	size_t start = 0, here = line_start(e, e->pos);
	int line = 0, cur = 0, first;

	for (size_t i = 0; i < here; i++)
		cur += e->text[i] == '\n';
	e->scroll = MIN_OF(e->scroll, cur);
	e->scroll = MAX_OF(e->scroll, cur - r.rows + 1);
	first = MAX_OF(0, cols_between(e, here, e->pos) - r.cols + 1);
	for (; line < e->scroll + r.rows; line++) {
		struct rect at = {r.row + line - e->scroll, r.col, 1, r.cols};
		int from = line == cur ? first : 0;

		if (line >= e->scroll)
			draw_line(e, c, at, style, start, from);
		if (line == cur && active)
			canvas_cursor(c, at.row,
			    at.col + cols_between(e, here, e->pos) - from);
		start = line_end(e, start);
		if (start >= e->len)
			break;
		start++;
	}
}

void
edit_draw(struct edit *e, struct canvas *c, struct rect r, bool active)
{
	enum ui_style style = active ? UI_FIELD_ACTIVE : UI_FIELD;
	int col;

	canvas_fill(c, r, style);
	if (r.cols <= 0 || r.rows <= 0)
		return;
	if (e->flags & EDIT_LINES) {
		draw_lines(e, c, r, active, style);
		return;
	}
	col = cols_between(e, 0, e->pos);
	if (col - e->scroll >= r.cols)
		e->scroll = col - r.cols + 1;
	e->scroll = MIN_OF(e->scroll, col);
	draw_line(e, c, r, style, 0, e->scroll);
	if (active)
		canvas_cursor(c, r.row, r.col + col - e->scroll);
}
