/*
 * What a twin says of itself at its beginning, to the byte: the place in the
 * stream. Whatever stands there, the main channel goes on.
 */
#include <sys/socket.h>

#include "tests/unit/net/pair.h"

#define AHEAD_MAX (4 * 1024 * 1024)
#define FIRST 1000 /* bytes that have come before the twin */
#define MANY (1024 * 1024)

static struct side T; /* the peer's end of the twin; S has that of the main */
static struct relay *relay;
static struct chan *main_chan;
static struct chan *twin_chan; /* the relay's end */
static int user; /* the other end of the relay's descriptor */
static uint64_t got; /* by him */

static uint8_t
byte_at(uint64_t at)
{
	return (uint8_t)(at * 7 + (at >> 8) * 13);
}

static int
setup(void **state)
{
	struct err err;
	int p[2];

	pair_setup(state);
	pair_open();
	main_chan = S.chan;
	assert_true(sock_pair(p, &err));
	user = p[1];
	relay = relay_fd(C.chan, p[0], NULL, NULL);
	memset(&T, 0, sizeof T);
	T.take = SIZE_MAX;
	got = 0;
	return 0;
}

static int
teardown(void **state)
{
	relay_free(relay);
	close(user);
	buf_fini(&T.got);
	return pair_teardown(state);
}

/* Bytes of the stream from that place on. */
static void
say(struct chan *c, uint64_t from, size_t len)
{
	uint8_t *bytes = mem_alloc(len);

	for (size_t i = 0; i < len; i++)
		bytes[i] = byte_at(from + i);
	chan_write(c, bytes, len);
	free(bytes);
}

static void
turns(int n)
{
	while (n-- > 0)
		loop_turn(loop, false);
}

/* What waits for him. */
static void
take(void)
{
	uint8_t bytes[65536];
	ssize_t n = recv(user, bytes, sizeof bytes, MSG_DONTWAIT);

	for (ssize_t i = 0; i < n; i++)
		assert_int_equal(bytes[i], byte_at(got + (uint64_t)i));
	got += n > 0 ? (uint64_t)n : 0;
}

static void
gets(uint64_t all)
{
	int64_t end_ms = clock_ms() + 15000;

	while (got < all && clock_ms() < end_ms) {
		loop_turn(loop, false);
		take();
	}
	turns(50);
	take();
	assert_int_equal(got, all);
}

static void
twin_comes(void)
{
	S.chan = NULL;
	twin_chan = chan_open_subsystem(C.link, "twin", &note_chan, &C);
	relay_twin_a(relay, twin_chan);
	UNTIL(S.chan != NULL);
	T.chan = S.chan;
	chan_set_events(T.chan, &note_chan, &T);
}

static void
head_of(uint8_t head[8], uint64_t place)
{
	for (int i = 8; i-- > 0; place >>= 8)
		head[i] = (uint8_t)place;
}

static void
say_head(uint64_t place)
{
	uint8_t head[8];

	head_of(head, place);
	chan_write(T.chan, head, sizeof head);
}

/* FIRST bytes by the main channel, then a twin. */
static void
begin(void)
{
	say(main_chan, 0, FIRST);
	gets(FIRST);
	twin_comes();
}

static void
main_goes_on(uint64_t from)
{
	say(main_chan, from, 500);
	gets(from + 500);
	assert_int_equal(relay_from_a(relay), from + 500);
}

static void
it_says_where_it_begins_and_goes_on_from_there(void **state)
{
	static const char text[300] = "what the user types";
	uint8_t head[8];

	begin();
	UNTIL(T.got.len == 8);
	head_of(head, 0);
	assert_memory_equal(buf_data(&T.got), head, 8);
	assert_int_equal(send(user, text, sizeof text, 0), sizeof text);
	UNTIL(T.got.len == 8 + sizeof text && S.got.len == sizeof text);
	assert_memory_equal(buf_data(&T.got) + 8, text, sizeof text);
	/* the next one */
	buf_clear(&T.got);
	twin_comes();
	UNTIL(T.got.len == 8 && T.closed == 1);
	head_of(head, sizeof text);
	assert_memory_equal(buf_data(&T.got), head, 8);
	assert_int_equal(relay_from_b(relay), sizeof text);
}

