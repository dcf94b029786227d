#include "shared/term/screen.h"

#include <stdlib.h>

#include "shared/base/mem.h"
#include "shared/base/util.h"
#include "shared/term/marks.h"

/* Cells of a line's memory: its last chunk may reach behind the columns. */
static size_t
line_room(int cols)
{
	return (size_t)cols + LINE_CHUNK + 2 * LINE_SLACK;
}

void
screen_init(struct screen *s, int cols, int rows)
{
	size_t n = line_room(cols);

	*s = (struct screen){.cols = cols, .rows = rows};
	s->line = mem_array((size_t)rows, sizeof(*s->line));
	s->mem = mem_array((size_t)rows * n, sizeof(*s->mem));
	for (int r = 0; r < rows; r++) {
		s->line[r].cells = s->mem + (size_t)r * n + LINE_SLACK;
		s->slot[r] = (uint8_t)r;
	}
}

void
screen_fini(struct screen *s)
{
	free(s->line);
	free(s->mem);
	*s = (struct screen){0};
}

/* --- chunks of a line --- */

static struct cell
filling(const struct line *l)
{
	struct cell c = CELL_BLANK;

	c.bg = l->fill;
	return c;
}

static void
cells_fill(struct cell *to, int n, const struct cell *c)
{
	int done = 1;

	if (n <= 0)
		return;
	to[0] = *c;
	for (; done < n; done *= 2)
		memcpy(to + done, to,
		    (size_t)MIN_OF(done, n - done) * sizeof(*to));
}

/* Those that have a column of left..right-1. */
static uint64_t
chunks(int left, int right)
{
	unsigned first, last;

	if (left < 0 || left >= right)
		return 0;
	first = (unsigned)left / LINE_CHUNK % 64;
	last = (unsigned)(right - 1) / LINE_CHUNK % 64;
	return UINT64_MAX << first & UINT64_MAX >> (63 - last);
}

/* Those that have no column outside left..right-1. */
static uint64_t
whole_chunks(const struct screen *s, int left, int right)
{
	if (right == s->cols)
		right += LINE_CHUNK - 1;
	left += LINE_CHUNK - 1;
	return chunks(left - left % LINE_CHUNK, right - right % LINE_CHUNK);
}

/* Writes out the blanks of those chunks. */
static void
chunks_fill(struct screen *s, struct line *l, uint64_t which)
{
	struct cell c = filling(l);

	for (; which != 0; which &= which - 1) {
		struct cell *to = l->cells +
		    __builtin_ctzll(which) * LINE_CHUNK;

		for (int i = 0; i < LINE_CHUNK; i++)
			to[i] = c;
		s->work += LINE_CHUNK;
	}
}

/* The cells of columns left..right-1 can be read and written. */
static void
line_hold(struct screen *s, struct line *l, int left, int right)
{
	uint64_t which = chunks(left, right);

	chunks_fill(s, l, which & ~l->held);
	l->held |= which;
}

/* The held chunks of an old line, into one of another width. */
static void
line_copy(struct screen *s, struct line *to, const struct line *from, int old)
{
	int cols = MIN_OF(s->cols, old);
	uint64_t held = from->held & chunks(0, cols);

	to->fill = from->fill;
	to->wrapped = from->wrapped && s->cols == old;
	to->used = MIN_OF(from->used, s->cols);
	chunks_fill(s, to, held);
	to->held = held;
	for (uint64_t m = held; m != 0; m &= m - 1) {
		int col = __builtin_ctzll(m) * LINE_CHUNK;
		int n = MIN_OF(LINE_CHUNK, cols - col);

		memcpy(to->cells + col, from->cells + col,
		    (size_t)n * sizeof(*to->cells));
	}
	if (line_holds(to, cols - 1) && to->cells[cols - 1].width == 2)
		to->cells[cols - 1] = CELL_BLANK;
}

