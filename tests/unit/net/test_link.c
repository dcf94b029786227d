/* Links: log-in, its refusals and time limits, the ways to end. */
#include "tests/unit/net/pair.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "shared/net/refusal.h"

static void
both_ends_come_up_and_know_each_other(void **state)
{
	size_t len, own;
	const uint8_t *blob;

	pair_connect();
	assert_string_equal(link_user(S.link), "tech");
	assert_string_equal(
	    link_peer_fingerprint(S.link), key_fingerprint(client_key));
	assert_string_equal(
	    link_peer_fingerprint(C.link), key_fingerprint(host_key));
	blob = link_peer_blob(C.link, &len);
	assert_memory_equal(blob, key_blob(host_key, &own), len);
	assert_int_equal(len, own);
}

/* libssh makes them blocking when it connects. */
static void
the_descriptors_stay_non_blocking(void **state)
{
	pair_open();
	assert_true(fcntl(pair_fds[0], F_GETFL) & O_NONBLOCK);
	assert_true(fcntl(pair_fds[1], F_GETFL) & O_NONBLOCK);
	assert_true(fcntl(pair_fds[0], F_GETFD) & FD_CLOEXEC);
	assert_true(fcntl(pair_fds[1], F_GETFD) & FD_CLOEXEC);
}

/* The fingerprints of both are named; the server was not even asked. */
static void
a_wrong_host_key_ends_before_anything_is_sent(void **state)
{
	dial_conf.fingerprint = key_fingerprint(client_key);
	pair_start();
	UNTIL(C.down && S.down);
	assert_int_equal(C.end, LINK_END_HOST_KEY);
	assert_non_null(strstr(C.why, key_fingerprint(host_key)));
	assert_non_null(strstr(C.why, key_fingerprint(client_key)));
	assert_int_equal(auth_asked, 0);
	assert_int_equal(C.up + S.up, 0);
}

static void
any_host_key_when_none_is_pinned(void **state)
{
	dial_conf.fingerprint = NULL;
	pair_connect();
	assert_string_equal(
	    link_peer_fingerprint(C.link), key_fingerprint(host_key));
}

static void
a_refused_key_is_told(void **state)
{
	auth_answer = false;
	pair_start();
	UNTIL(C.down && S.down);
	assert_int_equal(C.end, LINK_END_AUTH);
	assert_non_null(strstr(C.why, key_fingerprint(client_key)));
	assert_int_equal(S.up, 0);
}

static void
a_wrong_user_is_refused(void **state)
{
	dial_conf.user = "root";
	pair_start();
	UNTIL(C.down && S.down);
	assert_int_equal(C.end, LINK_END_AUTH);
}

static int
raw_peer(bool server)
{
	struct err err;
	int p[2];

	assert_true(sock_pair(p, &err));
	if (server)
		S.link = link_serve(loop, p[0], &serve_conf, &note_link, &S);
	else
		C.link = link_dial(loop, p[0], &dial_conf, &note_link, &C);
	return p[1];
}

static void
silence_ends_in_time(void **state)
{
	int64_t start = clock_ms();
	int fd;

	serve_conf.limits.kex_ms = 100;
	fd = raw_peer(true);
	UNTIL(S.down);
	assert_int_equal(S.end, LINK_END_TIMEOUT);
	assert_true(clock_ms() - start >= 95);
	close(fd);
}

static void
what_is_not_ssh_is_named_so(void **state)
{
	static const char http[] = "HTTP/1.1 400 Bad Request\r\n\r\n";
	int fd = raw_peer(false);

	assert_int_equal(send(fd, http, sizeof http - 1, 0), sizeof http - 1);
	shutdown(fd, SHUT_WR);
	UNTIL(C.down);
	assert_int_equal(C.end, LINK_END_NOT_SSH);
	close(fd);
}

/* Only words that we know are believed, for anybody on the way may write them.
 */
static void
a_refusal_is_told_in_words(void **state)
{
	for (int r = REFUSAL_NONE + 1; r < REFUSALS; r++) {
		const char *line = refusal_line((enum refusal)r);
		int fd = raw_peer(false);

		assert_true(strlen(line) < REFUSAL_LINE_MAX);
		assert_int_equal(send(fd, line, strlen(line), 0), strlen(line));
		shutdown(fd, SHUT_WR);
		UNTIL(C.down);
		assert_int_equal(C.end, LINK_END_BUSY);
		assert_string_equal(C.why, refusal_text((enum refusal)r));
		close(fd);
		C.down = false;
	}
	assert_int_equal(
	    refusal_find("pomoc-desk: call me\r\n", 21), REFUSAL_NONE);
}

static void
a_peer_that_hangs_up_at_once_is_not_called_foreign(void **state)
{
	close(raw_peer(false));
	UNTIL(C.down);
	assert_int_equal(C.end, LINK_END_PEER);
}

static void
write_banner(int events, void *ctx)
{
	static const char line[] = "welcome to nowhere\r\n";
	int fd = *(int *)ctx;

	while (send(fd, line, sizeof line - 1, MSG_NOSIGNAL) > 0)
		;
}

