#include "shared/base/os_windows.h"

#include <errno.h>
#include <io.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <winsock2.h>
#include <ws2tcpip.h>
#include <windows.h>
/* below it */
#include <shlobj.h>

#include "shared/base/os.h"
#include "shared/base/str.h"
#include "shared/base/util.h"

/* --- errors --- */

/* The C library knows no error of sockets by name. */
const char *
os_error_text(int code)
{
	static const struct {
		int code;
		const char *text;
	} known[] = {
	    {ECONNREFUSED, "Connection refused"},
	    {ETIMEDOUT, "Connection timed out"},
	    {ECONNRESET, "Connection reset by peer"},
	    {ECONNABORTED, "Software caused connection abort"},
	    {ENETUNREACH, "Network is unreachable"},
	    {ENETDOWN, "Network is down"},
	    {EHOSTUNREACH, "No route to host"},
	    {EADDRNOTAVAIL, "Cannot assign requested address"},
	    {EAFNOSUPPORT, "Address family not supported"},
	    {ENOTCONN, "Not connected"},
	};

	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if (known[i].code == code)
			return known[i].text;
	return strerror(code);
}

/* --- folders of the user --- */

static void
turn_slashes(char *path)
{
	for (; *path != '\0'; path++)
		if (*path == '\\')
			*path = '/';
}

/* The variables of other systems are for those who set them on purpose. */
static bool
is_set(const char *variable)
{
	const char *dir = os_env(variable);

	return dir != NULL && strlen(dir) > 2 && dir[1] == ':';
}

static bool
user_dir(char *dst, size_t size, const char *variable)
{
	const char *dir = os_env(is_set(variable) ? variable : "LOCALAPPDATA");

	if (dir == NULL || dir[0] == '\0' || !str_copy(dst, size, dir))
		return false;
	turn_slashes(dst);
	return true;
}

bool
os_config_home(char *dst, size_t size)
{
	return user_dir(dst, size, "XDG_CONFIG_HOME");
}

bool
os_data_home(char *dst, size_t size)
{
	return user_dir(dst, size, "XDG_DATA_HOME");
}

bool
os_documents(char *dst, size_t size)
{
	wchar_t *dir = NULL;
	bool ok = !is_set("XDG_DATA_HOME") &&
	    SHGetKnownFolderPath(&FOLDERID_Documents, 0, NULL, &dir) == S_OK &&
	    os_narrow(dst, size, dir);

	CoTaskMemFree(dir);
	if (ok)
		turn_slashes(dst);
	return ok;
}

/* --- files and folders: who may read them is in os_access_windows.c --- */

enum os_kind
os_kind(const char *path)
{
	wchar_t *w = os_wide_path(path);
	DWORD a = GetFileAttributesW(w);

	free(w);
	if (a == INVALID_FILE_ATTRIBUTES)
		return OS_KIND_NONE;
	if (a & FILE_ATTRIBUTE_REPARSE_POINT)
		return OS_KIND_LINK;
	return a & (FILE_ATTRIBUTE_DIRECTORY | FILE_ATTRIBUTE_DEVICE)
	    ? OS_KIND_OTHER
	    : OS_KIND_FILE;
}

bool
os_sync(int fd)
{
	return _commit(fd) == 0;
}

/* The file system's journal has it. */
void
os_sync_dir(const char *dir)
{
}

bool
os_replace(const char *from, const char *to)
{
	wchar_t *f = os_wide_path(from), *t = os_wide_path(to);
	bool ok = MoveFileExW(
	    f, t, MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH);

	free(f);
	free(t);
	return ok || os_failed();
}

/* A folder has no lock here: a file in it that goes with its handle. */
int
os_lock_dir(const char *dir)
{
	char *path = str_fmt("%s/.lock", dir);
	wchar_t *w = os_wide_path(path);
	HANDLE h;

	while ((h = CreateFileW(w, GENERIC_READ | GENERIC_WRITE, 0, NULL,
		    OPEN_ALWAYS, FILE_FLAG_DELETE_ON_CLOSE, NULL)) ==
		INVALID_HANDLE_VALUE &&
	    GetLastError() == ERROR_SHARING_VIOLATION)
		Sleep(10);
	free(w);
	free(path);
	if (h == INVALID_HANDLE_VALUE) {
		os_failed();
		return -1;
	}
	return _open_osfhandle((intptr_t)h, _O_BINARY);
}

