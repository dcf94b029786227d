#include "agent/back.h"

#include "shared/base/util.h"

static void
copy_row(const struct grid *to, int row, const struct grid *from, int from_row)
{
	memcpy(to->row[row].cells, from->row[from_row].cells,
	    (size_t)to->cols * sizeof(*to->row[row].cells));
	to->row[row].wrapped = from->row[from_row].wrapped;
}

static void
begin(struct back *b, struct vt *vt)
{
	const struct grid *g = vt_grid(vt);

	b->total = vt_scrollback_total(vt);
	grid_init(&b->then, g->cols, g->rows);
	grid_init(&b->shown, g->cols, g->rows);
	for (int r = 0; r < g->rows; r++)
		copy_row(&b->then, r, g, r);
	b->shown.cursor.visible = false;
	b->shown.modes.mouse = GRID_MOUSE_CLICK; /* for the wheel */
	b->shown.modes.mouse_sgr = true;
}

static void
copy_line(const struct grid *to, int row, const struct vt *vt, int line)
{
	struct grid_row *r = &to->row[row];
	int had = vt_scrollback_line(vt, line, r->cells, to->cols);

	r->wrapped = had == to->cols && vt_scrollback_wrapped(vt, line);
}

static void
compose(struct back *b, const struct vt *vt)
{
	int newer = (int)(vt_scrollback_total(vt) - b->total);

	for (int r = 0; r < b->shown.rows; r++) {
		int line = b->lines - 1 - r; /* 0 = just above the screen */

		if (line < 0)
			copy_row(&b->shown, r, &b->then, r - b->lines);
		else
			copy_line(&b->shown, r, vt, line + newer);
		grid_touch(&b->shown, r);
	}
}

void
back_move(struct back *b, struct vt *vt, int by)
{
	int max;

	if (b->lines == 0) {
		if (by <= 0)
			return;
		begin(b, vt);
	}
	max = vt_scrollback_lines(vt) -
	    (int)(vt_scrollback_total(vt) - b->total);
	b->lines = MAX_OF(0, MIN_OF(b->lines + by, max));
	if (b->lines == 0)
		back_leave(b);
	else
		compose(b, vt);
}

void
back_leave(struct back *b)
{
	grid_fini(&b->then);
	grid_fini(&b->shown);
	*b = (struct back){0};
}
