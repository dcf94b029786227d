#include "agent/app.h"

#include <stdlib.h>
#include <string.h>

#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/ui/dialog.h"

#define SMALL_ROWS 16
#define NOTICE_ROWS 3

/* --- views and panels --- */

void
app_fit(struct app *a)
{
	int rows = app_bar_rows(a);

	if (a->view == NULL || !a->view->shell || a->vt == NULL) {
		paint_mode(&a->paint, NULL, 0, false);
		return;
	}
	if (a->panel != NULL)
		rows += a->panel->rows(a->panel_self);
	rows += app_notice_rows(a);
	paint_mode(&a->paint, a->vt, MIN_OF(rows, a->paint.rows - 1),
	    a->panel != NULL && a->panel->typing);
}

void
app_redraw(struct app *a)
{
	stage_redraw(&a->stage);
}

/* The page of F1 is on top of a view that has no panels. */
bool
app_has_help(struct app *a)
{
	return a->view != NULL && !a->view->shell &&
	    stage_top_box(&a->stage) != NULL;
}

void
app_key(struct app *a, const struct keys_event *ev)
{
	if (app_has_help(a) ? stage_box_key(&a->stage, ev)
			    : stage_view_key(&a->stage, ev))
		app_redraw(a);
}

void
app_help(struct app *a)
{
	const struct stage_view_ops *ops = &a->view->ops;

	if (ops->help != NULL && !app_has_help(a))
		stage_help(&a->stage, _(ops->help_title), ops->help);
}

static void
leave_help(struct app *a)
{
	if (app_has_help(a))
		stage_pop(&a->stage, stage_top_box(&a->stage)->self);
}

void
app_news(struct app *a)
{
	stage_views_news(&a->stage, NULL);
	app_redraw(a);
}

static void *
new_self(struct app *a, size_t size)
{
	struct app_self *self = mem_alloc(size);

	self->app = a;
	return self;
}

/* Where it is in the list, where it comes when it is shown first. */
static int
find_view(struct app *a, const struct view *view)
{
	struct stage *s = &a->stage;
	int i = 0;

	while (i < s->views && s->view[i].ops != &view->ops)
		i++;
	if (i == s->views)
		stage_add_view(s, i,
		    (struct stage_view){
			&view->ops, new_self(a, view->size), NULL});
	return i;
}

static void
leave_panel(struct app *a)
{
	if (a->panel != NULL)
		stage_pop(&a->stage, a->panel_self);
	a->panel = NULL;
	a->focus = false;
}

void
app_panel(struct app *a, const struct panel *panel)
{
	if (!a->view->shell && panel != NULL)
		return;
	leave_panel(a);
	if (panel != NULL) {
		a->panel = panel;
		a->panel_self = new_self(a, panel->size);
		stage_push(&a->stage, &panel->box, a->panel_self, NULL);
		if (panel->begin != NULL)
			panel->begin(a->panel_self);
	}
	app_fit(a);
}

static void
show(struct app *a, const struct view *view)
{
	int i = find_view(a, view);

	a->on_timer = NULL;
	loop_timer_stop(a->view_timer);
	leave_panel(a);
	leave_help(a);
	a->view = view;
	a->self = a->stage.view[i].self;
	stage_show(&a->stage, i);
	app_fit(a);
	a->events->shown(a->ctx);
}

void
app_show(struct app *a, const struct view *view)
{
	if (a->alarm && view->alarm) {
		a->alarm_again = true;
	} else if (a->alarm) {
		a->after_alarm = view;
	} else {
		a->alarm = view->alarm;
		a->after_alarm = a->view;
		show(a, view);
	}
}

void
app_release(struct app *a)
{
	a->alarm = a->alarm_again;
	a->alarm_again = false;
	show(a, a->alarm ? a->view : a->after_alarm);
}

void
app_shell(struct app *a, struct vt *vt)
{
	a->vt = vt;
	app_fit(a);
}

void
app_deaf(struct app *a)
{
	a->deaf_ms = clock_ms();
}

bool
app_is_deaf(struct app *a, const struct keys_event *ev)
{
	int64_t now_ms = clock_ms();

	if (now_ms - a->deaf_ms >= DIALOG_QUIET_MS)
		return false;
	if (ev->code != KEYS_MOUSE)
		a->deaf_ms = now_ms;
	return true;
}

void
app_focus(struct app *a, bool focus)
{
	a->panel->begin(a->panel_self);
	a->focus = focus;
	app_redraw(a);
}

static void
view_due(void *ctx)
{
	struct app *a = ctx;
	void (*fn)(struct app *) = a->on_timer;

	a->on_timer = NULL;
	if (fn != NULL)
		fn(a);
}

void
app_timer(struct app *a, int64_t ms, void (*fn)(struct app *a))
{
	a->on_timer = fn;
	loop_timer_set(a->view_timer, ms);
}

/* --- room --- */

void
app_notice(struct app *a, const char *text)
{
	stage_notice(&a->stage, UI_BAR_ALERT, "%s", text);
	app_fit(a);
}

/* A question needs all the room that there is. */
static bool
is_tight(const struct app *a)
{
	return a->panel != NULL && a->panel->question &&
	    a->paint.rows < SMALL_ROWS;
}

int
app_bar_rows(const struct app *a)
{
	return is_tight(a) ? 2 : paint_bars(a->paint.cols, a->paint.rows);
}

int
app_notice_rows(const struct app *a)
{
	struct rect r = {0, 0, a->panel != NULL ? 1 : NOTICE_ROWS, 0};

	if (is_tight(a))
		return 0;
	r.cols = MAX_OF(a->paint.cols, 1);
	return canvas_wrap(NULL, r, UI_BAR_ALERT, a->stage.notice);
}

/* --- life --- */

bool
app_common_key(struct app *a, const struct keys_event *ev)
{
	if (keys_is(ev, 'q') || ev->code == KEYS_ESC || keys_is_ctrl(ev, 'c')) {
		app_quit(a, AGENT_EXIT_OK);
		return true;
	}
	if (keys_is_ctrl(ev, 'l')) {
		paint_reset(&a->paint);
		return true;
	}
	return false;
}

void
app_quit(struct app *a, int exit_code)
{
	if (a->quitting)
		return;
	a->quitting = true;
	a->exit_code = exit_code;
	stage_close(&a->stage);
	loop_timer_free(a->view_timer);
	a->view_timer = NULL;
	a->events->quit(a->ctx);
}

void
app_quit_saying(struct app *a, int exit_code, const char *text)
{
	if (a->quitting)
		return;
	str_copy(a->goodbye, sizeof(a->goodbye), text);
	app_quit(a, exit_code);
}

void
app_init(struct app *a, struct loop *loop, const struct options *options,
    const struct app_events *events, void *ctx)
{
	memset(a, 0, sizeof(*a));
	a->events = events;
	a->ctx = ctx;
	a->options = options;
	a->deaf_ms = INT64_MIN / 2;
	a->view_timer = loop_timer_new(loop, view_due, a);
}

void
app_fini(struct app *a)
{
	loop_timer_free(a->view_timer);
	stage_fini(&a->stage);
}
