/* Real shells behind real pseudo-terminals. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "shared/base/buf.h"
#include "shared/base/util.h"
#include "shared/sys/pty_posix.h"

#define PATIENCE_MS 10000
#define STOP_REPEATS 50

/* Reads until needle has come (then true) or the other side has closed. */
static bool
read_until(struct pty *p, struct buf *got, const char *needle)
{
	for (;;) {
		char chunk[512];
		size_t n;
		struct pollfd pfd = {.fd = p->fd, .events = POLLIN};

		if (needle != NULL && strstr(buf_str(got), needle) != NULL)
			return true;
		switch (pty_read(p, chunk, sizeof(chunk), &n)) {
		case IO_OK:
			buf_add(got, chunk, n);
			break;
		case IO_AGAIN:
			assert_int_equal(poll(&pfd, 1, PATIENCE_MS), 1);
			break;
		default:
			return false;
		}
	}
}

static void
type(struct pty *p, const char *s)
{
	size_t n;

	assert_int_equal(pty_write(p, s, strlen(s), &n), IO_OK);
	assert_int_equal(n, strlen(s));
}

/* Blocks until the child has ended. */
static void
wait_end(struct pty *p)
{
	struct timespec tick = {.tv_nsec = 1000000};

	for (int i = 0; i < PATIENCE_MS && !pty_reap(p); i++)
		nanosleep(&tick, NULL);
	assert_true(p->reaped);
}

static void
wait_gone(struct pty *p)
{
	struct timespec tick = {.tv_nsec = 1000000};
	bool gone = false;

	for (int i = 0; i < PATIENCE_MS && !gone; i++) {
		gone = pty_gone(p, false);
		if (!gone)
			nanosleep(&tick, NULL);
	}
	assert_true(gone);
}

static void
close_all(struct pty *p)
{
	pty_hangup(p);
	pty_kill(p);
	wait_end(p);
	wait_gone(p);
}

static void
open_sh(struct pty *p, const char *script)
{
	char *argv[] = {"sh", "-c", (char *)script, NULL};
	struct err err;

	assert_true(pty_open(p, argv, 91, 33, &err));
}

static void
test_environment(void **state)
{
	struct buf got = BUF_INIT;
	struct pty p;
	const char *at;
	int leak = open("/dev/null", O_RDONLY);

	setenv("SECRET_OF_PARENT", "1", 1);
	signal(SIGPIPE, SIG_IGN);
	open_sh(&p,
	    "env; ls /proc/self/fd | tr '\\n' ' '; stty size; "
	    "grep SigIgn /proc/self/status");
	read_until(&p, &got, NULL);
	assert_null(strstr(buf_str(&got), "SECRET_OF_PARENT"));
	assert_non_null(strstr(buf_str(&got), "TERM=tmux-256color"));
	assert_non_null(strstr(buf_str(&got), "HOME=/"));
	assert_non_null(strstr(buf_str(&got), "LANG="));
	assert_non_null(strstr(buf_str(&got), "0 1 2 3 33 91"));
	at = strstr(buf_str(&got), "SigIgn:\t");
	assert_non_null(at);
	/* 32 and 33 are the C library's own */
	assert_int_equal(strtoull(at + 8, NULL, 16) & 0x7fffffff, 0);
	wait_end(&p);
	assert_int_equal(p.status, 0);
	close_all(&p);
	buf_fini(&got);
	close(leak);
}

static void
test_login_shell(void **state)
{
	struct buf got = BUF_INIT;
	struct pty p;
	struct err err;

	setenv("SHELL", "/bin/sh", 1);
	assert_true(pty_open(&p, NULL, 80, 24, &err));
	type(&p, "echo arg0=$0 tty=$(tty)\n");
	assert_true(read_until(&p, &got, "arg0=-sh tty=/dev/pts/"));
	type(&p, "exit 7\n");
	read_until(&p, &got, NULL);
	wait_end(&p);
	assert_int_equal(p.status, 7 << 8);
	close_all(&p);
	buf_fini(&got);
}

static void
test_no_program(void **state)
{
	char *argv[] = {"/no/such/program", NULL};
	struct pty p;
	struct err err;

	assert_false(pty_open(&p, argv, 80, 24, &err));
	assert_int_equal(p.fd, -1);
	assert_non_null(strstr(err.text, "/no/such/program"));
	assert_non_null(strstr(err.text, strerror(ENOENT)));
}

