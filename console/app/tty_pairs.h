/*
 * Pairs of colours for a terminal that has but few (8 colours, 64 pairs): each
 * two colours get their own while there is room, then the nearest that stands.
 * curses would take one away from cells that still show it. Pure.
 */
#pragma once

#include <stdbool.h>

#define TTY_PAIRS_MAX 256

struct tty_pairs {
	int n; /* those that stand are 1..n; 0 = none of them */
	struct {
		int fg;
		int bg;
	} pair[TTY_PAIRS_MAX];
};

/* The number of the pair for those colours (-1 = the terminal's own), below
 * max. *fresh: it is theirs from now on. One that stands for others has the
 * background if any has it, and never a text as its background. */
int tty_pairs_find(struct tty_pairs *p, int max, int fg, int bg, bool *fresh);
