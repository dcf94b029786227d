#include "console/app/app.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "console/app/app_start.h"
#include "console/link/embed.h"
#include "console/app/tty_curses.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/core/ticket.h"
#include "shared/ui/dialog.h"

#define NOTICE_MS 6000
#define STALL_LOOK_MS 20 /* while the terminal is not read */
#define STALL_MS 1000

struct app_io {
	int fd;
	struct loop_watch *input;
	struct loop_timer *stall; /* armed while the terminal is not read */
	size_t stall_len;
	int64_t stall_ms; /* since when nothing of it was taken */
	struct loop_signal *signal[6];
	int signals;
};

static struct view *
shown_view(struct app *a)
{
	if (a->shown == 0)
		return &a->queue;
	if (a->shown <= a->visits)
		return &a->visit_view[a->shown - 1];
	return &a->log;
}

/* A visit's boxes are seen and take keys only in its own tab. */
static bool
box_is_shown(const struct app *a, const struct box *b)
{
	for (int i = 0; i < a->visits; i++)
		if (b->owner == a->visit[i])
			return a->shown == i + 1;
	return true;
}

bool
app_box_is_open(const struct app *a)
{
	for (int i = 0; i < a->boxes; i++)
		if (box_is_shown(a, &a->box[i]))
			return true;
	return false;
}

/* --- drawing --- */

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
	struct view *v = shown_view(a);
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
draw(void *ctx)
{
	struct app *a = ctx;
	struct view *v = shown_view(a);
	int64_t now = clock_ms();

	if (a->quitting)
		return;
	canvas_clear(&a->canvas);
	if (a->canvas.grid.cols < APP_COLS_MIN ||
	    a->canvas.grid.rows < APP_ROWS_MIN) {
		draw_too_small(a);
	} else {
		v->ops->draw(v->self, &a->canvas);
		for (int i = 0; i < a->boxes; i++)
			if (box_is_shown(a, &a->box[i]))
				a->box[i].ops->draw(a->box[i].self, &a->canvas);
	}
	viewer_sent(&a->pace, now, tty_show(&a->canvas) ? 1 : 0);
	for (int i = 0; i < a->visits; i++)
		visit_shown(a->visit[i]);
	arm_tick(a, now);
}

void
app_redraw(struct app *a)
{
	bool waits = a->pace.dirty; /* a draw is on its way already */
	int wait_ms;

	viewer_dirty(&a->pace);
	wait_ms = viewer_poll(&a->pace, clock_ms());
	if (wait_ms > 0)
		loop_timer_set(a->draw_timer, wait_ms);
	else if (!waits)
		loop_defer(a->loop, draw, a);
}

static void
on_tick(void *ctx)
{
	app_redraw(ctx);
}

void
app_notice(struct app *a, enum ui_style style, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(a->notice, sizeof(a->notice), fmt, ap);
	va_end(ap);
	a->notice_style = style;
	a->notice_until_ms = clock_ms() + NOTICE_MS;
	app_redraw(a);
}

/* --- boxes --- */

void
app_push(
    struct app *a, const struct box_ops *ops, void *self, const void *owner)
{
	if (a->boxes == APP_BOXES) {
		ops->free(self);
		return;
	}
	a->box[a->boxes++] = (struct box){ops, self, owner};
	app_redraw(a);
}

static void
take_box(struct app *a, int i)
{
	struct box gone = a->box[i];

	a->boxes--;
	memmove(
	    &a->box[i], &a->box[i + 1], (size_t)(a->boxes - i) * sizeof(gone));
	loop_defer(a->loop, gone.ops->free, gone.self);
	app_redraw(a);
}

void
app_pop(struct app *a, const void *self)
{
	for (int i = 0; i < a->boxes; i++) {
		if (a->box[i].self == self) {
			take_box(a, i);
			return;
		}
	}
}

void
app_pop_of(struct app *a, const void *owner, bool goes)
{
	for (int i = a->boxes - 1; i >= 0; i--) {
		struct box *b = &a->box[i];

		if (b->owner != owner || (!goes && b->ops->of_ticket))
			continue;
		if (goes && b->ops->orphan != NULL && b->ops->orphan(b->self))
			b->owner = NULL;
		else
			take_box(a, i);
	}
}

void
app_boxes_news(struct app *a)
{
	for (int i = a->boxes - 1; i >= 0; i--)
		if (a->box[i].ops->news != NULL)
			a->box[i].ops->news(a->box[i].self);
}

/* --- tabs --- */

void
app_show(struct app *a, int tab)
{
	if (tab < 0 || tab > a->visits + 1)
		return;
	a->shown = tab;
	if (tab >= 1 && tab <= a->visits)
		a->visit[tab - 1]->activity = false;
	else if (tab > 0)
		view_log_again(a->log.self);
	app_redraw(a);
}

void
app_show_log(struct app *a)
{
	app_show(a, a->visits + 1);
}

