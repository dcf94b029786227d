/*
 * The life of a link and its work per turn; see link.h.
 *
 *	KEX -> LOGIN -> UP -> LEAVING -> DOWN -> freed
 *	  \------\------\----------------^
 *
 *	KEX, LOGIN  login_step() until the other is known; a timer ends it
 *	UP          messages and chans
 *	LEAVING     link_close(): the queues drain, or the timer ends it
 *	DOWN        down() is told once, and all chans; freed when nobody is on
 *	            the stack
 *
 * Whatever goes wrong sets `why`; go_down() follows at the end of the turn.
 *
 * A turn, from readiness (read) or link_want_work() (not below UP):
 *
 *	work -> step: read once, handle messages -> chans: dispatch, then flush
 *	  ^        bytes came meanwhile, or again: at most ROUNDS_MAX times
 *	  |        more is there still: behind the others, on_work()
 *	  finish: down, or sweep what is closed, and what to wait for
 *
 * Called from inside itself it does nothing: the turn that runs sees it.
 */
#include "shared/net/link.h"

#include <stdlib.h>
#include <string.h>

#include "shared/base/clock.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"
#include "shared/net/fd.h"
#include "shared/net/link_priv.h"
#include "shared/net/loop_uv.h"
#include "shared/net/random.h"

#define ROUNDS_MAX 16 /* reads per turn, so that one link starves no other */
#define BLOCKED_IN_MAX (256 * 1024)
#define LINGER_MS 2000

static void free_link(void *ctx);
static void on_work(void *ctx);

static void
close_chans(struct link *l, const struct err *why)
{
	struct chan *c;

	for (c = l->chans; c != NULL; c = c->next)
		chan_tell_closed(c, why);
}

/* The end: everybody is told, the memory goes when nobody is on the stack. */
static void
go_down(struct link *l)
{
	const struct link_events *events;
	struct chan *c;

	if (l->state == LINK_DOWN)
		return;
	for (c = l->chans; c != NULL; c = c->next)
		chan_dispatch(c);
	if (l->state == LINK_DOWN)
		return; /* the owner aborted it in a callback */
	if (l->state == LINK_LEAVING)
		loop_linger(l->loop, -1);
	l->state = LINK_DOWN;
	loop_watch_free(l->watch);
	l->watch = NULL;
	loop_timer_free(l->timer);
	l->timer = NULL;
	login_agent_free(l->agent);
	l->agent = NULL;
	close_chans(l, l->why);
	want_drop_all(l);
	if (l->mate != NULL)
		l->mate->link = NULL;
	l->mate = NULL;
	events = l->events;
	l->events = NULL;
	if (events != NULL)
		events->down(l, l->why, l->ctx);
	loop_forget(l->loop, l);
	loop_defer(l->loop, free_link, l);
}

static void
free_link(void *ctx)
{
	static const struct err gone = {.text = "the link is down"};
	struct link *l = ctx;
	struct chan *c;

	close_chans(l, &gone); /* opened in down() */
	want_drop_all(l);
	/* the chans' callbacks are known to libssh until ssh_free() */
	ssh_free(l->ssh);
	while ((c = l->chans) != NULL) {
		l->chans = c->next;
		c->ch = NULL;
		chan_free(c);
	}
	if (!l->fd_taken)
		fd_close(l->fd);
	loop_forget(l->loop, l);
	free(l->forward_name);
	free(l->pinned);
	free(l->user);
	free(l->blob);
	free(l->why);
	free(l);
}

static void
note_ssh_end(struct link *l)
{
	login_lost(l, UTF8_CLEAN(200, ssh_get_error(l->ssh), 0));
}

static bool
is_dead(struct link *l)
{
	if (l->state == LINK_DOWN)
		return true;
	if (l->why == NULL && l->started &&
	    (!ssh_is_connected(l->ssh) ||
		(ssh_get_status(l->ssh) & (SSH_CLOSED | SSH_CLOSED_ERROR))))
		note_ssh_end(l);
	return l->why != NULL;
}

static void
handle_message(struct link *l, ssh_message msg)
{
	switch (ssh_message_type(msg)) {
	case SSH_REQUEST_CHANNEL_OPEN:
		want_message(l, msg); /* keeps it */
		return;
	case SSH_REQUEST_CHANNEL:
		chan_message(l, msg);
		break;
	case SSH_REQUEST_GLOBAL:
		forward_message(l, msg);
		break;
	default:
		login_message(l, msg);
		break;
	}
	ssh_message_free(msg);
}

