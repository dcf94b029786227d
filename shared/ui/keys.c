#include "shared/ui/keys.h"

#include <stdio.h>
#include <string.h>

#include "shared/base/mem.h"
#include "shared/base/utf8.h"

#define ESC 0x1b
#define PASTE_END "\033[201~"
#define PASTE_END_LEN 6
#define PARAMS 4

enum { READ_KEYS, READ_SKIP /* the rest of an overlong sequence */ };

void
keys_init(struct keys *k)
{
	memset(k, 0, sizeof(*k));
	k->click_ms = -KEYS_DOUBLE_MS;
}

bool
keys_is(const struct keys_event *ev, uint32_t cp)
{
	return ev->code == KEYS_CHAR && ev->cp == cp &&
	    !(ev->mods & (KEYS_CTRL | KEYS_ALT));
}

bool
keys_is_ctrl(const struct keys_event *ev, char letter)
{
	return ev->code == KEYS_CHAR && ev->cp == (uint32_t)letter &&
	    (ev->mods & (KEYS_CTRL | KEYS_ALT)) == KEYS_CTRL;
}

bool
keys_is_alt(const struct keys_event *ev, uint32_t cp)
{
	return ev->code == KEYS_CHAR && ev->cp == cp &&
	    (ev->mods & (KEYS_CTRL | KEYS_ALT)) == KEYS_ALT;
}

/* One character without ESC; returns bytes used, 0 = more is needed. */
static size_t
parse_char(const char *s, size_t len, struct keys_event *ev)
{
	uint8_t b = (uint8_t)s[0];
	int n;

	ev->code = KEYS_CHAR;
	if (b == '\r')
		ev->code = KEYS_ENTER;
	else if (b == '\t')
		ev->code = KEYS_TAB;
	else if (b == 0x7f || b == 0x08)
		ev->code = KEYS_BACKSPACE;
	else if (b < 0x20) {
		ev->mods |= KEYS_CTRL;
		ev->cp = b == 0 ? ' '
		    : b <= 26	? (uint32_t)('a' + b - 1)
				: (uint32_t)(b + 0x40);
	} else {
		n = utf8_decode(s, len, &ev->cp);
		if (n > 0 && ev->cp == UTF8_BAD)
			ev->code = KEYS_NONE;
		return (size_t)n;
	}
	return 1;
}

static enum keys_code
code_of_final(char final)
{
	switch (final) {
	case 'A':
		return KEYS_UP;
	case 'B':
		return KEYS_DOWN;
	case 'C':
		return KEYS_RIGHT;
	case 'D':
		return KEYS_LEFT;
	case 'H':
		return KEYS_HOME;
	case 'F':
		return KEYS_END;
	case 'P':
	case 'Q':
	case 'R':
	case 'S':
		return (enum keys_code)(KEYS_F1 + final - 'P');
	case 'Z':
		return KEYS_BACKTAB;
	case 'M': /* the keypad's Enter, in SS3 */
		return KEYS_ENTER;
	default:
		return KEYS_NONE;
	}
}

static enum keys_code
code_of_number(int n)
{
	static const uint8_t codes[] = {
	    [1] = KEYS_HOME,
	    [2] = KEYS_INSERT,
	    [3] = KEYS_DELETE,
	    [4] = KEYS_END,
	    [5] = KEYS_PGUP,
	    [6] = KEYS_PGDN,
	    [7] = KEYS_HOME,
	    [8] = KEYS_END,
	    [11] = KEYS_F1,
	    [12] = KEYS_F1 + 1,
	    [13] = KEYS_F1 + 2,
	    [14] = KEYS_F1 + 3,
	    [15] = KEYS_F1 + 4,
	    [17] = KEYS_F1 + 5,
	    [18] = KEYS_F1 + 6,
	    [19] = KEYS_F1 + 7,
	    [20] = KEYS_F1 + 8,
	    [21] = KEYS_F1 + 9,
	    [23] = KEYS_F1 + 10,
	    [24] = KEYS_F12,
	};

	if (n < 0 || n >= (int)ARRAY_LEN(codes))
		return KEYS_NONE;
	return (enum keys_code)codes[n];
}

static unsigned
mods_of(int param)
{
	unsigned bits = param > 1 ? (unsigned)param - 1 : 0;

	return (bits & 1 ? KEYS_SHIFT : 0) | (bits & 2 ? KEYS_ALT : 0) |
	    (bits & 4 ? KEYS_CTRL : 0);
}

