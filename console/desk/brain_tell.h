/*
 * The messages that the brain sends of itself: lists, rows of the queue,
 * places, clocks, ends.
 */
#ifndef DESK_BRAIN_TELL_H
#define DESK_BRAIN_TELL_H

#include "console/desk/brain_ticket.h"

/* Price list and technicians, as after every welcome; without `listed`. */
void brain_tell_lists(struct brain_link *l);
/* All open tickets, and the clocks of his own; a technician only. */
void brain_tell_queue(struct brain_link *l);
/* One row to every technician. */
void brain_tell_row(struct brain_ticket *bt);
/* Places changed: agents are told what is new, soon. */
void brain_tell_places(struct brain *b);
/* `queued` to its agent at once; with the secret. */
void brain_tell_queued(struct brain_ticket *bt);
/* The price list has changed: to everybody, in place of the old one. */
void brain_tell_prices(struct brain *b);
/* States of technicians that changed, to everybody. */
void brain_tell_technicians(struct brain *b);
/* The bill so far, to agent and technician. */
void brain_tell_clock(struct brain_ticket *bt);
/* To the consoles of its technician. m is freed. */
void brain_tell_tech(struct brain_ticket *bt, struct msg *m);
/* To the agent, if it is there. m is freed. */
void brain_tell_agent(struct brain_ticket *bt, struct msg *m);
/* To both; m is freed. */
void brain_tell_both(struct brain_ticket *bt, struct msg *m);
/* `warn` with that code, about that ticket. */
struct msg *brain_tell_warning(const struct brain_ticket *bt, const char *code);
/* The same, to both. */
void brain_tell_warn(struct brain_ticket *bt, const char *code);
/* To every technician's console; m is freed. */
void brain_tell_techs(struct brain *b, struct msg *m);
/* The standing trouble of the desk, if there is one, or that it is over. */
void brain_tell_banner(struct brain *b);
/* A text of a client, safe to be sent on. free() it. */
char *brain_tell_clean(const char *text, size_t max_bytes);
/* The same into a field of m. */
void brain_tell_put(
    struct msg *m, const char *field, const char *text, size_t max_bytes);

#endif
