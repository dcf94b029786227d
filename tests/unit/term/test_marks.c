/*
 * Marks: which ones a cell keeps, that the same ones are the same bits, that
 * nothing which comes later changes them, and that a row stands right where a
 * terminal shows a cell wider than it is.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/i18n.h"
#include "shared/base/util.h"
#include "shared/term/frame.h"
#include "shared/term/marks.h"
#include "shared/term/vt.h"

#define COLS 20
#define ROWS 5
#define HEART "\xe2\x9d\xa4"
#define PICTURE "\xef\xb8\x8f"
#define WIDE "\xe4\xb8\xad"

static uint64_t state_of_rng = 1;

static int
below(int n)
{
	state_of_rng = state_of_rng * UINT64_C(6364136223846793005) + 1;
	return (int)((state_of_rng >> 33) % (uint64_t)n);
}

static struct cell
cell_with(uint32_t cp, const uint32_t *mark, int n)
{
	struct cell c = CELL_BLANK;

	c.cp = cp & 0x1fffff;
	for (int i = 0; i < n; i++)
		marks_add(&c, mark[i]);
	return c;
}

static int
encoded(char *out, uint32_t cp, const uint32_t *mark, int n)
{
	int len = utf8_encode(out, cp);

	for (int i = 0; i < n; i++)
		len += utf8_encode(out + len, mark[i]);
	return len;
}

/* The simplest that can be thought of: what fits, one after the other. */
static int
fitting(uint32_t cp, uint32_t *mark, int n)
{
	char out[256];
	int kept = 0;

	for (int i = 0; i < n; i++) {
		uint32_t one = mark[i];

		mark[kept] = one;
		kept += encoded(out, cp, mark, kept + 1) <= MARKS_BYTES;
	}
	return kept;
}

static void
test_any(void **state)
{
	static const uint32_t some[] = {
	    0x301, 0x302, 0x20d0, 0x20e3, 0xfe0e, 0xfe0f, 0x1e8d0, 0x1e8d1};
	static const uint32_t bases[] = {'e', 0xe9, 0x4e2d, 0x1f600};
	struct cell last = CELL_BLANK;
	uint32_t last_mark[16] = {0};
	int last_n = 0;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		uint32_t mark[16], got[MARKS_MAX], cp = bases[below(4)];
		char want[256], text[MARKS_TEXT];
		int n = below(16), len;
		bool again = below(4) == 0;
		struct cell c;

		for (int m = 0; m < n; m++)
			mark[m] = some[below(n < 4 ? 3 : 8)];
		if (again) {
			cp = last.cp;
			n = last_n;
			memcpy(mark, last_mark, sizeof(mark));
		}
		c = cell_with(cp, mark, n);
		n = fitting(cp, mark, n);
		len = encoded(want, cp, mark, n);
		assert_int_equal(marks_of(&c, got), n);
		assert_memory_equal(got, mark, (size_t)n * sizeof(*mark));
		assert_int_equal(marks_text(&c, text), len);
		assert_memory_equal(text, want, (size_t)len);
		assert_int_equal(cell_equal(&c, &last),
		    cp == last.cp && n == last_n &&
			memcmp(mark, last_mark, (size_t)n * sizeof(*mark)) ==
			    0);
		assert_int_equal(cell_is_blank(&c), false);
		last = c;
		last_n = n;
		memcpy(last_mark, mark, sizeof(mark));
	}
}

static void
test_widen(void **state)
{
	static const uint32_t mark[] = {0x301, 0x302, 0xfe0f, 0x20e3};
	struct cell c = cell_with('#', mark, 4);

	(void)state;
	assert_true(marks_widen(&c));
	c.width = 2; /* it has its two columns */
	assert_false(marks_widen(&c));
	c = cell_with('#', mark, 2);
	assert_false(marks_widen(&c));
	c = cell_with('#', mark + 2, 1);
	assert_true(marks_widen(&c));
}

/* --- streams --- */

