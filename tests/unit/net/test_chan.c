/* Chans: bytes both ways, back-pressure, ends, requests. */
#include "tests/unit/net/stock.h"

#include "shared/core/limits.h"

#define MB (1024 * 1024)

static uint8_t *
pattern(size_t len)
{
	uint8_t *p = mem_alloc(len);
	uint32_t x = 1;
	size_t i;

	for (i = 0; i < len; i++) {
		x = x * 1664525 + 1013904223;
		p[i] = (uint8_t)(x >> 24);
	}
	return p;
}

static void
bytes_come_back(void **state)
{
	pair_open();
	assert_string_equal(S.requests, "subsystem(pomoc,,0x0) ");
	S.echo = true;
	assert_int_equal(chan_write(C.chan, "hello", 5), IO_OK);
	UNTIL(C.got.len == 5);
	assert_memory_equal(buf_data(&C.got), "hello", 5);
}

static void
stderr_stays_apart(void **state)
{
	pair_open();
	chan_write_stderr(S.chan, "oops", 4);
	chan_write(S.chan, "fine", 4);
	UNTIL(C.got.len == 4 && C.got_err.len == 4);
	assert_memory_equal(buf_data(&C.got_err), "oops", 4);
}

/* Written before the peer has accepted anything. */
static void
early_bytes_wait_for_the_opening(void **state)
{
	pair_start();
	C.chan = chan_open_subsystem(C.link, "pomoc", &note_chan, &C);
	assert_int_equal(chan_write(C.chan, "early", 5), IO_OK);
	UNTIL(S.got.len == 5);
	assert_int_equal(C.opened, 1);
}

static void
megabytes_arrive_whole_and_in_order(void **state)
{
	size_t len = 3 * MB;
	uint8_t *p = pattern(len);

	pair_open();
	S.echo = true;
	assert_int_equal(chan_write(C.chan, p, len), IO_AGAIN);
	UNTIL(C.got.len == len);
	assert_memory_equal(buf_data(&S.got), p, len);
	assert_memory_equal(buf_data(&C.got), p, len);
	assert_true(C.writable >= 1);
	free(p);
}

/* Fault 63: new keys again and again in the middle of a flood, both ways. */
static void
flood_with_new_keys(uint64_t server, uint64_t client)
{
	size_t len = 3 * MB;
	uint8_t *p = pattern(len);

	serve_conf.limits.rekey_bytes = server;
	dial_conf.limits.rekey_bytes = client;
	pair_open();
	S.echo = true;
	chan_write(C.chan, p, len);
	UNTIL(C.got.len == len || C.down || S.down);
	assert_string_equal(C.why, "");
	assert_string_equal(S.why, "");
	assert_memory_equal(buf_data(&C.got), p, len);
	free(p);
}

static void
the_client_changes_keys_in_a_flood(void **state)
{
	flood_with_new_keys(0, 200000);
}

static void
the_server_changes_keys_in_a_flood(void **state)
{
	flood_with_new_keys(200000, 0);
}

static void
both_change_keys_in_a_flood(void **state)
{
	flood_with_new_keys(300000, 200000);
}

#if LIBSSH_VERSION_INT < SSH_VERSION_INT(0, 11, 0)
#define WINDOW 1280000
#else
#define WINDOW 2097152
#endif

/* A reader that stops: the writer's queue fills, and all of it arrives when the
 * reader goes on, though nothing new is sent: no tail is stranded. */
static void
a_stopped_reader_holds_the_writer_back(void **state)
{
	size_t len = 3 * MB;
	uint8_t *p = pattern(len);

	pair_open();
	S.take = 0;
	chan_write(C.chan, p, len);
	pair_settle(100);
	assert_int_equal(S.got.len, 0);
	/* what is gone from the queue fits the window and our own buffer */
	assert_true(chan_queued(C.chan) > len - WINDOW - 65536 - 65536);
	assert_int_equal(C.writable, 0);
	S.take = 1000; /* and takes little at a time */
	while (S.got.len < len) {
		chan_resume(S.chan);
		loop_turn(loop, false);
		S.take += 500;
	}
	assert_memory_equal(buf_data(&S.got), p, len);
	assert_int_equal(chan_queued(C.chan), 0);
	UNTIL(C.writable == 1);
	free(p);
}

static void
end_of_stream_comes_after_the_last_byte(void **state)
{
	uint8_t *p = pattern(MB);

	pair_open();
	chan_write(C.chan, p, MB);
	chan_eof(C.chan);
	assert_int_equal(chan_write(C.chan, "x", 1), IO_CLOSED);
	S.take = 0;
	pair_settle(30);
	assert_int_equal(S.eof, 0);
	S.take = SIZE_MAX;
	chan_resume(S.chan);
	UNTIL(S.eof == 1);
	assert_int_equal(S.got.len, MB);
	chan_write(S.chan, "bye", 3); /* the other way is open */
	UNTIL(C.got.len == 3);
	free(p);
}

