#include <stdlib.h>

#include "shared/base/mem.h"
#include "shared/term/screen.h"

void
screen_init(struct screen *s, int cols, int rows)
{
	size_t n = (size_t)cols;

	*s = (struct screen){.cols = cols, .rows = rows};
	s->line = mem_array((size_t)rows, sizeof(*s->line));
	s->mem = mem_array((size_t)rows * n, sizeof(*s->mem));
	for (int r = 0; r < rows; r++) {
		s->line[r].cells = s->mem + (size_t)r * n;
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

void
screen_resize(struct screen *s, int cols, int rows, int drop)
{
	struct screen new;

	screen_init(&new, cols, rows);
	for (int r = 0; r < rows && r + drop < s->rows; r++) {
		const struct line *from = screen_line(s, r + drop);
		struct line *to = &new.line[r];

		to->used = MIN_OF(from->used, cols);
		to->fill = from->fill;
		memcpy(to->cells, from->cells,
		    (size_t)to->used * sizeof(*to->cells));
		if (to->used > 0 && to->cells[to->used - 1].width == 2)
			to->cells[to->used - 1] = CELL_BLANK;
	}
	new.hi = rows;
	new.work = s->work + (uint64_t)cols *(uint64_t)rows;
	screen_fini(s);
	*s = new;
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

static struct cell
filling(const struct line *l)
{
	struct cell c = CELL_BLANK;

	c.bg = l->fill;
	return c;
}

/* Columns up to col hold something. */
static void
line_fill(struct screen *s, struct line *l, int col)
{
	struct cell c = filling(l);

	if (l->used >= col)
		return;
	s->work += (uint64_t)(col - l->used);
	cells_fill(l->cells + l->used, col - l->used, &c);
	l->used = col;
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
line_tear(struct line *l, int col)
{
	struct cell *c = &l->cells[col];

	if (col <= 0 || col >= l->used || c->width != 0)
		return;
	c[0].cp = ' ';
	c[0].width = 1;
	c[-1].cp = ' ';
	c[-1].width = 1;
	memset(c[-1].mark, 0, sizeof(c[-1].mark));
}

/* Makes columns left..right-1 ready to be overwritten. */
static struct line *
line_open(struct screen *s, int row, int left, int right)
{
	struct line *l = line_touch(s, row);

	s->work += (uint64_t)(right - left);
	line_fill(s, l, left);
	line_tear(l, left);
	line_tear(l, right);
	if (l->used < right)
		l->used = right;
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
}

void
screen_mark(struct screen *s, int row, int col, uint32_t cp)
{
	struct line *l = screen_line(s, row);
	uint16_t *mark = l->cells[col].mark;

	if (cp > 0xffff || col >= l->used)
		return;
	for (int i = 0; i < CELL_MARKS; i++) {
		if (mark[i] == 0) {
			mark[i] = (uint16_t)cp;
			l->stamp = 0;
			return;
		}
	}
}

/* Part of a line. */
static void
erase_columns(
    struct screen *s, int row, int left, int right, const struct cell *blank)
{
	struct line *l = screen_line(s, row);

	if (right < s->cols) {
		l = line_open(s, row, left, right);
		cells_fill(l->cells + left, right - left, blank);
		return;
	}
	if (l->fill == blank->bg && l->used <= left)
		return; /* blank already */
	line_touch(s, row);
	if (l->fill != blank->bg)
		line_fill(s, l, left);
	line_tear(l, left);
	l->used = MIN_OF(l->used, left);
	l->fill = blank->bg;
}

static void
erase_lines(struct screen *s, int top, int bottom, uint32_t fill)
{
	for (int r = top; r < bottom; r++) {
		struct line *l = screen_line(s, r);

		if (l->used == 0 && l->fill == fill)
			continue;
		l->used = 0;
		l->fill = fill;
		l->stamp = 0;
	}
	if (bottom > top)
		s->work += (uint64_t)(bottom - top) / 8 + 1;
}

/* Whole lines, of which only those are looked at that may hold something. */
static void
clear_lines(struct screen *s, int top, int bottom, uint32_t fill)
{
	bool all = top <= s->lo && bottom >= s->hi;

	if (fill == s->fill) {
		erase_lines(s, MAX_OF(top, s->lo), MIN_OF(bottom, s->hi), fill);
		if (all)
			s->lo = s->hi = 0;
		else if (top <= s->lo)
			s->lo = MAX_OF(s->lo, bottom);
		else if (bottom >= s->hi)
			s->hi = MIN_OF(s->hi, top);
		return;
	}
	erase_lines(s, top, bottom, fill);
	if (top == 0 && bottom == s->rows) {
		s->fill = fill;
		s->lo = s->hi = 0;
		return;
	}
	s->lo = s->lo == s->hi ? top : MIN_OF(s->lo, top);
	s->hi = MAX_OF(s->hi, bottom);
}

void
screen_erase(struct screen *s, struct area a, const struct cell *blank)
{
	if (a.left == 0 && a.right == s->cols) {
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
	if (n > 0)
		clear_lines(s, top, top + n, blank->bg);
	else
		clear_lines(s, bottom + n, bottom, blank->bg);
	rotate(s, top, bottom, n);
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

void
screen_shift(struct screen *s, int row, int left, int right, int n,
    const struct cell *blank)
{
	struct line *l = screen_line(s, row);
	bool tail = right == s->cols && l->fill == blank->bg;
	int keep, from, to;

	/* what is blank behind the text need not move */
	if (tail)
		right = MIN_OF(right, l->used + MAX_OF(0, -n));
	if (left >= right || n == 0)
		return;
	n = MAX_OF(left - right, MIN_OF(right - left, n));
	keep = right - left - abs(n);
	from = n > 0 ? left + n : left;
	to = n > 0 ? left : left - n;
	line_fill(s, l, right);
	line_open(s, row, left, right);
	line_tear(l, from);
	line_tear(l, from + keep);
	memmove(
	    l->cells + to, l->cells + from, (size_t)keep * sizeof(*l->cells));
	if (tail && n > 0)
		l->used = right - n;
	else
		cells_fill(
		    l->cells + (n > 0 ? right - n : left), abs(n), blank);
}

void
screen_view(struct screen *s, struct grid *g)
{
	for (int r = 0; r < s->rows; r++) {
		struct line *l = screen_line(s, r);
		struct cell fill;

		if (l->stamp == 0) {
			l->stamp = grid_new_stamp();
			fill = filling(l);
			s->work += (uint64_t)(s->cols - l->used);
			cells_fill(
			    l->cells + l->used, s->cols - l->used, &fill);
		}
		g->row[r].cells = l->cells;
		g->row[r].stamp = l->stamp;
	}
}
