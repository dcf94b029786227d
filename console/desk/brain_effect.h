/*
 * What follows from a step of a ticket: core names the effects, here they are
 * performed. Private to brain_step and brain_flush.
 */
#pragma once

struct brain_ticket;
struct ticket;
struct ticket_event;
struct ticket_effects;

/* Before the step is taken over: whose ticket it is is counted. */
void brain_effect_count(
    const struct brain_ticket *bt, const struct ticket *next);
/* In order. When bt is closed it is retired at last. A closed one that is not
 * on the disk yet keeps them for later, see brain_hold.h. */
void brain_effect_do(struct brain_ticket *bt, const struct ticket_event *ev,
    const struct ticket_effects *effects);
