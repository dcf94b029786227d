/* Looking back stands still while output runs, without gaps, as far as there
 * are lines. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "agent/back.h"

#define COLS 20
#define ROWS 5

static void
lines(struct vt *vt, int from, int to)
{
	char text[32];

	for (int i = from; i <= to; i++) {
		snprintf(text, sizeof(text), "L%d\r\n", i);
		vt_write(vt, text, strlen(text));
	}
}

static void
assert_shows(const struct grid *g, int first)
{
	char want[32], text[128];

	for (int r = 0; r < g->rows; r++) {
		snprintf(want, sizeof(want), "L%d", first + r);
		grid_text(g, r, text, sizeof(text));
		assert_string_equal(text, want);
	}
}

static void
test_stands_still(void **state)
{
	struct vt *vt = vt_new(COLS, ROWS, NULL);
	struct back b = {0};

	(void)state;
	back_move(&b, vt, 3);
	assert_int_equal(b.lines, 0); /* there is nothing */
	lines(vt, 1, 20); /* the screen: L17 .. L20 and an empty row */
	back_move(&b, vt, -1);
	assert_int_equal(b.lines, 0);
	back_move(&b, vt, 3);
	assert_int_equal(b.lines, 3);
	assert_shows(&b.shown, 14);
	lines(vt, 21, 50);
	assert_shows(&b.shown, 14);
	back_move(&b, vt, 4);
	assert_shows(&b.shown, 10);
	back_move(&b, vt, 1000);
	assert_int_equal(b.lines, 16);
	assert_shows(&b.shown, 1);
	back_move(&b, vt, -15);
	assert_shows(&b.shown, 16);
	assert_false(b.shown.cursor.visible);
	back_move(&b, vt, -1);
	assert_int_equal(b.lines, 0);
	assert_null(b.shown.row);
	vt_free(vt);
}

/* What he looks at falls out of the scrollback at last. */
static void
test_is_forgotten(void **state)
{
	struct vt *vt = vt_new(COLS, ROWS, NULL);
	struct back b = {0};

	(void)state;
	lines(vt, 1, 30);
	back_move(&b, vt, 10);
	lines(vt, 31, 30 + 2 * VT_SCROLLBACK);
	back_move(&b, vt, 1);
	assert_int_equal(b.lines, 0);
	vt_free(vt);
}

/* A line of several rows is one there too, and when it has come back. */
static void
test_wrapped(void **state)
{
	struct vt *vt = vt_new(COLS, ROWS, NULL);
	struct back b = {0};

	(void)state;
	vt_write(vt, "123456789012345678901234567890\r\n", 32);
	lines(vt, 1, 6);
	assert_true(vt_scrollback_wrapped(vt, 3));
	assert_false(vt_scrollback_wrapped(vt, 2));
	back_move(&b, vt, 1000);
	assert_true(b.shown.row[0].wrapped);
	assert_false(b.shown.row[1].wrapped);
	back_leave(&b);
	vt_resize(vt, COLS, 2 * ROWS);
	assert_true(vt_grid(vt)->row[0].wrapped);
	assert_false(vt_grid(vt)->row[1].wrapped);
	vt_free(vt);
}

/* Behind an alternate screen lines are wrapped anew when that goes: those that
 * he looked at are counted no more, and he is shown what is. */
static void
test_other_width(void **state)
{
	struct vt *vt = vt_new(COLS + 4, ROWS, NULL);
	struct back b = {0};

	lines(vt, 1, 20);
	vt_write(vt, "\033[?1049h", 8);
	vt_resize(vt, COLS, ROWS);
	back_move(&b, vt, 3);
	assert_int_equal(b.lines, 3);
	vt_write(vt, "\033[?1049l", 8);
	back_move(&b, vt, 1);
	assert_int_equal(b.lines, 0);
	back_move(&b, vt, 3);
	assert_shows(&b.shown, 14);
	back_leave(&b);
	vt_free(vt);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_stands_still),
	    cmocka_unit_test(test_is_forgotten),
	    cmocka_unit_test(test_wrapped),
	    cmocka_unit_test(test_other_width),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
