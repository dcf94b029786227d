#include "console/desk/front_alive.h"
#include "shared/base/clock.h"
#include "shared/base/mem.h"

/* Our pings have this number; the brain's have others. */
#define OUR_PING 0
/* Peers ping too: one that keeps to its time needs not be asked. */
#define LATE_MS 5000
#define GAP_MS 1000

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
	const struct limits *limits = l->front->limits;
	int64_t ask = limits->ping_s * 1000 + LATE_MS;
	int64_t dead = limits->dead_s * 1000;
	int64_t silent = now_ms - l->heard_ms;

	if (silent >= dead) {
		front_link_drop(l, "no sign of life");
		return dead;
	}
	if (silent < ask)
		return MIN_OF(ask, dead) - silent;
	send(l, msg_put_int(msg_new(MSG_PING), "n", OUR_PING));
	return MIN_OF(limits->ping_s * 1000, dead - silent);
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
	int64_t first = f->limits->ping_s * 1000 + LATE_MS;

	l->heard_ms = clock_ms();
	if (!loop_timer_armed(f->sweep))
		loop_timer_set(
		    f->sweep, MIN_OF(first, f->limits->dead_s * 1000));
}

void
front_alive_heard(struct front_link *l)
{
	l->heard_ms = clock_ms();
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
