/*
 * A ticket in time: what is due of core, the question before time is counted,
 * a client who does not come back, lets nobody in or does nothing, a visit that
 * takes too long.
 */
#pragma once

#include <stdbool.h>

struct brain_link;
struct brain_ticket;
struct msg;

/* As bt->due. */
void brain_due_new(struct brain_ticket *bt);
/* Does what is due now; sets the timer to what is due next. */
void brain_due_look(struct brain_ticket *bt);
/* A line of its agent: the clock that stood for its silence goes on. */
void brain_due_heard(struct brain_ticket *bt);
/* `active` of its agent: an idle pause is over, if there are keys. */
void brain_due_active(struct brain_link *l, const struct msg *m);
/* Its link is gone: nothing was asked. */
void brain_due_lost(struct brain_ticket *bt);
/* Its clock stands for its silence. */
bool brain_due_is_silent(const struct brain_ticket *bt);
/* A technician claimed it: its silences count anew. */
void brain_due_claimed(struct brain_ticket *bt);
