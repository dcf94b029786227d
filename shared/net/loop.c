/* See loop.h. */
#include "shared/net/loop.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <uv.h>

#include "shared/base/mem.h"
#include "shared/net/loop_uv.h"

#define SOON_ROUNDS 8

struct deferred {
	loop_fn *fn;
	void *ctx;
	struct deferred *next;
};

struct queue {
	struct deferred *first, **last;
	size_t waiting;
};

struct loop {
	uv_loop_t uv;
	uv_idle_t idle; /* active while deferred calls wait: do not sleep */
	struct loop_timers *timers;
	struct queue soon, later;
	int depth; /* callbacks of ours on the stack */
	int lingering;
};

struct loop_watch {
	uv_poll_t uv;
	struct loop *loop;
	int events;
	loop_watch_fn *fn;
	void *ctx;
};

struct loop_signal {
	uv_signal_t uv;
	struct loop *loop;
	loop_signal_fn *fn;
	void *ctx;
};

static void
free_handle(uv_handle_t *h)
{
	free(h->data);
}

/* Every object starts with its uv handle, whose data points to the object. */
static void
close_handle(uv_handle_t *h)
{
	uv_close(h, free_handle);
}

/* Runs what waits now, not what these calls add. */
static void
run_queue(struct queue *q)
{
	struct deferred *d;
	size_t n;

	for (n = q->waiting; n > 0 && q->first != NULL; n--) {
		d = q->first;
		q->first = d->next;
		if (q->first == NULL)
			q->last = &q->first;
		q->waiting--;
		if (d->fn != NULL)
			d->fn(d->ctx);
		free(d);
	}
}

/* A chain of such calls runs to its end, unless it goes on and on. */
static void
run_soon(struct loop *l)
{
	for (int i = 0; i < SOON_ROUNDS && l->soon.waiting > 0; i++)
		run_queue(&l->soon);
}

static void
run_deferred(struct loop *l)
{
	run_soon(l);
	run_queue(&l->later);
	run_soon(l);
	if (l->soon.waiting + l->later.waiting == 0)
		uv_idle_stop(&l->idle);
}

static void
enter(struct loop *l)
{
	l->depth++;
}

static void
leave(struct loop *l)
{
	if (l->depth == 1)
		run_deferred(l);
	l->depth--;
}

static void
on_idle(uv_idle_t *h)
{
	struct loop *l = h->data;

	enter(l);
	leave(l);
}

static void
wake(struct loop *l)
{
	uv_idle_start(&l->idle, on_idle);
}

void
loop_call(struct loop *l, loop_fn *fn, void *ctx)
{
	enter(l);
	fn(ctx);
	leave(l);
}

static const struct loop_timers_events timers_events = {
    .fire = loop_call, .wake = wake};

struct loop *
loop_new(void)
{
	struct loop *l = mem_alloc(sizeof(*l));

#ifdef SIGPIPE
	signal(SIGPIPE, SIG_IGN);
#endif
	if (uv_loop_init(&l->uv) != 0)
		abort();
	uv_idle_init(&l->uv, &l->idle);
	l->idle.data = l;
	l->soon.last = &l->soon.first;
	l->later.last = &l->later.first;
	l->timers = loop_timers_new(&l->uv, &timers_events, l);
	return l;
}

/* What nobody has freed must not keep the program from ending. */
static void
close_left(uv_handle_t *h, void *ctx)
{
	if (!uv_is_closing(h))
		uv_close(h, NULL);
}

void
loop_free(struct loop *l)
{
	if (l == NULL)
		return;
	while (l->soon.waiting + l->later.waiting > 0 || l->lingering > 0)
		uv_run(&l->uv, UV_RUN_ONCE);
	uv_walk(&l->uv, close_left, NULL);
	uv_run(&l->uv, UV_RUN_DEFAULT);
	uv_loop_close(&l->uv);
	loop_timers_free(l->timers);
	free(l);
}

void
loop_run(struct loop *l)
{
	uv_run(&l->uv, UV_RUN_DEFAULT);
}

