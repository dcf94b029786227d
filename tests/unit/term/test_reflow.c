/*
 * The main screen and its scrollback in another width: what a table says, and
 * what it costs. Any sequences: test_reflow_any.c.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "shared/base/buf.h"
#include "shared/base/i18n.h"
#include "shared/term/vt.h"

static void
write_str(struct vt *vt, const char *s)
{
	vt_write(vt, s, strlen(s));
}

/* --- the table --- */

#define TEN "0123456789"
#define TWENTY TEN TEN
#define THIRTY TEN TEN TEN
#define NARROW "\x01" /* 20 columns */
#define WIDE "\x02" /* 30 */
#define LOW "\x03" /* a row less */
#define HIGH "\x04" /* a row more */

struct expect {
	const char *what;
	const char *in; /* from 30x6 on */
	const char *rows; /* of all lines, the screen's after a # */
	int row; /* cursor */
	int col;
};

static const struct expect table[] = {
    {"what is short stays", "a\r\nb" NARROW, "#a|b||||", 1, 1},
    {"long lines are wrapped, blank rows count", THIRTY "\r\nb" NARROW,
	TWENTY "|#" TEN "|b||||", 1, 1},
    {"and joined again", THIRTY "\r\nb" NARROW WIDE, "#" THIRTY "|b||||", 1, 1},
    {"what was wrapped is joined", NARROW THIRTY "\r\nb" WIDE,
	"#" THIRTY "|b||||", 1, 1},
    {"what was not is not", NARROW TWENTY "\r\nb" WIDE, "#" TWENTY "|b||||", 1,
	1},
    {"nor what a program moved on", TEN "\033[2;1H" TEN NARROW WIDE,
	"#" TEN "|" TEN "||||", 1, 10},
    {"an end that was erased is not wrapped", THIRTY "\033[1;12H\033[K" NARROW,
	"#0123456789"
	"0|||||",
	0, 11},
    {"nor joined", NARROW THIRTY "\033[1;6H\033[K" WIDE, "#01234|" TEN "||||",
	0, 5},
    {"nothing is joined with a blank row",
	NARROW THIRTY "\033[2K\033[3;1Hx" WIDE, "#" TWENTY "||x|||", 2, 1},
    {"nor with a row that was erased", NARROW THIRTY "\033[2Kx" WIDE,
	"#" TWENTY "|          x||||", 1, 11},
    {"nor with what came by scrolling",
	NARROW THIRTY "\033[2;3r\033[2;1H\033[MX" WIDE, "#" TWENTY "|X||||", 1,
	1},
    {"nor across what was inserted", NARROW "\n" THIRTY "\033[2;1H\033[LX" WIDE,
	"#|X|" TWENTY TEN "|||", 1, 1},
    {"nor does the scrollback go on in what was cleared",
	NARROW THIRTY "\n\n\n\n\n\033[H\033[2JX" WIDE, TWENTY "|#X|||||", 0, 1},
    {"or deleted", NARROW THIRTY "\n\n\n\n\n\033[H\033[MX" WIDE,
	TWENTY "|#X|||||", 0, 1},
    {"or pushed down", NARROW THIRTY "\n\n\n\n\n\033[H\033MX" WIDE,
	TWENTY "|#X|" TEN "||||", 0, 1},
    {"or reset",
	NARROW THIRTY "\n\n\n\n\n\033"
		      "cX" WIDE,
	TWENTY "|#X|||||", 0, 1},
    {"what wraps in a region is joined",
	NARROW "\033[2;3r\033[3;1H" THIRTY WIDE, "#|" THIRTY "||||", 1, 29},
    {"blanks that were printed are text", TWENTY "     x\b \b" NARROW,
	TWENTY "|#|||||", 0, 5},
    {"the wait for the next character begins", TWENTY NARROW "x",
	"#" TWENTY "|x||||", 1, 1},
    {"and ends", THIRTY "\033[A" NARROW WIDE NARROW "x",
	TWENTY "|#012345678x|||||", 0, 10},
    {"it is joined", NARROW TWENTY WIDE "x", "#" TWENTY "x|||||", 0, 21},
    {"the cursor stays on its character", THIRTY "\033[1;26H" NARROW "X",
	TWENTY "|#01234X6789|||||", 0, 6},
    {"and on the first part", "\r\n" THIRTY "\033[2;6H" NARROW "X",
	"|#01234X6789" TEN "|" TEN "||||", 0, 6},
    {"behind the text too", "ab\033[1;15H" NARROW "X", "#ab            X|||||",
	0, 15},
    {"as far as there is room", "ab\033[1;28H" NARROW "X",
	"#ab                 X|||||", 0, 19},
    {"what is gone from the screen: its corner", THIRTY "\033[1;1H" NARROW "X",
	TWENTY "|#X123456789|||||", 0, 1},
    {"a saved one too", THIRTY "\033[1;26H\0337\033[3;1H" NARROW "\0338X",
	TWENTY "|#01234X6789|||||", 0, 6},
    {"with its colours", NARROW "ab\033[31m\0337" WIDE "\0338c", "#abc|||||", 0,
	3},
    {"a wide character has no half",
	"0123456789012345678\xe4\xb8\xad"
	"x" NARROW,
	"0123456789012345678|#\xe4\xb8\xadx|||||", 0, 3},
    {"and leaves no blank",
	"0123456789012345678\xe4\xb8\xad"
	"x" NARROW WIDE,
	"#0123456789012345678\xe4\xb8\xadx|||||", 0, 22},
    {"not when it was printed so",
	NARROW "0123456789012345678\xe4\xb8\xad"
	       "x" WIDE,
	"#0123456789012345678\xe4\xb8\xadx|||||", 0, 22},
    {"the cursor on it",
	"0123456789012345678\xe4\xb8\xad"
	"x\b\b\b" NARROW "y",
	"0123456789012345678|#y x|||||", 0, 1},
    {"marks go along",
	"0123456789012345678e\xcc\x81"
	"e\xcc\x81" NARROW,
	"0123456789012345678e\xcc\x81|#e\xcc\x81|||||", 0, 1},
    {"the scrollback is wrapped", THIRTY "\r\n\n\n\n\n\n1\r\n2" NARROW,
	TWENTY "|" TEN "||#||||1|2", 5, 1},
    {"and joined, and comes back",
	NARROW THIRTY "\r\n2\r\n3\r\n4\r\n5\r\n6" WIDE, "#" THIRTY "|2|3|4|5|6",
	5, 1},
    {"half in the scrollback", NARROW THIRTY "\r\n2\r\n3\r\n4\r\n5\r\n6" NARROW,
	TWENTY "|#" TEN "|2|3|4|5|6", 5, 1},
    {"the alternate screen is cut",
	THIRTY "\r\n$ \033[?1049h\033[H" THIRTY NARROW, "#" TWENTY "|||||", 0,
	19},
    {"the main one then waits",
	THIRTY "\r\n$ \033[?1049h\033[H" THIRTY NARROW "\033[?1049l",
	TWENTY "|#" TEN "|$||||", 1, 2},
    {"and has then all of it",
	THIRTY "\r\n$ \033[?1049h" NARROW WIDE "\033[?1049lx",
	"#" THIRTY "|$ x||||", 1, 3},
    {"its cursor is not where the program's is",
	THIRTY "\r\n$ \033[?1047h" NARROW "\033[2;1H\033[?1047lx",
	TWENTY "|#" TEN "|x||||", 1, 1},
    {"a reset there too",
	THIRTY "\033[?1049h" NARROW "\033"
	       "cx",
	TWENTY "|#x|||||", 0, 1},
    {"fewer rows at once", "1\r\n2\r\n" THIRTY "\r\n$ " LOW NARROW,
	"1|#2|" TWENTY "|" TEN "|$|", 3, 2},
    {"margins end", "\033[2;3r\033[5;1H" NARROW "x\n\n\n", "||#||x|||", 5, 1},
    {"tabs stay", "\033[3g\033[1;4H\033H\r" NARROW "\tx", "#   x|||||", 0, 4},
    {"a row more waits on", THIRTY HIGH "x", "#" THIRTY "|x|||||", 1, 1},
};

