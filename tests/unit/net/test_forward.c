/* Forwards, direct channels, and relays between links. */
#include "tests/unit/net/pair.h"

#include <sys/socket.h>
#include <time.h>

static int forward_answers, forward_ok;

static void
on_forward(struct link *l, bool ok, void *ctx)
{
	forward_answers++;
	forward_ok = ok;
}

static int
setup(void **state)
{
	forward_answers = 0;
	forward_ok = -1;
	return pair_setup(state);
}

static void
ask_forward(void)
{
	S.allow_forward = true;
	pair_connect();
	forward_request(C.link, "pomoc", on_forward, NULL);
	UNTIL(forward_answers == 1);
	assert_int_equal(forward_ok, 1);
	assert_string_equal(S.forward_name, "pomoc");
}

static void
the_server_opens_channels_through_the_forward(void **state)
{
	ask_forward();
	S.chan = chan_open_forwarded(S.link, "visit-7", &note_chan, &S);
	C.echo = true;
	chan_write(S.chan, "ping", 4);
	UNTIL(S.got.len == 4);
	assert_int_equal(S.opened, 1);
	assert_int_equal(C.wants, 1);
}

static bool
check_name(struct link *l, struct chan_want *w, void *ctx)
{
	struct side *s = ctx;

	s->wants++;
	assert_int_equal(chan_want_kind(w), CHAN_WANT_FORWARDED);
	str_copy(s->forward_name, sizeof s->forward_name, chan_want_host(w));
	return false;
}

static void
a_forwarded_channel_tells_its_name_and_may_be_refused(void **state)
{
	struct link_events events = note_link;
	struct err err;
	int p[2];

	events.chan_wanted = check_name;
	S.allow_forward = true;
	assert_true(sock_pair(p, &err));
	S.link = link_serve(loop, p[0], &serve_conf, &note_link, &S);
	C.link = link_dial(loop, p[1], &dial_conf, &events, &C);
	UNTIL(C.up);
	forward_request(C.link, "pomoc", on_forward, NULL);
	UNTIL(forward_answers == 1);
	S.chan = chan_open_forwarded(S.link, "control", &note_chan, &S);
	UNTIL(S.closed == 1);
	assert_string_equal(C.forward_name, "control");
	assert_int_equal(S.opened, 0);
}

static void
a_refused_forward_is_told(void **state)
{
	pair_connect();
	forward_request(C.link, "pomoc", on_forward, NULL);
	UNTIL(forward_answers == 1);
	assert_int_equal(forward_ok, 0);
	assert_int_equal(S.down, 0);
}

static void
a_second_forward_ends_the_link(void **state)
{
	ask_forward();
	forward_request(C.link, "pomoc", on_forward, NULL);
	UNTIL(S.down && C.down);
	assert_int_equal(S.end, LINK_END_ABUSE);
}

static void
a_client_may_not_be_asked_for_a_plain_channel(void **state)
{
	pair_connect();
	S.chan = chan_open_subsystem(S.link, "pomoc", &note_chan, &S);
	UNTIL(S.closed == 1);
	assert_int_equal(C.wants, 0);
}

static void
a_direct_channel_is_answered_later(void **state)
{
	S.keep_wants = true;
	pair_connect();
	C.chan = chan_open_direct(C.link, "ticket-17", 22, &note_chan, &C);
	chan_write(C.chan, "early", 5);
	UNTIL(S.want != NULL);
	assert_int_equal(chan_want_kind(S.want), CHAN_WANT_DIRECT);
	assert_string_equal(chan_want_host(S.want), "ticket-17");
	assert_int_equal(chan_want_port(S.want), 22);
	pair_settle(20);
	assert_int_equal(C.opened + C.closed, 0);
	S.chan = chan_want_accept(S.want, &note_chan, &S);
	UNTIL(S.got.len == 5 && C.opened == 1);
	assert_int_equal(S.gone, 0);
}

