#include "shared/ui/keys.h"

#include "shared/ui/keys_parse.h"

#include <string.h>

#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"

#define PASTE_END "\033[201~"
#define PASTE_END_LEN 6
#define BS '\b'
#define DEL '\177'

void
keys_init(struct keys *k)
{
	memset(k, 0, sizeof(*k));
	k->click_ms = -KEYS_DOUBLE_MS;
	k->erase = DEL;
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

bool
keys_named(const char *name, struct keys_event *ev)
{
	static const struct {
		const char *name;
		enum keys_code code;
	} names[] = {
	    {"Enter", KEYS_ENTER}, {"Tab", KEYS_TAB}, {"Esc", KEYS_ESC}};
	int64_t f;
	int n;

	*ev = (struct keys_event){.raw = ""};
	if (name[0] == '\0')
		return false;
	n = utf8_decode(name, strlen(name), &ev->cp);
	if (n > 0 && name[n] == '\0')
		ev->code = KEYS_CHAR;
	else if (name[0] == 'F' && str_int(name + 1, 1, 12, &f))
		ev->code = KEYS_F1 + (enum keys_code)(f - 1);
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (str_eq(name, names[i].name))
			ev->code = names[i].code;
	return ev->code != KEYS_NONE;
}

bool
keys_move(const struct keys_event *ev, int rows_shown, int *by)
{
	const int page = MAX_OF(rows_shown - 1, 1);
	const struct {
		enum keys_code code;
		uint32_t letter; /* 0 = none */
		int by;
	} moves[] = {
	    {KEYS_UP, 'k', -1},
	    {KEYS_DOWN, 'j', 1},
	    {KEYS_PGUP, 0, -page},
	    {KEYS_PGDN, 0, page},
	    {KEYS_HOME, 'g', -KEYS_ALL},
	    {KEYS_END, 'G', KEYS_ALL},
	};

	for (size_t i = 0; i < ARRAY_LEN(moves); i++)
		if (ev->code == moves[i].code ||
		    (moves[i].letter != 0 && keys_is(ev, moves[i].letter))) {
			*by = moves[i].by;
			return true;
		}
	*by = ev->mouse == KEYS_MOUSE_WHEEL_UP ? -3 : 3;
	return ev->code == KEYS_MOUSE &&
	    (ev->mouse == KEYS_MOUSE_WHEEL_UP ||
		ev->mouse == KEYS_MOUSE_WHEEL_DOWN);
}

bool
keys_is_paste(const struct keys_event *ev)
{
	return ev->code >= KEYS_PASTE_BEGIN && ev->code <= KEYS_PASTE_END;
}

/* Where Backspace is ^H, ^? is what Ctrl makes of it, and not the other way. */
static void
swap_erase(char *c)
{
	*c = *c == BS ? DEL : *c == DEL ? BS : *c;
}

static void
emit(struct keys *k, struct keys_event *ev, size_t used, keys_fn *fn, void *ctx)
{
	char raw[KEYS_SEQ_MAX];
	size_t skip = k->split ? 1 : 0; /* its ESC was told before */

	k->split = false;
	memcpy(raw, k->seq, used);
	if (ev->code == KEYS_BACKSPACE && k->erase == BS)
		swap_erase(&raw[used - 1]);
	ev->raw = raw + skip;
	ev->raw_len = used - skip;
	k->len -= used;
	memmove(k->seq, k->seq + used, k->len);
	fn(ev, ctx);
}

static void
emit_paste(
    enum keys_code code, const char *s, size_t len, keys_fn *fn, void *ctx)
{
	struct keys_event ev = {.code = code, .raw = s, .raw_len = len};

	if (len > 0 || code != KEYS_PASTE)
		fn(&ev, ctx);
}

/* Drops what is in seq as the beginning of something that is no key. */
static void
drop(struct keys *k, size_t used)
{
	k->len -= used;
	memmove(k->seq, k->seq + used, k->len);
	k->split = false;
}

/* One byte of a string or of an overlong sequence. False: it is not its own. */
static bool
skip_byte(struct keys *k, char c)
{
	bool string = k->state == KEYS_STRING;
	bool end = string ? (uint8_t)c < 0x20 : c >= 0x40 && c <= 0x7e;

	if (end || (uint8_t)c < 0x20)
		k->state = KEYS_READ;
	k->st = string && c == ESC;
	return c != ESC && (string || (uint8_t)c >= 0x20);
}

static void
drain(struct keys *k, int64_t now_ms, keys_fn *fn, void *ctx)
{
	while (k->len > 0 && k->state == KEYS_READ) {
		struct keys_event ev = {0};
		size_t used = keys_parse(k, &ev, now_ms);

		if (used == 0)
			break;
		if (k->state == KEYS_STRING) {
			drop(k, used);
			skip_byte(k, k->seq[0]);
			drop(k, 1);
		} else if (k->paste) {
			drop(k, used);
			emit_paste(KEYS_PASTE_BEGIN, "", 0, fn, ctx);
			return;
		} else {
			emit(k, &ev, used, fn, ctx);
		}
	}
	if (k->len == KEYS_SEQ_MAX) {
		k->len = 0;
		k->state = KEYS_SKIP;
	}
}

/* The whole characters at the beginning; a carriage return waits for the
 * newline that may belong to it. */
static size_t
whole_chars(const char *s, size_t len)
{
	size_t i = 0;
	uint32_t cp;

	while (i < len && s[i] != ESC) {
		int n = s[i] == '\r' && i + 1 == len
		    ? 0
		    : utf8_decode(s + i, len - i, &cp);

		if (n == 0)
			break;
		i += (size_t)n;
	}
	return i;
}

/* Behind a kept tail of a character: is this byte its own? */
static bool
goes_on(const struct keys *k, char c)
{
	return k->seq[0] == '\r' ? c == '\n' : ((uint8_t)c & 0xc0) == 0x80;
}

/* The first byte behind what was kept of the last read; true when used. */
static bool
feed_kept(struct keys *k, char c, keys_fn *fn, void *ctx)
{
	bool mark = k->seq[0] == ESC;
	bool mine = mark ? c == PASTE_END[k->len] : goes_on(k, c);
	char kept[KEYS_SEQ_MAX];
	size_t n;
	uint32_t cp;

	if (mine)
		k->seq[k->len++] = c;
	n = k->len;
	if (mine && mark ? n < PASTE_END_LEN
			 : mine && utf8_decode(k->seq, n, &cp) == 0)
		return true;
	memcpy(kept, k->seq, n);
	k->len = 0;
	if (mine && mark) {
		k->paste = false;
		emit_paste(KEYS_PASTE_END, "", 0, fn, ctx);
	} else { /* a whole character, or no end after all: text */
		emit_paste(KEYS_PASTE, kept, n, fn, ctx);
	}
	return mine;
}

/* Inside a paste; returns the bytes of data that were used. */
static size_t
feed_paste(struct keys *k, const char *data, size_t len, keys_fn *fn, void *ctx)
{
	size_t n;

	if (k->len > 0)
		return feed_kept(k, data[0], fn, ctx);
	n = whole_chars(data, len);
	emit_paste(KEYS_PASTE, data, n, fn, ctx);
	if (n == len)
		return n;
	k->len = data[n] == ESC ? 1 : len - n;
	memcpy(k->seq, data + n, k->len);
	return n + k->len;
}

static void
feed_key(struct keys *k, char c, int64_t now_ms, keys_fn *fn, void *ctx)
{
	bool st = k->st && k->len == 1 && c == '\\'; /* ESC \ ends a string */

	if (k->len > 0)
		k->st = false;
	k->seq[k->len++] = c;
	if (st)
		k->len = 0;
	else
		drain(k, now_ms, fn, ctx);
}

/* A lone ESC was told as a key, and now there comes in one piece what no hand
 * types so fast: the rest of a sequence that a slow line has cut. */
static void
rejoin(struct keys *k, const char *s, size_t len, int64_t now_ms)
{
	bool rest = k->esc_gone && len > 1 && (s[0] == '[' || s[0] == 'O');

	if (rest && now_ms - k->fed_ms < KEYS_SPLIT_MS) {
		k->seq[k->len++] = ESC;
		k->split = true;
	}
	k->esc_gone = false;
	k->fed_ms = now_ms;
}

void
keys_feed(struct keys *k, const void *data, size_t len, int64_t now_ms,
    keys_fn *fn, void *ctx)
{
	const char *s = data;

	if (len > 0)
		rejoin(k, s, len, now_ms);
	while (len > 0) {
		size_t n = 1;

		if (k->paste)
			n = feed_paste(k, s, len, fn, ctx);
		else if (k->state != KEYS_READ)
			n = skip_byte(k, *s);
		else
			feed_key(k, *s, now_ms, fn, ctx);
		s += n;
		len -= n;
	}
}

int
keys_wait_ms(const struct keys *k)
{
	if (k->paste || k->st || k->len == 0 || k->len > 2 || k->seq[0] != ESC)
		return -1;
	if (k->len == 1 || keys_begins_string(k->seq[1]))
		return KEYS_ESC_MS;
	return k->seq[1] == '[' || k->seq[1] == 'O' ? KEYS_SEQ_MS : -1;
}

bool
keys_pending(const struct keys *k)
{
	return keys_wait_ms(k) >= 0;
}

void
keys_flush(struct keys *k, keys_fn *fn, void *ctx)
{
	struct keys_event ev = {0};

	if (!keys_pending(k))
		return;
	k->esc_gone = k->len == 1;
	if (k->len == 1)
		ev.code = KEYS_ESC;
	else
		keys_parse_alt(k->seq + 1, 1, &ev);
	emit(k, &ev, k->len, fn, ctx);
}
