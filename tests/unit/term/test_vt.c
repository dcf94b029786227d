/* What the emulator shows after given bytes, with and without the bypass. */
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

#define COLS 20
#define ROWS 5

static const char *
row_text(struct vt *vt, int row)
{
	static char text[4096];

	grid_text(vt_grid(vt), row, text, sizeof(text));
	return text;
}

static void
write_str(struct vt *vt, const char *s)
{
	vt_write(vt, s, strlen(s));
}

struct expect {
	const char *what;
	const char *in;
	const char *rows; /* lines of the screen, '|' between them */
	int row; /* cursor */
	int col;
};

static const struct expect table[] = {
    {"text", "hello", "hello||||", 0, 5},
    {"new lines", "a\r\nb\nc", "a|b| c||", 2, 2},
    {"wrap is pending", "12345678901234567890", "12345678901234567890||||", 0,
	19},
    {"wrap", "12345678901234567890x", "12345678901234567890|x|||", 1, 1},
    {"wrap ends with CR", "12345678901234567890\rx", "x2345678901234567890||||",
	0, 1},
    {"wrap and LF", "12345678901234567890\r\nx", "12345678901234567890|x|||", 1,
	1},
    {"no autowrap", "\033[?7l12345678901234567890xy",
	"1234567890123456789y||||", 0, 19},
    {"backspace", "abc\b\bX", "aXc||||", 0, 2},
    {"tabs", "a\tb\tc\td", "a       b       c  d||||", 0, 19},
    {"own tabs", "\033[3g\033[1;4H\033H\r\tx", "   x||||", 0, 4},
    {"scroll", "1\r\n2\r\n3\r\n4\r\n5\r\n6", "2|3|4|5|6", 4, 1},
    {"cup", "\033[3;5Hx", "||    x||", 2, 5},
    {"cup clamps", "\033[999;999Hx", "||||                   x", 4, 19},
    {"cup clamps large numbers", "\033[32766;32766Hx",
	"||||                   x", 4, 19},
    {"leading zeros", "\033[00005Cx", "     x||||", 0, 6},
    {"up stops at the margin", "\033[2;4r\033[4;1H\033[20AX", "|X|||", 1, 1},
    {"down stops at the margin", "\033[2;4r\033[2;1H\033[20BX", "|||X|", 3, 1},
    {"from above the margin", "\033[2;4r\033[1;1H\033[9AX\033[5;1H\033[9BY",
	"X||||Y", 4, 1},
    {"el while a wrap is pending", "12345678901234567890\033[Kabc",
	"12345678901234567890|abc|||", 1, 3},
    {"LF below a full last row", "\033[5;1H12345678901234567890\nX",
	"|||12345678901234567890|                   X", 4, 19},
    {"wide without autowrap", "\033[?7l\033[1;19Hab\xe6\xbc\xa2",
	"                  \xe6\xbc\xa2||||", 0, 18},
    {"wide is inserted", "abc\r\033[4h\xe6\xbc\xa2",
	"\xe6\xbc\xa2"
	"abc||||",
	0, 2},
    {"less or equal", "\033(0yz", "\xe2\x89\xa4\xe2\x89\xa5||||", 0, 2},
    {"tab back", "a\tb\tc\033[2ZX", "a       X       c||||", 0, 9},
    {"tab forward", "\033[2IX", "                X||||", 0, 17},
    {"el", "abcdef\033[3G\033[K", "ab||||", 0, 2},
    {"el 1", "abcdef\033[3G\033[1K", "   def||||", 0, 2},
    {"ed", "a\r\nb\r\nc\033[2;1H\033[J", "a||||", 1, 0},
    {"ed 2 keeps the cursor", "a\r\nb\033[2J", "||||", 1, 1},
    {"ech", "abcdef\033[2G\033[3X", "a   ef||||", 0, 1},
    {"ich", "abcdef\033[2G\033[2@", "a  bcdef||||", 0, 1},
    {"dch", "abcdef\033[2G\033[2P", "adef||||", 0, 1},
    {"irm", "abc\r\033[4hXY", "XYabc||||", 0, 2},
    {"il", "1\r\n2\r\n3\033[2;1H\033[L", "1||2|3|", 1, 0},
    {"dl", "1\r\n2\r\n3\033[2;1H\033[M", "1|3|||", 1, 0},
    {"region", "1\r\n2\r\n3\r\n4\r\n5\033[2;4r\033[4;1H\n", "1|3|4||5", 3, 0},
    {"region up", "1\r\n2\r\n3\r\n4\r\n5\033[2;4r\033[2;1H\033M", "1||2|3|5", 1,
	0},
    {"region is left", "1\r\n2\r\n3\r\n4\r\n5\033[2;4r\033[r\033[5;1H\r\nx",
	"2|3|4|5|x", 4, 1},
    {"su", "1\r\n2\r\n3\r\n4\r\n5\033[2S", "3|4|5||", 4, 1},
    {"sd", "1\r\n2\r\n3\r\n4\r\n5\033[2T", "||1|2|3", 4, 1},
    {"origin", "\033[2;4r\033[?6h\033[1;1Hx\033[9;9Hy", "|x||        y|", 3, 9},
    {"save, restore", "ab\0337\033[3;3Hx\0338y", "aby||  x||", 0, 3},
    {"ansi save", "ab\033[s\033[3;3Hx\033[uy", "aby||  x||", 0, 3},
    {"line drawing", "\033(0lqk\033(Bq",
	"\xe2\x94\x8c\xe2\x94\x80\xe2\x94\x90q||||", 0, 4},
    {"shift out", "\033)0\016x\017x", "\xe2\x94\x82x||||", 0, 2},
    {"wide", "\xe6\xbc\xa2x", "\xe6\xbc\xa2x||||", 0, 3},
    {"wide does not fit", "1234567890123456789\xe6\xbc\xa2",
	"1234567890123456789|\xe6\xbc\xa2|||", 1, 2},
    {"wide, then wrap", "123456789012345678\xe6\xbc\xa2x",
	"123456789012345678\xe6\xbc\xa2|x|||", 1, 1},
    {"over the left half", "\xe6\xbc\xa2\rx", "x||||", 0, 1},
    {"over the right half", "\xe6\xbc\xa2\033[2Gx", " x||||", 0, 2},
    {"erase half", "a\xe6\xbc\xa2z\033[3G\033[K", "a||||", 0, 2},
    {"combining", "ae\xcc\x81x", "ae\xcc\x81x||||", 0, 3},
    {"combining at the edge", "1234567890123456789e\xcc\x81x",
	"1234567890123456789e\xcc\x81|x|||", 1, 1},
    {"many marks", "e\xcc\x81\xcc\x82\xcc\x83x",
	"e\xcc\x81\xcc\x82\xcc\x83x||||", 0, 2},
    {"a sign as a picture", "\xe2\x9d\xa4\xef\xb8\x8fx",
	"\xe2\x9d\xa4\xef\xb8\x8fx||||", 0, 2},
    {"other selectors",
	"a\xef\xb8\x8e"
	"b\xef\xb8\x80"
	"c\xf3\xa0\x84\x80",
	"a\xef\xb8\x8e"
	"bc||||",
	0, 3},
    {"joiners", "\xe2\x9d\xa4\xef\xb8\x8f\xe2\x80\x8d\xe2\x9d\xa4",
	"\xe2\x9d\xa4\xef\xb8\x8f\xe2\x9d\xa4||||", 0, 2},
    {"bidi is not shown",
	"a\xe2\x80\xae"
	"b",
	"ab||||", 0, 2},
    {"polish", "za\xc5\xbc\xc3\xb3\xc5\x82\xc4\x87",
	"za\xc5\xbc\xc3\xb3\xc5\x82\xc4\x87||||", 0, 6},
    {"alternate", "main\033[?1049h\033[Halt", "alt||||", 0, 3},
    {"back", "main\033[?1049h\033[Halt\033[?1049lx", "mainx||||", 0, 5},
    {"47", "main\033[?47halt\033[?47l", "main||||", 0, 7},
    {"ris", "abc\033[2;3r\033[4h\033[?1049hx\033cd", "d||||", 0, 1},
    {"decstr", "abc\033[2;3r\033[4h\033[2G\033[!pX", "aXc||||", 0, 2},
    {"rep is dropped", "ab\033[9bc", "abc||||", 0, 3},
};

