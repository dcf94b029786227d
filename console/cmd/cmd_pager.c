#include "console/cmd/cmd_pager.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "shared/base/str.h"
#include "shared/sys/foreground.h"

static struct {
	pid_t pid; /* 0 = there is none */
	int err; /* standard error as it was; -1 = it is so still */
} pager;

static const char *
program(void)
{
	const char *named = getenv("PAGER"), *term = getenv("TERM");

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO) || term == NULL ||
	    str_eq(term, "dumb"))
		return NULL;
	if (named == NULL)
		return "less";
	return named[0] != '\0' && !str_eq(named, "cat") ? named : NULL;
}

/* One that cannot be started shows all the same. */
static void
run_child(const char *name, int in)
{
	char *line = str_fmt("%s || cat", name);

	signal(SIGPIPE, SIG_DFL);
	signal(SIGINT, SIG_DFL);
	dup2(in, STDIN_FILENO);
	setenv("LESS", "FRX", 0);
	execl("/bin/sh", "sh", "-c", line, (char *)NULL);
	_exit(127);
}

/* Its parent: one that stops alone goes on. It holds no end of the pipe. */
static void
run_keeper(const char *name, const int ends[2])
{
	const struct timespec moment = {FOREGROUND_LOOK_MS / 1000, 0};
	sigset_t child, before;
	pid_t pid;

	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	sigprocmask(SIG_BLOCK, &child, &before);
	pid = fork();
	if (pid == 0) {
		sigprocmask(SIG_SETMASK, &before, NULL);
		run_child(name, ends[0]);
	}
	signal(SIGINT, SIG_IGN);
	close(ends[0]);
	close(ends[1]);
	while (pid > 0 && waitpid(pid, NULL, WNOHANG) == 0) {
		(void)sigtimedwait(&child, NULL, &moment);
		foreground_wake(getpid());
	}
	_exit(0);
}

/* Where the terminal was. */
static void
keep_width(int cols)
{
	char text[16];

	snprintf(text, sizeof(text), "%d", cols);
	setenv("COLUMNS", text, 0);
}

void
cmd_pager(int cols)
{
	const char *name = program();
	int ends[2];

	if (pager.pid != 0 || name == NULL || pipe2(ends, O_CLOEXEC) < 0)
		return;
	pager.pid = fork();
	if (pager.pid == 0)
		run_keeper(name, ends);
	if (pager.pid > 0) {
		keep_width(cols);
		signal(SIGINT, SIG_IGN); /* it is the pager's */
		dup2(ends[1], STDOUT_FILENO);
		pager.err = isatty(STDERR_FILENO)
		    ? fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3)
		    : -1;
		if (pager.err >= 0)
			dup2(ends[1], STDERR_FILENO);
	}
	close(ends[0]);
	close(ends[1]);
	if (pager.pid < 0)
		pager.pid = 0;
}

bool
cmd_pager_on_terminal(void)
{
	return pager.pid != 0 || isatty(STDOUT_FILENO);
}

void
cmd_pager_end(void)
{
	int nowhere;

	if (pager.pid == 0)
		return;
	fflush(stdout);
	if (pager.err >= 0)
		dup2(pager.err, STDERR_FILENO);
	nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
	if (nowhere >= 0) {
		dup2(nowhere, STDOUT_FILENO);
		close(nowhere);
	}
	waitpid(pager.pid, NULL, 0);
	signal(SIGINT, SIG_DFL);
	pager.pid = 0;
}
