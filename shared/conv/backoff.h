/*
 * How long to wait before the next try: the one curve for all who connect
 * again. The first try after a success comes soon, for most breaks are a
 * program that is replaced; then the wait doubles up to a most. Who waits is
 * spread over the last quarter of it, so that those whom one end has thrown out
 * do not come back in one moment. Pure: the random number is handed in.
 */
#pragma once

#include <stdint.h>

struct backoff {
	int first_ms;
	int unit_ms; /* the second wait is twice that */
	int most_ms;
	int tries; /* since backoff_reset() */
};

/* There was a success. */
void backoff_reset(struct backoff *b);
/* It was a poor one: the next wait is not the first any more. */
void backoff_wary(struct backoff *b);
/* The wait before the try that comes now; never longer than the curve says, at
 * most a quarter shorter. */
int backoff_next_ms(struct backoff *b, uint32_t random);
