/*
 * How long a client is kept with somebody at the door: attached, and not let
 * in. The clock starts at attach and goes on from one visit of the same
 * technician to the next, so that coming again buys no time; only being let in
 * does. When the time is over the visit is, and he has to pick the client anew;
 * not for ever, see brain_door_is_shut().
 */
#ifndef DESK_BRAIN_DOOR_H
#define DESK_BRAIN_DOOR_H

#include "console/desk/brain_ticket.h"

/* After every event of the ticket. */
void brain_door_note(struct brain_ticket *bt, const struct ticket_event *ev);
/* When brain_door_due() has something, monotonic; -1 = never. */
int64_t brain_door_deadline(const struct brain_ticket *bt);
/* Ends the visit when its time is over. Closes no ticket. */
void brain_door_due(struct brain_ticket *bt, int64_t now_ms);
/* That technician's time was over so often that the client is not his to pick
 * any more; another one's visit, or being let in, opens it. */
bool brain_door_is_shut(const struct brain_ticket *bt, const char *technician);

#endif