/* Reads once, and handles every message that came. */
static void
read_messages(struct link *l)
{
	ssh_message msg;

	for (;;) {
		link_enter_ssh(l);
		msg = ssh_message_get(l->ssh);
		link_leave_ssh(l);
		if (msg == NULL)
			return;
		if (l->why == NULL && l->state != LINK_DOWN)
			handle_message(l, msg);
		else
			ssh_message_free(msg);
	}
}

static bool
in_login(const struct link *l)
{
	return l->state == LINK_KEX || (l->state == LINK_LOGIN && !l->server);
}

/* What came together with the last bytes of the log-in waits in libssh's list:
 * no later readiness tells of it. */
static void
step(struct link *l)
{
	if (in_login(l))
		login_step(l);
	if (l->state < LINK_UP && l->in.in_bytes > LINK_LOGIN_BYTES)
		login_too_long(l);
	if (!in_login(l) && !is_dead(l)) {
		read_messages(l);
		login_read(l);
	}
}

static void
serve_chans(struct link *l)
{
	struct chan *c;

	if (l->state != LINK_UP && l->state != LINK_LEAVING)
		return;
	forward_step(l);
	for (c = l->chans; c != NULL; c = c->next) {
		if (c->step < CHAN_READY)
			chan_step(c);
		chan_dispatch(c);
	}
	for (c = l->chans; c != NULL; c = c->next)
		chan_flush(c);
}

static bool
is_drained(struct link *l)
{
	struct chan *c;

	for (c = l->chans; c != NULL; c = c->next)
		if (!chan_is_drained(c))
			return false;
	return (ssh_get_status(l->ssh) & SSH_WRITE_PENDING) == 0;
}

/*
 * Nothing is read while the socket has been full for long: answers to a peer
 * that asks and does not read would pile up in libssh.
 */
static void
set_interest(struct link *l)
{
	bool pending = ssh_get_status(l->ssh) & SSH_WRITE_PENDING;
	int want = LOOP_READ;

	if (l->watch == NULL)
		return;
	if (pending && !l->blocked)
		l->blocked_at = l->in.in_bytes;
	l->blocked = pending;
	if (pending && l->in.in_bytes - l->blocked_at > BLOCKED_IN_MAX)
		want = 0;
	/* libssh waits for POLLOUT alone until it has connected */
	if (pending || !(ssh_get_poll_flags(l->ssh) & SSH_READ_PENDING))
		want |= LOOP_WRITE;
	loop_watch_set(l->watch, want);
}

static void
finish_work(struct link *l)
{
	if (l->state == LINK_DOWN)
		return;
	if (is_dead(l)) {
		go_down(l);
		return;
	}
	if (!l->unread)
		chan_sweep(l); /* no message about them waits any more */
	if (l->state == LINK_LEAVING && is_drained(l))
		fd_shut((int)ssh_get_fd(l->ssh));
	set_interest(l);
}

/* What was sent lies in our own process: no need to wait for the loop. */
static void
tell_mate(struct link *l)
{
	if (l->mate == NULL || l->in.out_bytes == l->mate_told)
		return;
	l->mate_told = l->in.out_bytes;
	l->mate->sent(l->mate->ctx);
}

/* One turn: read and handle, tell the owners, write; again while there is
 * more. */
static void
work(struct link *l, bool read)
{
	uint64_t before, between;
	int n;

	if (l->depth > 0 || l->state == LINK_DOWN)
		return;
	l->depth++;
	for (n = 0; n < ROUNDS_MAX && !is_dead(l); n++) {
		l->again = false;
		before = l->in.in_bytes;
		if (read)
			step(l);
		between = l->in.in_bytes;
		if (is_dead(l))
			break;
		serve_chans(l);
		/* libssh may have read on the side of its writes */
		read = l->in.in_bytes != between ||
		    between - before >= LINK_READ_SIZE;
		if (!read && !l->again)
			break;
	}
	l->depth--;
	l->unread = n == ROUNDS_MAX;
	if (l->unread && !l->work_queued) {
		l->work_queued = true;
		loop_defer(l->loop, on_work, l); /* behind the others */
	}
	finish_work(l);
	tell_mate(l);
}

static void
on_ready(int events, void *ctx)
{
	work(ctx, true);
}

static void
on_work(void *ctx)
{
	struct link *l = ctx;

	l->work_queued = false;
	work(l, l->state < LINK_UP || l->unread);
}

