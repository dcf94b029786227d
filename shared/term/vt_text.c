/* Characters and controls, with the bypass: see vt_impl.h. */
#include "shared/base/utf8.h"
#include "shared/base/util.h"
#include "shared/term/marks.h"
#include "shared/term/vt_impl.h"

/* DEC's line drawing, from 0x60 on. */
static const uint16_t drawings[31] = {0x25c6, 0x2592, 0x2409, 0x240c, 0x240d,
    0x240a, 0xb0, 0xb1, 0x2424, 0x240b, 0x2518, 0x2510, 0x250c, 0x2514, 0x253c,
    0x23ba, 0x23bb, 0x2500, 0x23bc, 0x23bd, 0x251c, 0x2524, 0x2534, 0x252c,
    0x2502, 0x2264, 0x2265, 0x3c0, 0x2260, 0xa3, 0xb7};

static uint32_t
in_charset(char set, uint8_t c)
{
	if (set == '0' && c >= 0x60)
		return drawings[c - 0x60];
	return set == 'A' && c == '#' ? 0xa3 : c;
}

static void
wrap_now(struct vt *vt)
{
	if (!vt->wrap)
		return;
	screen_wrapped(vt->scr, vt->row, true);
	vt_line_feed(vt, 1);
	vt->col = 0;
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
		screen_wrapped(vt->scr, vt->row, false);
		vt->col -= width;
		vt->wrap = !vt->no_autowrap;
	}
}

static void
make_room(struct vt *vt, int cols)
{
	if (vt->insert)
		screen_shift(vt->scr, vt->row, vt->col, -cols, &vt->blank);
}

static void
put_ascii(struct vt *vt, const char *bytes, size_t len)
{
	while (len > 0) {
		int n;

		wrap_now(vt);
		n = (int)MIN_OF(len, (size_t)(vt->scr->cols - vt->col));
		make_room(vt, n);
		screen_put_ascii(vt->scr, vt->row, vt->col, bytes, n, &vt->pen);
		bytes += n;
		len -= (size_t)n;
		advance(vt, n, 1);
		if (vt->no_autowrap && len > 1) {
			bytes += len - 1; /* all the others are written over */
			len = 1;
		}
	}
}

/* Through libvterm, which knows neither the glyph nor its style. */
static void
judge(struct vt *vt, char byte, const struct cell *c)
{
	int width = c != NULL ? (int)c->width : 1;

	vt_sync(vt);
	if (vt->wrap || vt->col + width > vt->scr->cols)
		screen_wrapped(vt->scr, vt->row, true);
	vt->at_edge = false;
	if (c != NULL) {
		vt->glyph = *c;
		vt_feed_width(vt, width);
		vt->glyph.cp = 0;
	} else {
		vt_feed(vt, &byte, 1);
	}
	vt_read_back(vt);
	if (vt->at_edge)
		screen_wrapped(vt->scr, vt->row, false);
	vt->wrap = vt->at_edge && !vt->no_autowrap;
}

/* Where there is no wrapping a wide character is moved to where it fits. */
static void
put_glyph(struct vt *vt, const struct cell *c)
{
	int width = (int)c->width;

	if (vt->col + width > vt->scr->cols && !vt->wrap) {
		if (vt->no_autowrap)
			vt_move(vt, vt->row, vt->scr->cols - width);
		else
			vt->wrap = vt->bypass;
	}
	if (!vt->bypass) {
		judge(vt, 0, c);
		return;
	}
	wrap_now(vt);
	make_room(vt, width);
	screen_put(vt->scr, vt->row, vt->col, c);
	advance(vt, width, width);
}

static void
put_charset(struct vt *vt, char set, const char *bytes, size_t len)
{
	struct cell c = vt->pen;

	c.width = 1;
	for (size_t i = 0; i < len; i++) {
		c.cp = in_charset(set, (uint8_t)bytes[i]) & 0x1fffff;
		put_glyph(vt, &c);
	}
}

void
vt_ascii(struct vt *vt, const char *bytes, size_t len)
{
	char set = vt->charset_of[vt->charset];

	if (!vt->bypass)
		for (size_t i = 0; i < len; i++)
			judge(vt, bytes[i], NULL);
	else if (set != 'B')
		put_charset(vt, set, bytes, len);
	else
		put_ascii(vt, bytes, len);
}

static const struct vt_known *
known(struct vt *vt, uint32_t cp)
{
	struct vt_known *k = &vt->known[cp % VT_KNOWN];

	if (k->cp == cp)
		return k;
	k->cp = cp;
	k->shown = cp == 0xa0 ? ' ' : utf8_clean_char(cp);
	if (marks_are_style(cp))
		k->shown = cp;
	k->width = utf8_width(k->shown == 0 ? cp : k->shown);
	/* not to be shown, but programs count its columns */
	if (k->shown == 0 && k->width > 0)
		k->shown = cp == 0xad ? '-' : ' ';
	return k;
}

static void
put_known(struct vt *vt, struct cell *c, const struct vt_known *k)
{
	int n = k->shown == ' ' ? k->width : 1;

	c->cp = k->shown & 0x1fffff;
	c->width = k->width == 2 && n == 1 ? 2 : 1;
	for (int i = 0; i < n; i++)
		put_glyph(vt, c);
}

void
vt_utf8(struct vt *vt, const char *bytes, size_t len)
{
	while (len > 0) {
		struct cell c = vt->pen;
		const struct vt_known *k;
		uint32_t cp;
		size_t n = (size_t)utf8_decode(bytes, len, &cp);

		bytes += n;
		len -= n;
		k = known(vt, cp);
		if (k->width > 0)
			put_known(vt, &c, k);
		else if (k->shown != 0 && k->width == 0 && vt->has_base)
			screen_mark(
			    vt->scr, vt->base_row, vt->base_col, k->shown);
	}
}

static void
move_to_col(struct vt *vt, int col)
{
	if (col != vt->col)
		vt_move(vt, vt->row, col);
}

void
vt_ctrl(struct vt *vt, char c, int n)
{
	if (c == '\a') {
		vt->grid.bells += (uint32_t)n;
		return;
	}
	vt->has_base = false;
	switch (c) {
	case '\n':
	case '\v':
	case '\f':
		vt_line_feed(vt, n);
		if (vt->newline)
			vt->col = 0;
		break;
	case '\r':
		move_to_col(vt, 0);
		break;
	case '\b':
		move_to_col(vt, vt->col - n);
		break;
	case '\t':
		vt_tab(vt, n);
		break;
	default: /* SO, SI */
		vt->charset = c == 0x0e;
		vt_pass(vt, &c, 1);
		break;
	}
}
