/*
 * The emulator behind our own lines.
 *
 *	level  -text, controls, cursor, erasing: done by us-> lags
 *	lags   -bytes for libvterm-> sync: its cursor is put where ours is, a
 *	       pending wrap by printing at the edge once more (quiet) -> level
 *	level  -bytes for libvterm-> read back: our cursor is where its is
 *
 * A strict one with the bypass asks libvterm nothing and is never brought
 *level.
 */
#include <stdlib.h>

#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/term/vt_impl.h"

void
vt_feed(struct vt *vt, const char *bytes, size_t len)
{
	vterm_input_write(vt->vterm, bytes, len);
}

void
vt_feed_cursor(struct vt *vt, int row, int col)
{
	char buf[32] = "\033[";
	size_t n = 2;

	n += str_digits(buf + n, (uint64_t)row + 1);
	buf[n++] = ';';
	n += str_digits(buf + n, (uint64_t)col + 1);
	buf[n++] = 'H';
	vt_feed(vt, buf, n);
}

void
vt_feed_width(struct vt *vt, int width)
{
	if (width == 2)
		vt_feed(vt, "\xe4\xb8\x80", 3);
	else
		vt_feed(vt, "x", 1);
}

/* Where libvterm's cursor is now. What moves it ends a pending wrap. */
void
vt_read_back(struct vt *vt)
{
	VTermPos pos;
	int row, col;

	vterm_state_get_cursorpos(vt->state, &pos);
	row = MAX_OF(0, MIN_OF(pos.row, vt->scr->rows - 1));
	col = MAX_OF(0, MIN_OF(pos.col, vt->scr->cols - 1));
	if (row != vt->row || col != vt->col)
		vt->wrap = false;
	vt->row = row;
	vt->col = col;
}

/* The console asks it for no modes, and its text is none of its business. */
static bool
unasked(const struct vt *vt)
{
	return vt->strict && vt->bypass;
}

/* A pending wrap can only be had by printing at the edge again. */
void
vt_sync(struct vt *vt)
{
	if (!vt->lags || unasked(vt))
		return;
	vt->lags = false;
	vt_feed_cursor(vt, vt->row - (vt->origin ? vt->top : 0), vt->col);
	if (!vt->wrap)
		return;
	vt->quiet = true;
	vt_feed_width(vt, vt->col == vt->scr->cols - 2 ? 2 : 1);
	vt->quiet = false;
}

void
vt_pass(struct vt *vt, const char *bytes, size_t len)
{
	if (unasked(vt))
		return;
	vt_sync(vt);
	vt_feed(vt, bytes, len);
	vt_read_back(vt);
}

static struct area
to_area(const struct vt *vt, VTermRect rect)
{
	struct area a = {
	    .top = MAX_OF(0, rect.start_row),
	    .bottom = MIN_OF(rect.end_row, vt->scr->rows),
	    .left = MAX_OF(0, rect.start_col),
	    .right = MIN_OF(rect.end_col, vt->scr->cols),
	};

	return a;
}

/* What libvterm draws for a letter of another set, put right. */
static uint32_t
drawn(uint32_t cp)
{
	if (cp == 0x2a7d || cp == 0x2a7e) /* slanted, in few fonts */
		return cp == 0x2a7d ? 0x2264 : 0x2265;
	return cp;
}

static int
on_putglyph(VTermGlyphInfo *info, VTermPos pos, void *user)
{
	struct vt *vt = user;
	struct cell c = vt->pen;

	if (vt->quiet)
		return 1;
	if (pos.row < 0 || pos.row >= vt->scr->rows || pos.col < 0 ||
	    pos.col + info->width > vt->scr->cols)
		return 1;
	if (vt->glyph.cp != 0)
		c = vt->glyph;
	else
		c.cp = drawn(info->chars[0]) & 0x1fffff;
	vt->at_edge = pos.col + info->width >= vt->scr->cols;
	screen_put(vt->scr, pos.row, pos.col, &c);
	vt->has_base = true;
	vt->base_row = pos.row;
	vt->base_col = pos.col;
	return 1;
}

static int
on_scrollrect(VTermRect rect, int downward, int rightward, void *user)
{
	struct vt *vt = user;
	struct area a = to_area(vt, rect);

	if (vt->quiet)
		return 1;
	/* a character that wraps; all other scrolling is done in vt_edit.c */
	if (downward > 0)
		vt_scroll_up(vt, downward);
	/* insert mode makes room for one column, whatever comes */
	if (vt->glyph.cp != 0 && vt->glyph.width == 2)
		rightward *= 2;
	for (int r = a.top; rightward != 0 && r < a.bottom; r++)
		screen_shift(vt->scr, r, a.left, rightward, &vt->blank);
	return 1;
}

static int
on_erase(VTermRect rect, int selective, void *user)
{
	struct vt *vt = user;

	screen_erase(vt->scr, to_area(vt, rect), &vt->blank);
	return 1;
}

static int
on_settermprop(VTermProp prop, VTermValue *val, void *user)
{
	struct vt *vt = user;

	if (prop == VTERM_PROP_ALTSCREEN) {
		vt->scr = val->boolean ? &vt->alt : &vt->main;
		vt->grid.modes.alt = val->boolean;
	}
	return 1;
}

static const VTermStateCallbacks state_callbacks = {
    .putglyph = on_putglyph,
    .scrollrect = on_scrollrect,
    .erase = on_erase,
    .settermprop = on_settermprop,
};

static void
on_output(const char *bytes, size_t len, void *user)
{
	struct vt *vt = user;

	if (vt->cb.answer != NULL)
		vt->cb.answer(vt->cb.ctx, bytes, len);
}

static void *
on_alloc(size_t size, void *user)
{
	return mem_alloc(size);
}

static void
on_free(void *p, void *user)
{
	free(p);
}

/* libvterm does not look whether it got any. */
static VTermAllocatorFunctions memory = {.malloc = on_alloc, .free = on_free};

void
vt_emu_init(struct vt *vt, int cols, int rows)
{
	vt->vterm = vterm_new_with_allocator(rows, cols, &memory, NULL);
	vterm_set_utf8(vt->vterm, 1);
	vterm_output_set_callback(vt->vterm, on_output, vt);
	vt->state = vterm_obtain_state(vt->vterm);
	vterm_state_set_callbacks(vt->state, &state_callbacks, vt);
	vterm_state_reset(vt->state, 1);
}

void
vt_emu_fini(struct vt *vt)
{
	vterm_free(vt->vterm);
}
