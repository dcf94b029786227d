/*
 * A process that spins in one call notices it itself. What is counted is
 * processor time, so it costs nothing while nothing happens and wakes nobody.
 * One per process.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/err.h"

struct spin {
	volatile uint64_t *mark; /* what is worked on; 0 = nothing */
	volatile uint64_t *calls; /* counts each piece of that */
	/* Called in the signal handler when one call has taken more than the
	 * period, at most twice as much. */
	void (*lost)(void);
};

bool spin_watch(const struct spin *s, int64_t period_ms, struct err *err);