static void
a_head_may_come_in_pieces_or_never(void **state)
{
	uint8_t head[8];

	begin();
	head_of(head, FIRST + 500);
	chan_write(T.chan, head, 3);
	main_goes_on(FIRST);
	for (int i = 3; i < 8; i++) {
		chan_write(T.chan, head + i, 1);
		turns(20);
	}
	say(T.chan, FIRST + 500, 700);
	gets(FIRST + 1200);
	assert_true(relay_has_twin_a(relay));
}

static void
what_begins_too_far_ahead_is_closed(void **state)
{
	static const uint64_t heads[] = {
	    FIRST + AHEAD_MAX + 1, UINT64_C(1) << 40, UINT64_MAX};

	begin();
	for (int i = 0; i < 3; i++) {
		say_head(heads[i]);
		say(T.chan, heads[i], 100);
		UNTIL(T.closed == i + 1);
		assert_false(relay_has_twin_a(relay));
		twin_comes();
	}
	main_goes_on(FIRST);
	say_head(FIRST + 500);
	say(T.chan, FIRST + 500, 100);
	gets(FIRST + 600);
}

static void
what_is_ahead_waits_for_the_main_channel(void **state)
{
	begin();
	say_head(FIRST + AHEAD_MAX);
	say(T.chan, 0, 100);
	main_goes_on(FIRST);
	assert_true(relay_has_twin_a(relay) && T.closed == 0);
	/* one that is only a little */
	twin_comes();
	say_head(FIRST + 1000);
	say(T.chan, FIRST + 1000, 300);
	turns(100);
	assert_int_equal(relay_from_a(relay), FIRST + 500);
	say(main_chan, FIRST + 500, 500);
	gets(FIRST + 1300);
	/* the same once more, and what follows */
	say(main_chan, FIRST + 1000, 400);
	gets(FIRST + 1400);
	assert_int_equal(relay_from_a(relay), FIRST + 1400);
}

static void
what_was_passed_before_is_dropped(void **state)
{
	begin();
	say_head(10);
	say(T.chan, 10, FIRST + 500 - 10);
	gets(FIRST + 500);
	assert_int_equal(relay_from_a(relay), FIRST + 500);
	say(main_chan, FIRST, 700);
	gets(FIRST + 700);
	assert_int_equal(relay_from_a(relay), FIRST + 700);
}

/* One has filled the descriptor and waits; then it is the other that finds room
 * there first. */
static void
full_by(struct chan *first, struct chan *second, struct chan *ours)
{
	uint64_t full, before = 1;

	say_head(0);
	say(first, 0, MANY);
	for (int idle = 0; idle < 300; before = relay_from_a(relay)) {
		idle = before == relay_from_a(relay) ? idle + 1 : 0;
		loop_turn(loop, false);
	}
	full = before;
	assert_in_range(full, 1, MANY - 2000);
	say(second, 0, (size_t)full);
	turns(500);
	chan_pause(ours);
	say(second, full, 1000);
	turns(100);
	assert_int_equal(relay_from_a(relay), full);
	for (before = 1; before != got;) {
		before = got;
		take();
	}
	chan_resume(ours);
	gets(MANY);
}

static void
a_full_descriptor_leaves_no_twin_behind(void **state)
{
	twin_comes();
	full_by(T.chan, main_chan, C.chan);
}

static void
a_full_descriptor_leaves_no_main_channel_behind(void **state)
{
	twin_comes();
	full_by(main_chan, T.chan, twin_chan);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    T(it_says_where_it_begins_and_goes_on_from_there),
	    T(a_head_may_come_in_pieces_or_never),
	    T(what_begins_too_far_ahead_is_closed),
	    T(what_is_ahead_waits_for_the_main_channel),
	    T(what_was_passed_before_is_dropped),
	    T(a_full_descriptor_leaves_no_twin_behind),
	    T(a_full_descriptor_leaves_no_main_channel_behind),
	};

	return cmocka_run_group_tests(tests, NULL, pair_fini);
}
