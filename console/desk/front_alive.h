/*
 * Signs of life: the front answers pings itself, asks links that are silent,
 * and finds those that stay so. The brain is not woken for it; it asks for
 * itself where money depends on the answer.
 */
#pragma once

#include "console/desk/front_link.h"

/* Its conversation is open from now on. */
void front_alive_begin(struct front_link *l);
/* Asks when it is time to, and says when to look again; false when it has shown
 * no sign of life for too long. */
bool front_alive_look(struct front_link *l, int64_t now_ms, int64_t *next_ms);
/* Something was sent to a technician: what is asked soon is asked now. */
void front_alive_seize(struct front_link *l);
/* True: the message was a ping, or the answer to ours, and is done with. */
bool front_alive_take(struct front_link *l, const struct msg *m);
