#include <stdio.h>

#include "shared/base/mem.h"
#include "shared/term/pen.h"
#include "shared/term/vt_impl.h"

static void
set_pen(struct vt *vt, const struct cell *pen)
{
	vt->pen = *pen;
	vt->blank = CELL_BLANK;
	vt->blank.bg = pen->bg;
}

static void
save_cursor(struct vt *vt)
{
	vt->saved = (struct vt_saved){.row = vt->row,
	    .col = vt->col,
	    .origin = vt->origin,
	    .pen = vt->pen};
}

static void
restore_cursor(struct vt *vt)
{
	const struct vt_saved *s = &vt->saved;

	set_pen(vt, &s->pen);
	if (vt->origin != s->origin) {
		vt->origin = s->origin;
		vt_pass(vt, s->origin ? "\033[?6h" : "\033[?6l", 5);
	}
	if (vt->origin)
		return; /* the home of the margins must do */
	vt_sync(vt);
	vt_feed_cursor(vt, s->row, s->col);
	vt_read_back(vt);
}

void
vt_reset_modes(struct vt *vt)
{
	bool alt = vt->grid.modes.alt;

	vt->grid.modes = (struct grid_modes){.alt = alt};
	vt->grid.cursor.visible = true;
	vt->grid.cursor.blink = true;
	vt->grid.cursor.shape = GRID_BLOCK;
	vt->insert = vt->newline = vt->origin = false;
	vt->no_autowrap = vt->margins = false;
	vt->charset = 0;
	memset(vt->charset_other, 0, sizeof(vt->charset_other));
	set_pen(vt, &CELL_BLANK);
	save_cursor(vt);
}

void
vt_reset_all(struct vt *vt)
{
	static const char leave_alt[] = "\033[?1047l";

	vt_sync(vt);
	if (vt->grid.modes.alt)
		vt_feed(vt, leave_alt, sizeof(leave_alt) - 1);
	vt->row = vt->col = 0;
	vt->tabs_changed = vt->has_base = false;
	vt_reset_modes(vt);
	vt_pass(vt, "\033c", 2);
}

/* DECSTR, which libvterm does not know. The cursor stays. */
static void
soft_reset(struct vt *vt)
{
	static const char undo[] = "\033[r\033[?6l\033[4l\033[20l\033[?7h"
				   "\033(B\033)B\033*B\033+B\017";
	int row = vt->row, col = vt->col;

	vt_sync(vt);
	vt_reset_modes(vt);
	vt_feed(vt, undo, sizeof(undo) - 1);
	vt_feed_cursor(vt, row, col);
	vt_read_back(vt);
	vt->saved.row = vt->saved.col = 0;
}

void
vt_esc(struct vt *vt, const char *bytes, size_t len, const struct filter_seq *s)
{
	vt->has_base = false;
	if (s->inter >= '(' && s->inter <= '+')
		vt->charset_other[s->inter - '('] = s->final != 'B';
	else if (s->inter == 0 && s->final == '7') {
		save_cursor(vt);
		return;
	} else if (s->inter == 0 && s->final == '8') {
		restore_cursor(vt);
		return;
	} else if (s->final == 'c') {
		vt_reset_all(vt);
		return;
	} else if (s->final == '=' || s->final == '>') {
		vt->grid.modes.app_keypad = s->final == '=';
	} else if (s->final == 'n' || s->final == 'o') {
		vt->charset = s->final == 'n' ? 2 : 3;
	} else if (s->final == 'H') {
		vt->tabs_changed = true;
	}
	vt_pass(vt, bytes, len);
}

static void
set_alt(struct vt *vt, bool on)
{
	vt_pass(vt, on ? "\033[?1047h" : "\033[?1047l", 8);
}

/* The modes that libvterm need not carry out. True when it was one. */
static bool
own_mode(struct vt *vt, int mode, bool on)
{
	struct grid_modes *m = &vt->grid.modes;

	switch (mode) {
	case 1:
		m->app_cursor = on;
		return true;
	case 12:
		vt->grid.cursor.blink = on;
		return true;
	case 25:
		vt->grid.cursor.visible = on;
		return true;
	case 66:
		m->app_keypad = on;
		return true;
	case 1000:
		m->mouse = on ? GRID_MOUSE_CLICK : GRID_MOUSE_OFF;
		return true;
	case 1002:
		m->mouse = on ? GRID_MOUSE_DRAG : GRID_MOUSE_OFF;
		return true;
	case 1003:
		m->mouse = on ? GRID_MOUSE_MOVE : GRID_MOUSE_OFF;
		return true;
	case 1006:
		m->mouse_sgr = on;
		return true;
	case 2004:
		m->bracketed_paste = on;
		return true;
	default:
		return false;
	}
}

