/*
 * What is told of one ticket as it is: its row in the queue, its clock,
 * and what its client is asked.
 */
#pragma once

#include <stdbool.h>

struct brain_link;
struct brain_ticket;
struct ticket_event;

/* One row to every technician. */
void brain_tell_row(struct brain_ticket *bt);
/* The bill so far, to agent and technician. */
void brain_tell_clock(struct brain_ticket *bt);
/* The same as it will be when the agent answers what it is asked now: its
 * machine wakes once for both. */
void brain_tell_clock_ahead(struct brain_ticket *bt);

/* The pending quote, to both sides. */
void brain_tell_quote(struct brain_ticket *bt);
/* The event ANSWERED happened, by the client or because he was late. */
void brain_tell_answered(
    struct brain_ticket *bt, const struct ticket_event *ev);
/* The quote that was pending. */
void brain_tell_withdrawn(struct brain_ticket *bt);
/* The open question about the kind of work, to both sides. */
void brain_tell_rate(struct brain_ticket *bt);
/* That event ended it. */
void brain_tell_rated(struct brain_ticket *bt, const struct ticket_event *ev);

/* To the technician: the client is lost, or back (-1). */
void brain_tell_lost(struct brain_ticket *bt, int why);
/* To the technician: whether he is let in, and what he may. */
void brain_tell_consented(struct brain_ticket *bt, bool yes, int why);

/* All open tickets, and the clocks of his own; a technician only. */
void brain_tell_queue(struct brain_link *l);
