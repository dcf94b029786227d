/*
 * Peers that break the rules, one child process each: the link ends or stays
 * bounded, the loop never stops, and a second link keeps its echo meanwhile.
 */
#include "tests/unit/net/pair.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>

#include "tests/unit/net/rawssh.h"

#define MB (1024 * 1024)

static pid_t child;
static struct side H; /* our end of the hostile link */

static int
setup(void **state)
{
	memset(&H, 0, sizeof H);
	H.take = SIZE_MAX;
	H.allow_forward = true;
	child = -1;
	return pair_setup(state);
}

static bool
let_in(const char *user, const char *fingerprint, const uint8_t *blob,
    size_t blob_len, void *ctx)
{
	auth_asked++;
	return auth_answer;
}

/* Runs script against a serving link H. */
static void
attack(void (*script)(struct raw *r, int fd))
{
	struct link_serve_conf conf = serve_conf;
	struct err err;
	struct raw r;
	int p[2];

	conf.auth = let_in;
	assert_true(sock_pair(p, &err));
	fflush(stdout);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		fcntl(p[1], F_SETFL, 0); /* the script may block */
		close(p[0]);
		script(&r, p[1]);
		_exit(0);
	}
	close(p[1]);
	H.link = link_serve(loop, p[0], &conf, &note_link, &H);
}

/* The script's exit status; it must not have died by itself. */
static int
verdict(void)
{
	int st = -1;

	/* a link is freed in a later turn */
	while (child > 0 && waitpid(child, &st, WNOHANG) == 0) {
		loop_turn(loop, false);
		usleep(1000);
	}
	child = -1;
	return WIFEXITED(st) ? WEXITSTATUS(st) : -1;
}

static int
teardown(void **state)
{
	link_abort(H.down ? NULL : H.link);
	loop_turn(loop, false);
	if (child > 0) {
		kill(child, SIGKILL);
		waitpid(child, NULL, 0);
	}
	buf_fini(&H.got);
	return pair_teardown(state);
}

/* The well-behaved link still answers, and quickly. */
static void
others_are_served(void)
{
	int64_t start = clock_ms();
	size_t before;
	int i;

	if (!C.up) {
		pair_open();
		S.echo = true;
		start = clock_ms();
	}
	for (i = 0; i < 10; i++) {
		before = C.got.len;
		chan_write(C.chan, "k", 1);
		UNTIL(C.got.len == before + 1);
	}
	assert_true(clock_ms() - start < 2000);
}

