/*
 * Relays whose chans have twins: whatever comes of the twins and of the lines,
 * what comes out is what went in.
 */
#include "tests/unit/net/twins.h"

#define STORIES 24
#define STEPS 70
#define MEBI (1024 * 1024)

static uint32_t seed;
static int carried; /* twins, at the end of stories */

static int
pick(int n)
{
	seed = seed * 1664525 + 1013904223;
	return (int)((seed >> 10) % (uint32_t)n);
}

/* --- while one line is held, the other carries --- */

static void
setup_with_twins(void)
{
	twins_open();
	twin_comes(AGENT);
	twin_comes(TECH);
	UNTIL(has_twin(AGENT) && has_twin(TECH));
}

static void
hold(int at, bool main, bool held)
{
	line_hold(main ? &ends[at].main.line : &ends[at].twin.line, held);
}

static void
put_both_ways(size_t len)
{
	put(AGENT, len);
	put(TECH, len);
}

static void
either_line_is_enough(void **state)
{
	setup_with_twins();
	put_both_ways(3000);
	assert_true(comes_through());
	for (int held = 1; held < 4; held++)
		for (int main = 0; main < 2; main++) {
			hold(AGENT, main, held & 1);
			hold(TECH, main, held & 2);
			put_both_ways(2000);
			assert_true(comes_through());
			hold(AGENT, main, false);
			hold(TECH, main, false);
			put_both_ways(10);
			assert_true(comes_through());
		}
	assert_true(has_twin(AGENT) && has_twin(TECH));
	twins_close();
}

static void
a_twin_at_one_end_is_enough_there(void **state)
{
	for (int at = 0; at < ENDS; at++) {
		twins_open();
		put_both_ways(30000);
		assert_true(comes_through());
		twin_comes(at); /* in the middle of it */
		UNTIL(ends[at].twin.far.opened);
		hold(at, true, true);
		put_both_ways(20000);
		assert_true(comes_through());
		hold(at, true, false);
		hop_close(&ends[at].twin);
		put_both_ways(20000);
		assert_true(comes_through());
		twins_close();
	}
}

/* What is under way on a held line was said before the twin came. */
static void
a_twin_that_is_ahead_waits_and_then_carries(void **state)
{
	for (int at = 0; at < ENDS; at++) {
		twins_open();
		hold(at, true, true);
		put_both_ways(5000);
		turns(200);
		twin_comes(at);
		UNTIL(ends[at].twin.far.opened);
		put_both_ways(1000);
		assert_false(comes_through_in(100));
		assert_true(ends[0].got == 0 || ends[1].got == 0);
		hold(at, true, false);
		assert_true(comes_through());
		hold(at, true, true);
		put_both_ways(1000);
		assert_true(comes_through());
		assert_true(has_twin(at));
		twins_close();
	}
}

/* --- the main line sets the pace --- */

static uint64_t
put_while_it_goes(int at)
{
	int idle = 0;

	while (idle++ < 300)
		for (turns(1); put(at, 65536) > 0;)
			idle = 0;
	return ends[at].wrote;
}

static void
a_held_line_stops_the_sender_in_the_end(void **state)
{
	for (int at = 0; at < ENDS; at++) {
		uint64_t before;

		setup_with_twins();
		hold(AGENT, true, true);
		for (before = 1; before != ends[at].got;) {
			before = ends[at].got;
			put_while_it_goes(at);
			while (get(at, SIZE_MAX),
			    ends[at].got < before + 1 && comes_through_in(50))
				;
		}
		/* the twin carried it, but there is an end */
		assert_true(ends[at].got > 100000);
		assert_true(ends[at].wrote < 8 * MEBI);
		hold(AGENT, true, false);
		assert_true(comes_through());
		twins_close();
	}
}

