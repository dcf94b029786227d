#include "console/app/app_screen.h"

#include "console/app/app.h"
#include "console/app/tty_curses.h"
#include "shared/base/i18n.h"

#define NOTICE_MS 6000

struct stage *
app_stage(struct app *a)
{
	return &a->stage;
}

static void
turn(void *ctx)
{
	struct app *a = ctx;

	stage_turn(&a->stage);
}

static void
wake(int ms, void *ctx)
{
	struct app *a = ctx;

	if (ms == 0)
		loop_defer(a->loop, turn, a);
	else if (ms > 0)
		loop_timer_set(a->turn_timer, ms);
	else
		loop_timer_stop(a->turn_timer);
}

static size_t
show(bool fresh, bool *more, void *ctx)
{
	struct app *a = ctx;

	return tty_show(&a->stage.canvas) ? 1 : 0;
}

void
app_screen_init(struct app *a, keys_fn *key)
{
	a->stage_events = (struct stage_events){
	    .wake = wake, .show = show, .key = key};
	a->turn_timer = loop_timer_new(a->loop, turn, a);
	stage_init(&a->stage, &a->stage_events, a);
	a->stage.notice_stays_ms = NOTICE_MS;
	a->stage.cols_min = 40;
	a->stage.rows_min = 10;
	a->stage.too_small = N_(
	    "pomoc needs 40 columns and 10 rows. Everything goes on; make "
	    "the window larger.");
}

void
app_screen_fini(struct app *a)
{
	stage_fini(&a->stage);
	loop_timer_free(a->turn_timer);
}

void
app_take_size(struct app *a)
{
	int cols, rows;

	a->stage.canvas.colours = tty_colours();
	tty_size(&cols, &rows);
	stage_size(&a->stage, cols, rows);
}

void
app_suspend(struct app *a)
{
	tty_suspend();
	app_take_size(a);
}

struct loop *
app_lend(struct app *a)
{
	a->lent = true;
	stage_close(&a->stage);
	loop_watch_set(a->input, 0);
	tty_lend();
	return a->loop;
}

void
app_take_back(struct app *a)
{
	a->lent = false;
	tty_take_back();
	loop_watch_set(a->input, LOOP_READ);
	app_take_size(a);
}

void
app_leave(struct app *a)
{
	a->quitting = true;
	stage_close(&a->stage);
	loop_stop(a->loop);
}
