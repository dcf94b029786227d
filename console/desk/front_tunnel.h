/*
 * Tunnels: a technician's direct-tcpip channel to "ticket-N", coupled with the
 * channel "visit-M" of that ticket's agent. The brain decides; the front only
 * asks, couples and counts bytes.
 *
 * Who is far has a second link here, logged in as "twin" with the same key;
 * each of his tunnels gets a channel of the same name in it, that carries the
 * same (relay.h).
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
/* Does who has that key have a tunnel here, at either end? */
bool front_tunnel_has(const struct front *f, const char *key);
/* The twin of such a one is up: opens the channels of his tunnels in it. False:
 * each has a twin already. */
bool front_tunnel_twin(struct front *f, struct link *l);
/* Is there still one of them in it? */
bool front_tunnel_in(const struct front *f, const struct link *l);
/* Refuses a wanted channel, closes a coupled one. */
void front_tunnel_deny(struct front *f, int64_t id);
void front_tunnel_free_all(struct front *f);