static void
check_screen(struct vt *vt, const struct expect *e)
{
	char got[4096] = "";

	for (int r = 0; r < ROWS; r++) {
		strcat(got, r > 0 ? "|" : "");
		strcat(got, row_text(vt, r));
	}
	if (strcmp(got, e->rows) != 0)
		fail_msg("%s: '%s' is not '%s'", e->what, got, e->rows);
	if (vt_grid(vt)->cursor.row != e->row ||
	    vt_grid(vt)->cursor.col != e->col)
		fail_msg("%s: cursor %d,%d", e->what, vt_grid(vt)->cursor.row,
		    vt_grid(vt)->cursor.col);
}

static void
test_table(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		for (int how = 0; how < 4; how++) {
			struct vt *vt = vt_new(COLS, ROWS, NULL);
			const char *in = table[i].in;

			vt_set_bypass(vt, how & 1);
			if (how & 2)
				write_str(vt, in);
			else
				for (size_t c = 0; c < strlen(in); c++)
					vt_write(vt, in + c, 1);
			check_screen(vt, &table[i]);
			vt_free(vt);
		}
	}
}

static void
test_styles(void **state)
{
	struct vt *vt = vt_new(COLS, ROWS, NULL);
	struct cell cells[COLS];
	const struct cell *c;

	(void)state;
	write_str(vt,
	    "\033[1;31;44ma\033[0;2;4;38;5;200mb\033[m"
	    "\033[48;2;1;2;3;9mc\033[38:2::4:5:6md\033[0;93me");
	c = grid_cell(vt_grid(vt), 0, 0);
	assert_int_equal(c[0].attr, CELL_BOLD);
	assert_int_equal(c[0].fg, CELL_INDEX(1));
	assert_int_equal(c[0].bg, CELL_INDEX(4));
	assert_int_equal(c[1].attr, CELL_DIM | CELL_UNDERLINE);
	assert_int_equal(c[1].fg, CELL_INDEX(200));
	assert_int_equal(c[1].bg, CELL_DEFAULT);
	assert_int_equal(c[2].attr, CELL_STRIKE);
	assert_int_equal(c[2].bg, CELL_RGB(1, 2, 3));
	assert_int_equal(c[3].fg, CELL_RGB(4, 5, 6));
	assert_int_equal(c[4].attr, 0);
	assert_int_equal(c[4].fg, CELL_INDEX(11));
	assert_int_equal(c[4].bg, CELL_DEFAULT);
	/* erasing takes the background along */
	write_str(vt, "\033[45m\033[2;1H\033[K");
	c = grid_cell(vt_grid(vt), 1, COLS - 1);
	assert_int_equal(c->bg, CELL_INDEX(5));
	/* and keeps it when it is written into, or leaves the screen */
	write_str(vt, "\033[2;10H\033[mx\033[5;1H\n\n");
	assert_int_equal(vt_scrollback_line(vt, 0, cells, COLS), COLS);
	assert_int_equal(cells[5].bg, CELL_INDEX(5));
	assert_int_equal(cells[9].cp, 'x');
	assert_int_equal(cells[9].bg, CELL_DEFAULT);
	assert_int_equal(cells[COLS - 1].bg, CELL_INDEX(5));
	vt_free(vt);
}

