/*
 * The running bill as the desk told it last, counted on until it tells again.
 * Pure: the time is an argument.
 */
#ifndef AGENT_BILLCLOCK_H
#define AGENT_BILLCLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/core/bill.h"
#include "shared/core/prices.h"
#include "shared/wire/msg.h"

struct billclock {
	bool known; /* the desk has told it */
	struct bill_clock tick;
	char why[33]; /* it stands */
	char line[256];
	char quote[17];
	struct bill_live live;
	struct price price; /* of an hour, as last told: what is consented to */
};

/* The message `clock`. */
void billclock_take(struct billclock *c, const struct msg *m, int64_t now_ms);
/* Another price than before is in that message. */
bool billclock_differs(const struct billclock *c, const struct msg *m);
/* The work and its price from now on, for the user. */
void billclock_line_text(const struct billclock *c, char *dst, size_t size);
/* It runs at the desk, as far as one can know: see BILL_TRUST_MS. */
bool billclock_runs(const struct billclock *c, int64_t now_ms);
void billclock_now(
    const struct billclock *c, int64_t now_ms, struct bill_now *out);
/* Until the text of it changes; -1 where it does not run. */
int64_t billclock_wait_ms(const struct billclock *c, int64_t now_ms);
/* The link is gone: it counts no further until the desk speaks again. */
void billclock_stop(struct billclock *c, const char *why, int64_t now_ms);

#endif
