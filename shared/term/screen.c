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
	for (int r = 0; r < rows; r++)
		s->line[r].cells = s->mem + (size_t)r * n;
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
	screen_fini(s);
	*s = new;
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
line_fill(struct line *l, int col)
{
	struct cell c = filling(l);

	for (; l->used < col; l->used++)
		l->cells[l->used] = c;
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
static void
line_open(struct line *l, int left, int right)
{
	l->stamp = 0;
	line_fill(l, left);
	line_tear(l, left);
	line_tear(l, right);
	if (l->used < right)
		l->used = right;
}

void
screen_put_ascii(struct screen *s, int row, int col, const char *bytes, int n,
    const struct cell *pen)
{
	struct line *l = screen_line(s, row);
	struct cell c = *pen;
	struct cell *to = l->cells + col;

	line_open(l, col, col + n);
	c.width = 1;
	for (int i = 0; i < n; i++) {
		c.cp = (uint8_t)bytes[i];
		to[i] = c;
	}
}

void
screen_put(struct screen *s, int row, int col, const struct cell *c)
{
	struct line *l = screen_line(s, row);
	struct cell *to = l->cells + col;

	line_open(l, col, col + (int)c->width);
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

static void
line_erase(
    struct line *l, int left, int right, int cols, const struct cell *blank)
{
	if (right < cols) {
		line_open(l, left, right);
		for (int c = left; c < right; c++)
			l->cells[c] = *blank;
		return;
	}
	l->stamp = 0;
	line_fill(l, left);
	line_tear(l, left);
	l->used = left;
	l->fill = blank->bg;
}

void
screen_erase(struct screen *s, struct area a, const struct cell *blank)
{
	for (int r = a.top; r < a.bottom; r++)
		line_erase(screen_line(s, r), a.left, a.right, s->cols, blank);
}

void
screen_feed(struct screen *s, const struct cell *blank)
{
	struct line *l = screen_line(s, 0);

	s->head = s->head + 1 < s->rows ? s->head + 1 : 0;
	line_erase(l, 0, s->cols, s->cols, blank);
}

/* Lines trade places; n > 0 moves up. The freed ones are erased after. */
static void
rotate(struct screen *s, int top, int bottom, int n)
{
	int height = bottom - top;
	struct line tmp[GRID_ROWS_MAX];

	for (int i = 0; i < height; i++)
		tmp[i] = *screen_line(s, top + i);
	for (int i = 0; i < height; i++) {
		int from = (i + n + height) % height;

		*screen_line(s, top + i) = tmp[from];
	}
}

void
screen_scroll(
    struct screen *s, int top, int bottom, int n, const struct cell *blank)
{
	struct area a = {top, bottom, 0, s->cols};

	if (top >= bottom || n == 0)
		return;
	if (top == 0 && bottom == s->rows)
		s->head = (s->head + n + s->rows) % s->rows;
	else
		rotate(s, top, bottom, n);
	if (n > 0)
		a.top = bottom - n;
	else
		a.bottom = top - n;
	screen_erase(s, a, blank);
}

void
screen_shift(struct screen *s, int row, int left, int right, int n,
    const struct cell *blank)
{
	struct line *l = screen_line(s, row);
	int keep = right - left - abs(n);
	int from = n > 0 ? left + n : left, to = n > 0 ? left : left - n;

	if (left >= right || n == 0)
		return;
	line_fill(l, right);
	line_open(l, left, right);
	line_tear(l, from);
	line_tear(l, from + keep);
	memmove(
	    l->cells + to, l->cells + from, (size_t)keep * sizeof(*l->cells));
	for (int i = 0; i < abs(n); i++)
		l->cells[n > 0 ? right - 1 - i : left + i] = *blank;
}

const struct cell *
screen_cells(struct screen *s, int row)
{
	struct line *l = screen_line(s, row);

	line_fill(l, s->cols);
	return l->cells;
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
			for (int c = l->used; c < s->cols; c++)
				l->cells[c] = fill;
		}
		g->row[r].cells = l->cells;
		g->row[r].stamp = l->stamp;
	}
}
