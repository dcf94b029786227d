/* What writers left who were killed: see path.h. A file that is open cannot be
 * removed here, but it is closed before it takes its name. */
#include "shared/base/path.h"

#include <stdlib.h>
#include <windows.h>

#include "shared/base/os_windows.h"
#include "shared/base/str.h"

/* Whom we may not ask lives, too. */
static bool
lives(int64_t pid)
{
	HANDLE h = OpenProcess(
	    PROCESS_QUERY_LIMITED_INFORMATION, FALSE, (DWORD)pid);
	DWORD code = STILL_ACTIVE;

	if (h == NULL)
		return GetLastError() != ERROR_INVALID_PARAMETER;
	(void)GetExitCodeProcess(h, &code);
	CloseHandle(h);
	return code == STILL_ACTIVE;
}

static void
remove_left(const char *dir, const char *entry)
{
	char *path = str_fmt("%s/%s", dir, entry);
	wchar_t *w = os_wide_path(path);

	DeleteFileW(w);
	free(w);
	free(path);
}

void
path_sweep(const char *dir, const char *name)
{
	char *all = str_fmt("%s/*" PATH_TEMPORARY "*", dir);
	wchar_t *w = os_wide_path(all);
	char entry[MAX_PATH * 3];
	WIN32_FIND_DATAW found;
	HANDLE h = FindFirstFileW(w, &found);
	int64_t pid;

	free(w);
	free(all);
	if (h == INVALID_HANDLE_VALUE)
		return;
	do {
		if (os_narrow(entry, sizeof(entry), found.cFileName) &&
		    path_is_temporary(entry, name, &pid) && !lives(pid))
			remove_left(dir, entry);
	} while (FindNextFileW(h, &found));
	FindClose(h);
}
