/*
 * The agent's side of its link to the desk (shared/conv/desk_link.h): the
 * forward by which the desk opens channels here, the conversation in the one
 * named "control", the visits in those named "visit-N", by the second link too
 * when the desk is far. A desk of another version is final: its user cannot
 * bring anything up to date.
 */
#pragma once

#include <stdint.h>

#include "shared/conv/desk_link.h"

struct tunnel_events {
	/* The desk opens "visit-N": accept the want or return false. */
	bool (*visit)(int64_t visit, struct chan_want *want, void *ctx);
	/* The same by the second link, when there is a visit that wants it. */
	bool (*twin_wanted)(void *ctx);
	bool (*twin)(int64_t visit, struct chan_want *want, void *ctx);
};

/* key is the agent's own. Told where to by desk_link_to_host(). */
struct desk_link *tunnel_new(struct loop *loop, const struct key *key,
    const struct tunnel_events *tunnel, const struct desk_link_events *events,
    void *ctx);
