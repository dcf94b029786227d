#include "shared/term/vt.h"

#include <stdlib.h>

#include "shared/base/mem.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"
#include "shared/term/strict.h"
#include "shared/term/vt_impl.h"

#define TITLE_COLS 80
#define TURNED (UINT64_C(1) << 63) /* in the stamp of a turned row */

static void
on_piece(void *ctx, enum filter_kind kind, const char *bytes, size_t len,
    const struct filter_seq *seq)
{
	struct vt *vt = ctx;

	vt->changes++;
	if (vt->strict && !strict_allows(kind, bytes[0], seq)) {
		vt->refused = true;
		return;
	}
	switch (kind) {
	case FILTER_ASCII:
		vt_ascii(vt, bytes, len);
		break;
	case FILTER_UTF8:
		vt_utf8(vt, bytes, len);
		break;
	case FILTER_CTRL:
		vt_ctrl(vt, bytes[0], (int)len);
		break;
	case FILTER_ESC:
		vt_esc(vt, bytes, len, seq);
		break;
	case FILTER_CSI:
		vt_csi(vt, bytes, len, seq);
		break;
	}
	vt->viewed = false;
}

static void
on_title(void *ctx, const char *text, size_t len)
{
	struct vt *vt = ctx;
	char raw[FILTER_TITLE_MAX + 1];

	vt->changes += len;
	if (vt->strict)
		return;
	memcpy(raw, text, len);
	raw[len] = '\0';
	utf8_clean(vt->title, sizeof(vt->title), raw, TITLE_COLS);
}

/* --- the object --- */

struct vt *
vt_new(int cols, int rows, const struct vt_callbacks *cb)
{
	struct vt *vt = mem_alloc(sizeof(*vt));
	struct filter_sink sink = {
	    .piece = on_piece, .title = on_title, .ctx = vt};

	grid_clamp(&cols, &rows);
	if (cb != NULL)
		vt->cb = *cb;
	filter_init(&vt->filter, &sink);
	filter_size(&vt->filter, cols, rows);
	screen_init(&vt->main, cols, rows);
	screen_init(&vt->alt, cols, rows);
	vt->scr = &vt->main;
	history_init(&vt->history, VT_SCROLLBACK);
	grid_init_view(&vt->grid, cols, rows);
	vt->bypass = true;
	vt_reset_modes(vt);
	vt_tabs_default(vt);
	vt_emu_init(vt, cols, rows);
	vt_read_back(vt);
	return vt;
}

void
vt_free(struct vt *vt)
{
	if (vt == NULL)
		return;
	vt_emu_fini(vt);
	screen_fini(&vt->main);
	screen_fini(&vt->alt);
	history_fini(&vt->history);
	grid_fini(&vt->grid);
	grid_fini(&vt->turns);
	free(vt);
}

void
vt_write(struct vt *vt, const void *bytes, size_t len)
{
	filter_write(&vt->filter, bytes, len);
}

/* Lines to take from the top so that row fits into the new height. */
static int
lines_over(int row, int rows)
{
	return MAX_OF(0, row - (rows - 1));
}

/* Lines of the scrollback for which there is room on top. */
static int
lines_back(const struct vt *vt, int rows)
{
	int more = vt->scr == &vt->main ? rows - vt->scr->rows : 0;

	return MIN_OF(MAX_OF(0, more), vt->history.count);
}

/* The newest n lines of the scrollback come into the first n rows. */
static void
come_back(struct vt *vt, int n)
{
	struct cell cells[GRID_COLS_MAX];
	int cols = vt->main.cols;

	for (int i = 0; i < n; i++) {
		int had = history_get(&vt->history, i, cells, cols);

		for (int c = 0; c < MIN_OF(had, cols); c++)
			if (cells[c].width != 0 &&
			    c + (int)cells[c].width <= cols)
				screen_put(&vt->main, n - 1 - i, c, &cells[c]);
		screen_wrapped(&vt->main, n - 1 - i,
		    had == cols && history_wrapped(&vt->history, i));
	}
	history_drop(&vt->history, n);
}

