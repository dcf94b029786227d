/* Letters and errors of the system: see os_windows.h. */
#include "shared/base/os_windows.h"

#include <errno.h>
#include <winsock2.h>
#include <windows.h>

#include "shared/base/mem.h"
#include "shared/base/util.h"

wchar_t *
os_wide(const char *text)
{
	int n = MultiByteToWideChar(CP_UTF8, 0, text, -1, NULL, 0);
	wchar_t *w = mem_array((size_t)MAX_OF(n, 1), sizeof(*w));

	MultiByteToWideChar(CP_UTF8, 0, text, -1, w, n);
	return w;
}

wchar_t *
os_wide_path(const char *path)
{
	wchar_t *w = os_wide(path);

	for (wchar_t *p = w; *p != L'\0'; p++)
		if (*p == L'/')
			*p = L'\\';
	return w;
}

bool
os_narrow(char *dst, size_t size, const wchar_t *text)
{
	int n = WideCharToMultiByte(
	    CP_UTF8, 0, text, -1, dst, (int)size, NULL, NULL);

	if (n == 0 && size > 0)
		dst[0] = '\0';
	return n > 0;
}

char *
os_text(const wchar_t *text)
{
	size_t size = wcslen(text) * 3 + 1; /* of UTF-8, at most */
	char *dst = mem_alloc(size);

	os_narrow(dst, size, text);
	return dst;
}

int
os_errno(unsigned long code)
{
	static const struct {
		unsigned long code;
		int error;
	} known[] = {
	    {ERROR_FILE_NOT_FOUND, ENOENT},
	    {ERROR_PATH_NOT_FOUND, ENOENT},
	    {ERROR_INVALID_NAME, ENOENT},
	    {ERROR_ACCESS_DENIED, EACCES},
	    {ERROR_SHARING_VIOLATION, EBUSY},
	    {ERROR_ALREADY_EXISTS, EEXIST},
	    {ERROR_FILE_EXISTS, EEXIST},
	    {ERROR_NOT_ENOUGH_MEMORY, ENOMEM},
	    {ERROR_DISK_FULL, ENOSPC},
	    {ERROR_BAD_EXE_FORMAT, ENOEXEC},
	    {WSAEWOULDBLOCK, EAGAIN},
	    {WSAEINPROGRESS, EINPROGRESS},
	    {WSAECONNREFUSED, ECONNREFUSED},
	    {WSAETIMEDOUT, ETIMEDOUT},
	    {WSAECONNRESET, ECONNRESET},
	    {WSAECONNABORTED, ECONNABORTED},
	    {WSAENETUNREACH, ENETUNREACH},
	    {WSAENETDOWN, ENETDOWN},
	    {WSAEHOSTUNREACH, EHOSTUNREACH},
	    {WSAEADDRNOTAVAIL, EADDRNOTAVAIL},
	    {WSAEAFNOSUPPORT, EAFNOSUPPORT},
	    {WSAEACCES, EACCES},
	    {WSAEMFILE, EMFILE},
	    {WSAESHUTDOWN, EPIPE},
	    {WSAENOTCONN, ENOTCONN},
	};

	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if (known[i].code == code)
			return known[i].error;
	return EIO;
}

bool
os_failed(void)
{
	errno = os_errno(GetLastError());
	return false;
}
