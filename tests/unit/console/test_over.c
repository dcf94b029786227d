/* What is written over the cells that curses has drawn: nothing but those that
 * it has no word for, and its cursor and style are put back. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "console/app/tty_over.h"
#include "shared/base/i18n.h"
#include "shared/term/vt.h"

#define COLS 20
#define ROWS 5

/* The row as curses draws it, then what is written over it: bold as it left it,
 * the cursor at 3,2. */
static void
check(const char *bytes, enum frame_colours colours, bool any)
{
	struct vt *want = vt_new(COLS, ROWS, NULL);
	struct vt *got = vt_new(COLS, ROWS, NULL);
	const struct grid *g;
	struct buf out = BUF_INIT;
	struct cell pen;
	static const char drawn[] =
	    "\033[H\033[2K\033[mas curses can\033[4;3H\033[1m";

	vt_write(want, bytes, strlen(bytes));
	vt_write(want, "\033[4;3H\033[m\033[1m", 13);
	g = vt_grid(want);
	tty_over_row(&out, 0, g->row[0].cells, COLS, colours);
	assert_int_equal(out.len > 0, any);
	vt_write(got, bytes, strlen(bytes));
	vt_write(got, drawn, sizeof(drawn) - 1);
	vt_write(got, buf_data(&out), out.len);
	for (int col = 0; any && col < COLS; col++) {
		const struct cell *a = grid_cell(g, 0, col);
		const struct cell *b = grid_cell(vt_grid(got), 0, col);

		if (a->attr & CELL_STRIKE || a->fg == CELL_RGB(1, 2, 3))
			assert_true(cell_equal(a, b));
	}
	vt_write(want, "x", 1);
	vt_write(got, "x", 1);
	pen = *grid_cell(vt_grid(got), 3, 2);
	assert_true(cell_equal(&pen, grid_cell(vt_grid(want), 3, 2)));
	vt_free(want);
	vt_free(got);
	buf_fini(&out);
}

static void
test_only_what_needs_it(void **state)
{
	(void)state;
	check("plain \033[1;4;7;31mstyles", FRAME_COLOURS_RGB, false);
	check(
	    "\033[9mstrike\033[m no \033[9;32mgreen", FRAME_COLOURS_256, true);
	check("\033[21mdouble", FRAME_COLOURS_256, true);
	check("\033[4:3mcurly\033[4:4mdotted", FRAME_COLOURS_256, true);
	check("\033[53mover", FRAME_COLOURS_256, true);
	check("\033[38;2;1;2;3mcolour \344\270\255\344\270\255e\314\201.",
	    FRAME_COLOURS_RGB, true);
	check("\033[38;2;1;2;3mcolour", FRAME_COLOURS_256, false);
	check("\033[12G\033[9mto the edge", FRAME_COLOURS_256, true);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_only_what_needs_it),
	};

	i18n_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
