#include "shared/term/frame.h"

#include <stdlib.h>

#include "shared/base/utf8.h"
#include "shared/base/util.h"
#include "shared/term/frame_scroll.h"
#include "shared/term/marks.h"
#include "shared/term/style.h"

/* Equal cells in between are written again when that is shorter than a move. */
#define GAP 4
/* Blanks from here on are erased, not written. */
#define ERASE_MIN 8

void
frame_init(struct frame *f, enum frame_colours colours, unsigned flags)
{
	*f = (struct frame){.colours = colours, .flags = flags};
	f->row = f->edge = -1;
}

void
frame_fini(struct frame *f)
{
	grid_fini(&f->shown);
	buf_fini(&f->work);
	*f = (struct frame){0};
}

void
frame_reset(struct frame *f)
{
	f->known = false;
}

/* --- cursor and style --- */

static void
lose_cursor(struct frame *f)
{
	f->row = f->edge = -1;
}

static void
move(struct frame *f, int row, int col)
{
	struct buf *out = &f->work;

	if (row == f->row && col == f->col)
		return;
	if (row == f->row && col == 0)
		buf_addc(out, '\r');
	else if (row == f->row && col < f->col && f->col - col <= 3)
		buf_add(out, "\b\b\b", (size_t)(f->col - col));
	else if (row == f->row && col == f->col + 1)
		buf_adds(out, "\033[C");
	else if (row == f->row && col > f->col)
		buf_printf(out, "\033[%dC", col - f->col);
	else if (f->row >= 0 && row == f->row + 1 && col == 0)
		buf_adds(out, "\r\n");
	else if (row == 0 && col == 0)
		buf_adds(out, "\033[H");
	else if (col == 0)
		buf_printf(out, "\033[%dH", row + 1);
	else
		buf_printf(out, "\033[%d;%dH", row + 1, col + 1);
	f->row = row;
	f->col = col;
	f->edge = -1;
}

/* What undoes most that somebody else can have sent. */
static const char plain_state[] = "\033[m\033(B\017\033[r\033[?6l\033[4l";

void
frame_doubt(struct frame *f, int row)
{
	static const struct cell unknown = {.cp = 1, .width = 1};

	if (!f->known)
		return;
	for (int r = row; r < f->shown.rows; r++) {
		f->shown.row[r].stamp = 0;
		for (int c = 0; c < f->shown.cols; c++)
			f->shown.row[r].cells[c] = unknown;
	}
	f->doubted = true;
}

static void
encode_doubt(struct frame *f)
{
	buf_adds(&f->work, plain_state);
	f->pen = CELL_BLANK;
	lose_cursor(f);
	f->doubted = false;
}

static void
set_style(struct frame *f, const struct cell *c)
{
	struct cell want = style_reduce(c, f->colours);

	style_change(&f->pen, &want, &f->work);
}

static bool
same_style(const struct frame *f, const struct cell *c)
{
	struct cell want = style_reduce(c, f->colours);

	return cell_same_style(&want, &f->pen);
}

/* Erasing takes the background along on some terminals and not on others. */
static void
set_plain_background(struct frame *f)
{
	if (f->pen.bg != CELL_DEFAULT || (f->pen.attr & CELL_REVERSE))
		set_style(f, &CELL_BLANK);
}

/* --- rows --- */

/* In the last column of a terminal it may not be what goes over the edge. */
static bool
is_bare(const struct frame *f, const struct cell *c)
{
	return (f->flags & FRAME_TERMINAL) && f->col + 1 == f->shown.cols &&
	    marks_widen(c);
}

static void
put_cell(struct frame *f, const struct cell *c)
{
	static const struct cell blank = {.cp = ' ', .width = 1};
	char bytes[MARKS_TEXT];
	int row = f->row, n;

	if (c->cp < 0x20 || f->col + c->width > f->shown.cols)
		c = &blank; /* whoever painted it was wrong */
	n = is_bare(f, c) ? utf8_encode(bytes, c->cp) : marks_text(c, bytes);
	buf_add(&f->work, bytes, (size_t)n);
	f->col += c->width;
	/* at the edge a wrap is pending; and not every terminal agrees on the
	 * width of what is new or combined */
	if (f->col >= f->shown.cols || !marks_sure(c))
		lose_cursor(f);
	if (f->col == f->shown.cols && marks_sure(c))
		f->edge = row;
}