static void
set_dec_mode(struct vt *vt, int mode, bool on)
{
	char buf[32];
	int n;

	switch (mode) {
	case 47:
	case 1047:
		set_alt(vt, on);
		return;
	case 1048:
	case 1049:
		if (on)
			save_cursor(vt);
		if (mode == 1049)
			set_alt(vt, on);
		if (!on)
			restore_cursor(vt);
		return;
	case 6:
		vt->origin = on;
		break;
	case 7:
		vt->no_autowrap = !on;
		break;
	default:
		own_mode(vt, mode, on);
		break;
	}
	/* libvterm reads only one parameter, and answers DECRQM */
	n = snprintf(buf, sizeof(buf), "\033[?%d%c", mode, on ? 'h' : 'l');
	vt_pass(vt, buf, (size_t)n);
}

static void
set_modes(struct vt *vt, const struct filter_seq *s)
{
	bool on = s->final == 'h';
	char buf[32];

	for (int i = 0; i < s->nparams; i++) {
		if (s->param[i] < 0)
			continue;
		if (s->lead == '?') {
			set_dec_mode(vt, s->param[i], on);
			continue;
		}
		if (s->param[i] == 4)
			vt->insert = on;
		else if (s->param[i] == 20)
			vt->newline = on;
		vt_pass(vt, buf,
		    (size_t)snprintf(
			buf, sizeof(buf), "\033[%d%c", s->param[i], s->final));
	}
}

static int
seq_param(const struct filter_seq *s, int i, int otherwise)
{
	return i < s->nparams && s->param[i] >= 0 ? s->param[i] : otherwise;
}

/* Our own consoles learn the size from the stream, see FRAME_SIZE. */
static void
window_op(struct vt *vt, const struct filter_seq *s)
{
	if (vt->cb.resized == NULL || s->nparams != 3 || s->param[0] != 8)
		return;
	vt_resize(vt, s->param[2], s->param[1]);
	vt_reset_all(vt);
	vt->cb.resized(vt->cb.ctx, vt->scr->cols, vt->scr->rows);
}

static void
cursor_style(struct vt *vt, const struct filter_seq *s)
{
	static const enum grid_shape shapes[] = {
	    GRID_BLOCK, GRID_BLOCK, GRID_UNDERLINE, GRID_BAR};
	int style = seq_param(s, 0, 1);

	if (style > 6)
		return;
	vt->grid.cursor.shape = shapes[(style + 1) / 2];
	vt->grid.cursor.blink = style == 0 || style % 2 == 1;
}

static void
set_margins(struct vt *vt, const struct filter_seq *s)
{
	int bottom = seq_param(s, 1, vt->scr->rows);

	vt->margins = seq_param(s, 0, 1) > 1 || bottom != vt->scr->rows;
}

/* True when libvterm need not see it. */
static bool
own_csi(struct vt *vt, const struct filter_seq *s)
{
	switch (s->final) {
	case 'm':
		pen_apply(&vt->pen, s);
		set_pen(vt, &vt->pen);
		return true;
	case 'h':
	case 'l':
		set_modes(vt, s);
		return true;
	case 's':
		save_cursor(vt);
		return true;
	case 'u':
		restore_cursor(vt);
		return true;
	case 't':
		window_op(vt, s);
		return true;
	case 'J':
		if (s->lead != 0 || seq_param(s, 0, 0) != 3)
			return false;
		history_clear(&vt->history);
		return true;
	case 'p':
		if (s->inter == '!')
			soft_reset(vt);
		return s->inter == '!';
	default:
		return false;
	}
}

void
vt_csi(struct vt *vt, const char *bytes, size_t len, const struct filter_seq *s)
{
	if (s->final != 'm')
		vt->has_base = false;
	if (own_csi(vt, s))
		return;
	if (s->final == 'r')
		set_margins(vt, s);
	else if (s->final == 'g')
		vt->tabs_changed = true;
	else if (s->final == 'q')
		cursor_style(vt, s);
	vt_pass(vt, bytes, len);
}
