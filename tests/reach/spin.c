/* What the guard does when the inner server spins (agent/guard.h): the program
 * ends by itself, and the shell before it. Without a guard: 3 after 5 s. */
#include <stdio.h>
#include <time.h>

#include "agent/guard.h"

static void
kill_now(void *ctx)
{
	fputs(ctx, stdout);
	fflush(stdout);
}

int
main(void)
{
	time_t end = time(NULL) + 5;

	guard_share(kill_now, "the shell is ended\n");
	guard_start();
	guard_calls = 1;
	guard_mark = 1;
	while (time(NULL) < end)
		;
	return 3;
}
