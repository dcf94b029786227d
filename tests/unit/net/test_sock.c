/* Sockets: listening, connecting and its four failures, passing descriptors. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shared/net/sock.h"
#include "tests/support/listen.h"

static struct loop *loop;
static struct loop_timer *limit;
static int accepted, accepted_fd, dialled_fd;
static char accepted_peer[SOCK_ADDR_SIZE];
static enum sock_fail failure;
static struct err failure_err;
static int waiting; /* callbacks until the loop stops */

static void
too_long(void *ctx)
{
	fail_msg("the test takes too long");
}

static int
setup(void **state)
{
	loop = loop_new();
	limit = loop_timer_new(loop, too_long, NULL);
	loop_timer_set(limit, 10000);
	accepted = 0;
	accepted_fd = dialled_fd = -1;
	return 0;
}

static int
teardown(void **state)
{
	loop_timer_free(limit);
	loop_free(loop);
	return 0;
}

static void
one_less(void)
{
	if (--waiting == 0)
		loop_stop(loop);
}

static void
on_accept(int fd, const char *peer, void *ctx)
{
	accepted++;
	accepted_fd = fd;
	strcpy(accepted_peer, peer);
	one_less();
}

static void
on_dial(int fd, enum sock_fail why, const struct err *err, void *ctx)
{
	dialled_fd = fd;
	failure = why;
	failure_err = *err;
	one_less();
}

static void
dial(const char *host, int port, int ms)
{
	failure_err.text[0] = '\0';
	sock_dial(loop, host, port, ms, on_dial, NULL);
}

static int
tcp_option(int fd, int option)
{
	int value = -1;
	socklen_t len = sizeof value;

	getsockopt(fd, IPPROTO_TCP, option, &value, &len);
	return value;
}

static void
check_options(int fd)
{
	assert_true(fcntl(fd, F_GETFL) & O_NONBLOCK);
	assert_true(fcntl(fd, F_GETFD) & FD_CLOEXEC);
	assert_int_equal(tcp_option(fd, TCP_NODELAY), 1);
	assert_true(tcp_option(fd, TCP_USER_TIMEOUT) > 0);
}

static void
connect_through(const char *where, const char *prefix, const char *host)
{
	struct sock_listener *s;
	struct err err;

	s = listen_at(loop, where, on_accept, NULL, &err);
	if (s == NULL)
		fail_msg("%s", err.text);
	assert_int_equal(strncmp(listen_addr, prefix, strlen(prefix)), 0);
	assert_true(listen_port() > 0);
	waiting = 2;
	dial(host, listen_port(), 5000);
	loop_run(loop);
	assert_int_equal(accepted, 1);
	assert_int_equal(failure, SOCK_FAIL_NONE);
	check_options(dialled_fd);
	check_options(accepted_fd);
	close(dialled_fd);
	close(accepted_fd);
	sock_listener_free(s);
}

static long
threads(void)
{
	struct stat st;

	assert_int_equal(stat("/proc/self/task", &st), 0);
	return (long)st.st_nlink - 2;
}

/* Those that wait for name servers, once started, stay. */
static void
v4_connects_without_threads(void **state)
{
	long before = threads();

	connect_through("127.0.0.1:0", "127.0.0.1:", "127.0.0.1");
	assert_int_equal(strncmp(accepted_peer, "127.0.0.1:", 10), 0);
	assert_int_equal(threads(), before);
}

static void
v6_connects(void **state)
{
	int fd = socket(AF_INET6, SOCK_STREAM, 0);
	struct sockaddr_in6 a = {
	    .sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT};
	bool has = fd >= 0 && bind(fd, (struct sockaddr *)&a, sizeof a) == 0;

	if (fd >= 0)
		close(fd);
	if (!has)
		skip();
	connect_through("[::1]:0", "[::1]:", "::1");
	assert_int_equal(strncmp(accepted_peer, "[::1]:", 6), 0);
}

/* localhost may be ::1 first: the second family must be tried by itself */
static void
a_name_falls_back_to_the_family_that_answers(void **state)
{
	connect_through("127.0.0.1:0", "127.0.0.1:", "localhost");
}

static void
all_addresses_take_v4_and_show_it_as_v4(void **state)
{
	struct sock_listener *s;
	struct err err;

	s = listen_at(loop, "*:0", on_accept, NULL, &err);
	assert_non_null(s);
	waiting = 2;
	dial("127.0.0.1", listen_port(), 5000);
	loop_run(loop);
	assert_int_equal(strncmp(accepted_peer, "127.0.0.1:", 10), 0);
	close(dialled_fd);
	close(accepted_fd);
	sock_listener_free(s);
}

