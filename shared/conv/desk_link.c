#include "shared/conv/desk_link.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/log.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/conv/backoff.h"
#include "shared/conv/conv.h"
#include "shared/core/limits.h"
#include "shared/net/refusal.h"
#include "shared/net/route.h"
#include "shared/wire/words.h"

#define STEADY_MS 1000 /* a link that lived so long was a good one */
#define LATE_MS 2000 /* the desk asks first, and makes our asking needless */
#define SECRET_SIZE 65

struct desk_link {
	struct loop *loop;
	const struct key *key;
	const struct desk_link_side *side;
	void *self;
	struct desk_link_events events;
	void *ctx;
	enum desk_link_state state;
	/* where to */
	char *host; /* NULL: open */
	int port;
	desk_link_open_fn *open;
	void *open_ctx;
	struct proxy proxy; /* on the way to it; no host = none */
	char *fingerprint;
	char secret[SECRET_SIZE];
	/* this link */
	struct route_open *route;
	char addr[SOCK_ADDR_SIZE]; /* of its first hop */
	struct link *link;
	struct chan *chan;
	struct conv conv;
	struct loop_timer *look;
	int64_t up_ms;
	struct twin *twin; /* of who is far and has tunnels */
	bool fresh_tunnel; /* since the last answer to a question */
	/* the next one */
	struct sock_shun shun; /* addresses that were no use */
	struct backoff backoff;
	struct loop_timer *retry;
	int64_t retry_ms;
	struct err why;
	bool wrong_key;
};

static void
set_state(struct desk_link *d, enum desk_link_state state)
{
	if (d->state == state)
		return;
	d->state = state;
	d->events.state(state, d->ctx);
}

/* --- the end of a link --- */

/* Lets go of everything that belongs to it; nobody is told. */
static void
hang_up(struct desk_link *d, void (*let_go)(struct link *l))
{
	struct link *l = d->link;

	route_cancel(d->route);
	d->route = NULL;
	d->link = NULL;
	d->chan = NULL;
	d->fresh_tunnel = false;
	twin_stop(d->twin);
	let_go(l);
	loop_timer_stop(d->look);
	loop_timer_stop(d->retry);
	if (d->side->down != NULL)
		d->side->down(d->self);
}

static void
broken(struct desk_link *d, const struct err *why)
{
	int ms;

	if (d->state == DESK_LINK_UP && clock_ms() - d->up_ms >= STEADY_MS)
		backoff_reset(&d->backoff);
	/* connected, and no desk there: another address may have one */
	sock_shun_last(&d->shun, false);
	d->why = *why;
	hang_up(d, link_abort);
	ms = backoff_next_ms(&d->backoff, randombytes_random());
	log_warn(
	    "link to the desk is down: %s; next try in %d ms", d->why.text, ms);
	d->retry_ms = clock_ms() + ms;
	loop_timer_set(d->retry, ms);
	set_state(d, DESK_LINK_WAITING);
}

static void
refuse(struct desk_link *d, const struct err *why)
{
	d->why = *why;
	hang_up(d, link_abort);
	log_warn("link to the desk is over: %s", d->why.text);
	set_state(d, DESK_LINK_REFUSED);
}

void
desk_link_break(struct desk_link *d, const char *why)
{
	struct err err = {0};

	err_set(&err, "%s", why);
	broken(d, &err);
}

/* --- the conversation --- */

static bool
send_bytes(const void *bytes, size_t len, void *ctx)
{
	struct desk_link *d = ctx;

	return conv_write(d->chan, bytes, len);
}

bool
desk_link_send(struct desk_link *d, struct msg *m)
{
	struct err err = {0};

	if (d->chan != NULL &&
	    (d->side->sign == NULL || d->side->sign(m, d->self, &err)))
		return conv_send(&d->conv, m);
	if (err.text[0] != '\0')
		log_error("%s not sent: %s", msg_name(m), err.text);
	msg_free(m);
	return false;
}

