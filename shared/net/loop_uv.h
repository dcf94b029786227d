/*
 * What the other files of this layer need of the loop. Not for other layers.
 */
#pragma once

#include "shared/net/loop.h"

/* The uv_loop_t. */
void *loop_uv(struct loop *l);
/* Runs fn as a callback of the loop: deferred calls follow it. */
void loop_call(struct loop *l, loop_fn *fn, void *ctx);
/* +1: something must still be finished before loop_free() (and will be, in a
 * bounded time); -1: it is. */
void loop_linger(struct loop *l, int change);

/*
 * The timers of a loop (loop_timer.c), which is known here by two calls only.
 */
struct loop_timers;
struct loop_timers_events {
	/* A timer fired: fn(ctx) is to run as a callback of the loop. */
	void (*fire)(struct loop *l, loop_fn *fn, void *ctx);
	/* The loop is not to sleep in this turn. */
	void (*wake)(struct loop *l);
};
struct loop_timers *loop_timers_new(
    void *uv, const struct loop_timers_events *events, struct loop *l);
/* The libuv loop is closed already. */
void loop_timers_free(struct loop_timers *all);
struct loop_timer *loop_timers_add(
    struct loop_timers *all, loop_fn *fn, void *ctx);
