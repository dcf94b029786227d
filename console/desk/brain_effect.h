/*
 * What follows from a step of a ticket: core names the effects, here they are
 * performed. Private to brain_ticket.
 */
#ifndef DESK_BRAIN_EFFECT_H
#define DESK_BRAIN_EFFECT_H

#include "console/desk/brain_ticket.h"

/* Before the step is taken over: whose ticket it is is counted. */
void brain_effect_count(
    const struct brain_ticket *bt, const struct ticket *next);
/* In order. When bt is closed it is retired at last. A closed one that is not
 * on the disk yet keeps them for later, see brain_hold.h. */
void brain_effect_do(struct brain_ticket *bt, const struct ticket_event *ev,
    const struct ticket_effects *effects);
/* Defined in brain_ticket: takes it off the list, and has it freed after the
 * current callback of the loop. */
void brain_ticket_retire(struct brain_ticket *bt);
/* Arms the timer for what is due next. */
void brain_ticket_rearm(struct brain_ticket *bt);

#endif
