/* See spin.h: a thread looks at the other one. */
#include "shared/sys/spin.h"

#include <windows.h>

#define LOOKS 2 /* in a period */

static struct {
	struct spin s;
	int64_t period_ms;
	HANDLE worker;
} watched;

/* Of the processor, by the thread that is watched. */
static int64_t
used_ms(void)
{
	FILETIME made, gone, kernel, user;
	ULARGE_INTEGER k, u;

	if (!GetThreadTimes(watched.worker, &made, &gone, &kernel, &user))
		return 0;
	k.LowPart = kernel.dwLowDateTime;
	k.HighPart = kernel.dwHighDateTime;
	u.LowPart = user.dwLowDateTime;
	u.HighPart = user.dwHighDateTime;
	return (int64_t)((k.QuadPart + u.QuadPart) / 10000);
}

static DWORD WINAPI
look(void *unused)
{
	uint64_t mark = 0, calls = 0;
	int64_t since_ms = 0;

	for (;; Sleep((DWORD)(watched.period_ms / LOOKS))) {
		if (*watched.s.mark == 0 || *watched.s.mark != mark ||
		    *watched.s.calls != calls) {
			mark = *watched.s.mark;
			calls = *watched.s.calls;
			since_ms = mark != 0 ? used_ms() : 0;
		} else if (used_ms() - since_ms >= watched.period_ms) {
			watched.s.lost();
		}
	}
	return 0;
}

bool
spin_watch(const struct spin *s, int64_t period_ms, struct err *err)
{
	HANDLE me = GetCurrentProcess(), thread;

	watched.s = *s;
	watched.period_ms = period_ms;
	if (!DuplicateHandle(me, GetCurrentThread(), me, &watched.worker,
		THREAD_QUERY_INFORMATION, FALSE, 0))
		return err_set(err, "the guard cannot be started");
	thread = CreateThread(NULL, 64 * 1024, look, NULL,
	    STACK_SIZE_PARAM_IS_A_RESERVATION, NULL);
	if (thread == NULL)
		return err_set(err, "the guard cannot be started");
	CloseHandle(thread);
	return true;
}
