/*
 * To whom a message of the brain goes. m is freed by each.
 */
#pragma once

#include "console/desk/brain_ticket.h"
#include "shared/wire/words.h"

/* To the consoles of its technician. */
void brain_tell_tech(struct brain_ticket *bt, struct msg *m);
/* To the agent, if it is there. */
void brain_tell_agent(struct brain_ticket *bt, struct msg *m);
void brain_tell_both(struct brain_ticket *bt, struct msg *m);
/* To every technician's console. */
void brain_tell_techs(struct brain *b, struct msg *m);
/* `warn` with that code, about that ticket. */
struct msg *brain_tell_warning(const struct brain_ticket *bt, enum warn code);
/* The same, to both. */
void brain_tell_warn(struct brain_ticket *bt, enum warn code);