static void
a_direct_channel_is_refused_later(void **state)
{
	S.keep_wants = true;
	pair_connect();
	C.chan = chan_open_direct(C.link, "ticket-17", 22, &note_chan, &C);
	UNTIL(S.want != NULL);
	chan_want_refuse(S.want);
	UNTIL(C.closed == 1);
	assert_int_equal(C.opened, 0);
}

static void
a_want_whose_link_ends_is_gone(void **state)
{
	S.keep_wants = true;
	pair_connect();
	C.chan = chan_open_direct(C.link, "ticket-17", 22, &note_chan, &C);
	UNTIL(S.want != NULL);
	link_abort(C.link);
	C.link = NULL;
	C.down = 1;
	UNTIL(S.down);
	assert_int_equal(S.gone, 1);
}

/* --- relays: the desk's part with an agent and a technician --- */

static struct side agent, desk_a, desk_t, tech;
static struct relay *relay;
static int ended;

static void
on_ended(struct relay *r, void *ctx)
{
	assert_ptr_equal(r, relay);
	relay = NULL;
	ended++;
}

static bool
take_all(const char *user, const char *fingerprint, const uint8_t *blob,
    size_t blob_len, void *ctx)
{
	return true;
}

static void
desk_setup(void)
{
	struct err err;
	int p[2], q[2];

	ended = 0;
	memset(&agent, 0, sizeof agent);
	memset(&desk_a, 0, sizeof desk_a);
	memset(&desk_t, 0, sizeof desk_t);
	memset(&tech, 0, sizeof tech);
	agent.take = desk_a.take = desk_t.take = tech.take = SIZE_MAX;
	serve_conf.auth = take_all;
	desk_a.allow_forward = true;
	desk_t.keep_wants = true;
	assert_true(sock_pair(p, &err) && sock_pair(q, &err));
	desk_a.link = link_serve(loop, p[0], &serve_conf, &note_link, &desk_a);
	agent.link = link_dial(loop, p[1], &dial_conf, &note_link, &agent);
	desk_t.link = link_serve(loop, q[0], &serve_conf, &note_link, &desk_t);
	tech.link = link_dial(loop, q[1], &dial_conf, &note_link, &tech);
	UNTIL(desk_a.up && agent.up && desk_t.up && tech.up);
	tech.chan = chan_open_direct(
	    tech.link, "ticket-1", 22, &note_chan, &tech);
	UNTIL(desk_t.want != NULL);
	desk_a.chan = chan_open_forwarded(
	    desk_a.link, "visit-1", &note_chan, &desk_a);
	desk_t.chan = chan_want_accept(desk_t.want, &note_chan, &desk_t);
	relay = relay_chans(desk_t.chan, desk_a.chan, on_ended, NULL);
	UNTIL(tech.opened && agent.chan != NULL);
}

static void
desk_teardown(void)
{
	relay_free(relay);
	relay = NULL;
	link_abort(agent.down ? NULL : agent.link);
	link_abort(desk_a.down ? NULL : desk_a.link);
	link_abort(desk_t.down ? NULL : desk_t.link);
	link_abort(tech.down ? NULL : tech.link);
	buf_fini(&agent.got);
	buf_fini(&tech.got);
}

static void
a_relay_carries_both_ways_and_counts(void **state)
{
	desk_setup();
	agent.echo = true;
	chan_write(tech.chan, "to the agent", 12);
	UNTIL(tech.got.len == 12);
	assert_int_equal(relay_from_a(relay), 12);
	assert_int_equal(relay_from_b(relay), 12);
	chan_eof(tech.chan);
	UNTIL(agent.eof == 1);
	chan_write(agent.chan, "more", 4);
	UNTIL(tech.got.len == 16);
	desk_teardown();
}

