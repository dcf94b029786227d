/* See sock.h: listening, pairs, options. Connecting is in dial.c. */
#include "shared/net/sock.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"

#define LISTEN_BACKLOG 512
#define ACCEPTS_PER_TURN 32
#define FDS_OUT_PAUSE_MS 500
#define USER_TIMEOUT_MS 45000
#define NOTSENT_LOWAT 16384

struct sock_listener {
	struct loop *loop;
	struct loop_watch *watch;
	struct loop_timer *again; /* after running out of descriptors */
	int fd;
	int spare; /* given up to be able to turn a caller away */
	sock_accept_fn *fn;
	void *ctx;
};

union sock_addr {
	struct sockaddr sa;
	struct sockaddr_in in;
	struct sockaddr_in6 in6;
	struct sockaddr_storage ss;
};

bool
sock_set_nonblock(int fd)
{
	int flags = fcntl(fd, F_GETFL);

	if (flags < 0)
		return false;
	return (flags & O_NONBLOCK) ||
	    fcntl(fd, F_SETFL, flags | O_NONBLOCK) == 0;
}

void
sock_prepare(int fd)
{
	int on = 1, ms = USER_TIMEOUT_MS, low = NOTSENT_LOWAT;

	fcntl(fd, F_SETFD, FD_CLOEXEC);
	sock_set_nonblock(fd);
	/* these fail on unix sockets, which do not need them */
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &ms, sizeof(ms));
	setsockopt(fd, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &low, sizeof(low));
}

/* A v4 address mapped into v6 is written as v4. */
static void
addr_text(const union sock_addr *a, socklen_t len, char out[SOCK_ADDR_SIZE])
{
	char host[INET6_ADDRSTRLEN + IF_NAMESIZE + 1];
	union sock_addr v4;
	int port;

	if (a->sa.sa_family == AF_INET6 &&
	    IN6_IS_ADDR_V4MAPPED(&a->in6.sin6_addr)) {
		memset(&v4, 0, sizeof(v4));
		v4.in.sin_family = AF_INET;
		v4.in.sin_port = a->in6.sin6_port;
		memcpy(&v4.in.sin_addr, a->in6.sin6_addr.s6_addr + 12, 4);
		a = &v4;
		len = sizeof(v4.in);
	}
	if (a->sa.sa_family == AF_UNIX) {
		str_copy(out, SOCK_ADDR_SIZE, "local");
		return;
	}
	if (getnameinfo(&a->sa, len, host, sizeof(host), NULL, 0,
		NI_NUMERICHOST) != 0) {
		str_copy(out, SOCK_ADDR_SIZE, "?");
		return;
	}
	port = ntohs(
	    a->sa.sa_family == AF_INET6 ? a->in6.sin6_port : a->in.sin_port);
	snprintf(out, SOCK_ADDR_SIZE,
	    a->sa.sa_family == AF_INET6 ? "[%s]:%d" : "%s:%d", host, port);
}

void
sock_addr_only(const char *peer, char out[SOCK_ADDR_SIZE])
{
	const char *end = strrchr(peer, ':');
	size_t len = end != NULL ? (size_t)(end - peer) : strlen(peer);

	if (peer[0] == '[') {
		peer++;
		len = strcspn(peer, "]");
	}
	if (len >= SOCK_ADDR_SIZE)
		len = SOCK_ADDR_SIZE - 1;
	memcpy(out, peer, len);
	out[len] = '\0';
}

bool
sock_is_loopback(const char *addr)
{
	return str_starts(addr, "127.") || str_eq(addr, "::1") ||
	    str_eq(addr, "local");
}

static bool
numeric_addr(const char *host, int port, union sock_addr *a, socklen_t *len)
{
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM,
	    .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE};
	struct addrinfo *ai;
	char service[8];

	if (str_eq(host, "*"))
		host = "::";
	else if (str_eq(host, "localhost"))
		host = "127.0.0.1";
	snprintf(service, sizeof(service), "%d", port);
	if (getaddrinfo(host, service, &hints, &ai) != 0)
		return false;
	memcpy(a, ai->ai_addr, ai->ai_addrlen);
	*len = ai->ai_addrlen;
	freeaddrinfo(ai);
	return true;
}

/* What no name server can ever find is a slip of the hand, not a host. */
static bool
host_check(const char *host, struct err *err)
{
	union sock_addr a;
	socklen_t len;

	if (host[0] == '\0')
		return err_set(err, _("the host name is empty or too long"));
	if (strpbrk(host, "@/\\ \t\r\n\"'") != NULL)
		return err_set(err,
		    _("\"%s\" is no host: write HOST[:PORT], without user@ and "
		      "ssh://"),
		    host);
	return strchr(host, ':') == NULL || numeric_addr(host, 0, &a, &len) ||
	    err_set(err, _("\"%s\" is not an address"), host);
}

bool
sock_split(const char *where, int default_port, char *host, size_t size,
    int *port, struct err *err)
{
	const char *colon = strrchr(where, ':'), *digits = NULL;
	size_t len = strlen(where);
	int64_t n = default_port;

	if (where[0] == '[') {
		const char *end = strchr(where, ']');

		if (end == NULL || (end[1] != '\0' && end[1] != ':'))
			return err_set(
			    err, _("\"%s\" is not an address"), where);
		len = (size_t)(end - ++where);
		if (end[1] == ':')
			digits = end + 2;
	} else if (colon != NULL && strchr(where, ':') == colon) {
		len = (size_t)(colon - where);
		digits = colon + 1;
	} /* more than one colon: a bare v6 address without port */
	if (digits != NULL && !str_int(digits, 0, 65535, &n))
		return err_set(err, _("\"%s\" is not a port number"), digits);
	if (len == 0 || len >= size)
		return err_set(err, _("the host name is empty or too long"));
	memcpy(host, where, len);
	host[len] = '\0';
	*port = (int)n;
	return host_check(str_trim(host), err);
}

