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
#include "shared/term/marks.h"
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

#define HEART "\xe2\x9d\xa4\xef\xb8\x8f"

/* What curses draws: no sign as a picture, and some of many marks. Then what is
 * written over it, on a terminal that shows such signs in two columns. */
static void
test_pictures(void **state)
{
	static const struct {
		const char *bytes, *over;
	} table[] = {
	    {"\xe2\x9d\xa4x", ""},
	    {"e\xcc\x81\xcc\x82\xcc\x83\xcc\x84", ""},
	    {"e\xcc\x81\xcc\x82\xcc\x83\xcc\x84\xcc\x85",
		"\033[1;1He\xcc\x81\xcc\x82\xcc\x83\xcc\x84\xcc\x85"},
	    {HEART " x", "\033[1;1H" HEART},
	    {HEART "xy", "\033[1;1H" HEART "\033[1;2Hx"},
	    {"a" HEART HEART "x",
		"\033[1;2H" HEART "\033[1;3H" HEART "\033[1;4Hx"},
	    /* it has two columns already */
	    {"\xf0\x9f\x98\x80\xef\xb8\x8fx",
		"\033[1;1H\xf0\x9f\x98\x80\xef\xb8\x8f"},
	    /* nothing over the edge */
	    {"\033[1;20H" HEART, ""},
	    {"\033[1;19H" HEART HEART,
		"\033[1;19H" HEART "\033[1;20H\xe2\x9d\xa4"},
	    {HEART "\033[9m ", "\033[1;2H\033[9m \033[1;1H\033[m" HEART},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct vt *vt = vt_new(COLS, ROWS, NULL);
		struct buf out = BUF_INIT, want = BUF_INIT;

		vt_write(vt, table[i].bytes, strlen(table[i].bytes));
		if (table[i].over[0] != '\0')
			buf_printf(&want, "\0337\033[m%s\0338", table[i].over);
		tty_over_row(&out, 0, vt_grid(vt)->row[0].cells, COLS,
		    FRAME_COLOURS_256);
		assert_string_equal(buf_str(&out), buf_str(&want));
		buf_fini(&out);
		buf_fini(&want);
		vt_free(vt);
	}
}

static void
test_marks_for_curses(void **state)
{
	static const uint32_t all[] = {
	    0xfe0f, 0x301, 0x302, 0x303, 0x304, 0x305};
	uint32_t mark[TTY_OVER_MARKS];
	struct cell c = CELL_BLANK;

	(void)state;
	c.cp = 'e';
	assert_int_equal(tty_over_marks(&c, mark), 0);
	for (int i = 0; i < 6; i++)
		marks_add(&c, all[i]);
	assert_int_equal(tty_over_marks(&c, mark), 4);
	assert_memory_equal(mark, all + 1, sizeof(mark));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_only_what_needs_it),
	    cmocka_unit_test(test_pictures),
	    cmocka_unit_test(test_marks_for_curses),
	};

	i18n_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
