/* Few pairs of colours: each two keep theirs, and what comes too late gets one
 * that looks like it and can be read. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "console/app/tty_pairs.h"

#define PAIRS 64 /* of a terminal with 8 colours */

/* All that two colours of eight and the terminal's own can be; twice. */
static void
test_all(void **state)
{
	struct tty_pairs p = {0};
	int of[9][9];
	bool fresh;

	(void)state;
	for (int bg = -1; bg < 8; bg++)
		for (int fg = -1; fg < 8; fg++)
			of[fg + 1][bg + 1] = tty_pairs_find(
			    &p, PAIRS, fg, bg, &fresh);
	assert_int_equal(p.n, PAIRS - 1);
	for (int bg = -1; bg < 8; bg++) {
		for (int fg = -1; fg < 8; fg++) {
			int i = of[fg + 1][bg + 1];

			assert_in_range(i, 1, PAIRS - 1);
			assert_int_equal(
			    tty_pairs_find(&p, PAIRS, fg, bg, &fresh), i);
			assert_false(fresh);
			if (fg == bg)
				continue;
			assert_int_not_equal(p.pair[i].fg, p.pair[i].bg);
			assert_int_not_equal(p.pair[i].fg, bg);
		}
	}
}

static void
test_nearest(void **state)
{
	struct tty_pairs p = {0};
	bool fresh;

	(void)state;
	assert_int_equal(tty_pairs_find(&p, 4, 7, 4, &fresh), 1);
	assert_true(fresh);
	assert_int_equal(tty_pairs_find(&p, 4, 4, 4, &fresh), 2);
	assert_int_equal(tty_pairs_find(&p, 4, 1, 0, &fresh), 3);
	/* yellow on blue: white on blue, not blue on blue */
	assert_int_equal(tty_pairs_find(&p, 4, 3, 4, &fresh), 1);
	assert_false(fresh);
	/* what has it stays exact */
	assert_int_equal(tty_pairs_find(&p, 4, 1, 0, &fresh), 3);
	/* blue on black: red on black */
	assert_int_equal(tty_pairs_find(&p, 4, 4, 0, &fresh), 3);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_all),
	    cmocka_unit_test(test_nearest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