static void
test_modes(void **state)
{
	struct vt *vt = vt_new(COLS, ROWS, NULL);
	const struct grid *g;

	(void)state;
	write_str(vt, "\033[?1;2004h\033[?1002;1006h\033=\033[?25l\033[5 q");
	g = vt_grid(vt);
	assert_true(g->modes.app_cursor);
	assert_true(g->modes.bracketed_paste);
	assert_int_equal(g->modes.mouse, GRID_MOUSE_DRAG);
	assert_true(g->modes.mouse_sgr);
	assert_true(g->modes.app_keypad);
	assert_false(g->cursor.visible);
	assert_int_equal(g->cursor.shape, GRID_BAR);
	write_str(vt, "\033[?1049h");
	assert_true(vt_grid(vt)->modes.alt);
	write_str(vt, "\033c\a\a");
	g = vt_grid(vt);
	assert_false(g->modes.alt || g->modes.app_cursor ||
	    g->modes.bracketed_paste || g->modes.app_keypad);
	assert_int_equal(g->modes.mouse, GRID_MOUSE_OFF);
	assert_true(g->cursor.visible);
	assert_int_equal(g->cursor.shape, GRID_BLOCK);
	assert_int_equal(g->bells, 2);
	vt_free(vt);
}

static void
on_answer(void *ctx, const char *bytes, size_t len)
{
	buf_add(ctx, bytes, len);
}

