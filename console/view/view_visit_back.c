/* Looking back through the scrollback: see view_visit.h. */
#include "console/link/visit.h"
#include "console/view/view_visit.h"
#include "shared/base/util.h"

int
view_visit_back_max(const struct visit *v)
{
	if (v->lines_total < 0)
		return VISIT_LINES; /* not known yet */
	return MIN_OF(v->lines_total, VISIT_LINES);
}

static void
draw_line(struct visit *v, struct canvas *c, struct rect r, int i, int col)
{
	struct grid_row row = {.cells = v->line[i]};
	struct grid line = {.cols = v->line_cols, .rows = 1, .row = &row};

	canvas_blit(c, r, &line, 0, col);
}

void
view_visit_back_draw(
    struct visit *v, struct canvas *c, struct rect r, int back, int col)
{
	const struct grid *g = v->frozen ? &v->below : vt_grid(v->vt);
	int missing = -1;

	if (!v->frozen) { /* what is above it is asked for from 0 on */
		canvas_blit(c, r, g, 0, col);
		visit_want_lines(v, 0, 2 * r.rows);
		return;
	}

	for (int y = 0; y < r.rows; y++) {
		struct rect at = {r.row + y, r.col, 1, r.cols};
		int i = back - 1 - y; /* scrollback line, 0 = newest */

		if (i < 0)
			canvas_blit(c, at, g, y - back, col);
		else if (i < VISIT_LINES && v->line[i] != NULL)
			draw_line(v, c, at, i, col);
		else if (i < view_visit_back_max(v))
			missing = MAX_OF(missing, i);
	}
	if (missing >= 0) {
		int first = MAX_OF(0, missing - 2 * r.rows);

		visit_want_lines(v, first, missing - first + 1);
	}
}
