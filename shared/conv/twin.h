/*
 * The twin of a program's link to its desk: a second link with the same key,
 * over another TCP connection, for who is far. Its channels carry the same as
 * those of the first (net/relay.h), so that a packet that is lost delays
 * nothing; nothing depends on it, and nobody is told when it fails.
 *
 *	OFF -twin_start-> DIALING -> LOGIN -> UP, the desk opens channels
 *	 ^ twin_stop         ^         |       | broken, or none was opened
 *	 from any            +- WAIT <-+-------+  (30 s, 1, 2, 4 min; not when
 *	                                           there is nothing to carry)
 *
 * Callbacks come from the loop.
 */
#pragma once

#include <stdbool.h>

#include "shared/net/loop.h"
#include "shared/net/route.h"

#define TWIN_FAR_MS 120 /* round trip from which on it is worth its bytes */

struct chan_want;
struct link;
struct twin;

struct twin_events {
	/* Is there a channel that could have one? Asked before each try. */
	bool (*wanted)(void *ctx);
	/* The desk opens the twin of the channel of that name; as
	 * link_events.chan_wanted. */
	bool (*offered)(struct chan_want *want, void *ctx);
};

struct twin *twin_new(
    struct loop *loop, const struct twin_events *events, void *ctx);
void twin_free(struct twin *t);
/* Of that link, which is up, by its way; to->addr is not NULL, so that it comes
 * to the same desk. Anew, if it runs: the desk opens channels only when it
 * comes. Not for a key in a token, which wants to be touched for each log-in.
 */
void twin_start(struct twin *t, const struct route *to, const struct link *of);
/* Before the link ends. NULL is accepted. */
void twin_stop(struct twin *t);
