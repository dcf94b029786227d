/* One visit at a client: see visit.h. */
#include "console/link/visit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sodium.h>

#include "console/link/visit_screen.h"
#include "console/link/visit_words.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/log.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/core/limits.h"
#include "shared/net/chan.h"
#include "shared/net/forward.h"
#include "shared/net/relay.h"
#include "shared/net/sock.h"

#define PING_MS (LIMIT_ping_s * 1000)
#define AGREED_MS 5000 /* the desk knows of the yes by then */
#define LAST_WORDS_MS 2000 /* the screen is closed: why, is said by then */
#define SSH_PORT 22
#define TALK_RATE 50 /* messages a second from the client's program */
#define TALK_BURST 100

void
visit_set_state(struct visit *v, enum visit_state state)
{
	if (v->state != state)
		v->changed_ms = clock_ms();
	v->state = state;
	v->activity = true;
	v->events.changed(v, v->ctx);
}

/* Ends what belongs to one connection; the screen's last picture stays. */
static void
drop_link(struct visit *v)
{
	struct link *inner = v->inner;

	v->talk = v->screen = NULL;
	v->inner = NULL;
	visit_screen_close(v);
	link_close(inner); /* the relay ends behind what is queued */
	v->rights = 0;
	v->refused = v->agreed = false;
	v->asking = false;
	v->rtt_ms = -1;
	loop_timer_stop(v->retry);
	loop_timer_stop(v->ping);
}

void
visit_finish(struct visit *v, const char *why)
{
	if (v->state == VISIT_OVER)
		return;
	str_copy(v->why, sizeof(v->why), why);
	drop_link(v);
	visit_set_state(v, VISIT_OVER);
}

void
visit_finish_as(struct visit *v, int bye)
{
	visit_finish(v, visit_bye_text(bye));
}

static void
lose(struct visit *v, const char *why)
{
	if (v->state == VISIT_OVER)
		return;
	if (v->refused) {
		visit_finish_as(v, v->refused_why);
		return;
	}
	str_copy(v->why, sizeof(v->why), why);
	drop_link(v);
	log_info("ticket %lld: link lost: %s", (long long)v->ticket, v->why);
	if (v->outer != NULL)
		loop_timer_set(v->retry,
		    backoff_next_ms(&v->backoff, randombytes_random()));
	visit_set_state(v, VISIT_LOST);
}

static bool
send_bytes(const void *bytes, size_t len, void *ctx)
{
	struct visit *v = ctx;

	return conv_write(v->talk, bytes, len);
}

/* --- what the agent says --- */

static struct sas_keys
sas_keys_of(const struct visit *v)
{
	struct sas_keys k = {0};

	k.agent = link_peer_blob(v->inner, &k.agent_len);
	k.tech = key_blob(v->key, &k.tech_len);
	return k;
}

/* Something that only somebody in the middle would do. */
static bool
alarmed(struct visit *v, const char *why)
{
	log_warn("ticket %lld: %s", (long long)v->ticket, why);
	v->events.alarm(v, v->ctx);
	visit_finish(v, why);
	return false;
}

/* Its lasting key, if it proves to have it: by a signature of both keys that
 * this link was made with. */
static void
take_identity(struct visit *v, const struct msg *m)
{
	uint8_t blob[KEY_BLOB_MAX], sig[KEY_SIG_SIZE], hash[SAS_HASH];
	struct sas_keys keys = sas_keys_of(v);
	size_t len;

	v->agent_key[0] = '\0';
	sas_bind(hash, &keys);
	if (key_blob_from_base64(msg_str(m, "agent"), blob, &len) &&
	    str_unhex(sig, sizeof(sig), msg_str(m, "sig")) &&
	    key_blob_verify(blob, len, hash, sizeof(hash), sig))
		key_blob_fingerprint(blob, len, v->agent_key);
}

/* Without a code: only an agent that a code has verified before. That it wants
 * none is its own word. */
static bool
skip_code(struct visit *v)
{
	bool known = v->agent_key[0] != '\0' &&
	    v->events.known(v, v->agent_key, v->ctx);

	if (v->wants_code || (!v->checked && !known))
		return alarmed(v,
		    _("the client's program wants no check code, and was never "
		      "checked: somebody may be in between. The visit was "
		      "ended; phone the client"));
	v->pinned = !v->checked;
	v->conv.peer.stage = MSG_VISIT;
	visit_set_state(v, VISIT_CONSENT);
	return true;
}

static bool
on_welcome(struct visit *v, const struct msg *m, struct err *err)
{
	const char *fp = link_peer_fingerprint(v->inner);

	if (!conv_fits(m))
		return err_set(err,
		    _("the client's program speaks protocol %d (%s), this "
		      "console %d: update the older one"),
		    (int)msg_int(m, "v"), msg_str(m, "program"), MSG_VERSION);
	v->checked = v->checked_key != NULL && str_eq(v->checked_key, fp);
	v->pinned = v->back_wrong = false;
	take_identity(v, m);
	v->conv.peer.stage = MSG_READY;
	v->why[0] = '\0';
	return msg_bool(m, "code") || skip_code(v);
}

static bool
on_commit(struct visit *v, const struct msg *m, struct err *err)
{
	char hex[VISIT_NONCE_HEX];

	if (!visit_check_commit(&v->check, msg_str(m, "c"), hex, err))
		return alarmed(v, err->text);
	conv_send(&v->conv, msg_put_str(msg_new(MSG_NONCE), "n", hex));
	return true;
}

static bool
on_reveal(struct visit *v, const struct msg *m, struct err *err)
{
	struct sas_keys keys = sas_keys_of(v);

	if (!visit_check_reveal(&v->check, msg_str(m, "n"), &keys, err))
		return alarmed(v, err->text);
	visit_set_state(v, VISIT_CODE);
	return true;
}