static long
rss_kb(void)
{
	long pages = 0, size = 0;
	FILE *f = fopen("/proc/self/statm", "r");

	if (f == NULL || fscanf(f, "%ld %ld", &size, &pages) != 2)
		pages = 0;
	if (f != NULL)
		fclose(f);
	return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

static void
script_behaves(struct raw *r, int fd)
{
	raw_login(r, fd, "agent");
	raw_open(r, 5, 100000, 32768);
	if (!raw_expect(r, RAW_OPEN_CONFIRM))
		raw_die("no channel");
	raw_data(r, raw_u32(r, 1), "hello", 5);
	if (!raw_expect(r, RAW_DATA) || raw_u32(r, 1) != 5)
		raw_die("no echo");
}

/* The raw client itself is right: what fails below is the abuse. */
static void
a_raw_client_that_behaves_is_served(void **state)
{
	H.echo = true;
	attack(script_behaves);
	UNTIL(H.down);
	assert_int_equal(verdict(), 0);
	assert_int_equal(H.got.len, 5);
	assert_int_equal(H.end, LINK_END_PEER);
}

static void
script_silent_after_kex(struct raw *r, int fd)
{
	raw_start(r, fd);
	raw_drain(r);
}

static void
silence_after_the_key_exchange_ends_in_time(void **state)
{
	serve_conf.limits.login_ms = 200;
	attack(script_silent_after_kex);
	UNTIL(H.down);
	assert_int_equal(H.end, LINK_END_TIMEOUT);
	assert_int_equal(verdict(), 0);
}

static void
script_tries_keys(struct raw *r, int fd)
{
	int i;

	raw_start(r, fd);
	raw_service(r);
	for (i = 0; i < 3000; i++)
		if (!raw_auth(r, "agent", i % 2))
			break;
	raw_drain(r);
}

static void
log_in_attempts_are_counted(void **state)
{
	auth_answer = false;
	attack(script_tries_keys);
	UNTIL(H.down);
	assert_int_equal(H.end, LINK_END_AUTH);
	assert_true(auth_asked <= 6);
	assert_int_equal(H.up, 0);
	verdict();
}

static void
script_forged(struct raw *r, int fd)
{
	int i;

	raw_start(r, fd);
	raw_service(r);
	for (i = 0; i < 3000; i++)
		if (!raw_auth(r, "agent", true))
			break;
	if (raw_expect(r, RAW_AUTH_SUCCESS))
		raw_die("in with a forged signature");
}

/* libssh does not report them, so they are counted in bytes. */
static void
forged_signatures_end_the_link(void **state)
{
	attack(script_forged);
	UNTIL(H.down);
	assert_int_equal(H.end, LINK_END_ABUSE);
	assert_int_equal(H.up, 0);
	assert_int_equal(verdict(), 0);
}

static void
script_opens_without_login(struct raw *r, int fd)
{
	raw_start(r, fd);
	raw_open(r, 1, 1000, 32768);
	raw_forward(r, "pomoc");
	raw_data(r, 1, "x", 1);
	raw_drain(r);
}

static void
nothing_is_open_before_the_log_in(void **state)
{
	serve_conf.limits.login_ms = 300;
	attack(script_opens_without_login);
	UNTIL(H.down);
	assert_int_equal(H.wants, 0);
	assert_string_equal(H.forward_name, "");
	verdict();
}

/* --- maximum packet sizes --- */

static uint32_t packet_size;

static void
script_tiny_packets(struct raw *r, int fd)
{
	raw_login(r, fd, "agent");
	raw_forward(r, "pomoc");
	raw_accept(r, 1000000, packet_size);
	raw_drain(r);
}

/* Fault 55: the first write would loop for ever inside libssh. */
static void
tiny_packets_end_the_link_before_the_first_write(void **state)
{
	static const uint32_t sizes[] = {0, 1, 5, 9, 10, 11, 100, 1023};
	char text[5000];
	size_t i;

	memset(text, 'x', sizeof text);
	for (i = 0; i < ARRAY_LEN(sizes); i++) {
		packet_size = sizes[i];
		memset(&H, 0, sizeof H);
		H.allow_forward = true;
		attack(script_tiny_packets);
		UNTIL(H.forward_name[0] != '\0');
		H.chan = chan_open_forwarded(H.link, "control", &note_chan, &H);
		chan_write(H.chan, text, sizeof text);
		UNTIL(H.down);
		assert_int_equal(H.end, LINK_END_ABUSE);
		assert_int_equal(H.opened, 0);
		verdict();
	}
	others_are_served();
}

static void
script_small_packets(struct raw *r, int fd)
{
	size_t got = 0;

	raw_login(r, fd, "agent");
	raw_forward(r, "pomoc");
	raw_accept(r, 1000000, 1024);
	while (got < 5000 && raw_expect(r, RAW_DATA)) {
		if (raw_u32(r, 1) > 1024)
			raw_die("a packet over the limit");
		got += raw_u32(r, 1);
	}
	if (got != 5000)
		raw_die("not everything came");
}

static void
small_but_fair_packets_are_respected(void **state)
{
	char text[5000];

	memset(text, 'x', sizeof text);
	attack(script_small_packets);
	UNTIL(H.forward_name[0] != '\0');
	H.chan = chan_open_forwarded(H.link, "control", &note_chan, &H);
	chan_write(H.chan, text, sizeof text);
	UNTIL(H.down);
	assert_int_equal(verdict(), 0);
}

/* --- windows --- */

static void
script_zero_window(struct raw *r, int fd)
{
	raw_login(r, fd, "agent");
	raw_forward(r, "pomoc");
	raw_accept(r, 0, 32768);
	if (raw_expect(r, RAW_DATA))
		raw_die("data in spite of a closed window");
}

static void
a_window_of_nothing_blocks_only_that_channel(void **state)
{
	char *block = mem_alloc(MB);

	attack(script_zero_window);
	UNTIL(H.forward_name[0] != '\0');
	H.chan = chan_open_forwarded(H.link, "control", &note_chan, &H);
	UNTIL(H.opened == 1);
	chan_write(H.chan, block, MB);
	others_are_served();
	assert_int_equal(chan_queued(H.chan), MB);
	assert_int_equal(H.down, 0);
	link_abort(H.link);
	H.down = 1;
	loop_turn(loop, false);
	assert_int_equal(verdict(), 0);
	free(block);
}

static void
script_ignores_window(struct raw *r, int fd)
{
	char *block = mem_alloc(30000);
	uint32_t peer;

	raw_login(r, fd, "agent");
	raw_open(r, 1, 1000, 32768);
	if (!raw_expect(r, RAW_OPEN_CONFIRM))
		raw_die("no channel");
	peer = raw_u32(r, 1);
	while (raw_data(r, peer, block, 30000))
		;
}

/* libssh would buffer without end. */
static void
an_ignored_window_ends_the_link(void **state)
{
	long before = rss_kb();

	H.take = 0;
	attack(script_ignores_window);
	UNTIL(H.down);
	assert_int_equal(H.end, LINK_END_ABUSE);
	assert_true(rss_kb() - before < 16 * 1024);
	others_are_served();
	verdict();
}

static void
script_overflows_window(struct raw *r, int fd)
{
	uint32_t peer;
	int i;

	raw_login(r, fd, "agent");
	raw_forward(r, "pomoc");
	peer = raw_accept(r, 0xffffffff, 32768);
	for (i = 0; i < 5; i++) {
		wirebuf_u32(raw_packet(r, RAW_WINDOW), peer);
		wirebuf_u32(&r->out, 0xffffffff);
		raw_send(r);
	}
	raw_data(r, peer, "done", 4);
	raw_drain(r);
}

static void
a_window_overflow_is_harmless(void **state)
{
	attack(script_overflows_window);
	UNTIL(H.forward_name[0] != '\0');
	H.chan = chan_open_forwarded(H.link, "control", &note_chan, &H);
	UNTIL(H.got.len == 4 || H.down);
	if (!H.down)
		chan_write(H.chan, "x", 1);
	others_are_served();
}

/* --- floods --- */

static void
script_opens_many(struct raw *r, int fd)
{
	uint32_t i;

	raw_login(r, fd, "agent");
	for (i = 0; i < 20000; i++)
		if (!raw_open(r, i, 1000, 32768))
			break;
	raw_drain(r);
}

static void
twenty_thousand_channels(void **state)
{
	serve_conf.limits.chans = 4;
	attack(script_opens_many);
	UNTIL(H.down);
	assert_int_equal(H.end, LINK_END_ABUSE);
	assert_true(H.wants <= 4);
	others_are_served();
	verdict();
}

static void
script_forwards_many(struct raw *r, int fd)
{
	char *name = mem_alloc(30001);
	int i;

	memset(name, 'n', 30000);
	raw_login(r, fd, "agent");
	for (i = 0; i < 2000; i++)
		if (!raw_forward(r, name))
			break;
	raw_drain(r);
}

static void
two_thousand_forwards(void **state)
{
	attack(script_forwards_many);
	UNTIL(H.down);
	assert_int_equal(H.end, LINK_END_ABUSE);
	verdict();
}

static void
script_ignores(struct raw *r, int fd)
{
	int i;

	raw_login(r, fd, "agent");
	for (i = 0; i < 200000; i++) {
		wirebuf_text(raw_packet(r, RAW_IGNORE), "nothing");
		if (!raw_send(r))
			raw_die("hung up");
	}
	raw_forward(r, "pomoc");
	if (!raw_expect(r, RAW_GLOBAL_SUCCESS))
		raw_die("no answer after the flood");
}

static void
two_hundred_thousand_ignores_delay_nobody(void **state)
{
	attack(script_ignores);
	UNTIL(H.up);
	others_are_served();
	UNTIL(H.down);
	assert_int_equal(verdict(), 0);
}

/* Asks and asks, and reads no answer. */
static void
script_never_reads(struct raw *r, int fd)
{
	struct timeval patience = {.tv_sec = 1};
	struct buf *b;
	int i;

	raw_login(r, fd, "agent");
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
	for (i = 0; i < 500000; i++) {
		b = raw_packet(r, RAW_GLOBAL);
		wirebuf_text(b, "keepalive@openssh.com");
		buf_addc(b, 1);
		if (!raw_send(r))
			_exit(0); /* it is not read any more: right */
	}
	raw_die("everything was swallowed");
}

static void
answers_do_not_pile_up(void **state)
{
	long before = rss_kb();
	int st;

	attack(script_never_reads);
	UNTIL(waitpid(child, &st, WNOHANG) == child || (usleep(1000), false) ||
	    H.down);
	if (!H.down)
		UNTIL(H.down);
	else
		waitpid(child, &st, 0);
	child = -1;
	assert_true(WIFEXITED(st) && WEXITSTATUS(st) == 0);
	assert_true(rss_kb() - before < 8 * 1024);
}

static void
script_resize_storm(struct raw *r, int fd)
{
	static const uint32_t odd[] = {0, 1, 65535, 0x7fffffff, 0xffffffff};
	uint32_t peer, i;
	struct buf *b;

	raw_login(r, fd, "agent");
	raw_open(r, 1, 1000, 32768);
	if (!raw_expect(r, RAW_OPEN_CONFIRM))
		raw_die("no channel");
	peer = raw_u32(r, 1);
	for (i = 0; i < 5001; i++) {
		b = raw_packet(r, RAW_CHAN_REQUEST);
		wirebuf_u32(b, peer);
		wirebuf_text(b, "window-change");
		buf_addc(b, 0);
		wirebuf_u32(b, i == 5000 ? 81 : odd[i % 5]);
		wirebuf_u32(b, i == 5000 ? 25 : odd[(i + 2) % 5]);
		wirebuf_u32(b, 0);
		wirebuf_u32(b, 0);
		raw_send(r);
	}
	raw_drain(r);
}

static void
a_storm_of_sizes_is_thinned_out(void **state)
{
	int told = 0;
	char *p;

	attack(script_resize_storm);
	UNTIL(strstr(H.requests, "81x25") != NULL);
	for (p = H.requests; (p = strstr(p, "resize")) != NULL; p++)
		told++;
	assert_in_range(told, 1, 8);
}

/* --- nonsense --- */

static void
script_nonsense(struct raw *r, int fd)
{
	static const uint8_t types[] = {RAW_WINDOW, RAW_DATA, 95, RAW_EOF,
	    RAW_CLOSE, RAW_CHAN_REQUEST, RAW_CHAN_SUCCESS, 100,
	    RAW_OPEN_CONFIRM, RAW_OPEN_FAILURE, RAW_GLOBAL_SUCCESS, 82,
	    RAW_AUTH_SUCCESS, RAW_AUTH_FAILURE, 60, 3, 4, 6, 7, 192, 255};
	uint32_t peer, n;
	size_t i;

	raw_login(r, fd, "agent");
	raw_open(r, 1, 1000, 32768);
	if (!raw_expect(r, RAW_OPEN_CONFIRM))
		raw_die("no channel");
	peer = raw_u32(r, 1);
	for (n = 0; n < 4; n++)
		for (i = 0; i < sizeof types; i++) {
			raw_packet(r, types[i]);
			if (n > 0)
				wirebuf_u32(&r->out, n == 1 ? 77 : peer);
			if (n > 2)
				wirebuf_u32(&r->out, 0xfffffff0);
			if (!raw_send(r))
				_exit(0);
		}
	raw_chan(r, RAW_CLOSE, peer);
	raw_chan(r, RAW_CLOSE, peer);
	raw_chan(r, RAW_EOF, peer);
	raw_data(r, peer, "late", 4);
}

static void
nonsense_crashes_nothing(void **state)
{
	attack(script_nonsense);
	UNTIL(H.down);
	assert_int_equal(H.up, 1);
	others_are_served();
	assert_int_equal(verdict(), 0);
}

static void
script_length_bomb(struct raw *r, int fd)
{
	char banner[256];
	uint8_t bomb[64];

	memset(r, 0, sizeof *r);
	r->fd = fd;
	raw_banner(r, banner, sizeof banner);
	memset(bomb, 0xff, sizeof bomb);
	raw_write(r, bomb, sizeof bomb);
	while (raw_read(r, bomb, 1))
		;
}

static void
an_impossible_packet_length_ends_the_link(void **state)
{
	attack(script_length_bomb);
	UNTIL(H.down);
	assert_int_equal(H.up, 0);
	others_are_served();
	verdict();
}

/* A request for a channel that the owner has just closed. */
static void
script_requests_after_close(struct raw *r, int fd)
{
	uint32_t peer;
	int i;

	raw_login(r, fd, "agent");
	raw_open(r, 1, 1000, 32768);
	if (!raw_expect(r, RAW_OPEN_CONFIRM))
		raw_die("no channel");
	peer = raw_u32(r, 1);
	if (!raw_expect(r, RAW_CLOSE))
		raw_die("no close");
	for (i = 0; i < 20; i++) {
		wirebuf_u32(raw_packet(r, RAW_CHAN_REQUEST), peer);
		wirebuf_text(&r->out, "shell");
		buf_addc(&r->out, 1);
		raw_send(r);
		raw_data(r, peer, "late", 4);
	}
	raw_chan(r, RAW_CLOSE, peer);
	raw_forward(r, "pomoc");
	if (!raw_expect(r, RAW_GLOBAL_SUCCESS))
		raw_die("the link is gone");
}

static void
requests_for_a_closed_channel_are_harmless(void **state)
{
	attack(script_requests_after_close);
	UNTIL(H.chan != NULL);
	chan_close(H.chan);
	UNTIL(H.down);
	assert_string_equal(H.requests, "");
	assert_int_equal(H.got.len, 0);
	assert_int_equal(verdict(), 0);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    T(a_raw_client_that_behaves_is_served),
	    T(silence_after_the_key_exchange_ends_in_time),
	    T(log_in_attempts_are_counted),
	    T(forged_signatures_end_the_link),
	    T(nothing_is_open_before_the_log_in),
	    T(tiny_packets_end_the_link_before_the_first_write),
	    T(small_but_fair_packets_are_respected),
	    T(a_window_of_nothing_blocks_only_that_channel),
	    T(an_ignored_window_ends_the_link),
	    T(a_window_overflow_is_harmless),
	    T(twenty_thousand_channels),
	    T(two_thousand_forwards),
	    T(two_hundred_thousand_ignores_delay_nobody),
	    T(answers_do_not_pile_up),
	    T(a_storm_of_sizes_is_thinned_out),
	    T(nonsense_crashes_nothing),
	    T(an_impossible_packet_length_ends_the_link),
	    T(requests_for_a_closed_channel_are_harmless),
	};

	return cmocka_run_group_tests(tests, NULL, pair_fini);
}
