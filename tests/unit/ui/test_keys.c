#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/buf.h"
#include "shared/base/i18n.h"
#include "shared/base/util.h"
#include "shared/ui/keys.h"

#define EVENTS 32

struct heard {
	struct keys_event ev[EVENTS];
	struct buf raw; /* of all events together */
	int n;
};

static void
hear(const struct keys_event *ev, void *ctx)
{
	struct heard *h = ctx;

	assert_true(h->n < EVENTS);
	h->ev[h->n++] = *ev;
	buf_add(&h->raw, ev->raw, ev->raw_len);
}

/* All of text at once, or byte by byte. */
static void
feed(struct heard *h, const char *text, size_t step)
{
	size_t len = strlen(text);
	struct keys k;

	memset(h, 0, sizeof(*h));
	keys_init(&k);
	for (size_t i = 0; i < len; i += step)
		keys_feed(&k, text + i, MIN_OF(step, len - i), 1000, hear, h);
	keys_flush(&k, hear, h);
	assert_false(keys_pending(&k));
}

static const struct {
	const char *bytes;
	enum keys_code code;
	unsigned mods;
	uint32_t cp;
} single[] = {
    {"a", KEYS_CHAR, 0, 'a'},
    {"ż", KEYS_CHAR, 0, 0x17c},
    {"\r", KEYS_ENTER, 0, 0},
    {"\t", KEYS_TAB, 0, 0},
    {"\x7f", KEYS_BACKSPACE, 0, 0},
    {"\x01", KEYS_CHAR, KEYS_CTRL, 'a'},
    {"\x1d", KEYS_CHAR, KEYS_CTRL, ']'},
    {"\033", KEYS_ESC, 0, 0},
    {"\033a", KEYS_CHAR, KEYS_ALT, 'a'},
    {"\033ż", KEYS_CHAR, KEYS_ALT, 0x17c},
    {"\033[", KEYS_CHAR, KEYS_ALT, '['},
    {"\033[A", KEYS_UP, 0, 0},
    {"\033OB", KEYS_DOWN, 0, 0},
    {"\033[1;5C", KEYS_RIGHT, KEYS_CTRL, 0},
    {"\033[1;2D", KEYS_LEFT, KEYS_SHIFT, 0},
    {"\033[H", KEYS_HOME, 0, 0},
    {"\033[4~", KEYS_END, 0, 0},
    {"\033[5~", KEYS_PGUP, 0, 0},
    {"\033[6;3~", KEYS_PGDN, KEYS_ALT, 0},
    {"\033[3~", KEYS_DELETE, 0, 0},
    {"\033OP", KEYS_F1, 0, 0},
    {"\033[[C", KEYS_F1 + 2, 0, 0},
    {"\033[15~", KEYS_F1 + 4, 0, 0},
    {"\033[24~", KEYS_F12, 0, 0},
    {"\033[24;2~", KEYS_F12, KEYS_SHIFT, 0},
    {"\033[Z", KEYS_BACKTAB, 0, 0},
    {"\033[27;5;97~", KEYS_CHAR, KEYS_CTRL, 'a'},
    {"\033[I", KEYS_NONE, 0, 0},
};

static void
single_keys(void **state)
{
	for (size_t step = 1; step < 20; step += 18) {
		for (size_t i = 0; i < ARRAY_LEN(single); i++) {
			struct heard h;

			feed(&h, single[i].bytes, step);
			assert_int_equal(h.n, 1);
			assert_int_equal(h.ev[0].code, single[i].code);
			assert_int_equal(h.ev[0].mods, single[i].mods);
			if (single[i].code == KEYS_CHAR)
				assert_int_equal(h.ev[0].cp, single[i].cp);
			assert_string_equal(buf_str(&h.raw), single[i].bytes);
			buf_fini(&h.raw);
		}
	}
}