static void
close_sends_the_queue_first(void **state)
{
	uint8_t *p = pattern(MB);

	pair_open();
	chan_write(C.chan, p, MB);
	chan_close(C.chan);
	C.chan = NULL;
	UNTIL(S.closed == 1);
	assert_int_equal(S.got.len, MB);
	assert_string_equal(S.closed_why, "");
	assert_int_equal(C.closed, 0); /* no callback after chan_close() */
	free(p);
}

/* A reader that has stopped still gets everything of a chan that is closed. */
static void
a_closed_chan_keeps_its_bytes_for_a_slow_reader(void **state)
{
	uint8_t *p = pattern(MB);

	pair_open();
	S.take = 0;
	chan_write(C.chan, p, MB);
	chan_close(C.chan);
	C.chan = NULL;
	pair_settle(50);
	assert_int_equal(S.closed, 0);
	S.take = SIZE_MAX;
	chan_resume(S.chan);
	UNTIL(S.closed == 1);
	assert_int_equal(S.got.len, MB);
	free(p);
}

static void
a_full_queue_ends_the_link(void **state)
{
	uint8_t *p = pattern(MB);

	serve_conf.limits.out_close = 2 * MB;
	pair_open();
	C.take = 0;
	while (chan_write(S.chan, p, MB) != IO_CLOSED)
		;
	UNTIL(S.down);
	assert_int_equal(S.end, LINK_END_ABUSE);
	free(p);
}

static void
the_queue_says_how_much_room_is_left(void **state)
{
	uint8_t *p = pattern(MB);

	serve_conf.limits.out_pause = 1000;
	pair_open();
	assert_int_equal(chan_room(S.chan), 1000);
	assert_int_equal(chan_write(S.chan, p, 999), IO_OK);
	assert_int_equal(chan_room(S.chan), 1);
	assert_int_equal(chan_write(S.chan, p, 1), IO_AGAIN);
	assert_int_equal(chan_room(S.chan), 0);
	assert_int_equal(chan_queued(S.chan), 1000);
	UNTIL(S.writable == 1);
	free(p);
}

static void
write_tail(struct chan *c, void *ctx)
{
	note_writable(c, ctx);
	chan_write(c, "tail", 4);
}

/* Nothing else happens afterwards that would push it out. */
static void
what_is_written_in_a_callback_goes_out(void **state)
{
	static struct chan_events events;
	uint8_t *p = pattern(100000);

	events = note_chan;
	events.writable = write_tail;
	dial_conf.limits.out_pause = 1000;
	pair_open();
	chan_write(C.chan, p, 100000); /* past the first window... */
	UNTIL(S.got.len == 100000);
	pair_settle(20); /* ...so that none is opened below */
	chan_set_events(C.chan, &events, &C);
	assert_int_equal(chan_write(C.chan, p, 1000), IO_AGAIN);
	UNTIL(S.got.len == 101004);
	free(p);
}

static void
a_refused_channel_is_closed_with_a_reason(void **state)
{
	pair_connect();
	S.refuse = true;
	C.chan = chan_open_subsystem(C.link, "pomoc", &note_chan, &C);
	UNTIL(C.closed == 1 && S.closed == 1);
	assert_int_equal(C.opened, 0);
	assert_true(C.closed_why[0] != '\0');
}

static void
channels_are_counted(void **state)
{
	int i;

	serve_conf.limits.chans = 4;
	pair_connect();
	for (i = 0; i < 5; i++)
		chan_open_subsystem(C.link, "pomoc", &note_chan, &C);
	UNTIL(C.opened == 4 && C.closed == 1);
	assert_int_equal(S.wants, 4);
}

/* A closed one makes room for the next, again and again. */
static void
closed_channels_do_not_count(void **state)
{
	int i;

	serve_conf.limits.chans = 2;
	serve_conf.limits.requests_s = 1000;
	pair_connect();
	for (i = 1; i <= 50; i++) {
		C.chan = chan_open_subsystem(C.link, "pomoc", &note_chan, &C);
		UNTIL(C.opened == i);
		chan_close(C.chan);
		UNTIL(S.closed == i);
	}
	assert_int_equal(C.closed, 0);
}

static void
too_many_requests_end_the_link(void **state)
{
	int i;

	serve_conf.limits.requests_s = 10;
	serve_conf.limits.chans = 100;
	pair_connect();
	for (i = 0; i < 12; i++)
		chan_open_subsystem(C.link, "pomoc", &note_chan, &C);
	UNTIL(S.down && C.down);
	assert_int_equal(S.end, LINK_END_ABUSE);
}

