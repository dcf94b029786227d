#include "console/run_term.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "console/app/app_screen.h"
#include "console/app/tty_curses.h"
#include "shared/base/clock.h"
#include "shared/base/mem.h"
#include "shared/sys/terminal.h"
#include "shared/base/util.h"

#define STALL_LOOK_MS 20 /* while the terminal is not read */
#define STALL_MS 1000

struct run_term {
	struct app *app;
	int fd;
	struct loop_timer *stall; /* armed while the terminal is not read */
	size_t stall_len;
	int64_t stall_ms; /* since when nothing of it was taken */
	struct loop_signal *signal[6];
	int signals;
};

/* --- a paste that the client cannot take at once --- */

/* The rest waits in the terminal; but the technician must get away from a
 * client that reads no more, so after a while the rest is lost instead. */
static void
look_at_queue(void *ctx)
{
	struct run_term *t = ctx;
	struct visit *v = app_shown_visit(t->app);
	size_t len = v != NULL ? visit_queued(v) : 0;

	if (len < t->stall_len)
		t->stall_ms = clock_ms();
	t->stall_len = len;
	if (v != NULL && !v->stalled)
		v->stalled = clock_ms() - t->stall_ms >= STALL_MS;
	if (t->app->lent)
		return; /* who takes the terminal back reads it again */
	if (len < VISIT_QUEUE_MAX || v->stalled)
		loop_watch_set(t->app->input, LOOP_READ);
	else
		loop_timer_set(t->stall, STALL_LOOK_MS);
}

static void
check_queue(struct run_term *t)
{
	struct visit *v = app_shown_visit(t->app);

	if (v == NULL || v->stalled || visit_queued(v) < VISIT_QUEUE_MAX)
		return;
	t->stall_len = visit_queued(v);
	t->stall_ms = clock_ms();
	loop_watch_set(t->app->input, 0);
	loop_timer_set(t->stall, STALL_LOOK_MS);
}

static void
on_input(int events, void *ctx)
{
	struct run_term *t = ctx;
	char data[4096];
	ssize_t n = read(t->fd, data, sizeof(data));

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n <= 0) { /* the terminal is gone */
		app_leave(t->app);
		return;
	}
	stage_feed(&t->app->stage, data, (size_t)n);
	check_queue(t);
}

static void
on_signal(int signum, void *ctx)
{
	struct run_term *t = ctx;

	if (t->app->quitting)
		return;
	switch (signum) {
	case SIGWINCH:
		if (t->app->lent)
			break;
		tty_resized();
		app_take_size(t->app);
		break;
	case SIGTSTP:
		app_suspend(t->app);
		break;
	case SIGCONT:
		tty_forget();
		stage_redraw(&t->app->stage);
		break;
	default:
		app_leave(t->app);
		break;
	}
}

struct run_term *
run_term_new(struct app *a, struct err *err)
{
	static const int signals[] = {
	    SIGWINCH, SIGTSTP, SIGCONT, SIGTERM, SIGHUP, SIGINT};
	struct run_term *t = mem_alloc(sizeof(*t));

	t->app = a;
	t->fd = tty_input();
	a->stage.keys.erase = terminal_erase();
	t->app->input = loop_watch_new(
	    a->loop, t->fd, LOOP_READ, on_input, t, err);
	if (t->app->input == NULL) {
		free(t);
		return NULL;
	}
	t->stall = loop_timer_new(a->loop, look_at_queue, t);
	for (size_t i = 0; i < ARRAY_LEN(signals); i++)
		t->signal[t->signals++] = loop_signal_new(
		    a->loop, signals[i], on_signal, t);
	return t;
}

void
run_term_deaf(struct run_term *t)
{
	if (t == NULL)
		return;
	loop_watch_free(t->app->input);
	t->app->input = NULL;
	loop_timer_stop(t->stall);
}

void
run_term_free(struct run_term *t)
{
	if (t == NULL)
		return;
	for (int i = 0; i < t->signals; i++)
		loop_signal_free(t->signal[i]);
	loop_timer_free(t->stall);
	free(t);
}