static void
lone_esc_waits(void **state)
{
	struct heard h = {0};
	struct keys k;

	keys_init(&k);
	keys_feed(&k, "\033", 1, 0, hear, &h);
	assert_int_equal(h.n, 0);
	assert_true(keys_pending(&k));
	keys_flush(&k, hear, &h);
	assert_int_equal(h.ev[0].code, KEYS_ESC);
	/* Esc twice is two times Esc, not Alt-Esc */
	keys_feed(&k, "\033\033", 2, 0, hear, &h);
	keys_flush(&k, hear, &h);
	assert_int_equal(h.n, 3);
	buf_fini(&h.raw);
}

static void
double_click(void **state)
{
	static const char click[] = "\033[<0;5;7M\033[<0;5;7m";
	struct heard h = {0};
	struct keys k;

	keys_init(&k);
	for (int64_t now = 0; now < 900; now += 300)
		keys_feed(&k, click, strlen(click), now, hear, &h);
	assert_int_equal(h.n, 6);
	assert_int_equal(h.ev[0].row, 6);
	assert_int_equal(h.ev[0].col, 4);
	assert_int_equal(h.ev[0].clicks, 1);
	assert_int_equal(h.ev[1].mouse, KEYS_MOUSE_RELEASE);
	assert_int_equal(h.ev[2].clicks, 2);
	assert_int_equal(h.ev[4].clicks, 1); /* a third begins anew */
	buf_fini(&h.raw);
	/* too slow, and another place */
	memset(&h, 0, sizeof(h));
	keys_init(&k);
	keys_feed(&k, "\033[<0;5;7M", 9, 0, hear, &h);
	keys_feed(&k, "\033[<0;5;7M", 9, KEYS_DOUBLE_MS, hear, &h);
	keys_feed(&k, "\033[<0;6;7M", 9, KEYS_DOUBLE_MS + 1, hear, &h);
	assert_int_equal(h.ev[1].clicks, 1);
	assert_int_equal(h.ev[2].clicks, 1);
	buf_fini(&h.raw);
}

static void
wheel(void **state)
{
	struct heard h;

	feed(&h, "\033[<64;1;1M\033[<65;1;1M", 100);
	assert_int_equal(h.ev[0].mouse, KEYS_MOUSE_WHEEL_UP);
	assert_int_equal(h.ev[1].mouse, KEYS_MOUSE_WHEEL_DOWN);
	buf_fini(&h.raw);
}

/* A paste never becomes keys, however it is cut. */
static void
paste(void **state)
{
	static const char text[] = "\033[200~rm -rf\r\033[A\033[201x\033[201~q";

	for (size_t step = 1; step < 50; step++) {
		struct heard h;

		feed(&h, text, step);
		assert_int_equal(h.ev[0].code, KEYS_PASTE_BEGIN);
		for (int i = 1; i < h.n - 2; i++)
			assert_int_equal(h.ev[i].code, KEYS_PASTE);
		assert_int_equal(h.ev[h.n - 2].code, KEYS_PASTE_END);
		assert_int_equal(h.ev[h.n - 1].code, KEYS_CHAR);
		assert_string_equal(
		    buf_str(&h.raw), "rm -rf\r\033[A\033[201xq");
		buf_fini(&h.raw);
	}
}

/* What a terminal reports or answers, in every form: no letter of it is a key,
 * whether it comes at once, in pieces, or so slowly that each piece is waited
 * for in vain. */
