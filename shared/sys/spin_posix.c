#include "shared/sys/spin.h"

#include <signal.h>
#include <stddef.h>
#include <sys/time.h>

/* for the signal handler, which gets no argument */
static struct spin spin;
static uint64_t seen_mark, seen_calls;

static void
on_period(int signum)
{
	uint64_t mark = *spin.mark, calls = *spin.calls;

	if (mark != 0 && mark == seen_mark && calls == seen_calls)
		spin.lost();
	seen_mark = mark;
	seen_calls = calls;
}

bool
spin_watch(const struct spin *s, int64_t period_ms, struct err *err)
{
	const struct sigaction sa = {
	    .sa_handler = on_period, .sa_flags = SA_RESTART};
	const struct timeval period = {
	    period_ms / 1000, period_ms % 1000 * 1000};
	const struct itimerval every = {period, period};

	spin = *s;
	return (sigaction(SIGPROF, &sa, NULL) == 0 &&
		   setitimer(ITIMER_PROF, &every, NULL) == 0) ||
	    err_errno(err, "cannot count processor time");
}
