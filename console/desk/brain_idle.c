#include "console/desk/brain_idle.h"

#include "console/desk/brain_ticket.h"
#include "shared/base/clock.h"
#include "shared/base/mem.h"

/* What could not be written is tried again after so long. */
#define AGAIN_MS 5000

struct brain_idle {
	int64_t active_ms; /* when somebody did something last */
	bool asked;
};

void
brain_idle_new(struct brain_ticket *bt)
{
	bt->idle = mem_alloc(sizeof(*bt->idle));
}

void
brain_idle_over(struct brain_ticket *bt)
{
	*bt->idle = (struct brain_idle){.active_ms = clock_ms()};
}

/* The next step; it is asked and paused only while time costs something. */
static enum brain_idle_step
next_step(const struct brain_ticket *bt)
{
	if (bt->t.state != TICKET_WORKING)
		return BRAIN_IDLE_END;
	return bt->idle->asked ? BRAIN_IDLE_PAUSE : BRAIN_IDLE_ASK;
}

int64_t
brain_idle_deadline(const struct brain_ticket *bt)
{
	const struct limits *l = &bt->brain->config.limits;
	const int64_t patience_s[] = {[BRAIN_IDLE_ASK] = l->idle_ask_s,
	    [BRAIN_IDLE_PAUSE] = l->idle_pause_s,
	    [BRAIN_IDLE_END] = l->idle_end_s};

	if (!bt->t.attached || !bt->t.consent)
		return -1;
	return bt->idle->active_ms + patience_s[next_step(bt)] * 1000;
}

enum brain_idle_step
brain_idle_due(struct brain_ticket *bt, int64_t now_ms)
{
	int64_t at = brain_idle_deadline(bt);
	enum brain_idle_step step = next_step(bt);

	if (at < 0 || now_ms < at)
		return BRAIN_IDLE_NONE;
	if (step == BRAIN_IDLE_ASK)
		bt->idle->asked = true;
	return step;
}

void
brain_idle_again(struct brain_ticket *bt)
{
	bt->idle->active_ms += AGAIN_MS;
}