static void
a_relay_holds_a_fast_side_back(void **state)
{
	size_t len = 8 * 1024 * 1024, sent = 0;
	uint8_t *block = mem_alloc(65536);

	desk_setup();
	tech.take = 0;
	while (sent < len && chan_write(agent.chan, block, 65536) == IO_OK)
		sent += 65536;
	for (;;) {
		int before = agent.writable;

		pair_settle(30);
		if (agent.writable == before)
			break;
		while (
		    sent < len && chan_write(agent.chan, block, 65536) == IO_OK)
			sent += 65536;
	}
	assert_true(sent < len); /* it stopped somewhere */
	assert_int_equal(desk_a.down + desk_t.down, 0);
	tech.take = SIZE_MAX;
	chan_resume(tech.chan);
	chan_close(agent.chan);
	agent.chan = NULL;
	UNTIL(ended == 1 && tech.closed == 1);
	assert_true(tech.got.len >= sent);
	desk_teardown();
	free(block);
}

static void
a_relay_ends_when_one_link_ends(void **state)
{
	desk_setup();
	link_abort(agent.link);
	agent.down = 1;
	UNTIL(ended == 1 && tech.closed == 1 && desk_a.down);
	assert_int_equal(desk_t.down, 0); /* that link lives on */
	desk_teardown();
}

static void
a_relay_may_be_freed_in_the_middle(void **state)
{
	desk_setup();
	relay_free(relay);
	relay = NULL;
	UNTIL(tech.closed == 1 && agent.closed == 1);
	assert_int_equal(ended, 0);
	desk_teardown();
}

static void
a_descriptor_is_coupled_to_a_chan(void **state)
{
	struct err err;
	char text[64];
	ssize_t n = -1;
	int p[2];

	pair_open();
	ended = 0;
	S.echo = true;
	assert_true(sock_pair(p, &err));
	relay = relay_fd(C.chan, p[0], on_ended, NULL);
	assert_int_equal(send(p[1], "through", 7, 0), 7);
	UNTIL((n = recv(p[1], text, sizeof text, MSG_DONTWAIT)) > 0);
	assert_int_equal(n, 7);
	assert_memory_equal(text, "through", 7);
	shutdown(p[1], SHUT_WR);
	UNTIL(S.eof == 1);
	chan_write(S.chan, "last", 4);
	chan_close(S.chan);
	S.chan = NULL;
	UNTIL(ended == 1);
	assert_int_equal(recv(p[1], text, sizeof text, 0), 4);
	assert_int_equal(recv(p[1], text, sizeof text, 0), 0);
	close(p[1]);
}

/* A word comes for one who is gone: what he said before that still arrives. */
static void
a_gone_descriptor_is_read_to_its_end(void **state)
{
	static const uint8_t block[8192];
	struct err err;
	size_t sent = 0;
	ssize_t n;
	int p[2];

	pair_open();
	ended = 0;
	S.take = 0; /* so that the rest stays in the socket */
	assert_true(sock_pair(p, &err));
	relay = relay_fd(C.chan, p[0], on_ended, NULL);
	for (int idle = 0; idle < 200; idle++) {
		n = send(p[1], block, sizeof(block), MSG_DONTWAIT);
		sent += n > 0 ? (size_t)n : 0;
		idle = n > 0 ? 0 : idle;
		loop_turn(loop, false);
	}
	close(p[1]);
	chan_write(S.chan, "late", 4);
	pair_settle(100);
	S.take = SIZE_MAX;
	chan_resume(S.chan);
	UNTIL(S.eof == 1);
	assert_int_equal(S.got.len, sent);
	chan_close(S.chan);
	S.chan = NULL;
	UNTIL(ended == 1);
}

