/*
 * Colours for terminals that have fewer, and the SGR sequences that take a
 * terminal from one style to another.
 */
#pragma once

#include "shared/base/buf.h"
#include "shared/term/cell.h"

enum frame_colours {
	FRAME_COLOURS_RGB, /* as they are */
	FRAME_COLOURS_256,
	FRAME_COLOURS_16,
	FRAME_COLOURS_8,
	FRAME_COLOURS_NONE /* NO_COLOR, dumb terminals: attributes only */
};

/* From NO_COLOR, COLORTERM and TERM as the environment gives them; each may be
 * NULL. */
enum frame_colours style_colours_for(
    const char *no_color, const char *colorterm, const char *term);
/* The nearest colour that such a terminal has. */
uint32_t style_colour(uint32_t colour, enum frame_colours colours);
/* The nearest style that such a terminal has. */
struct cell style_reduce(const struct cell *c, enum frame_colours colours);
/* Fg, bg, attr and line of *pen become those of want (colours already mapped);
 * the shorter of a change and a reset is written. */
void style_change(struct cell *pen, const struct cell *want, struct buf *out);
