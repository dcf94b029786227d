/*
 * The main screen and its scrollback in another width: what a table says, what
 * printing it all at that width shows, and after any sequences no character is
 * lost or comes twice.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/buf.h"
#include "shared/base/i18n.h"
#include "shared/base/util.h"
#include "shared/term/vt.h"

#define STORIES 300
#define STEPS 12
#define LINES_MAX (VT_SCROLLBACK + GRID_ROWS_MAX)

static uint64_t state_of_rng;

static int
below(int n)
{
	state_of_rng = state_of_rng * UINT64_C(6364136223846793005) + 1;
	return (int)((state_of_rng >> 33) % (uint64_t)n);
}

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

/* --- as printed at once --- */

static const char *const words[] = {"a", "zażółć", "\xe4\xb8\xad\xe6\x96\x87",
    "e\xcc\x81", " ", "    ", "\033[31m", "\033[m", "\033[4mx\033[m",
    "\xe6\x97\xa5"};

/* Lines of words: the same whatever the width. */
static void
some_text(struct buf *b)
{
	for (int n = below(12); n > 0; n--) {
		for (int i = below(below(3) > 0 ? 10 : 70); i > 0; i--)
			buf_adds(b, words[below(10)]);
		if (below(4) > 0)
			buf_adds(b, "\r\n");
	}
}

static void
resize_any(struct vt *vt)
{
	int rows = vt_grid(vt)->rows;

	vt_resize(vt, 20 + below(80), below(2) > 0 ? 5 + below(30) : rows);
}

struct all {
	int lines;
	int cursor; /* line of it */
	int cols;
	struct grid_row row[LINES_MAX];
};

/* Every line, the oldest first, without the blank ones at the end. */
static void
take_all(struct all *a, struct vt *vt)
{
	const struct grid *g = vt_grid(vt);
	int old = vt_scrollback_lines(vt);

	a->cols = g->cols;
	a->lines = old + g->rows;
	a->cursor = old + g->cursor.row;
	for (int i = 0; i < a->lines; i++) {
		struct grid_row *r = &a->row[i];

		r->cells = calloc((size_t)g->cols, sizeof(*r->cells));
		if (i >= old) {
			memcpy(r->cells, g->row[i - old].cells,
			    (size_t)g->cols * sizeof(*r->cells));
			r->wrapped = g->row[i - old].wrapped;
			continue;
		}
		vt_scrollback_line(vt, old - 1 - i, r->cells, g->cols);
		r->wrapped = vt_scrollback_wrapped(vt, old - 1 - i);
	}
}

static void
drop_all(struct all *a)
{
	for (int i = 0; i < a->lines; i++)
		free(a->row[i].cells);
}

static bool
is_blank(const struct all *a, int line)
{
	int c = 0;

	while (c < a->cols && cell_is_blank(&a->row[line].cells[c]))
		c++;
	return c == a->cols;
}

static int
text_lines(const struct all *a)
{
	int n = a->lines;

	while (n > a->cursor + 1 && is_blank(a, n - 1))
		n--;
	return n;
}

static void
check_same(int story, struct vt *is, struct vt *want)
{
	static struct all a, b;
	const struct grid_cursor *c = &vt_grid(is)->cursor;

	take_all(&a, is);
	take_all(&b, want);
	if (text_lines(&a) != text_lines(&b) || a.cursor != b.cursor ||
	    c->col != vt_grid(want)->cursor.col)
		fail_msg("story %d: %d lines, cursor %d,%d, not %d, %d,%d",
		    story, text_lines(&a), a.cursor, c->col, text_lines(&b),
		    b.cursor, vt_grid(want)->cursor.col);
	for (int i = 0; i < text_lines(&a); i++) {
		if (a.row[i].wrapped != b.row[i].wrapped)
			fail_msg("story %d: line %d goes on", story, i);
		for (int x = 0; x < a.cols; x++)
			if (!cell_looks_equal(
				&a.row[i].cells[x], &b.row[i].cells[x]))
				fail_msg("story %d: line %d, %d", story, i, x);
	}
	drop_all(&a);
	drop_all(&b);
}

/* Printed while the size changes, also behind an alternate screen: as printed
 * at once in the last size. Nothing stands below the cursor. */
static void
test_as_printed_at_once(void **state)
{
	for (int story = 0; story < STORIES; story++) {
		struct vt *vt, *once;
		struct buf b = BUF_INIT;
		size_t told = 0;

		state_of_rng = (uint64_t)story * 7919 + 3;
		vt = vt_new(20 + below(80), 5 + below(30), NULL);
		for (int i = 0; i < STEPS; i++) {
			some_text(&b);
			vt_write(vt, (const char *)buf_data(&b) + told,
			    b.len - told);
			told = b.len;
			if (vt_grid(vt)->cursor.col < 2 && below(2) == 0) {
				write_str(vt, "\033[?1049h\033[2Jx");
				resize_any(vt);
				write_str(vt, "y\r\n\n\n\n\n\nz");
				resize_any(vt);
				write_str(vt, "\033[?1049l");
			} else {
				resize_any(vt);
			}
		}
		once = vt_new(vt_grid(vt)->cols, vt_grid(vt)->rows, NULL);
		vt_write(once, buf_data(&b), b.len);
		check_same(story, vt, once);
		vt_free(vt);
		vt_free(once);
		buf_fini(&b);
	}
}