static void
test_resize(void **state)
{
	struct buf got = BUF_INIT;
	struct pty p;

	open_sh(&p,
	    "trap 'stty size; exit' WINCH; echo ready; "
	    "while :; do sleep 0.05; done");
	assert_true(read_until(&p, &got, "ready"));
	assert_true(pty_resize(&p, 132, 43));
	assert_true(read_until(&p, &got, "43 132"));
	close_all(&p);
	buf_fini(&got);
}

static void
test_echo(void **state)
{
	struct buf got = BUF_INIT;
	struct pty p;

	open_sh(&p,
	    "stty -echo; echo hidden; read a; stty echo; echo shown; "
	    "read a; stty -echo -icanon; echo raw; read a");
	assert_true(read_until(&p, &got, "hidden"));
	assert_false(pty_echo(&p));
	type(&p, "secret\n");
	assert_true(read_until(&p, &got, "shown"));
	assert_null(strstr(buf_str(&got), "secret"));
	assert_true(pty_echo(&p));
	type(&p, "\n");
	/* an editor echoes by itself */
	assert_true(read_until(&p, &got, "raw"));
	assert_true(pty_echo(&p));
	close_all(&p);
	buf_fini(&got);
}

/* The kernel takes it over in its own time. */
static bool
comes_unread(const struct pty *p)
{
	for (int i = 0; i < 500 && !pty_unread(p); i++)
		usleep(10000);
	return pty_unread(p);
}

/* Stopped by itself: a SIGCONT before that would be for nothing. */
static void
wait_stopped(pid_t pid)
{
	char path[64], line[512], state = '?';

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	for (int i = 0; i < PATIENCE_MS && state != 'T'; i++) {
		FILE *f = fopen(path, "r");

		assert_non_null(f);
		assert_non_null(fgets(line, sizeof(line), f));
		fclose(f);
		state = strrchr(line, ')')[2];
		if (state != 'T')
			usleep(1000);
	}
	assert_int_equal(state, 'T');
}

/* What was typed ahead is known of, until it is read or dropped. */
static void
test_unread(void **state)
{
	struct buf got = BUF_INIT;
	struct pty p;

	open_sh(&p,
	    "stty -echo; echo ready; kill -STOP $$; read a; echo $a; "
	    "kill -STOP $$; read a; echo $a");
	assert_true(read_until(&p, &got, "ready"));
	assert_false(pty_unread(&p));
	type(&p, "first\n");
	assert_true(comes_unread(&p));
	wait_stopped(p.pid);
	kill(p.pid, SIGCONT);
	assert_true(read_until(&p, &got, "first"));
	assert_false(pty_unread(&p));
	type(&p, "second\n");
	assert_true(comes_unread(&p));
	pty_drop(&p);
	assert_false(pty_unread(&p));
	close_all(&p);
	buf_fini(&got);
}

/* --- what was started in it --- */

/* What a process may do to get away. Each is in its own way left alone by a
 * hang-up, by a group's signal and by the session's. */
static const char zoo[] =
    "export ZOO=%s; trap '' HUP TERM INT; set -m; "
    "sleep 1000 & "
    "nohup sleep 1001 >/dev/null 2>&1 & "
    "setsid sleep 1002 & "
    "(setsid sh -c 'sleep 1003 & sleep 1004 & exit' &) & "
    "(trap '' HUP TERM INT; (sleep 1005; sleep 1006) &) & "
    "sh -c 'kill -STOP $$' & "
    "hop() { (sleep 0.02; hop &) & }; hop; hop; "
    "for i in 1 2 3 4; do "
    "setsid sh -c 'trap \"\" HUP TERM; while :; do sleep 1007 & sleep 0.05; "
    "done' & done; "
    "echo all-$((6*7)); while :; do sleep 1; done";

static bool
has_mark(pid_t pid, const char *mark)
{
	char path[64], env[8192], *at = NULL;
	ssize_t n = 0;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/environ", (int)pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0) {
		n = read(fd, env, sizeof(env) - 1);
		close(fd);
	}
	if (n > 0)
		at = memmem(env, (size_t)n, mark, strlen(mark));
	return at != NULL;
}

/* What carries the mark and lives (a zombie has no environment). */
static int
count_marked(const char *mark)
{
	struct dirent *e;
	DIR *d = opendir("/proc");
	int n = 0;

	assert_non_null(d);
	while ((e = readdir(d)) != NULL)
		if (atoi(e->d_name) > 0 && has_mark(atoi(e->d_name), mark))
			n++;
	closedir(d);
	return n;
}

