/* The start of a program in a pseudo console: see pty_windows.h. */
#include "shared/sys/pty_windows.h"

#include <stdlib.h>
#include <string.h>

#include "shared/base/buf.h"
#include "shared/base/mem.h"
#include "shared/base/os_windows.h"

#define LINE_MAX_BYTES 32000 /* of the system: 32767 letters */
#define PATH_LETTERS 32768

#ifndef PROC_THREAD_ATTRIBUTE_PSEUDOCONSOLE
#define PROC_THREAD_ATTRIBUTE_PSEUDOCONSOLE 0x00020016
#endif

const struct pty_console *
pty_console(void)
{
	static struct pty_console c;
	HMODULE kernel = GetModuleHandleW(L"kernel32.dll");

	if (c.close == NULL) {
		c.open = (void *)GetProcAddress(kernel, "CreatePseudoConsole");
		c.resize = (void *)GetProcAddress(
		    kernel, "ResizePseudoConsole");
		c.close = (void *)GetProcAddress(kernel, "ClosePseudoConsole");
	}
	return c.open != NULL && c.resize != NULL && c.close != NULL ? &c
								     : NULL;
}

/* --- the command line: one text, which programs take apart again --- */

static void
add_many(struct buf *line, char c, size_t n)
{
	while (n-- > 0)
		buf_addc(line, c);
}

/* As CommandLineToArgvW() reads it: backslashes count double before a quote. */
static void
add_quoted(struct buf *line, const char *arg)
{
	size_t slashes;

	if (arg[0] != '\0' && strpbrk(arg, " \t\"") == NULL) {
		buf_adds(line, arg);
		return;
	}
	buf_addc(line, '"');
	for (; *arg != '\0'; arg++) {
		slashes = strspn(arg, "\\");
		arg += slashes;
		if (*arg == '\0' || *arg == '"')
			slashes *= 2;
		add_many(line, '\\', slashes);
		if (*arg == '\0')
			break;
		if (*arg == '"')
			buf_addc(line, '\\');
		buf_addc(line, *arg);
	}
	buf_addc(line, '"');
}

/* cmd.exe has rules of its own: what is behind /c is as it was typed. */
static wchar_t *
command_line(char *const argv[])
{
	struct buf line;
	wchar_t *w;

	buf_init(&line, LINE_MAX_BYTES);
	for (int i = 0; argv[i] != NULL; i++) {
		if (i > 0)
			buf_addc(&line, ' ');
		add_quoted(&line, argv[i]);
	}
	w = os_wide(buf_str(&line));
	buf_fini(&line);
	return w;
}

/* --- which program, and where --- */

static wchar_t *
variable(const wchar_t *name)
{
	DWORD n = GetEnvironmentVariableW(name, NULL, 0);
	wchar_t *v;

	if (n == 0)
		return NULL;
	v = mem_array(n, sizeof(*v));
	GetEnvironmentVariableW(name, v, n);
	return v;
}

/* Never from our own folder, where a download may lie beside us. */
static wchar_t *
find_program(const char *name)
{
	wchar_t *path = variable(L"PATH"), *w = os_wide_path(name);
	wchar_t *found = mem_array(PATH_LETTERS, sizeof(*found));
	bool bare = wcspbrk(w, L"\\:") == NULL;
	DWORD n = SearchPathW(
	    bare ? path : NULL, w, L".exe", PATH_LETTERS, found, NULL);

	free(path);
	free(w);
	if (n > 0 && n < PATH_LETTERS)
		return found;
	free(found);
	return NULL;
}

/* The shell of the user: %ComSpec% where it is a whole path. */
static wchar_t *
find_shell(void)
{
	wchar_t *shell = variable(L"ComSpec");

	if (shell != NULL && wcslen(shell) > 2 && shell[1] == L':')
		return shell;
	free(shell);
	shell = mem_array(MAX_PATH + 16, sizeof(*shell));
	GetSystemDirectoryW(shell, MAX_PATH);
	wcscat(shell, L"\\cmd.exe");
	return shell;
}

/* With handles of ours that lead to pipes the program would take those for its
 * own, unless it is told that it has none; wine gives it none at all then. */
static bool
is_wine(void)
{
	return GetProcAddress(
		   GetModuleHandleW(L"ntdll.dll"), "wine_get_version") != NULL;
}

static bool
create(HPCON console, const wchar_t *program, wchar_t *line,
    PROCESS_INFORMATION *made)
{
	STARTUPINFOEXW start = {.StartupInfo.cb = sizeof(start)};
	wchar_t *home = variable(L"USERPROFILE");
	SIZE_T size = 0;
	bool ok;

	InitializeProcThreadAttributeList(NULL, 1, 0, &size);
	start.lpAttributeList = mem_alloc(size);
	if (!is_wine())
		start.StartupInfo.dwFlags = STARTF_USESTDHANDLES;
	ok = InitializeProcThreadAttributeList(
		 start.lpAttributeList, 1, 0, &size) &&
	    UpdateProcThreadAttribute(start.lpAttributeList, 0,
		PROC_THREAD_ATTRIBUTE_PSEUDOCONSOLE, console, sizeof(console),
		NULL, NULL) &&
	    CreateProcessW(program, line, NULL, NULL, FALSE,
		EXTENDED_STARTUPINFO_PRESENT | CREATE_SUSPENDED |
		    CREATE_UNICODE_ENVIRONMENT,
		NULL, home, &start.StartupInfo, made);
	if (!ok)
		os_failed();
	free(start.lpAttributeList);
	free(home);
	return ok;
}

bool
pty_spawn(HPCON console, char *const argv[], HANDLE *program, HANDLE *thread,
    struct err *err)
{
	char *shell_argv[] = {"cmd.exe", NULL};
	wchar_t *path = argv == NULL ? find_shell() : find_program(argv[0]);
	wchar_t *line = command_line(argv == NULL ? shell_argv : argv);
	PROCESS_INFORMATION made = {0};
	bool ok = path != NULL ? create(console, path, line, &made)
			       : os_failed();

	if (!ok)
		err_errno(
		    err, "cannot start %s", argv == NULL ? "cmd.exe" : argv[0]);
	free(path);
	free(line);
	*program = made.hProcess;
	*thread = made.hThread;
	return ok;
}