int
os_dup(int fd)
{
	int copy = dup(fd);

	if (copy >= 0)
		SetHandleInformation(
		    (HANDLE)_get_osfhandle(copy), HANDLE_FLAG_INHERIT, 0);
	return copy;
}

const char *
os_null_device(void)
{
	return "NUL";
}

/* --- a pair of sockets: what the loop can watch here are only sockets --- */

static SOCKET
stream_socket(void)
{
	return WSASocketW(AF_INET, SOCK_STREAM, 0, NULL, 0,
	    WSA_FLAG_OVERLAPPED | WSA_FLAG_NO_HANDLE_INHERIT);
}

static bool
name_of(SOCKET s, bool peer, struct sockaddr_in *a)
{
	int len = sizeof(*a);

	return (peer ? getpeername(s, (struct sockaddr *)a, &len)
		     : getsockname(s, (struct sockaddr *)a, &len)) == 0;
}

/* Somebody else of this machine may have come first. */
static bool
are_one(SOCKET a, SOCKET b)
{
	struct sockaddr_in ours, theirs;

	return name_of(a, false, &ours) && name_of(b, true, &theirs) &&
	    ours.sin_port == theirs.sin_port &&
	    ours.sin_addr.s_addr == theirs.sin_addr.s_addr;
}

static bool
join(SOCKET listener, SOCKET s[2])
{
	struct sockaddr_in a = {.sin_family = AF_INET};

	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (bind(listener, (struct sockaddr *)&a, sizeof(a)) != 0 ||
	    listen(listener, 1) != 0 || !name_of(listener, false, &a) ||
	    connect(s[0], (struct sockaddr *)&a, sizeof(a)) != 0)
		return false;
	s[1] = accept(listener, NULL, NULL);
	return s[1] != INVALID_SOCKET && are_one(s[0], s[1]);
}

static bool
finish(SOCKET s)
{
	u_long on = 1;
	BOOL now = TRUE;

	SetHandleInformation((HANDLE)s, HANDLE_FLAG_INHERIT, 0);
	setsockopt(
	    s, IPPROTO_TCP, TCP_NODELAY, (const char *)&now, sizeof(now));
	return ioctlsocket(s, FIONBIO, &on) == 0;
}

bool
os_pair(int fds[2])
{
	SOCKET listener = stream_socket();
	SOCKET s[2] = {stream_socket(), INVALID_SOCKET};
	bool ok = listener != INVALID_SOCKET && s[0] != INVALID_SOCKET &&
	    join(listener, s) && finish(s[0]) && finish(s[1]);

	if (!ok)
		os_failed();
	if (listener != INVALID_SOCKET)
		closesocket(listener);
	for (int i = 0; i < 2; i++) {
		if (!ok && s[i] != INVALID_SOCKET)
			closesocket(s[i]);
		fds[i] = ok ? (int)s[i] : -1;
	}
	return ok;
}

/* --- words and time --- */

void
os_locale(char *lang, size_t size)
{
	wchar_t name[LOCALE_NAME_MAX_LENGTH] = L"";

	/* the C library's own stays "C": it knows no UTF-8 */
	LCIDToLocaleName(MAKELCID(GetUserDefaultUILanguage(), SORT_DEFAULT),
	    name, LOCALE_NAME_MAX_LENGTH, 0);
	if (!os_narrow(lang, size, name) && size > 0)
		lang[0] = '\0';
	if (size > 0)
		lang[strcspn(lang, "-")] = '\0';
}

void
os_speak(const char *lang)
{
}

int64_t
os_boot_ms(void)
{
	return (int64_t)GetTickCount64();
}
