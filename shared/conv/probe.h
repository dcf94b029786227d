/*
 * Is somebody there behind the front of a desk? Over a link that has logged in
 * as a client's: asks for the way back, takes the conversation, and says an
 * aside hello, which asks for nothing. Only the brain can answer that: a front
 * greets, logs in and opens channels also when its brain hangs.
 */
#pragma once

#include <stdbool.h>

#include "shared/base/err.h"
#include "shared/net/link.h"
#include "shared/wire/msg.h"

struct probe;

/* From the loop; at most one of answered and failed, which is the last. The
 * probe must not be freed in them. */
struct probe_events {
	/* The desk has opened its channel [nothing]. */
	void (*reached)(void *ctx);
	void (*answered)(const struct msg *welcome, void *ctx);
	/* Also when nothing came within some seconds. */
	void (*failed)(const struct err *why, void *ctx);
};

/* l is up; program is the name in hello, without its version. */
struct probe *probe_new(struct loop *loop, struct link *l, const char *program,
    const struct probe_events *events, void *ctx);
/* As link_events.chan_wanted. */
bool probe_wanted(struct probe *p, struct chan_want *want);
/* When its link is gone or no callback of it can come any more; NULL is
 * accepted. */
void probe_free(struct probe *p);