/* Two addresses of one name, of which the first takes connections in vain. */
static void
an_address_that_was_no_use_is_tried_last(void **state)
{
	struct sock_shun shun = {0};
	struct sock_listener *s;
	char first[SOCK_ADDR_SIZE], second[SOCK_ADDR_SIZE];
	struct err err;

	s = listen_at(loop, "*:0", on_accept, NULL, &err);
	assert_non_null(s);
	for (int i = 0; i < 5; i++) {
		waiting = 2;
		sock_dial_shun(sock_dial(loop, "localhost", listen_port(), 5000,
				   on_dial, NULL),
		    &shun);
		loop_run(loop);
		assert_true(dialled_fd >= 0);
		close(dialled_fd);
		close(accepted_fd);
		if (i == 0) {
			memcpy(first, shun.last, sizeof(first));
			sock_shun_last(&shun, false);
		} else if (i == 1) {
			if (strcmp(shun.last, first) == 0)
				break; /* a machine without IPv6 */
			memcpy(second, shun.last, sizeof(second));
			sock_shun_last(&shun, false);
		} else if (i == 2) { /* both: the one that was bad earlier */
			assert_string_equal(shun.last, first);
			sock_shun_last(&shun, false);
		} else {
			assert_string_equal(shun.last, second);
			sock_shun_last(&shun, true);
		}
	}
	sock_listener_free(s);
}

static void
nobody_listening_is_refused(void **state)
{
	char addr[SOCK_ADDR_SIZE];
	struct err err;
	int fd = sock_hold("127.0.0.1:0", addr, &err);
	int port = atoi(strchr(addr, ':') + 1);

	close(fd);
	waiting = 1;
	dial("127.0.0.1", port, 5000);
	loop_run(loop);
	assert_int_equal(dialled_fd, -1);
	assert_int_equal(failure, SOCK_FAIL_REFUSED);
	assert_non_null(strstr(failure_err.text, "127.0.0.1"));
}

static void
a_name_without_address_is_unknown(void **state)
{
	waiting = 1;
	dial("no such computer", 22, 5000);
	loop_run(loop);
	assert_int_equal(failure, SOCK_FAIL_UNKNOWN);
	assert_non_null(strstr(failure_err.text, "no such computer"));
}

/* A listener whose queue is full answers nothing. */
static void
silence_is_a_timeout(void **state)
{
	struct sockaddr_in a = {.sin_family = AF_INET};
	socklen_t len = sizeof a;
	int fd = socket(AF_INET, SOCK_STREAM, 0), full[4];
	size_t i;

	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(bind(fd, (struct sockaddr *)&a, sizeof a), 0);
	assert_int_equal(listen(fd, 0), 0);
	getsockname(fd, (struct sockaddr *)&a, &len);
	for (i = 0; i < 4; i++) {
		full[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
		(void)!connect(full[i], (struct sockaddr *)&a, sizeof a);
	}
	waiting = 1;
	dial("127.0.0.1", ntohs(a.sin_port), 100);
	loop_run(loop);
	assert_int_equal(failure, SOCK_FAIL_TIMEOUT);
	for (i = 0; i < 4; i++)
		close(full[i]);
	close(fd);
}

static void
a_cancelled_dial_is_silent(void **state)
{
	struct sock_listener *s;
	struct err err;

	s = listen_at(loop, "127.0.0.1:0", on_accept, NULL, &err);
	waiting = 1;
	sock_dial_cancel(
	    sock_dial(loop, "localhost", listen_port(), 5000, on_dial, NULL));
	dial("127.0.0.1", listen_port(), 5000);
	waiting = 2;
	loop_run(loop);
	assert_int_equal(accepted, 1);
	close(dialled_fd);
	close(accepted_fd);
	sock_listener_free(s);
}

static void
bad_places_are_refused(void **state)
{
	static const char *const bad[] = {"127.0.0.1", "127.0.0.1:99999",
	    "127.0.0.1:x", "nowhere.invalid:1", "[::1", ":1", ""};
	char addr[SOCK_ADDR_SIZE];
	struct err err;
	size_t i;

	for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		err.text[0] = '\0';
		assert_int_equal(sock_hold(bad[i], addr, &err), -1);
		assert_true(err.text[0] != '\0');
	}
}

