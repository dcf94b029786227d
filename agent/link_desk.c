#include "agent/link_desk.h"

#include <stdlib.h>

#include <sodium.h>

#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/log.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"
#include "shared/core/alive.h"
#include "shared/core/limits.h"
#include "shared/net/link.h"
#include "shared/net/refusal.h"
#include "shared/net/sock.h"
#include "shared/wire/peer.h"

#define DIAL_MS 15000
#define HOLD_MS 5000 /* for the message about a visit that is there already */
#define STEADY_MS 1000 /* a link that lived so long was a good one */
#define FORWARD_NAME "pomoc"
#define SECRET_SIZE 65
/* the desk's own pings come first, and make ours needless */
#define LATE_MS 2000

struct link_desk {
	struct loop *loop;
	const struct link_desk_events *events;
	void *ctx;
	char *host;
	int port;
	char fingerprint[KEY_FP_SIZE];
	const struct key *key;
	char secret[SECRET_SIZE];
	struct sock_dial *dial;
	struct sock_shun shun; /* its addresses that were no use */
	struct link *link;
	struct chan *control;
	struct peer peer;
	struct loop_timer *retry;
	struct loop_timer *ping;
	int tries; /* since the last success */
	struct alive alive;
	int64_t ping_n;
	/* a visit that came before the message about it */
	struct chan_want *held;
	int64_t held_visit;
	struct loop_timer *hold;
	int64_t up_ms;
	bool up;
	bool over;
};

int
link_desk_delay_ms(int n, uint32_t random)
{
	int base_ms;

	if (n <= 0)
		return 0;
	base_ms = n >= 5 ? 30000 : 1000 << n;
	/* between three quarters and the whole: never later than promised */
	return base_ms - (int)(random % (uint32_t)(base_ms / 4 + 1));
}

static void
tell(struct link_desk *d, enum link_desk_state state, const struct err *why,
    int retry_s)
{
	static const struct err none;

	d->events->state(state, why != NULL ? why : &none, retry_s, d->ctx);
}

/* Closes what there is; the owner is not told. */
static void
hang_up(struct link_desk *d, bool now)
{
	struct link *l = d->link;

	sock_dial_cancel(d->dial);
	d->dial = NULL;
	d->link = NULL;
	d->control = NULL;
	d->held = NULL; /* it goes with its link */
	d->up = false;
	loop_timer_stop(d->ping);
	loop_timer_stop(d->hold);
	if (l == NULL)
		return;
	if (now)
		link_abort(l);
	else
		link_close(l);
}

static void
finish(struct link_desk *d, enum link_desk_state state, const struct err *why)
{
	d->over = true;
	hang_up(d, true);
	loop_timer_stop(d->retry);
	tell(d, state, why, 0);
}

static void
broken(struct link_desk *d, const struct err *why)
{
	struct err copy = *why;
	int ms;

	if (d->over)
		return;
	if (d->up && clock_ms() - d->up_ms >= STEADY_MS)
		d->tries = 0;
	/* connected, and no desk there: another address may have one */
	sock_shun_last(&d->shun, false);
	hang_up(d, true);
	ms = link_desk_delay_ms(d->tries++, randombytes_random());
	log_info(
	    "link to the desk is down: %s; next try in %d ms", copy.text, ms);
	loop_timer_set(d->retry, ms);
	tell(d, LINK_DESK_WAITING, &copy, (ms + 999) / 1000);
}

/* --- the control conversation --- */

bool
link_desk_send(struct link_desk *d, struct msg *m)
{
	struct buf line = BUF_INIT;
	struct err err = {0};
	bool ok = false;

	if (d->control != NULL && !d->over) {
		ok = msg_write(m, &line, &err) &&
		    chan_write(d->control, buf_data(&line), line.len) !=
			IO_CLOSED;
		if (!ok)
			log_warn("cannot send %s", msg_name(m));
	}
	buf_fini(&line);
	msg_free(m);
	return ok;
}

static void
say_hello(struct link_desk *d)
{
	struct msg *m = msg_new(MSG_HELLO);

	msg_put_int(m, "v", MSG_VERSION);
	msg_put_str(m, "program", "pomoc-agent " POMOC_VERSION);
	msg_put_str(m, "lang", i18n_lang());
	if (d->secret[0] != '\0')
		msg_put_str(m, "resume", d->secret);
	link_desk_send(d, m);
}

static void
ping_due(void *ctx)
{
	struct link_desk *d = ctx;
	int64_t next_ms;
	struct err err = {0};

	if (alive_look(&d->alive, clock_ms(), &next_ms) == ALIVE_DEAD) {
		err_set(&err, _("the desk has not answered for %d s"),
		    LIMIT_dead_s);
		broken(d, &err);
		return;
	}
	if (d->up)
		link_desk_send(
		    d, msg_put_int(msg_new(MSG_PING), "n", ++d->ping_n));
	loop_timer_set(d->ping, next_ms);
}