static int
bind_addr(const union sock_addr *a, socklen_t len, bool both)
{
	int fd, on = 1, only = !both, saved;

	fd = socket(
	    a->sa.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (a->sa.sa_family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &only, sizeof(only));
	if (bind(fd, &a->sa, len) == 0)
		return fd;
	saved = errno;
	close(fd);
	errno = saved;
	return -1;
}

static bool
bind_where(const char *where, char host[SOCK_ADDR_SIZE], int *port,
    union sock_addr *a, socklen_t *len, struct err *err)
{
	int64_t only;

	if (!sock_split(where, -1, host, SOCK_ADDR_SIZE, port, err))
		return false;
	if (*port < 0 && str_int(where, 0, 65535, &only))
		return err_set(err,
		    _("\"%s\" is a port without an address: write *:%s for all "
		      "addresses of this machine"),
		    where, where);
	if (*port < 0)
		return err_set(
		    err, _("\"%s\" has no port: write ADDRESS:PORT"), where);
	if (!numeric_addr(host, *port, a, len))
		return err_set(err, _("\"%s\" is not a numeric address"), host);
	return true;
}

bool
sock_can_bind(const char *where, struct err *err)
{
	char host[SOCK_ADDR_SIZE];
	union sock_addr a;
	socklen_t len;
	int port;

	return bind_where(where, host, &port, &a, &len, err);
}

int
sock_hold(const char *where, char addr[SOCK_ADDR_SIZE], struct err *err)
{
	char host[SOCK_ADDR_SIZE];
	union sock_addr a;
	socklen_t len;
	int fd, port;
	bool all;

	if (!bind_where(where, host, &port, &a, &len, err))
		return -1;
	all = str_eq(host, "*");
	fd = bind_addr(&a, len, all);
	if (fd < 0 && all && numeric_addr("0.0.0.0", port, &a, &len))
		fd = bind_addr(&a, len, false); /* a kernel without IPv6 */
	if (fd < 0) {
		err_errno(err, _("cannot listen on %s"), where);
		return -1;
	}
	len = sizeof(a);
	getsockname(fd, &a.sa, &len);
	addr_text(&a, len, addr);
	return fd;
}

bool
sock_serve(int fd, const char *where, struct err *err)
{
	return listen(fd, LISTEN_BACKLOG) == 0 ||
	    err_errno(err, _("cannot listen on %s"), where);
}

/* A copy, because a sandbox may have taken away open(). */
static int
open_spare(const struct sock_listener *s)
{
	return fcntl(s->fd, F_DUPFD_CLOEXEC, 0);
}

/* Without a free descriptor a waiting caller would wake us for ever. */
static void
turn_away(struct sock_listener *s)
{
	int fd;

	if (s->spare >= 0)
		close(s->spare);
	fd = accept4(s->fd, NULL, NULL, SOCK_CLOEXEC);
	if (fd >= 0)
		close(fd);
	s->spare = open_spare(s);
	loop_watch_set(s->watch, 0);
	loop_timer_set(s->again, FDS_OUT_PAUSE_MS);
}

static void
on_again(void *ctx)
{
	struct sock_listener *s = ctx;

	if (s->spare < 0)
		s->spare = open_spare(s);
	loop_watch_set(s->watch, LOOP_READ);
}

static void
on_acceptable(int events, void *ctx)
{
	struct sock_listener *s = ctx;
	char peer[SOCK_ADDR_SIZE];
	union sock_addr a = {0};
	socklen_t len;
	int fd, n;

	for (n = 0; n < ACCEPTS_PER_TURN && s->fd >= 0; n++) {
		len = sizeof(a);
		fd = accept4(s->fd, &a.sa, &len, SOCK_CLOEXEC | SOCK_NONBLOCK);
		if (fd >= 0) {
			sock_prepare(fd);
			addr_text(&a, len, peer);
			s->fn(fd, peer, s->ctx);
			continue;
		}
		if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS ||
		    errno == ENOMEM)
			turn_away(s);
		if (errno != ECONNABORTED && errno != EINTR)
			return;
	}
}

struct sock_listener *
sock_listen_fd(
    struct loop *l, int fd, sock_accept_fn *fn, void *ctx, struct err *err)
{
	struct sock_listener *s = mem_alloc(sizeof(*s));

	s->loop = l;
	s->fd = fd;
	s->fn = fn;
	s->ctx = ctx;
	s->spare = open_spare(s);
	fcntl(fd, F_SETFD, FD_CLOEXEC);
	sock_set_nonblock(fd);
	s->again = loop_timer_new(l, on_again, s);
	s->watch = loop_watch_new(l, fd, LOOP_READ, on_acceptable, s, err);
	if (s->watch == NULL) {
		sock_listener_free(s);
		return NULL;
	}
	return s;
}

void
sock_listener_free(struct sock_listener *s)
{
	if (s == NULL)
		return;
	loop_watch_free(s->watch);
	loop_timer_free(s->again);
	close(s->fd);
	s->fd = -1;
	if (s->spare >= 0)
		close(s->spare);
	loop_defer(s->loop, free, s);
}

bool
sock_pair(int fds[2], struct err *err)
{
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0,
		fds) == 0)
		return true;
	return err_errno(err, "socketpair");
}

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
