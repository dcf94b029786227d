/*
 * An agent, a desk and a technician in one loop, with relays at all three and a
 * far line on each way, which can be held: nothing passes, and nothing is lost.
 * Each end may have a twin, over a line of its own. What goes in at one end is
 * known by its place, so that what comes out at the other needs no copy of it.
 */
#pragma once

#include <errno.h>
#include <sys/socket.h>

#include "tests/unit/net/pair.h"

#define LINE_ROOM 16384
#define PATIENCE_MS 20000

/* --- a line --- */

struct line {
	int fd[2];
	struct loop_watch *watch[2];
	struct buf way[2]; /* what fd[i] has said */
	bool eof[2], told[2];
	bool held;
};

static void
line_set(struct line *n)
{
	for (int i = 0; i < 2; i++) {
		int want = 0;

		if (!n->held && !n->eof[i] && n->way[i].len < LINE_ROOM)
			want |= LOOP_READ;
		if (!n->held && n->way[!i].len > 0)
			want |= LOOP_WRITE;
		loop_watch_set(n->watch[i], want);
	}
}

static void
line_move(struct line *n, int from)
{
	struct buf *way = &n->way[from];
	uint8_t bytes[LINE_ROOM];
	ssize_t got;

	if (!n->eof[from] && way->len < LINE_ROOM) {
		got = recv(n->fd[from], bytes, sizeof bytes, MSG_DONTWAIT);
		if (got > 0)
			buf_add(way, bytes, (size_t)got);
		n->eof[from] = got == 0 || (got < 0 && errno != EAGAIN);
	}
	if (way->len > 0) {
		got = send(n->fd[!from], buf_data(way), way->len,
		    MSG_DONTWAIT | MSG_NOSIGNAL);
		if (got < 0 && errno != EAGAIN)
			buf_clear(way);
		if (got > 0)
			buf_consume(way, (size_t)got);
	}
	if (n->eof[from] && way->len == 0 && !n->told[from]) {
		n->told[from] = true;
		shutdown(n->fd[!from], SHUT_WR);
	}
}

static void
line_ready(int events, void *ctx)
{
	struct line *n = ctx;

	if (n->held)
		return;
	line_move(n, 0);
	line_move(n, 1);
	line_set(n);
}

static void
line_hold(struct line *n, bool held)
{
	n->held = held;
	line_set(n);
}

static void
line_open(struct line *n, int a, int b)
{
	memset(n, 0, sizeof(*n));
	n->fd[0] = a;
	n->fd[1] = b;
	for (int i = 0; i < 2; i++)
		n->watch[i] = loop_watch_new(
		    loop, n->fd[i], LOOP_READ, line_ready, n, NULL);
}

static void
line_cut(struct line *n)
{
	for (int i = 0; i < 2; i++) {
		loop_watch_free(n->watch[i]);
		close(n->fd[i]);
		buf_fini(&n->way[i]);
	}
}

/* --- who is at its ends --- */

struct hop {
	struct line line;
	struct side desk, far;
	bool on;
};

/* One of the two programs. */
struct end {
	struct hop main, twin;
	struct relay *relay; /* its main chan and its inner SSH */
	int inner; /* our side of that */
	/* what goes in here */
	uint32_t salt;
	uint64_t wrote, got; /* got at the other end */
	bool shut;
};

enum { AGENT, TECH, ENDS };

static struct end ends[ENDS];
static struct relay *middle; /* the desk's */

static bool
take_anyone(const char *user, const char *fingerprint, const uint8_t *blob,
    size_t blob_len, void *ctx)
{
	return true;
}

static void
hop_open(struct hop *h, const struct link_events *far)
{
	struct err err;
	int p[2], q[2];

	memset(h, 0, sizeof(*h));
	h->on = true;
	h->desk.take = h->far.take = SIZE_MAX;
	assert_true(sock_pair(p, &err) && sock_pair(q, &err));
	line_open(&h->line, p[1], q[1]);
	h->desk.keep_wants = true;
	h->desk.link = link_serve(
	    loop, p[0], &serve_conf, &note_link, &h->desk);
	h->far.link = link_dial(loop, q[0], &dial_conf, far, &h->far);
	UNTIL(h->desk.up && h->far.up);
}

static void
hop_close(struct hop *h)
{
	if (!h->on)
		return;
	h->on = false;
	link_abort(h->far.link);
	link_abort(h->desk.link);
	line_cut(&h->line);
}

static bool
twin_wanted(struct link *l, struct chan_want *want, void *ctx)
{
	struct side *far = ctx;
	struct end *e = &ends[far == &ends[TECH].twin.far];

	far->opened = 1;
	if (e->relay != NULL)
		relay_twin_a(e->relay, chan_want_accept(want, &note_chan, far));
	return e->relay != NULL;
}

