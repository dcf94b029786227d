/* One visit at a client: see visit.h. */
#include "console/link/visit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sodium.h>

#include "console/link/visit_impl.h"
#include "console/link/visit_screen.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/core/limits.h"
#include "shared/net/chan.h"
#include "shared/net/forward.h"
#include "shared/net/relay.h"
#include "shared/net/sock.h"

#define PING_MS (LIMIT_ping_s * 1000)
#define LATE_MS 2000 /* of his own signs of life */
#define LAST_WORDS_MS 2000 /* the screen is closed: why, is said by then */
#define SSH_PORT 22
#define TALK_RATE 50 /* messages a second from the client's program */
#define TALK_BURST 100

static bool
send_bytes(const void *bytes, size_t len, void *ctx)
{
	struct visit *v = ctx;

	return conv_write(v->talk, bytes, len);
}

static const struct conv_events conv_events = {
    .send = send_bytes, .message = visit_talk_hear};

/* --- channels --- */

/* A quiet client who tells that he lives with each tick of the clock is not
 * asked, and we are not woken for it. */
static void
put_off_ping(struct visit *v)
{
	if (v->state == VISIT_LIVE && v->agreed && v->screen != NULL &&
	    !v->refused && v->rtt_ms >= 0 && clock_ms() - v->key_ms >= PING_MS)
		loop_timer_set(v->ping, PING_MS + LATE_MS);
}

static size_t
talk_data(
    struct chan *c, const uint8_t *data, size_t len, bool is_stderr, void *ctx)
{
	struct visit *v = ctx;
	struct err err = {0};

	if (is_stderr)
		return len;
	/* a program that breaks the rules will do so again */
	if (!conv_feed(&v->conv, data, len, clock_ms(), &err))
		visit_finish(v, err.text);
	else
		put_off_ping(v);
	return len;
}

static size_t
screen_data(
    struct chan *c, const uint8_t *data, size_t len, bool is_stderr, void *ctx)
{
	const struct visit *v = ctx;

	/* nothing is decoded before he is let in: it waits in the channel */
	if (v->state != VISIT_LIVE)
		return 0;
	return is_stderr ? len : visit_screen_feed(ctx, data, len);
}

/* Its end is the visit's, for it brings the last words: all that was said in it
 * was read before. */
static void
talk_closed(struct chan *c, const struct err *why, void *ctx)
{
	struct visit *v = ctx;

	v->talk = NULL;
	if (v->inner != NULL && link_end(v->inner) == LINK_END_NONE)
		visit_lose(v,
		    why->text[0] != '\0'
			? why->text
			: _("the connection to the client's program broke"));
}

/* The screen may well end first. */
static void
screen_closed(struct chan *c, const struct err *why, void *ctx)
{
	struct visit *v = ctx;

	v->screen = NULL;
	loop_timer_set(v->ping, LAST_WORDS_MS);
}

static const struct chan_events talk_events = {
    .data = talk_data, .closed = talk_closed};
static const struct chan_events screen_events = {
    .data = screen_data, .closed = screen_closed};

static void
on_ping_timer(void *ctx)
{
	struct visit *v = ctx;
	int64_t next_ms;

	if (v->screen == NULL || v->refused) {
		visit_lose(
		    v, _("the connection to the client's program broke"));
		return;
	}
	if (v->state == VISIT_LIVE && !v->agreed && !v->writing &&
	    clock_ms() - v->live_ms >= VISIT_AGREED_MS) {
		visit_alarm(v,
		    _("the client's program let you in and did not tell the "
		      "desk: nothing would be billed. The visit was ended"));
		return;
	}
	switch (conv_look(&v->conv, clock_ms(), &next_ms)) {
	case ALIVE_DEAD:
		visit_lose(
		    v, _("the client's program does not answer any more"));
		return;
	case ALIVE_WAIT: /* how far is he? an idle one is left asleep */
		if (v->rtt_ms < 0 || clock_ms() - v->key_ms < PING_MS)
			conv_ping(&v->conv, clock_ms());
		break;
	case ALIVE_ASK:
		break;
	}
	loop_timer_set(v->ping, PING_MS);
}

/* --- links --- */

static void
inner_up(struct link *l, void *ctx)
{
	struct visit *v = ctx;
	struct msg *m = conv_greeting(MSG_HELLO, "pomoc");

	v->wants_code = v->checked_key == NULL &&
	    !v->events.known(v, NULL, v->ctx);
	conv_begin(&v->conv, clock_ms());
	v->talk = chan_open_subsystem(l, "pomoc-visit", &talk_events, v);
	v->screen = chan_open_subsystem(l, "pomoc-screen", &screen_events, v);
	visit_check_again(&v->check);
	visit_screen_open(v);
	msg_put_str(m, "name", v->name);
	msg_put_bool(m, "code", v->wants_code);
	conv_send(&v->conv, m);
	loop_timer_set(v->ping, PING_MS);
	visit_set_state(v, VISIT_GREETING);
}

