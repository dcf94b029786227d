/* What the technician's console is told of his keys, so that it can guess. */
#include "tests/unit/agent/story.h"

static void
test_keys_are_counted(void **state)
{
	struct fake *f = *state;

	let_in(f, "y");
	fake_type(f, "echo $((40+2))");
	fake_type(f, "x\r");
	WAIT_FOR(f, fake_vt_has(f->tech_vt, "42x"));
	WAIT_FOR(f, f->heard == 2);
	assert_false(f->no_echo);
}

/* Also of keys that bring no frame, and of those that may not pass. */
static void
test_without_a_frame(void **state)
{
	struct fake *f = *state;
	int frames;

	let_in(f, "y");
	fake_type(f, "stty -echo; echo re''ady; cat >/dev/null\r");
	WAIT_FOR(f, fake_vt_has(f->tech_vt, "ready") && f->heard == 1);
	frames = f->frames;
	fake_type(f, "s");
	WAIT_FOR(f, f->heard == 2);
	assert_true(f->no_echo);
	assert_int_equal(f->frames, frames);
	fake_keys(f, "\033OQ"); /* F2 */
	WAIT_FOR(f, strcmp(granted(f), "view") == 0);
	fake_type(f, "s");
	WAIT_FOR(f, f->heard == 3);
}

/* While the screen is hidden nothing is told of it. */
static void
test_hidden(void **state)
{
	struct fake *f = *state;

	let_in(f, "y");
	fake_keys(f, "\033OS"); /* F4 */
	SEES(f, "SCREEN HIDDEN");
	fake_type(f, "x"); /* may not pass now */
	fake_keys(f, "echo $((70+7))s\r");
	SEES(f, "77s");
	assert_int_equal(f->heard, 0);
	fake_keys(f, "\033OS");
	WAIT_FOR(f, fake_vt_has(f->tech_vt, "77s"));
	WAIT_FOR(f, f->heard == 1);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
	    T(test_keys_are_counted),
	    T(test_without_a_frame),
	    T(test_hidden),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
