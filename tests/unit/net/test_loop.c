/* The loop: watches, signals, children; see test_timers.c for the rest. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "shared/base/clock.h"
#include "shared/net/loop.h"

static struct loop *loop;
static char trace[64];

static int
setup(void **state)
{
	loop = loop_new();
	trace[0] = '\0';
	return 0;
}

static int
teardown(void **state)
{
	loop_free(loop);
	return 0;
}

static void
mark(void *ctx)
{
	strncat(trace, ctx, sizeof trace - strlen(trace) - 1);
}

/* The kernel's side of it: what wakes the loop counts the time of sleep. */
static void
the_alarm_counts_sleep(void **state)
{
	struct loop_timer *t = loop_timer_new(loop, mark, "t");
	bool found = false;
	char path[64], line[128];

	loop_timer_set(t, 600000);
	loop_turn(loop, false);
	for (int fd = 0; fd < 64; fd++) {
		FILE *f;

		snprintf(path, sizeof path, "/proc/self/fdinfo/%d", fd);
		f = fopen(path, "r");
		while (f != NULL && fgets(line, sizeof line, f) != NULL) {
			int clock, s;

			if (sscanf(line, "clockid: %d", &clock) == 1)
				assert_int_equal(clock, CLOCK_BOOTTIME);
			if (sscanf(line, "it_value: (%d,", &s) == 1 &&
			    s > 590 && s <= 600)
				found = true;
		}
		if (f != NULL)
			fclose(f);
	}
	assert_true(found);
	loop_timer_free(t);
}

static struct loop_watch *watch;
static int pipe_fds[2];

static void
on_pipe(int events, void *ctx)
{
	char c;

	assert_true(events & LOOP_READ);
	if (read(pipe_fds[0], &c, 1) == 1) {
		mark((char[]){c, '\0'});
		return;
	}
	mark("$");
	loop_watch_free(watch);
	close(pipe_fds[0]);
}

static void
close_writer(void *ctx)
{
	close(pipe_fds[1]);
}

static void
a_watch_sees_bytes_and_the_end(void **state)
{
	struct loop_timer *t = loop_timer_new(loop, close_writer, NULL);
	struct err err;
	int fd;

	assert_int_equal(pipe(pipe_fds), 0);
	watch = loop_watch_new(
	    loop, pipe_fds[0], LOOP_READ, on_pipe, NULL, &err);
	assert_non_null(watch);
	assert_int_equal(write(pipe_fds[1], "hi", 2), 2);
	loop_timer_set(t, 5);
	loop_run(loop);
	assert_string_equal(trace, "hi$");
	loop_timer_free(t);
	fd = open("/proc/self/stat", O_RDONLY); /* a file cannot be watched */
	assert_null(loop_watch_new(loop, fd, LOOP_READ, on_pipe, NULL, &err));
	assert_true(strlen(err.text) > 0);
	close(fd);
}

static void
a_paused_watch_is_silent(void **state)
{
	struct loop_timer *t = loop_timer_new(loop, mark, "t");
	struct err err;

	assert_int_equal(pipe(pipe_fds), 0);
	watch = loop_watch_new(
	    loop, pipe_fds[0], LOOP_READ, on_pipe, NULL, &err);
	assert_int_equal(write(pipe_fds[1], "a", 1), 1);
	loop_watch_set(watch, 0);
	loop_timer_set(t, 5);
	loop_run(loop);
	assert_string_equal(trace, "t");
	loop_watch_free(watch);
	loop_timer_free(t);
	close(pipe_fds[0]);
	close(pipe_fds[1]);
}

static void
on_usr1(int signum, void *ctx)
{
	assert_int_equal(signum, SIGUSR1);
	mark("s");
	loop_stop(loop);
}

static void
raise_usr1(void *ctx)
{
	raise(SIGUSR1);
}

static void
keep_running(void *ctx)
{
	fail();
}

static void
signals_arrive_in_the_loop(void **state)
{
	struct loop_signal *s = loop_signal_new(loop, SIGUSR1, on_usr1, NULL);
	struct loop_timer *t = loop_timer_new(loop, raise_usr1, NULL);
	struct loop_timer *limit = loop_timer_new(loop, keep_running, NULL);

	loop_timer_set(t, 1);
	loop_timer_set(limit, 5000);
	loop_run(loop);
	assert_string_equal(trace, "s");
	loop_signal_free(s);
	loop_timer_free(t);
	loop_timer_free(limit);
}

static int exit_status, exit_signum, exits;

static void
on_exit_child(pid_t pid, int status, int signum, void *ctx)
{
	exit_status = status;
	exit_signum = signum;
	exits++;
	loop_stop(loop);
}

static void
a_child_gets_its_descriptors_only(void **state)
{
	const char *argv[] = {"sh", "-c",
	    "echo out; echo err >&2; echo five >&5; "
	    "ls /proc/self/fd | wc -l >&5; exit 7",
	    NULL};
	int p[2], leak, fds[6];
	char text[64] = "";
	ssize_t n, len = 0;
	struct err err;

	assert_int_equal(pipe(p), 0);
	leak = dup(p[0]); /* without CLOEXEC */
	fds[0] = fds[3] = fds[4] = -1;
	fds[1] = fds[2] = fds[5] = p[1];
	exits = 0;
	assert_non_null(loop_spawn(loop,
	    &(struct loop_spawn){.argv = argv, .fds = fds, .fd_count = 6},
	    on_exit_child, NULL, &err));
	loop_run(loop);
	close(p[1]);
	while ((n = read(p[0], text + len, sizeof text - 1 - (size_t)len)) > 0)
		len += n;
	/* 0, 1, 2, 5 and the one that ls has open for the folder */
	assert_string_equal(text, "out\nerr\nfive\n5\n");
	assert_int_equal(exits, 1);
	assert_int_equal(exit_status, 7);
	assert_int_equal(exit_signum, 0);
	close(p[0]);
	close(leak);
}

static void
a_missing_program_is_an_error(void **state)
{
	const char *argv[] = {"/nonexistent/program", NULL};
	struct err err;

	assert_null(loop_spawn(loop, &(struct loop_spawn){.argv = argv},
	    on_exit_child, NULL, &err));
	assert_non_null(strstr(err.text, "/nonexistent/program"));
}

static void
a_stopped_child_is_seen(void **state)
{
	struct loop_child *c;
	siginfo_t si;
	static const char *const argv[] = {"sleep", "1000", NULL};
	const struct loop_spawn conf = {.argv = argv};
	struct err err = {0};
	pid_t pid;

	exits = 0;
	c = loop_spawn(loop, &conf, on_exit_child, NULL, &err);
	assert_non_null(c);
	pid = loop_child_pid(c);
	assert_false(loop_child_is_stopped(c));
	kill(pid, SIGSTOP);
	assert_int_equal(waitid(P_PID, pid, &si, WSTOPPED | WNOWAIT), 0);
	assert_true(loop_child_is_stopped(c));
	assert_true(loop_child_is_stopped(c)); /* looking changes nothing */
	kill(pid, SIGCONT);
	assert_int_equal(waitid(P_PID, pid, &si, WCONTINUED | WNOWAIT), 0);
	assert_false(loop_child_is_stopped(c));
	kill(pid, SIGKILL);
	loop_run(loop);
	assert_int_equal(exits, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		the_alarm_counts_sleep, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		a_watch_sees_bytes_and_the_end, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		a_paused_watch_is_silent, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		signals_arrive_in_the_loop, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		a_child_gets_its_descriptors_only, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		a_missing_program_is_an_error, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		a_stopped_child_is_seen, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
