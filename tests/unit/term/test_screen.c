/*
 * The screen against the simplest one that can be thought of, a field of cells
 * where every operation touches every cell: any order of operations shows the
 * same, and no operation costs more than it may.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "shared/base/util.h"
#include "shared/term/screen.h"

#define STORIES 400
#define STEPS 120

static struct cell field[GRID_ROWS_MAX][GRID_COLS_MAX];
static int cols, rows;
static struct screen screen;
static struct grid view;
static uint64_t state_of_rng;

static int
below(int n)
{
	state_of_rng = state_of_rng * UINT64_C(6364136223846793005) + 1;
	return (int)((state_of_rng >> 33) % (uint64_t)n);
}

static struct cell
pen(int letter)
{
	struct cell c = CELL_BLANK;

	c.cp = (uint32_t)letter & 0x7f;
	c.bg = below(3) == 0 ? CELL_INDEX(1 + below(3)) : CELL_DEFAULT;
	return c;
}

static struct cell
blank(void)
{
	struct cell c = pen(' ');

	return c;
}

/* --- the field --- */

static void
tear(int row, int col)
{
	struct cell *c = &field[row][col];

	if (col <= 0 || col >= cols || c->width != 0)
		return;
	for (int i = -1; i <= 0; i++) {
		c[i].cp = ' ';
		c[i].width = 1;
		c[i].mark[0] = c[i].mark[1] = 0;
	}
}

static void
put(int row, int col, int n, const struct cell *c)
{
	tear(row, col);
	tear(row, col + n);
	for (int i = 0; i < n; i++)
		field[row][col + i] = *c;
}

static void
field_erase(struct area a, const struct cell *b)
{
	for (int r = a.top; r < a.bottom; r++)
		put(r, a.left, a.right - a.left, b);
}

static void
field_scroll(int top, int bottom, int n, const struct cell *b)
{
	struct area gone = {top, bottom, 0, cols};

	if (n > 0)
		gone.top = bottom - n;
	else
		gone.bottom = top - n;
	memmove(field[n > 0 ? top : top - n], field[n > 0 ? top + n : top],
	    (size_t)(bottom - top - abs(n)) * sizeof(field[0]));
	for (int r = gone.top; r < gone.bottom; r++)
		for (int c = 0; c < cols; c++)
			field[r][c] = *b;
}

static void
field_shift(int row, int left, int n, const struct cell *b)
{
	int keep = cols - left - abs(n);
	int from = n > 0 ? left + n : left, to = n > 0 ? left : left - n;

	tear(row, left);
	tear(row, from);
	tear(row, from + keep);
	memmove(&field[row][to], &field[row][from],
	    (size_t)keep * sizeof(field[0][0]));
	for (int i = 0; i < abs(n); i++)
		field[row][n > 0 ? cols - n + i : left + i] = *b;
}

/* --- both --- */

static void
step_put(void)
{
	int row = below(rows), col = below(cols);
	int n = 1 + below(MIN_OF(cols - col, 40));
	struct cell c = pen('a' + below(26)), half;
	char bytes[GRID_COLS_MAX];

	if (below(4) == 0) { /* the whole line */
		col = 0;
		n = cols;
	}
	if (below(3) > 0 || cols - col < 2) {
		memset(bytes, (int)c.cp, sizeof(bytes));
		screen_put_ascii(&screen, row, col, bytes, n, &c);
		put(row, col, n, &c);
		return;
	}
	c.width = 2;
	c.cp = 0x4e00;
	screen_put(&screen, row, col, &c);
	half = c;
	half.width = 0;
	half.cp = 0;
	put(row, col, 2, &c);
	field[row][col + 1] = half;
	if (below(2) == 0) {
		screen_mark(&screen, row, col, 0x301);
		field[row][col].mark[0] = 0x301;
	}
}

static void
step_erase(void)
{
	struct area a = {below(rows), 0, below(cols), 0};
	struct cell b = blank();

	a.bottom = a.top + 1 + below(rows - a.top);
	a.right = a.left + 1 + below(cols - a.left);
	if (below(2) == 0)
		a.right = cols;
	if (below(2) == 0)
		a.left = 0;
	if (below(4) == 0)
		a = (struct area){0, rows, 0, cols};
	screen_erase(&screen, a, &b);
	field_erase(a, &b);
}

static void
step_move(void)
{
	int top = below(rows), bottom = top + 1 + below(rows - top);
	int left = below(cols), n;
	struct cell b = blank();

	if (below(2) == 0) {
		n = 1 + below(bottom - top);
		n = below(2) == 0 ? n : -n;
		screen_scroll(&screen, top, bottom, n, &b);
		field_scroll(top, bottom, n, &b);
	} else {
		n = below(3) > 0 ? 4 : cols;
		n = 1 + below(MIN_OF(cols - left, n));
		n = below(2) == 0 ? n : -n;
		screen_shift(&screen, top, left, n, &b);
		field_shift(top, left, n, &b);
	}
}

