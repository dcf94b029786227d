/*
 * Connecting to a host, by itself or through an HTTP proxy: sock_dial() and
 * proxy_open() in one.
 */
#pragma once

#include "shared/base/err.h"
#include "shared/net/loop.h"
#include "shared/net/proxy.h"
#include "shared/net/sock.h"

struct route {
	const char *host;
	int port;
	const struct proxy *proxy; /* no host in it = none */
	/* Address of the first hop, the host or the proxy; NULL: its name is
	 * looked up. */
	const char *addr;
	struct sock_shun *shun; /* of the first hop's addresses; NULL = none */
};

struct route_open;

/* Once. fd >= 0 is the callee's; -1 with a sentence that says what happened.
 * The opening is over and freed. */
typedef void route_fn(int fd, const struct err *why, void *ctx);

/* The texts are copied; the shun must live as long as it. Always calls back
 * later, never from inside. */
struct route_open *route_open(
    struct loop *l, const struct route *to, route_fn *fn, void *ctx);
/* Gives up; no callback. NULL is accepted. */
void route_cancel(struct route_open *o);
