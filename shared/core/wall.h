/*
 * Was the wall clock set? Its time and the one that never jumps go on side by
 * side; where they part by more than WALL_STEP_S between two looks, somebody
 * set it. A clock that a time service only makes faster or slower is followed.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define WALL_STEP_S 5

/* Zeroed = nothing was seen yet. */
struct wall {
	bool known;
	int64_t ahead_ms; /* of the other clock */
};

/* By how much it was set since the last look, in seconds: less than 0 = back;
 * 0 = it was not. */
int64_t wall_look(struct wall *w, int64_t utc_ms, int64_t now_ms);