/* A character that came as a number (CSI u, modifyOtherKeys). */
static void
numbered_char(struct keys_event *ev, int cp, int mods)
{
	char c = (char)cp;

	ev->mods = mods_of(mods);
	if (cp == ESC)
		ev->code = KEYS_ESC;
	else if (cp < 0x20 || cp == 0x7f)
		parse_char(&c, 1, ev);
	else {
		ev->code = KEYS_CHAR;
		ev->cp = (uint32_t)cp;
	}
}

static void
parse_mouse(struct keys *k, struct keys_event *ev, const int *p, bool press,
    int64_t now_ms)
{
	bool twice;

	ev->code = KEYS_MOUSE;
	ev->col = MAX_OF(p[1] - 1, 0);
	ev->row = MAX_OF(p[2] - 1, 0);
	ev->button = p[0] & 3;
	ev->mods = (p[0] & 4 ? KEYS_SHIFT : 0) | (p[0] & 8 ? KEYS_ALT : 0) |
	    (p[0] & 16 ? KEYS_CTRL : 0);
	if (p[0] & 64) {
		ev->mouse = ev->button == 0 ? KEYS_MOUSE_WHEEL_UP
					    : KEYS_MOUSE_WHEEL_DOWN;
		return;
	}
	if (p[0] & 32 || !press) {
		ev->mouse = press ? KEYS_MOUSE_MOVE : KEYS_MOUSE_RELEASE;
		return;
	}
	ev->mouse = KEYS_MOUSE_PRESS;
	twice = now_ms - k->click_ms < KEYS_DOUBLE_MS &&
	    ev->row == k->click_row && ev->col == k->click_col &&
	    ev->button == k->click_button;
	ev->clicks = twice ? 2 : 1;
	k->click_ms = twice ? now_ms - KEYS_DOUBLE_MS : now_ms;
	k->click_row = ev->row;
	k->click_col = ev->col;
	k->click_button = ev->button;
}

/* Numbers between semicolons; returns how many were there. */
static int
parse_params(const char *s, size_t len, int params[PARAMS])
{
	int n = 0;

	memset(params, 0, sizeof(int) * PARAMS);
	if (len == 0)
		return 0;
	for (size_t i = 0; i < len; i++) {
		if (s[i] == ';' || s[i] == ':')
			n++;
		else if (s[i] >= '0' && s[i] <= '9' && n < PARAMS &&
		    params[n] < 1000000)
			params[n] = params[n] * 10 + (s[i] - '0');
	}
	return n + 1;
}

/* A whole CSI sequence: s begins behind "ESC [" and ends with its final. */
static void
parse_csi(struct keys *k, const char *s, size_t len, struct keys_event *ev,
    int64_t now_ms)
{
	char final = s[len - 1];
	int p[PARAMS], n;

	if (s[0] == '[') { /* Linux console: ESC [ [ A..E = F1..F5 */
		if (final >= 'A' && final <= 'E')
			ev->code = (enum keys_code)(KEYS_F1 + final - 'A');
		return;
	}
	if (s[0] == '<') {
		n = parse_params(s + 1, len - 2, p);
		if (n == 3 && (final == 'M' || final == 'm'))
			parse_mouse(k, ev, p, final == 'M', now_ms);
		return;
	}
	n = parse_params(s, len - 1, p);
	if (final == '~' && p[0] == 200) {
		k->paste = true;
		return;
	}
	if (final == '~' && p[0] == 27 && n == 3)
		numbered_char(ev, p[2], p[1]);
	else if (final == 'u')
		numbered_char(ev, p[0], n > 1 ? p[1] : 0);
	else if (final == '~' || final == '^') {
		ev->code = code_of_number(p[0]);
		ev->mods = final == '^' ? KEYS_CTRL : mods_of(p[1]);
	} else if (final != 'M') {
		ev->code = code_of_final(final);
		ev->mods = n > 1 ? mods_of(p[1]) : 0;
	}
}

/* Tries to make an event of what is in seq. Returns the bytes used, 0 = wait.
 */
static size_t
parse(struct keys *k, struct keys_event *ev, int64_t now_ms)
{
	const char *s = k->seq;
	size_t n;

	if (s[0] != ESC)
		return parse_char(s, k->len, ev);
	if (k->len == 1)
		return 0;
	if (s[1] == ESC) {
		ev->code = KEYS_ESC;
		return 1;
	}
	if (s[1] == '[' || s[1] == 'O') {
		char last = s[k->len - 1];
		bool inner = k->len == 3 && s[1] == '[' && last == '[';

		if (k->len == 2 || last < 0x40 || last > 0x7e || inner)
			return 0;
		if (s[1] == '[')
			parse_csi(k, s + 2, k->len - 2, ev, now_ms);
		else
			ev->code = code_of_final(last);
		return k->len;
	}
	n = parse_char(s + 1, k->len - 1, ev);
	if (n == 0)
		return 0;
	ev->mods |= KEYS_ALT;
	return n + 1;
}

