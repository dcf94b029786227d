/*
 * One-row bars: texts at the left and the right, or a line of keys.
 */
#pragma once

#include <stdbool.h>

#include "shared/ui/canvas.h"

struct bar_key {
	const char *key; /* "F2", "Enter" */
	const char *label; /* translated */
};

/* One piece of what a bar says; it is never cut. */
struct bar_part {
	const char *full;
	const char *brief; /* where there is little room; "" leaves it out */
	bool late; /* in brief only when all the others are */
};

#define BAR_PARTS_SIZE 512

/* The whole row in the style; right wins when there is no room for both. */
void bar_draw(struct canvas *c, int row, enum ui_style style, const char *left,
    const char *right);
/* The parts with blanks between them over at most so many rows, one line of the
 * text for each: in full where they fit, else the last ones in brief, and so on
 * to the first. False when they do not even fit in brief (dst has what does
 * then, in whole parts). */
bool bar_parts(const struct bar_part *part, int n, int cols, int rows,
    char dst[BAR_PARTS_SIZE]);
/* Draws such a text into so many rows. */
void bar_draw_parts(
    struct canvas *c, int row, int rows, enum ui_style style, const char *text);
enum bar_sort {
	BAR_UNSORTED,
	BAR_UP, /* what is shown grows downwards */
	BAR_DOWN
};

/* "▲", "▼" or "". */
const char *bar_arrow(enum bar_sort sort);
/* The title of a column, with an arrow where rows are sorted by it: behind it,
 * or before one that stands at the right; it may take the blank between two
 * columns. A click chooses the column; of one that is -1 nothing can be chosen.
 */
void bar_title(struct canvas *c, struct rect at, bool right, const char *title,
    int column, enum bar_sort sort);

/* "Enter pick  c called ..." as many as fit, the last one (by custom "? keys")
 * always. A click on one is that key. */
void bar_keys(struct canvas *c, int row, enum ui_style style,
    const struct bar_key *keys, int n);
