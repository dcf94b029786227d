/*
 * What of a screen has scrolled since another one: found by the stamps of its
 * rows. Pure.
 */
#pragma once

#include "shared/term/grid.h"

struct scroll {
	int top; /* of the block where it is now */
	int rows;
	int up; /* lines that it moved up; negative: down */
};

/* The largest block of such rows, of two screens of one size; false when
 * scrolling there saves no bytes. */
bool frame_scroll(
    const struct grid *was, const struct grid *now, struct scroll *best);
