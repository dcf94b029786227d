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
	const char *wanted; /* "" = anyone; borrowed */
	bool waiting; /* still counts for the places of others */
};

/* By opening time, then number. */
void queue_sort(struct queue_item *items, size_t n);
/*
 * Place of item i in the order, 1 = next: those before it that wait for the
 * same technician or for anyone, plus one. For a client who takes anyone all
 * before count. 0 when it is not waiting.
 */
int queue_place(const struct queue_item *items, size_t n, size_t i);
size_t queue_waiting(const struct queue_item *items, size_t n);
/* False with "queue full, N waiting" when one more does not fit. */
bool queue_admit(size_t waiting, size_t max, struct err *err);
/* Never negative. */
int64_t queue_wait_s(int64_t opened_ms, int64_t now_ms);