static const struct {
	const char *bytes;
	size_t len;
	enum keys_code code; /* of the one event, KEYS_NONE = any or none */
	int row, col;
} reports[] = {
#define R(bytes, ...)                                 \
	{                                             \
		bytes, sizeof(bytes) - 1, __VA_ARGS__ \
	}
    R("\033[M y%", KEYS_MOUSE, 4, 88),
    R("\033[M#Q%", KEYS_MOUSE, 4, 48),
    R("\033[M`!!", KEYS_MOUSE, 0, 0),
    R("\033[M \xc3!", KEYS_MOUSE, 0, 162), /* a raw byte */
    R("\033[M \xc3\xb9y", KEYS_MOUSE, 88, 216), /* mode 1005 */
    R("\033[M y\xc2\xa1", KEYS_MOUSE, 128, 88),
    R("\033[M y\0", KEYS_NONE, 0, 0), /* out of its range */
    R("\033[32;89;5M", KEYS_MOUSE, 4, 88), /* 1015 */
    R("\033[35;89;5M", KEYS_MOUSE, 4, 88),
    R("\033[<0;89;5M", KEYS_MOUSE, 4, 88),
    R("\033[<0;89;5m", KEYS_MOUSE, 4, 88),
    R("\033[tyw", KEYS_NONE, 0, 0), /* 1001 */
    R("\033[Tyadnow", KEYS_NONE, 0, 0),
    R("\033]11;rgb:ffff/dddd/aaaa\033\\", KEYS_NONE, 0, 0),
    R("\033]52;c;eWVz\007", KEYS_NONE, 0, 0),
    R("\033P>|yes \xc5\xbc y\033\\", KEYS_NONE, 0, 0),
    R("\033P1$r0m\033\\", KEYS_NONE, 0, 0),
    R("\033_Gi=1;OK\033\\", KEYS_NONE, 0, 0),
    R("\033^yes\033\\", KEYS_NONE, 0, 0),
    R("\033Xyes\033\\", KEYS_NONE, 0, 0),
    R("\033[1;1R", KEYS_NONE, 0, 0), /* where the cursor is: not F3 */
    R("\033[24;80R", KEYS_NONE, 0, 0),
    R("\033[?62;1;6c", KEYS_NONE, 0, 0),
    R("\033[>41;354;0c", KEYS_NONE, 0, 0),
    R("\033[?2004;1$y", KEYS_NONE, 0, 0),
    R("\033[8;24;80t", KEYS_NONE, 0, 0),
    R("\033[?997;1n", KEYS_NONE, 0, 0),
    R("\033[57399u", KEYS_NONE, 0, 0), /* a key's number, no letter */
    R("\033[I", KEYS_NONE, 0, 0),
    R("\033[y", KEYS_NONE, 0, 0),
    R("\033Oy", KEYS_NONE, 0, 0),
#undef R
};

static void
expect_report(const struct heard *h, size_t i)
{
	for (int e = 0; e < h->n - 1; e++) {
		assert_int_not_equal(h->ev[e].code, KEYS_CHAR);
		assert_int_not_equal(h->ev[e].code, KEYS_ENTER);
		assert_int_not_equal(h->ev[e].code, KEYS_F1 + 2);
		if (h->ev[e].code == KEYS_MOUSE) {
			assert_int_equal(h->ev[e].row, reports[i].row);
			assert_int_equal(h->ev[e].col, reports[i].col);
		}
	}
	if (reports[i].code != KEYS_NONE)
		assert_int_equal(h->ev[h->n - 2].code, reports[i].code);
	/* and the next key is heard */
	assert_int_equal(h->ev[h->n - 1].code, KEYS_CHAR);
	assert_int_equal(h->ev[h->n - 1].cp, 'q');
}

static void
reports_are_no_keys(void **state)
{
	for (size_t i = 0; i < ARRAY_LEN(reports); i++) {
		const char *s = reports[i].bytes;
		size_t len = reports[i].len;

		for (size_t cut = 0; cut <= len; cut++) {
			struct heard h = {0};
			struct keys k;

			keys_init(&k);
			keys_feed(&k, s, cut, 1000, hear, &h);
			/* a lone ESC or "ESC ]" is a key when that is all */
			if (cut != 1 && cut != 2)
				keys_flush(&k, hear, &h);
			keys_feed(&k, s + cut, len - cut, 1000, hear, &h);
			keys_flush(&k, hear, &h);
			keys_feed(&k, "q", 1, 1000, hear, &h);
			expect_report(&h, i);
			buf_fini(&h.raw);
		}
	}
}