/* Fault 51: lines before the greeting, without end. */
static void
an_endless_banner_ends_the_link(void **state)
{
	struct loop_watch *w;
	struct err err;
	int fd;

	fd = raw_peer(false);
	fcntl(fd, F_SETFL, O_NONBLOCK);
	w = loop_watch_new(loop, fd, LOOP_WRITE, write_banner, &fd, &err);
	UNTIL(C.down);
	assert_int_equal(C.end, LINK_END_NOT_SSH);
	loop_watch_free(w);
	close(fd);
}

static void
a_long_line_instead_of_a_greeting_ends_the_server(void **state)
{
	char text[4096];
	int fd = raw_peer(true);

	memset(text, 'A', sizeof text);
	assert_true(send(fd, text, sizeof text, 0) > 0);
	UNTIL(S.down);
	close(fd);
}

/* The frozen end neither reads nor answers; the loop goes on for the others. */
static void
a_frozen_peer_stalls_nobody(void **state)
{
	struct side frozen = {.take = SIZE_MAX};
	struct link_events events = note_link;
	char *block = mem_alloc(100000);
	struct err err;
	int p[2], n = 0;
	int64_t start;
	pid_t pid;

	assert_true(sock_pair(p, &err));
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		struct loop *own = loop_new();

		memset(&S, 0, sizeof S);
		S.take = SIZE_MAX;
		link_serve(own, p[1], &serve_conf, &note_link, &S);
		loop_run(own);
		_exit(0);
	}
	close(p[1]);
	frozen.link = link_dial(loop, p[0], &dial_conf, &events, &frozen);
	UNTIL(frozen.up);
	frozen.chan = chan_open_subsystem(
	    frozen.link, "pomoc", &note_chan, &frozen);
	UNTIL(frozen.opened);
	/* more than its first window: it has opened the large one */
	chan_write(frozen.chan, block, 100000);
	UNTIL(chan_queued(frozen.chan) == 0);
	kill(pid, SIGSTOP);
	pair_open();
	S.echo = true;
	/* far more than the socket takes, well under out_close */
	while (n < 30 && chan_write(frozen.chan, block, 100000) != IO_CLOSED)
		n++;
	start = clock_ms();
	for (n = 0; n < 100; n++) {
		chan_write(C.chan, "k", 1);
		UNTIL(C.got.len == (size_t)n + 1);
	}
	assert_true(clock_ms() - start < 2000);
	/* it is in our queue, not in libssh, which would know no end */
	assert_true(chan_queued(frozen.chan) > 2000000);
	assert_int_equal(frozen.down, 0);
	link_abort(frozen.link);
	kill(pid, SIGKILL);
	free(block);
}

static void
close_delivers_what_is_queued(void **state)
{
	char *block = mem_alloc(200000);

	pair_open();
	memset(block, 'q', 200000);
	assert_int_equal(chan_write(C.chan, block, 200000), IO_OK);
	link_close(C.link);
	assert_int_equal(C.closed, 1); /* from inside the call */
	C.link = NULL;
	UNTIL(S.down);
	assert_int_equal(C.down, 0); /* nothing comes after it */
	assert_int_equal(S.got.len, 200000);
	assert_int_equal(S.closed, 1);
	assert_int_equal(S.end, LINK_END_PEER);
	C.down = 1;
	free(block);
}

/* A program that says a last word, closes and ends at once. */
static void
a_loop_that_ends_still_delivers(void **state)
{
	struct loop *mine = loop_new();
	struct side last = {.take = SIZE_MAX};
	char *block = mem_alloc(200000);
	struct err err;
	int p[2], st;
	pid_t pid;

	assert_true(sock_pair(p, &err));
	fflush(stdout);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		struct loop *own = loop_new();

		close(p[0]);
		memset(&S, 0, sizeof S);
		S.take = SIZE_MAX;
		link_serve(own, p[1], &serve_conf, &note_link, &S);
		loop_run(own);
		_exit(S.down == 1 && S.got.len == 200000 ? 0 : 1);
	}
	close(p[1]);
	last.link = link_dial(mine, p[0], &dial_conf, &note_link, &last);
	while (!last.up)
		loop_turn(mine, true);
	last.chan = chan_open_subsystem(last.link, "pomoc", &note_chan, &last);
	while (!last.opened)
		loop_turn(mine, true);
	chan_write(last.chan, block, 200000);
	link_close(last.link);
	loop_free(mine);
	assert_int_equal(waitpid(pid, &st, 0), pid);
	assert_int_equal(st, 0);
	free(block);
}

static void
abort_tells_the_chans_and_sends_nothing_more(void **state)
{
	pair_open();
	link_abort(C.link);
	C.link = NULL;
	assert_int_equal(C.closed, 1);
	UNTIL(S.down);
	assert_int_equal(S.closed, 1);
	assert_int_equal(C.down, 0);
	C.down = 1;
}

static void
abort_in_up(struct link *l, void *ctx)
{
	note_up(l, ctx);
	link_abort(l);
}