/* What is new on the right has the line's own background. */
static void
step_resize(void)
{
	int was = cols, drop = below(rows), kept = rows - drop;

	cols = 1 + below(GRID_COLS_MAX / (1 + below(20)));
	rows = 1 + below(GRID_ROWS_MAX / (1 + below(20)));
	screen_resize(&screen, cols, rows, drop);
	grid_fini(&view);
	grid_init_view(&view, cols, rows);
	screen_view(&screen, &view);
	memmove(field[0], field[drop], (size_t)kept * sizeof(field[0]));
	for (int r = 0; r < rows; r++) {
		for (int c = 0; c < cols; c++)
			if (r >= kept)
				field[r][c] = CELL_BLANK;
			else if (c >= was)
				field[r][c] = view.row[r].cells[c];
		if (field[r][cols - 1].width == 2)
			field[r][cols - 1] = CELL_BLANK;
	}
}

static void
compare(int story, int step)
{
	screen_view(&screen, &view);
	for (int r = 0; r < rows; r++)
		for (int c = 0; c < cols; c++)
			if (!cell_equal(&view.row[r].cells[c], &field[r][c]))
				fail_msg("story %d, step %d: row %d, column "
					 "%d of %dx%d",
				    story, step, r, c, cols, rows);
}

static void
tell(int story)
{
	state_of_rng = (uint64_t)story * 1000003 + 17;
	cols = 1 + below(story % 4 == 0 ? GRID_COLS_MAX : 60);
	rows = 1 + below(story % 4 == 0 ? GRID_ROWS_MAX : 12);
	screen_init(&screen, cols, rows);
	grid_init_view(&view, cols, rows);
	for (int r = 0; r < rows; r++)
		for (int c = 0; c < cols; c++)
			field[r][c] = CELL_BLANK;
	for (int i = 0; i < STEPS; i++) {
		int what = below(16);

		if (what < 7)
			step_put();
		else if (what < 11)
			step_erase();
		else if (what < 15)
			step_move();
		else if (below(4) == 0)
			step_resize();
		if (below(4) == 0 || i == STEPS - 1)
			compare(story, i);
	}
	grid_fini(&view);
	screen_fini(&screen);
}

static void
test_any_order(void **state)
{
	(void)state;
	for (int i = 0; i < STORIES; i++)
		tell(i);
}

/* Inserting and deleting at the beginning, in the middle, at the end. */
static void
test_cost_of_shifts(void **state)
{
	static const int at[] = {0, 1, GRID_COLS_MAX / 2, GRID_COLS_MAX - 1};
	char text[GRID_COLS_MAX];
	struct cell x = CELL_BLANK;

	(void)state;
	memset(text, 'x', sizeof(text));
	for (size_t i = 0; i < ARRAY_LEN(at); i++)
		for (int n = -1; n <= 1; n += 2) {
			uint64_t before;

			screen_init(&screen, GRID_COLS_MAX, 1);
			screen_put_ascii(
			    &screen, 0, 0, text, GRID_COLS_MAX, &x);
			before = screen.work;
			for (int j = 0; j < 1000; j++) {
				screen_shift(&screen, 0, at[i], n, &x);
				screen_put_ascii(&screen, 0,
				    n > 0 ? GRID_COLS_MAX - 1 : at[i], text, 1,
				    &x);
			}
			assert_true(screen.work - before <=
			    1000 * (GRID_COLS_MAX / 2 + 32));
			screen_fini(&screen);
		}
}

/* A far column, and the whole screen in another colour. */
static void
test_cost(void **state)
{
	struct cell red = CELL_BLANK, x = CELL_BLANK;
	struct area all = {0, GRID_ROWS_MAX, 0, GRID_COLS_MAX};
	uint64_t before;

	(void)state;
	red.bg = CELL_INDEX(1);
	screen_init(&screen, GRID_COLS_MAX, GRID_ROWS_MAX);
	before = screen.work;
	for (int i = 0; i < 1000; i++) {
		screen_erase(&screen, all, i % 2 == 0 ? &red : &x);
		screen_put(&screen, i % GRID_ROWS_MAX, GRID_COLS_MAX - 1, &x);
		screen_put(&screen, i % GRID_ROWS_MAX, 0, &x);
	}
	assert_true(screen.work - before < 1000 * 3 * LINE_CHUNK);
	screen_fini(&screen);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_any_order),
	    cmocka_unit_test(test_cost),
	    cmocka_unit_test(test_cost_of_shifts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
