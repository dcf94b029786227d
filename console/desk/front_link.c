/*
 * One link at the front.
 *
 *	nobody -key is let in-> agent | technician, the hello is awaited
 *	agent        -control opened-> announced to the brain (`up`)
 *	             who refuses it asked for no forward yet, and gets it then
 *	             no place for him: told so there, and dropped
 *	technician   announced at once; opens control himself (`pomoc`), or asks
 *	             for a shell: astray, gets a hint
 *	announced    -first line-> spoke; lines go to the brain
 *	             -no hello in time, a bad line, hung up, dropped-> forgotten
 *	twin         carries what another link of its key does; dropped when
 *	             it carries nothing (any more)
 *	forgotten    taken out of the books, `down` to the brain if it was
 *	             announced; the link is closed by its owner
 */
#include "console/desk/front_link.h"

#include <stdlib.h>
#include <string.h>

#include "console/desk/front_alive.h"
#include "console/desk/front_porch.h"
#include "console/desk/front_tunnel.h"
#include "shared/base/clock.h"
#include "shared/base/log.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/conv/conv.h"
#include "shared/net/forward.h"
#include "shared/net/refusal.h"
#include "shared/wire/words.h"

#define AGENT_USER "agent"
#define TECH_USER "tech"
#define TWIN_USER "twin"
#define SUBSYSTEM "pomoc"
#define FORWARD_NAME "pomoc"
#define CONTROL_NAME "control"
/* a technician has one channel for each visit and the control channel */
#define TECH_CHANS_FACTOR 8

static struct front_link **
bucket_of(struct front *f, int64_t id)
{
	return &f->bucket[(uint64_t)id % FRONT_BUCKETS];
}

struct front_link *
front_link_find(const struct front *f, int64_t id)
{
	struct front_link *l = f->bucket[(uint64_t)id % FRONT_BUCKETS];

	while (l != NULL && l->id != id)
		l = l->next;
	return l;
}

/* The link is over or let go: takes it out of the books. */
static void
forget(struct front_link *l, const char *why)
{
	struct front *f = l->front;
	struct front_link **at = bucket_of(f, l->id);

	while (*at != l)
		at = &(*at)->next;
	*at = l->next;
	admission_gone(f->admission, &l->caller);
	if (l->role == FRONT_NOBODY)
		front_porch_look(f->porch);
	if (l->announced) {
		struct msg *m = msg_new(MSG_DOWN);

		msg_put_int(m, "link", l->id);
		msg_put_str(m, "why", why);
		cable_send(f->cable, 0, m);
	}
	loop_timer_free(l->hello);
	loop_forget(f->loop, l);
	peer_fini(&l->peer);
	free(l);
}

void
front_link_drop(struct front_link *l, const char *why)
{
	static const struct chan_events quiet = {0};
	struct chan *control = l->control;
	struct link *link = l->link;

	if (control != NULL)
		chan_set_events(control, &quiet, NULL);
	log_info("link %lld dropped: %s", (long long)l->id, why);
	forget(l, why);
	link_close(link);
}

/* Says why in the conversation's own words, then hangs up. */
static void
refuse(struct front_link *l, enum error code, const char *text)
{
	struct msg *m = msg_new(MSG_ERROR);

	msg_put_word(m, "code", (int)code);
	msg_put_str(m, "text", text);
	(void)conv_send_over(l->control, m);
	if (!l->surplus)
		admission_add(l->front->admission, &l->caller,
		    l->front->limits->penalty_auth_s, clock_ms());
	front_link_drop(l, text);
}

static void
spoke(struct front_link *l)
{
	l->spoke = true;
	loop_timer_stop(l->hello);
}

static void
hello_late(void *ctx)
{
	struct front_link *l = ctx;

	refuse(l, ERROR_LATE, "no hello in time");
}

static void
announce(struct front_link *l)
{
	struct msg *m = msg_new(MSG_UP);
	size_t len;
	const uint8_t *blob = link_peer_blob(l->link, &len);
	char *text;

	msg_put_int(m, "link", l->id);
	msg_put_word(m, "role",
	    l->role == FRONT_AGENT ? LINK_ROLE_AGENT : LINK_ROLE_TECH);
	msg_put_str(m, "key", link_peer_fingerprint(l->link));
	msg_put_str(m, "addr", l->addr);
	text = key_blob_to_base64(blob, len);
	msg_put_str(m, "blob", text);
	free(text);
	l->announced = true;
	cable_send(l->front->cable, 0, m);
}

