#include "shared/stage/stage.h"

#include <string.h>

#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/util.h"

#define NEVER INT64_MAX

void
stage_init(struct stage *s, const struct stage_events *events, void *ctx)
{
	memset(s, 0, sizeof(*s));
	s->events = events;
	s->ctx = ctx;
	viewer_init(&s->pace, false, clock_ms());
	keys_init(&s->keys);
	canvas_init(&s->canvas, 1, 1);
	s->tick_ms = s->esc_ms = NEVER;
}

void
stage_fini(struct stage *s)
{
	stage_close(s);
	while (s->boxes > 0)
		stage_pop(s, s->box[s->boxes - 1].self);
	stage_leave_view(s);
	for (int i = 0; i < s->views; i++)
		stage_bury(s, s->view[i].ops->free, s->view[i].self);
	s->views = 0;
	stage_free_gone(s);
	canvas_fini(&s->canvas);
}

void
stage_close(struct stage *s)
{
	s->open = false;
}

/* --- drawing --- */

static void
draw_all(struct stage *s, const struct stage_view *v, struct canvas *c)
{
	if (v->ops->draw != NULL)
		v->ops->draw(v->self, c);
	stage_boxes_draw(s, c);
	if (v->ops->over != NULL)
		v->ops->over(v->self, c);
}

void
stage_draw(struct stage *s, struct canvas *c)
{
	const struct stage_view *v = stage_shown_view(s);
	bool small = c->grid.cols < s->cols_min || c->grid.rows < s->rows_min;

	canvas_clear(c);
	if (!small || v->ops->fits != NULL)
		draw_all(s, v, c);
	s->hidden = small && (v->ops->fits == NULL || !v->ops->fits(v->self));
	if (s->hidden) {
		canvas_clear(c);
		canvas_wrap(c, canvas_rect(c), UI_STRONG, _(s->too_small));
	}
}

static bool
draw_live(struct stage *s)
{
	const struct stage_view *v = stage_shown_view(s);

	return !s->hidden && stage_top_box(s) == NULL && v->ops->live != NULL &&
	    v->ops->live(v->self, &s->canvas);
}

/* When time alone makes it look different. */
static int64_t
next_tick(const struct stage *s)
{
	const struct stage_view *v = stage_shown_view(s);
	int64_t now_ms = clock_ms();
	int due = v->ops->due_ms != NULL ? v->ops->due_ms(v->self, now_ms) : -1;
	int left = stage_notice_left_ms(s);

	if (due < 0 || (left >= 0 && left < due))
		due = left;
	return due < 0 ? NEVER : now_ms + MAX_OF(due, VIEWER_FRAME_MS);
}

static void
show(struct stage *s)
{
	bool all = s->stale, live = s->live, more = false;
	size_t bytes;

	s->stale = s->live = false;
	all = all || (live && !draw_live(s));
	if (all)
		stage_draw(s, &s->canvas);
	bytes = s->events->show(all || live, &more, s->ctx);
	viewer_sent(&s->pace, clock_ms(), bytes);
	if (more || s->stale || s->live)
		viewer_dirty(&s->pace);
	for (int i = 0; i < s->views; i++)
		if (s->view[i].ops->drawn != NULL)
			s->view[i].ops->drawn(s->view[i].self);
	if (all)
		s->tick_ms = next_tick(s);
}

static int
poll(struct stage *s)
{
	if (s->events->queued != NULL)
		viewer_queued(&s->pace, s->events->queued(s->ctx));
	return viewer_poll(&s->pace, clock_ms());
}

/* Says when to come again. */
static void
rest(struct stage *s)
{
	int64_t now_ms = clock_ms(), at_ms = MIN_OF(s->tick_ms, s->esc_ms);
	int wait;

	if (!s->open || s->woken)
		return;
	wait = poll(s);
	if (wait != VIEWER_IDLE)
		at_ms = MIN_OF(at_ms, now_ms + wait);
	s->events->wake(
	    at_ms == NEVER ? -1 : (int)MAX_OF(at_ms - now_ms, 1), s->ctx);
}

void
stage_go_on(struct stage *s, bool changed)
{
	if (!s->open || s->views == 0)
		return;
	if (changed)
		viewer_dirty(&s->pace);
	if (poll(s) == VIEWER_SEND)
		show(s);
	rest(s);
}

void
stage_size(struct stage *s, int cols, int rows)
{
	if (s->canvas.grid.cols != cols || s->canvas.grid.rows != rows)
		canvas_resize(&s->canvas, cols, rows);
	s->open = true;
	stage_redraw(s);
}

void
stage_turn(struct stage *s)
{
	int64_t now_ms = clock_ms();

	s->woken = false;
	stage_free_gone(s);
	if (s->open && now_ms >= s->esc_ms) {
		s->esc_ms = NEVER;
		keys_flush(&s->keys, s->events->key, s->ctx);
	}
	if (now_ms >= s->tick_ms) {
		s->tick_ms = NEVER;
		s->stale = true;
		viewer_dirty(&s->pace);
	}
	stage_go_on(s, false);
}

/* --- keys --- */

void
stage_typed(struct stage *s)
{
	viewer_key(&s->pace, clock_ms());
}

/* A click on what stands for a key is that key. */
static void
hear(const struct keys_event *ev, void *ctx)
{
	struct stage *s = ctx;
	struct keys_event key = {.raw = ""};
	const struct canvas_spot *spot = NULL;

	if (ev->code == KEYS_MOUSE && ev->mouse == KEYS_MOUSE_PRESS &&
	    ev->button == 0)
		spot = canvas_spot_at(&s->canvas, ev->row, ev->col);
	if (spot != NULL && spot->key == NULL) {
		key.code = KEYS_COLUMN;
		key.cp = (uint32_t)spot->column;
	} else if (spot == NULL || !keys_named(spot->key, &key)) {
		key = *ev;
	}
	s->events->key(&key, s->ctx);
}

void
stage_feed(struct stage *s, const void *bytes, size_t len)
{
	stage_typed(s);
	keys_feed(&s->keys, bytes, len, clock_ms(), hear, s);
	s->esc_ms = keys_pending(&s->keys) ? clock_ms() + keys_wait_ms(&s->keys)
					   : NEVER;
	rest(s);
}
