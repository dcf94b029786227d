/* From a key event to the bytes that a program in a pty expects. */
#include <stdio.h>
#include <string.h>

#include "shared/base/util.h"
#include "shared/ui/keys.h"

static size_t
encode_mouse(const struct keys_event *ev, const struct grid_modes *m, int row0,
    int col0, char *out, size_t size)
{
	int row = ev->row - row0 + 1, col = ev->col - col0 + 1;
	int b = ev->button;
	int n;

	if (m->mouse == GRID_MOUSE_OFF || row < 1 || col < 1)
		return 0;
	if (ev->mouse == KEYS_MOUSE_MOVE && m->mouse == GRID_MOUSE_CLICK)
		return 0;
	b |= (ev->mods & KEYS_SHIFT ? 4 : 0) | (ev->mods & KEYS_ALT ? 8 : 0) |
	    (ev->mods & KEYS_CTRL ? 16 : 0);
	b |= ev->mouse == KEYS_MOUSE_MOVE ? 32 : 0;
	b |= ev->mouse == KEYS_MOUSE_WHEEL_UP	 ? 64
	    : ev->mouse == KEYS_MOUSE_WHEEL_DOWN ? 65
						 : 0;
	if (m->mouse_sgr)
		n = snprintf(out, size, "\033[<%d;%d;%d%c", b, col, row,
		    ev->mouse == KEYS_MOUSE_RELEASE ? 'm' : 'M');
	else if (row > 223 || col > 223)
		return 0;
	else
		n = snprintf(out, size, "\033[M%c%c%c",
		    32 + (ev->mouse == KEYS_MOUSE_RELEASE ? 3 : b), 32 + col,
		    32 + row);
	return n > 0 && (size_t)n < size ? (size_t)n : 0;
}

bool
keys_mouse_within(struct keys_event *ev, struct keys_screen *s)
{
	int row = MAX_OF(s->row, MIN_OF(ev->row, s->row + s->rows - 1));
	int col = MAX_OF(s->col, MIN_OF(ev->col, s->col + s->cols - 1));
	bool inside = row == ev->row && col == ev->col;
	/* an old report of a release does not say which */
	unsigned bits = ev->button == 3 ? s->held : s->held & 1u << ev->button;

	if (ev->mouse == KEYS_MOUSE_PRESS && inside)
		s->held |= 1u << ev->button;
	else if (ev->mouse == KEYS_MOUSE_PRESS ||
	    ev->mouse == KEYS_MOUSE_RELEASE)
		s->held &= ~bits;
	ev->row = row;
	ev->col = col;
	if (ev->mouse == KEYS_MOUSE_RELEASE)
		return bits != 0;
	return inside || (ev->mouse == KEYS_MOUSE_MOVE && s->held != 0);
}

bool
keys_mouse_goes_on(const struct keys_event *ev)
{
	return ev->code == KEYS_MOUSE &&
	    (ev->mouse == KEYS_MOUSE_MOVE || ev->mouse == KEYS_MOUSE_RELEASE);
}

static const char *
encode_special(const struct keys_event *ev, const struct grid_modes *m)
{
	static const char *const arrows[] = {
	    "\033[A", "\033[B", "\033[C", "\033[D"};
	static const char *const app_arrows[] = {
	    "\033OA", "\033OB", "\033OC", "\033OD"};
	static const char *const f[] = {"\033OP", "\033OQ", "\033OR", "\033OS",
	    "\033[15~", "\033[17~", "\033[18~", "\033[19~", "\033[20~",
	    "\033[21~", "\033[23~", "\033[24~"};

	if (ev->mods != 0)
		return NULL;
	if (ev->code >= KEYS_UP && ev->code <= KEYS_LEFT)
		return (
		    m->app_cursor ? app_arrows : arrows)[ev->code - KEYS_UP];
	if (ev->code >= KEYS_F1 && ev->code <= KEYS_F12)
		return f[ev->code - KEYS_F1];
	if (ev->code == KEYS_HOME)
		return "\033[1~";
	return ev->code == KEYS_END ? "\033[4~" : NULL;
}

static size_t
put(char *out, size_t size, const char *bytes, size_t len)
{
	if (len > size)
		return 0;
	memcpy(out, bytes, len);
	return len;
}

size_t
keys_encode(const struct keys_event *ev, const struct grid_modes *modes,
    int row0, int col0, char *out, size_t size)
{
	const char *special = encode_special(ev, modes);

	if (ev->code == KEYS_MOUSE)
		return encode_mouse(ev, modes, row0, col0, out, size);
	if (special != NULL)
		return put(out, size, special, strlen(special));
	return put(out, size, ev->raw, ev->raw_len);
}

/* Whoever got the beginning of a paste gets all of it, and its end: a text that
 * lost one of its marks would run line by line, or never end. */
static size_t
paste_mark(enum keys_paste *open, enum keys_code code, bool wanted, char *out,
    size_t size)
{
	bool marked = *open == KEYS_PASTE_MARKED;

	if (code == KEYS_PASTE_BEGIN) {
		*open = wanted ? KEYS_PASTE_MARKED : KEYS_PASTE_PLAIN;
		return wanted ? put(out, size, "\033[200~", 6) : 0;
	}
	*open = KEYS_PASTE_CLOSED;
	return marked ? put(out, size, "\033[201~", 6) : 0;
}

size_t
keys_encode_pasting(const struct keys_event *ev, const struct grid_modes *modes,
    int row0, int col0, enum keys_paste *open, char *out, size_t size)
{
	size_t len = 0;

	if (ev->code == KEYS_PASTE)
		return *open == KEYS_PASTE_CLOSED
		    ? 0
		    : put(out, size, ev->raw, ev->raw_len);
	if (ev->code == KEYS_PASTE_BEGIN || ev->code == KEYS_PASTE_END)
		return paste_mark(
		    open, ev->code, modes->bracketed_paste, out, size);
	if (*open != KEYS_PASTE_CLOSED) /* its end went elsewhere */
		len = paste_mark(open, KEYS_PASTE_END, false, out, size);
	return len + keys_encode(ev, modes, row0, col0, out + len, size - len);
}
