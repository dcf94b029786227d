/*
 * What agents say: hello, the request card, and the client's part of a visit.
 */
#pragma once

#include "console/desk/brain_link.h"

extern brain_link_fn *const brain_agent_rows[MSG_KINDS];

/* Its link is gone. */
void brain_agent_down(struct brain_link *l);