static void
open_zoo(struct pty *p, char *mark, size_t size)
{
	static int number;
	char script[2048];
	struct buf got = BUF_INIT;

	snprintf(mark, size, "%d-%d", (int)getpid(), ++number);
	snprintf(script, sizeof(script), zoo, mark);
	open_sh(p, script);
	assert_true(read_until(p, &got, "all-42"));
	buf_fini(&got);
	snprintf(mark, size, "ZOO=%d-%d", (int)getpid(), number);
	for (int i = 0; i < PATIENCE_MS / 10; i++) {
		if (count_marked(mark) >= 20)
			return;
		usleep(10000);
	}
	fail_msg("the zoo does not grow");
}

static void
test_nothing_survives(void **state)
{
	char mark[64];
	struct pty p;

	open_zoo(&p, mark, sizeof(mark));
	close_all(&p);
	assert_int_equal(count_marked(mark), 0);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

/* As the guard does it, in a signal handler: who ends it does not wait long. */
static void
test_kill_now(void **state)
{
	char mark[64];
	struct pty p;

	open_zoo(&p, mark, sizeof(mark));
	pty_kill_now(&p);
	for (int i = 0; i < PATIENCE_MS && count_marked(mark) > 0; i++)
		usleep(1000);
	assert_int_equal(count_marked(mark), 0);
	pty_hangup(&p);
	wait_gone(&p);
}

/* The keeper is stopped, or killed: it does not help. */
static void
test_without_keeper(void **state)
{
	static const int signals[] = {SIGSTOP, SIGKILL};
	char mark[64];
	struct pty p;

	for (int i = 0; i < 2; i++) {
		open_zoo(&p, mark, sizeof(mark));
		kill(p.keeper.pid, signals[i]);
		close_all(&p);
		assert_int_equal(count_marked(mark), 0);
		assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	}
}

/* Stopped again and again by somebody out of reach: then by force. */
static void
test_keeper_held(void **state)
{
	char mark[64];
	struct pty p;

	open_zoo(&p, mark, sizeof(mark));
	pty_hangup(&p);
	pty_kill(&p);
	kill(p.keeper.pid, SIGSTOP);
	for (int i = 0; i < PATIENCE_MS && !pty_gone(&p, true); i++)
		usleep(1000);
	assert_int_equal(p.keeper.fd, -1);
	assert_int_equal(count_marked(mark), 0);
}

/* We ourselves die, by a signal that nobody can catch. */
static void
test_owner_killed(void **state)
{
	char mark[64] = "";
	int up[2], status;
	struct pty p;
	pid_t owner;

	assert_int_equal(pipe(up), 0);
	owner = fork();
	if (owner == 0) {
		open_zoo(&p, mark, sizeof(mark));
		kill(p.keeper.pid, SIGSTOP); /* does not help either */
		if (write(up[1], mark, sizeof(mark)) > 0)
			raise(SIGKILL);
		_exit(1);
	}
	assert_int_equal(read(up[0], mark, sizeof(mark)), sizeof(mark));
	assert_int_equal(waitpid(owner, &status, 0), owner);
	assert_true(WIFSIGNALED(status));
	for (int i = 0; i < PATIENCE_MS && count_marked(mark) > 0; i++)
		usleep(1000);
	assert_int_equal(count_marked(mark), 0);
	close(up[0]);
	close(up[1]);
}

/* --- standing still --- */

/* How many of them are in one of those states. */
static int
count_in(const char *mark, const char *states)
{
	struct dirent *e;
	DIR *d = opendir("/proc");
	int n = 0;

	while ((e = readdir(d)) != NULL) {
		char path[300], line[512] = "", *at;
		FILE *f;

		if (atoi(e->d_name) <= 0 || !has_mark(atoi(e->d_name), mark))
			continue;
		snprintf(path, sizeof(path), "/proc/%s/stat", e->d_name);
		f = fopen(path, "r");
		if (f == NULL)
			continue;
		at = fgets(line, sizeof(line), f) ? strrchr(line, ')') : NULL;
		fclose(f);
		if (at != NULL && strchr(states, at[2]) != NULL)
			n++;
	}
	closedir(d);
	return n;
}

static int
count_running(const char *mark)
{
	return count_in(mark, "RSDI");
}

/* One had stopped itself: so it stays, and only it. */
static void
wait_running(const char *mark)
{
	for (int i = 0; i < PATIENCE_MS && count_running(mark) <= 10; i++)
		usleep(1000);
	for (int i = 0; i < PATIENCE_MS && count_in(mark, "T") > 1; i++)
		usleep(1000);
	assert_int_equal(count_in(mark, "T"), 1);
}

/* One pty_stop() takes bounded time, so on a busy machine a process that forks
 * all the time may slip through: repeated, as a visit does it, none does. What
 * stands still cannot start another, so none left running is the end of it. */
static void
stop_until_still(struct pty *p, const char *mark)
{
	int repeats = 0;

	do
		pty_stop(p);
	while (count_running(mark) > 0 && ++repeats < STOP_REPEATS);
	assert_int_equal(count_running(mark), 0);
}

static void
test_stop(void **state)
{
	char mark[64];
	struct pty p;
	int still = 0;

	open_zoo(&p, mark, sizeof(mark));
	wait_running(mark);
	stop_until_still(&p, mark);
	pty_continue(&p);
	wait_running(mark);
	/* by the keeper alone, as where we cannot see it */
	for (int i = 0; i < PATIENCE_MS && still < 3; i++) {
		keeper_hold(&p.keeper, true);
		still = count_running(mark) == 0 ? still + 1 : 0;
	}
	assert_int_equal(still, 3);
	keeper_hold(&p.keeper, false);
	wait_running(mark);
	close_all(&p);
}

/* A shell with job control does not notice that its command stood still. */
static void
test_stop_unnoticed(void **state)
{
	struct buf got = BUF_INIT;
	struct pty p;
	struct err err;

	setenv("SHELL", "/bin/bash", 1);
	assert_true(pty_open(&p, NULL, 80, 24, &err));
	type(&p, "sh -c 'echo re''ady; read a; echo a-was-$a'\n");
	assert_true(read_until(&p, &got, "ready"));
	for (int i = 0; i < 20; i++) {
		pty_stop(&p);
		pty_continue(&p);
	}
	type(&p, "here\n");
	assert_true(read_until(&p, &got, "a-was-here"));
	type(&p, "jobs; echo no-''more\n");
	assert_true(read_until(&p, &got, "no-more"));
	assert_null(strstr(buf_str(&got), "Stopped"));
	close_all(&p);
	buf_fini(&got);
}

/* Accounts of services, and shells that are none. */
static void
test_odd_shells(void **state)
{
	static const char *const shells[] = {"/usr/sbin/nologin", "/bin/false",
	    "bash", "/bin", "/etc/passwd", "", "/no/such/shell"};
	struct buf got = BUF_INIT;
	struct pty p;
	struct err err;

	for (size_t i = 0; i < ARRAY_LEN(shells); i++) {
		setenv("SHELL", shells[i], 1);
		assert_true(pty_open(&p, NULL, 80, 24, &err));
		type(&p, "echo it-$((6*7))\n");
		assert_true(read_until(&p, &got, "it-42"));
		close_all(&p);
		buf_clear(&got);
	}
	buf_fini(&got);
}

static void
test_hangup_ends_a_shell(void **state)
{
	struct buf got = BUF_INIT;
	struct pty p;
	struct err err;

	setenv("SHELL", "/bin/bash", 1);
	assert_true(pty_open(&p, NULL, 80, 24, &err));
	type(&p, "echo re''ady\n");
	assert_true(read_until(&p, &got, "ready"));
	pty_hangup(&p);
	assert_int_equal(p.fd, -1);
	wait_end(&p);
	close_all(&p);
	buf_fini(&got);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_environment),
	    cmocka_unit_test(test_login_shell),
	    cmocka_unit_test(test_no_program),
	    cmocka_unit_test(test_resize),
	    cmocka_unit_test(test_echo),
	    cmocka_unit_test(test_unread),
	    cmocka_unit_test(test_nothing_survives),
	    cmocka_unit_test(test_kill_now),
	    cmocka_unit_test(test_without_keeper),
	    cmocka_unit_test(test_keeper_held),
	    cmocka_unit_test(test_owner_killed),
	    cmocka_unit_test(test_stop),
	    cmocka_unit_test(test_stop_unnoticed),
	    cmocka_unit_test(test_odd_shells),
	    cmocka_unit_test(test_hangup_ends_a_shell),
	};

	setenv("HOME", "/", 1); /* not what the builder's shell starts */
	return cmocka_run_group_tests(tests, NULL, NULL);
}
