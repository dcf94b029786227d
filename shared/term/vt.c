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

void
vt_resize(struct vt *vt, int cols, int rows)
{
	static const char safe[] = "\033[r\033[?6l";

	grid_clamp(&cols, &rows);
	if (cols == vt->scr->cols && rows == vt->scr->rows)
		return;
	vt_sync(vt);
	vt_fit(vt, cols, rows);
	grid_resize(&vt->grid, cols, rows);
	filter_size(&vt->filter, cols, rows);
	vt->origin = vt->has_base = false;
	vt->top = 0;
	vt->bottom = rows;
	vterm_set_size(vt->vterm, rows, cols);
	vt_feed(vt, safe, sizeof(safe) - 1);
	vt_feed_cursor(vt, vt->row, vt->col);
	vt_read_back(vt);
	vt->lags = vt->wrap;
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
