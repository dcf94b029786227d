/*
 * Drawing on a grid of cells: text, boxes, fills, a window onto another grid.
 *
 * A canvas owns one grid (shared/term/grid.h). Programs paint the whole picture
 * into it and hand it to a back-end: the console's to curses, the agent's to
 * the frame encoder. Everything is clipped to the canvas; positions may lie
 * outside. Every text passes utf8_clean_char(), so foreign strings are safe
 * here; text that must be cut ends in an ellipsis. Styles are roles; what they
 * look like is decided in one table, for few colours, for many and for none.
 *
 * Rows and columns count from 0. No function fails.
 */
#pragma once

#include <stdbool.h>

#include "shared/base/util.h"
#include "shared/term/grid.h"
#include "shared/term/style.h"

enum ui_style {
	UI_NORMAL,
	UI_DIM,
	UI_STRONG,
	UI_BAR, /* first and last row */
	UI_BAR_ACTIVE, /* the tab that is shown, a key's name */
	UI_BAR_ALERT, /* something changed or is wrong */
	UI_HEAD, /* column titles */
	UI_SELECTED,
	UI_BOX, /* frame and inside of a dialog */
	UI_BOX_TITLE,
	UI_FIELD, /* a field to type in */
	UI_FIELD_ACTIVE,
	UI_CHOICE, /* a button */
	UI_CHOICE_ACTIVE,
	UI_GOOD,
	UI_WARN,
	UI_BAD,
	UI_TAG, /* a tagged row */
	UI_BIG, /* the check code, an amount */
	UI_OWN, /* a row of one's own */
	UI_STYLES
};

struct rect {
	int row;
	int col;
	int rows;
	int cols;
};

/* A place that stands for a key, or for the title of a column. */
struct canvas_spot {
	struct rect at;
	const char *key; /* as a line of keys names it; NULL = a title */
	int column;
};

#define CANVAS_SPOTS 32

struct canvas {
	struct grid grid;
	enum frame_colours colours; /* that it is painted with */
	struct canvas_spot spot[CANVAS_SPOTS];
	int spots;
};

void canvas_init(struct canvas *c, int cols, int rows);
void canvas_fini(struct canvas *c);
/* Blank in the new size. */
void canvas_resize(struct canvas *c, int cols, int rows);
/* All blank, no spot, cursor hidden. */
void canvas_clear(struct canvas *c);
struct rect canvas_rect(const struct canvas *c);
bool canvas_holds(struct rect r, int row, int col);
/* The rectangle of that size in the middle, cut to the canvas. */
struct rect canvas_middle(const struct canvas *c, int cols, int rows);

/* One line of text, at most max_cols columns (0 = to the right edge). Returns
 * the columns used. Controls become '?', a newline a blank. */
int canvas_text(struct canvas *c, int row, int col, int max_cols,
    enum ui_style style, const char *text);
int canvas_printf(struct canvas *c, int row, int col, int max_cols,
    enum ui_style style, const char *fmt, ...) PRINTF_ARGS(6, 7);
/* The same, its end at column right (exclusive). */
int canvas_text_right(struct canvas *c, int row, int right, int max_cols,
    enum ui_style style, const char *text);
/* Text broken at newlines and at blanks, but not at those inside a number or
 * before its złoty, into the rectangle. Returns the rows used;
 * c may be NULL to measure. */
int canvas_wrap(
    struct canvas *c, struct rect r, enum ui_style style, const char *text);

/* The newest of n texts below each other, folded, as many as fit. text_of()
 * gives one and its style; it is valid until the next call. */
void canvas_newest(struct canvas *c, struct rect r, int n,
    const char *(*text_of)(int i, enum ui_style *style, void *ctx), void *ctx);

void canvas_fill(struct canvas *c, struct rect r, enum ui_style style);
/* A frame with a filled inside; title may be NULL. */
void canvas_box(
    struct canvas *c, struct rect r, enum ui_style style, const char *title);
/* A horizontal line. */
void canvas_rule(
    struct canvas *c, int row, int col, int cols, enum ui_style style);
/* Shows the part of src that begins at src_row, src_col in r. What src does not
 * cover is left as it is. The cursor is not taken over. */
void canvas_blit(struct canvas *c, struct rect r, const struct grid *src,
    int src_row, int src_col);
/* Who clicks there has pressed that key; it lives as long as the program. NULL:
 * he has chosen the column. More than CANVAS_SPOTS are not clickable. */
void canvas_spot(struct canvas *c, struct rect at, const char *key, int column);
/* The one that was drawn there last, NULL when there is none. */
const struct canvas_spot *canvas_spot_at(
    const struct canvas *c, int row, int col);
void canvas_cursor(struct canvas *c, int row, int col);
void canvas_hide_cursor(struct canvas *c);
