/* Listening: see sock.h. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/net/fd.h"
#include "shared/net/sock.h"
#include "shared/net/sock_addr.h"

#define LISTEN_BACKLOG 512
#define ACCEPTS_PER_TURN 32
#define FDS_OUT_PAUSE_MS 500

struct sock_listener {
	struct loop *loop;
	struct loop_watch *watch;
	struct loop_timer *again; /* after running out of descriptors */
	int fd;
	int spare; /* given up to be able to turn a caller away */
	sock_accept_fn *fn;
	void *ctx;
};

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
	if (!sock_addr_parse(host, *port, a, len))
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
	if (fd < 0 && all && sock_addr_parse("0.0.0.0", port, &a, &len))
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
			fd_prepare(fd);
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
	fd_nonblock(fd);
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