static bool
on_granted(struct visit *v, const struct msg *m, struct err *err)
{
	unsigned mask = 0;

	if (!grant_parse_list(msg_str(m, "rights"), &mask, NULL))
		mask = 0;
	if (mask != 0 && v->conv.peer.stage != MSG_VISIT)
		return alarmed(v,
		    _("rights were given before the check code: somebody may "
		      "be in between. The visit was ended; phone the client"));
	v->rights = mask;
	v->hidden = msg_bool(m, "hidden");
	v->asking = msg_word(m, "why") == GRANTED_ASKED;
	if (mask == 0 && v->state != VISIT_LIVE) {
		visit_finish_as(v, msg_word(m, "why") - GRANTEDS);
		return false;
	}
	if (v->state != VISIT_LIVE && v->checked && v->agent_key[0] != '\0')
		v->events.verified(v, v->agent_key, v->ctx);
	backoff_reset(&v->backoff);
	if (v->state != VISIT_LIVE) {
		v->live_ms = clock_ms();
		if (!v->agreed)
			loop_timer_set(v->ping, AGREED_MS);
	}
	visit_set_state(v, VISIT_LIVE);
	if (v->screen != NULL)
		chan_resume(v->screen);
	return true;
}

/* The rest of the conversation before consent is for the words on the screen
 * only. */
static void
on_waiting(struct visit *v, int what)
{
	if (v->state == VISIT_BACK && what == WAITING_BACK_WRONG) {
		v->back_wrong = true;
		v->events.changed(v, v->ctx);
	} else if (v->state == VISIT_BACK && what == WAITING_CONSENT) {
		visit_set_state(v, VISIT_CONSENT);
	}
}

void
visit_add_chat(struct visit *v, const char *text, bool ours)
{
	if (v->chats == VISIT_CHAT) {
		free(v->chat[0].text);
		memmove(&v->chat[0], &v->chat[1],
		    (VISIT_CHAT - 1) * sizeof(v->chat[0]));
		v->chats--;
	}
	v->chat[v->chats++] = (struct visit_line){str_dup(text), ours};
}

static bool
on_message(struct msg *m, void *ctx, struct err *err)
{
	struct visit *v = ctx;

	switch (msg_kind(m)) {
	case MSG_PONG:
		v->rtt_ms = v->conv.rtt_ms;
		v->events.changed(v, v->ctx);
		return true;
	case MSG_WELCOME:
		return on_welcome(v, m, err);
	case MSG_COMMIT:
		return on_commit(v, m, err);
	case MSG_REVEAL:
		return on_reveal(v, m, err);
	case MSG_WAITING:
		on_waiting(v, msg_word(m, "what"));
		return true;
	case MSG_GRANTED:
		return on_granted(v, m, err);
	case MSG_SAY:
		visit_add_chat(v, msg_str(m, "text"), false);
		v->activity = true;
		v->events.told(v, m, v->ctx);
		return true;
	case MSG_TYPING:
		v->user_types = msg_word(m, "who") == TYPIST_USER;
		v->typed_ms = clock_ms();
		v->events.changed(v, v->ctx);
		return true;
	case MSG_BYE:
		visit_finish_as(v, msg_word(m, "why"));
		return false;
	case MSG_ERROR:
		return err_set(err, "%s", msg_str(m, "text"));
	default:
		v->events.told(v, m, v->ctx);
		return true;
	}
}

static const struct conv_events conv_events = {
    .send = send_bytes, .message = on_message};

/* --- channels --- */

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
		lose(v,
		    why->text[0] != '\0' ? why->text
					 : _("the client's program hung up"));
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
		lose(v, _("the client's program hung up"));
		return;
	}
	if (v->state == VISIT_LIVE && !v->agreed && !v->writing &&
	    clock_ms() - v->live_ms >= AGREED_MS) {
		alarmed(v,
		    _("the client's program let you in and did not tell the "
		      "desk: nothing would be billed. The visit was ended"));
		return;
	}
	switch (conv_look(&v->conv, clock_ms(), &next_ms)) {
	case ALIVE_DEAD:
		lose(v, _("the client's program does not answer any more"));
		return;
	case ALIVE_WAIT: /* how far is he? */
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
	loop_timer_set(v->ping, 0);
	visit_set_state(v, VISIT_GREETING);
}

static void
inner_down(struct link *l, const struct err *why, void *ctx)
{
	struct visit *v = ctx;

	v->inner = NULL; /* gone by itself */
	v->talk = v->screen = NULL;
	lose(v, why->text[0] != '\0' ? why->text : _("the link broke"));
}

static const struct link_events inner_events = {
    .up = inner_up, .down = inner_down};

static void
open_tunnel(void *ctx)
{
	struct visit *v = ctx;
	struct link_dial_conf conf = {.user = "tech", .key = v->key};
	struct err err = {0};
	struct chan *direct;
	struct relay *relay;
	char host[64];
	int fds[2];

	if (v->outer == NULL || v->inner != NULL)
		return;
	if (!sock_pair(fds, &err)) {
		lose(v, err.text);
		return;
	}
	snprintf(host, sizeof(host), "ticket-%lld", (long long)v->ticket);
	direct = chan_open_direct(v->outer, host, SSH_PORT, NULL, NULL);
	relay = relay_fd(direct, fds[0], NULL, NULL);
	v->inner = link_dial(v->loop, fds[1], &conf, &inner_events, v);
	relay_mate(relay, v->inner);
	visit_set_state(v, VISIT_CONNECTING);
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
	drop_link(v);
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
	lose(v, _("the link to the desk is lost"));
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
		loop_timer_set(v->ping, AGREED_MS);
	}
	v->writing = waits;
}
