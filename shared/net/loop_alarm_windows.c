#include "shared/net/loop_alarm.h"

#include <stdlib.h>
#include <uv.h>

#include "shared/base/mem.h"
#include "shared/base/util.h"

/* The system's waits stand while the machine sleeps: it looks this often. An
 * alarm that comes too early is only set anew. It is never stopped either, for
 * libuv's loop lives by handles that are active. */
#define LOOK_MS 5000

struct loop_alarm {
	uv_timer_t timer;
	void (*fn)(void *ctx);
	void *ctx;
};

static void
rings(uv_timer_t *h)
{
	struct loop_alarm *a = h->data;

	a->fn(a->ctx);
}

struct loop_alarm *
loop_alarm_new(void *uv, void (*fn)(void *ctx), void *ctx)
{
	struct loop_alarm *a = mem_alloc(sizeof(*a));

	a->fn = fn;
	a->ctx = ctx;
	if (uv_timer_init(uv, &a->timer) != 0)
		abort();
	a->timer.data = a;
	uv_timer_start(&a->timer, rings, LOOK_MS, LOOK_MS);
	uv_unref((uv_handle_t *)&a->timer);
	return a;
}

void
loop_alarm_set(struct loop_alarm *a, int64_t ms)
{
	/* libuv counts from the beginning of the turn */
	uv_update_time(a->timer.loop);
	uv_timer_start(&a->timer, rings,
	    (uint64_t)MIN_OF(MAX_OF(ms, 0), LOOK_MS), LOOK_MS);
}

void
loop_alarm_hold(struct loop_alarm *a, bool on)
{
	if (on)
		uv_ref((uv_handle_t *)&a->timer);
	else
		uv_unref((uv_handle_t *)&a->timer);
}

void
loop_alarm_free(struct loop_alarm *a)
{
	free(a);
}
