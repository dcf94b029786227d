/* The technician's picture of the shared screen, fed by a hostile agent. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "console/link/visit_screen.h"
#include "shared/base/clock.h"
#include "shared/base/util.h"
#include "shared/term/viewer.h"

static int frames;
static int turns;

static void
on_frame(struct visit *v, void *ctx)
{
	frames++;
}

static void
on_changed(struct visit *v, void *ctx)
{
}

static int
setup(void **state)
{
	static struct visit v;

	memset(&v, 0, sizeof(v));
	v.events.frame = on_frame;
	v.events.changed = on_changed;
	v.loop = loop_new();
	v.retry = loop_timer_new(v.loop, NULL, NULL);
	v.ping = loop_timer_new(v.loop, NULL, NULL);
	visit_screen_init(&v, visit_finish);
	visit_screen_open(&v);
	v.state = VISIT_LIVE;
	frames = 0;
	*state = &v;
	return 0;
}

static int
teardown(void **state)
{
	struct visit *v = *state;

	visit_screen_fini(v);
	loop_timer_free(v->retry);
	loop_timer_free(v->ping);
	loop_free(v->loop);
	return 0;
}

/* Everything, in as many turns as it takes. False: the visit is over. */
static bool
feed(struct visit *v, struct buf *out)
{
	turns = 1;
	assert_int_equal(
	    visit_screen_feed(v, buf_data(out), out->len), out->len);
	for (; loop_timer_armed(v->again); turns++) {
		assert_int_equal(visit_screen_feed(v, "x", 1), 0);
		loop_turn(v->loop, true);
	}
	buf_clear(out);
	return v->state == VISIT_LIVE;
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
	assert_in_range(frames, 1, VIEWER_FAR_FLIGHT);
	buf_fini(&out);
}

/* Many only while they are small. */
static void
test_large_frames_nobody_waited_for(void **state)
{
	struct visit *v = *state;
	struct buf out = BUF_INIT;
	char text[VIEWER_FAR_BYTES];

	memset(text, 'x', sizeof(text));
	for (uint32_t i = 1; i <= 3; i++)
		record_frame(&out, i, 80, 24, text, sizeof(text));
	assert_false(feed(v, &out));
	assert_in_range(frames, 1, VIEWER_FLIGHT);
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
	assert_true(feed(v, &out));
	v->lines_asks = 1;
	v->lines_due = 2;
	record_line(&out, 0, "narrow", 6);
	assert_true(feed(v, &out));
	assert_int_equal(v->line_cols, 20);
	assert_non_null(v->line[0]);
	record_frame(&out, 2, 500, 5, "x", 1);
	record_line(&out, 1, "narrow", 6); /* of the same answer: for nobody */
	record_lines_end(&out, 2);
	assert_true(feed(v, &out));
	assert_null(v->line[0]);
	assert_null(v->line[1]);
	v->lines_asks = 1;
	v->lines_due = 1;
	record_line(&out, 1, "wide", 4);
	assert_true(feed(v, &out));
	assert_int_equal(v->line_cols, 500);
	assert_non_null(v->line[1]);
	assert_null(v->line[0]);
	buf_fini(&out);
}

/* Who looks back sees what was there then, whatever comes; what was asked for
 * before he looked anew is not taken for that. */
static void
test_back_stands_still(void **state)
{
	struct visit *v = *state;
	struct buf out = BUF_INIT;
	char text[64];

	record_frame(&out, 1, 20, 5, "then", 4);
	assert_true(feed(v, &out));
	v->lines_asks = 1;
	v->lines_due = 1;
	record_line(&out, 0, "above", 5);
	record_lines_end(&out, 1);
	record_frame(&out, 2, 20, 5, "\rnow ", 5);
	assert_true(feed(v, &out));
	assert_true(v->frozen);
	grid_text(&v->below, 0, text, sizeof(text));
	assert_string_equal(text, "then");
	grid_text(vt_grid(v->vt), 0, text, sizeof(text));
	assert_string_equal(text, "now");

	v->lines_asks = 1;
	v->lines_due = 1;
	visit_forget_lines(v);
	record_line(&out, 0, "stale", 5);
	record_lines_end(&out, 1);
	assert_true(feed(v, &out));
	assert_false(v->frozen);
	assert_null(v->line[0]);
	buf_fini(&out);
}

/* In another width the client's lines are others: who looks back is told that
 * there are none of those he counts by, and begins anew. */
static void
test_back_begins_anew(void **state)
{
	struct visit *v = *state;
	struct buf out = BUF_INIT;
	int drawn;

	v->lines_asks = v->lines_due = 1;
	record_line(&out, 0, "above", 5);
	record_lines_end(&out, 40);
	assert_true(feed(v, &out));
	assert_true(v->frozen);
	assert_int_equal(v->lines_total, 40);
	drawn = frames;
	v->lines_asks = v->lines_due = 1;
	record_lines_end(&out, 0);
	assert_true(feed(v, &out));
	assert_false(v->frozen);
	assert_null(v->line[0]);
	assert_int_equal(v->lines_total, -1);
	assert_int_equal(frames, drawn + 1);
	v->lines_asks = v->lines_due = 1; /* there are none at all */
	record_lines_end(&out, 0);
	assert_true(feed(v, &out));
	assert_true(v->frozen);
	assert_int_equal(v->lines_total, 0);
	buf_fini(&out);
}