static void
test_answers(void **state)
{
	struct buf got = BUF_INIT;
	struct vt_callbacks cb = {.answer = on_answer, .ctx = &got};
	struct vt *vt = vt_new(COLS, ROWS, &cb), *silent;

	(void)state;
	write_str(vt, "abc\r\nxy\033[6n");
	assert_string_equal(buf_str(&got), "\033[2;3R");
	buf_clear(&got);
	write_str(vt, "\033[?6n\033[5n\033[?5n\033[7n\033[n");
	assert_string_equal(buf_str(&got), "\033[?2;3R\033[0n\033[?0n");
	buf_clear(&got);
	write_str(vt, "\033[c");
	assert_string_equal(buf_str(&got), "\033[?1;2c");
	vt_free(vt);
	silent = vt_new(COLS, ROWS, NULL);
	for (int i = 0; i < 10000; i++)
		write_str(silent, "\033[c\033[6n");
	vt_free(silent);
	buf_fini(&got);
}

static void
scrollback_text(struct vt *vt, int i, char *dst)
{
	struct cell cells[COLS];
	struct grid_row row = {.cells = cells};
	struct grid g = {.cols = COLS, .rows = 1, .row = &row};

	assert_true(vt_scrollback_line(vt, i, cells, COLS) >= 0);
	grid_text(&g, 0, dst, 256);
}

static void
test_scrollback(void **state)
{
	struct vt *vt = vt_new(COLS, ROWS, NULL);
	struct cell cells[COLS];
	char text[256], want[64];
	char line[64];

	(void)state;
	assert_int_equal(vt_scrollback_line(vt, 0, cells, COLS), -1);
	for (int i = 0; i < 3000; i++) {
		snprintf(line, sizeof(line),
		    i % 3 ? "line %d\r\n"
			  : "\033[3%dm\xe6\xbc\xa2 %d\033[m\r\n",
		    i % 3 ? i : i % 8, i);
		write_str(vt, line);
	}
	assert_int_equal(vt_scrollback_lines(vt), VT_SCROLLBACK);
	assert_int_equal(vt_scrollback_total(vt), 3000 - ROWS + 1);
	for (int i = 0; i < VT_SCROLLBACK; i++) {
		int n = 3000 - ROWS - i;

		snprintf(want, sizeof(want),
		    n % 3 ? "line %d" : "\xe6\xbc\xa2 %d", n);
		scrollback_text(vt, i, text);
		assert_string_equal(text, want);
	}
	/* the style survives */
	for (int i = 0; i < 3; i++) {
		int n = 3000 - ROWS - i;

		assert_true(vt_scrollback_line(vt, i, cells, COLS) > 0);
		assert_int_equal(
		    cells[0].fg, n % 3 ? CELL_DEFAULT : CELL_INDEX(n % 8));
	}
	write_str(vt, "\033[3J");
	assert_int_equal(vt_scrollback_lines(vt), 0);
	vt_free(vt);
}

