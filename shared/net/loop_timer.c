/* The timers of a loop: see loop.h. libuv's own wait for the monotonic clock,
 * which stands while the machine sleeps; all deadlines of the programs are
 * points of clock_ms(), which does not. So the timers stand in a heap by
 * clock_ms(), and one alarm on the same clock wakes the loop for the first of
 * them. */
#include <stdlib.h>
#include <uv.h>

#include "shared/base/clock.h"
#include "shared/base/mem.h"
#include "shared/base/util.h"
#include "shared/net/loop_alarm.h"
#include "shared/net/loop_uv.h"

#define MOST_MS (INT64_C(1) << 50)
#define UNARMED SIZE_MAX
#define SOON_MS 100

struct loop_timer {
	struct loop_timers *all;
	size_t at; /* in the heap, or UNARMED */
	int64_t due_ms;
	uint64_t order; /* of arming: ties, and what came while others fired */
	loop_fn *fn;
	void *ctx;
};

struct loop_timers {
	const struct loop_timers_events *events;
	struct loop *loop;
	struct loop_timer **heap;
	size_t n, room;
	uint64_t orders;
	struct loop_alarm *alarm; /* keeps the loop while a timer is armed */
	int64_t wakes_ms; /* what it is set to; 0 = nothing ahead */
	uv_prepare_t prepare; /* before the loop sleeps */
};

/* --- the heap: every timer is due before its two children --- */

static bool
is_before(const struct loop_timer *a, const struct loop_timer *b)
{
	return a->due_ms != b->due_ms ? a->due_ms < b->due_ms
				      : a->order < b->order;
}

static void
put(struct loop_timers *all, size_t at, struct loop_timer *t)
{
	all->heap[at] = t;
	t->at = at;
}

static void
rise(struct loop_timers *all, struct loop_timer *t)
{
	size_t at = t->at;

	while (at > 0 && is_before(t, all->heap[(at - 1) / 2])) {
		put(all, at, all->heap[(at - 1) / 2]);
		at = (at - 1) / 2;
	}
	put(all, at, t);
}

static void
sink(struct loop_timers *all, struct loop_timer *t)
{
	size_t at = t->at, child;

	while ((child = 2 * at + 1) < all->n) {
		if (child + 1 < all->n &&
		    is_before(all->heap[child + 1], all->heap[child]))
			child++;
		if (!is_before(all->heap[child], t))
			break;
		put(all, at, all->heap[child]);
		at = child;
	}
	put(all, at, t);
}

/* --- firing --- */

/* What was armed meanwhile waits for the next look. True: some fired. */
static bool
fire(struct loop_timers *all)
{
	int64_t now = clock_ms();
	uint64_t last = all->orders;
	bool any = false;

	while (all->n > 0 && all->heap[0]->due_ms <= now &&
	    all->heap[0]->order <= last) {
		struct loop_timer *t = all->heap[0];

		loop_timer_stop(t);
		all->events->fire(all->loop, t->fn, t->ctx); /* may free it */
		any = true;
	}
	return any;
}

/* It is set anew for an earlier moment, and for a much later one: an idle
 * program is not woken for what was put off. Between them a wake-up for nothing
 * costs less. */
static void
set_alarm(struct loop_timers *all)
{
	int64_t now = clock_ms(), due;

	if (all->n == 0)
		return;
	due = all->heap[0]->due_ms;
	if (all->wakes_ms > now && all->wakes_ms <= due &&
	    (all->wakes_ms - now <= SOON_MS || due - all->wakes_ms <= SOON_MS))
		return;
	loop_alarm_set(all->alarm, due - now);
	all->wakes_ms = due;
}

static void
before_sleep(uv_prepare_t *h)
{
	struct loop_timers *all = h->data;

	if (fire(all))
		all->events->wake(all->loop);
	set_alarm(all);
}

static void
rings(void *ctx)
{
	struct loop_timers *all = ctx;

	all->wakes_ms = 0;
	fire(all);
}

struct loop_timers *
loop_timers_new(
    void *uv, const struct loop_timers_events *events, struct loop *l)
{
	struct loop_timers *all = mem_alloc(sizeof(*all));

	all->events = events;
	all->loop = l;
	all->alarm = loop_alarm_new(uv, rings, all);
	uv_prepare_init(uv, &all->prepare);
	all->prepare.data = all;
	uv_prepare_start(&all->prepare, before_sleep);
	uv_unref((uv_handle_t *)&all->prepare);
	return all;
}

void
loop_timers_free(struct loop_timers *all)
{
	loop_alarm_free(all->alarm);
	free(all->heap);
	free(all);
}

/* --- one timer --- */

struct loop_timer *
loop_timers_add(struct loop_timers *all, loop_fn *fn, void *ctx)
{
	struct loop_timer *t = mem_alloc(sizeof(*t));

	t->all = all;
	t->at = UNARMED;
	t->fn = fn;
	t->ctx = ctx;
	return t;
}

static void
push(struct loop_timers *all, struct loop_timer *t)
{
	if (all->n == all->room) {
		all->room = all->room * 2 + 8;
		all->heap = mem_grow(
		    all->heap, all->room, sizeof(struct loop_timer *));
	}
	if (all->n == 0)
		loop_alarm_hold(all->alarm, true);
	put(all, all->n++, t);
	rise(all, t);
}

void
loop_timer_set(struct loop_timer *t, int64_t ms)
{
	struct loop_timers *all = t->all;

	loop_timer_stop(t);
	t->due_ms = clock_ms() + (ms > 0 ? MIN_OF(ms, MOST_MS) : 0);
	t->order = ++all->orders;
	push(all, t);
}

void
loop_timer_stop(struct loop_timer *t)
{
	struct loop_timers *all = t->all;
	struct loop_timer *last;

	if (t->at == UNARMED)
		return;
	last = all->heap[--all->n];
	if (last != t) {
		put(all, t->at, last);
		rise(all, last);
		sink(all, last);
	}
	t->at = UNARMED;
	if (all->n == 0)
		loop_alarm_hold(all->alarm, false);
}

bool
loop_timer_armed(const struct loop_timer *t)
{
	return t->at != UNARMED;
}

void
loop_timer_free(struct loop_timer *t)
{
	if (t == NULL)
		return;
	loop_timer_stop(t);
	free(t);
}
