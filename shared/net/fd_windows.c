#include "shared/net/fd.h"

#include <errno.h>
#include <windows.h>

#include "shared/base/os_windows.h"

#define TIMEOUT_S 45

#ifndef TCP_MAXRT
#define TCP_MAXRT 5 /* s, for what is sent and not confirmed */
#endif

static ssize_t
result(int n)
{
	if (n == SOCKET_ERROR)
		errno = os_errno((unsigned long)WSAGetLastError());
	return n;
}

int
fd_open(int family)
{
	SOCKET s = WSASocketW(family, SOCK_STREAM, 0, NULL, 0,
	    WSA_FLAG_OVERLAPPED | WSA_FLAG_NO_HANDLE_INHERIT);

	if (s == INVALID_SOCKET) {
		result(SOCKET_ERROR);
		return -1;
	}
	fd_nonblock((int)s);
	return (int)s;
}

bool
fd_connect(int fd, const struct sockaddr *addr, socklen_t len)
{
	return result(connect((SOCKET)fd, addr, len)) == 0 || errno == EAGAIN;
}

int
fd_error(int fd)
{
	int error = 0, len = sizeof(error);

	if (result(getsockopt(
		(SOCKET)fd, SOL_SOCKET, SO_ERROR, (char *)&error, &len)) != 0)
		return errno;
	return error != 0 ? os_errno((unsigned long)error) : 0;
}

ssize_t
fd_read(int fd, void *dst, size_t size)
{
	return result(recv((SOCKET)fd, dst, (int)size, 0));
}

ssize_t
fd_write(int fd, const void *src, size_t len)
{
	return result(send((SOCKET)fd, src, (int)len, 0));
}

ssize_t
fd_peek(int fd, void *dst, size_t size)
{
	return result(recv((SOCKET)fd, dst, (int)size, MSG_PEEK));
}

void
fd_shut(int fd)
{
	shutdown((SOCKET)fd, SD_SEND);
}

void
fd_close(int fd)
{
	int saved = errno;

	closesocket((SOCKET)fd);
	errno = saved;
}

bool
fd_nonblock(int fd)
{
	u_long on = 1;

	return ioctlsocket((SOCKET)fd, FIONBIO, &on) == 0;
}

void
fd_prepare(int fd)
{
	DWORD on = 1, s = TIMEOUT_S;

	SetHandleInformation((HANDLE)(SOCKET)fd, HANDLE_FLAG_INHERIT, 0);
	fd_nonblock(fd);
	setsockopt((SOCKET)fd, IPPROTO_TCP, TCP_NODELAY, (const char *)&on,
	    sizeof(on));
	setsockopt(
	    (SOCKET)fd, IPPROTO_TCP, TCP_MAXRT, (const char *)&s, sizeof(s));
}