/* What hearts and marks stand between. */
static const char *
piece(void)
{
	static const char *const pieces[] = {HEART PICTURE, HEART PICTURE,
	    HEART PICTURE " ", HEART PICTURE "  \b", HEART "\xef\xb8\x8e", "x",
	    "yy", " ", "        ", "\033[44m", "\033[m", "\033[7m", "\033[K",
	    "\033[2K", "\r", "\r\n", "\b", "\033[C", "\033[H", "\033[3;5H",
	    "\033[5;20H", "\033[2;19H", WIDE, "\xf0\x9f\x98\x80" PICTURE,
	    "#" PICTURE "\xe2\x83\xa3", "e\xcc\x81\xcc\x82\xcc\x83\xcc\x84",
	    "\xcc\x81", "\xf0\x9e\xa3\x90", "\033[4h", "\033[4l", "\033[P",
	    "\033[2J", "\033M", "\n", "\033[1;4m"};

	return pieces[below(ARRAY_LEN(pieces))];
}

static void
some_pieces(struct buf *b)
{
	buf_clear(b);
	for (int i = 1 + below(12); i > 0; i--)
		buf_adds(b, piece());
}

/* As a terminal takes them that gives such signs two columns. */
static void
write_wider(struct vt *vt, const struct buf *frame)
{
	const uint8_t *s = buf_data(frame);
	size_t len = frame->len, i = 0;

	while (i < len) {
		uint32_t cp, next;
		size_t n = (size_t)utf8_decode(s + i, len - i, &cp), m = 0;

		if (i + n < len)
			m = (size_t)utf8_decode(s + i + n, len - i - n, &next);
		if (m > 0 && next == MARKS_PICTURE && utf8_width(cp) == 1) {
			vt_write(vt, WIDE, 3);
			n += m;
		} else {
			vt_write(vt, s + i, n);
		}
		i += n;
	}
}

static bool
is_space(const struct cell *c)
{
	return c->cp == ' ' && c->mark[0] == 0;
}

/* All cells but such signs and the spaces behind them are in their places. */
static void
check_places(const struct grid *want, const struct grid *got)
{
	for (int r = 0; r < ROWS; r++) {
		const struct cell *w = want->row[r].cells;
		const struct cell *g = got->row[r].cells;

		for (int c = 0; c < COLS; c++) {
			if (c + 1 < COLS && marks_widen(&w[c]))
				continue;
			if (c > 0 && marks_widen(&w[c - 1]) && is_space(&w[c]))
				continue;
			if (w[c].cp != g[c].cp || w[c].width != g[c].width)
				fail_msg("row %d, column %d: %x, not %x", r, c,
				    g[c].cp, w[c].cp);
		}
	}
}

/* One story: what a strict vt shows, and what such a terminal. */
static void
play(bool wraps, size_t part)
{
	struct vt *from = vt_new(COLS, ROWS, NULL);
	struct vt *to = vt_new(COLS, ROWS, NULL);
	struct vt *wider = vt_new(COLS, ROWS, NULL);
	struct buf in = BUF_INIT, out = BUF_INIT;
	struct frame f, real;

	vt_set_strict(to);
	frame_init(&f, FRAME_COLOURS_RGB, 0);
	frame_init(&real, FRAME_COLOURS_256, FRAME_TERMINAL);
	f.wraps = real.wraps = wraps;
	f.part = part;
	for (int i = 0; i < 40; i++) {
		some_pieces(&in);
		vt_write(from, buf_data(&in), in.len);
		buf_clear(&out);
		while (!frame_encode(&f, vt_grid(from), &out))
			;
		vt_write(to, buf_data(&out), out.len);
		assert_false(vt_refused(to));
		assert_true(grid_looks_equal(vt_grid(from), vt_grid(to)));
		buf_clear(&out);
		frame_encode(&real, vt_grid(from), &out);
		write_wider(wider, &out);
		check_places(vt_grid(from), vt_grid(wider));
	}
	frame_fini(&f);
	frame_fini(&real);
	vt_free(from);
	vt_free(to);
	vt_free(wider);
	buf_fini(&in);
	buf_fini(&out);
}

static void
test_streams(void **state)
{
	(void)state;
	for (int i = 0; i < 400; i++)
		play(i % 2 == 0, i % 3 == 0 ? 16 : 0);
}

/* The sign is whole on such a terminal where a space stands behind it, however
 * both came. */
