#include "shared/base/bucket.h"

#include "shared/base/util.h"

bool
bucket_has(struct bucket *b, int64_t burst, int64_t minute, int64_t now_ms)
{
	double most = (double)burst;

	if (b->filled_ms == 0)
		b->tokens = most;
	else if (now_ms > b->filled_ms)
		b->tokens += (double)(now_ms - b->filled_ms) * (double)minute /
		    60000;
	b->filled_ms = MAX_OF(now_ms, 1);
	b->tokens = MIN_OF(b->tokens, most);
	return b->tokens >= 1;
}

bool
bucket_take(struct bucket *b, int64_t burst, int64_t minute, int64_t now_ms)
{
	bool there = bucket_has(b, burst, minute, now_ms);

	b->tokens -= there;
	return there;
}
