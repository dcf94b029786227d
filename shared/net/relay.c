/* See relay.h. */
#include "shared/net/relay.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/mem.h"
#include "shared/base/util.h"
#include "shared/net/fd.h"
#include "shared/net/link_priv.h"

#define READ_MAX 32768

struct relay {
	struct loop *loop;
	struct chan *a, *b; /* NULL when closed, or b is the descriptor */
	int fd; /* -1 = none (any more) */
	struct loop_watch *watch;
	bool fd_eof; /* it sends nothing more */
	bool fd_full;
	struct link_mate mate; /* at the descriptor's other end */
	uint64_t from_a, from_b;
	relay_fn *ended;
	void *ctx;
};

static void
close_fd(struct relay *r)
{
	loop_watch_free(r->watch);
	r->watch = NULL;
	if (r->fd >= 0)
		fd_close(r->fd);
	r->fd = -1;
}

/* Closes what is open; the queues of chans still go out. */
static void
let_go(struct relay *r)
{
	struct chan *a = r->a, *b = r->b;

	if (r->mate.link != NULL)
		r->mate.link->mate = NULL;
	r->mate.link = NULL;
	r->a = r->b = NULL;
	chan_close(a);
	chan_close(b);
	close_fd(r);
	loop_forget(r->loop, r);
	loop_defer(r->loop, free, r);
}

static void
end(struct relay *r)
{
	relay_fn *ended = r->ended;
	void *ctx = r->ctx;

	r->ended = NULL;
	let_go(r);
	if (ended != NULL)
		ended(r, ctx);
}

/* --- chan and chan --- */

static struct chan *
other(const struct relay *r, const struct chan *c)
{
	return c == r->a ? r->b : r->a;
}

static size_t
on_chan_data(
    struct chan *c, const uint8_t *data, size_t len, bool is_stderr, void *ctx)
{
	struct relay *r = ctx;
	struct chan *to = other(r, c);
	size_t take = MIN_OF(len, chan_room(to));

	if (take == 0 || chan_write(to, data, take) == IO_CLOSED)
		return 0;
	if (c == r->a)
		r->from_a += take;
	else
		r->from_b += take;
	return take;
}

static void
on_chan_writable(struct chan *c, void *ctx)
{
	chan_resume(other(ctx, c));
}

static void
on_chan_eof(struct chan *c, void *ctx)
{
	chan_eof(other(ctx, c));
}

static void
on_chan_closed(struct chan *c, const struct err *why, void *ctx)
{
	struct relay *r = ctx;

	if (c == r->a)
		r->a = NULL;
	else
		r->b = NULL;
	end(r);
}

static const struct chan_events chan_events = {
    .data = on_chan_data,
    .writable = on_chan_writable,
    .eof = on_chan_eof,
    .closed = on_chan_closed,
};

static struct relay *
relay_new(struct chan *a, const struct chan_events *events, relay_fn *ended,
    void *ctx)
{
	struct relay *r = mem_alloc(sizeof(*r));

	r->loop = link_loop(chan_link(a));
	r->a = a;
	r->fd = -1;
	r->ended = ended;
	r->ctx = ctx;
	chan_set_events(a, events, r);
	return r;
}

struct relay *
relay_chans(struct chan *a, struct chan *b, relay_fn *ended, void *ctx)
{
	struct relay *r = relay_new(a, &chan_events, ended, ctx);

	r->b = b;
	chan_set_events(b, &chan_events, r);
	return r;
}

/* --- chan and descriptor --- */

static void
set_watch(struct relay *r)
{
	int want = 0;

	if (r->watch == NULL)
		return;
	if (!r->fd_eof && chan_room(r->a) > 0)
		want |= LOOP_READ;
	if (r->fd_full)
		want |= LOOP_WRITE;
	loop_watch_set(r->watch, want);
}

static size_t
on_a_data(
    struct chan *c, const uint8_t *data, size_t len, bool is_stderr, void *ctx)
{
	struct relay *r = ctx;
	ssize_t n;

	if (is_stderr)
		return len;
	do {
		n = fd_write(r->fd, data, len);
	} while (n < 0 && errno == EINTR);
	/* gone, but what it said before that is still to be read */
	if (n < 0 && errno != EAGAIN) {
		if (r->fd_eof)
			end(r);
		return len;
	}
	if (n < 0)
		n = 0;
	r->from_a += (uint64_t)n;
	r->fd_full = (size_t)n < len;
	set_watch(r);
	if (n > 0 && r->mate.link != NULL) {
		r->mate.link->unread = true;
		link_want_work(r->mate.link);
	}
	return (size_t)n;
}

static void
on_a_writable(struct chan *c, void *ctx)
{
	set_watch(ctx);
}

static void
on_a_eof(struct chan *c, void *ctx)
{
	struct relay *r = ctx;

	if (r->fd_eof)
		end(r);
	else
		fd_shut(r->fd);
}

static const struct chan_events fd_events = {
    .data = on_a_data,
    .writable = on_a_writable,
    .eof = on_a_eof,
    .closed = on_chan_closed,
};

static void
read_fd(struct relay *r)
{
	uint8_t bytes[READ_MAX];
	size_t room = MIN_OF(sizeof(bytes), chan_room(r->a));
	ssize_t n;

	if (room == 0 || r->fd_eof)
		return;
	n = fd_read(r->fd, bytes, room);
	if (n > 0) {
		r->from_b += (uint64_t)n;
		chan_write(r->a, bytes, (size_t)n);
	} else if (n == 0) {
		r->fd_eof = true;
		chan_eof(r->a);
	} else if (errno != EAGAIN && errno != EINTR) {
		end(r);
	}
}

static void
on_fd(int events, void *ctx)
{
	struct relay *r = ctx;

	if ((events & LOOP_WRITE) && r->fd_full) {
		r->fd_full = false;
		chan_resume(r->a);
	}
	if (events & LOOP_READ)
		read_fd(r);
	if (r->fd >= 0)
		set_watch(r);
}

struct relay *
relay_fd(struct chan *a, int fd, relay_fn *ended, void *ctx)
{
	struct relay *r = relay_new(a, &fd_events, ended, ctx);

	r->fd = fd;
	/* a socket can always be watched; without one it ends at the write */
	r->watch = loop_watch_new(r->loop, fd, LOOP_READ, on_fd, r, NULL);
	return r;
}

static void
on_mate_sent(void *ctx)
{
	on_fd(LOOP_READ, ctx);
}

void
relay_mate(struct relay *r, struct link *l)
{
	r->mate.sent = on_mate_sent;
	r->mate.ctx = r;
	r->mate.link = l;
	l->mate = &r->mate;
}

uint64_t
relay_from_a(const struct relay *r)
{
	return r->from_a;
}

uint64_t
relay_from_b(const struct relay *r)
{
	return r->from_b;
}

void
relay_free(struct relay *r)
{
	if (r == NULL)
		return;
	r->ended = NULL;
	let_go(r);
}