static bool
other_version(struct desk_link *d, struct err *err)
{
	struct err why = {0};

	if (d->side->other_version == NULL)
		return false;
	err_set(&why, "%s (%s)", _(d->side->other_version), err->text);
	refuse(d, &why);
	return false;
}

static bool
on_welcome(struct desk_link *d, const struct msg *m, struct err *err)
{
	char program[100];

	if (!conv_fits(m)) {
		utf8_clean(program, sizeof(program), msg_str(m, "program"), 0);
		err_set(err,
		    _("the desk speaks version %d of the protocol (%s), this "
		      "program version %d: update the older one"),
		    (int)msg_int(m, "v"), program, MSG_VERSION);
		return other_version(d, err);
	}
	d->conv.peer.stage = MSG_READY;
	return true;
}

static bool
on_error(struct desk_link *d, const struct msg *m, struct err *err)
{
	int code = msg_word(m, "code");

	utf8_clean(err->text, sizeof(err->text), msg_str(m, "text"), 0);
	if (code == ERROR_BUSY)
		err_set(err, "%s", refusal_text(REFUSAL_ADDRESS));
	return code == ERROR_VERSION ? other_version(d, err) : false;
}

static void
greeted(struct desk_link *d)
{
	d->state = DESK_LINK_UP;
	d->up_ms = clock_ms();
	d->why = (struct err){0};
	backoff_wary(&d->backoff);
	sock_shun_last(&d->shun, true);
}

/* Not at each answer: a twin that runs would begin anew. */
static void
look_how_far(struct desk_link *d)
{
	bool fresh = d->fresh_tunnel;
	const struct route to = {.host = d->host,
	    .port = d->port,
	    .proxy = &d->proxy,
	    .addr = d->addr};

	d->fresh_tunnel = false;
	if (fresh && d->twin != NULL && d->state == DESK_LINK_UP &&
	    d->host != NULL && d->conv.rtt_ms >= TWIN_FAR_MS)
		twin_start(d->twin, &to, d->link);
}

void
desk_link_tunnel(struct desk_link *d)
{
	if (d->state != DESK_LINK_UP)
		return;
	d->fresh_tunnel = true;
	conv_ping(&d->conv, clock_ms());
}

static bool
on_message(struct msg *m, void *ctx, struct err *err)
{
	struct desk_link *d = ctx;
	const struct chan *c = d->chan;
	bool welcome = false;

	switch (msg_kind(m)) {
	case MSG_PONG:
		look_how_far(d);
		return true;
	case MSG_ERROR:
		return on_error(d, m, err);
	case MSG_WELCOME:
		welcome = true;
		if (!on_welcome(d, m, err))
			return false;
		break;
	default:
		break;
	}
	if (d->side->hears_first != NULL &&
	    !d->side->hears_first(d, m, d->self, err))
		return false;
	if (welcome)
		greeted(d);
	d->events.message(m, d->ctx);
	/* he may have stopped it in there */
	if (welcome && d->chan == c)
		d->events.state(d->state, d->ctx);
	return d->chan == c;
}

static const struct conv_events conv_events = {
    .send = send_bytes, .message = on_message};

static size_t
chan_data(
    struct chan *c, const uint8_t *data, size_t len, bool is_stderr, void *ctx)
{
	struct desk_link *d = ctx;
	struct err err = {0};

	if (c != d->chan || is_stderr)
		return len;
	if (!conv_feed(&d->conv, data, len, clock_ms(), &err) && c == d->chan)
		broken(d, &err);
	else if (c == d->chan)
		loop_timer_set(d->look, d->conv.alive.ask_ms + LATE_MS);
	return len;
}