/* A slow line cuts behind ESC: told as a key, but the rest is none. */
static void
slow_escape(void **state)
{
	struct heard h = {0};
	struct keys k;

	keys_init(&k);
	keys_feed(&k, "\033", 1, 1000, hear, &h);
	keys_flush(&k, hear, &h);
	keys_feed(&k, "[M y%", 5, 1300, hear, &h);
	assert_int_equal(h.n, 2);
	assert_int_equal(h.ev[0].code, KEYS_ESC);
	assert_int_equal(h.ev[1].code, KEYS_MOUSE);
	assert_string_equal(buf_str(&h.raw), "\033[M y%");
	/* typed by hand it is what it says */
	keys_feed(&k, "\033", 1, 2000, hear, &h);
	keys_flush(&k, hear, &h);
	keys_feed(&k, "[", 1, 2100, hear, &h);
	keys_feed(&k, "M", 1, 2200, hear, &h);
	assert_int_equal(h.n, 5);
	assert_int_equal(h.ev[3].cp, '[');
	assert_int_equal(h.ev[4].cp, 'M');
	buf_fini(&h.raw);
}

/* Nothing makes the keyboard deaf: a string that never ends is over with the
 * next key that is no text. */
static void
endless_string(void **state)
{
	struct heard h = {0};
	struct keys k;

	keys_init(&k);
	keys_feed(&k, "\033]yes\ry", 7, 0, hear, &h);
	assert_int_equal(h.n, 1);
	assert_int_equal(h.ev[0].cp, 'y');
	keys_feed(&k, "\033_yes\033[24~", 10, 0, hear, &h);
	assert_int_equal(h.n, 2);
	assert_int_equal(h.ev[1].code, KEYS_F12);
	keys_feed(&k, "\033[M\033[24~", 8, 0, hear, &h);
	assert_int_equal(h.ev[h.n - 1].code, KEYS_F12);
	keys_feed(&k, "\033[1;\033[24~", 9, 0, hear, &h);
	assert_int_equal(h.ev[h.n - 1].code, KEYS_F12);
	buf_fini(&h.raw);
}

/* A letter that two reads share is one letter, as a key and in a paste, however
 * long the second one takes. */
static void
cut_letters(void **state)
{
	static const char text[] =
	    "\033[200~za\xc5\xbc\r\n\xf0\x9f\x98\x80\033[201~\xc5\xbc";

	for (size_t cut = 3; cut < sizeof(text) - 1; cut++) {
		struct heard h = {0};
		struct keys k;

		keys_init(&k);
		keys_feed(&k, text, cut, 0, hear, &h);
		keys_flush(&k, hear, &h);
		keys_feed(
		    &k, text + cut, sizeof(text) - 1 - cut, 500, hear, &h);
		assert_int_equal(h.ev[h.n - 1].code, KEYS_CHAR);
		assert_int_equal(h.ev[h.n - 1].cp, 0x17c);
		for (int i = 1; i < h.n - 2; i++)
			assert_int_equal(h.ev[i].code, KEYS_PASTE);
		assert_string_equal(
		    buf_str(&h.raw), "za\xc5\xbc\r\n\xf0\x9f\x98\x80\xc5\xbc");
		buf_fini(&h.raw);
	}
}

struct program {
	struct grid_modes modes;
	enum keys_paste open;
	struct buf got;
	bool away; /* keys go elsewhere */
};

static void
to_program(const struct keys_event *ev, void *ctx)
{
	struct program *p = ctx;
	char out[256];
	size_t len;

	if (p->away)
		return;
	len = keys_encode_pasting(
	    ev, &p->modes, 0, 0, &p->open, out, sizeof(out));
	buf_add(&p->got, out, len);
}

static void
paste_into(struct program *p, const char *const *parts, int n, int away)
{
	struct keys k;

	memset(&p->got, 0, sizeof(p->got));
	p->open = KEYS_PASTE_CLOSED;
	keys_init(&k);
	for (int i = 0; i < n; i++) {
		p->away = i == away;
		keys_feed(&k, parts[i], strlen(parts[i]), 0, to_program, p);
	}
}