static void
test_alt_has_no_scrollback(void **state)
{
	struct vt *vt = vt_new(COLS, ROWS, NULL);

	(void)state;
	write_str(vt, "\033[?1049h");
	for (int i = 0; i < 50; i++)
		write_str(vt, "x\r\n");
	assert_int_equal(vt_scrollback_lines(vt), 0);
	vt_free(vt);
}

/* What the shell calls its window: text that can be shown, and no more of it
 * than there is room for anywhere. */
static void
test_titles(void **state)
{
	static const struct {
		const char *in;
		const char *title;
	} rows[] = {
	    {"plain", ""},
	    {"\033]0;both\a", "both"},
	    {"\033]2;vim \xc5\xbc.txt\033\\", "vim \xc5\xbc.txt"},
	    {"\033]1;icon\a\033]20;no\a\033]4;0;red\a\033ktmux\033\\", ""},
	    {"\033]2;cut\030\033]2;lost\nnext\033]2;cut\032", ""},
	    {"\033P2;no\033\\\033]2;half", ""},
	    {"\033]2;a\001b\177c\xe2\x80\xae\xe2\x80\x8b\xc2\x9bz\a",
		"a?b?c?z"},
	    {"\033]2;a\xff\xc3\a", "a??"},
	    {"\033]2;one\a\033]2;\a", ""},
	    {"\033]2;old\a\033]2;new\a\033c", "new"},
	    {"\033]2;esc\033[31mx\a", ""},
	};
	char text[2000];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct vt *vt = vt_new(COLS, ROWS, NULL);

		for (const char *p = rows[i].in; *p != '\0'; p++)
			vt_write(vt, p, 1);
		assert_string_equal(vt_title(vt), rows[i].title);
		vt_free(vt);
	}
	for (int strict = 0; strict < 2; strict++) {
		struct vt *vt = vt_new(COLS, ROWS, NULL);

		if (strict)
			vt_set_strict(vt);
		memset(text, 'a', sizeof(text));
		memcpy(text, "\033]2;", 4);
		vt_write(vt, text, sizeof(text));
		vt_write(vt, "\a", 1);
		assert_int_equal(strlen(vt_title(vt)), strict ? 0 : 79 + 3);
		assert_int_equal(vt_refused(vt), true);
		vt_free(vt);
	}
}

static void
test_resize(void **state)
{
	struct vt *vt = vt_new(30, 10, NULL);
	char text[256];

	(void)state;
	for (int i = 0; i < 9; i++) {
		char line[16];

		snprintf(line, sizeof(line), "%d\r\n", i);
		write_str(vt, line);
	}
	write_str(vt, "prompt");
	vt_resize(vt, COLS, 6);
	assert_int_equal(vt_grid(vt)->rows, 6);
	assert_int_equal(vt_grid(vt)->cols, COLS);
	assert_string_equal(row_text(vt, 0), "4");
	assert_string_equal(row_text(vt, 5), "prompt");
	assert_int_equal(vt_grid(vt)->cursor.row, 5);
	assert_int_equal(vt_grid(vt)->cursor.col, 6);
	assert_int_equal(vt_scrollback_lines(vt), 4);
	scrollback_text(vt, 0, text);
	assert_string_equal(text, "3");
	write_str(vt, "\r\nx");
	assert_string_equal(row_text(vt, 5), "x");
	/* what there is room for comes back */
	vt_resize(vt, 40, 12);
	assert_int_equal(vt_scrollback_lines(vt), 0);
	assert_string_equal(row_text(vt, 0), "0");
	assert_string_equal(row_text(vt, 10), "x");
	assert_string_equal(row_text(vt, 11), "");
	/* clamps */
	vt_resize(vt, 0, -5);
	assert_int_equal(vt_grid(vt)->cols, GRID_COLS_MIN);
	assert_int_equal(vt_grid(vt)->rows, GRID_ROWS_MIN);
	vt_resize(vt, 65535, 65535);
	assert_int_equal(vt_grid(vt)->cols, GRID_COLS_MAX);
	assert_int_equal(vt_grid(vt)->rows, GRID_ROWS_MAX);
	vt_free(vt);
}

