/*
 * Runs a test so that none of its processes can get away from it: what loses
 * its parent becomes a child of this one (lib.sh looks for them there). When
 * the test has ended, whatever is left of it is killed.
 *
 * usage: reaper PROGRAM [ARG...]
 * Exit: that of the program, 128 + N when signal N ended it.
 */
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile pid_t test;

/* The test ends by it, and cleans up. */
static void
on_signal(int sig)
{
	if (test > 0)
		kill(test, sig);
}

static void
kill_children(void)
{
	char path[64], text[4096];
	char *at = text;
	FILE *f;
	size_t n;

	snprintf(
	    path, sizeof(path), "/proc/self/task/%d/children", (int)getpid());
	f = fopen(path, "r");
	if (f == NULL)
		return;
	n = fread(text, 1, sizeof(text) - 1, f);
	fclose(f);
	text[n] = '\0';
	for (pid_t pid; (pid = (pid_t)strtol(at, &at, 10)) > 0;)
		kill(pid, SIGKILL);
}

/* Children of those that are killed come here in turn. */
static void
kill_all(void)
{
	do
		kill_children();
	while (waitpid(-1, NULL, 0) > 0 || errno == EINTR);
}

static int
wait_for_test(void)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, 0)) != test)
		if (pid < 0 && errno != EINTR)
			return 1;
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status)
				   : WEXITSTATUS(status);
}

int
main(int argc, char **argv)
{
	struct sigaction sa = {.sa_handler = on_signal};
	int code;

	if (argc < 2)
		return 2;
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	sigaction(SIGTERM, &sa, NULL);
	sigaction(SIGINT, &sa, NULL);
	sigaction(SIGHUP, &sa, NULL);
	test = fork();
	if (test == 0) {
		signal(SIGTERM, SIG_DFL);
		signal(SIGINT, SIG_DFL);
		signal(SIGHUP, SIG_DFL);
		execvp(argv[1], argv + 1);
		perror(argv[1]);
		_exit(127);
	}
	code = wait_for_test();
	kill_all();
	return code;
}
