/* The inner conversation: see talk.h. */
#include "agent/talk.h"

#include <string.h>

#include "shared/base/str.h"
#include "shared/core/grant.h"
#include "shared/core/limits.h"

static void
say_waiting(struct talk *t, enum waiting what)
{
	conv_send(
	    &t->conv, msg_put_word(msg_new(MSG_WAITING), "what", (int)what));
}

static void
become_ready(struct talk *t)
{
	t->step = TALK_READY;
	t->conv.peer.stage = MSG_VISIT;
	say_waiting(t, WAITING_CONSENT);
	t->events->ready(t->ctx);
}

static void
send_commit(struct talk *t)
{
	char hex[2 * SAS_HASH + 1];
	uint8_t hash[SAS_HASH];

	sas_commit(hash, t->conf.nonce, &t->conf.keys);
	str_hex(hex, hash, sizeof(hash));
	t->step = TALK_COMMITTED;
	conv_send(&t->conv, msg_put_str(msg_new(MSG_COMMIT), "c", hex));
}

static bool
on_hello(struct talk *t, const struct msg *m, struct err *err)
{
	struct err why = {0};
	struct msg *w;
	bool code;

	if (!conv_fits(m)) {
		w = msg_new(MSG_ERROR);
		err_set(&why, "this agent speaks version %d, the console %d",
		    MSG_VERSION, (int)msg_int(m, "v"));
		msg_put_str(w, "code", "version");
		conv_send(&t->conv, msg_put_str(w, "text", why.text));
		return err_set(err, "%s", why.text);
	}
	code = t->conf.code || msg_bool(m, "code");
	w = conv_greeting(MSG_WELCOME, "pomoc-agent");
	msg_put_str(w, "agent", t->conf.agent);
	msg_put_str(w, "sig", t->conf.sig);
	conv_send(&t->conv, msg_put_bool(w, "code", code));
	t->conv.peer.stage = MSG_READY;
	if (t->conf.refuse != BYE_NO) {
		talk_bye(t, t->conf.refuse);
		return err_set(
		    err, "%s", words_at(&word_bye, (int)t->conf.refuse));
	}
	if (code)
		send_commit(t);
	else
		become_ready(t);
	return true;
}

static bool
on_nonce(struct talk *t, const struct msg *m, struct err *err)
{
	uint8_t nonce[SAS_NONCE];
	char hex[2 * SAS_NONCE + 1], text[SAS_TEXT_SIZE];

	if (t->step != TALK_COMMITTED ||
	    !str_unhex(nonce, sizeof(nonce), msg_str(m, "n")))
		return err_set(err, "nonce is out of turn");
	str_hex(hex, t->conf.nonce, SAS_NONCE);
	t->step = TALK_SHOWN;
	t->back = sas_back(&t->conf.keys, t->conf.nonce, nonce);
	conv_send(&t->conv, msg_put_str(msg_new(MSG_REVEAL), "n", hex));
	sas_format(text, sas_code(&t->conf.keys, t->conf.nonce, nonce));
	say_waiting(t, WAITING_CODE);
	t->events->code(text, t->ctx);
	return true;
}

/* Nothing is proven by it: whoever is in the middle says so at once. */
static bool
on_code(struct talk *t, const struct msg *m, struct err *err)
{
	if (t->step != TALK_SHOWN)
		return err_set(err, "code is out of turn");
	if (msg_bool(m, "ok")) {
		t->step = TALK_BACK;
		say_waiting(t, WAITING_BACK);
		t->events->fits(t->ctx);
		return true;
	}
	/* counted here, whatever the console says is left */
	t->misses++;
	t->events->missed(SAS_MISSES - t->misses, t->ctx);
	if (t->misses < SAS_MISSES)
		return true;
	talk_bye(t, BYE_CODE);
	return err_set(err, "the check code was wrong %d times", SAS_MISSES);
}

enum talk_typed
talk_typed(struct talk *t, const char *text)
{
	uint32_t code;

	if (t->step != TALK_BACK || !sas_parse_back(text, &code))
		return TALK_TYPED_FORM;
	if (code == t->back) {
		become_ready(t);
		return TALK_TYPED_OK;
	}
	if (++t->conf.back_misses < SAS_BACK_MISSES) {
		say_waiting(t, WAITING_BACK_WRONG);
		return TALK_TYPED_WRONG;
	}
	talk_bye(t, BYE_BACK);
	return TALK_TYPED_LAST;
}

static bool
on_message(struct msg *m, void *ctx, struct err *err)
{
	struct talk *t = ctx;

	if (t->step == TALK_OVER)
		return true;
	switch (msg_kind(m)) {
	case MSG_HELLO:
		return on_hello(t, m, err);
	case MSG_NONCE:
		return on_nonce(t, m, err);
	case MSG_CODE:
		return on_code(t, m, err);
	case MSG_BYE:
		t->step = TALK_OVER;
		t->conf.left(msg_str(m, "why"), t->conf.wire);
		return true;
	case MSG_ERROR:
		return err_set(err, "%s", msg_str(m, "text"));
	default:
		if (t->step == TALK_IN)
			t->events->heard(m, t->ctx);
		return true;
	}
}

static bool
send_bytes(const void *bytes, size_t len, void *ctx)
{
	struct talk *t = ctx;

	return t->conf.send(bytes, len, t->conf.wire);
}

static const struct conv_events conv_events = {
    .send = send_bytes, .message = on_message};

void
talk_init(struct talk *t, const struct talk_conf *conf,
    const struct talk_events *events, void *ctx)
{
	memset(t, 0, sizeof(*t));
	t->conf = *conf;
	t->events = events;
	t->ctx = ctx;
	conv_init(&t->conv, MSG_GUEST_HOST, LIMIT_message_rate,
	    LIMIT_message_burst, &conv_events, t);
}

void
talk_fini(struct talk *t)
{
	conv_fini(&t->conv);
}

bool
talk_feed(struct talk *t, const void *data, size_t len, int64_t now_ms,
    struct err *err)
{
	if (t->step == TALK_OVER)
		return true;
	return conv_feed(&t->conv, data, len, now_ms, err);
}

void
talk_granted(struct talk *t, unsigned mask, bool hidden, int why)
{
	char list[GRANT_LIST_SIZE];
	struct msg *m;

	if (t->step != TALK_READY && t->step != TALK_IN)
		return;
	if (mask != 0)
		t->step = TALK_IN;
	m = msg_new(MSG_GRANTED);
	msg_put_str(m, "rights", grant_print(list, mask));
	msg_put_word(m, "why", why);
	if (hidden)
		msg_put_bool(m, "hidden", true);
	conv_send(&t->conv, m);
}

void
talk_say(struct talk *t, struct msg *m)
{
	if (t->step == TALK_IN)
		conv_send(&t->conv, m);
	else
		msg_free(m);
}

void
talk_bye(struct talk *t, enum bye why)
{
	if (t->step != TALK_OVER && t->conv.peer.stage != MSG_NEW)
		conv_send(
		    &t->conv, msg_put_word(msg_new(MSG_BYE), "why", (int)why));
	t->step = TALK_OVER;
}
