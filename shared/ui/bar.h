/*
 * One-row bars: texts at the left and the right, or a line of keys.
 */
#ifndef UI_BAR_H
#define UI_BAR_H

#include "shared/ui/canvas.h"

struct bar_key {
	const char *key; /* "F2", "Enter" */
	const char *label; /* translated */
};

/* The whole row in the style; right wins when there is no room for both. */
void bar_draw(struct canvas *c, int row, enum ui_style style, const char *left,
    const char *right);
/* "Enter pick  c called ..." as many as fit, the last one (by custom "? keys")
 * always. */
void bar_keys(struct canvas *c, int row, enum ui_style style,
    const struct bar_key *keys, int n);

#endif
