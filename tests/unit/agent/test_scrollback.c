/* The technician asks the agent for lines that have scrolled away. */
#include <sys/ioctl.h>

#include "tests/unit/agent/story.h"

/* Asking for the scrollback a thousand times costs the asker's link nothing,
 * and the user's keys do not wait for the answers. */
static void
test_flood(void **state)
{
	struct fake *f = *state;
	struct buf out = BUF_INIT;

	let_in(f, "y");
	fake_type(f, "seq 3000; echo re$((1))dy\r");
	SEES(f, "re1dy");
	for (int i = 0; i < 2000; i++)
		record_want_lines(&out, 0, 500);
	chan_write(f->screen, buf_data(&out), out.len);
	buf_fini(&out);
	fake_run(f, 100);
	fake_keys(f, "\033OQ"); /* F2 */
	WAIT_FOR(f, strcmp(granted(f), "view") == 0);
	assert_false(f->tech_down);
}

/* The costliest answer, of the widest screen with colours of its own in each
 * cell: each line comes, as wide as it was, and none is longer than a record.
 */
static void
test_of_colours(void **state)
{
	struct fake *f = *state;
	struct winsize wide = {.ws_col = GRID_COLS_MAX, .ws_row = 24};
	struct buf out = BUF_INIT;

	let_in(f, "y");
	assert_int_equal(ioctl(f->pty, TIOCSWINSZ, &wide), 0);
	vt_resize(f->vt, wide.ws_col, wide.ws_row);
	fake_type(f, "until stty size | grep '50[0]'; do :; done\r");
	SEES(f, " 500");
	fake_type(f,
	    "awk 'BEGIN { for (r = 0; r < 530; r++) { for (c = 0; c < 500; "
	    "c++) printf \"\\033[38;2;%d;%d;%d;48;2;%d;%d;%dm#\", c % 256, r % "
	    "256, (c + r) % 256, r % 256, c % 256, c * r % 256; printf "
	    "\"\\033[m\\n\" } }'; echo re$((1))dy\r");
	WAIT_LONG(f, 30000, fake_vt_has(f->vt, "re1dy"));
	/* they are counted from the frame that was shown whole last */
	for (int64_t end = clock_ms() + 30000;
	     f->lines != 500 && clock_ms() < end; fake_run(f, 20)) {
		f->lines = f->line_marks = f->line_ends = 0;
		buf_clear(&out);
		record_want_lines(&out, 0, 500);
		chan_write(f->screen, buf_data(&out), out.len);
		WAIT_LONG(f, 30000, f->line_ends == 1);
	}
	buf_fini(&out);
	assert_int_equal(f->lines, 500);
	assert_int_equal(f->line_marks, 500 * GRID_COLS_MAX);
	assert_false(f->tech_down);
}

static void
ask_lines(struct fake *f, uint32_t first)
{
	struct buf out = BUF_INIT;

	f->lines = f->line_ends = 0;
	record_want_lines(&out, first, 10);
	chan_write(f->screen, buf_data(&out), out.len);
	buf_fini(&out);
	WAIT_FOR(f, f->line_ends == 1);
}

/* In another width lines have other numbers: there are none of the old ones,
 * and who begins anew has the new ones. */
static void
test_of_another_width(void **state)
{
	struct fake *f = *state;
	struct winsize narrow = {.ws_col = 60, .ws_row = 24};

	let_in(f, "y");
	fake_type(f, "seq 300; echo re$((1))dy\r");
	SEES(f, "re1dy");
	ask_lines(f, 0);
	assert_int_equal(f->lines, 10);
	ask_lines(f, 10);
	assert_int_equal(f->lines, 10);
	assert_int_equal(ioctl(f->pty, TIOCSWINSZ, &narrow), 0);
	vt_resize(f->vt, narrow.ws_col, narrow.ws_row);
	fake_type(f, "until stty size | grep '6[0]$'; do :; done\r");
	SEES(f, " 60");
	ask_lines(f, 20);
	assert_int_equal(f->lines, 0);
	ask_lines(f, 0);
	assert_int_equal(f->lines, 10);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
	    T(test_flood),
	    T(test_of_colours),
	    T(test_of_another_width),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
