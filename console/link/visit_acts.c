/* What the technician does in a visit: see visit.h. */
#include <stdlib.h>

#include "console/link/visit_impl.h"
#include "console/link/visit_words.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"

enum visit_check_result
visit_code(struct visit *v, const char *text)
{
	enum visit_check_result r = VISIT_CHECK_FORM;
	struct msg *m;

	if (v->state == VISIT_CODE)
		r = visit_check_typed(&v->check, text);
	if (r == VISIT_CHECK_FORM)
		return r;
	m = msg_new(MSG_CODE);
	msg_put_bool(m, "ok", r == VISIT_CHECK_OK);
	conv_send(&v->conv, msg_put_int(m, "left", v->check.left));
	if (r == VISIT_CHECK_OK) {
		free(v->checked_key);
		v->checked_key = str_dup(link_peer_fingerprint(v->inner));
		v->checked = true;
		v->conv.peer.stage = MSG_VISIT;
		visit_set_state(v, VISIT_BACK);
	} else if (r == VISIT_CHECK_LAST) {
		v->events.alarm(v, v->ctx);
		visit_bye(v, BYE_CODE);
	}
	return r;
}

void
visit_send(struct visit *v, struct msg *m)
{
	conv_send(&v->conv, m);
}

void
visit_ask(struct visit *v, unsigned right)
{
	v->wants = right;
	visit_send(
	    v, msg_put_str(msg_new(MSG_ASK), "right", grant_name(right)));
}

void
visit_say(struct visit *v, const char *text)
{
	if (text[0] == '\0' || v->state != VISIT_LIVE)
		return;
	visit_add_chat(v, text, true);
	conv_send(&v->conv, msg_put_str(msg_new(MSG_SAY), "text", text));
	v->events.changed(v, v->ctx);
}

void
visit_bye(struct visit *v, enum bye why)
{
	conv_send(&v->conv, msg_put_word(msg_new(MSG_BYE), "why", (int)why));
	visit_finish(v,
	    why == BYE_CODE ? visit_bye_text((int)why)
			    : _("you ended the visit"));
}

void
visit_ended(struct visit *v, const char *why)
{
	if (v->state != VISIT_OVER)
		visit_finish(v, why);
	else
		str_copy(v->why, sizeof(v->why), why);
}
