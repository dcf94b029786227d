/* A listener for tests, on a port that the kernel has chosen. */
#pragma once

#include <stdlib.h>
#include <string.h>

#include "shared/net/sock.h"

static char listen_addr[SOCK_ADDR_SIZE]; /* bound last */

static inline struct sock_listener *
listen_at(struct loop *l, const char *where, sock_accept_fn *fn, void *ctx,
    struct err *err)
{
	int fd = sock_hold(where, listen_addr, err);

	return fd >= 0 && sock_serve(fd, where, err)
	    ? sock_listen_fd(l, fd, fn, ctx, err)
	    : NULL;
}

static inline int
listen_port(void)
{
	return atoi(strrchr(listen_addr, ':') + 1);
}