/* --- lines --- */

static bool
take_line(struct msg *m, void *ctx, struct err *err)
{
	struct front_link *l = ctx;

	if (!l->spoke)
		spoke(l);
	if (front_alive_take(l, m))
		return true;
	cable_send_copy(l->front->cable, l->id, m);
	return true;
}

static size_t
control_data(
    struct chan *c, const uint8_t *data, size_t len, bool is_stderr, void *ctx)
{
	struct front_link *l = ctx;
	struct err err = {0, ""};

	if (is_stderr)
		return len;
	alive_heard(&l->alive, clock_ms());
	if (cable_queued(l->front->cable) > CABLE_FULL)
		return 0;
	if (!peer_feed(&l->peer, data, len, clock_ms(), take_line, l, &err))
		refuse(l, ERROR_BAD, err.text);
	return len;
}

static void open_control(void *ctx);

static void
hung_up(void *ctx)
{
	front_link_drop(ctx, "hung up");
}

/* When its whole link ended, link_down() comes first and knows better. */
static void
control_closed(struct chan *c, const struct err *why, void *ctx)
{
	struct front_link *l = ctx;

	l->control = NULL;
	if (l->early && !l->opened) {
		l->early = false;
		if (l->forward)
			loop_defer(l->front->loop, open_control, l);
		return;
	}
	loop_defer(l->front->loop, hung_up, l);
}

static void
control_eof(struct chan *c, void *ctx)
{
	struct front_link *l = ctx;

	if (!l->astray)
		front_link_drop(l, "hung up");
}

static void
no_place(void *ctx)
{
	struct front_link *l = ctx;

	refuse(l, ERROR_BUSY, refusal_text(REFUSAL_ADDRESS));
}

static void
agent_opened(struct chan *c, void *ctx)
{
	struct front_link *l = ctx;

	l->opened = true;
	if (l->surplus) {
		loop_defer(l->front->loop, no_place, l);
		return;
	}
	front_alive_begin(l);
	announce(l);
}

/* A shell or a command is a person at a stock client: say where he is. */
static void
send_hint(void *ctx)
{
	static const char hint[] =
	    "This is a pomoc desk. Run: pomoc --desk HOST:PORT, or reach a "
	    "client with: ssh -J tech@HOST:PORT tech@ticket-N\r\n";
	struct front_link *l = ctx;

	if (l->control == NULL)
		return;
	(void)chan_write_stderr(l->control, hint, sizeof(hint) - 1);
	chan_exit_status(l->control, 2);
	/* he hangs up when he has read it, or the hello is late */
	chan_close(l->control);
	l->control = NULL;
}

static bool
tech_request(struct chan *c, enum chan_request what,
    const struct chan_request_info *info, void *ctx)
{
	struct front_link *l = ctx;

	switch (what) {
	case CHAN_REQ_SUBSYSTEM:
		return str_eq(info->text, SUBSYSTEM);
	case CHAN_REQ_SHELL:
	case CHAN_REQ_EXEC:
		l->astray = true;
		loop_defer(l->front->loop, send_hint, l);
		return true;
	case CHAN_REQ_PTY:
	case CHAN_REQ_RESIZE:
	case CHAN_REQ_ENV:
		break;
	}
	return what == CHAN_REQ_PTY;
}

static const struct chan_events agent_control = {
    .opened = agent_opened,
    .data = control_data,
    .eof = control_eof,
    .closed = control_closed,
};

static const struct chan_events tech_control = {
    .data = control_data,
    .eof = control_eof,
    .closed = control_closed,
    .request = tech_request,
};

void
front_link_send(struct front_link *l, const char *line, size_t len)
{
	char whole[MSG_MAX + 1];

	if (l->control == NULL || len >= sizeof(whole))
		return;
	memcpy(whole, line, len);
	whole[len] = '\n';
	(void)chan_write(l->control, whole, len + 1);
	if (l->role == FRONT_TECH)
		front_alive_seize(l);
}

/* --- the link itself --- */

/* The first one of a link: what the technicians file would need. */
static void
note_unlisted(struct front_link *l, const uint8_t *blob, size_t len)
{
	char *b64;

	if (l->unlisted)
		return;
	l->unlisted = true;
	b64 = key_blob_to_base64(blob, len);
	log_info("link %lld from %s: no such technician; his line would be: "
		 "name=\"NAME\" %s %s",
	    (long long)l->id, l->addr, key_blob_type(blob, len), b64);
	free(b64);
}

