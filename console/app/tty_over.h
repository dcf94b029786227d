/*
 * What curses has no word for: colours in full, strike, kinds of underline,
 * many marks, and U+FE0F, which makes a sign wider on some terminals. It draws
 * the nearest; then such cells are written over it, and the cursor and style
 * that it knows are put back. Bytes only: tty_curses.h sends them.
 */
#pragma once

#include "shared/base/buf.h"
#include "shared/term/cell.h"
#include "shared/term/style.h"

/* The same for a row whose text goes on in the next one: its last cell and the
 * next one's first are written in one go, so that the terminal wraps there and
 * what is copied from it is one line. Both rows are cols wide, as it is. */
void tty_over_wrap(struct buf *out, int row, const struct cell *cells,
    const struct cell *next, int cols, enum frame_colours colours);
/* Whether curses cannot draw that cell. */
bool tty_over_needs(const struct cell *c, enum frame_colours colours);
/* The marks that it is given: no more, and none that may change a width. */
#define TTY_OVER_MARKS 4
int tty_over_marks(const struct cell *c, uint32_t mark[TTY_OVER_MARKS]);
/* Appends the cells of that row that need it, and what they may cover; nothing
 * when there are none. colours: what the terminal has. */
void tty_over_row(struct buf *out, int row, const struct cell *cells, int cols,
    enum frame_colours colours);
