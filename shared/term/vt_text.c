#include "shared/base/mem.h"
#include "shared/base/utf8.h"
#include "shared/term/vt_impl.h"

static bool
plain(const struct vt *vt)
{
	return vt->bypass && vt->wrap_sure && !vt->insert && !vt->newline &&
	    !vt->origin && !vt->no_autowrap && !vt->margins &&
	    !vt->charset_other[vt->charset];
}

static void
line_feed(struct vt *vt)
{
	if (vt->row < vt->scr->rows - 1) {
		vt->row++;
		vt->wrap = false;
		return;
	}
	vt_to_history(vt, 1);
	screen_feed(vt->scr, &vt->blank);
}

static void
wrap_now(struct vt *vt)
{
	if (!vt->wrap)
		return;
	line_feed(vt);
	vt->col = 0;
	vt->wrap = false;
}

/* A run ending in a character of that width was written at the cursor. */
static void
advance(struct vt *vt, int cols, int width)
{
	vt->lags = true;
	vt->col += cols;
	vt->has_base = true;
	vt->base_row = vt->row;
	vt->base_col = vt->col - width;
	if (vt->col >= vt->scr->cols) {
		vt->col -= width;
		vt->wrap = true;
	}
}

static void
put_ascii(struct vt *vt, const char *bytes, size_t len)
{
	while (len > 0) {
		int n;

		wrap_now(vt);
		n = (int)MIN_OF(len, (size_t)(vt->scr->cols - vt->col));
		screen_put_ascii(vt->scr, vt->row, vt->col, bytes, n, &vt->pen);
		bytes += n;
		len -= (size_t)n;
		advance(vt, n, 1);
	}
}

void
vt_ascii(struct vt *vt, const char *bytes, size_t len)
{
	while (len > 0 && !plain(vt)) {
		/* one by one until the wrap is known, if that is all */
		size_t n = vt->wrap_sure || !vt->bypass ? len : 1;

		vt_pass(vt, bytes, n);
		bytes += n;
		len -= n;
	}
	put_ascii(vt, bytes, len);
}

static void
put_glyph(struct vt *vt, const struct cell *c)
{
	int width = (int)c->width;

	if (plain(vt)) {
		if (vt->col + width > vt->scr->cols)
			vt->wrap = true;
		wrap_now(vt);
		screen_put(vt->scr, vt->row, vt->col, c);
		advance(vt, width, width);
		return;
	}
	vt_sync(vt);
	vt->glyph = *c;
	vt_feed_width(vt, width);
	vt->glyph.cp = 0;
	vt_read_back(vt);
}

void
vt_utf8(struct vt *vt, const char *bytes, size_t len)
{
	while (len > 0) {
		struct cell c = vt->pen;
		uint32_t cp;
		size_t n = (size_t)utf8_decode(bytes, len, &cp);
		int width;

		bytes += n;
		len -= n;
		cp = cp == 0xa0 ? ' ' : utf8_clean_char(cp);
		width = cp == 0 ? -1 : utf8_width(cp);
		c.cp = cp & 0x1fffff;
		c.width = width == 2 ? 2 : 1;
		if (width > 0)
			put_glyph(vt, &c);
		else if (width == 0 && vt->has_base)
			screen_mark(vt->scr, vt->base_row, vt->base_col, cp);
	}
}

static void
move_to_col(struct vt *vt, int col)
{
	if (col != vt->col)
		vt->wrap = false;
	vt->col = col;
	vt->lags = true;
}

/* True when it could be done here. */
static bool
bypass_ctrl(struct vt *vt, char c)
{
	switch (c) {
	case '\n':
		line_feed(vt);
		vt->lags = true;
		return true;
	case '\r':
		move_to_col(vt, 0);
		return true;
	case '\b':
		move_to_col(vt, MAX_OF(vt->col - 1, 0));
		return true;
	case '\t':
		if (vt->tabs_changed)
			return false;
		move_to_col(
		    vt, MIN_OF((vt->col / 8 + 1) * 8, vt->scr->cols - 1));
		return true;
	default:
		return false;
	}
}

void
vt_ctrl(struct vt *vt, char c)
{
	if (c == '\a') {
		vt->grid.bells++;
		return;
	}
	vt->has_base = false;
	if (plain(vt) && bypass_ctrl(vt, c))
		return;
	if (c == 0x0e || c == 0x0f)
		vt->charset = c == 0x0e;
	vt_pass(vt, &c, 1);
}