static void
resize_by(struct vt *vt, char how)
{
	int cols = vt_grid(vt)->cols, rows = vt_grid(vt)->rows;

	if (how == NARROW[0] || how == WIDE[0])
		cols = how == NARROW[0] ? 20 : 30;
	else
		rows += how == LOW[0] ? -1 : 1;
	vt_resize(vt, cols, rows);
}

static void
play(struct vt *vt, const char *in)
{
	for (; *in != '\0'; in++) {
		if (*in <= HIGH[0] && *in > 0)
			resize_by(vt, *in);
		else
			vt_write(vt, in, 1);
	}
}

static void
add_row(struct buf *b, const struct cell *cells, int cols)
{
	struct grid_row row = {.cells = (struct cell *)cells};
	struct grid g = {.cols = cols, .rows = 1, .row = &row};
	char text[4096];

	grid_text(&g, 0, text, sizeof(text));
	buf_adds(b, text);
}

/* The lines of the scrollback, a #, and those of the screen. */
static void
all_text(struct vt *vt, struct buf *b)
{
	struct cell cells[GRID_COLS_MAX];
	const struct grid *g = vt_grid(vt);

	for (int i = vt_scrollback_lines(vt) - 1; i >= 0; i--) {
		vt_scrollback_line(vt, i, cells, g->cols);
		add_row(b, cells, g->cols);
		buf_addc(b, '|');
	}
	for (int r = 0; r < g->rows; r++) {
		buf_addc(b, r > 0 ? '|' : '#');
		add_row(b, g->row[r].cells, g->cols);
	}
	buf_addc(b, '\0');
}

