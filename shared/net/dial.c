/* Connecting: see sock.h. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <uv.h>

#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/net/fd.h"
#include "shared/net/loop_uv.h"
#include "shared/net/sock.h"

#define TRIES_MAX 8
#define NEXT_MS 250

struct
try {
	struct sock_dial *dial;
	struct loop_watch *watch;
	const struct addrinfo *addr;
	int fd;
};

struct sock_dial {
	uv_getaddrinfo_t req;
	struct loop *loop;
	char host[256];
	int port;
	struct loop_timer *timeout;
	struct loop_timer *next;
	struct addrinfo *found;
	struct addrinfo *order[TRIES_MAX]; /* the families take turns */
	int order_len, started, running;
	int trusted; /* so many of them are not shunned */
	struct sock_shun *shun; /* NULL = none */
	struct try tries[TRIES_MAX];
	int last_errno;
	int fd;
	enum sock_fail why;
	bool resolving;
	bool unasked; /* no name server has answered, not even no */
	bool over;
	sock_dial_fn *fn;
	sock_found_fn *found_fn; /* NULL = nobody asks */
	void *ctx;
};

static void
free_dial(void *ctx)
{
	struct sock_dial *d = ctx;

	if (d->found != NULL)
		uv_freeaddrinfo(d->found);
	free(d);
}

static void
close_try(struct try *t)
{
	loop_watch_free(t->watch);
	t->watch = NULL;
	if (t->fd >= 0)
		fd_close(t->fd);
	t->fd = -1;
}

/* Stops everything but a running name look-up, which frees d when it ends. */
static void
stop(struct sock_dial *d)
{
	int i;

	d->over = true;
	loop_timer_free(d->timeout);
	loop_timer_free(d->next);
	d->timeout = d->next = NULL;
	for (i = 0; i < d->started; i++)
		close_try(&d->tries[i]);
	loop_forget(d->loop, d);
	if (d->resolving)
		uv_cancel((uv_req_t *)&d->req);
	else
		loop_defer(d->loop, free_dial, d);
}

static void
say_why(const struct sock_dial *d, struct err *err)
{
	char host[300];

	utf8_clean(host, sizeof(host), d->host, 100);
	switch (d->why) {
	case SOCK_FAIL_UNKNOWN:
		err_set(err,
		    d->unasked ? _("\"%s\" cannot be looked up: no name server "
				   "answers. Is there a network here?")
			       : _("there is no computer named \"%s\""),
		    host);
		break;
	case SOCK_FAIL_REFUSED:
		err_set(
		    err, _("%s port %d refuses the connection"), host, d->port);
		break;
	case SOCK_FAIL_TIMEOUT:
		err_set(err, _("%s port %d does not answer"), host, d->port);
		break;
	default:
		errno = d->last_errno;
		err_errno(
		    err, _("cannot connect to %s port %d"), host, d->port);
		break;
	}
	err->code = d->last_errno;
}

static void
report(struct sock_dial *d, int fd, enum sock_fail why)
{
	sock_dial_fn *fn = d->fn;
	void *ctx = d->ctx;
	struct err err = {0};

	d->why = why;
	if (fd < 0)
		say_why(d, &err);
	stop(d);
	fn(fd, why, &err, ctx);
}

static void
fail(struct sock_dial *d)
{
	report(d, -1,
	    d->last_errno == ECONNREFUSED    ? SOCK_FAIL_REFUSED
		: d->last_errno == ETIMEDOUT ? SOCK_FAIL_TIMEOUT
					     : SOCK_FAIL_OTHER);
}

static void start_next(void *ctx);

/* One that is shunned must not win by being quick. */
static bool
may_start(const struct sock_dial *d)
{
	return d->started < d->order_len &&
	    (d->started < d->trusted || d->running == 0);
}

static void
try_failed(struct try *t, int error)
{
	struct sock_dial *d = t->dial;

	close_try(t);
	/* "refused" tells more than the unreachable other family */
	if (d->last_errno != ECONNREFUSED)
		d->last_errno = error;
	d->running--;
	if (may_start(d))
		loop_timer_set(d->next, 0);
	else if (d->running == 0)
		fail(d);
}

/* "" when it has none that could be remembered. */
static void
addr_of(const struct addrinfo *ai, char out[SOCK_ADDR_SIZE])
{
	if (getnameinfo(ai->ai_addr, (socklen_t)ai->ai_addrlen, out,
		SOCK_ADDR_SIZE, NULL, 0, NI_NUMERICHOST) != 0)
		out[0] = '\0';
}

static void
on_connected(int events, void *ctx)
{
	struct try *t = ctx;
	int fd = t->fd, error = fd_error(fd);

	if (error != 0) {
		try_failed(t, error);
		return;
	}
	t->fd = -1; /* the winner's watch goes with the others */
	if (t->dial->shun != NULL)
		addr_of(t->addr, t->dial->shun->last);
	report(t->dial, fd, SOCK_FAIL_NONE);
}

static void
start_next(void *ctx)
{
	struct sock_dial *d = ctx;
	struct addrinfo *ai;
	struct try *t;

	if (!may_start(d))
		return;
	ai = d->order[d->started];
	t = &d->tries[d->started++];
	d->running++;
	t->dial = d;
	t->addr = ai;
	t->fd = fd_open(ai->ai_family);
	if (t->fd < 0) {
		try_failed(t, errno);
		return;
	}
	fd_prepare(t->fd);
	if (!fd_connect(t->fd, ai->ai_addr, (socklen_t)ai->ai_addrlen)) {
		try_failed(t, errno);
		return;
	}
	t->watch = loop_watch_new(
	    d->loop, t->fd, LOOP_WRITE, on_connected, t, NULL);
	if (t->watch == NULL)
		try_failed(t, EIO);
	else if (may_start(d))
		loop_timer_set(d->next, NEXT_MS);
}

