/* What xterm does with streams that are rare in programs: what DECSC keeps, and
 * characters that are not to be shown but have a width. The plain terminal of
 * tests/fidelity has more of them. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "shared/base/i18n.h"
#include "shared/term/vt.h"

#define COLS 80
#define ROWS 24

struct shown {
	const char *bytes;
	int row;
	const char *text;
};

static void
check_all(const struct shown *list, size_t n, bool bypass)
{
	for (size_t i = 0; i < n; i++) {
		struct vt *vt = vt_new(COLS, ROWS, NULL);
		char text[512];

		vt_set_bypass(vt, bypass);
		vt_write(vt, list[i].bytes, strlen(list[i].bytes));
		grid_text(vt_grid(vt), list[i].row, text, sizeof(text));
		assert_string_equal(text, list[i].text);
		vt_free(vt);
	}
}

/* the sets of characters, the margins' home, one for each screen */
static void
test_saved_cursor(void **state)
{
	static const struct shown list[] = {
	    {"\033(0\0337\033(B\0338qqq", 0, "───"},
	    {"\033)0\016\0337\017\0338x\017y", 0, "│y"},
	    {"\033(0\0337\033(B\033[uq", 0, "─"},
	    {"\033[5;10r\033[?6h\033[3;4H\0337\033[H\0338X", 6, "   X"},
	    {"\033[5;10r\033[?6h\033[6;4H\0337\033[2;4r\0338X", 3, "   X"},
	    {"\033[10;5Hmain\033[?1049h\033[3;3H\0337\033[?1049lX", 9,
		"    mainX"},
	    {"\033[10;5Hmain\033[?1049h\033[3;3H\033[?1049h\033[?1049lX", 9,
		"    mainX"},
	    {"\033[3;3H\0337\033[?1047h\033[5;5H\0337\033[?1047l\0338X", 2,
		"  X"},
	};

	(void)state;
	check_all(list, sizeof(list) / sizeof(list[0]), true);
	check_all(list, sizeof(list) / sizeof(list[0]), false);
}

static void
test_hidden_with_a_width(void **state)
{
	static const struct shown list[] = {
	    {"a\u00adb|", 0, "a-b|"},
	    {"x\u115fy", 0, "x  y"},
	    {"x\u3164y", 0, "x  y"},
	    {"x\uffa0y", 0, "x y"},
	    {"a\u200bb\u2060c\ufeffd\u202ee", 0, "abcde"},
	};

	(void)state;
	check_all(list, sizeof(list) / sizeof(list[0]), true);
}

/* found once, and right since then */
static void
test_rare(void **state)
{
	static const struct shown list[] = {
	    {"\033[79Gab\033[m\033[Kcd", 1, "cd"},
	    {"\033[79Gab\033[m\033[Kcd", 0,
		"                                        "
		"                                      ab"},
	    {"\033[5;10r\033[7;1H\033[20AX", 4, "X"},
	    {"\033[32766;32766H\bX", 23,
		"                                        "
		"                                      X"},
	    {"\033[00005CQ", 0, "     Q"},
	    {"\033[?7l\033[5;78Hab\344\270\255", 5, ""},
	    {"abcdef\033[3G\033[4h\344\270\255", 0, "ab\344\270\255cdef"},
	    {"\033(0yz", 0, "≤≥"},
	};

	(void)state;
	check_all(list, sizeof(list) / sizeof(list[0]), true);
}

/* A window that is made smaller and larger again shows what it showed. */
static void
test_lines_come_back(void **state)
{
	struct vt *vt = vt_new(COLS, ROWS, NULL);
	char text[128], want[32];

	(void)state;
	for (int i = 1; i <= 30; i++) {
		snprintf(want, sizeof(want), "\r\nL%d", i);
		vt_write(vt, want, strlen(want));
	}
	vt_write(vt, "\r\n\n\n\xe4\xb8\xad", 7);
	vt_resize(vt, COLS, 10);
	assert_int_equal(vt_scrollback_lines(vt), 24);
	vt_resize(vt, COLS, ROWS);
	assert_int_equal(vt_scrollback_lines(vt), 10);
	for (int r = 0; r < ROWS; r++) {
		snprintf(want, sizeof(want), "L%d", 10 + r);
		grid_text(vt_grid(vt), r, text, sizeof(text));
		assert_string_equal(text,
		    r == 23	 ? "\xe4\xb8\xad"
			: r > 20 ? ""
				 : want);
	}
	vt_resize(vt, COLS, 100);
	assert_int_equal(vt_scrollback_lines(vt), 0);
	grid_text(vt_grid(vt), 1, text, sizeof(text));
	assert_string_equal(text, "L1");
	assert_int_equal(vt_grid(vt)->cursor.row, 33);
	vt_free(vt);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_saved_cursor),
	    cmocka_unit_test(test_hidden_with_a_width),
	    cmocka_unit_test(test_rare),
	    cmocka_unit_test(test_lines_come_back),
	};

	i18n_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