void
vt_resize(struct vt *vt, int cols, int rows)
{
	static const char safe[] = "\033[r\033[?6l";
	struct vt_saved *saved = vt_saved_of(vt, &vt->main);
	int over, over_main;

	grid_clamp(&cols, &rows);
	if (cols == vt->scr->cols && rows == vt->scr->rows)
		return;
	vt_sync(vt);
	over = lines_over(vt->row, rows);
	if (over == 0)
		over = -lines_back(vt, rows);
	vt_to_history(vt, over);
	over_main = vt->scr == &vt->main ? over : lines_over(saved->row, rows);
	screen_resize(&vt->main, cols, rows, over_main);
	screen_resize(&vt->alt, cols, rows, vt->scr == &vt->alt ? over : 0);
	come_back(vt, MAX_OF(0, -over));
	grid_resize(&vt->grid, cols, rows);
	filter_size(&vt->filter, cols, rows);
	vt->row -= over;
	vt->col = MIN_OF(vt->col, cols - 1);
	saved->row = MAX_OF(0, saved->row - over_main);
	vt->origin = vt->has_base = vt->wrap = false;
	vt->top = 0;
	vt->bottom = rows;
	vterm_set_size(vt->vterm, rows, cols);
	vt_feed(vt, safe, sizeof(safe) - 1);
	vt_feed_cursor(vt, vt->row, vt->col);
	vt_read_back(vt);
	vt->viewed = false;
	vt->changes++;
}

void
vt_reset(struct vt *vt)
{
	filter_reset(&vt->filter);
	vt_reset_all(vt);
	history_clear(&vt->history);
	vt->refused = false;
	vt->viewed = false;
	vt->title[0] = '\0';
	vt->changes++;
}

/* Default text becomes default background; colours that are named stay. */
static void
turn_row(struct cell *to, const struct cell *from, int cols)
{
	for (int c = 0; c < cols; c++) {
		to[c] = from[c];
		to[c].fg = from[c].bg;
		to[c].bg = from[c].fg;
		to[c].attr ^= CELL_REVERSE;
	}
}

/* The view shows copies of the rows; they carry stamps of their own. */
static void
turn(struct vt *vt)
{
	struct grid *g = &vt->grid, *t = &vt->turns;

	if (t->cols != g->cols || t->rows != g->rows) {
		grid_fini(t);
		grid_init(t, g->cols, g->rows);
	}
	for (int r = 0; r < g->rows; r++) {
		struct grid_row *row = &g->row[r], *to = &t->row[r];
		uint64_t stamp = row->stamp | TURNED;

		if (to->stamp != stamp)
			turn_row(to->cells, row->cells, g->cols);
		to->stamp = stamp;
		to->wrapped = row->wrapped;
		*row = *to;
	}
}

const struct grid *
vt_grid(struct vt *vt)
{
	if (vt->viewed)
		return &vt->grid;
	vt->viewed = true;
	screen_view(vt->scr, &vt->grid);
	vt->grid.cursor.row = vt->row;
	vt->grid.cursor.col = vt->col;
	if (vt->turned)
		turn(vt);
	return &vt->grid;
}

const char *
vt_title(const struct vt *vt)
{
	return vt->title;
}

int
vt_scrollback_lines(const struct vt *vt)
{
	return vt->history.count;
}

uint64_t
vt_scrollback_total(const struct vt *vt)
{
	return vt->history.total;
}

int
vt_scrollback_line(const struct vt *vt, int i, struct cell *cells, int cols)
{
	return history_get(&vt->history, i, cells, cols);
}

bool
vt_scrollback_wrapped(const struct vt *vt, int i)
{
	return history_wrapped(&vt->history, i);
}

void
vt_set_strict(struct vt *vt)
{
	vt->strict = true;
}

bool
vt_refused(const struct vt *vt)
{
	return vt->refused || !filter_all_passed(&vt->filter);
}

uint64_t
vt_work(const struct vt *vt)
{
	return vt->main.work + vt->alt.work + vt->history.work + vt->changes;
}

void
vt_set_bypass(struct vt *vt, bool on)
{
	vt_sync(vt);
	vt->bypass = on;
}
