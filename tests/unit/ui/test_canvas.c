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
#include "shared/ui/bar.h"
#include "shared/ui/canvas.h"
#include "shared/ui/edit.h"

static void
assert_row(const struct canvas *c, int row, const char *want)
{
	char text[512];

	grid_text(&c->grid, row, text, sizeof(text));
	assert_string_equal(text, want);
}

/* No half of a wide character may stand alone. */
static void
assert_whole(const struct canvas *c)
{
	for (int y = 0; y < c->grid.rows; y++) {
		for (int x = 0; x < c->grid.cols; x++) {
			int w = grid_cell(&c->grid, y, x)->width;

			if (w == 2)
				assert_int_equal(
				    grid_cell(&c->grid, y, x + 1)->width, 0);
			if (w == 0)
				assert_int_equal(
				    grid_cell(&c->grid, y, x - 1)->width, 2);
		}
	}
}

static void
text(void **state)
{
	struct canvas c;

	canvas_init(&c, 10, 3);
	assert_int_equal(canvas_text(&c, 0, 0, 0, UI_NORMAL, "żółw"), 4);
	assert_row(&c, 0, "żółw");
	assert_int_equal(
	    canvas_text(&c, 1, 0, 0, UI_NORMAL, "0123456789A"), 10);
	assert_row(&c, 1, "012345678…");
	canvas_text(&c, 2, 2, 3, UI_NORMAL, "abcd");
	assert_row(&c, 2, "  ab…");
	/* outside: nothing happens */
	canvas_text(&c, -1, 0, 0, UI_NORMAL, "x");
	canvas_text(&c, 3, 0, 0, UI_NORMAL, "x");
	canvas_text(&c, 0, 30, 0, UI_NORMAL, "x");
	canvas_fini(&c);
}

static void
foreign_text_is_safe(void **state)
{
	struct canvas c;

	canvas_init(&c, 30, 2);
	canvas_text(&c, 0, 0, 0, UI_NORMAL,
	    "a\033[2Jb\xe2\x80\xae"
	    "c\xffz\nd\x9b");
	for (int x = 0; x < 30; x++) {
		uint32_t cp = grid_cell(&c.grid, 0, x)->cp;

		assert_true(cp >= 0x20 && cp != 0x7f);
		assert_true(cp < 0x80 || cp > 0x9f);
		assert_true(cp != 0x202e);
	}
	assert_row(&c, 1, "");
	canvas_fini(&c);
}

static void
wide_characters(void **state)
{
	struct canvas c;

	canvas_init(&c, 6, 2);
	canvas_text(&c, 0, 0, 0, UI_NORMAL, "日本語");
	assert_whole(&c);
	canvas_text(&c, 0, 1, 1, UI_NORMAL, "x");
	assert_whole(&c);
	assert_row(&c, 0, " x本語");
	canvas_text(&c, 0, 4, 1, UI_NORMAL, "x");
	assert_whole(&c);
	canvas_text(&c, 1, 5, 0, UI_NORMAL, "日");
	assert_whole(&c);
	canvas_fini(&c);
}

static void
marks(void **state)
{
	struct canvas c;

	canvas_init(&c, 10, 1);
	canvas_text(&c, 0, 0, 0, UI_NORMAL, "e\u0301\u0301\u0301\u0301x");
	assert_int_equal(grid_cell(&c.grid, 0, 0)->mark[1], 0x301);
	assert_int_equal(grid_cell(&c.grid, 0, 1)->cp, 'x');
	canvas_fini(&c);
}

