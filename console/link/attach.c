#include "console/link/attach.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "console/desk/orders.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/log.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/core/alive.h"
#include "shared/core/limits.h"
#include "shared/net/chan.h"
#include "shared/net/sock.h"
#include "shared/wire/peer.h"

#define DIAL_MS 15000
#define PING_MS (LIMIT_ping_s * 1000) /* also shows how far the desk is */
#define RETRY_FIRST_MS 100 /* most breaks are a front that is replaced */
#define RETRY_MAX_S 30

struct attach {
	struct loop *loop;
	const struct key *key;
	struct attach_events events;
	void *ctx;
	enum attach_state state;
	char *host; /* NULL = embedded */
	int port;
	int connector;
	char *fingerprint;
	char why[512];
	bool wrong_key;
	bool aside;
	struct sock_dial *dial;
	struct sock_shun shun; /* its addresses that were no use */
	struct link *link;
	struct chan *chan;
	struct peer peer;
	struct orders orders;
	struct loop_timer *retry;
	struct loop_timer *ping;
	int tries;
	int64_t retry_at_ms;
	struct alive alive;
	int64_t pings;
};

static void try_now(void *ctx);

static void
set_state(struct attach *a, enum attach_state state)
{
	if (a->state == state)
		return;
	a->state = state;
	a->events.state(state, a->ctx);
}

/* Lets go of everything that belongs to one connection. */
static void
unlink_all(struct attach *a)
{
	struct link *link = a->link;

	sock_dial_cancel(a->dial);
	a->dial = NULL;
	a->chan = NULL; /* its link closes it, and that is no news */
	a->link = NULL;
	if (link != NULL)
		link_close(link);
	loop_timer_stop(a->ping);
	loop_timer_stop(a->retry);
	orders_end(&a->orders);
}

static void
fail(struct attach *a, const char *why, bool again)
{
	int64_t wait_ms;

	/* connected, and no desk there: another address may have one */
	sock_shun_last(&a->shun, false);
	unlink_all(a);
	str_copy(a->why, sizeof(a->why), why);
	log_warn("desk: %s", why);
	if (!again) {
		set_state(a, ATTACH_REFUSED);
		return;
	}
	wait_ms = a->tries == 0
	    ? RETRY_FIRST_MS
	    : 1000 * (int64_t)MIN_OF(1 << MIN_OF(a->tries, 5), RETRY_MAX_S);
	a->tries++;
	a->retry_at_ms = clock_ms() + wait_ms;
	loop_timer_set(a->retry, wait_ms);
	set_state(a, ATTACH_WAITING);
}

/* --- messages --- */

/* Before anything else: what follows is ordered by this technician. */
static bool
prove(struct attach *a, const char *nonce, struct err *err)
{
	struct msg *m = orders_begin(
	    &a->orders, a->key, a->fingerprint, nonce, err);

	return m != NULL && attach_send(a, m);
}

static bool
on_message(struct msg *m, void *ctx, struct err *err)
{
	struct attach *a = ctx;

	alive_heard(&a->alive, clock_ms());
	switch (msg_kind(m)) {
	case MSG_PING:
		attach_send(
		    a, msg_put_int(msg_new(MSG_PONG), "n", msg_int(m, "n")));
		return true;
	case MSG_PONG:
		return true;
	case MSG_ERROR:
		return err_set(err, "%s", msg_str(m, "text"));
	case MSG_WELCOME:
		if (msg_int(m, "v") != MSG_VERSION)
			return err_set(err,
			    _("the desk speaks protocol %d (%s), this "
			      "console %d: update the older one"),
			    (int)msg_int(m, "v"), msg_str(m, "program"),
			    MSG_VERSION);
		a->peer.stage = MSG_READY;
		if (!prove(a, msg_str(m, "nonce"), err))
			return false;
		a->tries = 0;
		a->why[0] = '\0';
		sock_shun_last(&a->shun, true);
		a->events.message(m, a->ctx);
		set_state(a, ATTACH_UP);
		return true;
	default:
		a->events.message(m, a->ctx);
		return true;
	}
}

static size_t
chan_data(
    struct chan *c, const uint8_t *data, size_t len, bool is_stderr, void *ctx)
{
	struct attach *a = ctx;
	struct err err = {0};

	if (is_stderr)
		return len;
	if (!peer_feed(&a->peer, data, len, clock_ms(), on_message, a, &err))
		fail(a, err.text, true);
	return len;
}

static void
chan_closed(struct chan *c, const struct err *why, void *ctx)
{
	struct attach *a = ctx;

	a->chan = NULL;
	/* a link that ended tells for itself, with a better reason */
	if (a->link != NULL && link_end(a->link) == LINK_END_NONE)
		fail(a, _("the desk closed the conversation"), true);
}

static const struct chan_events chan_events = {
    .data = chan_data, .closed = chan_closed};

bool
attach_send(struct attach *a, struct msg *m)
{
	struct buf out = BUF_INIT;
	struct err err = {0};
	bool ok = a->chan != NULL && orders_sign(&a->orders, m, &err) &&
	    msg_write(m, &out, &err);

	if (ok)
		ok = chan_write(a->chan, buf_data(&out), out.len) != IO_CLOSED;
	else if (err.text[0] != '\0')
		log_error("%s not sent: %s", msg_name(m), err.text);
	buf_fini(&out);
	msg_free(m);
	return ok;
}

static void
on_ping_timer(void *ctx)
{
	struct attach *a = ctx;
	int64_t next_ms;

	if (alive_look(&a->alive, clock_ms(), &next_ms) == ALIVE_DEAD) {
		fail(a, _("the desk does not answer any more"), true);
		return;
	}
	attach_send(a, msg_put_int(msg_new(MSG_PING), "n", ++a->pings));
	loop_timer_set(a->ping, PING_MS);
}

