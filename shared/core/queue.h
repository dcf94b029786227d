/*
 * The waiting queue: order, place and waiting time over an array of small
 * structs that the caller fills. First come, first served; a ticket that comes
 * back keeps its place because its opening time stays.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/core/ticket.h"

struct queue_item {
	int64_t number; /* of the ticket; ties of opened_ms */
	int64_t opened_ms; /* monotonic; negative for before this run */
	/* Who may take it, a bit each; with more than 64 persons several have
	 * the same one, which never makes a place better than it is. */
	uint64_t takers;
	bool waiting; /* and its client is there: others wait behind it */
};

/* By opening time, then number. */
void queue_sort(struct queue_item *items, size_t n);
/* Place of item i among those that somebody who may take it may take as well,
 * 1 = next, and how many these are, itself included; of may be NULL. 0 when it
 * is not waiting. */
int queue_place(const struct queue_item *items, size_t n, size_t i, int *of);
/* False with "queue full, N waiting" when one more does not fit. */
bool queue_admit(size_t waiting, size_t max, struct err *err);
/* Never negative. */
int64_t queue_wait_s(int64_t opened_ms, int64_t now_ms);