/* --- any sequences --- */

static void
any_bytes(struct vt *vt)
{
	static const char *const finals = "ABCDHJKLMPXSTr@dG";
	char s[64];

	for (int i = below(30); i > 0; i--) {
		switch (below(5)) {
		case 0:
			snprintf(s, sizeof(s), "\033[%d;%d%c", below(40),
			    below(100), finals[below(17)]);
			break;
		case 1:
			snprintf(s, sizeof(s), "\033[%dm", 40 + below(10));
			break;
		case 2:
			snprintf(
			    s, sizeof(s), "%s", below(2) ? "\0337" : "\0338");
			break;
		case 3:
			snprintf(
			    s, sizeof(s), "%.*s", below(3) * 2, "\r\n\r\n");
			break;
		default:
			for (int n = below(below(4) ? 8 : 60); n > 0; n--)
				write_str(vt, words[below(10)]);
			s[0] = '\0';
			break;
		}
		write_str(vt, s);
	}
}

static void
check_cells(const struct grid *g)
{
	for (int r = 0; r < g->rows; r++) {
		const struct cell *c = g->row[r].cells;

		for (int i = 0; i < g->cols; i++)
			assert_int_equal(
			    i > 0 && c[i - 1].width == 2, c[i].width == 0);
		assert_int_not_equal(c[g->cols - 1].width, 2);
	}
	assert_in_range(g->cursor.row, 0, g->rows - 1);
	assert_in_range(g->cursor.col, 0, g->cols - 1);
}

/* What stands there but blanks, in its order, cell for cell. */
static size_t
characters(struct vt *vt, struct cell **out)
{
	static struct all a;
	size_t n = 0;

	take_all(&a, vt);
	*out = calloc((size_t)a.lines * (size_t)a.cols, sizeof(**out));
	for (int i = 0; i < a.lines; i++)
		for (int c = 0; c < a.cols; c++)
			if (a.row[i].cells[c].cp != ' ')
				(*out)[n++] = a.row[i].cells[c];
	drop_all(&a);
	return n;
}

/* No row goes, and the scrollback has room: all is there. The cursor is on what
 * it was on, or that has left the screen. */
static void
check_resize(int story, struct vt *vt, int cols, int rows)
{
	const struct grid *g = vt_grid(vt);
	const struct cell was = *grid_cell(g, g->cursor.row, g->cursor.col);
	struct cell *before, *after, is;
	/* the next character may be wrapped from there */
	bool at_edge = g->cursor.col >= g->cols - 2;
	size_t n = characters(vt, &before);

	vt_resize(vt, cols, rows);
	g = vt_grid(vt);
	is = *grid_cell(g, g->cursor.row, g->cursor.col);
	check_cells(g);
	if (characters(vt, &after) != n ||
	    memcmp(before, after, n * sizeof(*after)) != 0)
		fail_msg("story %d: lost at %dx%d", story, cols, rows);
	if (!at_edge && was.cp != ' ' && !cell_equal(&was, &is) &&
	    g->cursor.row + g->cursor.col > 0)
		fail_msg("story %d: the cursor at %dx%d", story, cols, rows);
	free(before);
	free(after);
}

static void
test_nothing_is_lost(void **state)
{
	for (int story = 0; story < STORIES; story++) {
		struct vt *vt;

		state_of_rng = (uint64_t)story * 104729 + 5;
		vt = vt_new(20 + below(80), 5 + below(30), NULL);
		for (int i = 0; i < STEPS; i++) {
			int cols = 20 + below(80);

			any_bytes(vt);
			check_resize(story, vt, cols,
			    vt_grid(vt)->rows + below(2) * below(5));
			check_resize(story, vt, cols + 30, vt_grid(vt)->rows);
			vt_resize(vt, cols, 5 + below(30));
			check_cells(vt_grid(vt));
		}
		vt_free(vt);
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
	    cmocka_unit_test(test_as_printed_at_once),
	    cmocka_unit_test(test_nothing_is_lost),
	    cmocka_unit_test(test_backgrounds),
	    cmocka_unit_test(test_numbers),
	    cmocka_unit_test(test_limit),
	    cmocka_unit_test(test_cost),
	    cmocka_unit_test(test_strict),
	};

	i18n_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