static void
check_expect(const struct expect *e, bool bypass)
{
	struct vt *vt = vt_new(30, 6, NULL);
	const struct grid *g;
	struct buf b = BUF_INIT;

	vt_set_bypass(vt, bypass);
	play(vt, e->in);
	all_text(vt, &b);
	g = vt_grid(vt);
	if (strcmp((const char *)buf_data(&b), e->rows) != 0)
		fail_msg("%s: %s", e->what, (const char *)buf_data(&b));
	if (g->cursor.row != e->row || g->cursor.col != e->col)
		fail_msg(
		    "%s: cursor %d,%d", e->what, g->cursor.row, g->cursor.col);
	buf_fini(&b);
	vt_free(vt);
}

static void
test_table(void **state)
{
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		check_expect(&table[i], true);
		check_expect(&table[i], false);
	}
}

/* --- backgrounds --- */

static uint32_t
bg_at(struct vt *vt, int row, int col)
{
	return grid_cell(vt_grid(vt), row, col)->bg;
}

static void
test_backgrounds(void **state)
{
	struct vt *vt = vt_new(30, 6, NULL);
	struct cell cells[40];

	/* a blank line, one that ends in red, one with blanks in red */
	write_str(vt,
	    "\033[44m\033[K\r\n" THIRTY
	    "abc\033[41m\033[K\r\n\033[41m   \033[mx\033[6H");
	vt_resize(vt, 40, 6);
	assert_int_equal(bg_at(vt, 0, 39), CELL_INDEX(4));
	assert_int_equal(bg_at(vt, 1, 32), CELL_INDEX(4));
	assert_int_equal(bg_at(vt, 1, 33), CELL_INDEX(1));
	assert_int_equal(bg_at(vt, 1, 39), CELL_INDEX(1));
	assert_int_equal(bg_at(vt, 2, 2), CELL_INDEX(1));
	assert_int_equal(bg_at(vt, 2, 3), CELL_DEFAULT);
	assert_int_equal(bg_at(vt, 5, 0), CELL_DEFAULT);
	vt_resize(vt, 20, 6);
	assert_int_equal(vt_scrollback_lines(vt), 1);
	assert_int_equal(vt_scrollback_line(vt, 0, cells, 40), 20);
	assert_int_equal(cells[19].bg, CELL_INDEX(4));
	assert_int_equal(bg_at(vt, 0, 0), CELL_INDEX(4));
	assert_int_equal(bg_at(vt, 1, 12), CELL_INDEX(4));
	assert_int_equal(bg_at(vt, 1, 19), CELL_INDEX(1));
	vt_free(vt);
}

