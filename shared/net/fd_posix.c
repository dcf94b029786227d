#include "shared/net/fd.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <unistd.h>

#define USER_TIMEOUT_MS 45000
#define NOTSENT_LOWAT 16384

int
fd_open(int family)
{
	return socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

bool
fd_connect(int fd, const struct sockaddr *addr, socklen_t len)
{
	return connect(fd, addr, len) == 0 || errno == EINPROGRESS;
}

int
fd_error(int fd)
{
	int error = 0;
	socklen_t len = sizeof(error);

	if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &len) != 0)
		return errno;
	return error;
}

ssize_t
fd_read(int fd, void *dst, size_t size)
{
	return read(fd, dst, size);
}

ssize_t
fd_write(int fd, const void *src, size_t len)
{
	return send(fd, src, len, MSG_NOSIGNAL);
}

ssize_t
fd_peek(int fd, void *dst, size_t size)
{
	return recv(fd, dst, size, MSG_PEEK | MSG_DONTWAIT);
}

void
fd_shut(int fd)
{
	shutdown(fd, SHUT_WR);
}

void
fd_close(int fd)
{
	int saved = errno;

	close(fd);
	errno = saved;
}

bool
fd_nonblock(int fd)
{
	int flags = fcntl(fd, F_GETFL);

	if (flags < 0)
		return false;
	return (flags & O_NONBLOCK) ||
	    fcntl(fd, F_SETFL, flags | O_NONBLOCK) == 0;
}

void
fd_prepare(int fd)
{
	int on = 1, ms = USER_TIMEOUT_MS, low = NOTSENT_LOWAT;

	fcntl(fd, F_SETFD, FD_CLOEXEC);
	fd_nonblock(fd);
	/* these fail on unix sockets, which do not need them */
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &ms, sizeof(ms));
	setsockopt(fd, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &low, sizeof(low));
}