static void
a_shell_with_a_pty_and_its_sizes(void **state)
{
	pair_connect();
	C.chan = stock_open(C.link, NULL,
	    "a-terminal-name-that-is-much-too-long", 80, 24, &note_chan, &C);
	assert_string_equal(S.requests,
	    "pty(a-terminal-name-that-is-much-too,,80x24) "
	    "shell(,,80x24) ");
	assert_int_equal(
	    strlen("a-terminal-name-that-is-much-too"), LIMIT_term_chars);
	S.requests[0] = '\0';
	stock_resize(C.chan, 0, 99999);
	UNTIL(S.requests[0] != '\0');
	assert_string_equal(S.requests, "resize(,,20x200) ");
	S.requests[0] = '\0';
	stock_resize(C.chan, 0x7fffffff, -1);
	UNTIL(S.requests[0] != '\0');
	assert_string_equal(S.requests, "resize(,,500x5) ");
}

/* A storm of sizes: few are told, and the last one is. */
static void
resizes_are_limited_and_the_last_one_counts(void **state)
{
	int64_t began = clock_ms(), most;
	int i, told = 0;
	char *p;

	pair_connect();
	C.chan = stock_open(C.link, NULL, "xterm", 80, 24, &note_chan, &C);
	S.requests[0] = '\0';
	for (i = 0; i < 40; i++) {
		stock_resize(C.chan, 100 + i, 30);
		pair_settle(2);
	}
	UNTIL(strstr(S.requests, "139x30") != NULL);
	for (p = S.requests; (p = strstr(p, "resize")) != NULL; p++)
		told++;
	most = 1 + (clock_ms() - began) * LIMIT_resize_rate / 1000;
	assert_in_range(told, 1, most);
	assert_in_range(told, 1, 5);
}

static void
a_command_with_its_exit_status(void **state)
{
	pair_connect();
	C.chan = stock_open(C.link, "uptime", NULL, 0, 0, &note_chan, &C);
	assert_string_equal(S.requests, "exec(uptime,,0x0) ");
	chan_write(S.chan, "up", 2);
	chan_exit_status(S.chan, 3);
	chan_pause(C.chan); /* to look at it before it is gone */
	chan_close(S.chan);
	S.chan = NULL;
	UNTIL(stock_status == 3);
	chan_resume(C.chan);
	UNTIL(C.closed == 1);
	assert_int_equal(C.got.len, 2);
}

static size_t
close_in_data(
    struct chan *c, const uint8_t *data, size_t len, bool is_stderr, void *ctx)
{
	((struct side *)ctx)->closed++;
	chan_close(c);
	return len;
}

static void
a_chan_may_be_closed_in_its_own_callback(void **state)
{
	static const struct chan_events events = {.data = close_in_data};

	pair_open();
	chan_set_events(S.chan, &events, &S);
	chan_write(C.chan, "x", 1);
	UNTIL(C.closed == 1);
	assert_int_equal(S.closed, 1);
}

static void
two_channels_do_not_wait_for_each_other(void **state)
{
	struct side other = {.take = SIZE_MAX};
	uint8_t *p = pattern(3 * MB);
	struct chan *second;

	pair_open();
	C.take = 0; /* the first is stuck */
	chan_write(S.chan, p, 3 * MB);
	second = chan_open_subsystem(C.link, "pomoc", &note_chan, &other);
	UNTIL(other.opened == 1);
	chan_write(S.chan, "y", 1); /* S.chan is the second now */
	UNTIL(other.got.len == 1);
	assert_int_equal(C.got.len, 0);
	chan_close(second);
	buf_fini(&other.got);
	free(p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    PAIR_TEST(bytes_come_back),
	    PAIR_TEST(stderr_stays_apart),
	    PAIR_TEST(early_bytes_wait_for_the_opening),
	    PAIR_TEST(megabytes_arrive_whole_and_in_order),
	    PAIR_TEST(the_client_changes_keys_in_a_flood),
	    PAIR_TEST(the_server_changes_keys_in_a_flood),
	    PAIR_TEST(both_change_keys_in_a_flood),
	    PAIR_TEST(a_stopped_reader_holds_the_writer_back),
	    PAIR_TEST(end_of_stream_comes_after_the_last_byte),
	    PAIR_TEST(close_sends_the_queue_first),
	    PAIR_TEST(a_closed_chan_keeps_its_bytes_for_a_slow_reader),
	    PAIR_TEST(a_full_queue_ends_the_link),
	    PAIR_TEST(the_queue_says_how_much_room_is_left),
	    PAIR_TEST(what_is_written_in_a_callback_goes_out),
	    PAIR_TEST(a_refused_channel_is_closed_with_a_reason),
	    PAIR_TEST(channels_are_counted),
	    PAIR_TEST(closed_channels_do_not_count),
	    PAIR_TEST(too_many_requests_end_the_link),
	    PAIR_TEST(a_shell_with_a_pty_and_its_sizes),
	    PAIR_TEST(resizes_are_limited_and_the_last_one_counts),
	    PAIR_TEST(a_command_with_its_exit_status),
	    PAIR_TEST(a_chan_may_be_closed_in_its_own_callback),
	    PAIR_TEST(two_channels_do_not_wait_for_each_other),
	};

	return cmocka_run_group_tests(tests, NULL, pair_fini);
}
