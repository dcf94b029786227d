/*
 * A stopwatch of working time per kind of work, in milliseconds of a monotonic
 * clock that the caller reads.
 *
 * Time counts only up to the client's last heartbeat ("beat"), and a stretch of
 * more than METER_GAP_MS without one does not count at all: a machine that
 * slept or a clock that jumped adds nothing. So a running meter wants
 * meter_count() every 15 s.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "shared/core/prices.h"

#define METER_GAP_MS INT64_C(60000)

struct meter {
	int64_t worked_ms[PRICE_KINDS];
	int64_t from_ms; /* counted up to here */
	enum price_kind kind;
	bool running;
};

/* Does nothing when it runs already. */
void meter_start(struct meter *m, enum price_kind kind, int64_t now_ms);
/* Counts up to beat_ms, never past a total of limit_ms (0 = no limit). */
void meter_count(struct meter *m, int64_t beat_ms, int64_t limit_ms);
/* Counts, then stops. */
void meter_stop(struct meter *m, int64_t beat_ms, int64_t limit_ms);
/* Stops without counting: what was not counted yet is lost. */
void meter_drop(struct meter *m);
int64_t meter_total_ms(const struct meter *m);
/* What meter_count() would add now. */
int64_t meter_pending_ms(
    const struct meter *m, int64_t beat_ms, int64_t limit_ms);
