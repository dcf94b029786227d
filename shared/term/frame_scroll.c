#include "shared/term/frame_scroll.h"

#include <stdlib.h>

/* What setting a region and back costs, in bytes. */
#define SCROLL_COST 20

/* The longest block of rows that stands `up` lines higher than it was. */
static struct scroll
block_for(const struct grid *was, const struct grid *now, int up)
{
	struct scroll best = {.up = up}, s = {.up = up};

	for (int r = 0; r < now->rows; r++) {
		uint64_t stamp = now->row[r].stamp;
		int from = r + up;
		bool match = from >= 0 && from < now->rows && stamp != 0 &&
		    stamp == was->row[from].stamp;

		if (!match) {
			s.rows = 0;
			continue;
		}
		if (s.rows++ == 0)
			s.top = r;
		if (s.rows > best.rows)
			best = s;
	}
	return best;
}

/* Cells that need not be sent thanks to it. */
static int
saving(const struct grid *was, const struct grid *now, const struct scroll *s)
{
	int n = 0;

	for (int r = s->top; r < s->top + s->rows; r++) {
		for (int c = 0; c < now->cols; c++)
			n += !cell_looks_equal(
			    &now->row[r].cells[c], &was->row[r].cells[c]);
	}
	return n;
}

bool
frame_scroll(
    const struct grid *was, const struct grid *now, struct scroll *best)
{
	int max = now->rows - 1, changed = 0;

	*best = (struct scroll){0};
	for (int r = 0; r < now->rows; r++)
		changed += now->row[r].stamp == 0 ||
		    now->row[r].stamp != was->row[r].stamp;
	if (changed < 2)
		return false;
	for (int up = -max; up <= max; up++) {
		struct scroll s = block_for(was, now, up);

		if (up != 0 && s.rows > best->rows)
			*best = s;
	}
	return best->rows > 0 &&
	    saving(was, now, best) > SCROLL_COST + abs(best->up);
}
