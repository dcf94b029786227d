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
#define HEAD_SIZE 8
/* A twin that begins further ahead than this is of another stream. */
#define AHEAD_MAX (4 * 1024 * 1024)

/*
 * Bytes of one direction are counted from the beginning of its stream. `end`
 * is where they come from: its own channel has brought all up to `taken`, its
 * twin all from the place that stood in its head up to `twin_at`, and what
 * was passed on to the other end so far is the more of both.
 */
struct end {
	struct relay *relay;
	struct chan *chan; /* NULL when closed, or it is the descriptor */
	struct chan *twin; /* NULL = none */
	uint8_t head[HEAD_SIZE]; /* the twin's, as far as it came */
	size_t head_len;
	uint64_t taken, twin_at, passed;
};

struct relay {
	struct loop *loop;
	struct end a, b;
	int fd; /* -1 = none (any more) */
	struct loop_watch *watch;
	bool fd_eof; /* it sends nothing more */
	bool fd_full;
	struct link_mate mate; /* at the descriptor's other end */
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

/* What waits in it has gone the other way: it would only take the line's room.
 */
static void
drop_twin(struct end *e)
{
	if (e->twin != NULL)
		buf_clear(&e->twin->out);
	chan_close(e->twin);
	e->twin = NULL;
}

static void
close_end(struct end *e)
{
	struct chan *c = e->chan;

	e->chan = NULL;
	chan_close(c);
	drop_twin(e);
}

/* Closes what is open; the queues of chans still go out. */
static void
let_go(struct relay *r)
{
	if (r->mate.link != NULL)
		r->mate.link->mate = NULL;
	r->mate.link = NULL;
	close_end(&r->a);
	close_end(&r->b);
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

static void
set_watch(struct relay *r)
{
	int want = 0;

	if (r->watch == NULL)
		return;
	if (!r->fd_eof && chan_room(r->a.chan) > 0)
		want |= LOOP_READ;
	if (r->fd_full)
		want |= LOOP_WRITE;
	loop_watch_set(r->watch, want);
}

/* --- passing on --- */

static struct end *
other(struct end *e)
{
	return e == &e->relay->a ? &e->relay->b : &e->relay->a;
}

/* Its own channel sets the pace: a twin that cannot follow is of no use. */
static void
write_twin(struct end *to, const uint8_t *data, size_t len)
{
	if (to->twin != NULL &&
	    (chan_room(to->twin) < len ||
		chan_write(to->twin, data, len) == IO_CLOSED))
		drop_twin(to);
}

static size_t
pass_to_chan(struct end *to, const uint8_t *data, size_t len)
{
	size_t take = MIN_OF(len, chan_room(to->chan));

	if (take == 0 || chan_write(to->chan, data, take) == IO_CLOSED)
		return 0;
	write_twin(to, data, take);
	return take;
}

/* What cannot be written any more is taken all the same: what it said before
 * that is still to be read. */
static size_t
pass_to_fd(struct relay *r, const uint8_t *data, size_t len)
{
	ssize_t n;

	do {
		n = fd_write(r->fd, data, len);
	} while (n < 0 && errno == EINTR);
	if (n < 0 && errno != EAGAIN) {
		if (r->fd_eof)
			end(r);
		return len;
	}
	if (n < 0)
		n = 0;
	r->fd_full = (size_t)n < len;
	set_watch(r);
	if (n > 0 && r->mate.link != NULL) {
		r->mate.link->unread = true;
		link_want_work(r->mate.link);
	}
	return (size_t)n;
}

/*
 * Bytes of e's stream from the place *at on; returns how many were taken. What
 * has come by the other way before is only counted, what lies ahead of all that
 * came waits for the other way.
 */
static size_t
take(struct end *e, uint64_t *at, const uint8_t *data, size_t len)
{
	struct relay *r = e->relay;
	struct end *to = other(e);
	size_t old, n = 0;

	if (*at > e->passed)
		return 0;
	old = (size_t)MIN_OF(e->passed - *at, (uint64_t)len);
	if (old < len)
		n = to->chan != NULL ? pass_to_chan(to, data + old, len - old)
				     : pass_to_fd(r, data + old, len - old);
	*at += old + n;
	e->passed += n;
	return old + n;
}

/* Offers what waits at both ways of e. */
static void
resume(struct end *e)
{
	if (e->chan != NULL)
		chan_resume(e->chan);
	if (e->twin != NULL)
		chan_resume(e->twin);
}

/* --- a channel --- */

static size_t
on_data(
    struct chan *c, const uint8_t *data, size_t len, bool is_stderr, void *ctx)
{
	struct end *e = ctx;
	uint64_t before = e->passed;
	size_t n;

	if (is_stderr)
		return len;
	n = take(e, &e->taken, data, len);
	if (e->twin != NULL && e->passed > before && e->twin_at >= before)
		chan_resume(e->twin); /* it was ahead */
	return n;
}

static void
on_writable(struct chan *c, void *ctx)
{
	struct end *e = ctx;

	if (other(e)->chan != NULL)
		resume(other(e));
	else
		set_watch(e->relay);
}

static void
on_eof(struct chan *c, void *ctx)
{
	struct end *e = ctx;

	if (other(e)->chan != NULL)
		chan_eof(other(e)->chan);
	else if (e->relay->fd_eof)
		end(e->relay);
	else
		fd_shut(e->relay->fd);
}

static void
on_closed(struct chan *c, const struct err *why, void *ctx)
{
	struct end *e = ctx;

	e->chan = NULL;
	end(e->relay);
}

static const struct chan_events chan_events = {
    .data = on_data,
    .writable = on_writable,
    .eof = on_eof,
    .closed = on_closed,
};

static struct relay *
relay_new(struct chan *a, relay_fn *ended, void *ctx)
{
	struct relay *r = mem_alloc(sizeof(*r));

	r->loop = link_loop(chan_link(a));
	r->a.relay = r->b.relay = r;
	r->a.chan = a;
	r->fd = -1;
	r->ended = ended;
	r->ctx = ctx;
	return r;
}

struct relay *
relay_chans(struct chan *a, struct chan *b, relay_fn *ended, void *ctx)
{
	struct relay *r = relay_new(a, ended, ctx);

	r->b.chan = b;
	chan_set_events(a, &chan_events, &r->a);
	chan_set_events(b, &chan_events, &r->b);
	return r;
}

/* --- a twin --- */

/* Returns how much of the data belongs to it. */
static size_t
take_head(struct end *e, const uint8_t *data, size_t len)
{
	size_t n = MIN_OF(len, HEAD_SIZE - e->head_len);

	memcpy(e->head + e->head_len, data, n);
	e->head_len += n;
	if (n > 0 && e->head_len == HEAD_SIZE)
		for (int i = 0; i < HEAD_SIZE; i++)
			e->twin_at = e->twin_at << 8 | e->head[i];
	return n;
}

static size_t
on_twin_data(
    struct chan *c, const uint8_t *data, size_t len, bool is_stderr, void *ctx)
{
	struct end *e = ctx;
	uint64_t before = e->passed;
	size_t n = 0;

	if (is_stderr)
		return len;
	n = take_head(e, data, len);
	if (e->head_len < HEAD_SIZE)
		return n;
	if (e->twin_at > e->passed + AHEAD_MAX) {
		drop_twin(e);
		return len;
	}
	n += take(e, &e->twin_at, data + n, len - n);
	if (e->chan != NULL && e->passed > before)
		chan_resume(e->chan); /* it may have only old bytes */
	return n;
}

static void
on_twin_closed(struct chan *c, const struct err *why, void *ctx)
{
	((struct end *)ctx)->twin = NULL;
}

static const struct chan_events twin_events = {
    .data = on_twin_data,
    .closed = on_twin_closed,
};

static void
set_twin(struct end *e, struct chan *twin)
{
	uint64_t at = other(e)->passed;
	uint8_t head[HEAD_SIZE];

	drop_twin(e);
	for (int i = HEAD_SIZE; i-- > 0; at >>= 8)
		head[i] = (uint8_t)at;
	e->twin = twin;
	e->head_len = 0;
	e->twin_at = 0;
	chan_set_events(twin, &twin_events, e);
	(void)chan_write(twin, head, sizeof(head));
}

/* --- chan and descriptor --- */

static void
read_fd(struct relay *r)
{
	uint8_t bytes[READ_MAX];
	size_t room = MIN_OF(sizeof(bytes), chan_room(r->a.chan));
	ssize_t n;

	if (room == 0 || r->fd_eof)
		return;
	n = fd_read(r->fd, bytes, room);
	if (n > 0) {
		r->b.passed += (uint64_t)n;
		chan_write(r->a.chan, bytes, (size_t)n);
		write_twin(&r->a, bytes, (size_t)n);
	} else if (n == 0) {
		r->fd_eof = true;
		chan_eof(r->a.chan);
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
		resume(&r->a);
	}
	if (events & LOOP_READ)
		read_fd(r);
	if (r->fd >= 0)
		set_watch(r);
}

struct relay *
relay_fd(struct chan *a, int fd, relay_fn *ended, void *ctx)
{
	struct relay *r = relay_new(a, ended, ctx);

	r->fd = fd;
	chan_set_events(a, &chan_events, &r->a);
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

void
relay_twin_a(struct relay *r, struct chan *twin)
{
	set_twin(&r->a, twin);
}

void
relay_twin_b(struct relay *r, struct chan *twin)
{
	set_twin(&r->b, twin);
}

bool
relay_has_twin_a(const struct relay *r)
{
	return r->a.twin != NULL;
}

bool
relay_has_twin_b(const struct relay *r)
{
	return r->b.twin != NULL;
}

static bool
is_twin_in(const struct end *e, const struct link *l)
{
	return e->twin != NULL && chan_link(e->twin) == l;
}

bool
relay_has_twin_in(const struct relay *r, const struct link *l)
{
	return is_twin_in(&r->a, l) || is_twin_in(&r->b, l);
}

uint64_t
relay_from_a(const struct relay *r)
{
	return r->a.passed;
}

uint64_t
relay_from_b(const struct relay *r)
{
	return r->b.passed;
}

void
relay_leave(struct relay *r)
{
	if (r != NULL)
		r->ended = NULL;
}

void
relay_free(struct relay *r)
{
	if (r == NULL)
		return;
	r->ended = NULL;
	let_go(r);
}