static void
heard(struct link_desk *d)
{
	alive_heard(&d->alive, clock_ms());
	loop_timer_set(d->ping, d->alive.ask_ms + LATE_MS);
}

static bool
version_differs(struct link_desk *d, int64_t theirs)
{
	struct err err = {0};

	if (theirs == MSG_VERSION)
		return false;
	err_set(&err,
	    _("this agent speaks version %d of the protocol, the desk version "
	      "%d: ask the service point for a fitting agent"),
	    MSG_VERSION, (int)theirs);
	finish(d, LINK_DESK_VERSION, &err);
	return true;
}

static void
on_error(struct link_desk *d, const struct msg *m)
{
	char text[sizeof(((struct err *)NULL)->text)];
	struct err err = {0};

	utf8_clean(text, sizeof(text), msg_str(m, "text"), 0);
	err_set(&err, "%s",
	    str_eq(msg_str(m, "code"), "busy") ? refusal_text(REFUSAL_ADDRESS)
					       : text);
	if (!str_eq(msg_str(m, "code"), "version")) {
		broken(d, &err);
		return;
	}
	err_set(&err,
	    _("this program and the desk are of different versions: ask the "
	      "service point for a fitting one (%s)"),
	    text);
	finish(d, LINK_DESK_VERSION, &err);
}

/* What the message means for what may come next. */
static void
move_stage(struct link_desk *d, enum msg_kind kind)
{
	switch (kind) {
	case MSG_WELCOME:
		d->peer.stage = MSG_READY;
		break;
	case MSG_QUEUED:
		if (d->peer.stage == MSG_READY)
			d->peer.stage = MSG_QUEUE;
		break;
	case MSG_PICKED:
		d->peer.stage = MSG_VISIT;
		break;
	case MSG_RELEASED:
		d->peer.stage = MSG_QUEUE;
		break;
	default:
		break;
	}
}

static bool
on_message(struct msg *m, void *ctx, struct err *err)
{
	struct link_desk *d = ctx;
	enum msg_kind kind = msg_kind(m);

	heard(d);
	if (kind == MSG_PING) {
		link_desk_send(
		    d, msg_put_int(msg_new(MSG_PONG), "n", msg_int(m, "n")));
		return true;
	}
	if (kind == MSG_PONG)
		return true;
	if (kind == MSG_ERROR) {
		on_error(d, m);
		return d->link != NULL;
	}
	if (kind == MSG_WELCOME && version_differs(d, msg_int(m, "v")))
		return false;
	move_stage(d, kind);
	if (kind == MSG_WELCOME) {
		d->up = true;
		d->up_ms = clock_ms();
		sock_shun_last(&d->shun, true);
		d->tries = MAX_OF(d->tries, 1);
		tell(d, LINK_DESK_UP, NULL, 0);
	}
	d->events->message(m, d->ctx);
	return d->link != NULL;
}

/* Channels and messages come in through different doors, and the channel may be
 * faster than the message that announces it. */
static void
offer_held(struct link_desk *d)
{
	if (d->held != NULL &&
	    d->events->visit(d->held_visit, d->held, d->ctx)) {
		d->held = NULL;
		loop_timer_stop(d->hold);
	}
}

static void
held_gone(void *ctx)
{
	struct link_desk *d = ctx;

	d->held = NULL;
}

static void
hold_due(void *ctx)
{
	struct link_desk *d = ctx;
	struct chan_want *w = d->held;

	d->held = NULL;
	if (w != NULL)
		chan_want_refuse(w);
}

static bool
hold(struct link_desk *d, int64_t visit, struct chan_want *w)
{
	if (d->held != NULL)
		return false;
	d->held = w;
	d->held_visit = visit;
	chan_want_keep(w, held_gone, d);
	loop_timer_set(d->hold, HOLD_MS);
	return true;
}

static size_t
control_data(
    struct chan *c, const uint8_t *data, size_t len, bool is_stderr, void *ctx)
{
	struct link_desk *d = ctx;
	struct err err = {0};

	if (c != d->control || is_stderr)
		return len;
	if (!peer_feed(&d->peer, data, len, clock_ms(), on_message, d, &err) &&
	    d->control == c)
		broken(d, &err);
	offer_held(d);
	return len;
}

static void
control_closed(struct chan *c, const struct err *why, void *ctx)
{
	struct link_desk *d = ctx;
	struct err err = {0};

	if (c != d->control)
		return;
	d->control = NULL;
	err_set(&err, "%s",
	    why->text[0] != '\0' ? why->text : _("the desk hung up"));
	broken(d, &err);
}

static const struct chan_events control_events = {
    .data = control_data,
    .closed = control_closed,
};

