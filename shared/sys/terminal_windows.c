#include "shared/sys/terminal.h"

#include <string.h>
#include <windows.h>

#include "shared/base/str.h"

/* For the filter of crashes and the guard's thread, which get no argument. */
static struct {
	HANDLE in, out;
	DWORD in_mode, out_mode;
	bool has_modes; /* both are a console */
	volatile LONG changed;
	char leave[256];
} saved;

bool
terminal_save(int fd)
{
	saved.in = GetStdHandle(STD_INPUT_HANDLE);
	saved.out = GetStdHandle(STD_OUTPUT_HANDLE);
	saved.has_modes = GetConsoleMode(saved.in, &saved.in_mode) &&
	    GetConsoleMode(saved.out, &saved.out_mode);
	return true;
}

/* A console has DEL for Ctrl-Backspace; pipes come of a terminal. */
char
terminal_erase(void)
{
	return saved.has_modes ? '\b' : '\177';
}

/* Once, whoever comes first. */
void
terminal_put_back(void)
{
	DWORD n;

	if (InterlockedExchange(&saved.changed, 0) == 0)
		return;
	WriteFile(saved.out, saved.leave, (DWORD)strlen(saved.leave), &n, NULL);
	if (saved.has_modes) {
		SetConsoleMode(saved.in, saved.in_mode);
		SetConsoleMode(saved.out, saved.out_mode);
	}
}

static LONG WINAPI
on_crash(EXCEPTION_POINTERS *why)
{
	terminal_put_back();
	return EXCEPTION_CONTINUE_SEARCH;
}

/* In our own code nobody catches anything, and without tables of its frames,
 * which are 60 kB, the system may not find the filter of crashes. */
static LONG WINAPI
on_fault(EXCEPTION_POINTERS *why)
{
	HMODULE of = NULL;
	bool ours = GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS |
			    GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
			why->ExceptionRecord->ExceptionAddress, &of) &&
	    of == GetModuleHandleW(NULL);

	return ours ? on_crash(why) : EXCEPTION_CONTINUE_SEARCH;
}

void
terminal_changed(const char *leave)
{
	str_copy(saved.leave, sizeof(saved.leave), leave);
	SetUnhandledExceptionFilter(on_crash);
	AddVectoredExceptionHandler(0, on_fault);
	InterlockedExchange(&saved.changed, 1);
}
