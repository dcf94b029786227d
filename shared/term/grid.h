/*
 * A rectangle of cells with a cursor and the modes of a terminal: what a screen
 * looks like at one moment. vt shows its screen as a grid, canvas paints into
 * one, the frame encoder turns one into bytes. It has no history and knows no
 * escape sequences.
 *
 * Rows sit behind pointers. A grid made by grid_init() owns its cells; a view
 * (vt_grid(), or one that a program composes from the rows of others) borrows
 * them. Rows carry a stamp: two rows with the same stamp, other than 0, have
 * the same content, in any grid of this process. The encoder skips such rows
 * and finds scrolling by them. Who writes cells calls grid_touch() afterwards,
 * or leaves the stamp 0 ("compare me").
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "shared/term/cell.h"

#define GRID_COLS_MIN 20
#define GRID_COLS_MAX 500
#define GRID_ROWS_MIN 5
#define GRID_ROWS_MAX 200

enum grid_shape { GRID_BLOCK, GRID_UNDERLINE, GRID_BAR };

enum grid_mouse {
	GRID_MOUSE_OFF,
	GRID_MOUSE_CLICK, /* 1000: press and release */
	GRID_MOUSE_DRAG, /* 1002 */
	GRID_MOUSE_MOVE /* 1003 */
};

struct grid_cursor {
	int row; /* 0-based */
	int col;
	bool visible;
	bool blink;
	enum grid_shape shape;
};

struct grid_modes {
	bool app_cursor; /* arrows send ESC O A */
	bool app_keypad;
	bool bracketed_paste;
	bool mouse_sgr; /* 1006 */
	enum grid_mouse mouse;
	bool alt; /* alternate screen; for information, never encoded */
};

struct grid_row {
	struct cell *cells; /* cols of them */
	uint64_t stamp; /* see above; 0 = unknown */
	bool wrapped; /* its text goes on in the next row */
};

struct grid {
	int cols;
	int rows;
	struct grid_row *row; /* rows of them, top first */
	struct grid_cursor cursor;
	struct grid_modes modes;
	uint32_t bells; /* bells rung since the start; only grows */
	struct cell *mem; /* owned cells; NULL in a view */
};

/* All blank, cursor visible at 0,0. cols and rows are at least 1 (no clamping:
 * a canvas may be any size). */
void grid_init(struct grid *g, int cols, int rows);
/* A view: row pointers owned, cells NULL until the caller sets them. */
void grid_init_view(struct grid *g, int cols, int rows);
void grid_fini(struct grid *g);
/* An owning grid becomes blank in the new size; a view loses its rows. */
void grid_resize(struct grid *g, int cols, int rows);
/* Blanks an owning grid; modes and cursor stay. */
void grid_clear(struct grid *g);
/* A stamp that nobody has; never 0. */
uint64_t grid_new_stamp(void);
/* The row's content has changed. */
static inline void
grid_touch(struct grid *g, int row)
{
	g->row[row].stamp = grid_new_stamp();
}
static inline struct cell *
grid_cell(const struct grid *g, int row, int col)
{
	return &g->row[row].cells[col];
}
/* Their stamps say so; without them the cells have to be compared. */
static inline bool
grid_same_row(const struct grid_row *a, const struct grid_row *b)
{
	return a->stamp != 0 && a->stamp == b->stamp;
}
/* Into the range that a terminal may have: 20..500 x 5..200. */
void grid_clamp(int *cols, int *rows);
/* The text of one row as UTF-8 without trailing blanks, NUL-terminated, cut at
 * size. Returns its length. For tests. */
int grid_text(const struct grid *g, int row, char *dst, int size);
/* Same size, cursor, modes (but alt) and look of every cell. */
bool grid_looks_equal(const struct grid *a, const struct grid *b);
