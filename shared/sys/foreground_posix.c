#include "shared/sys/foreground.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "shared/base/process.h"
#include "shared/base/str.h"
#include "shared/sys/kin.h"
#include "shared/sys/self.h"

/* Whoever gives the terminal away in the background would be stopped. */
static void
give_terminal(pid_t group)
{
	sigset_t ttou, before;

	sigemptyset(&ttou);
	sigaddset(&ttou, SIGTTOU);
	sigprocmask(SIG_BLOCK, &ttou, &before);
	tcsetpgrp(STDIN_FILENO, group);
	sigprocmask(SIG_SETMASK, &before, NULL);
}

static void
run_child(const char *line, const char *file)
{
	sigset_t none;

	setpgid(0, 0);
	give_terminal(getpid());
	for (int s = 1; s < NSIG; s++)
		signal(s, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	self_unprotect();
	process_close_from(3, false);
	execl("/bin/sh", "sh", "-c", line, "sh", file, (char *)NULL);
	_exit(127);
}

pid_t
foreground_start(const char *command, const char *file, struct err *err)
{
	char *line = str_fmt("%s \"$1\"", command);
	pid_t pid = fork();

	if (pid == 0)
		run_child(line, file);
	free(line);
	if (pid < 0) {
		err_errno(err, "cannot start %s", command);
		return -1;
	}
	/* here, too: whoever is first */
	setpgid(pid, pid);
	give_terminal(pid);
	return pid;
}

bool
foreground_is_over(pid_t pid, int *status)
{
	int st;

	if (waitpid(pid, &st, WNOHANG | WUNTRACED) != pid)
		return false;
	if (WIFSTOPPED(st)) {
		give_terminal(pid);
		kill(-pid, SIGCONT);
		return false;
	}
	*status = WIFEXITED(st) ? WEXITSTATUS(st) : -1;
	return true;
}

void
foreground_wake(pid_t root)
{
	pid_t group = tcgetpgrp(STDIN_FILENO);

	if (group > 0)
		kin_wake(root, group);
}

void
foreground_end(pid_t pid)
{
	kill(-pid, SIGHUP);
	kill(-pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

void
foreground_take_back(void)
{
	give_terminal(getpgrp());
}
