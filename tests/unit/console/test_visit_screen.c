/* The technician's picture of the shared screen, fed by a hostile agent. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "console/visit_screen.h"

static int frames;

static void
on_frame(struct visit *v, void *ctx)
{
	frames++;
}

static int
setup(void **state)
{
	static struct visit v;

	memset(&v, 0, sizeof(v));
	v.events.frame = on_frame;
	v.loop = loop_new();
	visit_screen_init(&v);
	frames = 0;
	*state = &v;
	return 0;
}

static int
teardown(void **state)
{
	struct visit *v = *state;

	visit_screen_fini(v);
	loop_free(v->loop);
	return 0;
}

static bool
feed(struct visit *v, struct buf *out)
{
	struct err err;
	bool ok = visit_screen_feed(v, buf_data(out), out->len, &err);

	buf_clear(out);
	return ok;
}

/* Sizes that change with every tiny frame cost much: who does not wait for the
 * acknowledgements is cut off. */
static void
test_frames_nobody_waited_for(void **state)
{
	struct visit *v = *state;
	struct buf out = BUF_INIT;

	for (uint32_t i = 1; i <= 5000; i++)
		record_frame(
		    &out, i, i % 2 ? 500 : 20, i % 2 ? 200 : 5, "x", 1);
	assert_false(feed(v, &out));
	assert_in_range(frames, 1, 8);
	buf_fini(&out);
}

static void
test_frames_out_of_order(void **state)
{
	struct visit *v = *state;
	struct buf out = BUF_INIT;

	record_frame(&out, 1, 80, 24, "x", 1);
	assert_true(feed(v, &out));
	record_frame(&out, 0xffffffff, 80, 24, "x", 1);
	assert_false(feed(v, &out));
	buf_fini(&out);
}

/* All lines are drawn with one width: those of another one are forgotten. */
static void
test_lines_of_two_widths(void **state)
{
	struct visit *v = *state;
	struct buf out = BUF_INIT;

	record_frame(&out, 1, 20, 5, "x", 1);
	record_line(&out, 0, "narrow", 6);
	assert_true(feed(v, &out));
	assert_int_equal(v->line_cols, 20);
	assert_non_null(v->line[0]);
	record_frame(&out, 2, 500, 5, "x", 1);
	record_line(&out, 1, "wide", 4);
	assert_true(feed(v, &out));
	assert_int_equal(v->line_cols, 500);
	assert_non_null(v->line[1]);
	assert_null(v->line[0]);
	buf_fini(&out);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
	    T(test_frames_nobody_waited_for),
	    T(test_frames_out_of_order),
	    T(test_lines_of_two_widths),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