static void
inner_down(struct link *l, const struct err *why, void *ctx)
{
	struct visit *v = ctx;

	v->inner = NULL; /* gone by itself */
	v->talk = v->screen = NULL;
	visit_lose(v, why->text[0] != '\0' ? why->text : _("the link broke"));
}

static const struct link_events inner_events = {
    .up = inner_up, .down = inner_down};

static void
relay_over(struct relay *r, void *ctx)
{
	((struct visit *)ctx)->relay = NULL;
}

static void
open_tunnel(void *ctx)
{
	struct visit *v = ctx;
	struct link_dial_conf conf = {.user = "tech", .key = v->key};
	struct err err = {0};
	struct chan *direct;
	char host[64];
	int fds[2];

	if (v->outer == NULL || v->inner != NULL)
		return;
	if (!sock_pair(fds, &err)) {
		visit_lose(v, err.text);
		return;
	}
	snprintf(host, sizeof(host), VISIT_HOST "%lld", (long long)v->ticket);
	direct = chan_open_direct(v->outer, host, SSH_PORT, NULL, NULL);
	v->relay = relay_fd(direct, fds[0], relay_over, v);
	v->inner = link_dial(v->loop, fds[1], &conf, &inner_events, v);
	relay_mate(v->relay, v->inner);
	if (v->events.tunnel != NULL)
		v->events.tunnel(v, v->ctx);
	visit_set_state(v, VISIT_CONNECTING);
}

bool
visit_twin_wanted(const struct visit *v)
{
	return v->relay != NULL && !relay_has_twin_a(v->relay);
}

bool
visit_twin(struct visit *v, struct chan_want *want)
{
	static const struct chan_events none;
	struct chan *twin;

	if (!visit_twin_wanted(v))
		return false;
	twin = chan_want_accept(want, &none, NULL);
	if (twin != NULL)
		relay_twin_a(v->relay, twin);
	return true;
}

/* --- life --- */

struct visit *
visit_new(struct loop *loop, const struct key *key, const char *me,
    int64_t ticket, const struct visit_events *events, void *ctx)
{
	struct visit *v = mem_alloc(sizeof(*v));

	v->loop = loop;
	v->key = key;
	v->name = str_dup(me);
	v->ticket = ticket;
	v->events = *events;
	v->ctx = ctx;
	v->rtt_ms = -1;
	v->retry = loop_timer_new(loop, open_tunnel, v);
	v->ping = loop_timer_new(loop, on_ping_timer, v);
	conv_init(
	    &v->conv, MSG_HOST_GUEST, TALK_RATE, TALK_BURST, &conv_events, v);
	v->backoff = (struct backoff){
	    .first_ms = 250, .unit_ms = 250, .most_ms = 5000};
	visit_check_init(&v->check);
	visit_screen_init(v, visit_finish);
	return v;
}

void
visit_free(struct visit *v)
{
	if (v == NULL)
		return;
	visit_drop_link(v);
	loop_timer_free(v->retry);
	loop_timer_free(v->ping);
	loop_forget(v->loop, v);
	for (int i = 0; i < v->chats; i++)
		free(v->chat[i].text);
	visit_screen_fini(v);
	conv_fini(&v->conv);
	free(v->checked_key);
	free(v->name);
	free(v);
}

void
visit_connect(struct visit *v, struct link *outer, bool again)
{
	v->outer = outer;
	if ((v->state == VISIT_OVER && !again) || v->inner != NULL)
		return;
	backoff_reset(&v->backoff);
	if (v->state == VISIT_OVER)
		visit_check_anew(&v->check);
	open_tunnel(v);
}

void
visit_desk_gone(struct visit *v)
{
	if (v->outer == NULL)
		return;
	v->outer = NULL;
	v->writing = false;
	visit_lose(v, _("the link to the desk is lost"));
}

void
visit_refused(struct visit *v, int why)
{
	v->refused_why = why >= 0 ? why : BYE_NO;
	if (v->talk == NULL) {
		visit_finish_as(v, v->refused_why);
		return;
	}
	/* why, the client's own program says in a moment */
	v->refused = true;
	loop_timer_set(v->ping, LAST_WORDS_MS);
}

void
visit_agreed(struct visit *v)
{
	/* what is heard while nobody is there was said in the visit before,
	 * and the desk wants another yes to the next */
	if (v->talk == NULL)
		return;
	v->agreed = true;
	v->events.changed(v, v->ctx);
}

void
visit_writing(struct visit *v, bool waits)
{
	if (v->writing && !waits && v->state == VISIT_LIVE && !v->agreed) {
		v->live_ms = clock_ms();
		loop_timer_set(v->ping, VISIT_AGREED_MS);
	}
	v->writing = waits;
}