/* --- the link --- */

static bool
visit_number(const char *host, int64_t *visit)
{
	return str_starts(host, "visit-") &&
	    str_int(host + 6, 1, INT64_C(1) << 53, visit);
}

static bool
link_chan_wanted(struct link *l, struct chan_want *w, void *ctx)
{
	struct link_desk *d = ctx;
	const char *host = chan_want_host(w);
	int64_t visit;

	if (chan_want_kind(w) != CHAN_WANT_FORWARDED)
		return false;
	if (str_eq(host, "control") && d->control == NULL) {
		d->control = chan_want_accept(w, &control_events, d);
		if (d->control == NULL)
			return true;
		peer_fini(&d->peer);
		peer_init(&d->peer, MSG_DESK_AGENT, 0, 0, clock_ms());
		say_hello(d);
		return true;
	}
	if (!d->up || !visit_number(host, &visit))
		return false;
	return d->events->visit(visit, w, d->ctx) || hold(d, visit, w);
}

static void
forward_done(struct link *l, bool ok, void *ctx)
{
	struct link_desk *d = ctx;
	struct err err = {0};

	if (ok || l != d->link)
		return;
	err_set(&err, _("what answers there is no desk of pomoc"));
	broken(d, &err);
}

static void
link_up(struct link *l, void *ctx)
{
	struct link_desk *d = ctx;

	alive_start(&d->alive, LIMIT_ping_s, LIMIT_dead_s, clock_ms());
	heard(d);
	forward_request(l, FORWARD_NAME, forward_done, ctx);
}

static void
link_down(struct link *l, const struct err *why, void *ctx)
{
	struct link_desk *d = ctx;
	enum link_end end = link_end(l);

	if (l != d->link)
		return;
	d->link = NULL; /* it goes by itself */
	d->control = NULL;
	d->held = NULL;
	if (end == LINK_END_HOST_KEY)
		finish(d, LINK_DESK_KEY, why);
	else
		broken(d, why);
}

static const struct link_events link_events = {
    .up = link_up,
    .down = link_down,
    .chan_wanted = link_chan_wanted,
};

static void
dialed(int fd, enum sock_fail fail, const struct err *why, void *ctx)
{
	struct link_desk *d = ctx;
	struct link_dial_conf conf = {
	    .user = "agent",
	    .fingerprint = d->fingerprint,
	    .key = d->key,
	};

	d->dial = NULL;
	if (fd < 0) {
		broken(d, why);
		return;
	}
	d->link = link_dial(d->loop, fd, &conf, &link_events, d);
}

static void
dial(struct link_desk *d)
{
	if (d->over || d->dial != NULL || d->link != NULL)
		return;
	tell(d, LINK_DESK_DIALING, NULL, 0);
	d->dial = sock_dial(d->loop, d->host, d->port, DIAL_MS, dialed, d);
	sock_dial_shun(d->dial, &d->shun);
}

static void
retry_due(void *ctx)
{
	dial(ctx);
}

/* --- the owner --- */

struct link_desk *
link_desk_new(struct loop *loop, const struct link_desk_conf *conf,
    const struct link_desk_events *events, void *ctx)
{
	struct link_desk *d = mem_alloc(sizeof(*d));

	d->loop = loop;
	d->events = events;
	d->ctx = ctx;
	d->host = str_dup(conf->host);
	d->port = conf->port;
	str_copy(d->fingerprint, sizeof(d->fingerprint), conf->fingerprint);
	d->key = conf->key;
	d->retry = loop_timer_new(loop, retry_due, d);
	d->ping = loop_timer_new(loop, ping_due, d);
	d->hold = loop_timer_new(loop, hold_due, d);
	peer_init(&d->peer, MSG_DESK_AGENT, 0, 0, clock_ms());
	loop_timer_set(d->retry, 0);
	return d;
}

bool
link_desk_is_up(const struct link_desk *d)
{
	return d->up;
}

void
link_desk_stop(struct link_desk *d)
{
	d->over = true;
	loop_timer_stop(d->retry);
	hang_up(d, false);
}

void
link_desk_free(struct link_desk *d)
{
	if (d == NULL)
		return;
	d->over = true;
	hang_up(d, true);
	loop_timer_free(d->retry);
	loop_timer_free(d->ping);
	loop_timer_free(d->hold);
	peer_fini(&d->peer);
	free(d->host);
	free(d);
}

void
link_desk_resume(struct link_desk *d, const char *secret)
{
	str_copy(d->secret, sizeof(d->secret), secret);
}

void
link_desk_stage(struct link_desk *d, enum msg_stage stage)
{
	d->peer.stage = stage;
}

void
link_desk_retry(struct link_desk *d)
{
	if (!d->over && loop_timer_armed(d->retry))
		loop_timer_set(d->retry, 0);
}