static void
wrap(void **state)
{
	struct rect r = {0, 0, 5, 10};
	struct canvas c;

	canvas_init(&c, 10, 5);
	assert_int_equal(
	    canvas_wrap(&c, r, UI_NORMAL, "one two three\nfour 0123456789ab"),
	    5);
	assert_row(&c, 0, "one two");
	assert_row(&c, 1, "three");
	assert_row(&c, 2, "four");
	assert_row(&c, 3, "0123456789");
	assert_row(&c, 4, "ab");
	assert_int_equal(canvas_wrap(NULL, r, UI_NORMAL, "a b"), 1);
	assert_int_equal(canvas_wrap(NULL, r, UI_NORMAL, ""), 0);
	/* an amount stays whole: "ab" "1 000 c" "d" */
	r = (struct rect){0, 0, 9, 7};
	assert_int_equal(canvas_wrap(NULL, r, UI_NORMAL, "ab 1 000 c d"), 3);
	assert_int_equal(canvas_wrap(NULL, r, UI_NORMAL, "1 000 000 000"), 2);
	/* nor between a sum and its unit */
	assert_int_equal(canvas_wrap(NULL, r, UI_NORMAL, "ab 10 zł cd"), 3);
	/* narrower than a character: ends all the same */
	r.cols = 1;
	assert_true(canvas_wrap(NULL, r, UI_NORMAL, "日本語") <= 5);
	canvas_fini(&c);
}

static void
blit_pans(void **state)
{
	struct canvas big, c;

	canvas_init(&big, 20, 4);
	canvas_init(&c, 6, 2);
	canvas_text(&big, 1, 0, 0, UI_NORMAL, "0123日56789");
	canvas_blit(&c, (struct rect){0, 0, 2, 6}, &big.grid, 1, 2);
	assert_row(&c, 0, "23日56");
	canvas_clear(&c);
	canvas_blit(&c, (struct rect){0, 0, 2, 6}, &big.grid, 1, 5);
	assert_row(&c, 0, " 56789");
	assert_whole(&c);
	canvas_blit(&c, (struct rect){0, 0, 2, 6}, &big.grid, 1, -1);
	assert_whole(&c);
	canvas_fini(&big);
	canvas_fini(&c);
}

static void
mono_has_no_colour(void **state)
{
	struct canvas c;

	canvas_init(&c, 4, UI_STYLES);
	c.colours = FRAME_COLOURS_NONE;
	for (int s = 0; s < UI_STYLES; s++)
		canvas_text(&c, s, 0, 0, (enum ui_style)s, "x");
	for (int s = 0; s < UI_STYLES; s++) {
		assert_int_equal(grid_cell(&c.grid, s, 0)->fg, CELL_DEFAULT);
		assert_int_equal(grid_cell(&c.grid, s, 0)->bg, CELL_DEFAULT);
	}
	/* what is selected must still be seen */
	assert_true(grid_cell(&c.grid, UI_SELECTED, 0)->attr & CELL_REVERSE);
	canvas_fini(&c);
}

/* Of a colour in full, by WCAG with a rounder curve. */
static double
luminance(uint32_t colour)
{
	double r = (colour >> 16 & 0xff) / 255.0;
	double g = (colour >> 8 & 0xff) / 255.0;
	double b = (colour & 0xff) / 255.0;

	return 0.2126 * r * r + 0.7152 * g * g + 0.0722 * b * b;
}

/* One look for each role at each depth: what has to be told apart differs, the
 * colours are such as the terminal has, and letters on a ground of ours can be
 * read. */