static void
erase_end(struct frame *f, int row)
{
	buf_adds(&f->work, "\033[K");
	f->shown.row[row].wrapped = false;
}

static int
blank_run(const struct cell *c, int n)
{
	int i = 0;

	while (i < n && cell_is_blank(&c[i]))
		i++;
	return i;
}

/* Length of the equal cells at c; 0 when they should be written again. */
static int
skip_run(const struct frame *f, const struct cell *now, const struct cell *was,
    int n)
{
	bool cheap = f->row >= 0;
	int i = 0;

	while (i < n && cell_looks_equal(&now[i], &was[i])) {
		if (now[i].cp >= 0x7f || now[i].width != 1 ||
		    !marks_sure(&now[i]) || !same_style(f, &now[i]))
			cheap = false;
		i++;
	}
	return cheap && i <= GAP ? 0 : i;
}

/* On some terminals this cell covers the next one. A space is written before
 * it, and is then done, too; anything else has to be written after it. Returns
 * what is done. */
static int
put_wider(struct frame *f, int row, const struct cell *now,
    const struct cell *was, int col)
{
	const struct cell *next = &now[col + 1];
	bool space = next->cp == ' ' && next->mark[0] == 0;

	if (space && !cell_looks_equal(next, &was[col + 1])) {
		move(f, row, col + 1);
		set_style(f, next);
		put_cell(f, next);
	}
	move(f, row, col);
	set_style(f, &now[col]);
	put_cell(f, &now[col]);
	return space ? 2 : 1;
}

/* Where to stop, so that what may be covered is seen to. */
static int
behind_wider(const struct cell *now, int to, int cols)
{
	while (to > 0 && to < cols && marks_widen(&now[to - 1]))
		to++;
	return to;
}

/* Columns from..to-1 of a row; the first differs. */
static void
encode_cells(struct frame *f, int row, const struct cell *now,
    const struct cell *was, int from, int to)
{
	int covered = -1;

	for (int c = from; c < to;) {
		int n = c == covered ? 0
				     : skip_run(f, now + c, was + c, to - c);

		if (n > 0) {
			c += n;
			continue;
		}
		if (now[c].width == 0) {
			c++; /* went out with its left half */
			continue;
		}
		if (c + 1 < f->shown.cols && marks_widen(&now[c])) {
			n = put_wider(f, row, now, was, c);
			c += n;
			covered = n == 1 ? c : -1;
			continue;
		}
		n = blank_run(now + c, to - c);
		move(f, row, c);
		if (n >= ERASE_MIN) {
			set_plain_background(f);
			if (c + n == f->shown.cols)
				erase_end(f, row);
			else
				buf_printf(&f->work, "\033[%dX", n);
			c += n;
			continue;
		}
		/* the foreground of a blank does not show */
		if (n == 0 || !cell_is_blank(&f->pen))
			set_style(f, &now[c]);
		put_cell(f, &now[c]);
		c += now[c].width;
	}
}

static int
used_cols(const struct cell *c, int cols)
{
	while (cols > 0 && cell_is_blank(&c[cols - 1]))
		cols--;
	return cols;
}

/* Columns from..cols-1, of which the first one differs. */
static void
encode_from(struct frame *f, int row, const struct cell *now,
    const struct cell *was, int from)
{
	int cols = f->shown.cols, to = cols;
	int used = used_cols(now, cols), had = used_cols(was, cols);

	if (had > used + 3) {
		to = behind_wider(now, MAX_OF(used, from), cols);
		encode_cells(f, row, now, was, from, to);
		move(f, row, to);
		set_plain_background(f);
		erase_end(f, row);
		return;
	}
	while (cell_looks_equal(&now[to - 1], &was[to - 1]))
		to--;
	to = behind_wider(now, to, cols);
	encode_cells(f, row, now, was, from, to);
}

static void
encode_row(struct frame *f, int row, const struct grid_row *now)
{
	struct grid_row *was = &f->shown.row[row];
	int cols = f->shown.cols, from = 0;

	if (grid_same_row(now, was))
		return;
	was->stamp = now->stamp;
	while (from < cols &&
	    cell_looks_equal(&now->cells[from], &was->cells[from]))
		from++;
	if (from == cols)
		return;
	/* a right half is written with its left one */
	if (now->cells[from].width == 0 && from > 0)
		from--;
	encode_from(f, row, now->cells, was->cells, from);
	memcpy(was->cells, now->cells, (size_t)cols * sizeof(struct cell));
}

