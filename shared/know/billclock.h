/*
 * The running bill as the desk told it last, counted on until it tells again.
 * Pure: the time is an argument.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/core/bill.h"
#include "shared/core/prices.h"
#include "shared/core/rate.h"
#include "shared/core/ticket.h"
#include "shared/wire/msg.h"
#include "shared/wire/words.h"

struct billclock {
	int64_t ticket;
	bool known; /* the desk has told it */
	struct bill_clock tick;
	int why; /* it stands: of ticket_stops, -1 = the desk did not say */
	char line[257];
	enum price_kind kind;
	enum stands quote;
	unsigned asks; /* kinds that need the client's yes, as 1 << kind */
	int64_t undo_until_ms; /* of the last change of the kind of work */
	struct bill_live live;
	struct price price; /* of an hour, as last told: what is consented to */
};

/* The message `clock`. True when another price than before is in it. */
bool billclock_take(struct billclock *c, const struct msg *m, int64_t now_ms);
/* The work and its price from now on, for the user. */
void billclock_line_text(const struct billclock *c, char *dst, size_t size);
/* It runs at the desk, as far as one can know: see BILL_TRUST_MS. */
bool billclock_runs(const struct billclock *c, int64_t now_ms);
/* The bill at this moment. */
void billclock_now(
    const struct billclock *c, int64_t now_ms, struct bill_now *out);
/* That, for a bar: span and sums are worked and amounts in fewer words, left is
 * the time until the next unit. */
struct billclock_words {
	char worked[100], span[24], left[24], rate[100];
	char amounts[200], sums[200];
};
void billclock_words(const struct billclock *c, const struct bill_now *now,
    bool seconds, struct billclock_words *w);
/* A clock that runs is shown in minutes, so that a quiet screen need not be
 * drawn each second. Seconds are shown in the last two minutes before the next
 * unit, for so long behind a key (the last was at key_ms), and while it stands.
 */
#define BILLCLOCK_KEY_MS 5000
bool billclock_seconds(
    const struct billclock *c, int64_t now_ms, int64_t key_ms);
/* bill_live_total_vat_gr() of now. */
int64_t billclock_total_vat_gr(
    const struct billclock *c, int64_t now_ms, const struct bill_total *total);
/* Until the text of it changes; -1 where it does not run. */
int64_t billclock_wait_ms(
    const struct billclock *c, int64_t now_ms, int64_t key_ms);
/* It counts no further until the desk speaks again: the link is gone, say. why:
 * of ticket_stops, -1 = the desk does not say. */
void billclock_stop(struct billclock *c, int why, int64_t now_ms);
/* How the line in force is counted, for a question about another price. */
void billclock_tell_rate(const struct billclock *c, struct rate *r);
/* Must the client agree before that kind of work? NULL: it is not known. */
bool billclock_asks(const struct billclock *c, enum price_kind kind);
/* Can the last change of it be taken back? */
bool billclock_undo(const struct billclock *c, int64_t now_ms);
