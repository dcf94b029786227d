/* Pacing: when a frame may leave. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "shared/term/viewer.h"

static void
test_quiet(void **state)
{
	struct viewer v;

	(void)state;
	viewer_init(&v, true, 1000);
	assert_int_equal(viewer_poll(&v, 1000), VIEWER_SEND);
	assert_int_equal(viewer_sent(&v, 1000, 900), 1);
	assert_int_equal(viewer_poll(&v, 1000), VIEWER_IDLE);
	/* an echo leaves at once, also right after a frame */
	viewer_dirty(&v);
	assert_int_equal(viewer_poll(&v, 1001), VIEWER_SEND);
	assert_int_equal(viewer_sent(&v, 1001, 1), 2);
	/* nothing to show uses nothing up */
	viewer_acked(&v, 2);
	viewer_dirty(&v);
	assert_int_equal(viewer_poll(&v, 1002), VIEWER_SEND);
	assert_int_equal(viewer_sent(&v, 1002, 0), 0);
	assert_int_equal(viewer_in_flight(&v), 0);
	assert_int_equal(viewer_poll(&v, 1002), VIEWER_IDLE);
}

/* Frames in `ms` of flood, each acknowledged at once. */
static int
flood(struct viewer *v, int64_t from_ms, int ms)
{
	int frames = 0;

	for (int64_t t = from_ms; t < from_ms + ms; t++) {
		viewer_dirty(v);
		if (viewer_poll(v, t) != VIEWER_SEND)
			continue;
		viewer_acked(v, viewer_sent(v, t, 500));
		frames++;
	}
	return frames;
}

static void
test_flood(void **state)
{
	struct viewer v;
	int wait;

	(void)state;
	viewer_init(&v, true, 0);
	assert_in_range(flood(&v, 0, 1000), 50, 60 + VIEWER_BURST);
	assert_in_range(flood(&v, 1000, 1000), 50, 60);
	/* the wait that it asks for is enough */
	viewer_dirty(&v);
	wait = viewer_poll(&v, 2000);
	if (wait > 0) {
		assert_in_range(wait, 1, VIEWER_FRAME_MS);
		assert_int_equal(viewer_poll(&v, 2000 + wait), VIEWER_SEND);
	}
	/* a key makes it quicker for a moment */
	viewer_key(&v, 3000);
	assert_in_range(flood(&v, 3000, 100), 30, 60);
	assert_in_range(flood(&v, 3100, 1000), 50, 60 + VIEWER_BURST);
}

static void
test_credit(void **state)
{
	struct viewer v;

	(void)state;
	viewer_init(&v, true, 0);
	viewer_sent(&v, 0, 5000);
	viewer_dirty(&v);
	assert_int_equal(viewer_poll(&v, 100), VIEWER_SEND);
	viewer_sent(&v, 100, 5000);
	viewer_dirty(&v);
	assert_int_equal(viewer_in_flight(&v), 2);
	assert_int_equal(viewer_poll(&v, 5000), VIEWER_IDLE);
	assert_true(viewer_acked(&v, 1));
	assert_int_equal(viewer_poll(&v, 5000), VIEWER_SEND);
	/* old and repeated ones change nothing; unknown ones are an error */
	assert_true(viewer_acked(&v, 1));
	assert_int_equal(viewer_in_flight(&v), 1);
	assert_false(viewer_acked(&v, 3));
	assert_int_equal(viewer_in_flight(&v), 1);
	/* one huge frame is enough */
	assert_true(viewer_acked(&v, 2));
	viewer_sent(&v, 5000, VIEWER_BYTES);
	viewer_dirty(&v);
	assert_int_equal(viewer_poll(&v, 9000), VIEWER_IDLE);
}

static void
test_tiny(void **state)
{
	struct viewer v;
	int sent = 0;

	(void)state;
	/* keys on a long line: each echo leaves, up to a limit */
	viewer_init(&v, true, 0);
	for (int64_t t = 0; t < 2000; t += 100) {
		viewer_dirty(&v);
		if (viewer_poll(&v, t) == VIEWER_SEND) {
			viewer_sent(&v, t, 4);
			sent++;
		}
	}
	assert_int_equal(sent, VIEWER_TINY_FLIGHT);
}

static void
test_stock(void **state)
{
	struct viewer v;

	(void)state;
	viewer_init(&v, false, 0);
	for (int64_t t = 0; t < 1000; t += 50) {
		viewer_dirty(&v);
		assert_int_equal(viewer_poll(&v, t), VIEWER_SEND);
		viewer_sent(&v, t, 4000);
	}
	viewer_dirty(&v);
	viewer_queued(&v, VIEWER_QUEUE_BYTES + 1);
	assert_int_equal(viewer_poll(&v, 2000), VIEWER_IDLE);
	viewer_queued(&v, 0);
	assert_int_equal(viewer_poll(&v, 2000), VIEWER_SEND);
}

static void
test_freeze(void **state)
{
	struct viewer v;

	(void)state;
	viewer_init(&v, true, 0);
	viewer_freeze(&v, true);
	assert_int_equal(viewer_poll(&v, 0), VIEWER_IDLE);
	viewer_freeze(&v, false);
	assert_int_equal(viewer_poll(&v, 0), VIEWER_SEND);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_quiet),
	    cmocka_unit_test(test_flood),
	    cmocka_unit_test(test_credit),
	    cmocka_unit_test(test_tiny),
	    cmocka_unit_test(test_stock),
	    cmocka_unit_test(test_freeze),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