static void
one_theme_at_each_depth(void **state)
{
	static const enum ui_style apart[][2] = {{UI_NORMAL, UI_SELECTED},
	    {UI_NORMAL, UI_STRONG}, {UI_NORMAL, UI_HEAD}, {UI_NORMAL, UI_TAG},
	    {UI_NORMAL, UI_OWN}, {UI_NORMAL, UI_BAD}, {UI_NORMAL, UI_FIELD},
	    {UI_FIELD, UI_FIELD_ACTIVE}, {UI_BAR, UI_BAR_ACTIVE},
	    {UI_BAR, UI_BAR_ALERT}, {UI_CHOICE, UI_CHOICE_ACTIVE}};
	static const uint32_t most[] = {[FRAME_COLOURS_256] = 255,
	    [FRAME_COLOURS_16] = 15,
	    [FRAME_COLOURS_8] = 7};
	struct canvas c;

	canvas_init(&c, 1, UI_STYLES);
	for (int depth = 0; depth <= FRAME_COLOURS_NONE; depth++) {
		c.colours = (enum frame_colours)depth;
		for (int s = 0; s < UI_STYLES; s++) {
			struct cell *cell = grid_cell(&c.grid, s, 0);
			double dark, light;

			canvas_text(&c, s, 0, 0, (enum ui_style)s, "x");
			assert_true(cell->bg == 0 || cell->fg != 0);
			if (depth == FRAME_COLOURS_256 ||
			    depth == FRAME_COLOURS_16 ||
			    depth == FRAME_COLOURS_8) {
				assert_true((cell->fg & 0xff) <= most[depth]);
				assert_true((cell->bg & CELL_KIND_MASK) !=
				    CELL_KIND_RGB);
			}
			if (depth != FRAME_COLOURS_RGB || cell->bg == 0)
				continue;
			light = luminance(cell->fg) + 0.05;
			dark = luminance(cell->bg) + 0.05;
			assert_true(
			    (light > dark ? light / dark : dark / light) > 4.5);
		}
		for (size_t i = 0; i < ARRAY_LEN(apart); i++)
			assert_false(
			    cell_equal(grid_cell(&c.grid, (int)apart[i][0], 0),
				grid_cell(&c.grid, (int)apart[i][1], 0)));
	}
	canvas_fini(&c);
}

static void
bars(void **state)
{
	static const struct bar_key keys[] = {
	    {"Enter", "pick"}, {"c", "called"}, {"?", "keys"}};
	struct canvas c;

	canvas_init(&c, 20, 2);
	bar_draw(&c, 0, UI_BAR, "a long text at the left", "right");
	assert_row(&c, 0, "a long text a… right");
	bar_keys(&c, 1, UI_BAR, keys, 3);
	assert_row(&c, 1, "Enter pick  ? keys");
	assert_string_equal(canvas_spot_at(&c, 1, 0)->key, "Enter");
	assert_string_equal(canvas_spot_at(&c, 1, 9)->key, "Enter");
	assert_null(canvas_spot_at(&c, 1, 10)); /* between two */
	assert_null(canvas_spot_at(&c, 0, 0));
	assert_string_equal(canvas_spot_at(&c, 1, 17)->key, "?");
	assert_null(canvas_spot_at(&c, 1, 18));
	canvas_clear(&c);
	assert_null(canvas_spot_at(&c, 1, 0));
	canvas_fini(&c);
}

static void
titles(void **state)
{
	struct canvas c;

	canvas_init(&c, 20, 3);
	bar_title(&c, (struct rect){0, 1, 1, 8}, false, "client", 2, BAR_UP);
	bar_title(&c, (struct rect){0, 12, 1, 7}, true, "net", 4, BAR_DOWN);
	assert_row(&c, 0, " client▲       ▼net");
	assert_int_equal(canvas_spot_at(&c, 0, 8)->column, 2);
	assert_null(canvas_spot_at(&c, 0, 8)->key);
	assert_int_equal(canvas_spot_at(&c, 0, 12)->column, 4);
	/* no room but the blank beside it */
	bar_title(&c, (struct rect){1, 1, 1, 4}, false, "client", 0, BAR_UP);
	bar_title(&c, (struct rect){1, 7, 1, 3}, true, "net", -1, BAR_UP);
	assert_row(&c, 1, " cli…▲▲net");
	assert_null(canvas_spot_at(&c, 1, 7));
	bar_title(&c, (struct rect){2, 0, 1, 4}, false, "who", 0, BAR_UNSORTED);
	assert_row(&c, 2, "who");
	canvas_fini(&c);
}

static void
type(struct edit *e, const char *s)
{
	struct keys_event ev = {
	    .code = KEYS_PASTE, .raw = s, .raw_len = strlen(s)};

	edit_key(e, &ev);
}

static void
hit(struct edit *e, enum keys_code code, unsigned mods, uint32_t cp)
{
	struct keys_event ev = {.code = code, .mods = mods, .cp = cp};

	edit_key(e, &ev);
}

