/* What writers left who were killed: see path.h. Here a file that is being
 * written cannot be removed, so that nobody has to be asked whether he lives.
 */
#include "shared/base/path.h"

#include <stdlib.h>
#include <string.h>
#include <windows.h>

#include "shared/base/os_windows.h"
#include "shared/base/str.h"

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
	char *all = str_fmt(
	    "%s/%s" PATH_TEMPORARY "*", dir, name != NULL ? name : "*");
	wchar_t *w = os_wide_path(all);
	char entry[MAX_PATH * 3];
	WIN32_FIND_DATAW found;
	HANDLE h = FindFirstFileW(w, &found);

	free(w);
	free(all);
	if (h == INVALID_HANDLE_VALUE)
		return;
	do {
		if (os_narrow(entry, sizeof(entry), found.cFileName))
			remove_left(dir, entry);
	} while (FindNextFileW(h, &found));
	FindClose(h);
}
