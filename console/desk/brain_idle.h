/*
 * A visit in which nobody types and no program writes: both sides are asked,
 * then the clock pauses, at last the visit ends. Neither keys nor output are
 * seen here; the agent says now and then that there are some (`active`). Output
 * keeps the clock running, only a key lets it go on. What the technician does
 * at the desk counts too.
 */
#ifndef DESK_BRAIN_IDLE_H
#define DESK_BRAIN_IDLE_H

#include <stdint.h>

struct brain_link;
struct brain_ticket;
struct msg;

/* When brain_idle_due() has something next, monotonic; -1 = never. */
int64_t brain_idle_deadline(const struct brain_ticket *bt);
/* Asks, pauses or ends, what is due. Closes no ticket. */
void brain_idle_due(struct brain_ticket *bt, int64_t now_ms);
/* `active` of the agent: an idle pause is over, if there are keys. */
void brain_idle_active(struct brain_link *l, const struct msg *m);

#endif