static void
on_timer(void *ctx)
{
	struct link *l = ctx;

	if (l->state < LINK_UP)
		login_timeout(l);
	else if (l->state == LINK_LEAVING)
		link_fail(l, LINK_END_NONE, "left");
	link_want_work(l);
}

static struct link_limits
fill_limits(const struct link_limits *lim)
{
	struct link_limits r = *lim;

#define DEFAULT(field, value) \
	if (r.field == 0)     \
	r.field = (value)
	DEFAULT(kex_ms, 10000);
	DEFAULT(login_ms, 20000);
	DEFAULT(auth_tries, 6);
	DEFAULT(chans, 16);
	DEFAULT(out_pause, 256 * 1024);
	DEFAULT(out_close, 4096 * 1024);
	DEFAULT(packet_min, 1024);
	DEFAULT(rekey_bytes, (uint64_t)1 << 30);
	DEFAULT(resizes_s, 10);
	DEFAULT(requests_s, 100);
#undef DEFAULT
	return r;
}

static struct link *
new_link(struct loop *loop, int fd, const struct link_limits *lim,
    const struct link_events *events, void *ctx)
{
	struct link *l = mem_alloc(sizeof(*l));

	l->loop = loop;
	l->work = on_work;
	l->fd = fd;
	l->lim = fill_limits(lim);
	l->events = events;
	l->ctx = ctx;
	l->start_ms = clock_ms();
	l->timer = loop_timer_new(loop, on_timer, l);
	l->ssh = ssh_new();
	if (l->ssh == NULL)
		abort();
	ssh_set_counters(l->ssh, &l->in, &l->packets);
	link_hear_ssh();
	random_from_system();
	fd_prepare(fd);
	return l;
}

static void
start(struct link *l)
{
	struct err err = {0};

	login_start(l);
	l->watch = loop_watch_new(l->loop, l->fd, 0, on_ready, l, &err);
	if (l->watch == NULL)
		link_fail(l, LINK_END_ERROR, "%s", err.text);
	loop_timer_set(l->timer, MIN_OF(l->lim.kex_ms, l->lim.login_ms));
	link_want_work(l);
}

struct link *
link_serve(struct loop *loop, int fd, const struct link_serve_conf *conf,
    const struct link_events *events, void *ctx)
{
	struct link *l = new_link(loop, fd, &conf->limits, events, ctx);

	l->server = true;
	l->key = conf->host_key;
	l->auth = conf->auth;
	l->busy_mark = conf->busy_mark;
	l->busy_id = conf->busy_id;
	l->busy_calls = conf->busy_calls;
	start(l);
	return l;
}

struct link *
link_dial(struct loop *loop, int fd, const struct link_dial_conf *conf,
    const struct link_events *events, void *ctx)
{
	struct link *l = new_link(loop, fd, &conf->limits, events, ctx);

	l->key = conf->key;
	l->user = str_dup(conf->user);
	l->pinned = str_dup(conf->fingerprint);
	l->busy_mark = conf->busy_mark;
	l->busy_id = conf->busy_id;
	start(l);
	return l;
}

void
link_close(struct link *l)
{
	static const struct err none = {.text = ""};

	if (l == NULL || l->state == LINK_DOWN || l->state == LINK_LEAVING)
		return;
	l->events = NULL;
	if (l->state < LINK_UP || l->why != NULL) {
		link_abort(l);
		return;
	}
	l->state = LINK_LEAVING;
	loop_linger(l->loop, 1);
	close_chans(l, &none);
	want_drop_all(l);
	loop_timer_set(l->timer, LINGER_MS);
	link_want_work(l);
}

void
link_abort(struct link *l)
{
	struct err none = {.text = ""};

	if (l == NULL || l->state == LINK_DOWN)
		return;
	l->events = NULL;
	close_chans(l, &none);
	if (l->why == NULL)
		link_fail(l, LINK_END_NONE, "left");
	go_down(l);
}

void
link_set_auth_tries(struct link *l, int tries)
{
	l->lim.auth_tries = tries;
}

enum link_end
link_end(const struct link *l)
{
	return l->end;
}

const char *
link_user(const struct link *l)
{
	return l->user != NULL ? l->user : "";
}

const struct key *
link_key(const struct link *l)
{
	return l->key;
}

const char *
link_peer_fingerprint(const struct link *l)
{
	return l->fingerprint;
}

const uint8_t *
link_peer_blob(const struct link *l, size_t *len)
{
	*len = l->blob_len;
	return l->blob;
}

struct loop *
link_loop(const struct link *l)
{
	return l->loop;
}
