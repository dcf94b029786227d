/* A technician whose SSH program takes packets of 10 bytes only: libssh spins
 * in the agent, and the guard ends it, the shell first. */
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <libssh/libssh_version.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agent/guard.h"
#include "shared/net/chan.h"
#include "shared/net/forward.h"
#include "shared/net/keys.h"
#include "shared/net/link.h"
#include "tests/unit/net/rawssh.h"

#define HOPELESS_S 20

/* libssh 0.11 takes such packets; what may yet make it spin is played here. */
static bool spins;

static size_t
echo(struct chan *c, const uint8_t *data, size_t len, bool is_stderr, void *ctx)
{
	if (spins)
		for (guard_mark = 1;;)
			;
	chan_write(c, data, len);
	return len;
}

static const struct chan_events chan_events = {.data = echo};

static bool
wanted(struct link *l, struct chan_want *w, void *ctx)
{
	chan_want_accept(w, &chan_events, NULL);
	return true;
}

static void
down(struct link *l, const struct err *why, void *ctx)
{
	_exit(0);
}

static bool
let_in(const char *user, const char *fp, const uint8_t *blob, size_t len,
    void *ctx)
{
	return true;
}

static const struct link_events link_events = {
    .down = down, .chan_wanted = wanted};

static void
kill_shell(void *ctx)
{
	kill(*(pid_t *)ctx, SIGKILL);
}

static void
serve(int fd, pid_t shell)
{
	struct link_serve_conf conf = {
	    .host_key = key_generate("agent"),
	    .auth = let_in,
	    .busy_mark = &guard_mark,
	    .busy_id = 1,
	    .busy_calls = &guard_calls,
	};
	struct loop *loop = loop_new();

	alarm(HOPELESS_S);
	signal(SIGABRT, SIG_DFL);
	guard_start();
	if (shell > 0)
		guard_share(kill_shell, &shell);
	link_serve(loop, fd, &conf, &link_events, NULL);
	loop_run(loop);
	_exit(0);
}

/* Returns the status with which the server ended. */
static int
visit_with(uint32_t packet, pid_t shell)
{
	struct raw r = {0};
	int fds[2], status;
	pid_t pid;

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
	spins = packet == 10 && LIBSSH_VERSION_INT >= SSH_VERSION_INT(0, 11, 0);
	pid = fork();
	if (pid == 0) {
		close(fds[0]);
		serve(fds[1], shell);
	}
	close(fds[1]);
	raw_login(&r, fds[0], "tech");
	assert_true(raw_open(&r, 1, 100000, packet));
	assert_true(raw_expect(&r, RAW_OPEN_CONFIRM));
	raw_data(&r, raw_u32(&r, 1), "hello", 5);
	if (packet > 10)
		assert_true(raw_expect(&r, RAW_DATA));
	else
		raw_drain(&r);
	buf_fini(&r.out);
	buf_fini(&r.in);
	close(fds[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status;
}

static pid_t
start_shell(void)
{
	pid_t pid = fork();

	if (pid == 0) {
		alarm(HOPELESS_S);
		setpgid(0, 0);
		for (;;)
			pause();
	}
	setpgid(pid, pid);
	return pid;
}

static void
test_tiny_packets(void **state)
{
	pid_t shell = start_shell();
	int status = visit_with(10, shell);

	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGABRT);
	assert_int_equal(waitpid(shell, &status, 0), shell);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGKILL);
}

static void
test_common_packets(void **state)
{
	int status = visit_with(32768, 0);

	assert_true(WIFEXITED(status));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_common_packets),
	    cmocka_unit_test(test_tiny_packets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