/* --- wrapped rows --- */

/* Writes that cell where the cursor is and takes it for shown. */
static void
put_shown(struct frame *f, int row, int col, const struct cell *now)
{
	set_style(f, now);
	put_cell(f, now);
	memcpy(&f->shown.row[row].cells[col], now, now->width * sizeof(*now));
}

/* Whether the text of a row goes on in the next one is a matter of how the
 * terminal got there. */
static void
encode_wrap(struct frame *f, int row, const struct grid *now)
{
	struct grid_row *was = &f->shown.row[row];
	const struct cell *cells = now->row[row].cells;
	const struct cell *first = now->row[row + 1].cells;
	int last = now->cols - (cells[now->cols - 1].width == 0 ? 2 : 1);
	bool wrapped = f->wraps && now->row[row].wrapped &&
	    marks_sure(&cells[last]) && marks_sure(first);

	if (wrapped == was->wrapped)
		return;
	was->wrapped = wrapped;
	if (!wrapped || f->edge != row)
		move(f, row, last);
	if (!wrapped) {
		set_plain_background(f);
		buf_adds(&f->work, "\033[K");
	}
	if (f->edge != row)
		put_shown(f, row, last, &cells[last]);
	if (!wrapped)
		return;
	f->row = row + 1;
	f->col = 0;
	put_shown(f, row + 1, 0, first);
}

/* --- scrolling --- */

/* What the terminal does, on the shown grid. */
static void
shift_shown(struct grid *g, int top, int bottom, int up)
{
	struct grid_row tmp[GRID_ROWS_MAX];
	int height = bottom - top;

	memcpy(tmp, g->row + top, (size_t)height * sizeof(tmp[0]));
	for (int i = 0; i < height; i++) {
		int from = i + up;
		struct grid_row *r = &g->row[top + i];

		*r = tmp[(from + height) % height];
		if (from >= 0 && from < height)
			continue;
		r->stamp = 0;
		r->wrapped = false;
		for (int c = 0; c < g->cols; c++)
			r->cells[c] = CELL_BLANK;
	}
}

static bool
was_blank(const struct frame *f, int row)
{
	return used_cols(f->shown.row[row].cells, f->shown.cols) == 0;
}

static void
encode_scroll(struct frame *f, const struct grid *now)
{
	struct buf *out = &f->work;
	struct scroll s;
	int top, bottom, n;
	bool whole;

	if (now->rows > GRID_ROWS_MAX || !frame_scroll(&f->shown, now, &s))
		return;
	n = abs(s.up);
	top = s.up > 0 ? s.top : s.top - n;
	bottom = top + s.rows + n;
	/* blank lines may move along: no region is shorter than one */
	while (s.up > 0 && bottom < now->rows && was_blank(f, bottom))
		bottom++;
	while (s.up < 0 && top > 0 && was_blank(f, top - 1))
		top--;
	whole = top == 0 && bottom == now->rows;
	set_plain_background(f);
	if (!whole) {
		buf_printf(out, "\033[%d;%dr", top + 1, bottom);
		lose_cursor(f);
	}
	move(f, s.up > 0 ? bottom - 1 : top, 0);
	for (int i = 0; i < n; i++)
		buf_adds(out, s.up > 0 ? "\n" : "\033M");
	if (!whole) {
		buf_adds(out, "\033[r");
		lose_cursor(f);
	}
	shift_shown(&f->shown, top, bottom, s.up);
}

/* --- modes --- */

static void
switch_mode(struct frame *f, bool was, bool now, int mode)
{
	if (was != now)
		buf_printf(&f->work, "\033[?%d%c", mode, now ? 'h' : 'l');
}

static void
encode_mouse(
    struct frame *f, const struct grid_modes *was, const struct grid_modes *now)
{
	static const int number[] = {[GRID_MOUSE_CLICK] = 1000,
	    [GRID_MOUSE_DRAG] = 1002,
	    [GRID_MOUSE_MOVE] = 1003};

	switch_mode(f, was->mouse_sgr, now->mouse_sgr, 1006);
	if (was->mouse == now->mouse)
		return;
	if (was->mouse != GRID_MOUSE_OFF)
		switch_mode(f, true, false, number[was->mouse]);
	if (now->mouse != GRID_MOUSE_OFF)
		switch_mode(f, false, true, number[now->mouse]);
}

