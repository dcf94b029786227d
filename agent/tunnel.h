/*
 * The agent's side of its link to the desk (shared/conv/desk_link.h): the
 * forward by which the desk opens channels here, the conversation in the one
 * named "control", the visits in those named "visit-N". A desk of another
 * version is final: its user cannot bring anything up to date.
 */
#pragma once

#include <stdint.h>

#include "shared/conv/desk_link.h"

/* The desk opens "visit-N": accept the want or return false. */
typedef bool tunnel_visit_fn(int64_t visit, struct chan_want *want, void *ctx);

/* key is the agent's own. Told where to by desk_link_to_host(). */
struct desk_link *tunnel_new(struct loop *loop, const struct key *key,
    tunnel_visit_fn *visit, const struct desk_link_events *events, void *ctx);