static bool
may_log_in(const char *user, const char *key, const uint8_t *blob,
    size_t blob_len, void *ctx)
{
	struct front_link *l = ctx;
	struct front *f = l->front;

	bool agent = str_eq(user, AGENT_USER);
	bool listed = front_is_technician(f, key);

	if (str_eq(user, TECH_USER) && !listed)
		note_unlisted(l, blob, blob_len);
	if (agent)
		link_set_auth_tries(l->link, (int)f->limits->auth_tries_agent);
	if (!l->embedded &&
	    !admission_key_may(
		f->admission, &l->caller, key, listed, clock_ms()))
		return false;
	if (str_eq(user, TWIN_USER))
		return front_tunnel_has(f, key);
	if (agent)
		return str_eq(key_blob_type(blob, blob_len), "ssh-ed25519");
	return str_eq(user, TECH_USER) && listed;
}

static enum front_role
role_of(const char *user)
{
	return str_eq(user, AGENT_USER) ? FRONT_AGENT
	    : str_eq(user, TWIN_USER)	? FRONT_TWIN
					: FRONT_TECH;
}

static void
link_up(struct link *link, void *ctx)
{
	struct front_link *l = ctx;
	const struct limits *limits = l->front->limits;
	bool agent;

	l->role = role_of(link_user(link));
	agent = l->role == FRONT_AGENT;
	if (!l->embedded)
		l->surplus = !admission_logged_in(l->front->admission,
		    &l->caller, link_peer_fingerprint(link),
		    front_is_technician(l->front, link_peer_fingerprint(link)),
		    clock_ms());
	front_porch_look(l->front->porch);
	if (l->role == FRONT_TWIN) {
		/* who comes again and again must not keep the ones before */
		loop_timer_set(l->front->sweep, 0);
		if (l->surplus || !front_tunnel_twin(l->front, link))
			front_link_drop(l, "nothing to carry");
		return;
	}
	peer_init(&l->peer, agent ? MSG_AGENT_DESK : MSG_TECH_DESK,
	    (int)limits->message_rate, (int)limits->message_burst, clock_ms());
	l->peer.stage = MSG_ALL_STAGES; /* the brain judges the stage */
	l->hello = loop_timer_new(l->front->loop, hello_late, l);
	loop_timer_set(l->hello, limits->hello_s * 1000);
	if (!agent) {
		announce(l);
		return;
	}
	/* our agent takes it before his forward is there, which saves him a
	 * round trip; a stock client does not */
	l->early = true;
	loop_defer(l->front->loop, open_control, l);
}

static int64_t
penalty_for(const struct front_link *l)
{
	const struct limits *limits = l->front->limits;

	switch (link_end(l->link)) {
	case LINK_END_AUTH:
		return limits->penalty_auth_s;
	case LINK_END_TIMEOUT:
		return l->role == FRONT_NOBODY ? limits->penalty_grace_s : 0;
	case LINK_END_ABUSE:
	case LINK_END_NOT_SSH:
		return limits->penalty_grace_s;
	default:
		return 0;
	}
}

static void
link_down(struct link *link, const struct err *why, void *ctx)
{
	struct front_link *l = ctx;
	int64_t penalty = penalty_for(l);

	/* a port scan, or a crowd, must not fill the disk with this */
	log_line(l->role == FRONT_NOBODY && penalty == 0 ? LOG_DEBUG : LOG_INFO,
	    "link %lld from %s ended: %s", (long long)l->id, l->addr,
	    why->text);
	if (penalty > 0)
		admission_add(
		    l->front->admission, &l->caller, penalty, clock_ms());
	forget(l, why->text);
}

static void
open_control(void *ctx)
{
	struct front_link *l = ctx;

	l->control = chan_open_forwarded(
	    l->link, CONTROL_NAME, &agent_control, l);
}

/* Inside the packet code: the channel is opened once that is done. */
static bool
forward_wanted(struct link *link, const char *name, void *ctx)
{
	struct front_link *l = ctx;

	if (l->role != FRONT_AGENT || !str_eq(name, FORWARD_NAME))
		return false;
	l->forward = true;
	if (!l->early)
		loop_defer(l->front->loop, open_control, l);
	return true;
}