void
screen_resize(struct screen *s, int cols, int rows, int drop)
{
	struct screen new;

	screen_init(&new, cols, rows);
	for (int r = MAX_OF(0, -drop); r < rows && r + drop < s->rows; r++)
		line_copy(
		    &new, &new.line[r], screen_line(s, r + drop), s->cols);
	new.hi = rows;
	new.work = s->work + (uint64_t)cols *(uint64_t)rows;
	screen_fini(s);
	*s = new;
}

/* That row is not blank any more. */
static struct line *
line_touch(struct screen *s, int row)
{
	struct line *l = screen_line(s, row);

	if (s->lo == s->hi) {
		s->lo = row;
		s->hi = row + 1;
	}
	s->lo = MIN_OF(s->lo, row);
	s->hi = MAX_OF(s->hi, row + 1);
	l->stamp = 0;
	return l;
}

/* A wide character whose halves are on both sides of col is torn: blank it. */
static void
line_tear(const struct screen *s, struct line *l, int col)
{
	struct cell *c = &l->cells[col];

	if (col <= 0 || col >= s->cols || !line_holds(l, col) || c->width != 0)
		return;
	c[0].cp = ' ';
	c[0].width = 1;
	c[-1].cp = ' ';
	c[-1].width = 1;
	memset(c[-1].mark, 0, sizeof(c[-1].mark));
}

/* Columns left..right-1 will all be written by the caller. */
static struct line *
line_open(struct screen *s, int row, int left, int right)
{
	struct line *l = line_touch(s, row);

	s->work += (uint64_t)(right - left);
	if (left % LINE_CHUNK != 0)
		line_hold(s, l, left, left + 1);
	if (right % LINE_CHUNK != 0)
		line_hold(s, l, right - 1, right);
	line_tear(s, l, left);
	line_tear(s, l, right);
	l->held |= chunks(left, right);
	return l;
}

void
screen_put_ascii(struct screen *s, int row, int col, const char *bytes, int n,
    const struct cell *pen)
{
	struct line *l = line_open(s, row, col, col + n);
	struct cell c = *pen;
	struct cell *to = l->cells + col;

	c.width = 1;
	for (int i = 0; i < n; i++) {
		c.cp = (uint8_t)bytes[i];
		to[i] = c;
	}
	l->used = MAX_OF(l->used, col + n);
}

void
screen_put(struct screen *s, int row, int col, const struct cell *c)
{
	struct line *l = line_open(s, row, col, col + (int)c->width);
	struct cell *to = l->cells + col;

	to[0] = *c;
	if (c->width == 2) {
		to[1] = *c;
		to[1].cp = 0;
		to[1].width = 0;
		memset(to[1].mark, 0, sizeof(to[1].mark));
	}
	l->used = MAX_OF(l->used, col + (int)c->width);
}

void
screen_take(struct screen *s, int row, const struct line *from, int cols)
{
	line_copy(s, line_touch(s, row), from, cols);
}

void
screen_mark(struct screen *s, int row, int col, uint32_t cp)
{
	struct line *l = screen_line(s, row);

	if (!line_holds(l, col))
		return;
	marks_add(&l->cells[col], cp);
	l->stamp = 0;
}

void
screen_wrapped(struct screen *s, int row, bool on)
{
	struct line *l = screen_line(s, row);

	if (l->wrapped == on)
		return;
	l->wrapped = on;
	l->stamp = 0;
}

static bool
all_same(const struct cell *c, int n, const struct cell *as)
{
	while (n > 0 && cell_equal(&c[n - 1], as))
		n--;
	return n == 0;
}

/* Blanks as the line's other ones: what has nothing else is not held. */
static void
release_columns(struct screen *s, struct line *l, int left, int right)
{
	struct cell c = filling(l);
	uint64_t part;

	l->held &= ~whole_chunks(s, left, right);
	part = chunks(left, right) & l->held;
	for (; part != 0; part &= part - 1) {
		int begin = __builtin_ctzll(part) * LINE_CHUNK;
		int end = MIN_OF(begin + LINE_CHUNK, s->cols);
		int from = MAX_OF(begin, left), to = MIN_OF(end, right);

		cells_fill(l->cells + from, to - from, &c);
		s->work += LINE_CHUNK;
		if (to == end && all_same(l->cells + begin, from - begin, &c))
			l->held &= ~(part & -part);
	}
}