static void
a_twin_that_cannot_follow_is_closed(void **state)
{
	for (int at = 0; at < ENDS; at++) {
		setup_with_twins();
		hold(at, false, true);
		while (ends[at].wrote < 4 * MEBI) {
			put(at, 65536);
			turns(1);
			get(at, SIZE_MAX);
		}
		assert_true(comes_through());
		assert_false(relay_has_twin_a(ends[at].relay));
		assert_true(has_twin(!at));
		hold(at, false, false);
		UNTIL(!(at == AGENT ? relay_has_twin_b(middle)
				    : relay_has_twin_a(middle)));
		/* and may come again */
		twin_comes(at);
		UNTIL(ends[at].twin.far.opened);
		hold(at, true, true);
		put_both_ways(2000);
		assert_true(comes_through());
		twins_close();
	}
}

/* The receiver takes nothing for a while: both ways wait, and both go on. */
static void
both_ways_go_on_behind_a_slow_receiver(void **state)
{
	for (int at = 0; at < ENDS; at++) {
		setup_with_twins();
		for (int i = 0; i < 20; i++) {
			put_while_it_goes(at);
			for (int n = pick(40); n > 0; n--)
				get(at, 1 + (size_t)pick(65536));
			hold(pick(ENDS), pick(2), pick(2));
			turns(pick(10));
		}
		for (int i = 0; i < 4; i++)
			hold(i / 2, i % 2, false);
		assert_true(comes_through());
		twins_close();
	}
}

/* Where the desk has no room, the twin waits, and nothing but room ends that.
 */
static void
a_twin_finds_room_by_itself(void **state)
{
	struct chan *to_tech;

	twins_open();
	twin_comes(AGENT);
	UNTIL(has_twin(AGENT));
	hold(TECH, true, true);
	to_tech = ends[TECH].main.desk.chan;
	while (chan_room(to_tech) > 60000) {
		put(AGENT, 8192);
		turns(20);
	}
	turns(200);
	hold(AGENT, true, true);
	for (int i = 0; i < 15; i++) {
		put(AGENT, 10000);
		turns(50);
	}
	assert_int_equal(chan_room(to_tech), 0);
	hold(TECH, true, false);
	assert_true(comes_through());
	twins_close();
}

/* --- the end --- */

static bool
get_all(int from)
{
	int64_t end_ms = clock_ms() + PATIENCE_MS;

	while (!get(from, SIZE_MAX)) {
		if (clock_ms() > end_ms)
			return false;
		loop_turn(loop, false);
	}
	return ends[from].got == ends[from].wrote;
}

static void
what_was_said_arrives_before_the_end(void **state)
{
	for (int at = 0; at < ENDS; at++) {
		setup_with_twins();
		put(at, 50000);
		hold(pick(ENDS), pick(2), true);
		turns(pick(300));
		shutdown(ends[at].inner, SHUT_WR);
		for (int i = 0; i < 4; i++)
			hold(i / 2, i % 2, false);
		assert_true(get_all(at));
		put(!at, 70000);
		shutdown(ends[!at].inner, SHUT_WR);
		assert_true(get_all(!at));
		UNTIL(middle == NULL && ends[0].relay == NULL &&
		    ends[1].relay == NULL);
		twins_close();
	}
}

static void
the_twins_end_with_the_relay(void **state)
{
	setup_with_twins();
	relay_free(middle);
	middle = NULL;
	UNTIL(ends[0].relay == NULL && ends[1].relay == NULL);
	twins_close();
}

/* Whatever the twin has brought by then, and more of it under way. */
static void
a_twin_does_not_outlive_its_main_channel(void **state)
{
	for (int i = 0; i < 4; i++) {
		struct hop *h;
		struct side *s;

		setup_with_twins();
		h = &ends[i / 2].main;
		s = i % 2 ? &h->desk : &h->far;
		hold(i / 2, true, true);
		put_both_ways(60000);
		turns(pick(100));
		hold(i / 2, true, false);
		link_abort(s->link);
		s->link = NULL;
		UNTIL(middle == NULL && ends[0].relay == NULL &&
		    ends[1].relay == NULL);
		get(AGENT, SIZE_MAX);
		get(TECH, SIZE_MAX);
		twins_close();
	}
}

/* --- anything --- */

