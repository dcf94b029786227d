/* When the stage draws, what a small window hides, keys, boxes. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/unit/stage/mini_stage.h"

/* --- when it is drawn --- */

static void
nothing_without_a_size(void **state)
{
	stage.notice_stays_ms = 0;
	stage_redraw(&stage);
	stage_notice(&stage, UI_BAR, "x");
	stage_go_on(&stage, true);
	settle();
	assert_int_equal(shown, 0);
	stage_size(&stage, 80, 24);
	settle();
	assert_int_equal(shown, 1);
	stage_close(&stage);
	stage_redraw(&stage);
	stage_feed(&stage, "c", 1);
	settle();
	assert_int_equal(shown, 1);
}

static void
once_for_many_changes(void **state)
{
	stage_size(&stage, 80, 24);
	settle();
	drawn = shown = 0;
	for (int i = 0; i < 100; i++)
		stage_redraw(&stage);
	assert_int_equal(drawn, 0);
	settle();
	assert_int_equal(drawn, 1);
	stage_feed(&stage, "x", 1); /* changes nothing */
	settle();
	assert_int_equal(drawn, 1);
	stage_feed(&stage, "c", 1);
	settle();
	assert_int_equal(drawn, 2);
	/* what the program has beside it: the canvas is not drawn for that */
	stage_go_on(&stage, true);
	settle();
	assert_int_equal(drawn, 2);
	assert_int_equal(shown, 3);
}

/* What the view draws by `live` alone, unless more than that is to be seen. */
static void
only_what_is_live(void **state)
{
	struct thing *t = stage.view[0].self;

	stage_size(&stage, 80, 24);
	settle();
	drawn = parts = 0;
	for (int i = 0; i < 5; i++) {
		t->changes++;
		stage_live(&stage);
		settle();
		assert_non_null(strchr(picture, '.'));
		assert_int_equal(atoi(strchr(picture, '.') + 1), t->changes);
	}
	assert_int_equal(drawn, 0);
	assert_int_equal(parts, 5);
	/* with something else */
	stage_live(&stage);
	stage_redraw(&stage);
	settle();
	assert_int_equal(drawn, 1);
	/* the view says so */
	more_changed = true;
	stage_live(&stage);
	settle();
	assert_int_equal(drawn, 2);
	more_changed = false;
	/* a box lies over it */
	stage_push(&stage, &plain, thing_new(), NULL);
	settle();
	stage_live(&stage);
	settle();
	assert_int_equal(drawn, 4);
	/* nothing of it is seen */
	stage_pop(&stage, stage.box[0].self);
	stage.cols_min = 100;
	stage.too_small = "too small";
	stage_redraw(&stage);
	settle();
	assert_true(stage.hidden);
	stage_live(&stage);
	settle();
	assert_int_equal(parts, 5);
}

/* A flood: at most one picture an interval, and the last is not lost. */
static void
not_too_often(void **state)
{
	struct thing *t = stage.view[0].self;
	int64_t end_ms;

	stage_size(&stage, 80, 24);
	settle();
	clock_sleep_for(1000);
	shown = 0;
	end_ms = clock_ms() + 1000;
	while (clock_ms() < end_ms) {
		t->changes++;
		stage_redraw(&stage);
		while (wake_ms == 0)
			(void)turn();
		clock_sleep_for(1);
		if (wake_ms > 0)
			wake_ms--;
	}
	settle();
	assert_in_range(shown, 30, 1000 / VIEWER_FRAME_MS + VIEWER_BURST + 2);
	assert_int_equal(atoi(strchr(picture, '.') + 1), t->changes);
}

static void
waits_for_the_terminal(void **state)
{
	stage_size(&stage, 80, 24);
	settle();
	shown = 0;
	queued = VIEWER_QUEUE_BYTES + 1;
	stage_redraw(&stage);
	settle();
	assert_int_equal(shown, 0);
	queued = 0;
	stage_go_on(&stage, false);
	settle();
	assert_int_equal(shown, 1);
}

/* --- time --- */

static void
a_notice_goes_by_itself(void **state)
{
	enum ui_style style;

	stage_size(&stage, 80, 24);
	settle();
	stage_notice(&stage, UI_BAR_ALERT, "%s", "told");
	assert_string_equal(stage_notice_text(&stage, &style), "told");
	assert_int_equal(style, UI_BAR_ALERT);
	drawn = 0;
	(void)turn();
	assert_int_equal(drawn, 1);
	assert_in_range(wake_ms, 5000, 6000);
	settle();
	assert_null(stage_notice_text(&stage, &style));
	assert_int_equal(drawn, 2);
	stage.notice_stays_ms = 0;
	stage_notice(&stage, UI_BAR, "%s", "told");
	settle();
	clock_sleep_for(INT32_MAX);
	assert_non_null(stage_notice_text(&stage, &style));
	stage_notice(&stage, UI_BAR, "%s", "");
	assert_null(stage_notice_text(&stage, &style));
}

