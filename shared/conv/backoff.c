#include "shared/conv/backoff.h"

#include "shared/base/util.h"

#define DOUBLINGS 20 /* more would not fit, and is beyond any most */

void
backoff_reset(struct backoff *b)
{
	b->tries = 0;
}

void
backoff_wary(struct backoff *b)
{
	b->tries = MAX_OF(b->tries, 1);
}

int
backoff_next_ms(struct backoff *b, uint32_t random)
{
	int64_t ms = b->tries == 0
	    ? b->first_ms
	    : MIN_OF((int64_t)b->unit_ms << b->tries, b->most_ms);

	if (b->tries < DOUBLINGS)
		b->tries++;
	return (int)(ms - random % (ms / 4 + 1));
}