static void
twin_goes(int at)
{
	struct hop *h = &ends[at].twin;

	if (!h->on)
		return;
	switch (pick(4)) {
	case 0:
		link_abort(h->far.link);
		h->far.link = NULL;
		break;
	case 1:
		link_abort(h->desk.link);
		h->desk.link = NULL;
		break;
	case 2: /* only the channel */
		if (relay_has_twin_a(ends[at].relay))
			relay_twin_a(ends[at].relay,
			    chan_open_subsystem(h->far.link, "no", NULL, NULL));
		break;
	default:
		break;
	}
	turns(pick(20));
	hop_close(h);
}

static void
step(void)
{
	static const int sizes[] = {1, 100, 5000, 65536};
	int at = pick(ENDS);

	switch (pick(9)) {
	case 0:
	case 1:
		put(at, 1 + (size_t)pick(sizes[pick(4)]));
		break;
	case 2:
	case 3:
		get(at, 1 + (size_t)pick(sizes[pick(4)]));
		break;
	case 4:
		hold(at, true, pick(3) == 0);
		break;
	case 5:
		if (ends[at].twin.on)
			hold(at, false, pick(3) == 0);
		break;
	case 6:
		twin_comes(at);
		break;
	case 7:
		if (pick(2))
			twin_goes(at);
		else
			put_while_it_goes(at);
		break;
	default:
		break;
	}
	turns(pick(30));
}

static void
let_all_go(void)
{
	for (int at = 0; at < ENDS; at++) {
		hold(at, true, false);
		if (ends[at].twin.on)
			hold(at, false, false);
	}
}

static void
counts_fit(void)
{
	for (int at = 0; at < ENDS; at++) {
		assert_int_equal(relay_from_a(ends[at].relay), ends[!at].wrote);
		assert_int_equal(relay_from_b(ends[at].relay), ends[at].wrote);
	}
	assert_int_equal(relay_from_a(middle), ends[TECH].wrote);
	assert_int_equal(relay_from_b(middle), ends[AGENT].wrote);
}

/* Whatever there was, it carries alone. One that could not follow is gone. */
static void
twins_carry(void)
{
	for (int at = 0; at < ENDS; at++) {
		if (!has_twin(at))
			continue;
		hold(at, true, true);
		put_both_ways(1000);
		while (!comes_through_in(2000) && !has_twin(at))
			hold(at, true, false);
		assert_true(comes_through_in(0));
		hold(at, true, false);
		carried += has_twin(at);
	}
}

static void
tell_one(uint32_t number)
{
	printf("story %u\n", number);
	seed = number;
	twins_open();
	for (int i = 0; i < STEPS; i++)
		step();
	let_all_go();
	assert_true(comes_through());
	twins_carry();
	counts_fit();
	if (pick(2)) {
		put(AGENT, 65536);
		shutdown(ends[AGENT].inner, SHUT_WR);
		assert_true(get_all(AGENT));
	}
	put(TECH, 65536);
	shutdown(ends[TECH].inner, SHUT_WR);
	assert_true(get_all(TECH));
	twins_close();
}

static void
any_story(void **state)
{
	const char *one = getenv("SEED");

	if (one != NULL) {
		tell_one((uint32_t)strtoul(one, NULL, 10));
		return;
	}
	for (uint32_t i = 1; i <= STORIES; i++)
		tell_one(i * 2654435761u);
	assert_true(carried > STORIES / 4); /* else nothing was tried */
}

#define T(f) cmocka_unit_test_setup_teardown(f, pair_setup, pair_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    T(either_line_is_enough),
	    T(a_twin_at_one_end_is_enough_there),
	    T(a_twin_that_is_ahead_waits_and_then_carries),
	    T(a_held_line_stops_the_sender_in_the_end),
	    T(a_twin_that_cannot_follow_is_closed),
	    T(both_ways_go_on_behind_a_slow_receiver),
	    T(a_twin_finds_room_by_itself),
	    T(what_was_said_arrives_before_the_end),
	    T(the_twins_end_with_the_relay),
	    T(a_twin_does_not_outlive_its_main_channel),
	    T(any_story),
	};

	return cmocka_run_group_tests(tests, NULL, pair_fini);
}
