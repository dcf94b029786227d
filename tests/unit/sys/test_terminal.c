/* A terminal that a program has changed is put back however it ends. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <utmp.h>

#include "shared/base/util.h"
#include "shared/sys/terminal.h"

#define LEAVE "\033[back"

/* In the child: the terminal is raw and has a promise. */
static void
change_and_die(int signum)
{
	int fd = terminal_open(O_RDWR), cols, rows;
	struct termios t;

	if (fd < 0 || !terminal_save(fd) || tcgetattr(fd, &t) != 0 ||
	    !terminal_size(fd, &cols, &rows) || cols != 91 || rows != 19)
		_exit(1);
	cfmakeraw(&t);
	tcsetattr(fd, TCSANOW, &t);
	terminal_changed("not this one");
	terminal_changed(LEAVE);
	if (signum != 0)
		raise(signum);
	terminal_put_back();
	terminal_put_back();
	_exit(0);
}

static void
test_it_is_put_back(void **state)
{
	static const int ends[] = {0, SIGSEGV, SIGABRT, SIGQUIT, SIGSYS};

	for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
		struct winsize ws = {.ws_row = 19, .ws_col = 91};
		struct termios before, after;
		char said[64] = "";
		int master, slave, status;
		pid_t pid;

		assert_int_equal(openpty(&master, &slave, NULL, NULL, &ws), 0);
		assert_int_equal(tcgetattr(slave, &before), 0);
		pid = fork();
		if (pid == 0) {
			login_tty(slave);
			change_and_die(ends[i]);
		}
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_int_equal(
		    WIFSIGNALED(status) ? WTERMSIG(status) : 0, ends[i]);
		assert_int_equal(
		    WIFEXITED(status) ? WEXITSTATUS(status) : 0, 0);
		assert_int_equal(tcgetattr(slave, &after), 0);
		assert_int_equal(after.c_lflag, before.c_lflag);
		assert_int_equal(after.c_iflag, before.c_iflag);
		assert_int_equal(after.c_oflag, before.c_oflag);
		assert_true(read(master, said, sizeof(said) - 1) > 0);
		assert_string_equal(said, LEAVE);
		close(slave);
		close(master);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_it_is_put_back),
	};

	return cmocka_run_group_tests_name("terminal", tests, NULL, NULL);
}