/* --- the link --- */

static void
link_up(struct link *l, void *ctx)
{
	struct attach *a = ctx;
	struct msg *m = msg_new(MSG_HELLO);

	peer_fini(&a->peer);
	peer_init(&a->peer, MSG_DESK_TECH, 0, 0, clock_ms());
	a->chan = chan_open_subsystem(l, "pomoc", &chan_events, a);
	msg_put_int(m, "v", MSG_VERSION);
	msg_put_str(m, "program", "pomoc " POMOC_VERSION);
	msg_put_str(m, "lang", i18n_lang());
	if (a->aside)
		msg_put_bool(m, "aside", true);
	attach_send(a, m);
	alive_start(&a->alive, LIMIT_ping_s, LIMIT_dead_s, clock_ms());
	loop_timer_set(a->ping, PING_MS);
}

static void
link_down(struct link *l, const struct err *why, void *ctx)
{
	struct attach *a = ctx;
	enum link_end end = link_end(l);
	char text[512];

	a->link = NULL; /* gone by itself */
	str_copy(text, sizeof(text), why->text);
	if (text[0] == '\0')
		str_copy(text, sizeof(text), _("the desk ended the link"));
	if (end == LINK_END_AUTH) {
		char *line = str_fmt(
		    _("the desk does not know this key; its technicians file "
		      "needs the line: name=\"YOUR NAME\" %s"),
		    key_public_line(a->key));

		str_copy(text, sizeof(text), line);
		free(line);
	}
	if (end == LINK_END_HOST_KEY) {
		a->wrong_key = true;
		snprintf(text, sizeof(text), "%s\n%s",
		    _("This is not the desk that --fingerprint names, or the "
		      "fingerprint was mistyped. Nothing was sent. Copy it "
		      "once more from the desk, or ask who runs it."),
		    why->text);
	}
	fail(a, text, end != LINK_END_HOST_KEY);
}

static const struct link_events link_events = {
    .up = link_up, .down = link_down};

static void
start_link(struct attach *a, int fd)
{
	struct link_dial_conf conf = {
	    .user = "tech", .fingerprint = a->fingerprint, .key = a->key};

	a->link = link_dial(a->loop, fd, &conf, &link_events, a);
}

static void
dialled(int fd, enum sock_fail why, const struct err *err, void *ctx)
{
	struct attach *a = ctx;

	a->dial = NULL;
	if (fd < 0)
		fail(a, err->text, true);
	else
		start_link(a, fd);
}

static void
dial_host(struct attach *a)
{
	a->dial = sock_dial(a->loop, a->host, a->port, DIAL_MS, dialled, a);
	sock_dial_shun(a->dial, &a->shun);
}

static void
dial_embedded(struct attach *a)
{
	struct err err = {0};
	int fds[2];

	if (!sock_pair(fds, &err)) {
		fail(a, err.text, true);
		return;
	}
	if (sock_send_fd(a->connector, fds[1], &err) != IO_OK) {
		close(fds[0]);
		close(fds[1]);
		fail(a, _("the desk of this console does not answer"), true);
		return;
	}
	close(fds[1]);
	start_link(a, fds[0]);
}

static void
try_now(void *ctx)
{
	struct attach *a = ctx;

	unlink_all(a);
	set_state(a, ATTACH_CONNECTING);
	if (a->host != NULL)
		dial_host(a);
	else
		dial_embedded(a);
}

/* --- life --- */

struct attach *
attach_new(struct loop *loop, const struct key *key,
    const struct attach_events *events, void *ctx)
{
	struct attach *a = mem_alloc(sizeof(*a));

	a->loop = loop;
	a->key = key;
	a->events = *events;
	a->ctx = ctx;
	a->connector = -1;
	a->retry = loop_timer_new(loop, try_now, a);
	a->ping = loop_timer_new(loop, on_ping_timer, a);
	peer_init(&a->peer, MSG_DESK_TECH, 0, 0, clock_ms());
	return a;
}

void
attach_free(struct attach *a)
{
	if (a == NULL)
		return;
	unlink_all(a);
	loop_timer_free(a->retry);
	loop_timer_free(a->ping);
	peer_fini(&a->peer);
	free(a->host);
	free(a->fingerprint);
	free(a);
}

void
attach_set_aside(struct attach *a)
{
	a->aside = true;
}

static void
retarget(struct attach *a, const char *host, const char *fingerprint)
{
	char *copy = str_dup(host), *fp = str_dup(fingerprint);

	free(a->host);
	free(a->fingerprint);
	a->host = copy;
	a->fingerprint = fp;
	memset(&a->shun, 0, sizeof(a->shun));
	a->tries = 0;
	try_now(a);
}

void
attach_to_host(
    struct attach *a, const char *host, int port, const char *fingerprint)
{
	a->port = port;
	retarget(a, host, fingerprint);
}

void
attach_to_embedded(struct attach *a, int connector, const char *fingerprint)
{
	a->connector = connector;
	retarget(a, NULL, fingerprint);
}

void
attach_stop(struct attach *a)
{
	unlink_all(a);
	set_state(a, ATTACH_OFF);
}

enum attach_state
attach_state(const struct attach *a)
{
	return a->state;
}

const char *
attach_why(const struct attach *a)
{
	return a->why;
}

bool
attach_wrong_key(const struct attach *a)
{
	return a->wrong_key;
}

int
attach_retry_s(const struct attach *a)
{
	int64_t left = a->retry_at_ms - clock_ms();

	return a->state == ATTACH_WAITING && left > 0
	    ? (int)((left + 999) / 1000)
	    : 0;
}

struct link *
attach_link(const struct attach *a)
{
	return a->state == ATTACH_UP ? a->link : NULL;
}