/* Part of a line. In another colour than the line's other blanks the shorter
 * side of it is written out. */
static void
erase_columns(
    struct screen *s, int row, int left, int right, const struct cell *blank)
{
	struct line *l = screen_line(s, row);
	bool same = l->fill == blank->bg;

	if (right == s->cols)
		screen_wrapped(s, row, false);
	if (right >= l->used)
		l->used = MIN_OF(l->used, left);
	if (same && !(l->held & chunks(left, right)))
		return; /* blank already */
	if (!same && (right < s->cols || left > s->cols / 2)) {
		l = line_open(s, row, left, right);
		cells_fill(l->cells + left, right - left, blank);
		return;
	}
	line_touch(s, row);
	if (!same)
		line_hold(s, l, 0, left);
	l->fill = blank->bg;
	line_tear(s, l, left);
	line_tear(s, l, right);
	release_columns(s, l, left, right);
}

static void
erase_lines(struct screen *s, int top, int bottom, uint32_t fill)
{
	for (int r = top; r < bottom; r++) {
		struct line *l = screen_line(s, r);

		l->used = 0;
		if (l->held == 0 && l->fill == fill && !l->wrapped)
			continue;
		l->held = 0;
		l->fill = fill;
		l->wrapped = false;
		l->stamp = 0;
	}
	if (bottom > top)
		s->work += (uint64_t)(bottom - top) / 8 + 1;
}

static void
clear_all(struct screen *s, uint32_t fill)
{
	if (s->lo == s->hi && s->fill == fill)
		return;
	s->age++;
	s->fill = fill;
	s->lo = s->hi = 0;
}

/* Whole lines, of which only those are looked at that may hold something. */
static void
clear_lines(struct screen *s, int top, int bottom, uint32_t fill)
{
	if ((fill == s->fill || (top == 0 && bottom == s->rows)) &&
	    top <= s->lo && bottom >= s->hi) {
		clear_all(s, fill);
	} else if (fill == s->fill) {
		erase_lines(s, MAX_OF(top, s->lo), MIN_OF(bottom, s->hi), fill);
		if (top <= s->lo)
			s->lo = MAX_OF(s->lo, bottom);
		else if (bottom >= s->hi)
			s->hi = MIN_OF(s->hi, top);
	} else {
		erase_lines(s, top, bottom, fill);
		s->lo = s->lo == s->hi ? top : MIN_OF(s->lo, top);
		s->hi = MAX_OF(s->hi, bottom);
	}
}

/* What comes into that row is not what the one above went on with. */
static void
cut_above(struct screen *s, int row)
{
	if (row > 0)
		screen_wrapped(s, row - 1, false);
}

void
screen_erase(struct screen *s, struct area a, const struct cell *blank)
{
	if (a.left == 0 && a.right == s->cols) {
		cut_above(s, a.top);
		clear_lines(s, a.top, a.bottom, blank->bg);
		return;
	}
	for (int r = a.top; r < a.bottom; r++)
		erase_columns(s, r, a.left, a.right, blank);
}

/* Lines trade places; n > 0 moves up. The ones that come in are blank. */
static void
rotate(struct screen *s, int top, int bottom, int n)
{
	uint8_t tmp[GRID_ROWS_MAX], *slot = s->slot + top;
	size_t height = (size_t)(bottom - top);
	size_t up = n > 0 ? (size_t)n : height - (size_t)-n;

	s->work += height / 8 + 1;
	if (n == 1) { /* a line feed */
		tmp[0] = slot[0];
		memmove(slot, slot + 1, height - 1);
		slot[height - 1] = tmp[0];
		return;
	}
	memcpy(tmp, slot, up);
	memmove(slot, slot + up, height - up);
	memcpy(slot + height - up, tmp, up);
}

/* Where a bound of what is not blank goes with its lines. */
static int
moved(int bound, int top, int bottom, int n)
{
	if (bound < top || bound > bottom)
		return bound;
	return MAX_OF(top, MIN_OF(bottom, bound - n));
}

