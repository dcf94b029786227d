/*
 * Peers that send too much or nonsense: the link ends or stays bounded, and a
 * second link keeps its echo meanwhile.
 */
#include "shared/base/mem.h"
#include "shared/base/util.h"
#include "tests/unit/net/hostile.h"

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
	long before = rss_kb(), most = 0;
	int st;

	attack(script_never_reads);
	UNTIL((most = MAX_OF(most, rss_kb()),
	    waitpid(child, &st, WNOHANG) == child || H.down));
	if (!H.down)
		UNTIL(H.down);
	else
		waitpid(child, &st, 0);
	child = -1;
	assert_true(WIFEXITED(st) && WEXITSTATUS(st) == 0);
	assert_true(most - before < 8 * 1024);
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    HOSTILE_TEST(twenty_thousand_channels),
	    HOSTILE_TEST(two_thousand_forwards),
	    HOSTILE_TEST(two_hundred_thousand_ignores_delay_nobody),
	    HOSTILE_TEST(answers_do_not_pile_up),
	    HOSTILE_TEST(a_storm_of_sizes_is_thinned_out),
	    HOSTILE_TEST(nonsense_crashes_nothing),
	    HOSTILE_TEST(an_impossible_packet_length_ends_the_link),
	    HOSTILE_TEST(requests_for_a_closed_channel_are_harmless),
	};

	return cmocka_run_group_tests(tests, NULL, pair_fini);
}
