#include "console/desk/front_alive.h"
#include "shared/base/clock.h"
#include "shared/conv/conv.h"

/* Our pings have this number; the brain's have others. */
#define OUR_PING 0
#define LATE_PART 15 /* of the time between two questions */

/* The brain asks each client whose clock runs with every tick. Ours comes a
 * little later, so that his machine wakes once for both. */
static bool
is_brains_turn(const struct alive *a, int64_t now_ms, int64_t *next_ms)
{
	int64_t at_ms = a->heard_ms + a->ask_ms + a->ask_ms / LATE_PART;

	*next_ms = at_ms - now_ms;
	return a->asks == 0 && now_ms < at_ms;
}

static void
ask(struct front_link *l)
{
	(void)conv_send_over(
	    l->control, msg_put_int(msg_new(MSG_PING), "n", OUR_PING));
}

void
front_alive_seize(struct front_link *l)
{
	if (alive_seize(&l->alive, clock_ms()))
		ask(l);
}

bool
front_alive_look(struct front_link *l, int64_t now_ms, int64_t *next_ms)
{
	if (is_brains_turn(&l->alive, now_ms, next_ms))
		return true;
	switch (alive_look(&l->alive, now_ms, next_ms)) {
	case ALIVE_WAIT:
		break;
	case ALIVE_ASK:
		ask(l);
		break;
	case ALIVE_DEAD:
		return false;
	}
	return true;
}

void
front_alive_begin(struct front_link *l)
{
	struct front *f = l->front;

	alive_start(
	    &l->alive, f->limits->ping_s, f->limits->dead_s, clock_ms());
	if (!loop_timer_armed(f->sweep))
		loop_timer_set(f->sweep, l->alive.ask_ms);
}

bool
front_alive_take(struct front_link *l, const struct msg *m)
{
	switch (msg_kind(m)) {
	case MSG_PONG:
		return msg_int(m, "n") == OUR_PING;
	case MSG_PING:
		(void)conv_send_over(l->control,
		    msg_put_int(msg_new(MSG_PONG), "n", msg_int(m, "n")));
		return true;
	default:
		return false;
	}
}