bool
app_is_shown(const struct app *a, const struct visit *v)
{
	return a->shown >= 1 && a->shown <= a->visits &&
	    a->visit[a->shown - 1] == v;
}

void
app_show_active(struct app *a)
{
	for (int i = 0; i < a->visits; i++) {
		if (a->visit[i]->activity) {
			app_show(a, i + 1);
			return;
		}
	}
	app_show(a, 0);
}

/* --- sending --- */

bool
app_send(struct app *a, struct msg *m)
{
	if (attach_send(a->attach, m))
		return true;
	app_notice(a, UI_BAR_ALERT,
	    _("There is no link to the desk: nothing was changed."));
	return false;
}

bool
app_send_ticket(struct app *a, enum msg_kind kind, int64_t ticket)
{
	return app_send(a, msg_put_int(msg_new(kind), "ticket", ticket));
}

/* By itself: when the client answers, when somebody types. */
static bool
goes_on(const struct model_clock *c)
{
	return c->tick.running ||
	    str_eq(c->why, ticket_pause_name(TICKET_PAUSE_LINK)) ||
	    str_eq(c->why, ticket_pause_name(TICKET_PAUSE_IDLE));
}

bool
app_toggle_pause(struct app *a, int64_t ticket)
{
	const struct model_clock *c = model_clock(&a->model, ticket);

	return app_send_ticket(
	    a, c == NULL || goes_on(c) ? MSG_PAUSE : MSG_RESUME, ticket);
}

/* --- leaving --- */

static void
leave(struct app *a)
{
	a->quitting = true;
	loop_stop(a->loop);
}

static void
quit_asked(struct app *a, int value, void *ctx)
{
	if (value == 1)
		leave(a);
}

/* What leaving now would do to somebody; NULL when to nobody. */
static const char *
quit_hurts(const struct app *a)
{
	bool running = a->visits > 0;

	for (int i = 0; i < a->model.clocks; i++)
		running = running || a->model.clock[i].tick.running;
	if (running)
		return _("A visit is open or a clock runs. When you leave, the "
			 "visit is cut and its clock stops; the ticket stays "
			 "open.");
	if (a->embed != NULL && model_expecting(&a->model) > 0)
		return _("Clients are waiting or were picked. The desk of this "
			 "console ends with it; their programs will try again "
			 "until it is back.");
	if (a->embed == NULL && model_expecting_me(&a->model) > 0)
		return _("A client whom you have taken counts on you. When you "
			 "leave before any work, he is back in the queue after "
			 "a minute; after work, his ticket stays open and "
			 "yours.");
	return NULL;
}

void
app_quit(struct app *a)
{
	const char *hurts = quit_hurts(a);
	struct dialog *d;

	if (hurts == NULL) {
		leave(a);
		return;
	}
	d = dlg_ask(
	    a, _("Leave pomoc?"), hurts, DIALOG_ESC, quit_asked, NULL, NULL);
	if (d == NULL)
		return;
	dialog_add(d, 'y', _("&yes, leave"), 1);
	dialog_add(d, 'n', _("&no, stay"), 2);
}

/* --- input --- */

static struct box *
top_box(struct app *a)
{
	for (int i = a->boxes - 1; i >= 0; i--)
		if (box_is_shown(a, &a->box[i]))
			return &a->box[i];
	return NULL;
}

static void
on_key(const struct keys_event *ev, void *ctx)
{
	struct app *a = ctx;
	struct view *v = shown_view(a);
	struct box *b = top_box(a);

	if (app_tab_key(a, ev))
		;
	else if (b != NULL)
		b->ops->key(b->self, ev);
	else if (!app_global_key(a, ev) && !v->ops->key(v->self, ev))
		return;
	app_redraw(a);
}

static void
on_esc_timer(void *ctx)
{
	struct app *a = ctx;

	keys_flush(&a->keys, on_key, a);
}

/* --- a paste that the client cannot take at once --- */

static struct visit *
shown_visit(struct app *a)
{
	return a->shown >= 1 && a->shown <= a->visits ? a->visit[a->shown - 1]
						      : NULL;
}

/* The rest waits in the terminal; but the technician must get away from a
 * client that reads no more, so after a while the rest is lost instead. */
static void
look_at_queue(void *ctx)
{
	struct app *a = ctx;
	struct app_io *io = a->io;
	struct visit *v = shown_visit(a);
	size_t len = v != NULL ? visit_queued(v) : 0;

	if (len < io->stall_len)
		io->stall_ms = clock_ms();
	io->stall_len = len;
	if (v != NULL && !v->stalled)
		v->stalled = clock_ms() - io->stall_ms >= STALL_MS;
	if (len < VISIT_QUEUE_MAX || v->stalled)
		loop_watch_set(io->input, LOOP_READ);
	else
		loop_timer_set(io->stall, STALL_LOOK_MS);
}

