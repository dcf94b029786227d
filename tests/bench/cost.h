/*
 * What processes cost, read from /proc: processor time and wake-ups of some
 * processes and of all that they started.
 */
#pragma once

#include <sys/types.h>

struct cost {
	double cpu_ms; /* also of children that have ended */
	double wakes; /* sleeps that ended */
};

/* The sum over n trees; a pid of 0 is left out. */
struct cost cost_of(const pid_t *roots, int n);
/* Of the processes of that name in the tree, and of none that ended. */
struct cost cost_of_program(pid_t root, const char *name);
