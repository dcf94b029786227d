/* The bytes of a chan, in and out: see chan.h and link_priv.h. */
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/util.h"
#include "shared/net/link_priv.h"

#define IN_MAX (64 * 1024)
#if LIBSSH_VERSION_INT < SSH_VERSION_INT(0, 11, 0)
#define SSH_WINDOW 1280000 /* libssh's WINDOWBASE */
#else
#define SSH_WINDOW (2 * 1024 * 1024) /* its WINDOW_DEFAULT */
#endif
#define IN_SLACK (64 * 1024) /* unread bytes over the window */
#define WRITE_MAX 32000 /* one packet */
#define KEEP_MAX 4096 /* memory that an empty queue may keep */

static bool
link_is_alive(const struct link *l)
{
	return l->why == NULL &&
	    (l->state == LINK_UP || l->state == LINK_LEAVING);
}

static void
slim(struct buf *b)
{
	if (b->len == 0 && b->cap > KEEP_MAX)
		buf_fini(b);
}

/* --- in --- */

/*
 * From inside libssh: takes what fits, the rest stays there and holds the
 * peer's window closed. libssh does not enforce the window itself.
 */
size_t
chan_on_data(struct chan *c, const void *data, size_t len, bool is_stderr)
{
	struct buf *in = is_stderr ? &c->in_err : &c->in;
	size_t take;

	if (c->events == NULL)
		return len; /* nobody wants it */
	take = in->len < IN_MAX ? MIN_OF(IN_MAX - in->len, len) : 0;
	buf_add(in, data, take);
	c->stranded[is_stderr] = len - take;
	if (c->stranded[0] + c->stranded[1] > SSH_WINDOW + IN_SLACK)
		link_fail(c->link, LINK_END_ABUSE,
		    "the peer ignores the receive window");
	return take;
}

static void
pull(struct chan *c, bool is_stderr)
{
	struct buf *in = is_stderr ? &c->in_err : &c->in;
	size_t n = c->stranded[is_stderr];
	int got;

	if (n == 0)
		return;
	c->stranded[is_stderr] = 0;
	link_enter_ssh(c->link);
	got = ssh_channel_read_timeout(
	    c->ch, buf_reserve(in, n), (uint32_t)n, is_stderr, 0);
	link_leave_ssh(c->link);
	if (got > 0)
		buf_added(in, (size_t)got);
}

/*
 * Moves what libssh still has, once all that we had was taken. All of it: after
 * any read libssh opens the whole window again, whatever else it still holds,
 * so that small reads would let a fast peer fill the memory.
 */
static bool
refill(struct chan *c)
{
	if (c->in.len + c->in_err.len > 0 || c->link->why != NULL ||
	    c->stranded[0] + c->stranded[1] == 0)
		return false;
	pull(c, false);
	pull(c, true);
	return true;
}

static void
offer_one(struct chan *c, struct buf *in, bool is_stderr)
{
	size_t len, taken;

	while (in->len > 0 && !c->paused && c->events != NULL &&
	    c->events->data != NULL) {
		len = in->len;
		taken = c->events->data(
		    c, buf_data(in), len, is_stderr, c->ctx);
		if (c->events == NULL)
			return; /* closed in there, and the queue cleared */
		buf_consume(in, MIN_OF(taken, len));
		if (taken < len)
			c->paused = true;
	}
	slim(in);
}

static void
offer(struct chan *c)
{
	do {
		offer_one(c, &c->in, false);
		offer_one(c, &c->in_err, true);
	} while (!c->paused && c->events != NULL && refill(c));
}

static bool
is_read_out(const struct chan *c)
{
	return c->in.len + c->in_err.len + c->stranded[0] + c->stranded[1] == 0;
}

static void
tell_resize(struct chan *c)
{
	struct chan_request_info info = {
	    .text = "", .value = "", .cols = c->cols, .rows = c->rows};
	int64_t now = clock_ms(), wait = 1000 / c->link->lim.resizes_s;

	if (now - c->resized_ms < wait) {
		loop_timer_set(c->link->timer, wait);
		return;
	}
	c->resized = false;
	c->resized_ms = now;
	if (c->events->request != NULL)
		c->events->request(c, CHAN_REQ_RESIZE, &info, c->ctx);
}

void
chan_tell_closed(struct chan *c, const struct err *why)
{
	static const struct err orderly = {.text = ""};
	const struct chan_events *events = c->events;

	c->events = NULL;
	link_want_work(c->link);
	if (events != NULL && events->closed != NULL)
		events->closed(c, why != NULL ? why : &orderly, c->ctx);
}

/* Tells the owner everything that is new, in order. */
void
chan_dispatch(struct chan *c)
{
	struct err refused = {0};

	if (c->events == NULL)
		return;
	if (c->step == CHAN_REFUSED) {
		err_set(&refused, _("the other side refused the channel"));
		chan_tell_closed(c, &refused);
		return;
	}
	if (c->step == CHAN_READY && !c->opened_told) {
		c->opened_told = true;
		if (c->kind != CHAN_OF_PEER && c->events->opened != NULL)
			c->events->opened(c, c->ctx);
	}
	if (c->events != NULL && c->resized && c->link->state == LINK_UP)
		tell_resize(c);
	offer(c);
	if (c->events == NULL || !is_read_out(c) || c->paused)
		return;
	if (c->remote_eof && !c->eof_told) {
		c->eof_told = true;
		if (c->events->eof != NULL)
			c->events->eof(c, c->ctx);
	}
	if (c->events != NULL && c->remote_closed)
		chan_tell_closed(c, NULL);
}

