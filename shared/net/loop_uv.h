/*
 * What the other files of this layer need of the loop. Not for other layers.
 */
#ifndef NET_LOOP_UV_H
#define NET_LOOP_UV_H

#include "shared/net/loop.h"

/* The uv_loop_t. */
void *loop_uv(struct loop *l);
/* Runs fn as a callback of the loop: deferred calls follow it. */
void loop_call(struct loop *l, loop_fn *fn, void *ctx);
/* This signal watch keeps loop_run() alive. */
void loop_signal_keep(struct loop_signal *s);

#endif
