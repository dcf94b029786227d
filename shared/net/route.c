#include "shared/net/route.h"

#include <stdlib.h>

#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/net/proxy_open.h"

#define DIAL_MS 15000

struct route_open {
	struct loop *loop;
	struct proxy proxy;
	char *host;
	int port;
	struct sock_dial *dial;
	struct proxy_open *way; /* through the proxy */
	route_fn *fn;
	void *ctx;
};

static void
free_route(struct route_open *o)
{
	free(o->host);
	free(o);
}

static void
opened(int fd, const struct err *why, void *ctx)
{
	struct route_open *o = ctx;
	route_fn *fn = o->fn;
	void *owner = o->ctx;

	free_route(o);
	fn(fd, why, owner);
}

static void
dialled(int fd, enum sock_fail fail, const struct err *why, void *ctx)
{
	struct route_open *o = ctx;
	struct err err = *why;

	o->dial = NULL;
	if (o->proxy.host[0] == '\0') {
		opened(fd, why, o);
	} else if (fd < 0) {
		err_wrap(&err, "%s", _("the proxy"));
		opened(fd, &err, o);
	} else {
		o->way = proxy_open(
		    o->loop, fd, &o->proxy, o->host, o->port, opened, o);
	}
}

struct route_open *
route_open(struct loop *l, const struct route *to, route_fn *fn, void *ctx)
{
	struct route_open *o = mem_alloc(sizeof(*o));
	bool through = to->proxy->host[0] != '\0';
	const char *first = through ? to->proxy->host : to->host;

	o->loop = l;
	o->proxy = *to->proxy;
	o->host = str_dup(to->host);
	o->port = to->port;
	o->fn = fn;
	o->ctx = ctx;
	o->dial = sock_dial(l, to->addr != NULL ? to->addr : first,
	    through ? to->proxy->port : to->port, DIAL_MS, dialled, o);
	if (to->shun != NULL)
		sock_dial_shun(o->dial, to->shun);
	return o;
}

void
route_cancel(struct route_open *o)
{
	if (o == NULL)
		return;
	sock_dial_cancel(o->dial);
	proxy_open_cancel(o->way);
	free_route(o);
}
