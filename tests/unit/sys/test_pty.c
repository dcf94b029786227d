/* Real shells behind real pseudo-terminals. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "shared/base/buf.h"
#include "shared/sys/pty.h"

#define PATIENCE_MS 10000

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
close_all(struct pty *p)
{
	pty_hangup(p);
	pty_kill(p);
	wait_end(p);
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

	(void)state;
	setenv("SECRET_OF_PARENT", "1", 1);
	signal(SIGPIPE, SIG_IGN);
	open_sh(&p,
	    "env; ls /proc/self/fd | tr '\\n' ' '; stty size; "
	    "grep SigIgn /proc/self/status");
	read_until(&p, &got, NULL);
	assert_null(strstr(buf_str(&got), "SECRET_OF_PARENT"));
	assert_non_null(strstr(buf_str(&got), "TERM=screen-256color"));
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

	(void)state;
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

	(void)state;
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

	(void)state;
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

	(void)state;
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

/* Nothing that was started in it is left, whatever it ignores. */
static void
test_nothing_survives(void **state)
{
	struct buf got = BUF_INIT;
	struct pty p;
	const char *at;
	pid_t shell, job;
	struct timespec tick = {.tv_nsec = 1000000};

	(void)state;
	open_sh(&p,
	    "trap '' HUP TERM; set -m; sleep 1000 & "
	    "echo job=$! shell=$$ .; while :; do sleep 1; done");
	assert_true(read_until(&p, &got, " ."));
	at = strstr(buf_str(&got), "job=");
	assert_non_null(at);
	job = atoi(at + 4);
	shell = atoi(strstr(at, "shell=") + 6);
	assert_int_equal(shell, p.pid);
	assert_int_equal(kill(job, 0), 0);
	close_all(&p);
	assert_int_equal(kill(shell, 0), -1);
	for (int i = 0; i < PATIENCE_MS && kill(job, 0) == 0; i++) {
		char path[64], line[256] = "";
		FILE *f;

		/* somebody else reaps it; dead is enough */
		snprintf(path, sizeof(path), "/proc/%d/stat", job);
		f = fopen(path, "r");
		if (f == NULL)
			break;
		at = fgets(line, sizeof(line), f) ? strrchr(line, ')') : NULL;
		fclose(f);
		if (at == NULL || at[2] == 'Z' || at[2] == 'X')
			break;
		nanosleep(&tick, NULL);
		assert_int_not_equal(i, PATIENCE_MS - 1);
	}
	buf_fini(&got);
}

static void
test_hangup_ends_a_shell(void **state)
{
	struct buf got = BUF_INIT;
	struct pty p;
	struct err err;

	(void)state;
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
	    cmocka_unit_test(test_nothing_survives),
	    cmocka_unit_test(test_hangup_ends_a_shell),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