/* An Esc is one when nothing follows it. */
static void
a_lone_escape(void **state)
{
	stage_size(&stage, 80, 24);
	settle();
	keys[0] = '\0';
	stage_feed(&stage, "\033", 1);
	assert_string_equal(keys, "");
	settle();
	assert_string_equal(keys, "E");
	stage_feed(&stage, "\033", 1);
	stage_feed(&stage, "[A", 2);
	settle();
	assert_string_equal(keys, "EU");
}

/* --- clicks --- */

static void
click(int button, int row, int col)
{
	char bytes[32];

	snprintf(
	    bytes, sizeof(bytes), "\033[<%d;%d;%dM", button, col + 1, row + 1);
	stage_feed(&stage, bytes, strlen(bytes));
}

static void
a_click_is_the_key_below_it(void **state)
{
	stage_size(&stage, 80, 24);
	settle();
	keys[0] = '\0';
	click(0, 9, 30);
	click(0, 9, 33);
	click(0, 9, 38);
	assert_string_equal(keys, "cc3");
	click(0, 9, 34); /* beside them */
	click(0, 8, 30);
	click(2, 9, 30); /* the right button */
	assert_string_equal(keys, "cc3mmm");
	stage_push(&stage, &plain, thing_new(), NULL);
	settle();
	click(0, 9, 30); /* what the box is on takes no keys */
	assert_string_equal(keys, "cc3mmmm");
}

/* --- the rest --- */

static void
too_small_says_so(void **state)
{
	stage.cols_min = 40;
	stage.rows_min = 10;
	stage.too_small = "too small";
	stage_size(&stage, 39, 10);
	settle();
	assert_int_equal(drawn, 0);
	assert_non_null(strstr(picture, "too small"));
	stage_size(&stage, 40, 10);
	settle();
	assert_int_equal(drawn, 1);
	assert_null(strstr(picture, "too small"));
}

static void
changes_are(int of_view, int of_box, const struct thing *box)
{
	const struct thing *t = stage_shown_view(&stage)->self;

	assert_int_equal(t->changes, of_view);
	assert_int_equal(box->changes, of_box);
}

static void
what_is_hidden_takes_no_key(void **state)
{
	struct thing *box = thing_new();

	stage.cols_min = 40;
	stage.rows_min = 10;
	stage.too_small = "too small";
	stage_push(&stage, &plain, box, NULL);
	stage_size(&stage, 40, 10);
	settle();
	stage_feed(&stage, "c", 1);
	changes_are(0, 1, box);
	stage_size(&stage, 40, 9);
	settle();
	stage_feed(&stage, "c", 1);
	changes_are(0, 1, box);
	stage_pop(&stage, box);
	settle();
	stage_feed(&stage, "c", 1);
	assert_int_equal(
	    ((struct thing *)stage_shown_view(&stage)->self)->changes, 0);
	stage_size(&stage, 40, 10);
	settle();
	stage_feed(&stage, "c", 1);
	assert_int_equal(
	    ((struct thing *)stage_shown_view(&stage)->self)->changes, 1);
}

static void
a_view_knows_that_it_fits(void **state)
{
	struct thing *t;

	stage.cols_min = 40;
	stage.rows_min = 10;
	stage.too_small = "too small";
	add_view(2, &folded, NULL);
	stage_show(&stage, 2);
	t = stage_shown_view(&stage)->self;
	for (int i = 0; i < 4; i++) {
		fits = i % 2;
		stage_size(&stage, 30, 5 + i);
		settle();
		stage_feed(&stage, "c", 1);
		assert_int_equal(strstr(picture, "too small") == NULL, fits);
		assert_int_equal(t->changes, (i + 1) / 2);
	}
}

static void
boxes_have_an_end(void **state)
{
	for (int i = 0; i < STAGE_BOXES; i++) {
		assert_true(stage_has_room(&stage));
		stage_push(&stage, &plain, thing_new(), NULL);
	}
	assert_false(stage_has_room(&stage));
	stage_push(&stage, &plain, thing_new(), NULL);
	assert_int_equal(stage.boxes, STAGE_BOXES);
	settle();
	assert_int_equal(freed, 1);
}

static void
help_scrolls_and_closes(void **state)
{
	static const struct help_row rows[] = {
	    {NULL, "Heading"}, {"k", "does it"}, {NULL, NULL}};

	stage_size(&stage, 80, 24);
	stage_help(&stage, "Keys here", rows);
	settle();
	assert_non_null(strstr(picture, "Keys here"));
	assert_non_null(strstr(picture, "does it"));
	stage_feed(&stage, "q", 1);
	settle();
	assert_int_equal(stage.boxes, 0);
	assert_null(strstr(picture, "Keys here"));
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
	    T(nothing_without_a_size),
	    T(once_for_many_changes),
	    T(only_what_is_live),
	    T(not_too_often),
	    T(waits_for_the_terminal),
	    T(a_notice_goes_by_itself),
	    T(a_lone_escape),
	    T(a_click_is_the_key_below_it),
	    T(too_small_says_so),
	    T(what_is_hidden_takes_no_key),
	    T(a_view_knows_that_it_fits),
	    T(boxes_have_an_end),
	    T(help_scrolls_and_closes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