/* A program gets the marks of a paste once, and never one without the other. */
static void
paste_marks(void **state)
{
	static const char *const parts[] = {
	    "\033[200~one", "two\r", "three\033[201~", "x"};
	struct program p = {.modes.bracketed_paste = true};

	paste_into(&p, parts, 4, -1);
	assert_string_equal(
	    buf_str(&p.got), "\033[200~onetwo\rthree\033[201~x");
	buf_fini(&p.got);
	paste_into(&p, parts, 4, 0); /* begun elsewhere: not its own */
	assert_string_equal(buf_str(&p.got), "x");
	buf_fini(&p.got);
	paste_into(&p, parts, 4, 2); /* its end went elsewhere */
	assert_string_equal(buf_str(&p.got), "\033[200~onetwo\033[201~x");
	buf_fini(&p.got);
	p.modes.bracketed_paste = false;
	paste_into(&p, parts, 4, -1);
	assert_string_equal(buf_str(&p.got), "onetwo\rthreex");
	buf_fini(&p.got);
}

static void
overlong_is_dropped(void **state)
{
	struct heard h = {0};
	struct keys k;

	keys_init(&k);
	keys_feed(&k, "\033[", 2, 0, hear, &h);
	for (int i = 0; i < 500; i++)
		keys_feed(&k, "1;", 2, 0, hear, &h);
	keys_feed(&k, "Ax", 2, 0, hear, &h);
	assert_int_equal(h.n, 1);
	assert_int_equal(h.ev[0].cp, 'x');
	buf_fini(&h.raw);
}

static void
check_encode(const char *bytes, const struct grid_modes *m, const char *want)
{
	struct heard h;
	char out[128];
	size_t n;

	feed(&h, bytes, 100);
	/* raw is valid only inside the callback: give it again */
	h.ev[0].raw = buf_str(&h.raw);
	n = keys_encode(&h.ev[0], m, 1, 0, out, sizeof(out) - 1);
	out[n] = '\0';
	assert_string_equal(out, want);
	buf_fini(&h.raw);
}

static void
encode(void **state)
{
	struct grid_modes m = {0};

	check_encode("ż", &m, "ż");
	check_encode("\033OA", &m, "\033[A");
	check_encode("\033[[A", &m, "\033OP");
	check_encode("\033[H", &m, "\033[1~");
	check_encode("\033[1;5A", &m, "\033[1;5A");
	check_encode("\033[<0;5;7M", &m, "");
	m.app_cursor = true;
	m.bracketed_paste = true;
	m.mouse = GRID_MOUSE_CLICK;
	m.mouse_sgr = true;
	check_encode("\033[A", &m, "\033OA");
	check_encode("\033[<0;5;7M", &m, "\033[<0;5;6M");
	check_encode("\033[<0;5;1M", &m, ""); /* on our own bar */
	check_encode("\033[<32;5;7M", &m, ""); /* moves were not asked for */
	m.mouse_sgr = false;
	check_encode("\033[<0;5;7M", &m, "\033[M %&");
}

/* A terminal whose Backspace is ^H (stty erase): the shell's is DEL, as the
 * technician's. Elsewhere ^H is Ctrl and h. */
static void
erase_key(void **state)
{
	static const char in[] = "\b\x7f\033\ba";
	struct heard h = {0};
	struct keys k;

	keys_init(&k);
	keys_feed(&k, in, strlen(in), 0, hear, &h);
	assert_string_equal(buf_str(&h.raw), in);
	k.erase = '\b';
	keys_feed(&k, in, strlen(in), 0, hear, &h);
	assert_string_equal(buf_str(&h.raw), "\b\x7f\033\ba\x7f\b\033\x7f\x61");
	assert_int_equal(h.ev[4].code, KEYS_BACKSPACE);
	buf_fini(&h.raw);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(single_keys),
	    cmocka_unit_test(erase_key),
	    cmocka_unit_test(lone_esc_waits),
	    cmocka_unit_test(double_click),
	    cmocka_unit_test(wheel),
	    cmocka_unit_test(paste),
	    cmocka_unit_test(reports_are_no_keys),
	    cmocka_unit_test(slow_escape),
	    cmocka_unit_test(endless_string),
	    cmocka_unit_test(cut_letters),
	    cmocka_unit_test(paste_marks),
	    cmocka_unit_test(overlong_is_dropped),
	    cmocka_unit_test(encode),
	};

	i18n_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
