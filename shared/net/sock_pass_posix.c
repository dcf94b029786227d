/* Passing descriptors to another process: see sock.h. */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "shared/net/sock.h"

enum io
sock_send_fd(int sock, int fd, struct err *err)
{
	union {
		struct cmsghdr h;
		char space[CMSG_SPACE(sizeof(int))];
	} c = {0};
	char byte = 'f';
	struct iovec iov = {.iov_base = &byte, .iov_len = 1};
	struct msghdr m = {.msg_iov = &iov,
	    .msg_iovlen = 1,
	    .msg_control = &c,
	    .msg_controllen = sizeof(c.space)};
	struct cmsghdr *h = CMSG_FIRSTHDR(&m);

	h->cmsg_level = SOL_SOCKET;
	h->cmsg_type = SCM_RIGHTS;
	h->cmsg_len = CMSG_LEN(sizeof(fd));
	memcpy(CMSG_DATA(h), &fd, sizeof(fd));
	while (sendmsg(sock, &m, MSG_NOSIGNAL) != 1) {
		if (errno == EINTR)
			continue;
		if (errno == EAGAIN)
			return IO_AGAIN;
		err_errno(err, "cannot pass a descriptor");
		return errno == EPIPE ? IO_CLOSED : IO_ERROR;
	}
	return IO_OK;
}

enum io
sock_recv_fd(int sock, int *fd, struct err *err)
{
	union {
		struct cmsghdr h;
		char space[CMSG_SPACE(sizeof(int))];
	} c = {0};
	char byte;
	struct iovec iov = {.iov_base = &byte, .iov_len = 1};
	struct msghdr m = {.msg_iov = &iov,
	    .msg_iovlen = 1,
	    .msg_control = &c,
	    .msg_controllen = sizeof(c.space)};
	struct cmsghdr *h;
	ssize_t n;

	do {
		n = recvmsg(sock, &m, MSG_CMSG_CLOEXEC);
	} while (n < 0 && errno == EINTR);
	if (n < 0 && errno == EAGAIN)
		return IO_AGAIN;
	if (n < 0) {
		err_errno(err, "cannot take a descriptor");
		return IO_ERROR;
	}
	if (n == 0)
		return IO_CLOSED;
	h = CMSG_FIRSTHDR(&m);
	if (h == NULL || h->cmsg_level != SOL_SOCKET ||
	    h->cmsg_type != SCM_RIGHTS ||
	    h->cmsg_len != CMSG_LEN(sizeof(*fd))) {
		err_set(err, "a byte came without its descriptor");
		return IO_ERROR;
	}
	memcpy(fd, CMSG_DATA(h), sizeof(*fd));
	return IO_OK;
}
