#include "console/app/app_screen.h"

#include "console/app/app.h"
#include "console/app/tty_curses.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/util.h"

#define COLS_MIN 40
#define ROWS_MIN 10

static void
draw_too_small(struct app *a)
{
	struct canvas *c = &a->canvas;

	canvas_wrap(c, canvas_rect(c), UI_STRONG,
	    _("pomoc needs 40 columns and 10 rows. Everything goes on; make "
	      "the window larger."));
}

/* Arms the timer for the next change that comes with time alone. */
static void
arm_tick(struct app *a, int64_t now_ms)
{
	const struct view *v = app_shown_view(a);
	int due = v->ops->due_ms(v->self, now_ms);

	if (a->notice_until_ms > now_ms) {
		int left = (int)(a->notice_until_ms - now_ms);

		due = due < 0 ? left : MIN_OF(due, left);
	}
	if (due < 0)
		loop_timer_stop(a->tick_timer);
	else
		loop_timer_set(a->tick_timer, MAX_OF(due, VIEWER_FRAME_MS));
}

static void
draw_all(struct app *a)
{
	const struct view *v = app_shown_view(a);

	v->ops->draw(v->self, &a->canvas);
	for (int i = 0; i < a->boxes; i++)
		if (app_box_is_shown(a, &a->box[i]))
			a->box[i].ops->draw(a->box[i].self, &a->canvas);
}

static void
draw(void *ctx)
{
	struct app *a = ctx;
	int64_t now = clock_ms();

	if (a->quitting)
		return;
	canvas_clear(&a->canvas);
	if (a->canvas.grid.cols < COLS_MIN || a->canvas.grid.rows < ROWS_MIN)
		draw_too_small(a);
	else
		draw_all(a);
	viewer_sent(&a->pace, now, tty_show(&a->canvas) ? 1 : 0);
	for (int i = 0; i < a->views; i++)
		if (a->view[i].ops->drawn != NULL)
			a->view[i].ops->drawn(a->view[i].self);
	arm_tick(a, now);
}

static void
on_tick(void *ctx)
{
	app_redraw(ctx);
}

void
app_screen_init(struct app *a)
{
	a->draw = draw;
	a->draw_timer = loop_timer_new(a->loop, draw, a);
	a->tick_timer = loop_timer_new(a->loop, on_tick, a);
	viewer_init(&a->pace, false, clock_ms());
	viewer_sent(&a->pace, clock_ms(), 0);
	canvas_init(&a->canvas, 80, 24);
}

void
app_screen_fini(struct app *a)
{
	loop_timer_free(a->draw_timer);
	loop_timer_free(a->tick_timer);
	canvas_fini(&a->canvas);
}

void
app_take_size(struct app *a)
{
	int cols, rows;

	a->canvas.mono = tty_is_mono();
	tty_size(&cols, &rows);
	canvas_resize(&a->canvas, cols, rows);
	app_redraw(a);
}

void
app_suspend(struct app *a)
{
	tty_suspend();
	app_take_size(a);
}
