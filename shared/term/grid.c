#include "shared/term/grid.h"

#include <stdlib.h>

#include "shared/base/mem.h"
#include "shared/base/util.h"
#include "shared/term/marks.h"

uint64_t
grid_new_stamp(void)
{
	static uint64_t last;

	return ++last;
}

void
grid_init_view(struct grid *g, int cols, int rows)
{
	*g = (struct grid){.cols = cols, .rows = rows};
	g->row = mem_array((size_t)rows, sizeof(*g->row));
	g->cursor.visible = true;
	g->cursor.blink = true;
}

static void
own_cells(struct grid *g)
{
	size_t cols = (size_t)g->cols;

	g->mem = mem_array((size_t)g->rows * cols, sizeof(*g->mem));
	for (int r = 0; r < g->rows; r++)
		g->row[r].cells = g->mem + (size_t)r * cols;
	grid_clear(g);
}

void
grid_init(struct grid *g, int cols, int rows)
{
	grid_init_view(g, cols, rows);
	own_cells(g);
}

void
grid_fini(struct grid *g)
{
	free(g->mem);
	free(g->row);
	*g = (struct grid){0};
}

void
grid_resize(struct grid *g, int cols, int rows)
{
	bool owner = g->mem != NULL;

	free(g->mem);
	free(g->row);
	g->mem = NULL;
	g->row = mem_array((size_t)rows, sizeof(*g->row));
	g->cols = cols;
	g->rows = rows;
	if (owner)
		own_cells(g);
}

void
grid_clear(struct grid *g)
{
	for (int r = 0; r < g->rows; r++) {
		for (int c = 0; c < g->cols; c++)
			g->row[r].cells[c] = CELL_BLANK;
		g->row[r].stamp = 0;
		g->row[r].wrapped = false;
	}
}

void
grid_clamp(int *cols, int *rows)
{
	*cols = MAX_OF(GRID_COLS_MIN, MIN_OF(*cols, GRID_COLS_MAX));
	*rows = MAX_OF(GRID_ROWS_MIN, MIN_OF(*rows, GRID_ROWS_MAX));
}

int
grid_text(const struct grid *g, int row, char *dst, int size)
{
	const struct cell *cells = g->row[row].cells;
	char one[MARKS_TEXT];
	int end = g->cols, len = 0;

	while (end > 0 && cells[end - 1].cp == ' ')
		end--;
	for (int c = 0; c < end; c++) {
		int n = cells[c].width == 0 ? 0 : marks_text(&cells[c], one);

		if (len + n >= size)
			break;
		memcpy(dst + len, one, (size_t)n);
		len += n;
	}
	dst[len] = '\0';
	return len;
}

static bool
cursors_equal(const struct grid_cursor *a, const struct grid_cursor *b)
{
	if (a->visible != b->visible)
		return false;
	if (!a->visible)
		return true;
	return a->row == b->row && a->col == b->col && a->blink == b->blink &&
	    a->shape == b->shape;
}

static bool
modes_equal(const struct grid_modes *a, const struct grid_modes *b)
{
	return a->app_cursor == b->app_cursor &&
	    a->app_keypad == b->app_keypad &&
	    a->bracketed_paste == b->bracketed_paste &&
	    a->mouse_sgr == b->mouse_sgr && a->mouse == b->mouse;
}

bool
grid_looks_equal(const struct grid *a, const struct grid *b)
{
	if (a->cols != b->cols || a->rows != b->rows)
		return false;
	if (!cursors_equal(&a->cursor, &b->cursor) ||
	    !modes_equal(&a->modes, &b->modes))
		return false;
	for (int r = 0; r < a->rows; r++) {
		if (grid_same_row(&a->row[r], &b->row[r]) ||
		    memcmp(a->row[r].cells, b->row[r].cells,
			(size_t)a->cols * sizeof(struct cell)) == 0)
			continue;
		for (int c = 0; c < a->cols; c++) {
			if (!cell_looks_equal(
				grid_cell(a, r, c), grid_cell(b, r, c)))
				return false;
		}
	}
	return true;
}