void
loop_turn(struct loop *l, bool wait)
{
	uv_run(&l->uv, wait ? UV_RUN_ONCE : UV_RUN_NOWAIT);
}

void
loop_stop(struct loop *l)
{
	uv_stop(&l->uv);
}

void *
loop_uv(struct loop *l)
{
	return &l->uv;
}

static void
add(struct loop *l, struct queue *q, loop_fn *fn, void *ctx)
{
	struct deferred *d = mem_alloc(sizeof(*d));

	d->fn = fn;
	d->ctx = ctx;
	*q->last = d;
	q->last = &d->next;
	q->waiting++;
	wake(l);
}

void
loop_defer(struct loop *l, loop_fn *fn, void *ctx)
{
	add(l, &l->later, fn, ctx);
}

void
loop_soon(struct loop *l, loop_fn *fn, void *ctx)
{
	add(l, &l->soon, fn, ctx);
}

static void
forget(struct queue *q, const void *ctx)
{
	struct deferred *d;

	for (d = q->first; d != NULL; d = d->next)
		if (d->ctx == ctx)
			d->fn = NULL;
}

void
loop_forget(struct loop *l, const void *ctx)
{
	forget(&l->soon, ctx);
	forget(&l->later, ctx);
}

void
loop_linger(struct loop *l, int change)
{
	l->lingering += change;
}

struct loop_timer *
loop_timer_new(struct loop *l, loop_fn *fn, void *ctx)
{
	return loop_timers_add(l->timers, fn, ctx);
}

static void
on_poll(uv_poll_t *h, int status, int events)
{
	struct loop_watch *w = h->data;
	struct loop *l = w->loop;
	int got = 0;

	if (status < 0) {
		/* libuv has stopped watching; the owner reads the error */
		w->events = 0;
		got = LOOP_READ | LOOP_WRITE;
	}
	if (events & UV_READABLE)
		got |= LOOP_READ;
	if (events & UV_WRITABLE)
		got |= LOOP_WRITE;
	enter(l);
	w->fn(got, w->ctx);
	leave(l);
}

struct loop_watch *
loop_watch_new(struct loop *l, int fd, int events, loop_watch_fn *fn, void *ctx,
    struct err *err)
{
	struct loop_watch *w = mem_alloc(sizeof(*w));
	int rc;

	w->loop = l;
	w->fn = fn;
	w->ctx = ctx;
	rc = uv_poll_init_socket(&l->uv, &w->uv, (uv_os_sock_t)fd);
	if (rc != 0) {
		err_set(err, "cannot watch a descriptor: %s", uv_strerror(rc));
		free(w);
		return NULL;
	}
	w->uv.data = w;
	loop_watch_set(w, events);
	return w;
}

void
loop_watch_set(struct loop_watch *w, int events)
{
	int want = 0;

	if (events == w->events)
		return;
	w->events = events;
	if (events & LOOP_READ)
		want |= UV_READABLE;
	if (events & LOOP_WRITE)
		want |= UV_WRITABLE;
	if (want == 0)
		uv_poll_stop(&w->uv);
	else
		uv_poll_start(&w->uv, want, on_poll);
}

void
loop_watch_free(struct loop_watch *w)
{
	if (w == NULL)
		return;
	uv_poll_stop(&w->uv);
	close_handle((uv_handle_t *)&w->uv);
}

static void
on_signal(uv_signal_t *h, int signum)
{
	struct loop_signal *s = h->data;
	struct loop *l = s->loop;

	enter(l);
	s->fn(signum, s->ctx);
	leave(l);
}

struct loop_signal *
loop_signal_new(struct loop *l, int signum, loop_signal_fn *fn, void *ctx)
{
	struct loop_signal *s = mem_alloc(sizeof(*s));

	s->loop = l;
	s->fn = fn;
	s->ctx = ctx;
	uv_signal_init(&l->uv, &s->uv);
	s->uv.data = s;
	uv_signal_start(&s->uv, on_signal, signum);
	uv_unref((uv_handle_t *)&s->uv);
	return s;
}

void
loop_signal_free(struct loop_signal *s)
{
	if (s != NULL)
		close_handle((uv_handle_t *)&s->uv);
}
