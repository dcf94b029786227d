/* What one sequence of bytes means. */
#include "shared/ui/keys_parse.h"

#include <string.h>

#include "shared/base/utf8.h"
#include "shared/base/util.h"

#define BEL 0x07
#define PARAMS 4

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

size_t
keys_parse_alt(const char *s, size_t len, struct keys_event *ev)
{
	size_t n = parse_char(s, len, ev);

	ev->mods |= KEYS_ALT;
	return n;
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

	/* no character, or one of the numbers that stand for keys */
	if (cp > 0x10ffff || (cp >= 0xd800 && cp <= 0xf8ff))
		return;
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

/* Reports that say the release by button 3, all counted from 32. */
static void
parse_bare_mouse(
    struct keys *k, struct keys_event *ev, const int *values, int64_t now_ms)
{
	const int p[] = {values[0] - 32, values[1], values[2]};

	if (p[0] < 0 || p[1] < 1 || p[2] < 1)
		return;
	parse_mouse(k, ev, p, (p[0] & (3 | 32 | 64)) != 3, now_ms);
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

/* Function keys as CSI P to S, plain or with modifiers. Anything else of that
 * form is an answer of the terminal: "ESC [ 1 ; 1 R" says where its cursor is,
 * and must never be F3. */
static bool
is_answer(char final, const int *p, int n)
{
	if (final < 'P' || final > 'S')
		return false;
	return n != 0 && (n != 2 || p[0] != 1 || mods_of(p[1]) == 0);
}

/* A whole CSI sequence: s begins behind "ESC [" and ends with its final. */
static void
parse_csi(struct keys *k, const char *s, size_t len, struct keys_event *ev,
    int64_t now_ms)
{
	char final = s[len - 1];
	int p[PARAMS], n;

	if (s[0] == '<') {
		n = parse_params(s + 1, len - 2, p);
		if (n == 3 && (final == 'M' || final == 'm'))
			parse_mouse(k, ev, p, final == 'M', now_ms);
		return;
	}
	if (s[0] > '9' && s[0] < 0x40) /* private: an answer */
		return;
	n = parse_params(s, len - 1, p);
	if (final == '~' && p[0] == 200)
		k->paste = true;
	else if (final == '~' && p[0] == 27 && n == 3)
		numbered_char(ev, p[2], p[1]);
	else if (final == 'u')
		numbered_char(ev, p[0], n > 1 ? p[1] : 0);
	else if (final == '~' || final == '^') {
		ev->code = code_of_number(p[0]);
		ev->mods = final == '^' ? KEYS_CTRL : mods_of(p[1]);
	} else if (final == 'M' && n == 3) /* urxvt's form, mode 1015 */
		parse_bare_mouse(k, ev, p, now_ms);
	else if (final != 'M' && !is_answer(final, p, n)) {
		ev->code = code_of_final(final);
		ev->mods = n > 1 ? mods_of(p[1]) : 0;
	}
}

/* How many values follow behind a final that has no parameters: the mouse's
 * report (modes 9, 1000, 1005), and the two of highlighting (1001). */
static int
payload_of(char final)
{
	return final == 'M' ? 3 : final == 't' ? 2 : final == 'T' ? 6 : 0;
}

/* Each value is a byte, or a character of two bytes (mode 1005; a byte of that
 * kind at the end is no row that there is). Returns where they end, 0 = more is
 * needed; a control in their place ends them and is not theirs. */
static size_t
read_payload(const struct keys *k, size_t at, int n, int *v)
{
	for (int i = 0; i < n; i++) {
		uint8_t b, next;

		if (at == k->len)
			return 0;
		b = (uint8_t)k->seq[at];
		if (b < 0x20 && b != 0)
			break;
		if (b >= 0xc2 && b <= 0xdf && at + 1 == k->len)
			return 0;
		next = (uint8_t)k->seq[at + 1];
		v[i] = b;
		at++;
		if (b >= 0xc2 && b <= 0xdf && (next & 0xc0) == 0x80) {
			v[i] = (b & 0x1f) << 6 | (next & 0x3f);
			at++;
		}
	}
	return at;
}

static size_t
parse_payload(struct keys *k, size_t at, struct keys_event *ev, int64_t now_ms)
{
	char final = k->seq[at - 1];
	int v[6] = {0}, p[PARAMS];
	size_t end = read_payload(k, at, payload_of(final), v);

	if (end == 0 || final != 'M' || v[1] <= 32 || v[2] <= 32)
		return end;
	p[0] = v[0];
	p[1] = v[1] - 32;
	p[2] = v[2] - 32;
	parse_bare_mouse(k, ev, p, now_ms);
	return end;
}

/* "ESC [" or "ESC O" and what follows. A byte that cannot stand there is not
 * its own: what was before it is dropped. */
static size_t
parse_seq(struct keys *k, struct keys_event *ev, int64_t now_ms)
{
	const char *s = k->seq;
	bool csi = s[1] == '[';
	size_t i = 2;

	if (csi && k->len > 2 && s[2] == '[') { /* Linux console: F1 to F5 */
		if (k->len > 3 && s[3] >= 'A' && s[3] <= 'E')
			ev->code = (enum keys_code)(KEYS_F1 + s[3] - 'A');
		return k->len == 3 ? 0 : s[3] < 0x20 || s[3] == 0x7f ? 3 : 4;
	}
	while (i < k->len && s[i] >= 0x20 && s[i] < 0x40)
		i++;
	if (i == k->len)
		return 0;
	if (s[i] < 0x40 || s[i] == 0x7f) {
		if (i == 2)
			return 1 + keys_parse_alt(s + 1, 1, ev);
		return i;
	}
	if (!csi)
		ev->code = code_of_final(s[i]);
	else if (i == 2 && payload_of(s[i]) > 0)
		return parse_payload(k, i + 1, ev, now_ms);
	else
		parse_csi(k, s + 2, i - 1, ev, now_ms);
	return i + 1;
}

bool
keys_begins_string(char c)
{
	return c != '\0' && strchr("]P_^X", c) != NULL;
}

size_t
keys_parse(struct keys *k, struct keys_event *ev, int64_t now_ms)
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
	if (s[1] == '[' || s[1] == 'O')
		return parse_seq(k, ev, now_ms);
	if (keys_begins_string(s[1])) {
		if (k->len == 2)
			return 0;
		if ((uint8_t)s[2] >= 0x20 || s[2] == BEL) {
			k->state = KEYS_STRING;
			return 2;
		}
	}
	n = keys_parse_alt(s + 1, k->len - 1, ev);
	return n == 0 ? 0 : n + 1;
}