/* DECRC to a place that is gone; margins that are gone. */
static void
test_resize_traps(void **state)
{
	struct vt *vt = vt_new(132, 50, NULL);

	(void)state;
	write_str(vt, "\033[50;132H\0337\033[10;50r\033[?6h\033[40;1H");
	vt_resize(vt, 20, 5);
	write_str(
	    vt, "\033[?6l\0338x\n\n\n\033[99Ay\033[?1049h\0338\033[?1049lz");
	assert_in_range(vt_grid(vt)->cursor.row, 0, 4);
	assert_in_range(vt_grid(vt)->cursor.col, 0, 19);
	for (int i = 0; i < 500; i++) {
		vt_resize(vt, (i * 37) % 600 - 10, (i * 53) % 260 - 10);
		write_str(vt,
		    "\033[?1049h\xe6\xbc\xa2\033[999B\033[999C\xe6\xbc\xa2"
		    "\n\0338\033M\033[?1049l\033[5;9r\n\n");
	}
	vt_free(vt);
}

static void
test_size_in_stream(void **state)
{
	struct vt *shell = vt_new(COLS, ROWS, NULL);

	(void)state;
	write_str(shell, "\033[8;30;90t");
	assert_int_equal(vt_grid(shell)->cols, COLS);
	vt_free(shell);
}

static void
test_stamps(void **state)
{
	struct vt *vt = vt_new(COLS, ROWS, NULL);
	const struct grid *g;
	uint64_t was[ROWS];

	(void)state;
	write_str(vt, "1\r\n2\r\n3\r\n4\r\n5");
	g = vt_grid(vt);
	for (int r = 0; r < ROWS; r++)
		was[r] = g->row[r].stamp;
	g = vt_grid(vt);
	for (int r = 0; r < ROWS; r++)
		assert_int_equal(g->row[r].stamp, was[r]);
	write_str(vt, "\r\n6");
	g = vt_grid(vt);
	for (int r = 0; r < ROWS - 1; r++)
		assert_int_equal(g->row[r].stamp, was[r + 1]);
	assert_int_not_equal(g->row[ROWS - 1].stamp, was[ROWS - 1]);
	vt_free(vt);
}

static struct vt *looked_at;

static void
look(void *ctx, const char *bytes, size_t len)
{
	assert_string_equal(row_text(looked_at, 0), ctx);
}

/* Also by who is told something in the middle of it; then it goes on. */
static void
test_view_is_of_now(void **state)
{
	char so_far[] = "a";
	struct vt_callbacks cb = {.answer = look, .ctx = so_far};
	struct vt *vt = looked_at = vt_new(COLS, ROWS, &cb);
	const struct grid *g = vt_grid(vt);

	write_str(vt, "a\033[6nb\033[6C");
	assert_string_equal(row_text(vt, 0), "ab");
	assert_int_equal(g->cursor.col, 8);
	write_str(vt, "\033[?25l");
	assert_false(vt_grid(vt)->cursor.visible);
	write_str(vt, "\033[?1049h");
	assert_string_equal(row_text(vt, 0), "");
	vt_resize(vt, COLS + 5, ROWS);
	assert_int_equal(vt_grid(vt)->cols, COLS + 5);
	assert_non_null(vt_grid(vt)->row[0].cells);
	vt_reset(vt);
	assert_true(vt_grid(vt)->cursor.visible);
	vt_free(vt);
}

