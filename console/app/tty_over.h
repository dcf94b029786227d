/*
 * What curses has no word for: colours in full, strike, kinds of underline. It
 * draws the nearest; then such cells are written over it, and the cursor and
 * style that it knows are put back. Bytes only: tty_curses.h sends them.
 */
#pragma once

#include "shared/base/buf.h"
#include "shared/term/cell.h"
#include "shared/term/style.h"

/* Appends the cells of that row that need it; nothing when there are none.
 * colours: what the terminal has. */
void tty_over_row(struct buf *out, int row, const struct cell *cells, int cols,
    enum frame_colours colours);
