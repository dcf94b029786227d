/*
 * The main screen and its scrollback in another size, as tmux has it.
 *
 * In another width lines that were wrapped are joined and wrapped anew, from
 * the oldest of the scrollback on; the last rows of all are the screen. So
 * blank rows below the text count, and what becomes free at the top comes back
 * from the scrollback. A row is as long as its text (struct line, used): the
 * column that a wide character had no room in is not part of it. A blank row is
 * joined with nothing. Behind the end of a line its background goes on.
 *
 * In the same width rows come and go at the top; fewer rows cost first what
 * stands below the cursor.
 *
 * It looks once at each cell of both, and at those lines of the scrollback not
 * at all that are short enough and not wrapped.
 */
#pragma once

#include "shared/term/history.h"
#include "shared/term/screen.h"

/* On the screen. A column behind the last one: the next character is wrapped.
 */
struct reflow_place {
	int row;
	int col;
};

/* Each of the n places stays on its character, or as far behind the end of the
 * line as the width allows; the first is the cursor's. What is not on the
 * screen any more is at 0,0. */
void reflow(struct screen *s, struct history *h, int cols, int rows,
    struct reflow_place *place, int n);