static void
chan_closed(struct chan *c, const struct err *why, void *ctx)
{
	struct desk_link *d = ctx;

	if (c != d->chan)
		return;
	d->chan = NULL;
	/* a link that ended tells for itself, with a better reason */
	if (link_end(d->link) == LINK_END_NONE)
		desk_link_break(d,
		    why->text[0] != '\0' ? why->text
					 : _("the desk closed the connection"));
}

static const struct chan_events chan_events = {
    .data = chan_data, .closed = chan_closed};

static void
say_hello(struct desk_link *d)
{
	struct msg *m = conv_greeting(MSG_HELLO, d->side->program);

	if (d->secret[0] != '\0')
		msg_put_str(m, "resume", d->secret);
	if (d->side->hello != NULL)
		d->side->hello(m, d->self);
	desk_link_send(d, m);
	if (d->events.greeting != NULL)
		d->events.greeting(d->ctx);
}

void
desk_link_open(struct desk_link *d, const char *subsystem)
{
	d->chan = chan_open_subsystem(d->link, subsystem, &chan_events, d);
	say_hello(d);
}

bool
desk_link_take(struct desk_link *d, struct chan_want *want)
{
	if (d->chan != NULL)
		return false;
	d->chan = chan_want_accept(want, &chan_events, d);
	if (d->chan != NULL)
		say_hello(d);
	return true;
}

static void
look_due(void *ctx)
{
	struct desk_link *d = ctx;
	int64_t next_ms;
	struct err err = {0};

	if (conv_look(&d->conv, clock_ms(), &next_ms) != ALIVE_DEAD) {
		loop_timer_set(d->look, next_ms);
		return;
	}
	err_set(&err, _("the desk has not answered for %d s"), LIMIT_dead_s);
	broken(d, &err);
}

/* --- the link --- */

static void
link_up(struct link *l, void *ctx)
{
	struct desk_link *d = ctx;

	conv_begin(&d->conv, clock_ms());
	loop_timer_set(d->look, d->conv.alive.ask_ms + LATE_MS);
	d->side->up(d, l, d->self);
}

static void
link_down(struct link *l, const struct err *why, void *ctx)
{
	struct desk_link *d = ctx;
	enum link_end end = link_end(l);
	struct err err = *why;

	d->link = NULL; /* it goes by itself */
	d->wrong_key = end == LINK_END_HOST_KEY;
	if (d->wrong_key) {
		err_set(&err, "%s\n%s", _(d->side->other_key), why->text);
		refuse(d, &err);
		return;
	}
	if (err.text[0] == '\0')
		err_set(&err, _("the desk ended the link"));
	if (end == LINK_END_NOT_SSH && d->proxy.host[0] != '\0')
		err_wrap(&err, "%s", _("through the proxy"));
	if (end == LINK_END_AUTH && d->side->unknown != NULL)
		d->side->unknown(&err, d->self);
	broken(d, &err);
}

static bool
link_chan_wanted(struct link *l, struct chan_want *want, void *ctx)
{
	struct desk_link *d = ctx;

	return d->side->wanted != NULL && d->side->wanted(d, want, d->self);
}

static const struct link_events link_events = {
    .up = link_up, .down = link_down, .chan_wanted = link_chan_wanted};

static void
start_link(struct desk_link *d, int fd)
{
	struct link_dial_conf conf = {.user = d->side->user,
	    .fingerprint = d->fingerprint,
	    .key = d->key};

	d->link = link_dial(d->loop, fd, &conf, &link_events, d);
}

static void
opened(int fd, const struct err *why, void *ctx)
{
	struct desk_link *d = ctx;

	d->route = NULL;
	str_copy(d->addr, sizeof(d->addr), d->shun.last);
	if (fd < 0)
		broken(d, why);
	else
		start_link(d, fd);
}

static void
dial(struct desk_link *d)
{
	const struct route to = {.host = d->host,
	    .port = d->port,
	    .proxy = &d->proxy,
	    .shun = &d->shun};

	d->route = route_open(d->loop, &to, opened, d);
}

