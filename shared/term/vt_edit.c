/* Erasing, inserting, scrolling on our own lines: see vt_impl.h. */
#include "shared/base/util.h"
#include "shared/term/reflow.h"
#include "shared/term/vt_impl.h"

int
vt_param(const struct filter_seq *s, int i, int otherwise)
{
	return i < s->nparams && s->param[i] >= 0 ? s->param[i] : otherwise;
}

static int
count_of(const struct filter_seq *s)
{
	return MAX_OF(1, vt_param(s, 0, 1));
}

/* --- the cursor --- */

void
vt_move(struct vt *vt, int row, int col)
{
	vt->row = row;
	vt->col = MAX_OF(0, MIN_OF(col, vt->scr->cols - 1));
	vt->wrap = false;
	vt->lags = true;
}

/* Up or down by n: the margins stop who is between them. */
static void
move_rows(struct vt *vt, int n)
{
	int first = vt->row >= vt->top ? vt->top : 0;
	int last = vt->row < vt->bottom ? vt->bottom : vt->scr->rows;

	vt_move(vt, MAX_OF(first, MIN_OF(last - 1, vt->row + n)), vt->col);
}

/* To a line as the program counts them, from 1. */
static void
move_to(struct vt *vt, int row, int col)
{
	int first = vt->origin ? vt->top : 0;
	int last = vt->origin ? vt->bottom : vt->scr->rows;

	row = first + MAX_OF(row, 1) - 1;
	vt_move(vt, MIN_OF(row, last - 1), col);
}

static bool
edit_cursor(struct vt *vt, const struct filter_seq *s)
{
	int n = count_of(s);

	switch (s->final) {
	case 'A':
	case 'k':
		move_rows(vt, -n);
		return true;
	case 'B':
	case 'e':
		move_rows(vt, n);
		return true;
	case 'C':
	case 'a':
		vt_move(vt, vt->row, vt->col + n);
		return true;
	case 'D':
	case 'j':
		vt_move(vt, vt->row, vt->col - n);
		return true;
	case 'E':
	case 'F':
		move_rows(vt, s->final == 'E' ? n : -n);
		vt_move(vt, vt->row, 0);
		return true;
	case 'G':
	case '`':
		vt_move(vt, vt->row, n - 1);
		return true;
	case 'H':
	case 'f':
		move_to(vt, n, vt_param(s, 1, 1) - 1);
		return true;
	case 'd':
		move_to(vt, n, vt->col);
		return true;
	default:
		return false;
	}
}

/* --- tabs --- */

void
vt_tabs_default(struct vt *vt)
{
	for (int i = 0; i < VT_TAB_WORDS; i++)
		vt->tabs[i] = 0x0101010101010101u;
}

void
vt_tab_set(struct vt *vt, bool on)
{
	uint64_t bit = (uint64_t)1 << (vt->col % 64);

	if (on)
		vt->tabs[vt->col / 64] |= bit;
	else
		vt->tabs[vt->col / 64] &= ~bit;
}

/* The next one right of col, or the last column. */
static int
tab_right(const struct vt *vt, int col)
{
	int last = vt->scr->cols - 1;

	while (++col < last) {
		uint64_t w = vt->tabs[col / 64] >> (col % 64);

		if (w != 0)
			return MIN_OF(last, col + __builtin_ctzll(w));
		col |= 63;
	}
	return last;
}

static int
tab_left(const struct vt *vt, int col)
{
	while (--col > 0) {
		uint64_t w = vt->tabs[col / 64] << (63 - col % 64);

		if (w != 0)
			return MAX_OF(0, col - __builtin_clzll(w));
		col &= ~63;
	}
	return 0;
}

void
vt_tab(struct vt *vt, int count)
{
	int col = vt->col;

	for (; count > 0 && col < vt->scr->cols - 1; count--)
		col = tab_right(vt, col);
	for (; count < 0 && col > 0; count++)
		col = tab_left(vt, col);
	if (col != vt->col)
		vt_move(vt, vt->row, col);
}

static void
clear_tabs(struct vt *vt, int which)
{
	if (which == 0)
		vt_tab_set(vt, false);
	else if (which == 3 || which == 5)
		memset(vt->tabs, 0, sizeof(vt->tabs));
}

/* --- scrolling --- */

/* What comes into that row is not what the last line of the scrollback went on
 * with. */
static void
cut_above(struct vt *vt, int row)
{
	if (row == 0 && vt->scr == &vt->main)
		history_end(&vt->history);
}

/* Lines from top to the lower margin move up by n (negative: down). */
static void
scroll(struct vt *vt, int top, int n)
{
	int height = vt->bottom - top;

	n = MAX_OF(-height, MIN_OF(height, n));
	screen_scroll(vt->scr, top, vt->bottom, n, &vt->blank);
}

/* The same without keeping what leaves the screen. */
static void
shove(struct vt *vt, int top, int n)
{
	cut_above(vt, top);
	scroll(vt, top, n);
}

/* The top lines of the main screen are kept. */
static void
to_history(struct vt *vt, int lines)
{
	if (vt->scr == &vt->main && !vt->strict)
		history_scroll(&vt->history, vt->scr, lines);
}

/* The lines that leave the top of the screen are kept. */
void
vt_scroll_up(struct vt *vt, int n)
{
	n = MIN_OF(n, vt->bottom - vt->top);
	if (vt->top == 0)
		to_history(vt, n);
	scroll(vt, vt->top, n);
}