static void
editing(void **state)
{
	struct edit e;

	edit_init(&e, 10, 0);
	type(&e, "zażółć\033 gęślą");
	assert_string_equal(edit_text(&e), "zażółć gęś");
	hit(&e, KEYS_BACKSPACE, 0, 0);
	hit(&e, KEYS_LEFT, 0, 0);
	hit(&e, KEYS_DELETE, 0, 0);
	assert_string_equal(edit_text(&e), "zażółć g");
	hit(&e, KEYS_CHAR, KEYS_CTRL, 'w');
	assert_string_equal(edit_text(&e), "zażółć ");
	hit(&e, KEYS_HOME, 0, 0);
	hit(&e, KEYS_CHAR, 0, 'X');
	assert_string_equal(edit_text(&e), "Xzażółć ");
	hit(&e, KEYS_CHAR, KEYS_CTRL, 'k');
	assert_string_equal(edit_text(&e), "X");
	edit_fini(&e);
	edit_init(&e, 10, EDIT_DIGITS);
	type(&e, "12a 3");
	assert_string_equal(edit_text(&e), "12 3");
	edit_fini(&e);
}

static void
several_lines(void **state)
{
	struct canvas c;
	struct edit e;

	edit_init(&e, 100, EDIT_LINES);
	type(&e, "one\r\ntwo three\nfour");
	assert_string_equal(edit_text(&e), "one\ntwo three\nfour");
	hit(&e, KEYS_UP, 0, 0);
	hit(&e, KEYS_CHAR, 0, '!');
	hit(&e, KEYS_UP, 0, 0);
	hit(&e, KEYS_CHAR, 0, '?');
	assert_string_equal(edit_text(&e), "one?\ntwo !three\nfour");
	canvas_init(&c, 8, 2);
	edit_draw(&e, &c, canvas_rect(&c), true);
	assert_row(&c, 0, "one?");
	assert_int_equal(c.grid.cursor.row, 0);
	assert_int_equal(c.grid.cursor.col, 4);
	canvas_fini(&c);
	edit_fini(&e);
}

/* --- parts of a bar --- */

static int
pick(uint32_t *seed, int n)
{
	*seed = *seed * 1664525u + 1013904223u;
	return (int)((*seed >> 8) % (uint32_t)n);
}

/* Each is there in full or in brief, its letters being all the same. */
static void
assert_parts(const char *line, const struct bar_part *part, int n)
{
	while (*line != '\0') {
		const char *text = line + strspn(line, " ");
		size_t len = strcspn(text, " ");
		bool known = len == strlen("aaaa");

		for (int i = 0; i < n && !known; i++)
			known = len == strlen(part[i].full) &&
			    strncmp(text, part[i].full, len) == 0;
		assert_true(known);
		line = text + len;
	}
}

/* Whatever the parts and the window: no row is too long, and no part is cut. */
static void
parts_are_whole(void **state)
{
	static const char letters[] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
	uint32_t seed = 20261126u;

	for (int run = 0; run < 3000; run++) {
		int n = 1 + pick(&seed, 5), cols = 10 + pick(&seed, 70);
		int rows = 1 + pick(&seed, 3), at = 0;
		char dst[BAR_PARTS_SIZE], text[5][50];
		struct bar_part part[5];
		bool fits;

		for (int i = 0; i < n; i++) {
			snprintf(text[i], sizeof(text[i]), "%d%.*s", i,
			    5 + pick(&seed, 30), letters);
			part[i] = (struct bar_part){text[i],
			    text[i] + strlen(text[i]) - 4, pick(&seed, 3) == 0};
		}
		fits = bar_parts(part, n, cols, rows, dst);
		for (char *l = strtok(dst, "\n"); l; l = strtok(NULL, "\n")) {
			assert_true(strlen(l) <= (size_t)cols);
			assert_parts(l, part, n);
			at++;
		}
		assert_true(at <= rows);
		if (!fits) /* not even in brief: 4 letters each */
			assert_true(6 * n > rows * (cols - 5));
	}
}

