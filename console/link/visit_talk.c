/* What the client's program says in a visit: see visit_impl.h. */
#include "console/link/visit_impl.h"

#include <stdlib.h>
#include <string.h>

#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/net/chan.h"

#define LATE_MS 100

static struct sas_keys
sas_keys_of(const struct visit *v)
{
	struct sas_keys k = {0};

	k.agent = link_peer_blob(v->inner, &k.agent_len);
	k.tech = key_blob(v->key, &k.tech_len);
	return k;
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
		return visit_alarm(v,
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
	conv_ping(&v->conv, clock_ms()); /* how far is he? */
	return msg_bool(m, "code") || skip_code(v);
}

/* An answer that is very late was held up by something else than the line, as
 * it seems: he is asked again.
 */
static void
on_pong(struct visit *v)
{
	int before_ms = v->rtt_ms;

	v->rtt_ms = v->conv.rtt_ms;
	predict_rtt(&v->predict, v->rtt_ms);
	if (before_ms >= 0 && v->rtt_ms > 2 * before_ms + LATE_MS)
		conv_ping(&v->conv, clock_ms());
	v->events.changed(v, v->ctx);
}

static bool
on_commit(struct visit *v, const struct msg *m, struct err *err)
{
	char hex[VISIT_NONCE_HEX];

	if (!visit_check_commit(&v->check, msg_str(m, "c"), hex, err))
		return visit_alarm(v, err->text);
	conv_send(&v->conv, msg_put_str(msg_new(MSG_NONCE), "n", hex));
	return true;
}

static bool
on_reveal(struct visit *v, const struct msg *m, struct err *err)
{
	struct sas_keys keys = sas_keys_of(v);

	if (!visit_check_reveal(&v->check, msg_str(m, "n"), &keys, err))
		return visit_alarm(v, err->text);
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
		return visit_alarm(v,
		    _("rights were given before the check code: somebody may "
		      "be in between. The visit was ended; phone the client"));
	v->rights = mask;
	v->hidden = msg_bool(m, "hidden");
	if (v->hidden) /* what he saw before it, too */
		visit_forget_lines(v);
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
			loop_timer_set(v->ping, VISIT_AGREED_MS);
	}
	visit_set_state(v, VISIT_LIVE);
	if (v->wants != 0 && !v->asking) {
		v->events.told(v, m, v->ctx);
		v->wants = 0;
	}
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

bool
visit_talk_hear(struct msg *m, void *ctx, struct err *err)
{
	struct visit *v = ctx;

	switch (msg_kind(m)) {
	case MSG_PONG:
		on_pong(v);
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
