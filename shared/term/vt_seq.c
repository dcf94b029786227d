/* Sequences: which we carry out, and which libvterm gets. See vt_impl.h. */
#include <string.h>

#include "shared/base/str.h"
#include "shared/base/util.h"
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
	struct vt_saved *s = vt_saved_of(vt, vt->scr);

	*s = (struct vt_saved){.row = vt->row,
	    .col = vt->col,
	    .origin = vt->origin,
	    .pen = vt->pen,
	    .charset = vt->charset};
	memcpy(s->charset_of, vt->charset_of, sizeof(s->charset_of));
}

/* libvterm is told of those that change. */
static void
restore_charsets(struct vt *vt, const struct vt_saved *s)
{
	static const char *const shifts[] = {"\017", "\016", "\033n", "\033o"};

	for (int i = 0; i < 4; i++) {
		char to[] = {'\033', (char)('(' + i), s->charset_of[i]};

		if (vt->charset_of[i] != s->charset_of[i])
			vt_pass(vt, to, sizeof(to));
		vt->charset_of[i] = s->charset_of[i];
	}
	if (vt->charset != s->charset)
		vt_pass(vt, shifts[s->charset], strlen(shifts[s->charset]));
	vt->charset = s->charset;
}

static void
restore_cursor(struct vt *vt)
{
	const struct vt_saved *s = vt_saved_of(vt, vt->scr);
	int row = MIN_OF(s->row, vt->scr->rows - 1);

	set_pen(vt, &s->pen);
	restore_charsets(vt, s);
	if (vt->origin != s->origin) {
		vt_sync(vt);
		vt->origin = s->origin;
		vt_pass(vt, s->origin ? "\033[?6h" : "\033[?6l", 5);
	}
	if (vt->origin)
		row = MAX_OF(vt->top, MIN_OF(vt->bottom - 1, row));
	vt_move(vt, row, s->col);
}

void
vt_reset_modes(struct vt *vt)
{
	bool alt = vt->grid.modes.alt;

	vt->grid.modes = (struct grid_modes){.alt = alt};
	vt->grid.cursor.visible = true;
	vt->grid.cursor.blink = true;
	vt->grid.cursor.shape = GRID_BLOCK;
	vt->insert = vt->newline = vt->origin = vt->no_autowrap = false;
	vt->top = 0;
	vt->bottom = vt->scr->rows;
	vt->charset = 0;
	memset(vt->charset_of, 'B', sizeof(vt->charset_of));
	set_pen(vt, &CELL_BLANK);
	save_cursor(vt);
	if (!alt) /* else the main one's place is still to be gone back to */
		vt->saved[1] = vt->saved[0];
}

/* CSI [lead] mode h or l; returns the length. */
static size_t
mode_bytes(char *out, char lead, int mode, bool on)
{
	size_t n = 0;

	out[n++] = '\033';
	out[n++] = '[';
	if (lead != 0)
		out[n++] = lead;
	n += str_digits(out + n, (uint64_t)mode);
	out[n++] = on ? 'h' : 'l';
	return n;
}

static void
pass_mode(struct vt *vt, char lead, int mode, bool on)
{
	char buf[32];

	vt_pass(vt, buf, mode_bytes(buf, lead, mode, on));
}

/* What libvterm has to be told so that its modes are as at the beginning: no
 * more than was changed, so that it costs no more than changing it. */
static void
undo_modes(struct vt *vt)
{
	static const int mouse[] = {[GRID_MOUSE_CLICK] = 1000,
	    [GRID_MOUSE_DRAG] = 1002,
	    [GRID_MOUSE_MOVE] = 1003};
	const struct grid_modes *m = &vt->grid.modes;
	const struct {
		bool changed;
		const char *undo;
	} list[] = {
	    {vt->top > 0 || vt->bottom != vt->scr->rows, "\033[r"},
	    {vt->origin, "\033[?6l"},
	    {vt->insert, "\033[4l"},
	    {vt->newline, "\033[20l"},
	    {vt->no_autowrap, "\033[?7h"},
	    {vt->charset != 0, "\017"},
	    {vt->charset_of[0] != 'B', "\033(B"},
	    {vt->charset_of[1] != 'B', "\033)B"},
	    {vt->charset_of[2] != 'B', "\033*B"},
	    {vt->charset_of[3] != 'B', "\033+B"},
	    {m->app_cursor, "\033[?1l"},
	    {m->app_keypad, "\033>"},
	    {m->bracketed_paste, "\033[?2004l"},
	    {m->mouse_sgr, "\033[?1006l"},
	    {!vt->grid.cursor.blink, "\033[?12h"},
	    {!vt->grid.cursor.visible, "\033[?25h"},
	};
	char buf[32];

	for (size_t i = 0; i < sizeof(list) / sizeof(list[0]); i++)
		if (list[i].changed)
			vt_feed(vt, list[i].undo, strlen(list[i].undo));
	if (m->mouse != GRID_MOUSE_OFF)
		vt_feed(vt, buf, mode_bytes(buf, '?', mouse[m->mouse], false));
	vt->lags = true;
}

