#include "shared/sys/self.h"

#include <windows.h>

#include "shared/base/i18n.h"

#define BUILD_MIN 17763 /* 1809: pseudo consoles */

/* What libuv calls and Windows 7 and 8 have not: with it in the list of what is
 * imported they would not start us, and say "not a valid Win32 application".
 * Here instead of there, for the linker takes these first. */
static HRESULT WINAPI
set_description(HANDLE thread, PCWSTR text)
{
	return E_NOTIMPL;
}

static HRESULT WINAPI
get_description(HANDLE thread, PWSTR *text)
{
	return E_NOTIMPL;
}

static void WINAPI
get_time(FILETIME *now)
{
	GetSystemTimeAsFileTime(now);
}

void *const __imp_SetThreadDescription = (void *)set_description;
void *const __imp_GetThreadDescription = (void *)get_description;
void *const __imp_GetSystemTimePreciseAsFileTime = (void *)get_time;

/* What the system calls itself to everybody else is what we were built for. */
bool
self_can_run(struct err *err)
{
	typedef LONG(WINAPI version_fn)(OSVERSIONINFOW *);
	version_fn *version = (version_fn *)(void *)GetProcAddress(
	    GetModuleHandleW(L"ntdll.dll"), "RtlGetVersion");
	OSVERSIONINFOW v = {.dwOSVersionInfoSize = sizeof(v)};

	if (version == NULL || version(&v) != 0 || v.dwBuildNumber >= BUILD_MIN)
		return true;
	return err_set(err,
	    _("this Windows (%lu.%lu, build %lu) is too old: Windows 10 version "
	      "1809, of 2018, or a newer one is needed. Use another computer, "
	      "or phone the service point."),
	    v.dwMajorVersion, v.dwMinorVersion, v.dwBuildNumber);
}

/* No window that waits for an answer and no report with our memory in it. */
void
self_protect(void)
{
	SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX);
}
