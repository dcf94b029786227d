/*
 * Tickets that were closed while their client's link was lost: he is told when
 * he comes back with his secret. The last ones of this run are remembered.
 */
#ifndef DESK_BRAIN_CLOSED_H
#define DESK_BRAIN_CLOSED_H

#include "console/desk/brain_ticket.h"

/* `ended` goes out for bt: remembers it when its agent is not there. The
 * message stays the caller's. */
void brain_closed_note(struct brain_ticket *bt, const struct msg *ended);
/* The end of the ticket with that secret and key, to this agent; once. */
void brain_closed_tell(struct brain_link *agent, const char *secret);
void brain_closed_free(struct brain *b);

#endif
