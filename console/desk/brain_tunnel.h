/*
 * The way of a technician to a client: announced to the agent, coupled by the
 * front, cut. No events of the ticket.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct brain;
struct brain_link;
struct brain_ticket;

/* As bt->tunnel. */
void brain_tunnel_new(struct brain_ticket *bt);
/* The front's number of the one that is open; 0 = none. */
int64_t brain_tunnel_id(const struct brain_ticket *bt);
/* One is open, and it is that technician's. */
bool brain_tunnel_is_of(
    const struct brain_ticket *bt, const struct brain_link *tech);
/* The visit that was announced waits for that key. */
bool brain_tunnel_is_for(const struct brain_ticket *bt, const char *key);
/* The technician's, as announced. */
const char *brain_tunnel_key(const struct brain_ticket *bt);
/* The front says so. */
void brain_tunnel_closed(struct brain_ticket *bt);
/* Tells the agent who comes, with that key (NULL = of whichever of his consoles
 * is here); a new visit number unless one is still unused. */
void brain_tunnel_announce(struct brain_ticket *bt, const char *key);
/* The front's wanted tunnel, to the agent that is there. */
void brain_tunnel_couple(
    struct brain_ticket *bt, struct brain_link *tech, int64_t id);
void brain_tunnel_deny(struct brain *b, int64_t id, const char *why);
/* Closes it, if there is one. */
void brain_tunnel_cut(struct brain_ticket *bt);