static bool
abort_in_wanted(struct link *l, struct chan_want *w, void *ctx)
{
	link_abort(l);
	((struct side *)ctx)->wants++;
	return false;
}

static void
a_link_may_be_ended_in_its_own_callbacks(void **state)
{
	struct link_events up = note_link, wanted = note_link;
	struct err err;
	int p[2];

	up.up = abort_in_up;
	assert_true(sock_pair(p, &err));
	link_serve(loop, p[0], &serve_conf, &up, &S);
	C.link = link_dial(loop, p[1], &dial_conf, &note_link, &C);
	UNTIL(S.up && C.down);
	assert_int_equal(S.down, 0);

	memset(&C, 0, sizeof C);
	memset(&S, 0, sizeof S);
	wanted.chan_wanted = abort_in_wanted;
	assert_true(sock_pair(p, &err));
	link_serve(loop, p[0], &serve_conf, &wanted, &S);
	C.link = link_dial(loop, p[1], &dial_conf, &note_link, &C);
	UNTIL(C.up);
	chan_open_subsystem(C.link, "pomoc", &note_chan, &C);
	UNTIL(S.wants == 1 && C.down);
	assert_int_equal(C.closed, 1);
	S.down = 1;
}

static void
the_busy_mark_is_set_only_inside(void **state)
{
	volatile uint64_t mark = 7;

	serve_conf.busy_mark = &mark;
	serve_conf.busy_id = 42;
	pair_open();
	assert_int_equal(mark, 0);
}

static long
rss_kb(void)
{
	long size = 0, pages = 0;
	FILE *f = fopen("/proc/self/statm", "r");

	if (f != NULL && fscanf(f, "%ld %ld", &size, &pages) != 2)
		pages = 0;
	if (f != NULL)
		fclose(f);
	return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

static int many_up;

static void
count_up(struct link *l, void *ctx)
{
	many_up++;
}

static void
forget_down(struct link *l, const struct err *why, void *ctx)
{
}

#define MANY 200

static void
a_waiting_link_is_small(void **state)
{
	static const struct link_events events = {
	    .up = count_up, .down = forget_down};
	struct link *server[MANY], *client[MANY];
	struct err err;
	long before, kb;
	int p[2], i;

	pair_connect(); /* what all links share is there */
	before = rss_kb();
	many_up = 0;
	for (i = 0; i < MANY; i++) {
		assert_true(sock_pair(p, &err));
		server[i] = link_serve(loop, p[0], &serve_conf, &events, &S);
		client[i] = link_dial(loop, p[1], &dial_conf, &events, &C);
	}
	UNTIL(many_up == 2 * MANY);
	kb = (rss_kb() - before) / (2 * MANY);
	printf("memory of one end of a waiting link: %ld KB\n", kb);
#ifndef __SANITIZE_ADDRESS__
	assert_in_range(kb, 1, 40);
#endif
	for (i = 0; i < MANY; i++) {
		link_abort(server[i]);
		link_abort(client[i]);
	}
}

/* A link that has not been started yet holds its descriptor. */
static void
an_unstarted_link_closes_its_descriptor(void **state)
{
	struct err err;
	int p[2];
	char c;

	assert_true(sock_pair(p, &err));
	C.link = link_dial(loop, p[0], &dial_conf, &note_link, &C);
	link_abort(C.link);
	C.link = NULL;
	C.down = 1;
	UNTIL(recv(p[1], &c, 1, MSG_DONTWAIT) == 0);
	close(p[1]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    PAIR_TEST(both_ends_come_up_and_know_each_other),
	    PAIR_TEST(the_descriptors_stay_non_blocking),
	    PAIR_TEST(a_wrong_host_key_ends_before_anything_is_sent),
	    PAIR_TEST(any_host_key_when_none_is_pinned),
	    PAIR_TEST(a_refused_key_is_told),
	    PAIR_TEST(a_wrong_user_is_refused),
	    PAIR_TEST(silence_ends_in_time),
	    PAIR_TEST(what_is_not_ssh_is_named_so),
	    PAIR_TEST(a_refusal_is_told_in_words),
	    PAIR_TEST(a_peer_that_hangs_up_at_once_is_not_called_foreign),
	    PAIR_TEST(an_endless_banner_ends_the_link),
	    PAIR_TEST(a_long_line_instead_of_a_greeting_ends_the_server),
	    PAIR_TEST(a_frozen_peer_stalls_nobody),
	    PAIR_TEST(close_delivers_what_is_queued),
	    PAIR_TEST(a_loop_that_ends_still_delivers),
	    PAIR_TEST(abort_tells_the_chans_and_sends_nothing_more),
	    PAIR_TEST(a_link_may_be_ended_in_its_own_callbacks),
	    PAIR_TEST(the_busy_mark_is_set_only_inside),
	    PAIR_TEST(a_waiting_link_is_small),
	    PAIR_TEST(an_unstarted_link_closes_its_descriptor),
	};

	return cmocka_run_group_tests(tests, NULL, pair_fini);
}