/* Blank lines are kept as a number: they come back as what they were, in their
 * colour, and the oldest go first. */
static void
test_scrollback_of_blanks(void **state)
{
	struct vt *vt = vt_new(COLS, ROWS, NULL);
	struct cell cells[COLS];
	int lines = VT_SCROLLBACK;

	write_str(vt, "one\r\n\n\ntwo\033[5;1H\n\n\n\n\n\033[41m\n\n\n\n\n\n");
	assert_int_equal(vt_scrollback_lines(vt), 11);
	assert_int_equal(vt_scrollback_line(vt, 0, cells, COLS), COLS);
	assert_int_equal(cells[COLS - 1].bg, CELL_INDEX(1));
	assert_int_equal(vt_scrollback_line(vt, 1, cells, COLS), 0);
	assert_int_equal(vt_scrollback_line(vt, 7, cells, COLS), 3);
	assert_int_equal(cells[0].cp, 't');
	assert_int_equal(vt_scrollback_line(vt, 8, cells, COLS), 0);
	assert_int_equal(vt_scrollback_line(vt, 10, cells, COLS), 3);
	assert_int_equal(cells[0].cp, 'o');
	assert_int_equal(vt_scrollback_line(vt, 11, cells, COLS), -1);
	write_str(vt, "\033[m");
	for (int i = 0; i < lines; i++)
		write_str(vt, i % 3 ? "\n" : "\rx\n");
	assert_int_equal(vt_scrollback_lines(vt), lines);
	assert_int_equal(vt_scrollback_total(vt), 11 + lines);
	assert_true(vt_scrollback_line(vt, lines - 1, cells, COLS) >= 0);
	assert_int_equal(vt_scrollback_line(vt, lines, cells, COLS), -1);
	write_str(vt, "\033[3J");
	assert_int_equal(vt_scrollback_lines(vt), 0);
	vt_free(vt);
}

/* What is dear per byte elsewhere: each costs no more cells than a line of the
 * screen has, and most of them next to nothing. */
static void
test_work(void **state)
{
	static const char *const cheap[] = {"\033[9999S", "\033[9999T",
	    "\033[9999L", "\033[9999M", "\033[2J", "\033[J", "\033[1J",
	    "\033[3J", "\033c", "\033[!p", "\n", "\033M", "\033[2;199r\n",
	    "\033[?1049h\033[?1049l", "\033[3g\t\r"};
	struct vt *vt = vt_new(GRID_COLS_MAX, GRID_ROWS_MAX, NULL);

	for (size_t i = 0; i < sizeof(cheap) / sizeof(cheap[0]); i++) {
		size_t len = strlen(cheap[i]);
		uint64_t work = vt_work(vt);

		for (int n = 0; n < 1000; n++)
			write_str(vt, cheap[i]);
		work = vt_work(vt) - work;
		if (work > 1000 * len * 32)
			fail_msg("%s: %llu cells for %zu bytes", cheap[i] + 1,
			    (unsigned long long)work, 1000 * len);
	}
	vt_free(vt);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_scrollback_of_blanks),
	    cmocka_unit_test(test_work),
	    cmocka_unit_test(test_table),
	    cmocka_unit_test(test_styles),
	    cmocka_unit_test(test_modes),
	    cmocka_unit_test(test_answers),
	    cmocka_unit_test(test_scrollback),
	    cmocka_unit_test(test_alt_has_no_scrollback),
	    cmocka_unit_test(test_titles),
	    cmocka_unit_test(test_resize),
	    cmocka_unit_test(test_resize_traps),
	    cmocka_unit_test(test_size_in_stream),
	    cmocka_unit_test(test_stamps),
	    cmocka_unit_test(test_view_is_of_now),
	};

	i18n_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
