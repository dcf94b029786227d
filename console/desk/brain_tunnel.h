/*
 * The way of a technician to a client: announced to the agent, coupled by the
 * front, cut. No events of the ticket.
 */
#ifndef DESK_BRAIN_TUNNEL_H
#define DESK_BRAIN_TUNNEL_H

#include <stdint.h>

struct brain;
struct brain_link;
struct brain_ticket;

/* Tells the agent who comes, with that key (NULL = of whichever of his consoles
 * is here); a new visit number unless one is still unused. */
void brain_tunnel_announce(struct brain_ticket *bt, const char *key);
/* The front's wanted tunnel, to the agent that is there. */
void brain_tunnel_couple(
    struct brain_ticket *bt, struct brain_link *tech, int64_t id);
void brain_tunnel_deny(struct brain *b, int64_t id, const char *why);
/* Closes it, if there is one. */
void brain_tunnel_cut(struct brain_ticket *bt);

#endif