void
screen_scroll(
    struct screen *s, int top, int bottom, int n, const struct cell *blank)
{
	bool blank_all = s->hi <= top || s->lo >= bottom;

	if (top >= bottom || n == 0 || (blank_all && blank->bg == s->fill))
		return;
	cut_above(s, top);
	if (n > 0)
		clear_lines(s, top, top + n, blank->bg);
	else
		clear_lines(s, bottom + n, bottom, blank->bg);
	rotate(s, top, bottom, n);
	if (n < 0)
		cut_above(s, bottom);
	if (s->lo == s->hi)
		return;
	if (blank->bg != s->fill) {
		s->lo = MIN_OF(s->lo, top);
		s->hi = MAX_OF(s->hi, bottom);
		return;
	}
	s->lo = moved(s->lo, top, bottom, n);
	s->hi = moved(s->hi, top, bottom, n);
}

/* In pieces: the string instructions that copy long ones downwards are slow
 * where the two places overlap. */
static void
cells_move(struct cell *to, const struct cell *from, int n)
{
	int piece = to < from ? 64 : n;

	for (; n > 0; n -= piece) {
		piece = MIN_OF(piece, n);
		memmove(to, from, (size_t)piece * sizeof(*to));
		to += piece;
		from += piece;
	}
}

/* The beginning of a line is the shorter part of it: it moves instead of the
 * end, with the whole line in its slack. */
static bool
head_moves(const struct screen *s, const struct line *l, int left, int n)
{
	return l->held == chunks(0, s->cols) && abs(n) <= LINE_SLACK &&
	    left < s->cols - left - abs(n);
}

static void
move_head(struct screen *s, struct line *l, int left, int n)
{
	struct cell *begin = s->mem +
	    (size_t)(l - s->line) * line_room(s->cols);
	int64_t to = l->cells - begin + n;

	if (to < 0 || to > 2 * LINE_SLACK) {
		cells_move(begin + LINE_SLACK, l->cells, s->cols);
		l->cells = begin + LINE_SLACK;
		s->work += (uint64_t)s->cols;
	}
	cells_move(l->cells + n, l->cells, left);
	l->cells += n;
	s->work += (uint64_t)(left + abs(n));
}

static void
move_tail(struct screen *s, struct line *l, int from, int to, int n)
{
	cells_move(l->cells + to, l->cells + from, n);
	s->work += (uint64_t)(n + abs(to - from));
}

void
screen_shift(
    struct screen *s, int row, int left, int n, const struct cell *blank)
{
	struct line *l = screen_line(s, row);
	bool tail = l->fill == blank->bg;
	int right = s->cols, keep, from, to;

	/* what is blank behind the text need not move */
	if (tail)
		right = MIN_OF(right, line_end(l, s->cols) + MAX_OF(0, -n));
	if (left >= right || n == 0)
		return;
	n = MAX_OF(left - right, MIN_OF(right - left, n));
	if (l->used > left)
		l->used = MAX_OF(left, MIN_OF(s->cols, l->used - n));
	keep = right - left - abs(n);
	from = n > 0 ? left + n : left;
	to = n > 0 ? left : left - n;
	line_hold(s, l, left, right);
	line_touch(s, row);
	line_tear(s, l, left);
	line_tear(s, l, from);
	line_tear(s, l, from + keep);
	if (right == s->cols && head_moves(s, l, left, n))
		move_head(s, l, left, n);
	else
		move_tail(s, l, from, to, keep);
	if (tail && n > 0)
		release_columns(s, l, right - n, right);
	else
		cells_fill(
		    l->cells + (n > 0 ? right - n : left), abs(n), blank);
}

void
screen_view(struct screen *s, struct grid *g)
{
	for (int r = 0; r < s->rows; r++) {
		struct line *l = screen_line(s, r);

		if (l->stamp == 0) {
			l->stamp = grid_new_stamp();
			chunks_fill(s, l, chunks(0, s->cols) & ~l->held);
		}
		g->row[r].cells = l->cells;
		g->row[r].stamp = l->stamp;
		g->row[r].wrapped = l->wrapped;
	}
}
