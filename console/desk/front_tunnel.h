/*
 * Tunnels: a technician's direct-tcpip channel to "ticket-N", coupled with the
 * channel "visit-M" of that ticket's agent. The brain decides; the front only
 * asks, couples and counts bytes.
 */
#pragma once

#include "console/desk/front.h"

struct chan_want;
struct link;

/* A technician's link wants a direct channel; asks the brain. False: not a name
 * that could be a ticket's. */
bool front_tunnel_want(struct front *f, int64_t link, struct chan_want *want);
/* The brain's answers. Unknown ids are ignored: the asker may be gone. */
void front_tunnel_couple(
    struct front *f, int64_t id, struct link *agent, int64_t visit);
/* Refuses a wanted channel, closes a coupled one. */
void front_tunnel_deny(struct front *f, int64_t id);
void front_tunnel_free_all(struct front *f);
