/*
 * One alarm that wakes the loop at a time of clock_ms(), also when the machine
 * slept meanwhile: what loop_timer.c stands on. Not for other layers.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct loop_alarm;

/* uv is the uv_loop_t. It rings by fn(ctx) and is not set any more then. It
 * never keeps the loop alive unless loop_alarm_hold() says so. */
struct loop_alarm *loop_alarm_new(void *uv, void (*fn)(void *ctx), void *ctx);
/* In ms from now, at once for less than 1; setting again moves it. */
void loop_alarm_set(struct loop_alarm *a, int64_t ms);
void loop_alarm_hold(struct loop_alarm *a, bool on);
/* The libuv loop is closed already. */
void loop_alarm_free(struct loop_alarm *a);
