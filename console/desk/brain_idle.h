/*
 * A visit in which nobody types and no program writes: both sides are asked,
 * then the clock pauses, at last the visit ends. Neither keys nor output are
 * seen here; the agent says now and then that there are some (`active`). Output
 * keeps the clock running, only a key lets it go on. What the technician does
 * at the desk counts too.
 *
 * Here is when what is due; brain_due.h does it.
 */
#pragma once

#include <stdint.h>

struct brain_ticket;

enum brain_idle_step {
	BRAIN_IDLE_NONE,
	BRAIN_IDLE_ASK,
	BRAIN_IDLE_PAUSE,
	BRAIN_IDLE_END
};

/* As bt->idle. */
void brain_idle_new(struct brain_ticket *bt);
/* Somebody did something: the idle time starts anew. */
void brain_idle_over(struct brain_ticket *bt);
/* When something is due next, monotonic; -1 = never. */
int64_t brain_idle_deadline(const struct brain_ticket *bt);
/* What is due. A question is asked once. */
enum brain_idle_step brain_idle_due(struct brain_ticket *bt, int64_t now_ms);
/* It could not be written: it is due again soon. */
void brain_idle_again(struct brain_ticket *bt);
