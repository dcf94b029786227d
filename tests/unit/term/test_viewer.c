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
	viewer_acked(&v, 2, 1001);
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
		viewer_acked(v, viewer_sent(v, t, 500), t);
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
	assert_true(viewer_acked(&v, 1, 5000));
	assert_int_equal(viewer_poll(&v, 5000), VIEWER_SEND);
	/* old and repeated ones change nothing; unknown ones are an error */
	assert_true(viewer_acked(&v, 1, 5000));
	assert_int_equal(viewer_in_flight(&v), 1);
	assert_false(viewer_acked(&v, 3, 5000));
	assert_int_equal(viewer_in_flight(&v), 1);
	/* one huge frame is enough */
	assert_true(viewer_acked(&v, 2, 5000));
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

/* A frame and its acknowledgement, a round trip of so many ms later. */
static void
round_trip(struct viewer *v, int64_t now_ms, int ms)
{
	viewer_acked(v, viewer_sent(v, now_ms, 40), now_ms + ms);
}

/* While what was lost is sent again (1.75 round trips, and the wait of an
 * acknowledgement) a program that writes 20 times a second goes on. */
static void
test_far_goes_on(void **state)
{
	struct viewer v;

	(void)state;
	viewer_init(&v, true, 0);
	round_trip(&v, 0, 200);
	for (int64_t t = 500; t < 500 + 350 + 100 + VIEWER_ACK_MS; t += 50) {
		viewer_dirty(&v);
		assert_int_equal(viewer_poll(&v, t), VIEWER_SEND);
		viewer_sent(&v, t, 100);
	}
}

/* At the times when the next probes are due. */
static int
probes(struct viewer *v, int64_t from_ms, int64_t to_ms, int64_t *first)
{
	int n = 0;

	for (int64_t t = from_ms; t < to_ms; t++) {
		if (viewer_probe(v, t) != 0)
			continue;
		viewer_probed(v, t);
		if (n++ == 0)
			*first = t;
	}
	return n;
}

static void
test_probe(void **state)
{
	struct viewer v;
	int64_t first = 0;
	uint32_t seq;

	(void)state;
	viewer_init(&v, true, 0);
	round_trip(&v, 0, 200);
	assert_int_equal(viewer_probe(&v, 1000), VIEWER_IDLE);
	seq = viewer_sent(&v, 1000, 40);
	assert_int_equal(viewer_probe(&v, 1000), VIEWER_PROBE_MS);
	/* frames that follow are probes enough */
	viewer_sent(&v, 1050, 40);
	assert_int_equal(probes(&v, 1050, 1250, &first), 1);
	assert_int_equal(first, 1050 + VIEWER_PROBE_MS);
	/* what comes in time ends it */
	assert_true(viewer_acked(&v, seq + 1, 1250));
	assert_int_equal(probes(&v, 1250, 5000, &first), 0);
	/* what does not is asked for soon, again, and not for ever */
	viewer_sent(&v, 5000, 40);
	assert_int_equal(probes(&v, 5000, 5300, &first), 2);
	assert_int_equal(probes(&v, 5300, 99000, &first), VIEWER_PROBES - 2);
	assert_int_equal(viewer_probe(&v, 99000), VIEWER_IDLE);
}

/* No probes: near, for a stock client, and while the screen is hidden. */
static void
test_no_probe(void **state)
{
	struct viewer v;

	(void)state;
	viewer_init(&v, true, 0);
	viewer_sent(&v, 0, 40);
	assert_int_equal(viewer_probe(&v, 100), VIEWER_IDLE);
	viewer_acked(&v, 1, 30 + VIEWER_ACK_MS);
	viewer_sent(&v, 1000, 40);
	assert_int_equal(viewer_probe(&v, 1500), VIEWER_IDLE);
	viewer_init(&v, true, 0);
	round_trip(&v, 0, 200);
	viewer_sent(&v, 1000, 40);
	viewer_freeze(&v, true);
	assert_int_equal(viewer_probe(&v, 1500), VIEWER_IDLE);
	viewer_init(&v, false, 0);
	viewer_sent(&v, 1000, 40);
	assert_int_equal(viewer_probe(&v, 1500), VIEWER_IDLE);
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
	    cmocka_unit_test(test_far_goes_on),
	    cmocka_unit_test(test_probe),
	    cmocka_unit_test(test_no_probe),
	    cmocka_unit_test(test_stock),
	    cmocka_unit_test(test_freeze),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
