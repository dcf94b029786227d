/* A frame of the client draws his screen alone, and what is seen then is what
 * drawing all of it shows. */
#include "tests/unit/console/fake_app.h"

#include "shared/base/util.h"

static unsigned seed = 7;

static int
pick(int n)
{
	seed = seed * 1103515245u + 12345u;
	return (int)(seed >> 16 & 0x7fff) % n;
}

static struct visit *
live_visit(struct app *a)
{
	struct visit *v = open_visit(a, 1);

	visit_set_state(v, VISIT_LIVE);
	v->rights = GRANT_VIEW | GRANT_TYPE;
	visit_predict(v, PREDICT_ALWAYS);
	return v;
}

static void
client_writes(struct visit *v, const char *bytes)
{
	vt_write(v->vt, bytes, strlen(bytes));
	predict_frame(&v->predict, vt_grid(v->vt), clock_ms());
}

static void
anything(struct visit *v)
{
	static const char *const bytes[] = {"a", "\r\n", "faktura ", "\b \b",
	    "zażółć", "日本", "\033[31;7m", "\033[m", "\033[2J", "\033[H",
	    "\033[15;75H", "\033[K", "\033[?25l", "\033[?25h", "\033[4 q",
	    "\033[?1002h", "\033[?1002l", "\033[3L", "\033[P",
	    "\n\n\n\n\n\n\n\n\n\n\n\n",
	    "0123456789012345678901234567890123456789"};

	switch (pick(12)) {
	case 0:
		vt_resize(v->vt, 20 + pick(90), 5 + pick(30));
		break;
	case 1:
	case 2:
		v->keys_sent++;
		predict_key(
		    &v->predict, PREDICT_CHAR, 'x', v->keys_sent, clock_ms());
		break;
	case 3:
		predict_heard(&v->predict, v->keys_sent, true, clock_ms());
		break;
	default:
		client_writes(v, bytes[pick(ARRAY_LEN(bytes))]);
		break;
	}
}

static void
all_of(const struct stage_view *view, struct canvas *c)
{
	canvas_clear(c);
	view->ops->draw(view->self, c);
}

static void
as_all_of_it(void **state)
{
	struct app *a = *state;
	struct visit *v = live_visit(a);
	const struct stage_view *view = &a->stage.view[1];
	struct canvas c, want;
	int alone = 0;

	for (int size = 0; size < 40; size++) {
		int cols = 60 + pick(60), rows = 12 + pick(30);

		canvas_init(&c, cols, rows);
		canvas_init(&want, cols, rows);
		all_of(view, &c);
		for (int i = 0; i < 300; i++) {
			anything(v);
			if (view->ops->live(view->self, &c))
				alone++;
			else
				all_of(view, &c);
			all_of(view, &want);
			assert_true(grid_looks_equal(&c.grid, &want.grid));
		}
		canvas_fini(&c);
		canvas_fini(&want);
	}
	assert_true(alone > 40 * 300 * 8 / 10);
}

/* --- what the stage makes of it --- */

static bool
bar_was_drawn(struct app *a)
{
	bool drawn;

	clock_sleep_for(VIEWER_FRAME_MS);
	stage_turn(&a->stage);
	drawn = grid_cell(&a->stage.canvas.grid, 0, 60)->cp != '#';
	canvas_text(&a->stage.canvas, 0, 60, 1, UI_NORMAL, "#");
	return drawn;
}

static void
the_bars_wait_for_their_own(void **state)
{
	static const struct help_row rows[] = {{"x", "y"}, {NULL, NULL}};
	struct app *a = *state;
	struct visit *v = live_visit(a);
	const struct stage_view *view = &a->stage.view[1];

	stage_size(&a->stage, 80, 24);
	stage_show(&a->stage, 1);
	assert_true(bar_was_drawn(a));
	for (int i = 0; i < 10; i++) {
		client_writes(v, "x");
		view_visit_frame(v, a);
		assert_false(bar_was_drawn(a));
		assert_int_equal(
		    grid_cell(&a->stage.canvas.grid, 1, i)->cp, 'x');
	}
	/* who types, and how far away he is, comes by itself */
	v->user_types = true;
	v->typed_ms = clock_ms();
	v->events.changed(v, v->ctx);
	assert_true(bar_was_drawn(a));
	/* and goes in time */
	assert_in_range(view->ops->due_ms(view->self, clock_ms()), 1, 3000);
	v->user_types = false;
	assert_int_equal(view->ops->due_ms(view->self, clock_ms()), -1);
	/* his window is another one */
	vt_resize(v->vt, 100, 30);
	view_visit_frame(v, a);
	assert_true(bar_was_drawn(a));
	/* something lies over it */
	stage_help(&a->stage, "help", rows);
	assert_true(bar_was_drawn(a));
	view_visit_frame(v, a);
	assert_true(bar_was_drawn(a));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(as_all_of_it, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		the_bars_wait_for_their_own, setup, teardown),
	};

	i18n_init();
	log_init("test", LOG_ERROR);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