static void
parts_in_brief(void **state)
{
	const struct bar_part part[] = {{"worked 0:41", "0:41", false},
	    {"next in 59:19", "next 59:19", true}, {"200,00 net", "200", false},
	    {"quote: none", "", false}};
	char dst[BAR_PARTS_SIZE];

	assert_true(bar_parts(part, 4, 80, 1, dst));
	assert_string_equal(
	    dst, " worked 0:41  next in 59:19  200,00 net  quote: none");
	assert_true(bar_parts(part, 4, 40, 1, dst));
	assert_string_equal(dst, " worked 0:41  next in 59:19  200,00 net");
	assert_true(bar_parts(part, 4, 38, 1, dst));
	assert_string_equal(dst, " worked 0:41  next in 59:19  200");
	assert_true(bar_parts(part, 4, 25, 1, dst));
	assert_string_equal(dst, " 0:41  next in 59:19  200");
	assert_true(bar_parts(part, 4, 24, 1, dst));
	assert_string_equal(dst, " 0:41  next 59:19  200");
	assert_false(bar_parts(part, 4, 20, 1, dst));
	assert_string_equal(dst, " 0:41  next 59:19");
	assert_true(bar_parts(part, 4, 28, 2, dst));
	assert_string_equal(
	    dst, " worked 0:41  next in 59:19\n 200,00 net  quote: none");
}

/* A row that is another's whole has its stamp: who knows it compares nothing.
 */
static void
a_whole_row_keeps_its_stamp(void **state)
{
	struct canvas from, c;
	const struct grid_row *row;

	canvas_init(&from, 10, 2);
	canvas_init(&c, 10, 4);
	row = &c.grid.row[1];
	canvas_text(&from, 0, 0, 0, UI_NORMAL, "abc");
	grid_touch(&from.grid, 0);
	canvas_blit(&c, (struct rect){1, 0, 2, 10}, &from.grid, 0, 0);
	assert_true(grid_same_row(row, &from.grid.row[0]));
	assert_row(&c, 1, "abc");
	/* one without a stamp is like no other */
	assert_false(grid_same_row(&c.grid.row[2], &from.grid.row[1]));
	/* it is another row as soon as something is drawn there */
	canvas_text(&c, 1, 5, 0, UI_NORMAL, "x");
	assert_false(grid_same_row(row, &from.grid.row[0]));
	canvas_blit(&c, (struct rect){1, 0, 2, 10}, &from.grid, 0, 0);
	assert_row(&c, 1, "abc");
	canvas_fill(&c, (struct rect){1, 3, 1, 2}, UI_BAR);
	assert_false(grid_same_row(row, &from.grid.row[0]));
	/* and so is a part of it */
	canvas_blit(&c, (struct rect){1, 0, 2, 9}, &from.grid, 0, 0);
	assert_false(grid_same_row(row, &from.grid.row[0]));
	canvas_blit(&c, (struct rect){1, 1, 2, 9}, &from.grid, 0, 0);
	assert_false(grid_same_row(row, &from.grid.row[0]));
	canvas_blit(&c, (struct rect){1, 0, 2, 9}, &from.grid, 0, 1);
	assert_false(grid_same_row(row, &from.grid.row[0]));
	canvas_fini(&from);
	canvas_fini(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(text),
	    cmocka_unit_test(foreign_text_is_safe),
	    cmocka_unit_test(wide_characters),
	    cmocka_unit_test(marks),
	    cmocka_unit_test(wrap),
	    cmocka_unit_test(blit_pans),
	    cmocka_unit_test(mono_has_no_colour),
	    cmocka_unit_test(one_theme_at_each_depth),
	    cmocka_unit_test(bars),
	    cmocka_unit_test(titles),
	    cmocka_unit_test(parts_are_whole),
	    cmocka_unit_test(parts_in_brief),
	    cmocka_unit_test(editing),
	    cmocka_unit_test(several_lines),
	    cmocka_unit_test(a_whole_row_keeps_its_stamp),
	};

	i18n_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
