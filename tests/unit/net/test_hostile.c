/*
 * Peers that break the rules of log-in, packets and windows: the link ends or
 * stays bounded, the loop never stops.
 */
#include <libssh/libssh_version.h>

#include "shared/base/mem.h"
#include "shared/base/util.h"
#include "tests/unit/net/hostile.h"

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

/* libssh does not report them, so they are counted: in packets, or in bytes
 * where they came together with what was asked before. */
static void
forged_signatures_end_the_link(void **state)
{
	attack(script_forged);
	UNTIL(H.down);
	assert_true(H.end == LINK_END_ABUSE || H.end == LINK_END_AUTH);
	assert_int_equal(H.up, 0);
	assert_int_equal(verdict(), 0);
}

static void
script_forged_once(struct raw *r, int fd)
{
	raw_start(r, fd);
	raw_service(r);
	if (!raw_expect(r, RAW_SERVICE_ACCEPT))
		raw_die("no service");
	raw_probe(r, "agent");
	if (!raw_expect(r, RAW_AUTH_PK_OK))
		raw_die("no answer to the probe");
	raw_auth(r, "agent", true);
	raw_drain(r);
}

/* One is enough, long before the time is up. */
static void
a_forged_signature_is_refused_at_once(void **state)
{
	attack(script_forged_once);
	UNTIL(H.down);
	assert_int_equal(H.end, LINK_END_AUTH);
	assert_int_equal(H.up, 0);
	assert_int_equal(verdict(), 0);
}

static void
script_probes(struct raw *r, int fd)
{
	raw_start(r, fd);
	raw_service(r);
	raw_probe(r, "agent");
	if (raw_recv(r) < 0 || raw_recv(r) != RAW_AUTH_PK_OK)
		raw_die("the probe was not answered as one");
	raw_forward(r, "pomoc");
	raw_open(r, 1, 1000, 32768);
	raw_drain(r);
}

/* To have the public key of somebody is not to be him. */
static void
a_probe_is_no_log_in(void **state)
{
	serve_conf.limits.login_ms = 200;
	attack(script_probes);
	UNTIL(H.down);
	assert_int_equal(auth_asked, 1);
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
	for (int i = 0; i < 2000 && raw_data(r, peer, block, 30000); i++)
		;
}

/* libssh 0.10 would buffer without end; 0.11 drops what the window does not
 * hold: 60 MB here. */
static void
an_ignored_window_ends_the_link(void **state)
{
	long before = rss_kb(), most = 0;

	H.take = 0;
	attack(script_ignores_window);
	UNTIL((most = MAX_OF(most, rss_kb()), H.down));
#if LIBSSH_VERSION_INT < SSH_VERSION_INT(0, 11, 0)
	assert_int_equal(H.end, LINK_END_ABUSE);
#endif
	assert_true(most - before < 16 * 1024);
	others_are_served();
	verdict();
}

static void
script_floods_closed(struct raw *r, int fd)
{
	char *block = mem_alloc(30000);
	uint32_t peer;
	int i;

	raw_login(r, fd, "agent");
	raw_open(r, 1, 1000, 32768);
	if (!raw_expect(r, RAW_OPEN_CONFIRM))
		raw_die("no channel");
	peer = raw_u32(r, 1);
	if (!raw_expect(r, RAW_CLOSE))
		raw_die("no close");
	for (i = 0; i < 700; i++)
		if (!raw_data(r, peer, block, 30000))
			raw_die("hung up");
}

/* Nobody reads it any more, and the peer goes on sending: 21 MB. */
static void
a_closed_channel_buffers_nothing(void **state)
{
	long before = rss_kb(), most = 0;

	attack(script_floods_closed);
	UNTIL(H.chan != NULL);
	chan_close(H.chan);
	UNTIL((most = MAX_OF(most, rss_kb()), H.down));
	assert_true(most - before < 16 * 1024);
	assert_int_equal(verdict(), 0);
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    HOSTILE_TEST(a_raw_client_that_behaves_is_served),
	    HOSTILE_TEST(silence_after_the_key_exchange_ends_in_time),
	    HOSTILE_TEST(log_in_attempts_are_counted),
	    HOSTILE_TEST(forged_signatures_end_the_link),
	    HOSTILE_TEST(a_forged_signature_is_refused_at_once),
	    HOSTILE_TEST(a_probe_is_no_log_in),
	    HOSTILE_TEST(nothing_is_open_before_the_log_in),
	    HOSTILE_TEST(tiny_packets_end_the_link_before_the_first_write),
	    HOSTILE_TEST(small_but_fair_packets_are_respected),
	    HOSTILE_TEST(a_window_of_nothing_blocks_only_that_channel),
	    HOSTILE_TEST(an_ignored_window_ends_the_link),
	    HOSTILE_TEST(a_closed_channel_buffers_nothing),
	    HOSTILE_TEST(a_window_overflow_is_harmless),
	};

	return cmocka_run_group_tests(tests, NULL, pair_fini);
}
