/*
 * What technicians say: hello, the queue, the clock, the end of a ticket.
 */
#pragma once

#include "console/desk/brain_link.h"

extern brain_link_fn *const brain_tech_rows[MSG_KINDS];
extern brain_link_fn *const brain_tech_aside_rows[MSG_KINDS];

void brain_tech_down(struct brain_link *l);