void
vt_reset_all(struct vt *vt)
{
	static const char leave_alt[] = "\033[?1047l";
	struct area all = {0, vt->scr->rows, 0, vt->scr->cols};

	if (vt->grid.modes.alt)
		vt_feed(vt, leave_alt, sizeof(leave_alt) - 1);
	vt_fit_again(vt);
	if (vt->turned)
		vt_feed(vt, "\033[?5l", 5);
	vt->turned = false;
	undo_modes(vt);
	vt_tabs_default(vt);
	vt->has_base = false;
	vt_move(vt, 0, 0);
	vt_reset_modes(vt);
	screen_erase(vt->scr, all, &vt->blank);
	history_end(&vt->history);
}

/* DECSTR, which libvterm does not know. The cursor stays. */
static void
soft_reset(struct vt *vt)
{
	undo_modes(vt);
	vt_move(vt, vt->row, vt->col);
	vt_reset_modes(vt);
	vt_saved_of(vt, vt->scr)->row = vt_saved_of(vt, vt->scr)->col = 0;
}

/* True when libvterm need not see it. */
static bool
own_esc(struct vt *vt, const struct filter_seq *s)
{
	switch (s->final) {
	case '7':
		save_cursor(vt);
		return true;
	case '8':
		restore_cursor(vt);
		return true;
	case 'c':
		vt_reset_all(vt);
		return true;
	case 'D':
	case 'E':
		vt_line_feed(vt, 1);
		if (s->final == 'E')
			vt->col = 0;
		return true;
	case 'H':
		vt_tab_set(vt, true);
		return true;
	case 'M':
		vt_reverse_feed(vt);
		return true;
	default:
		return false;
	}
}

void
vt_esc(struct vt *vt, const char *bytes, size_t len, const struct filter_seq *s)
{
	vt->has_base = false;
	if (s->inter != 0)
		vt->charset_of[s->inter - '('] = s->final;
	else if (own_esc(vt, s))
		return;
	else if (s->final == '=' || s->final == '>')
		vt->grid.modes.app_keypad = s->final == '=';
	else
		vt->charset = s->final == 'n' ? 2 : 3;
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
	case 5:
		vt->turned = on;
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
	switch (mode) {
	case 47:
	case 1047:
		set_alt(vt, on);
		vt_fit_again(vt);
		return;
	case 1048:
	case 1049:
		if (on && (mode == 1048 || !vt->grid.modes.alt))
			save_cursor(vt);
		if (mode == 1049)
			set_alt(vt, on);
		if (!on)
			restore_cursor(vt);
		vt_fit_again(vt);
		return;
	case 6:
		vt_sync(vt);
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
	pass_mode(vt, '?', mode, on);
}

static void
set_modes(struct vt *vt, const struct filter_seq *s)
{
	bool on = s->final == 'h';

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
		pass_mode(vt, 0, s->param[i], on);
	}
}

static void
cursor_style(struct vt *vt, const struct filter_seq *s)
{
	static const enum grid_shape shapes[] = {
	    GRID_BLOCK, GRID_BLOCK, GRID_UNDERLINE, GRID_BAR};
	int style = vt_param(s, 0, 1);

	if (style > 6)
		return;
	vt->grid.cursor.shape = shapes[(style + 1) / 2];
	vt->grid.cursor.blink = style == 0 || style % 2 == 1;
}

/* DSR, as libvterm answers it: with the place on the screen, whatever the
 * margins. */
static void
report(struct vt *vt, const struct filter_seq *s)
{
	char buf[32] = "\033[";
	size_t n = 2;
	int what = vt_param(s, 0, 0);

	if (vt->cb.answer == NULL || (what != 5 && what != 6))
		return;
	if (s->lead != 0)
		buf[n++] = s->lead;
	if (what == 6) {
		n += str_digits(buf + n, (uint64_t)vt->row + 1);
		buf[n++] = ';';
		n += str_digits(buf + n, (uint64_t)vt->col + 1);
		buf[n++] = 'R';
	} else {
		buf[n++] = '0';
		buf[n++] = 'n';
	}
	vt->cb.answer(vt->cb.ctx, buf, n);
}

/* libvterm judges them in the same way. The cursor goes home. */
static void
set_margins(struct vt *vt, const struct filter_seq *s)
{
	int rows = vt->scr->rows;

	vt->top = MIN_OF(MAX_OF(vt_param(s, 0, 1), 1) - 1, rows);
	vt->bottom = MIN_OF(vt_param(s, 1, rows), rows);
	if (vt->bottom <= vt->top) {
		vt->top = 0;
		vt->bottom = rows;
	}
	vt_move(vt, vt->origin ? vt->top : 0, 0);
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
	case 'n':
		report(vt, s);
		return true;
	case 'p':
		if (s->inter == '!')
			soft_reset(vt);
		return s->inter == '!';
	default:
		return vt_edit(vt, s);
	}
}

void
vt_csi(struct vt *vt, const char *bytes, size_t len, const struct filter_seq *s)
{
	if (s->final != 'm')
		vt->has_base = false;
	if (own_csi(vt, s))
		return;
	if (s->final == 'r') {
		vt_sync(vt); /* counts from the old ones */
		set_margins(vt, s);
	} else if (s->final == 'q')
		cursor_style(vt, s);
	vt_pass(vt, bytes, len);
}
