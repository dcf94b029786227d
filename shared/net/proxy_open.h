/*
 * A way through an HTTP proxy: asks on a connection to it and hears its answer.
 */
#pragma once

#include "shared/base/err.h"
#include "shared/net/loop.h"
#include "shared/net/proxy.h"

#define PROXY_OPEN_MS 20000 /* it dials itself meanwhile */

struct proxy_open;

/* Once. fd >= 0 is the callee's: what is read from it now comes from the host;
 * -1 with a sentence that says what happened. The other is over and freed. */
typedef void proxy_open_fn(int fd, const struct err *err, void *ctx);

/* fd is connected to the proxy, and becomes the callee's. Always calls back
 * later, never from inside. */
struct proxy_open *proxy_open(struct loop *l, int fd, const struct proxy *p,
    const char *host, int port, proxy_open_fn *fn, void *ctx);
/* Gives up and closes; no callback. NULL is accepted. */
void proxy_open_cancel(struct proxy_open *o);