static void
emit(struct keys *k, struct keys_event *ev, size_t used, keys_fn *fn, void *ctx)
{
	char raw[KEYS_SEQ_MAX];

	memcpy(raw, k->seq, used);
	ev->raw = raw;
	ev->raw_len = used;
	k->len -= used;
	memmove(k->seq, k->seq + used, k->len);
	fn(ev, ctx);
}

static void
drain(struct keys *k, int64_t now_ms, keys_fn *fn, void *ctx)
{
	while (k->len > 0 && !k->paste) {
		struct keys_event ev = {0};
		size_t used = parse(k, &ev, now_ms);

		if (used == 0)
			break;
		if (k->paste) /* the bracket itself is no event */
			k->len = 0;
		else
			emit(k, &ev, used, fn, ctx);
	}
	if (k->len == KEYS_SEQ_MAX) {
		k->len = 0;
		k->state = READ_SKIP;
	}
}

static void
emit_paste(const char *s, size_t len, keys_fn *fn, void *ctx)
{
	struct keys_event ev = {.code = KEYS_PASTE, .raw = s, .raw_len = len};

	if (len > 0)
		fn(&ev, ctx);
}

/* Inside a paste; returns the bytes of data that were used. */
static size_t
feed_paste(struct keys *k, const char *data, size_t len, keys_fn *fn, void *ctx)
{
	size_t i = 0;

	while (i < len && k->len == 0 && data[i] != ESC)
		i++;
	emit_paste(data, i, fn, ctx);
	if (i == len)
		return i;
	if (data[i] == PASTE_END[k->len]) {
		k->seq[k->len++] = data[i++];
		if (k->len == PASTE_END_LEN) {
			k->len = 0;
			k->paste = false;
		}
	} else { /* no end after all: what was kept is text */
		char kept[PASTE_END_LEN];
		size_t n = k->len;

		memcpy(kept, k->seq, n);
		k->len = 0;
		emit_paste(kept, n, fn, ctx);
	}
	return i;
}

void
keys_feed(struct keys *k, const void *data, size_t len, int64_t now_ms,
    keys_fn *fn, void *ctx)
{
	const char *s = data;

	while (len > 0) {
		size_t n = 1;

		if (k->paste)
			n = feed_paste(k, s, len, fn, ctx);
		else if (k->state == READ_SKIP) {
			if (*s >= 0x40 && *s <= 0x7e)
				k->state = READ_KEYS;
		} else {
			k->seq[k->len++] = *s;
			drain(k, now_ms, fn, ctx);
		}
		s += n;
		len -= n;
	}
}

bool
keys_pending(const struct keys *k)
{
	return k->len > 0 && !k->paste;
}

void
keys_flush(struct keys *k, keys_fn *fn, void *ctx)
{
	struct keys_event ev = {0};

	if (!keys_pending(k))
		return;
	if (k->len == 1 && k->seq[0] == ESC)
		ev.code = KEYS_ESC;
	else if (k->len == 2 && k->seq[0] == ESC) {
		ev.code = KEYS_CHAR;
		ev.cp = (uint32_t)k->seq[1] & 0x7f;
		ev.mods = KEYS_ALT;
	}
	emit(k, &ev, k->len, fn, ctx);
}

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

size_t
keys_encode(const struct keys_event *ev, const struct grid_modes *modes,
    int row0, int col0, char *out, size_t size)
{
	const char *special = encode_special(ev, modes);
	bool brackets = ev->code == KEYS_PASTE && modes->bracketed_paste;
	size_t len = 0;

	if (ev->code == KEYS_MOUSE)
		return encode_mouse(ev, modes, row0, col0, out, size);
	if (special != NULL) {
		len = strlen(special);
		if (len > size)
			return 0;
		memcpy(out, special, len);
		return len;
	}
	if (ev->raw_len + 12 > size)
		return 0;
	if (brackets) {
		memcpy(out, "\033[200~", 6);
		len = 6;
	}
	memcpy(out + len, ev->raw, ev->raw_len);
	len += ev->raw_len;
	if (brackets) {
		memcpy(out + len, PASTE_END, PASTE_END_LEN);
		len += PASTE_END_LEN;
	}
	return len;
}