static void
test_whole(void **state)
{
	static const struct {
		const char *before, *then;
		bool whole;
	} table[] = {
	    {"", HEART PICTURE, true},
	    {"", HEART PICTURE " x", true},
	    {"", HEART PICTURE "x", false},
	    {"some text", "\r" HEART PICTURE " x\033[K", true},
	    {"some text", "\r" HEART PICTURE "\033[K", true},
	    {"some text", "\r" HEART PICTURE " ", true},
	    {"some text", "\r" HEART PICTURE, false},
	    {"", "\033[44m" HEART PICTURE "  \033[m.", true},
	    {"\033[7mxx\033[m", "\r\033[7m" HEART PICTURE " ", true},
	};
	struct vt *from, *wider;
	struct frame f;
	struct buf out = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(table); i++) {
		from = vt_new(COLS, ROWS, NULL);
		wider = vt_new(COLS, ROWS, NULL);
		frame_init(&f, FRAME_COLOURS_RGB, FRAME_TERMINAL);
		vt_write(from, table[i].before, strlen(table[i].before));
		buf_clear(&out);
		frame_encode(&f, vt_grid(from), &out);
		vt_write(from, table[i].then, strlen(table[i].then));
		frame_encode(&f, vt_grid(from), &out);
		write_wider(wider, &out);
		if ((grid_cell(vt_grid(wider), 0, 0)->cp == 0x4e2d) !=
		    table[i].whole)
			fail_msg("line %zu", i);
		frame_fini(&f);
		vt_free(from);
		vt_free(wider);
	}
	buf_fini(&out);
}

/* In the scrollback they are the same bits. */
static void
test_scrollback(void **state)
{
	static const char line[] = HEART PICTURE
	    "e\xcc\x81\xcc\x82\xcc\x83\xcc\x84 \xf0\x9e\xa3\x90x";
	struct vt *vt = vt_new(COLS, ROWS, NULL);
	struct cell was[COLS], is[COLS];

	(void)state;
	vt_write(vt, line, sizeof(line) - 1);
	memcpy(was, vt_grid(vt)->row[0].cells, sizeof(was));
	vt_write(vt, "\033[5;1H\n", 7);
	assert_int_equal(vt_scrollback_lines(vt), 1);
	assert_int_equal(vt_scrollback_line(vt, 0, is, COLS), 4);
	assert_memory_equal(is, was, sizeof(was));
	vt_free(vt);
}

/* --- the table is full; the last test --- */

static void
fill(void)
{
	for (int i = 0; i < 20 * MARKS_ENTRIES; i++) {
		uint32_t mark[] = {0x300 + (uint32_t)below(0x70),
		    0x300 + (uint32_t)below(0x70),
		    0x300 + (uint32_t)below(0x70)};

		cell_with('a', mark, 3);
	}
}

static void
test_full(void **state)
{
	static const uint32_t known[] = {0x301, 0x302, 0x303, 0x304, 0x1e8d0};
	struct cell was = cell_with('e', known, 5), is;
	uint32_t mark[MARKS_MAX];
	int dropped = 0;

	(void)state;
	fill();
	/* what stands stays, and is found again */
	assert_int_equal(marks_of(&was, mark), 5);
	assert_memory_equal(mark, known, sizeof(known));
	is = cell_with('e', known, 5);
	assert_true(cell_equal(&is, &was));
	/* what is new is dropped; two marks need no room */
	for (uint32_t i = 0; i < 200; i++) {
		uint32_t some[] = {0x20d0, 0x20d1, 0x1e8d0 + i % 7, 0x483 + i};

		is = cell_with('e', some, 4);
		if (marks_of(&is, mark) < 4)
			dropped++;
		assert_in_range(marks_of(&is, mark), 2, 4);
		assert_memory_equal(mark, some, 2 * sizeof(*some));
	}
	assert_true(dropped > 100);
	for (int i = 0; i < 50; i++)
		play(true, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_any),
	    cmocka_unit_test(test_widen),
	    cmocka_unit_test(test_streams),
	    cmocka_unit_test(test_whole),
	    cmocka_unit_test(test_scrollback),
	    cmocka_unit_test(test_full),
	};

	i18n_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
