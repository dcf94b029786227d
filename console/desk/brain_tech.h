/*
 * What technicians say: hello, the queue, the clock, the end of a ticket.
 */
#ifndef DESK_BRAIN_TECH_H
#define DESK_BRAIN_TECH_H

#include "console/desk/brain_link.h"

extern const struct brain_link_row brain_tech_rows[];
extern const struct brain_link_row brain_tech_aside_rows[];

void brain_tech_down(struct brain_link *l);

#endif
