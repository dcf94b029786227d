/*
 * One step of a ticket: journalled and applied, then its effects are performed.
 */
#pragma once

#include "console/desk/brain_ticket.h"

/*
 * False with err (NULL: it is logged), and nothing changed. The event may close
 * the ticket: bt is off the list then and has no agent any more, but can be
 * read until the current callback of the loop is over, as after every function
 * of the brain: nothing else ends a ticket, and none is freed under the feet of
 * a caller.
 */
bool brain_step(
    struct brain_ticket *bt, const struct ticket_event *ev, struct err *err);
/* The same for an event with nothing in it but its actor and text. */
bool brain_step_do(struct brain_ticket *bt, enum ticket_event_kind kind,
    const char *actor, const char *text, struct err *err);
