/*
 * What may happen so often: so many times at once, so many in a minute.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct bucket {
	double tokens;
	int64_t filled_ms; /* 0 = never used: it is full */
};

/* Is there a token? */
bool bucket_has(
    struct bucket *b, int64_t burst, int64_t minute, int64_t now_ms);
/* The same, and takes it. */
bool bucket_take(
    struct bucket *b, int64_t burst, int64_t minute, int64_t now_ms);
