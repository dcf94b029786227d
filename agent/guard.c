#include "agent/guard.h"

#include <signal.h>
#include <stddef.h>
#include <sys/resource.h>
#include <sys/time.h>

volatile uint64_t guard_mark;
volatile uint64_t guard_calls;
static volatile uint64_t seen;
static void (*volatile share_kill)(void *ctx);
static void *volatile share_ctx;

static void
on_tick(int signum)
{
	const struct rlimit none = {0, 0};

	if (guard_mark == 0 || guard_calls != seen) {
		seen = guard_calls;
		return;
	}
	if (share_kill != NULL)
		share_kill(share_ctx);
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
guard_share(void (*kill_now)(void *ctx), void *ctx)
{
	share_kill = NULL;
	share_ctx = ctx;
	share_kill = kill_now;
}
