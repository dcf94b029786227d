#include "agent/inner.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sodium.h>

#include "agent/guard.h"
#include "agent/inner_impl.h"
#include "shared/base/clock.h"
#include "shared/base/log.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/net/chan.h"
#include "shared/net/forward.h"
#include "shared/net/link.h"
#include "shared/net/relay.h"
#include "shared/net/sock.h"
#include "shared/wire/record.h"

/* --- ending --- */

static void
say_gone(const char *why, void *ctx)
{
	struct inner *in = ctx;

	if (in->gone)
		return;
	in->gone = true;
	in->events->gone(why, in->ctx);
}

static enum role
role_of(const struct inner *in, const struct chan *c)
{
	for (int i = 0; i < ROLES; i++)
		if (in->chan[i] == c)
			return (enum role)i;
	return ROLES;
}

static struct chan **
fresh_slot(struct inner *in, const struct chan *c)
{
	for (int i = 0; i < FRESH; i++)
		if (in->fresh[i] == c)
			return &in->fresh[i];
	return NULL;
}

/* --- the screen --- */

static void
take_keys(struct inner *in, const void *keys, size_t len)
{
	in->keys++;
	if (in->screen != NULL)
		guest_screen_taken(in->screen, in->keys);
	if (!in->events->keys(keys, len, in->ctx))
		in->full = true;
}

static void
take_record(struct inner *in, const struct record *r)
{
	switch (r->type) {
	case RECORD_KEYS:
		take_keys(in, r->data, r->len);
		break;
	case RECORD_ACK:
		if (in->screen != NULL &&
		    !guest_screen_acked(in->screen, r->number))
			say_gone("acknowledged what was never sent", in);
		break;
	case RECORD_WANT_LINES:
		if (in->screen != NULL)
			guest_screen_lines(in->screen, r->number, r->cols);
		break;
	default:
		break;
	}
}

static void
take_records(struct inner *in)
{
	struct record r;
	struct err err = {0};
	enum io io = IO_AGAIN;

	while (!in->gone && !in->full &&
	    (io = record_reader_next(&in->records, &r, &err)) == IO_OK)
		take_record(in, &r);
	if (io == IO_ERROR)
		say_gone(err.text, in);
}

/* A stock client's keys are bare bytes; returns how many were taken. */
static size_t
take_bytes(struct inner *in, const uint8_t *data, size_t len)
{
	size_t done = 0, n;

	while (done < len && !in->gone && !in->full) {
		n = MIN_OF(len - done, (size_t)RECORD_KEYS_MAX);
		take_keys(in, data + done, n);
		done += n;
	}
	return done;
}

static void
resume(struct chan *c)
{
	if (c != NULL)
		chan_resume(c);
}

void
inner_room(struct inner *in)
{
	if (!in->full)
		return;
	in->full = false;
	take_records(in);
	if (in->gone || in->full)
		return;
	resume(in->chan[ROLE_SCREEN]);
	resume(in->chan[ROLE_STOCK]);
}

/* --- the conversation --- */

static bool
talk_send(const void *bytes, size_t len, void *wire)
{
	struct chan *c = ((struct inner *)wire)->chan[ROLE_TALK];

	return c != NULL && chan_write(c, bytes, len) != IO_CLOSED;
}

static void
talk_data(struct inner *in, const uint8_t *data, size_t len)
{
	struct err err = {0};

	if (!talk_feed(&in->talk, data, len, clock_ms(), &err)) {
		log_warn("the console broke the protocol: %s", err.text);
		say_gone(err.text, in);
	}
}

/* --- channels --- */

static size_t
inner_data(
    struct chan *c, const uint8_t *data, size_t len, bool is_stderr, void *ctx)
{
	struct inner *in = ctx;
	enum role role = role_of(in, c);

