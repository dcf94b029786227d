/* A flood that comes in one piece shows what it shows byte by byte: runs of a
 * control are carried out at once. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "shared/base/buf.h"
#include "shared/base/i18n.h"
#include "shared/base/util.h"
#include "shared/term/vt.h"

#define COLS 20
#define ROWS 6
#define STREAMS 3000
#define PIECES 30
#define RUN_MAX 40

static const char *const pieces[] = {"X", "two words", "\n", "\n", "\n", "\v",
    "\f", "\r", "\b", "\t", "\a", "\016q\017", "\033[41m", "\033[m",
    "\033[2;4r", "\033[r", "\033[?6h", "\033[?6l", "\033[20h", "\033[20l",
    "\033[H", "\033[5;19H", "\033[99;9H", "\033[3;9H", "\033[?7l", "\033[?7h",
    "\033[?1049h", "\033[?1049l", "\033[3g", "\033H", "\303\263",
    "\344\270\200", "\033[4h", "\033[4l", "\033[2J", "\033[3J"};

static unsigned
roll(unsigned *seed, unsigned n)
{
	*seed = *seed * 1103515245u + 12345u;
	return (*seed >> 16) % n;
}

static void
make_stream(struct buf *b, unsigned seed)
{
	buf_clear(b);
	for (int i = 0; i < PIECES; i++) {
		const char *piece = pieces[roll(&seed, ARRAY_LEN(pieces))];
		bool control = (uint8_t)piece[0] < 0x1b && piece[1] == '\0';
		unsigned n = control ? 1 + roll(&seed, RUN_MAX) : 1;

		for (; n > 0; n--)
			buf_adds(b, piece);
	}
}

static void
assert_same(struct vt *a, struct vt *b)
{
	struct cell ca[COLS], cb[COLS];
	int lines = vt_scrollback_lines(a);

	assert_true(grid_looks_equal(vt_grid(a), vt_grid(b)));
	assert_int_equal(vt_grid(a)->bells, vt_grid(b)->bells);
	assert_int_equal(lines, vt_scrollback_lines(b));
	assert_int_equal(vt_scrollback_total(a), vt_scrollback_total(b));
	for (int i = 0; i < lines; i++) {
		assert_int_equal(vt_scrollback_line(a, i, ca, COLS),
		    vt_scrollback_line(b, i, cb, COLS));
		assert_memory_equal(ca, cb, sizeof(ca));
	}
}

static void
test_any_cut(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	for (unsigned seed = 1; seed <= STREAMS; seed++) {
		struct vt *whole = vt_new(COLS, ROWS, NULL);
		struct vt *cut = vt_new(COLS, ROWS, NULL);

		make_stream(&b, seed);
		vt_write(whole, buf_data(&b), b.len);
		for (size_t i = 0; i < b.len; i++)
			vt_write(cut, buf_data(&b) + i, 1);
		assert_same(whole, cut);
		vt_free(whole);
		vt_free(cut);
	}
	buf_fini(&b);
}

/* Longer than the screen, the scrollback and a piece of the filter. */
static void
test_long_run(void **state)
{
	struct vt *vt = vt_new(COLS, ROWS, NULL);
	static char feeds[10000];

	(void)state;
	memset(feeds, '\n', sizeof(feeds));
	vt_write(vt, "one", 3);
	vt_write(vt, feeds, sizeof(feeds));
	assert_int_equal(
	    vt_scrollback_total(vt), (int)sizeof(feeds) - (ROWS - 1));
	assert_int_equal(vt_grid(vt)->cursor.row, ROWS - 1);
	assert_int_equal(vt_grid(vt)->cursor.col, 3);
	vt_free(vt);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_any_cut),
	    cmocka_unit_test(test_long_run),
	};

	i18n_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
