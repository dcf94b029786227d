/*
 * Colours for terminals that have fewer, and the SGR sequences that take a
 * terminal from one style to another.
 */
#ifndef TERM_STYLE_H
#define TERM_STYLE_H

#include "shared/base/buf.h"
#include "shared/term/cell.h"
#include "shared/term/frame.h"

/* The nearest colour that such a terminal has. */
uint32_t style_colour(uint32_t colour, enum frame_colours colours);
/* Fg, bg and attr of *pen become those of want (colours already mapped); the
 * shorter of a change and a reset is written. */
void style_change(struct cell *pen, const struct cell *want, struct buf *out);

#endif