	if (in->gone || is_stderr)
		return len;
	if (role == ROLE_TALK)
		talk_data(in, data, len);
	if (role == ROLE_STOCK)
		return take_bytes(in, data, len);
	if (role == ROLE_SCREEN) {
		record_reader_feed(&in->records, data, len);
		take_records(in);
		if (in->full) /* what is here already waits in the reader */
			chan_pause(c);
	}
	return len;
}

static void
inner_writable(struct chan *c, void *ctx)
{
	struct inner *in = ctx;

	if (in->screen != NULL && role_of(in, c) == in->screen_role)
		guest_screen_writable(in->screen);
}

static void
inner_closed(struct chan *c, const struct err *why, void *ctx)
{
	struct inner *in = ctx;
	enum role role = role_of(in, c);
	struct chan **slot = fresh_slot(in, c);

	if (slot != NULL)
		*slot = NULL;
	if (role == ROLES)
		return;
	in->chan[role] = NULL;
	if (in->screen != NULL && role == in->screen_role)
		inner_drop_screen(in);
	if (role == ROLE_TALK || role == ROLE_STOCK)
		say_gone(why->text, in);
}

/* Called from inside the packet code: decides and notes only. */
static bool
become(struct inner *in, struct chan *c, enum role role)
{
	struct chan **slot = fresh_slot(in, c);

	if (in->chan[role] != NULL || slot == NULL)
		return false;
	*slot = NULL;
	in->chan[role] = c;
	return true;
}

static bool
inner_request(struct chan *c, enum chan_request what,
    const struct chan_request_info *info, void *ctx)
{
	struct inner *in = ctx;

	switch (what) {
	case CHAN_REQ_SUBSYSTEM:
		if (str_eq(info->text, "pomoc-visit"))
			return become(in, c, ROLE_TALK);
		if (!str_eq(info->text, "pomoc-screen") ||
		    !become(in, c, ROLE_SCREEN))
			return false;
		if (in->mask != 0)
			inner_dirty(in); /* deferred inside: see there */
		return true;
	case CHAN_REQ_PTY:
	case CHAN_REQ_RESIZE:
		in->conf.cols = info->cols;
		in->conf.rows = info->rows;
		loop_defer(in->loop, inner_stock_resized, in);
		return true;
	case CHAN_REQ_SHELL:
		if (!become(in, c, ROLE_STOCK))
			return false;
		loop_defer(in->loop, inner_stock_ready, in);
		return true;
	default:
		return false;
	}
}

static const struct chan_events inner_chan_events = {
    .data = inner_data,
    .writable = inner_writable,
    .closed = inner_closed,
    .request = inner_request,
};

/* --- the link --- */

static bool
inner_auth(const char *user, const char *fingerprint, const uint8_t *blob,
    size_t blob_len, void *ctx)
{
	const struct inner *in = ctx;

	return str_eq(user, "tech") &&
	    str_eq(fingerprint, in->conf.technician_key);
}

static bool
inner_chan_wanted(struct link *l, struct chan_want *w, void *ctx)
{
	struct inner *in = ctx;
	struct chan **slot = fresh_slot(in, NULL);

	if (chan_want_kind(w) != CHAN_WANT_PLAIN || slot == NULL)
		return false;
	*slot = chan_want_accept(w, &inner_chan_events, in);
	return true;
}

/* Tells a console that has checked this agent before that it is the same. */
static void
sign_keys(struct inner *in, struct talk_conf *conf)
{
	uint8_t sig[KEY_SIG_SIZE], hash[SAS_HASH];
	size_t len;
	const uint8_t *blob = key_blob(in->conf.agent_key, &len);
	char *base64 = key_blob_to_base64(blob, len);

	sas_bind(hash, &conf->keys);
	if (key_sign(in->conf.agent_key, hash, sizeof(hash), sig, NULL) &&
	    str_copy(conf->agent, sizeof(conf->agent), base64))
		str_hex(conf->sig, sig, sizeof(sig));
	free(base64);
}