static void
check_queue(struct app *a)
{
	struct app_io *io = a->io;
	struct visit *v = shown_visit(a);

	if (v == NULL || v->stalled || visit_queued(v) < VISIT_QUEUE_MAX)
		return;
	io->stall_len = visit_queued(v);
	io->stall_ms = clock_ms();
	loop_watch_set(io->input, 0);
	loop_timer_set(io->stall, STALL_LOOK_MS);
}

static void
on_input(int events, void *ctx)
{
	struct app *a = ctx;
	char data[4096];
	ssize_t n = read(a->io->fd, data, sizeof(data));

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n <= 0) { /* the terminal is gone */
		leave(a);
		return;
	}
	loop_timer_stop(a->esc_timer);
	viewer_key(&a->pace, clock_ms());
	keys_feed(&a->keys, data, (size_t)n, clock_ms(), on_key, a);
	if (keys_pending(&a->keys))
		loop_timer_set(a->esc_timer, keys_wait_ms(&a->keys));
	check_queue(a);
}

static void
take_size(struct app *a)
{
	int cols, rows;

	tty_size(&cols, &rows);
	canvas_resize(&a->canvas, cols, rows);
	app_redraw(a);
}

void
app_suspend(struct app *a)
{
	tty_suspend();
	take_size(a);
}

static void
on_signal(int signum, void *ctx)
{
	struct app *a = ctx;

	if (a->quitting)
		return;
	switch (signum) {
	case SIGWINCH:
		tty_resized();
		take_size(a);
		break;
	case SIGTSTP:
		app_suspend(a);
		break;
	case SIGCONT:
		tty_forget();
		app_redraw(a);
		break;
	default:
		leave(a);
		break;
	}
}

static bool
watch_terminal(struct app *a, struct err *err)
{
	static const int signals[] = {
	    SIGWINCH, SIGTSTP, SIGCONT, SIGTERM, SIGHUP, SIGINT};
	struct app_io *io = a->io;

	io->fd = tty_input();
	io->input = loop_watch_new(
	    a->loop, io->fd, LOOP_READ, on_input, a, err);
	if (io->input == NULL)
		return false;
	io->stall = loop_timer_new(a->loop, look_at_queue, a);
	for (size_t i = 0; i < ARRAY_LEN(signals); i++)
		io->signal[io->signals++] = loop_signal_new(
		    a->loop, signals[i], on_signal, a);
	return true;
}

/* --- life --- */

static void
app_init(struct app *a, const struct app_options *opt)
{
	memset(a, 0, sizeof(*a));
	a->opt = *opt;
	a->loop = loop_new();
	a->io = mem_alloc(sizeof(*a->io));
	viewer_init(&a->pace, false, clock_ms());
	viewer_sent(&a->pace, clock_ms(), 0);
	a->draw_timer = loop_timer_new(a->loop, draw, a);
	a->esc_timer = loop_timer_new(a->loop, on_esc_timer, a);
	a->tick_timer = loop_timer_new(a->loop, on_tick, a);
	model_init(&a->model);
	keys_init(&a->keys);
	canvas_init(&a->canvas, 80, 24);
	a->queue = view_queue_new(a);
	a->log = view_log_new(a);
}

static void
app_fini(struct app *a)
{
	struct app_io *io = a->io;

	a->quitting = true;
	loop_watch_free(io->input);
	loop_timer_free(io->stall);
	while (a->boxes > 0)
		take_box(a, a->boxes - 1);
	app_close_visits(a);
	attach_free(a->attach);
	/* what was queued for the desk, deferred frees */
	loop_turn(a->loop, false);
	embed_stop(a->embed);
	/* a window that is closed sends SIGHUP twice */
	for (int i = 0; i < io->signals; i++)
		loop_signal_free(io->signal[i]);
	loop_timer_free(a->draw_timer);
	loop_timer_free(a->esc_timer);
	loop_timer_free(a->tick_timer);
	loop_forget(a->loop, a);
	loop_turn(a->loop, false);
	a->queue.ops->free(a->queue.self);
	a->log.ops->free(a->log.self);
	key_free(a->key);
	known_free(a->clients);
	loop_free(a->loop);
	model_fini(&a->model);
	canvas_fini(&a->canvas);
	free(io);
}

static bool
start(struct app *a, struct err *err)
{
	return tty_check(err) && app_start(a, err) && app_start_desk(a, err) &&
	    tty_start(err) && watch_terminal(a, err);
}

int
app_run(const struct app_options *opt)
{
	int said = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
	struct err err = {0};
	struct app a;

	app_init(&a, opt);
	if (!start(&a, &err)) {
		tty_end();
		dprintf(said, "pomoc: %s\n", err.text);
		app_fini(&a);
		close(said);
		return a.exit_code != 0 ? a.exit_code : 1;
	}
	close(said);
	a.mono = a.canvas.mono = tty_is_mono();
	take_size(&a);
	if (opt->warning != NULL)
		app_notice(&a, UI_BAR_ALERT, "%s", opt->warning);
	loop_run(a.loop);
	tty_end();
	app_fini(&a);
	return a.exit_code;
}