static const struct link_events twin_link = {
    .up = note_up, .down = note_down, .chan_wanted = twin_wanted};

/* The twin of that end is there as soon as the desk's open has passed. */
static void
twin_comes(int at)
{
	struct hop *h = &ends[at].twin;
	struct chan *c;

	hop_close(h);
	hop_open(h, &twin_link);
	c = chan_open_forwarded(h->desk.link, "twin", &note_chan, &h->desk);
	if (at == AGENT)
		relay_twin_b(middle, c);
	else
		relay_twin_a(middle, c);
}

static void
relay_ended(struct relay *r, void *ctx)
{
	*(struct relay **)ctx = NULL;
}

static void
end_begin(struct end *e)
{
	struct err err;
	int p[2];

	assert_true(sock_pair(p, &err));
	e->inner = p[1];
	e->relay = relay_fd(e->main.far.chan, p[0], relay_ended, &e->relay);
}

static void
twins_open(void)
{
	struct end *a = &ends[AGENT], *t = &ends[TECH];

	memset(ends, 0, sizeof ends);
	serve_conf.auth = take_anyone;
	hop_open(&a->main, &note_link);
	hop_open(&t->main, &note_link);
	t->main.far.chan = chan_open_direct(
	    t->main.far.link, "ticket-1", 22, &note_chan, &t->main.far);
	UNTIL(t->main.desk.want != NULL);
	a->main.desk.chan = chan_open_forwarded(
	    a->main.desk.link, "visit-1", &note_chan, &a->main.desk);
	t->main.desk.chan = chan_want_accept(
	    t->main.desk.want, &note_chan, &t->main.desk);
	middle = relay_chans(
	    t->main.desk.chan, a->main.desk.chan, relay_ended, &middle);
	UNTIL(t->main.far.opened && a->main.far.chan != NULL);
	for (int i = 0; i < ENDS; i++) {
		end_begin(&ends[i]);
		ends[i].salt = (uint32_t)i * 977;
	}
}

static void
twins_close(void)
{
	relay_free(middle);
	middle = NULL;
	for (int i = 0; i < ENDS; i++) {
		relay_free(ends[i].relay);
		ends[i].relay = NULL;
		hop_close(&ends[i].twin);
		hop_close(&ends[i].main);
		close(ends[i].inner);
	}
}

/* --- what goes through --- */

static uint8_t
byte_at(const struct end *e, uint64_t at)
{
	uint32_t x = (uint32_t)at * 2654435761u + e->salt;

	x = (x ^ x >> 15) * 739982445u;
	return (uint8_t)(x >> 24);
}

/* As much of it as there is room for; the number of bytes. */
static size_t
put(int at, size_t len)
{
	struct end *e = &ends[at];
	uint8_t bytes[65536];
	size_t n = MIN_OF(len, sizeof bytes);
	ssize_t sent;

	for (size_t i = 0; i < n; i++)
		bytes[i] = byte_at(e, e->wrote + i);
	sent = send(e->inner, bytes, n, MSG_DONTWAIT | MSG_NOSIGNAL);
	if (sent <= 0)
		return 0;
	e->wrote += (uint64_t)sent;
	return (size_t)sent;
}

/* Takes what of the stream that goes in there has come out at the other end.
 * True: it has ended. */
static bool
get(int from, size_t len)
{
	struct end *e = &ends[from];
	uint8_t bytes[65536];
	ssize_t n = recv(
	    ends[!from].inner, bytes, MIN_OF(len, sizeof bytes), MSG_DONTWAIT);

	for (ssize_t i = 0; i < n; i++)
		assert_int_equal(bytes[i], byte_at(e, e->got + (uint64_t)i));
	e->got += n > 0 ? (uint64_t)n : 0;
	assert_true(e->got <= e->wrote);
	return n == 0;
}

static void
turns(int n)
{
	while (n-- > 0)
		loop_turn(loop, false);
}

/* All that went in has come out. */
static bool
comes_through_in(int ms)
{
	int64_t end_ms = clock_ms() + ms;

	while (ends[0].got < ends[0].wrote || ends[1].got < ends[1].wrote) {
		if (clock_ms() > end_ms)
			return false;
		loop_turn(loop, false);
		for (int i = 0; i < ENDS; i++)
			get(i, SIZE_MAX);
	}
	return true;
}

static bool
comes_through(void)
{
	return comes_through_in(PATIENCE_MS);
}

static bool
has_twin(int at)
{
	return relay_has_twin_a(ends[at].relay) &&
	    (at == AGENT ? relay_has_twin_b(middle) : relay_has_twin_a(middle));
}
