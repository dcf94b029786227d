/*
 * The parts of the visit view that stand alone: the text of the bars, and
 * looking back through the scrollback. Internal to view_visit*.c.
 */
#ifndef CONSOLE_VIEW_VISIT_H
#define CONSOLE_VIEW_VISIT_H

#include "console/app/app.h"
#include "shared/ui/bar.h"

/* Who it is, what one may do, who types, how far away. */
void visit_bar_head(
    const struct app *a, const struct visit *v, char *dst, size_t size);
#define VISIT_BAR_ROWS 3

/* "worked 0:47:20  200,00 zł/h  hour 1, next in 12:40  now 200,00 zł net,
 * 246,00 zł gross  quote: none": all of it at any width, in fewer words or on
 * more rows (a line of the text for each). Returns the rows, up to
 * VISIT_BAR_ROWS. */
int visit_bar_clock(const struct app *a, const struct visit *v, int cols,
    char dst[BAR_PARTS_SIZE]);
/* One line on the state while there is no screen; "" when live. */
const char *visit_state_text(const struct visit *v);

/* The screen as it was `back` lines ago, into r of the canvas. Asks for lines
 * that are not here yet. */
void visit_back_draw(
    struct visit *v, struct canvas *c, struct rect r, int back, int col);
/* Most lines that one can go back. */
int visit_back_max(const struct visit *v);

#endif