static void
encode_modes(struct frame *f, const struct grid_modes *now)
{
	struct grid_modes *was = &f->shown.modes;

	if (f->flags & FRAME_NO_MODES)
		return;
	switch_mode(f, was->app_cursor, now->app_cursor, 1);
	switch_mode(f, was->bracketed_paste, now->bracketed_paste, 2004);
	if (was->app_keypad != now->app_keypad)
		buf_adds(&f->work, now->app_keypad ? "\033=" : "\033>");
	encode_mouse(f, was, now);
	if ((f->flags & FRAME_WHEEL) && was->alt != now->alt)
		buf_adds(&f->work, now->alt ? "\033[?1007r" : "\033[?1007l");
	*was = *now;
}

static void
encode_cursor(struct frame *f, const struct grid_cursor *now)
{
	static const int steady[] = {
	    [GRID_BLOCK] = 2, [GRID_UNDERLINE] = 4, [GRID_BAR] = 6};
	struct grid_cursor *was = &f->shown.cursor;

	if (!(f->flags & FRAME_NO_SHAPE) &&
	    (was->shape != now->shape || was->blink != now->blink)) {
		int style = steady[now->shape] - now->blink;

		/* the user's own cursor, not a blinking block */
		buf_printf(&f->work, "\033[%d q", style == 1 ? 0 : style);
	}
	if (now->visible)
		move(f, now->row, now->col);
	switch_mode(f, was->visible, now->visible, 25);
	*was = *now;
}

/* --- the frame --- */

static const char plain_modes[] =
    "\033[?1l\033>\033[?2004l\033[?1000l\033[?1002l\033[?1003l\033[?1006l";

/* A screen of which nothing is known becomes blank. */
static void
encode_start(struct frame *f, const struct grid *now)
{
	struct buf *out = &f->work;

	buf_adds(out, plain_state);
	buf_adds(out, "\033[H\033[2J\033[?25h");
	if (!(f->flags & FRAME_NO_SHAPE))
		buf_adds(out, "\033[0 q");
	if (!(f->flags & FRAME_NO_MODES))
		buf_adds(out, plain_modes);
	if (f->flags & FRAME_WHEEL)
		buf_adds(out, "\033[?1007l");
	grid_fini(&f->shown);
	grid_init(&f->shown, now->cols, now->rows);
	f->shown.bells = now->bells;
	f->pen = CELL_BLANK;
	f->row = f->col = f->next_row = 0;
	f->edge = -1;
	f->known = true;
	f->doubted = false;
}

/* All rows, or as many as fit into a part; each part goes on where the last one
 * stopped, so that no row waits for ever. */
static bool
encode_rows(struct frame *f, const struct grid *now)
{
	for (int i = 0; i < now->rows; i++) {
		int r = (f->next_row + i) % now->rows;

		if (f->part > 0 && f->work.len >= f->part) {
			f->next_row = r;
			return false;
		}
		if (r > 0)
			encode_wrap(f, r - 1, now);
		encode_row(f, r, &now->row[r]);
	}
	/* those that were erased behind the next one's back */
	for (int r = 1; r < now->rows; r++)
		encode_wrap(f, r - 1, now);
	f->next_row = 0;
	return true;
}

bool
frame_encode(struct frame *f, const struct grid *now, struct buf *out)
{
	bool ok, whole;

	buf_clear(&f->work);
	if (!f->known || now->cols != f->shown.cols ||
	    now->rows != f->shown.rows)
		encode_start(f, now);
	else if (f->doubted)
		encode_doubt(f);
	else
		encode_scroll(f, now);
	whole = encode_rows(f, now);
	encode_modes(f, &now->modes);
	encode_cursor(f, &now->cursor);
	if (now->bells != f->shown.bells)
		buf_addc(&f->work, '\a');
	f->shown.bells = now->bells;
	ok = f->work.len == 0 || buf_add(out, buf_data(&f->work), f->work.len);
	if (!ok)
		f->known = false;
	return ok && whole;
}

void
frame_leave(struct frame *f, struct buf *out)
{
	buf_adds(out, "\033[m\033[r\033[?25h");
	if (!(f->flags & FRAME_NO_SHAPE))
		buf_adds(out, "\033[0 q");
	if (!(f->flags & FRAME_NO_MODES))
		buf_adds(out, plain_modes);
	frame_reset(f);
}
