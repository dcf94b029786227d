#include "shared/base/process.h"

#include <conio.h>
#include <fcntl.h>
#include <io.h>
#include <stdio.h>
#include <stdlib.h>
#include <winsock2.h>
#include <windows.h>
/* below it */
#include <shellapi.h>

#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/os_windows.h"

#define PATH_LETTERS 32768

static UINT in_page, out_page;

static bool
is_console(DWORD which)
{
	DWORD mode;

	return GetConsoleMode(GetStdHandle(which), &mode);
}

/* Started by a double click the window goes with us, and what stands there. */
static void
leave_console(void)
{
	DWORD one[2];

	fflush(stdout);
	if (is_console(STD_INPUT_HANDLE) && is_console(STD_ERROR_HANDLE) &&
	    GetConsoleProcessList(one, 2) == 1) {
		fprintf(stderr, "\n%s", _("Any key closes this window."));
		(void)_getch();
	}
	SetConsoleCP(in_page);
	SetConsoleOutputCP(out_page);
}

static void
fill_standard(void)
{
	static const int flags[] = {O_RDONLY, O_RDONLY, O_WRONLY};

	for (int want = 0; want < 3; want++) {
		int fd;

		if (_get_osfhandle(want) >= 0)
			continue;
		fd = open("NUL", flags[want]);
		if (fd < 0)
			_exit(1);
		if (fd != want) {
			dup2(fd, want);
			close(fd);
		}
	}
}

/* Texts are UTF-8 and lines end as they are written, in files too. Nothing is
 * inherited that is not marked so; there are no signals to put right. */
void
process_begin(void)
{
	WSADATA data;

	fill_standard();
	_fmode = _O_BINARY;
	setmode(0, _O_BINARY);
	setmode(1, _O_BINARY);
	setmode(2, _O_BINARY);
	WSAStartup(MAKEWORD(2, 2), &data);
	/* no DLL from the folder of downloads */
	SetDllDirectoryW(L"");
	in_page = GetConsoleCP();
	out_page = GetConsoleOutputCP();
	SetConsoleCP(CP_UTF8);
	SetConsoleOutputCP(CP_UTF8);
	atexit(leave_console);
}

/* Free it. */
static char *
own_path(void)
{
	wchar_t *w = mem_array(PATH_LETTERS, sizeof(*w));
	char *path;

	w[0] = L'\0';
	/* the long one, in place; a file system without short names has no
	 * other */
	if (GetModuleFileNameW(NULL, w, PATH_LETTERS) > 0)
		GetLongPathNameW(w, w, PATH_LETTERS);
	path = os_text(w);
	free(w);
	return path;
}

void
process_arguments(int *argc, char ***argv)
{
	int n;
	wchar_t **w = CommandLineToArgvW(GetCommandLineW(), &n);
	char **all;

	if (w == NULL)
		return;
	all = mem_array((size_t)n + 1, sizeof(*all));
	all[0] = own_path();
	for (int i = 1; i < n; i++)
		all[i] = os_text(w[i]);
	LocalFree(w);
	*argc = n;
	*argv = all;
}
