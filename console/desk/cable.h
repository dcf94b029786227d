/*
 * The cable between brain and front: a socketpair with lines "<link> <json>".
 * Link 0 are messages between the two themselves; a positive link is the number
 * of an SSH link, and the line is one that it sent or is to get.
 *
 * Queues without limit; who fills it looks at cable_queued(). Lines are not
 * judged here.
 */
#pragma once

#include <stdint.h>

#include "shared/base/err.h"
#include "shared/net/loop.h"
#include "shared/wire/msg.h"

#define CABLE_FULL (1 << 20) /* stop taking from strangers above this */

struct cable;

struct cable_events {
	/* One line, without newline; line is NUL-terminated. */
	void (*line)(int64_t link, const char *line, size_t len, void *ctx);
	/* cable_queued() fell below half of CABLE_FULL after it was above. May
	 * be NULL. */
	void (*room)(void *ctx);
	/* The other process is gone, or what it says is no line. Once. */
	void (*ended)(const struct err *why, void *ctx);
};

/* fd becomes the cable's. Callbacks come from the loop only. */
struct cable *cable_new(
    struct loop *loop, int fd, const struct cable_events *events, void *ctx);
/* May be called in the callbacks. NULL is accepted. */
void cable_free(struct cable *c);
/* Reads what is left: the other process is known to be dead. */
void cable_drain(struct cable *c);
/* m is freed. */
void cable_send(struct cable *c, int64_t link, struct msg *m);
/* The same, keeping the message (to be sent to others too). */
void cable_send_copy(struct cable *c, int64_t link, const struct msg *m);
size_t cable_queued(const struct cable *c);
/* Bytes taken from the other side, and given to the kernel. */
uint64_t cable_read_bytes(const struct cable *c);
uint64_t cable_sent_bytes(const struct cable *c);
