/* What a program of the user gets from a parent that had put itself right. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shared/base/buf.h"
#include "shared/base/process.h"
#include "shared/sys/pty_posix.h"

static void
read_all(struct pty *p, struct buf *got)
{
	struct pollfd pfd = {.fd = p->fd, .events = POLLIN};
	char chunk[512];
	size_t n;

	for (;;) {
		switch (pty_read(p, chunk, sizeof(chunk), &n)) {
		case IO_OK:
			buf_add(got, chunk, n);
			break;
		case IO_AGAIN:
			assert_int_equal(poll(&pfd, 1, 10000), 1);
			break;
		default:
			return;
		}
	}
}

static void
test_begin(void **state)
{
	char *argv[] = {"sh", "-c",
	    "umask; grep -E '^Sig(Blk|Ign)' /proc/self/status", NULL};
	int file = open("/dev/null", O_RDONLY);
	struct sigaction sa;
	struct buf got = BUF_INIT;
	struct pty p;
	struct err err;
	sigset_t some;

	umask(0027);
	sigfillset(&some);
	sigprocmask(SIG_BLOCK, &some, NULL);
	signal(SIGCHLD, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	process_begin();
	assert_int_equal(fcntl(file, F_GETFD), FD_CLOEXEC);
	assert_int_equal(process_umask(), 0027);
	assert_int_equal(umask(077), 077);
	sigaction(SIGCHLD, NULL, &sa);
	assert_ptr_equal(sa.sa_handler, SIG_DFL);
	sigaction(SIGHUP, NULL, &sa); /* nohup's wish */
	assert_ptr_equal(sa.sa_handler, SIG_IGN);
	sigaction(SIGPIPE, NULL, &sa);
	assert_ptr_equal(sa.sa_handler, SIG_IGN);
	sigprocmask(SIG_BLOCK, NULL, &some);
	for (int s = 1; s < NSIG; s++)
		assert_int_not_equal(sigismember(&some, s), 1);

	assert_true(pty_open(&p, argv, 80, 24, &err));
	read_all(&p, &got);
	assert_non_null(strstr(buf_str(&got), "0027"));
	assert_non_null(strstr(buf_str(&got), "SigBlk:\t0000000000000000"));
	pty_hangup(&p);
	pty_kill(&p);
	buf_fini(&got);
	close(file);
}

static void
test_close_from(void **state)
{
	int low = open("/dev/null", O_RDONLY);
	int high = fcntl(low, F_DUPFD, 700);

	assert_int_equal(fcntl(high, F_GETFD), 0);
	process_close_from(700, true);
	assert_int_equal(fcntl(high, F_GETFD), FD_CLOEXEC);
	assert_int_equal(fcntl(low, F_GETFD), 0);
	process_close_from(700, false);
	assert_int_equal(fcntl(high, F_GETFD), -1);
	assert_int_equal(fcntl(low, F_GETFD), 0);
	close(low);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_begin),
	    cmocka_unit_test(test_close_from),
	};

	return cmocka_run_group_tests_name("process", tests, NULL, NULL);
}