static void
try_due(void *ctx)
{
	struct desk_link *d = ctx;
	struct err err = {0};
	int fd;

	hang_up(d, link_close);
	set_state(d, DESK_LINK_DIALING);
	if (d->host != NULL) {
		dial(d);
		return;
	}
	fd = d->open(d->open_ctx, &err);
	if (fd < 0)
		broken(d, &err);
	else
		start_link(d, fd);
}

/* --- the owner --- */

struct desk_link *
desk_link_new(struct loop *loop, const struct key *key,
    const struct desk_link_side *side, void *self,
    const struct desk_link_events *events, void *ctx)
{
	struct desk_link *d = mem_alloc(sizeof(*d));

	d->loop = loop;
	d->key = key;
	d->side = side;
	d->self = self;
	d->events = *events;
	d->ctx = ctx;
	d->retry = loop_timer_new(loop, try_due, d);
	d->look = loop_timer_new(loop, look_due, d);
	conv_init(&d->conv, side->hears, 0, 0, &conv_events, d);
	d->backoff = (struct backoff){.unit_ms = 1000, .most_ms = 30000};
	return d;
}

void
desk_link_free(struct desk_link *d)
{
	if (d == NULL)
		return;
	hang_up(d, link_close);
	loop_timer_free(d->retry);
	loop_timer_free(d->look);
	twin_free(d->twin);
	conv_fini(&d->conv);
	d->side->free(d->self);
	free(d->host);
	free(d->fingerprint);
	free(d);
}

static void
retarget(struct desk_link *d, const char *host, const char *fingerprint)
{
	char *fp = str_dup(fingerprint);

	free(d->host);
	free(d->fingerprint);
	d->host = str_dup(host);
	d->fingerprint = fp;
	memset(&d->shun, 0, sizeof(d->shun));
	backoff_reset(&d->backoff);
	loop_timer_set(d->retry, 0);
}

void
desk_link_twin(struct desk_link *d, const struct twin_events *events, void *ctx)
{
	d->twin = twin_new(d->loop, events, ctx);
}

void
desk_link_through(struct desk_link *d, const struct proxy *p)
{
	d->proxy = *p;
}

void
desk_link_to_host(
    struct desk_link *d, const char *host, int port, const char *fingerprint)
{
	d->port = port;
	retarget(d, host, fingerprint);
}

void
desk_link_to_open(struct desk_link *d, desk_link_open_fn *open, void *open_ctx,
    const char *fingerprint)
{
	d->open = open;
	d->open_ctx = open_ctx;
	retarget(d, NULL, fingerprint);
}

void
desk_link_stop(struct desk_link *d)
{
	hang_up(d, link_close);
	d->state = DESK_LINK_OFF;
}

void
desk_link_retry(struct desk_link *d)
{
	if (loop_timer_armed(d->retry))
		loop_timer_set(d->retry, 0);
}

void
desk_link_resume(struct desk_link *d, const char *secret)
{
	str_copy(d->secret, sizeof(d->secret), secret);
}

enum msg_stage
desk_link_stage(const struct desk_link *d)
{
	return d->conv.peer.stage;
}

void
desk_link_set_stage(struct desk_link *d, enum msg_stage stage)
{
	d->conv.peer.stage = stage;
}

enum desk_link_state
desk_link_state(const struct desk_link *d)
{
	return d->state;
}

const char *
desk_link_why(const struct desk_link *d)
{
	return d->why.text;
}

bool
desk_link_wrong_key(const struct desk_link *d)
{
	return d->wrong_key;
}

int
desk_link_retry_s(const struct desk_link *d)
{
	int64_t left = d->retry_ms - clock_ms();

	return d->state == DESK_LINK_WAITING && left > 0
	    ? (int)((left + 999) / 1000)
	    : 0;
}

struct link *
desk_link_link(const struct desk_link *d)
{
	return d->state == DESK_LINK_UP ? d->link : NULL;
}