static void
a_slow_descriptor_holds_the_chan_back(void **state)
{
	size_t len = 6 * 1024 * 1024, got = 0;
	uint8_t *block = mem_alloc(len), *back = mem_alloc(65536);
	struct err err;
	int p[2];
	ssize_t n;

	serve_conf.limits.out_close = 2 * len;
	pair_open();
	ended = 0;
	assert_true(sock_pair(p, &err));
	relay = relay_fd(C.chan, p[0], on_ended, NULL);
	chan_write(S.chan, block, len);
	pair_settle(100);
	assert_true(chan_queued(S.chan) > len / 3); /* nobody reads */
	chan_close(S.chan);
	S.chan = NULL;
	while (ended == 0 || got < len) {
		n = recv(p[1], back, 65536, MSG_DONTWAIT);
		if (n > 0)
			got += (size_t)n;
		else
			loop_turn(loop, false);
	}
	assert_int_equal(got, len);
	assert_int_equal(relay != NULL, 0);
	close(p[1]);
	free(block);
	free(back);
}

/* --- an SSH link inside a relayed channel, as console and agent have it --- */

static void
a_link_runs_inside_a_relay(void **state)
{
	struct side in_agent = {.take = SIZE_MAX, .echo = true};
	struct side in_tech = {.take = SIZE_MAX};
	int64_t us[400], start;
	struct timespec t0, t1;
	struct relay *ra, *rt;
	struct err err;
	int p[2], q[2], i, j;

	desk_setup();
	assert_true(sock_pair(p, &err) && sock_pair(q, &err));
	ra = relay_fd(agent.chan, p[0], NULL, NULL);
	rt = relay_fd(tech.chan, q[0], NULL, NULL);
	in_agent.link = link_serve(
	    loop, p[1], &serve_conf, &note_link, &in_agent);
	in_tech.link = link_dial(loop, q[1], &dial_conf, &note_link, &in_tech);
	UNTIL(in_agent.up && in_tech.up);
	in_tech.chan = chan_open_subsystem(
	    in_tech.link, "keys", &note_chan, &in_tech);
	UNTIL(in_tech.opened);
	for (i = 0; i < 400; i++) {
		clock_gettime(CLOCK_MONOTONIC, &t0);
		chan_write(in_tech.chan, "k", 1);
		UNTIL(in_tech.got.len == (size_t)i + 1);
		clock_gettime(CLOCK_MONOTONIC, &t1);
		us[i] = (t1.tv_sec - t0.tv_sec) * 1000000 +
		    (t1.tv_nsec - t0.tv_nsec) / 1000;
	}
	for (i = 0; i < 400; i++)
		for (j = i; j > 0 && us[j] < us[j - 1]; j--) {
			start = us[j];
			us[j] = us[j - 1];
			us[j - 1] = start;
		}
	printf("nested key echo, all in one process: p50 %d us, p99 %d us\n",
	    (int)us[200], (int)us[396]);
	assert_true(us[200] < 20000);
	link_abort(in_tech.link);
	UNTIL(in_agent.down);
	relay_free(ra);
	relay_free(rt);
	desk_teardown();
	buf_fini(&in_agent.got);
	buf_fini(&in_tech.got);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, pair_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    T(the_server_opens_channels_through_the_forward),
	    T(a_forwarded_channel_tells_its_name_and_may_be_refused),
	    T(a_refused_forward_is_told),
	    T(a_second_forward_ends_the_link),
	    T(a_client_may_not_be_asked_for_a_plain_channel),
	    T(a_direct_channel_is_answered_later),
	    T(a_direct_channel_is_refused_later),
	    T(a_want_whose_link_ends_is_gone),
	    T(a_relay_carries_both_ways_and_counts),
	    T(a_relay_holds_a_fast_side_back),
	    T(a_gone_descriptor_is_read_to_its_end),
	    T(a_relay_ends_when_one_link_ends),
	    T(a_relay_may_be_freed_in_the_middle),
	    T(a_descriptor_is_coupled_to_a_chan),
	    T(a_slow_descriptor_holds_the_chan_back),
	    T(a_link_runs_inside_a_relay),
	};

	return cmocka_run_group_tests(tests, NULL, pair_fini);
}