static bool
chan_wanted(struct link *link, struct chan_want *want, void *ctx)
{
	struct front_link *l = ctx;

	if (l->role != FRONT_TECH)
		return false;
	if (chan_want_kind(want) == CHAN_WANT_DIRECT) {
		spoke(l);
		return front_tunnel_want(l->front, l->id, want);
	}
	if (chan_want_kind(want) != CHAN_WANT_PLAIN || l->control != NULL)
		return false;
	l->control = chan_want_accept(want, &tech_control, l);
	front_alive_begin(l);
	return true;
}

static const struct link_events link_events = {
    .up = link_up,
    .down = link_down,
    .chan_wanted = chan_wanted,
    .forward_wanted = forward_wanted,
};

void
front_link_accept(struct front *f, int fd, const char *addr,
    const struct admission_caller *caller)
{
	const struct limits *limits = f->limits;
	struct front_link *l = mem_alloc(sizeof(*l));
	struct link_serve_conf conf = {
	    .host_key = f->host_key,
	    .auth = may_log_in,
	    .limits =
		{
		    .kex_ms = (int)limits->kex_s * 1000,
		    .login_ms = (int)limits->login_s * 1000,
		    .auth_tries = (int)limits->auth_tries_tech,
		    .chans = (int)limits->channels * TECH_CHANS_FACTOR,
		    .out_pause = (size_t)limits->out_pause_bytes,
		    .out_close = (size_t)limits->out_close_bytes,
		    .packet_min = (uint32_t)limits->packet_min_bytes,
		    .resizes_s = (int)limits->resize_rate,
		},
	    .busy_mark = &f->page->busy,
	    .busy_calls = &f->page->turns,
	};

	l->id = ++f->links;
	l->front = f;
	l->embedded = caller == NULL;
	if (caller != NULL)
		l->caller = *caller;
	l->since_ms = clock_ms();
	str_copy(l->addr, sizeof(l->addr), addr);
	l->next = *bucket_of(f, l->id);
	*bucket_of(f, l->id) = l;
	conf.busy_id = (uint64_t)l->id;
	front_page_note_caller(f->page, (uint64_t)l->id, addr);
	l->link = link_serve(f->loop, fd, &conf, &link_events, l);
}

/* --- all of them --- */

/* fn may drop the link that it gets. */
static void
for_each(struct front *f, void (*fn)(struct front_link *, const void *),
    const void *arg)
{
	for (size_t i = 0; i < FRONT_BUCKETS; i++) {
		struct front_link *l = f->bucket[i], *next;

		for (; l != NULL; l = next) {
			next = l->next;
			fn(l, arg);
		}
	}
}

struct search {
	const char *net; /* NULL = any */
	struct front_link *oldest;
};

static void
find_oldest(struct front_link *l, const void *arg)
{
	struct search *s = *(struct search *const *)arg;

	if (l->role != FRONT_NOBODY || l->embedded ||
	    (s->net != NULL && !str_eq(l->caller.net[0], s->net)))
		return;
	if (s->oldest == NULL || l->since_ms < s->oldest->since_ms)
		s->oldest = l;
}

bool
front_link_evict(struct front *f, const char *net, int64_t old_ms)
{
	struct search s = {net, NULL}, *arg = &s;
	int64_t now = clock_ms();

	for_each(f, find_oldest, &arg);
	if (s.oldest == NULL || now - s.oldest->since_ms < old_ms)
		return false;
	admission_add(
	    f->admission, &s.oldest->caller, f->limits->penalty_grace_s, now);
	front_link_drop(s.oldest, "others want its place");
	return true;
}

static void
drop_if_key(struct front_link *l, const void *arg)
{
	if (l->role == FRONT_TECH &&
	    str_eq(link_peer_fingerprint(l->link), arg))
		front_link_drop(l, "the key is not listed any more");
}

void
front_link_drop_key(struct front *f, const char *key)
{
	for_each(f, drop_if_key, key);
}

static void
resume(struct front_link *l, const void *arg)
{
	if (l->control != NULL)
		chan_resume(l->control);
}

void
front_link_resume_all(struct front *f)
{
	for_each(f, resume, NULL);
}

static void
drop_one(struct front_link *l, const void *arg)
{
	front_link_drop(l, arg);
}

void
front_link_drop_all(struct front *f)
{
	for_each(f, drop_one, "the desk ends");
}
