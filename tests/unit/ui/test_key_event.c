/* Of one event: what it moves, what it is called, where a click is. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "shared/base/util.h"
#include "shared/ui/keys.h"

/* One answer for all that has rows; what else is typed moves nothing. */
static void
moves(void **state)
{
	static const struct {
		struct keys_event ev;
		int by; /* 0 = it does not move */
	} cases[] = {
	    {{.code = KEYS_UP}, -1},
	    {{.code = KEYS_CHAR, .cp = 'k'}, -1},
	    {{.code = KEYS_CHAR, .cp = 'k', .mods = KEYS_CTRL}, 0},
	    {{.code = KEYS_DOWN}, 1},
	    {{.code = KEYS_CHAR, .cp = 'j'}, 1},
	    {{.code = KEYS_PGUP}, -9},
	    {{.code = KEYS_PGDN}, 9},
	    {{.code = KEYS_HOME}, -KEYS_ALL},
	    {{.code = KEYS_CHAR, .cp = 'G'}, KEYS_ALL},
	    {{.code = KEYS_MOUSE, .mouse = KEYS_MOUSE_WHEEL_UP}, -3},
	    {{.code = KEYS_MOUSE, .mouse = KEYS_MOUSE_WHEEL_DOWN}, 3},
	    {{.code = KEYS_MOUSE, .mouse = KEYS_MOUSE_PRESS}, 0},
	    {{.code = KEYS_CHAR, .cp = ' '}, 0},
	    {{.code = KEYS_NONE}, 0},
	};
	int by;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		assert_int_equal(
		    keys_move(&cases[i].ev, 10, &by), cases[i].by != 0);
		if (cases[i].by != 0)
			assert_int_equal(by, cases[i].by);
	}
	/* a page is never nothing */
	assert_true(keys_move(&cases[6].ev, 0, &by));
	assert_int_equal(by, 1);
}

static void
named(void **state)
{
	static const struct {
		const char *name;
		enum keys_code code;
	} names[] = {{"Enter", KEYS_ENTER}, {"Tab", KEYS_TAB},
	    {"Esc", KEYS_ESC}, {"F1", KEYS_F1}, {"F12", KEYS_F12},
	    {"c", KEYS_CHAR}, {"?", KEYS_CHAR}, {"ż", KEYS_CHAR}};
	static const char *const none[] = {"", "↑↓", "F13", "F0", "d t", "Del"};
	struct keys_event ev;

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		assert_true(keys_named(names[i].name, &ev));
		assert_int_equal(ev.code, names[i].code);
		assert_int_equal(ev.mods, 0);
		assert_int_equal(ev.raw_len, 0);
	}
	assert_true(keys_is(&ev, 0x17c));
	for (size_t i = 0; i < ARRAY_LEN(none); i++)
		assert_false(keys_named(none[i], &ev));
}

/* A program gets no click outside its screen, and the end of each drag. */
static void
mouse_within(void **state)
{
	struct keys_screen s = {.row = 1, .col = 2, .rows = 3, .cols = 4};
	static const struct {
		enum keys_mouse what;
		int row, col;
		bool told;
		int told_row, told_col;
		int button;
	} cases[] = {
	    {KEYS_MOUSE_PRESS, 0, 3, false, 0, 0, 0},
	    {KEYS_MOUSE_MOVE, 0, 3, false, 0, 0, 0},
	    {KEYS_MOUSE_RELEASE, 2, 9, false, 0, 0, 0},
	    {KEYS_MOUSE_RELEASE, 2, 3, false, 0, 0, 0},
	    {KEYS_MOUSE_WHEEL_UP, 4, 3, false, 0, 0, 0},
	    {KEYS_MOUSE_PRESS, 3, 5, true, 3, 5, 0},
	    {KEYS_MOUSE_MOVE, 9, 0, true, 3, 2, 0},
	    {KEYS_MOUSE_RELEASE, 0, 9, true, 1, 5, 0},
	    {KEYS_MOUSE_MOVE, 0, 9, false, 0, 0, 0},
	    {KEYS_MOUSE_RELEASE, 2, 3, false, 0, 0, 0},
	    {KEYS_MOUSE_WHEEL_UP, 1, 2, true, 1, 2, 0},
	    /* two buttons, of which one was pressed here */
	    {KEYS_MOUSE_PRESS, 2, 3, true, 2, 3, 0},
	    {KEYS_MOUSE_PRESS, 0, 3, false, 0, 0, 2},
	    {KEYS_MOUSE_RELEASE, 2, 3, false, 0, 0, 2},
	    {KEYS_MOUSE_RELEASE, 2, 3, true, 2, 3, 0},
	    /* a release that does not say which */
	    {KEYS_MOUSE_PRESS, 2, 3, true, 2, 3, 1},
	    {KEYS_MOUSE_RELEASE, 2, 3, true, 2, 3, 3},
	    {KEYS_MOUSE_RELEASE, 2, 3, false, 0, 0, 3},
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct keys_event ev = {.code = KEYS_MOUSE,
		    .mouse = cases[i].what,
		    .button = cases[i].button,
		    .row = cases[i].row,
		    .col = cases[i].col};

		assert_int_equal(keys_mouse_within(&ev, &s), cases[i].told);
		if (!cases[i].told)
			continue;
		assert_int_equal(ev.row, cases[i].told_row);
		assert_int_equal(ev.col, cases[i].told_col);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(moves),
	    cmocka_unit_test(named),
	    cmocka_unit_test(mouse_within),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