/* IPv6 first, then in turns. */
static void
order_found(struct sock_dial *d)
{
	struct addrinfo *six = d->found, *four = d->found;
	bool want_six = true;

	while (d->order_len < TRIES_MAX) {
		while (six != NULL && six->ai_family != AF_INET6)
			six = six->ai_next;
		while (four != NULL && four->ai_family != AF_INET)
			four = four->ai_next;
		if (six == NULL && four == NULL)
			return;
		if ((want_six && six != NULL) || four == NULL) {
			d->order[d->order_len++] = six;
			six = six->ai_next;
		} else {
			d->order[d->order_len++] = four;
			four = four->ai_next;
		}
		want_six = !want_six;
	}
}

/* How late an address was no use; -1 = never. */
static int
badness(const struct sock_shun *s, const struct addrinfo *ai)
{
	char text[SOCK_ADDR_SIZE];

	addr_of(ai, text);
	for (int i = 0; i < s->count; i++)
		if (str_eq(s->bad[i], text))
			return i;
	return -1;
}

/* The shunned ones go to the end, the latest last. */
static void
order_shunned(struct sock_dial *d)
{
	struct addrinfo *sorted[TRIES_MAX];
	int n = 0;

	d->trusted = d->order_len;
	if (d->shun == NULL)
		return;
	for (int bad = -1; bad < d->shun->count; bad++) {
		for (int i = 0; i < d->order_len; i++)
			if (badness(d->shun, d->order[i]) == bad)
				sorted[n++] = d->order[i];
		if (bad < 0)
			d->trusted = n;
	}
	for (int i = 0; i < n; i++)
		d->order[i] = sorted[i];
}

void
sock_dial_shun(struct sock_dial *d, struct sock_shun *s)
{
	d->shun = s;
	s->last[0] = '\0';
}

void
sock_dial_found(struct sock_dial *d, sock_found_fn *found)
{
	d->found_fn = found;
}

static void
tell_found(const struct sock_dial *d)
{
	char addr[SOCK_ADDR_SIZE];

	if (d->found_fn == NULL)
		return;
	addr_of(d->order[0], addr);
	d->found_fn(addr, d->order_len, d->ctx);
}

void
sock_shun_last(struct sock_shun *s, bool good)
{
	int i = 0;

	if (s->last[0] == '\0')
		return;
	while (i < s->count && !str_eq(s->bad[i], s->last))
		i++;
	if (i == SOCK_SHUNNED)
		i = 0; /* the oldest is tried again */
	if (i < s->count) {
		s->count--;
		memmove(s->bad[i], s->bad[i + 1],
		    (size_t)(s->count - i) * SOCK_ADDR_SIZE);
	}
	if (!good)
		str_copy(s->bad[s->count++], SOCK_ADDR_SIZE, s->last);
	s->last[0] = '\0';
}

static void
resolved(void *ctx)
{
	struct sock_dial *d = ctx;

	if (d->over) {
		free_dial(d);
		return;
	}
	order_found(d);
	order_shunned(d);
	if (d->order_len == 0) {
		report(d, -1, SOCK_FAIL_UNKNOWN);
		return;
	}
	tell_found(d);
	start_next(d);
}

static void
on_resolved(uv_getaddrinfo_t *req, int status, struct addrinfo *res)
{
	struct sock_dial *d = req->data;

	d->resolving = false;
	d->unasked = status == UV_EAI_AGAIN || status == UV_EAI_FAIL;
	d->found = res;
	loop_call(d->loop, resolved, d);
}

static void
on_timeout(void *ctx)
{
	struct sock_dial *d = ctx;

	d->last_errno = ETIMEDOUT;
	d->unasked = d->resolving;
	report(d, -1, d->resolving ? SOCK_FAIL_UNKNOWN : SOCK_FAIL_TIMEOUT);
}

/* An address needs no name server, and so no threads that wait for one. */
static bool
look_up(struct sock_dial *d, bool name)
{
	struct addrinfo hints = {
	    .ai_socktype = SOCK_STREAM, .ai_flags = name ? 0 : AI_NUMERICHOST};
	char service[12];

	snprintf(service, sizeof(service), "%d", d->port);
	/* RFC 6761: localhost is loopback and nobody's name server is asked */
	return uv_getaddrinfo(loop_uv(d->loop), &d->req,
		   name ? on_resolved : NULL,
		   strcasecmp(d->host, "localhost") == 0 ? NULL : d->host,
		   service, &hints) == 0;
}

struct sock_dial *
sock_dial(struct loop *l, const char *host, int port, int timeout_ms,
    sock_dial_fn *fn, void *ctx)
{
	struct sock_dial *d = mem_alloc(sizeof(*d));
	bool known;

	d->loop = l;
	d->port = port;
	d->fn = fn;
	d->ctx = ctx;
	d->req.data = d;
	d->timeout = loop_timer_new(l, on_timeout, d);
	d->next = loop_timer_new(l, start_next, d);
	loop_timer_set(d->timeout, timeout_ms);
	/* no name at all means just that */
	known = !str_copy(d->host, sizeof(d->host), host) || port <= 0;
	if (!known && look_up(d, false)) {
		d->found = d->req.addrinfo;
		known = true;
	}
	d->resolving = !known && look_up(d, true);
	if (!d->resolving)
		loop_defer(l, resolved, d);
	return d;
}

void
sock_dial_cancel(struct sock_dial *d)
{
	if (d != NULL && !d->over)
		stop(d);
}
