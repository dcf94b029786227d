#include "console/desk/front_alive.h"
#include "shared/base/clock.h"
#include "shared/base/mem.h"

/* Our pings have this number; the brain's have others. */
#define OUR_PING 0
#define GAP_MS 200

static void
send(struct front_link *l, struct msg *m)
{
	struct buf line = BUF_INIT;

	if (msg_write(m, &line, NULL))
		(void)chan_write(l->control, buf_data(&line), line.len);
	buf_fini(&line);
	msg_free(m);
}

/* Ms until the next look at this link; it may be gone afterwards. */
static int64_t
look(struct front_link *l, int64_t now_ms)
{
	int64_t next_ms;

	switch (alive_look(&l->alive, now_ms, &next_ms)) {
	case ALIVE_WAIT:
		break;
	case ALIVE_ASK:
		send(l, msg_put_int(msg_new(MSG_PING), "n", OUR_PING));
		break;
	case ALIVE_DEAD:
		front_link_drop(l, "no sign of life");
		break;
	}
	return next_ms;
}

static void
sweep(void *ctx)
{
	struct front *f = ctx;
	int64_t next = -1, now = clock_ms();

	for (size_t i = 0; i < FRONT_BUCKETS; i++) {
		struct front_link *l = f->bucket[i], *after;

		for (; l != NULL; l = after) {
			int64_t due;

			after = l->next;
			if (l->control == NULL)
				continue;
			due = look(l, now);
			if (next < 0 || due < next)
				next = due;
		}
	}
	if (next >= 0)
		loop_timer_set(f->sweep, MAX_OF(next, GAP_MS));
}

void
front_alive_init(struct front *f)
{
	f->sweep = loop_timer_new(f->loop, sweep, f);
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

void
front_alive_heard(struct front_link *l)
{
	alive_heard(&l->alive, clock_ms());
}

bool
front_alive_take(struct front_link *l, const struct msg *m)
{
	if (msg_kind(m) == MSG_PONG)
		return msg_int(m, "n") == OUR_PING;
	if (msg_kind(m) != MSG_PING)
		return false;
	if (l->control != NULL)
		send(l, msg_put_int(msg_new(MSG_PONG), "n", msg_int(m, "n")));
	return true;
}