/* What our encoder never writes ends the visit, in words. */
static void
test_what_no_frame_has(void **state)
{
	static const char *const bad[] = {"\033[9999S", "\033[T", "\033[L",
	    "\033[M", "\033[@", "\033[P", "\033[3J", "\033[J", "\033c",
	    "\033[?1049h", "\033[?47h", "\033[4h", "\033[?6h", "\033[1K",
	    "\033]0;title\a", "\033P", "\033[20C\033[5b", "\t", "\v", "\033[5n",
	    "\033[", "\xc4", "\xc2\x9b", "\001", "\033[?1;25l"};
	struct visit *v = *state;
	struct buf out = BUF_INIT;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		record_frame(&out, 1, 80, 24, bad[i], strlen(bad[i]));
		if (feed(v, &out))
			fail_msg("taken: %s", bad[i]);
		assert_int_equal(v->state, VISIT_OVER);
		assert_non_null(strstr(v->why, "no picture of a screen"));
		v->state = VISIT_LIVE;
		visit_screen_open(v);
	}
	buf_fini(&out);
}

static void
test_frame_too_large(void **state)
{
	static char bytes[20000];
	struct visit *v = *state;
	struct buf out = BUF_INIT;

	memset(bytes, '\a', sizeof(bytes));
	record_frame(&out, 1, 80, 24, bytes, sizeof(bytes));
	assert_true(feed(v, &out));
	record_frame(&out, 2, 20, 5, bytes, sizeof(bytes));
	assert_false(feed(v, &out));
	buf_fini(&out);
}

/* A long frame is shown in turns, and what comes meanwhile waits; it counts as
 * shown when all of it is there. */
static void
test_frame_in_turns(void **state)
{
	static char bytes[RECORD_MAX - RECORD_FRAME_HEAD];
	struct visit *v = *state;
	struct buf out = BUF_INIT;

	memset(bytes, '\n', sizeof(bytes));
	record_frame(&out, 1, 500, 200, bytes, sizeof(bytes));
	record_frame(&out, 2, 500, 200, "x", 1);
	assert_true(feed(v, &out));
	assert_int_equal(frames, 2);
	assert_in_range(turns, 4, 100);
	buf_fini(&out);
}

static void
test_lines_not_asked_for(void **state)
{
	struct visit *v = *state;
	struct buf out = BUF_INIT;

	v->lines_asks = 1;
	v->lines_due = 1;
	record_line(&out, 0, "one", 3);
	assert_true(feed(v, &out));
	record_line(&out, 1, "two", 3);
	assert_false(feed(v, &out));
	v->state = VISIT_LIVE;
	visit_screen_open(v);
	record_lines_end(&out, 7);
	assert_false(feed(v, &out));
	buf_fini(&out);
}

/* A key of the technician on a line that is far away. */
static void
type(struct visit *v, uint32_t cp)
{
	predict_key(&v->predict, PREDICT_CHAR, cp, ++v->keys_sent, clock_ms());
}

static void
test_guesses(void **state)
{
	struct visit *v = *state;
	struct buf out = BUF_INIT;
	struct predict_over over;

	visit_predict(v, PREDICT_ALWAYS);
	record_frame(&out, 1, 80, 24, "$ ", 2);
	assert_true(feed(v, &out));
	type(v, 'a');
	record_heard(&out, 1, true);
	record_frame(&out, 2, 80, 24, "a", 1);
	assert_true(feed(v, &out));
	type(v, 'b');
	assert_true(predict_over(&v->predict, &over));
	assert_int_equal(over.cursor_col, 4);
	/* heard, and nothing came of it: taken back, and drawn so */
	frames = 0;
	record_heard(&out, 2, true);
	assert_true(feed(v, &out));
	assert_true(loop_timer_armed(v->guess));
	while (loop_timer_armed(v->guess))
		loop_turn(v->loop, true);
	assert_false(predict_over(&v->predict, &over));
	assert_in_range(frames, 1, 2);
	/* none outlives its channel */
	record_frame(&out, 3, 80, 24, "b", 1);
	assert_true(feed(v, &out));
	visit_screen_close(v);
	assert_false(loop_timer_armed(v->guess));
	buf_fini(&out);
}

static void
test_keys_nobody_sent(void **state)
{
	struct visit *v = *state;
	struct buf out = BUF_INIT;

	record_heard(&out, 0, false);
	assert_true(feed(v, &out));
	record_heard(&out, 1, true);
	assert_false(feed(v, &out));
	buf_fini(&out);
}

/* One line of what can be shown, or whoever sends it is no agent of ours. */
static void
test_titles(void **state)
{
	static const char *const bad[] = {"a\033]0;b", "a\nb", "a\x9bm",
	    "a\xc2\x9b", "a\xe2\x80\xae", "a\xff"};
	struct visit *v = *state;
	struct buf out = BUF_INIT;

	record_title(&out, "vim \xc5\xbc\xc3\xb3\xc5\x82w");
	assert_true(feed(v, &out));
	assert_string_equal(v->title, "vim \xc5\xbc\xc3\xb3\xc5\x82w");
	record_title(&out, "");
	assert_true(feed(v, &out));
	assert_string_equal(v->title, "");
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		visit_screen_close(v);
		visit_screen_open(v);
		record_title(&out, bad[i]);
		assert_false(feed(v, &out));
		assert_string_equal(v->title, "");
	}
	buf_fini(&out);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
	    T(test_frames_nobody_waited_for),
	    T(test_large_frames_nobody_waited_for),
	    T(test_frames_out_of_order),
	    T(test_lines_of_two_widths),
	    T(test_back_stands_still),
	    T(test_back_begins_anew),
	    T(test_what_no_frame_has),
	    T(test_frame_too_large),
	    T(test_frame_in_turns),
	    T(test_lines_not_asked_for),
	    T(test_guesses),
	    T(test_keys_nobody_sent),
	    T(test_titles),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
