#include "shared/core/alive.h"

#include "shared/base/util.h"

#define ASKS_AT_LEAST 3 /* that fit into the time */
#define ASKS_UNANSWERED 2

void
alive_start(struct alive *a, int64_t ping_s, int64_t dead_s, int64_t now_ms)
{
	a->dead_ms = dead_s * 1000;
	a->ask_ms = MIN_OF(ping_s * 1000, a->dead_ms / ASKS_AT_LEAST);
	alive_heard(a, now_ms);
}

void
alive_heard(struct alive *a, int64_t now_ms)
{
	a->heard_ms = now_ms;
	a->asks = 0;
}

bool
alive_seize(struct alive *a, int64_t now_ms)
{
	if (a->asks > 0 || now_ms - a->heard_ms < a->ask_ms - a->ask_ms / 4)
		return false;
	a->asks++;
	a->asked_ms = now_ms;
	return true;
}

static enum alive_step
wait_until(const struct alive *a, int64_t due_ms, int64_t now_ms,
    enum alive_step step, int64_t *next_ms)
{
	int64_t end = a->heard_ms + a->dead_ms;

	if (a->asks >= ASKS_UNANSWERED && end > now_ms)
		due_ms = MIN_OF(due_ms, end);
	*next_ms = due_ms - now_ms;
	return step;
}

enum alive_step
alive_look(struct alive *a, int64_t now_ms, int64_t *next_ms)
{
	int64_t due;

	/* this machine slept, or was too busy to hear an answer */
	if (a->asks > 0 && now_ms - a->asked_ms >= 2 * a->ask_ms)
		a->asks = 0;
	*next_ms = a->ask_ms;
	if (a->asks >= ASKS_UNANSWERED && now_ms - a->heard_ms >= a->dead_ms)
		return ALIVE_DEAD;
	due = (a->asks > 0 ? a->asked_ms : a->heard_ms) + a->ask_ms;
	if (now_ms < due)
		return wait_until(a, due, now_ms, ALIVE_WAIT, next_ms);
	a->asks++;
	a->asked_ms = now_ms;
	return wait_until(a, now_ms + a->ask_ms, now_ms, ALIVE_ASK, next_ms);
}
