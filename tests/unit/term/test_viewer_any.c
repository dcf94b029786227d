/* Pacing with both ends and a line between them, in generated orders of
 * events: whatever happens when, the last screen arrives, what is in flight is
 * bounded, and what the slowest viewer shows is never old. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "shared/term/viewer.h"

#define RUNS 300
#define RUN_MS 4000
#define QUIET_MS 2000 /* behind it nothing changes any more */
#define HOPS 32

struct hop {
	int64_t at_ms;
	uint32_t seq;
	size_t bytes;
	uint32_t state;
};

/* What travels in one direction. */
struct line {
	struct hop hop[HOPS];
	int n;
};

struct world {
	uint64_t random;
	struct viewer v;
	struct line frames, acks;
	int delay_ms; /* one way */
	uint32_t state; /* of the screen */
	uint32_t state_at[RUN_MS + QUIET_MS]; /* what it was then */
	/* the console */
	uint32_t shown, shown_seq, acked;
	size_t bytes; /* since then */
	int64_t ack_ms; /* when it goes by itself; -1 = nothing waits */
	int acks_sent, keys;
};

static uint32_t
pick(struct world *w, uint32_t below)
{
	w->random = w->random * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(w->random >> 33) % below;
}

static void
put(struct line *l, struct hop h)
{
	assert_true(l->n < HOPS);
	l->hop[l->n++] = h;
}

static bool
take(struct line *l, int64_t now_ms, struct hop *h)
{
	if (l->n == 0 || l->hop[0].at_ms > now_ms)
		return false;
	*h = l->hop[0];
	memmove(&l->hop[0], &l->hop[1], (size_t)--l->n * sizeof(*h));
	return true;
}

static void
send_ack(struct world *w, int64_t now_ms)
{
	if (w->acked == w->shown_seq)
		return;
	w->acked = w->shown_seq;
	w->bytes = 0;
	w->ack_ms = -1;
	w->acks_sent++;
	put(&w->acks, (struct hop){now_ms + w->delay_ms, w->acked, 0, 0});
}

/* Small as an echo, or a whole screen. */
static size_t
frame_bytes(struct world *w)
{
	return pick(w, 4) > 0 ? 1 + pick(w, 60) : 1 + pick(w, 20000);
}

static void
agent_turn(struct world *w, int64_t now_ms)
{
	struct hop h;
	size_t bytes;

	while (take(&w->acks, now_ms, &h))
		assert_true(viewer_acked(&w->v, h.seq, now_ms));
	while (viewer_poll(&w->v, now_ms) == VIEWER_SEND) {
		bytes = frame_bytes(w);
		h = (struct hop){now_ms + w->delay_ms,
		    viewer_sent(&w->v, now_ms, bytes), bytes, w->state};
		put(&w->frames, h);
	}
	assert_in_range(viewer_in_flight(&w->v), 0, VIEWER_FAR_FLIGHT);
}

static void
console_turn(struct world *w, int64_t now_ms)
{
	struct hop h;
	int wait;

	while (take(&w->frames, now_ms, &h)) {
		assert_int_equal(h.seq, w->shown_seq + 1);
		w->shown = h.state;
		w->shown_seq = h.seq;
		w->bytes += h.bytes;
		wait = viewer_ack_wait(w->shown_seq - w->acked, w->bytes);
		if (wait == 0)
			send_ack(w, now_ms);
		else if (w->ack_ms < 0)
			w->ack_ms = now_ms + wait;
	}
	if (w->ack_ms >= 0 && now_ms >= w->ack_ms)
		send_ack(w, now_ms);
}

/* His key, and whatever waits rides on it. */
static void
key(struct world *w, int64_t now_ms)
{
	w->keys++;
	send_ack(w, now_ms);
	viewer_key(&w->v, now_ms);
}

/* Never older than the way there and back and there, the longest wait of an
 * acknowledgement, and an interval. */
static void
check_age(const struct world *w, int64_t now_ms)
{
	int64_t most = (int64_t)3 * w->delay_ms + VIEWER_ACK_MS +
	    VIEWER_FRAME_MS + 2;

	if (now_ms >= most)
		assert_true(w->shown >= w->state_at[now_ms - most]);
}

static void
run(uint64_t seed)
{
	struct world w = {.random = seed, .ack_ms = -1};
	uint32_t often;

	pick(&w, 1);
	w.delay_ms = (int)pick(&w, 120);
	often = 1 + pick(&w, 40);
	viewer_init(&w.v, true, 0);
	for (int64_t t = 0; t < RUN_MS + QUIET_MS; t++) {
		if (t < RUN_MS && pick(&w, often) == 0) {
			w.state++;
			viewer_dirty(&w.v);
		}
		if (pick(&w, 50) == 0)
			key(&w, t);
		agent_turn(&w, t);
		console_turn(&w, t);
		w.state_at[t] = w.state;
		check_age(&w, t);
	}
	assert_int_equal(w.shown, w.state);
	assert_int_equal(viewer_in_flight(&w.v), 0);
}

static void
test_any_order(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= RUNS; seed++)
		run(seed);
}

/* Keys that come one behind the other carry all acknowledgements; the last echo
 * is acknowledged by itself. */
static void
test_acks_ride(void **state)
{
	struct world w = {.random = 1, .ack_ms = -1, .delay_ms = 1};
	size_t bytes = 5;
	struct hop h;

	(void)state;
	viewer_init(&w.v, true, 0);
	for (int64_t t = 0; t < 2000; t++) {
		if (t < 1600 && t % 40 == 0) { /* a fast typist */
			key(&w, t);
			viewer_dirty(&w.v);
		}
		while (take(&w.acks, t, &h))
			viewer_acked(&w.v, h.seq, t);
		if (viewer_poll(&w.v, t) == VIEWER_SEND)
			put(&w.frames,
			    (struct hop){
				t + 1, viewer_sent(&w.v, t, bytes), bytes, 0});
		console_turn(&w, t);
	}
	assert_int_equal(w.keys, 40);
	assert_int_equal(w.acks_sent, 40); /* 39 on keys, one alone */
	assert_int_equal(w.ack_ms, -1);
	assert_int_equal(viewer_in_flight(&w.v), 0);
}

/* What waits leaves room for a frame of any size. */
static void
test_waiting_blocks_nothing(void **state)
{
	struct viewer v;
	uint32_t frames = 0;
	size_t bytes = 0;

	(void)state;
	viewer_init(&v, true, 0);
	while (viewer_ack_wait(frames + 1, bytes + 200) > 0) {
		viewer_sent(&v, 0, 200);
		frames++;
		bytes += 200;
	}
	assert_in_range(frames, 1, VIEWER_TINY_FLIGHT - 1);
	viewer_dirty(&v);
	assert_int_equal(viewer_poll(&v, 100), VIEWER_SEND);
	assert_int_equal(viewer_ack_wait(1, VIEWER_BYTES), 0);
	assert_int_equal(viewer_ack_wait(VIEWER_TINY_FLIGHT, 8), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_any_order),
	    cmocka_unit_test(test_acks_ride),
	    cmocka_unit_test(test_waiting_blocks_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
