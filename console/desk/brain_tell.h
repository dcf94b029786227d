/*
 * What the brain sends of itself, and to whom: lists, states of technicians,
 * warnings. What is told of a ticket's own state is in brain_tell_ticket.h.
 */
#ifndef DESK_BRAIN_TELL_H
#define DESK_BRAIN_TELL_H

#include "console/desk/brain_ticket.h"

/* Prices of today and technicians, as after every welcome; without `listed`. */
void brain_tell_lists(struct brain_link *l);
/* The price list has changed: to everybody, in place of the old one. */
void brain_tell_prices(struct brain *b);
/* States of technicians that changed, to everybody. */
void brain_tell_technicians(struct brain *b);
/* To the consoles of its technician. m is freed. */
void brain_tell_tech(struct brain_ticket *bt, struct msg *m);
/* To the agent, if it is there. m is freed. */
void brain_tell_agent(struct brain_ticket *bt, struct msg *m);
/* To both; m is freed. */
void brain_tell_both(struct brain_ticket *bt, struct msg *m);
/* `warn` with that code, about that ticket. */
struct msg *brain_tell_warning(const struct brain_ticket *bt, enum warn code);
/* The same, to both. */
void brain_tell_warn(struct brain_ticket *bt, enum warn code);
/* To every technician's console; m is freed. */
void brain_tell_techs(struct brain *b, struct msg *m);
/* The standing trouble of the desk, if there is one, or that it is over. */
void brain_tell_banner(struct brain *b);
/* A text of a client, safe to be sent on, into a field of m. */
void brain_tell_put(
    struct msg *m, const char *field, const char *text, size_t max_bytes);

#endif
