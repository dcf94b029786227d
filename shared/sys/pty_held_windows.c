/* All of a job stand still: see pty_windows.h. */
#include <stdlib.h>

#include "shared/base/mem.h"
#include "shared/sys/pty_windows.h"

#define PROCESSES_MAX 1024 /* of a job; the others run on */

struct pty_held {
	HANDLE one[PROCESSES_MAX]; /* a number is not used again meanwhile */
	size_t n;
};

/* Of the system's inner library; by the threads one by one somebody could slip
 * through. */
static void
call(const char *name, HANDLE process)
{
	LONG(WINAPI * fn)
	(HANDLE) = (void *)GetProcAddress(GetModuleHandleW(L"ntdll.dll"), name);

	if (fn != NULL)
		fn(process);
}

static bool
is_held(const struct pty_held *held, DWORD pid)
{
	for (size_t i = 0; i < held->n; i++)
		if (GetProcessId(held->one[i]) == pid)
			return true;
	return false;
}

static void
hold(struct pty_held *held, DWORD pid)
{
	HANDLE h;

	if (held->n == PROCESSES_MAX || is_held(held, pid))
		return;
	h = OpenProcess(
	    PROCESS_SUSPEND_RESUME | PROCESS_QUERY_LIMITED_INFORMATION, FALSE,
	    pid);
	if (h == NULL)
		return;
	call("NtSuspendProcess", h);
	held->one[held->n++] = h;
}

void
pty_held_add(struct pty_held **held, HANDLE job)
{
	size_t size = sizeof(JOBOBJECT_BASIC_PROCESS_ID_LIST) +
	    PROCESSES_MAX * sizeof(ULONG_PTR);
	JOBOBJECT_BASIC_PROCESS_ID_LIST *list = mem_alloc(size);

	if (*held == NULL)
		*held = mem_alloc(sizeof(**held));
	if (QueryInformationJobObject(
		job, JobObjectBasicProcessIdList, list, (DWORD)size, NULL) ||
	    GetLastError() == ERROR_MORE_DATA)
		for (DWORD i = 0; i < list->NumberOfProcessIdsInList; i++)
			hold(*held, (DWORD)list->ProcessIdList[i]);
	free(list);
}

void
pty_held_free(struct pty_held *held)
{
	if (held == NULL)
		return;
	while (held->n > 0) {
		HANDLE h = held->one[--held->n];

		call("NtResumeProcess", h);
		CloseHandle(h);
	}
	free(held);
}
