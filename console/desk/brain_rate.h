/*
 * The kind of work: changed at once where the client agreed to its price, else
 * asked of him first; his signed answer decides.
 */
#ifndef DESK_BRAIN_RATE_H
#define DESK_BRAIN_RATE_H

#include "console/desk/brain_ticket.h"

/* Messages of the technician. */
void brain_rate_kind(struct brain_link *l, const struct msg *m);
void brain_rate_undo(struct brain_link *l, const struct msg *m);
void brain_rate_withdraw(struct brain_link *l, const struct msg *m);
/* Message of the agent. */
void brain_rate_answer(struct brain_link *l, const struct msg *m);
/* The open question, to both sides. */
void brain_rate_tell(struct brain_ticket *bt);
/* That event ended it. */
void brain_rate_over(struct brain_ticket *bt, const struct ticket_event *ev);
/* The kinds that must be asked for, in words for `clock`; and "undo=SECONDS"
 * while the last change can be taken back. */
#define BRAIN_RATE_ASKS 128
const char *brain_rate_asks(
    const struct ticket *t, int64_t now_ms, char dst[BRAIN_RATE_ASKS]);

#endif
