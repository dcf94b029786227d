/*
 * The emulator's screen: lines behind a map of one byte each.
 *
 * Scrolling moves bytes of the map and no cell, whatever the region. A line
 * holds only the chunks of LINE_CHUNK columns that something was written to,
 * and all lines outside lo..hi-1 are blank in one colour, so neither clearing
 * nor a far column costs more than what was written: few bytes must not buy
 * much work. `work` counts the cells that were touched, a line that was
 * looked at as one of eight. Coordinates are the caller's duty: every row and
 * column given here is inside the screen. Wide characters are kept whole: who
 * writes over one half blanks the other.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "shared/term/grid.h"

#define LINE_CHUNK 8
_Static_assert(GRID_COLS_MAX <= 64 * LINE_CHUNK, "a bit for each chunk");

/* Cells of room at both ends, so that inserting near the beginning moves the
 * beginning. */
#define LINE_SLACK 32

struct line {
	struct cell *cells;
	uint64_t stamp; /* 0 = touched since the last view */
	uint64_t age; /* older than the screen's: all blank as the screen */
	uint64_t held; /* bit i: cells of chunk i count; the others are blank */
	uint32_t fill; /* ... with this background */
	bool wrapped; /* what stands there goes on in the next line */
	int used; /* columns up to the last that was printed to and is no end
		   * that was erased: the line's text, its blanks too */
};

struct screen {
	int cols;
	int rows;
	uint8_t slot[GRID_ROWS_MAX]; /* which line is in that row */
	int lo; /* rows outside lo..hi-1 are blank ... */
	int hi;
	uint32_t fill; /* ... with this background */
	uint64_t age; /* how often all of it was erased */
	struct line *line;
	struct cell *mem;
	uint64_t work;
};

/* Half open: rows top..bottom-1, columns left..right-1. */
struct area {
	int top;
	int bottom;
	int left;
	int right;
};

void screen_init(struct screen *s, int cols, int rows);
void screen_fini(struct screen *s);
/* Drops the first `drop` lines (negative: so many blank ones come before them),
 * then cuts or fills at the bottom and right. */
void screen_resize(struct screen *s, int cols, int rows, int drop);

static inline struct line *
screen_line(const struct screen *s, int row)
{
	struct line *l = &s->line[s->slot[row]];

	if (l->age != s->age) {
		l->age = s->age;
		l->held = 0;
		l->fill = s->fill;
		l->wrapped = false;
		l->used = 0;
		l->stamp = 0;
	}
	return l;
}

/* Whether that column's cell counts; else it is blank as the line. */
static inline bool
line_holds(const struct line *l, int col)
{
	return l->held >> (col / LINE_CHUNK) & 1;
}

/* Behind the last held chunk that begins before cols; at most cols. */
static inline int
line_end(const struct line *l, int cols)
{
	unsigned chunk = ((unsigned)cols + LINE_CHUNK - 1) / LINE_CHUNK;
	uint64_t held = l->held;
	int end;

	if (chunk < 64)
		held &= (UINT64_C(1) << chunk) - 1;
	if (held == 0)
		return 0;
	end = (64 - __builtin_clzll(held)) * LINE_CHUNK;
	return end < cols ? end : cols;
}

/* n printable ASCII bytes in the style of pen; they fit. */
void screen_put_ascii(struct screen *s, int row, int col, const char *bytes,
    int n, const struct cell *pen);
/* One character with its width (2 must fit), marks and style. */
void screen_put(struct screen *s, int row, int col, const struct cell *c);
/* A combining mark onto the character there; too many are dropped. */
void screen_mark(struct screen *s, int row, int col, uint32_t cp);
/* A line of a screen that is so many columns wide, cut or filled: not one of
 * this screen. It goes on in the next row if it does and is as wide. */
void screen_take(struct screen *s, int row, const struct line *from, int cols);
/* Whether that row's text goes on in the next one; an erased end does not. */
void screen_wrapped(struct screen *s, int row, bool on);
void screen_erase(struct screen *s, struct area a, const struct cell *blank);
/* Lines top..bottom-1 move up by n (negative: down), at most by their number;
 * what becomes free is erased. */
void screen_scroll(
    struct screen *s, int top, int bottom, int n, const struct cell *blank);
/* The same for the columns of one line from left on: left by n (negative:
 * right). */
void screen_shift(
    struct screen *s, int row, int left, int n, const struct cell *blank);
/* Sets the rows of a view of the same size; new stamps where needed. */
void screen_view(struct screen *s, struct grid *g);
