#include "shared/net/proxy_open.h"

#include <errno.h>
#include <stdlib.h>

#include <sodium.h>

#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/net/fd.h"
#include "shared/net/proxy_answer.h"

#define READ_SIZE 1024

struct proxy_open {
	struct loop *loop;
	int fd; /* -1 = given away or closed */
	struct loop_watch *watch;
	struct loop_timer *timeout;
	char host[PROXY_HOST_SIZE];
	int port;
	bool login;
	struct buf out; /* of the request, what is not sent yet */
	struct err bad; /* it could not even be asked */
	struct proxy_answer answer;
	proxy_open_fn *fn;
	void *ctx;
};

static void
free_open(void *ctx)
{
	struct proxy_open *o = ctx;

	if (o->out.mem != NULL)
		sodium_memzero(o->out.mem, o->out.cap);
	buf_fini(&o->out);
	free(o);
}

static void
stop(struct proxy_open *o)
{
	loop_forget(o->loop, o);
	loop_watch_free(o->watch);
	loop_timer_free(o->timeout);
	if (o->fd >= 0)
		fd_close(o->fd);
	o->fd = -1;
	loop_defer(o->loop, free_open, o);
}

static void
report(struct proxy_open *o, const struct err *err)
{
	proxy_open_fn *fn = o->fn;
	void *ctx = o->ctx;
	struct err why = {0};
	int fd = -1;

	if (err == NULL) {
		loop_watch_free(o->watch);
		o->watch = NULL;
		fd = o->fd;
		o->fd = -1;
	} else {
		why = *err;
	}
	stop(o);
	fn(fd, &why, ctx);
}

static void
lost(struct proxy_open *o, int error)
{
	struct err err = {0};

	errno = error;
	if (error == 0)
		err_set(&err,
		    _("the proxy closed the connection without an answer"));
	else
		err_errno(&err, _("the connection to the proxy broke"));
	report(o, &err);
}

static void
on_timeout(void *ctx)
{
	struct err err = {0};

	err_set(&err, _("the proxy takes the connection and does not answer"));
	report(ctx, &err);
}

/* False when it is over. */
static bool
put_out(struct proxy_open *o)
{
	ssize_t n;

	while (o->out.len > 0) {
		n = fd_write(o->fd, buf_data(&o->out), o->out.len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EAGAIN)
			return true;
		if (n < 0) {
			lost(o, errno);
			return false;
		}
		buf_consume(&o->out, (size_t)n);
	}
	loop_watch_set(o->watch, LOOP_READ);
	return true;
}

static void
take_in(struct proxy_open *o)
{
	char data[READ_SIZE];
	/* looked at first: what comes behind the answer is not ours */
	ssize_t n = fd_peek(o->fd, data, sizeof(data));
	size_t took;
	struct err err = {0};

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n <= 0) {
		lost(o, n < 0 ? errno : 0);
		return;
	}
	took = proxy_answer_feed(&o->answer, data, (size_t)n);
	if (fd_read(o->fd, data, took) != (ssize_t)took) {
		lost(o, errno);
	} else if (o->answer.state == PROXY_ANSWER_OPEN) {
		report(o, NULL);
	} else if (o->answer.state != PROXY_ANSWER_MORE) {
		proxy_answer_why(&o->answer, o->host, o->port, o->login, &err);
		report(o, &err);
	}
}

static void
on_ready(int events, void *ctx)
{
	struct proxy_open *o = ctx;

	if ((events & LOOP_WRITE) != 0 && !put_out(o))
		return;
	if ((events & LOOP_READ) != 0)
		take_in(o);
}

static void
no_request(void *ctx)
{
	struct proxy_open *o = ctx;

	report(o, &o->bad);
}

struct proxy_open *
proxy_open(struct loop *l, int fd, const struct proxy *p, const char *host,
    int port, proxy_open_fn *fn, void *ctx)
{
	struct proxy_open *o = mem_alloc(sizeof(*o));

	o->loop = l;
	o->fd = fd;
	o->port = port;
	o->login = p->basic[0] != '\0';
	o->fn = fn;
	o->ctx = ctx;
	str_copy(o->host, sizeof(o->host), host);
	o->timeout = loop_timer_new(l, on_timeout, o);
	loop_timer_set(o->timeout, PROXY_OPEN_MS);
	if (proxy_request(p, host, port, &o->out, &o->bad))
		o->watch = loop_watch_new(
		    l, fd, LOOP_READ | LOOP_WRITE, on_ready, o, &o->bad);
	if (o->watch == NULL)
		loop_defer(l, no_request, o);
	return o;
}

void
proxy_open_cancel(struct proxy_open *o)
{
	if (o != NULL)
		stop(o);
}