/* --- numbers, limits, cost --- */

/* Who counts lines by the total has none left in another width, all of them in
 * another height. */
static void
test_numbers(void **state)
{
	struct vt *vt = vt_new(30, 6, NULL);
	uint64_t total;

	for (int i = 0; i < 50; i++)
		write_str(vt, THIRTY "\r\n");
	total = vt_scrollback_total(vt);
	assert_int_equal(total, 45);
	vt_resize(vt, 30, 5);
	assert_int_equal(vt_scrollback_total(vt), total + 1);
	vt_resize(vt, 20, 5);
	assert_int_equal(vt_scrollback_lines(vt), 96);
	assert_true(vt_scrollback_total(vt) - total >=
	    (uint64_t)vt_scrollback_lines(vt));
	vt_free(vt);
}

/* The ring is as long as ever: the oldest go, and do not come back. */
static void
test_limit(void **state)
{
	struct vt *vt = vt_new(40, 6, NULL);

	for (int i = 0; i < 3000; i++)
		write_str(vt, THIRTY "ab\r\n");
	vt_resize(vt, 20, 6);
	assert_int_equal(vt_scrollback_lines(vt), VT_SCROLLBACK);
	vt_resize(vt, 40, 6);
	assert_in_range(vt_scrollback_lines(vt), VT_SCROLLBACK / 2 - 4,
	    VT_SCROLLBACK / 2 + 4);
	vt_free(vt);
}

/* Once over all cells; behind another screen not before it is shown, and then
 * once. */
static void
test_cost(void **state)
{
	struct vt *vt = vt_new(200, 50, NULL);
	const uint64_t all = (VT_SCROLLBACK + 2 * 50) * 200;
	uint64_t work;

	for (int i = 0; i < 40 * VT_SCROLLBACK; i++)
		write_str(vt, TEN);
	work = vt_work(vt);
	vt_resize(vt, 199, 50);
	assert_in_range(vt_work(vt) - work, all / 2, 4 * all);
	write_str(vt, "\033[?1049h");
	work = vt_work(vt);
	for (int i = 0; i < 10; i++)
		vt_resize(vt, 100 + i, 50);
	assert_in_range(vt_work(vt) - work, 0, all / 2);
	write_str(vt, "\033[?1049l");
	assert_in_range(vt_work(vt) - work, all / 4, 4 * all);
	work = vt_work(vt);
	write_str(vt, "\033[?1049h\033[?1049l\033[?1049h\033[?1049l");
	assert_in_range(vt_work(vt) - work, 0, 1000);
	vt_free(vt);
}

/* What only shows frames keeps to them. */
static void
test_strict(void **state)
{
	struct vt *vt = vt_new(30, 6, NULL);

	vt_set_strict(vt);
	write_str(vt, THIRTY);
	vt_resize(vt, 20, 6);
	assert_int_equal(vt_scrollback_lines(vt), 0);
	assert_int_equal(grid_cell(vt_grid(vt), 0, 19)->cp, '9');
	assert_int_equal(grid_cell(vt_grid(vt), 1, 0)->cp, ' ');
	vt_free(vt);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_table),
	    cmocka_unit_test(test_backgrounds),
	    cmocka_unit_test(test_numbers),
	    cmocka_unit_test(test_limit),
	    cmocka_unit_test(test_cost),
	    cmocka_unit_test(test_strict),
	};

	i18n_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