static void
inner_up(struct link *l, void *ctx)
{
	struct inner *in = ctx;
	struct talk_conf conf = {.code = in->conf.code,
	    .back_misses = in->conf.back_misses,
	    .refuse = in->conf.refuse,
	    .send = talk_send,
	    .left = say_gone,
	    .wire = in};

	conf.keys.agent = key_blob(in->conf.host_key, &conf.keys.agent_len);
	conf.keys.tech = link_peer_blob(l, &conf.keys.tech_len);
	randombytes_buf(conf.nonce, sizeof(conf.nonce));
	sign_keys(in, &conf);
	talk_init(&in->talk, &conf, &in->events->talk, in->ctx);
}

static void
inner_down(struct link *l, const struct err *why, void *ctx)
{
	struct inner *in = ctx;

	in->link = NULL;
	say_gone(why->text, in);
}

static const struct link_events inner_link_events = {
    .up = inner_up,
    .down = inner_down,
    .chan_wanted = inner_chan_wanted,
};

static void
cannot_start(void *ctx)
{
	say_gone("no descriptors", ctx);
}

static void
relay_over(struct relay *r, void *ctx)
{
	((struct inner *)ctx)->relay = NULL;
}

/* The tunnel's bytes go through a pair to a server of our own. */
static void
start(struct inner *in, struct chan_want *want)
{
	struct link_serve_conf conf = {
	    .host_key = in->conf.host_key,
	    .auth = inner_auth,
	    .busy_mark = &guard_mark,
	    .busy_id = 1,
	    .busy_calls = &guard_calls,
	};
	static const struct chan_events none;
	struct chan *tunnel;
	int fds[2];

	tunnel = chan_want_accept(want, &none, NULL);
	if (tunnel == NULL || !sock_pair(fds, NULL)) {
		chan_close(tunnel);
		loop_defer(in->loop, cannot_start, in);
		return;
	}
	in->relay = relay_fd(tunnel, fds[0], relay_over, in);
	in->link = link_serve(in->loop, fds[1], &conf, &inner_link_events, in);
	relay_mate(in->relay, in->link);
}

struct inner *
inner_new(struct loop *loop, struct chan_want *want,
    const struct inner_conf *conf, const struct inner_events *events, void *ctx)
{
	struct inner *in = mem_alloc(sizeof(*in));

	in->loop = loop;
	in->events = events;
	in->ctx = ctx;
	in->conf = *conf;
	str_copy(in->technician_key, sizeof(in->technician_key),
	    conf->technician_key);
	in->conf.technician_key = in->technician_key;
	in->talk.step = TALK_OVER; /* until the link is up */
	in->typist = in->told_typist = -1;
	record_reader_init(&in->records, false);
	in->news = loop_timer_new(loop, inner_news_due, in);
	start(in, want);
	return in;
}

bool
inner_twin_wanted(const struct inner *in)
{
	return in->relay != NULL && !relay_has_twin_a(in->relay);
}

bool
inner_twin(struct inner *in, struct chan_want *want)
{
	static const struct chan_events none;
	struct chan *twin;

	if (!inner_twin_wanted(in))
		return false;
	twin = chan_want_accept(want, &none, NULL);
	if (twin != NULL)
		relay_twin_a(in->relay, twin);
	return true;
}

struct talk *
inner_talk(struct inner *in)
{
	return &in->talk;
}

static void
really_free(void *ctx)
{
	struct inner *in = ctx;

	talk_fini(&in->talk);
	record_reader_fini(&in->records);
	free(in);
}

/* The relay goes by itself once the link's last bytes have gone. The memory
 * stays until nothing further up the stack can use it. */
void
inner_free(struct inner *in, enum bye why)
{
	if (in == NULL)
		return;
	in->gone = true;
	talk_bye(&in->talk, why);
	inner_drop_screen(in);
	loop_timer_free(in->news);
	loop_forget(in->loop, in);
	memset(in->chan, 0, sizeof(in->chan));
	memset(in->fresh, 0, sizeof(in->fresh));
	relay_leave(in->relay);
	link_close(in->link);
	in->link = NULL;
	loop_defer(in->loop, really_free, in);
}