static void
places_are_split(void **state)
{
	static const struct {
		const char *where, *host;
		int port;
	} good[] = {{"desk", "desk", 7722}, {"desk:1", "desk", 1},
	    {"[::1]:2", "::1", 2}, {"[::1]", "::1", 7722},
	    {"fe80::1", "fe80::1", 7722}, {"10.0.0.1:3", "10.0.0.1", 3},
	    {" desk ", "desk", 7722},
	    {"a_2.example.pl", "a_2.example.pl", 7722}};
	static const char *const bad[] = {"[::1%lo]", "[::1%lo]:7722",
	    "ssh://desk", "ssh://desk:7722", "user@desk", "user@desk:22",
	    "desk/kX", "desk one", "a:b:1", "[desk:1]", " ", "", "[[]", "]"};
	char host[64];
	struct err err;
	size_t i;
	int port;

	for (i = 0; i < sizeof good / sizeof good[0]; i++) {
		assert_true(sock_split(
		    good[i].where, 7722, host, sizeof host, &port, &err));
		assert_string_equal(host, good[i].host);
		assert_int_equal(port, good[i].port);
	}
	assert_false(
	    sock_split("desk:70000", 1, host, sizeof host, &port, &err));
	assert_false(sock_split("[::1]x", 1, host, sizeof host, &port, &err));
	for (i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_false(
		    sock_split(bad[i], 1, host, sizeof host, &port, &err));
}

static void
addresses_without_port(void **state)
{
	char out[SOCK_ADDR_SIZE];

	sock_addr_only("1.2.3.4:567", out);
	assert_string_equal(out, "1.2.3.4");
	sock_addr_only("[::1]:567", out);
	assert_string_equal(out, "::1");
	assert_true(sock_is_loopback("::1"));
	assert_true(sock_is_loopback("127.8.8.8"));
	assert_false(sock_is_loopback("10.0.0.1"));
}

static void
a_descriptor_travels(void **state)
{
	struct err err;
	int p[2], q[2], got = -1;
	char c;

	assert_true(sock_pair(p, &err));
	assert_int_equal(sock_recv_fd(p[1], &got, &err), IO_AGAIN);
	assert_int_equal(pipe(q), 0);
	assert_int_equal(sock_send_fd(p[0], q[0], &err), IO_OK);
	assert_int_equal(sock_recv_fd(p[1], &got, &err), IO_OK);
	assert_true(fcntl(got, F_GETFD) & FD_CLOEXEC);
	assert_int_equal(write(q[1], "z", 1), 1);
	assert_int_equal(read(got, &c, 1), 1);
	assert_int_equal(c, 'z');
	assert_int_equal(send(p[0], "x", 1, 0), 1); /* a bare byte */
	assert_int_equal(sock_recv_fd(p[1], &got, &err), IO_ERROR);
	close(p[0]);
	assert_int_equal(sock_recv_fd(p[1], &got, &err), IO_CLOSED);
	close(p[1]);
	close(q[0]);
	close(q[1]);
	close(got);
}

/* Fault 48: without descriptors a waiting caller is turned away, and the
 * listener goes on. */
static void
no_descriptors_left(void **state)
{
	struct sockaddr_in a = {.sin_family = AF_INET};
	struct rlimit old, low;
	struct sock_listener *s;
	struct err err;
	int fd, caller, hog[64], n = 0;
	char c;

	s = listen_at(loop, "127.0.0.1:0", on_accept, NULL, &err);
	caller = socket(AF_INET, SOCK_STREAM, 0);
	a.sin_port = htons((uint16_t)listen_port());
	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(connect(caller, (struct sockaddr *)&a, sizeof a), 0);
	fcntl(caller, F_SETFL, O_NONBLOCK);
	getrlimit(RLIMIT_NOFILE, &old);
	low = old;
	low.rlim_cur = 64;
	setrlimit(RLIMIT_NOFILE, &low);
	while (n < 64 && (fd = dup(0)) >= 0)
		hog[n++] = fd;
	while (read(caller, &c, 1) < 0 && errno == EAGAIN)
		loop_turn(loop, true);
	assert_int_equal(accepted, 0);
	setrlimit(RLIMIT_NOFILE, &old);
	while (n > 0)
		close(hog[--n]);
	close(caller);
	waiting = 2;
	dial("127.0.0.1", listen_port(), 5000);
	loop_run(loop);
	assert_int_equal(accepted, 1);
	close(dialled_fd);
	close(accepted_fd);
	sock_listener_free(s);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    T(v4_connects_without_threads),
	    T(v6_connects),
	    T(a_name_falls_back_to_the_family_that_answers),
	    T(all_addresses_take_v4_and_show_it_as_v4),
	    T(nobody_listening_is_refused),
	    T(an_address_that_was_no_use_is_tried_last),
	    T(a_name_without_address_is_unknown),
	    T(silence_is_a_timeout),
	    T(a_cancelled_dial_is_silent),
	    T(bad_places_are_refused),
	    T(places_are_split),
	    T(addresses_without_port),
	    T(a_descriptor_travels),
	    T(no_descriptors_left),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
