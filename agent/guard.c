#include "agent/guard.h"

#include <signal.h>
#include <stddef.h>
#include <sys/resource.h>
#include <sys/time.h>

volatile uint64_t guard_mark;
volatile uint64_t guard_calls;
static volatile uint64_t seen;
static volatile pid_t shell;

static void
on_tick(int signum)
{
	const struct rlimit none = {0, 0};

	(void)signum;
	if (guard_mark == 0 || guard_calls != seen) {
		seen = guard_calls;
		return;
	}
	if (shell > 1)
		kill(-shell, SIGKILL);
	setrlimit(RLIMIT_CORE, &none); /* keys are in the memory */
	raise(SIGABRT);
}

void
guard_start(void)
{
	const struct sigaction sa = {
	    .sa_handler = on_tick, .sa_flags = SA_RESTART};
	const struct itimerval every = {
	    {0, GUARD_MS * 1000L}, {0, GUARD_MS * 1000L}};

	sigaction(SIGPROF, &sa, NULL);
	setitimer(ITIMER_PROF, &every, NULL);
}

void
guard_shell(pid_t group)
{
	shell = group;
}