void
chan_pause(struct chan *c)
{
	c->paused = true;
}

void
chan_resume(struct chan *c)
{
	c->paused = false;
	link_want_work(c->link);
}

/* --- out --- */

static enum io
queue(struct chan *c, struct buf *out, const void *data, size_t len)
{
	struct link *l = c->link;

	if (c->events == NULL || c->remote_closed || c->eof_wanted ||
	    l->state == LINK_DOWN || l->state == LINK_LEAVING || l->why != NULL)
		return IO_CLOSED;
	if (chan_queued(c) + len > l->lim.out_close) {
		link_fail(l, LINK_END_ABUSE,
		    "the peer does not read: %zu bytes wait", chan_queued(c));
		return IO_CLOSED;
	}
	buf_add(out, data, len);
	link_want_work(l);
	if (chan_queued(c) < l->lim.out_pause)
		return IO_OK;
	c->stalled = true;
	return IO_AGAIN;
}

enum io
chan_write(struct chan *c, const void *data, size_t len)
{
	return queue(c, &c->out, data, len);
}

enum io
chan_write_stderr(struct chan *c, const void *data, size_t len)
{
	return queue(c, &c->out_err, data, len);
}

size_t
chan_queued(const struct chan *c)
{
	return c->out.len + c->out_err.len;
}

size_t
chan_room(const struct chan *c)
{
	size_t queued = chan_queued(c), max = c->link->lim.out_pause;

	return queued < max ? max - queued : 0;
}

void
chan_eof(struct chan *c)
{
	c->eof_wanted = true;
	link_want_work(c->link);
}

/* As much as the peer's window and the socket take; never more, for libssh
 * would wait for the one and buffer without limit for the other. */
static void
write_out(struct chan *c, struct buf *out, bool is_stderr)
{
	struct link *l = c->link;
	size_t n;
	int wrote;

	while (out->len > 0 && l->why == NULL &&
	    (ssh_get_status(l->ssh) & SSH_WRITE_PENDING) == 0) {
		n = MIN_OF(out->len, ssh_channel_window_size(c->ch));
		n = MIN_OF(n, WRITE_MAX);
		if (n == 0)
			break;
		link_enter_ssh(l);
		wrote = is_stderr
		    ? ssh_channel_write_stderr(
			  c->ch, buf_data(out), (uint32_t)n)
		    : ssh_channel_write(c->ch, buf_data(out), (uint32_t)n);
		link_leave_ssh(l);
		if (wrote <= 0)
			break; /* a new key exchange, or the end */
		buf_consume(out, (size_t)wrote);
	}
	slim(out);
}

static void
send_close(struct chan *c)
{
	int rc;

	link_enter_ssh(c->link);
	if (c->exit_status >= 0 && !c->remote_closed)
		ssh_channel_request_send_exit_status(c->ch, c->exit_status);
	/* with a full socket the first call only sends the EOF */
	rc = ssh_channel_close(c->ch);
	if (rc == SSH_AGAIN)
		ssh_channel_close(c->ch);
	link_leave_ssh(c->link);
	c->local_closed = true;
}

static void
send_ends(struct chan *c)
{
	if (c->exit_status >= 0 && c->events == NULL && c->remote_closed)
		c->exit_status = -1;
	if (c->events == NULL && !c->local_closed) {
		send_close(c);
		return;
	}
	if (c->eof_wanted && !c->eof_sent && !c->local_closed) {
		c->eof_sent = true;
		link_enter_ssh(c->link);
		ssh_channel_send_eof(c->ch);
		link_leave_ssh(c->link);
	}
}

void
chan_flush(struct chan *c)
{
	if (!link_is_alive(c->link) || c->ch == NULL ||
	    c->step == CHAN_OPENING || c->local_closed)
		return;
	if (c->remote_closed || (c->step == CHAN_REFUSED)) {
		buf_fini(&c->out);
		buf_fini(&c->out_err);
		if (ssh_channel_is_closed(c->ch) && !c->remote_closed)
			return; /* it was never opened */
	} else if (c->step == CHAN_READY) {
		write_out(c, &c->out_err, true);
		write_out(c, &c->out, false);
	} else {
		return;
	}
	if (chan_queued(c) == 0 && c->link->why == NULL)
		send_ends(c);
	if (c->stalled && chan_queued(c) < c->link->lim.out_pause / 2) {
		c->stalled = false;
		if (c->events != NULL && c->events->writable != NULL)
			c->events->writable(c, c->ctx);
	}
}

bool
chan_is_drained(const struct chan *c)
{
	return c->ch == NULL || c->local_closed || c->step < CHAN_READY ||
	    c->step == CHAN_REFUSED || c->remote_closed;
}