void
vt_line_feed(struct vt *vt, int n)
{
	bool below = vt->row >= vt->bottom;
	int last = below ? vt->scr->rows - 1 : vt->bottom - 1;
	int down = MIN_OF(n, last - vt->row);

	vt->row += down;
	/* one screen at a time: what comes in may leave again */
	for (n -= down; n > 0 && !below; n -= vt->bottom - vt->top)
		vt_scroll_up(vt, n);
	vt->wrap = false;
	vt->lags = true;
}

void
vt_reverse_feed(struct vt *vt)
{
	if (vt->row == vt->top)
		shove(vt, vt->top, -1);
	else if (vt->row > 0)
		vt->row--;
	vt->wrap = false;
	vt->lags = true;
}

/* --- erasing --- */

static void
erase(struct vt *vt, int top, int bottom, int left, int right)
{
	struct area a = {top, bottom, left, right};

	if (left == 0 && right == vt->scr->cols)
		cut_above(vt, top);
	if (top < bottom && left < right)
		screen_erase(vt->scr, a, &vt->blank);
}

/* A character that waits at the edge is not the one under the cursor. */
static void
erase_in_line(struct vt *vt, int what)
{
	int left = what == 0 ? vt->col : 0;
	int right = what == 1 ? vt->col + 1 : vt->scr->cols;

	if (what <= 2 && !(what == 0 && vt->wrap))
		erase(vt, vt->row, vt->row + 1, left, right);
}

static void
erase_in_display(struct vt *vt, const struct filter_seq *s)
{
	int what = vt_param(s, 0, 0), rows = vt->scr->rows;

	if (what == 2) {
		erase(vt, 0, rows, 0, vt->scr->cols);
	} else if (what == 3 && s->lead == 0) {
		history_clear(&vt->history);
	} else if (what <= 1) {
		erase_in_line(vt, what);
		erase(vt, what == 0 ? vt->row + 1 : 0,
		    what == 0 ? rows : vt->row, 0, vt->scr->cols);
	}
}

static void
insert_lines(struct vt *vt, int n)
{
	if (vt->row >= vt->top && vt->row < vt->bottom)
		shove(vt, vt->row, -n);
}

static bool
edit_screen(struct vt *vt, const struct filter_seq *s)
{
	int n = count_of(s);

	switch (s->final) {
	case '@':
	case 'P':
		screen_shift(vt->scr, vt->row, vt->col,
		    s->final == '@' ? -n : n, &vt->blank);
		return true;
	case 'L':
	case 'M':
		insert_lines(vt, s->final == 'L' ? n : -n);
		return true;
	case 'S':
		vt_scroll_up(vt, n);
		return true;
	case 'T':
		shove(vt, vt->top, -n);
		return true;
	case 'X':
		erase(vt, vt->row, vt->row + 1, vt->col,
		    MIN_OF(vt->col + n, vt->scr->cols));
		return true;
	case 'I':
	case 'Z':
		vt_tab(vt, s->final == 'I' ? n : -n);
		return true;
	case 'g':
		clear_tabs(vt, vt_param(s, 0, 0));
		return true;
	default:
		return false;
	}
}

bool
vt_edit(struct vt *vt, const struct filter_seq *s)
{
	if (s->inter != 0 || (s->lead != 0 && s->lead != '?'))
		return false;
	if (s->final == 'J') {
		erase_in_display(vt, s);
		return true;
	}
	if (s->final == 'K') {
		erase_in_line(vt, vt_param(s, 0, 0));
		return true;
	}
	return s->lead == 0 && (edit_cursor(vt, s) || edit_screen(vt, s));
}

/* --- the size --- */

/* Alternate screens are cut, and those that are only shown. */
static void
cut(struct vt *vt, int cols, int rows)
{
	int over = MAX_OF(0, vt->row - (rows - 1));

	screen_resize(vt->scr, cols, rows, over);
	vt->row -= over;
	vt->col = MIN_OF(vt->col, cols - 1);
	vt->wrap = false;
}

static bool
is_right_half(const struct screen *s, int row, int col)
{
	const struct line *l = screen_line(s, row);

	return line_holds(l, col) && l->cells[col].width == 0;
}

static void
fit_main(struct vt *vt, int cols, int rows)
{
	struct screen *s = &vt->main;
	struct vt_saved *saved = vt_saved_of(vt, s);
	struct reflow_place place[] = {
	    {vt->row, vt->wrap ? s->cols : vt->col}, {saved->row, saved->col}};

	reflow(s, &vt->history, cols, rows, place, 2);
	vt->row = place[0].row;
	vt->col = MIN_OF(place[0].col, cols - 1);
	vt->wrap = place[0].col == cols && !vt->no_autowrap;
	if (vt->wrap && is_right_half(s, vt->row, vt->col))
		vt->col--;
	saved->row = place[1].row;
	saved->col = MIN_OF(place[1].col, cols - 1);
}

void
vt_fit(struct vt *vt, int cols, int rows)
{
	if (vt->scr == &vt->alt || vt->strict)
		cut(vt, cols, rows);
	else
		fit_main(vt, cols, rows);
	if (vt->scr == &vt->main)
		screen_resize(&vt->alt, cols, rows, 0);
}

void
vt_fit_again(struct vt *vt)
{
	if (vt->scr != &vt->main ||
	    (vt->main.cols == vt->alt.cols && vt->main.rows == vt->alt.rows))
		return;
	fit_main(vt, vt->alt.cols, vt->alt.rows);
	vt->has_base = false;
	vt->lags = true;
}
