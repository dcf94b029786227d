/* What the desk, the technician and the owner of the visit are told. */
#include "agent/signed.h"
#include "agent/visit_impl.h"
#include "shared/base/clock.h"
#include "shared/base/str.h"

#define ALERT_MS 3000
#define ANNOUNCE_MS 500 /* of quiet begin a new burst */
#define ANNOUNCE_BURST 6

/* --- the owner --- */

const struct visit_seen *
visit_seen(const struct visit *v)
{
	return &v->seen;
}

bool
visit_is_on(const struct visit *v)
{
	return v->share != NULL || v->inner != NULL;
}

bool
visit_is_connected(const struct visit *v)
{
	return v->inner != NULL;
}

bool
visit_is_over(const struct visit *v)
{
	return v->over;
}

enum visit_question
visit_question(const struct visit *v)
{
	if (v->seen.quote.number != 0)
		return VISIT_QUOTE;
	if (v->seen.rate.number != 0)
		return VISIT_RATE;
	return v->seen.grants.asked != 0 ? VISIT_RIGHT : VISIT_NO_QUESTION;
}

const struct price *
visit_price(const struct visit *v)
{
	return v->seen.clock.known ? &v->seen.clock.price
				   : request_price(v->at.request);
}

void
visit_go(struct visit *v, enum visit_step step)
{
	v->seen.step = step;
	v->events->moved(v->ctx);
}

bool
visit_is_at(const struct visit *v, enum visit_step step)
{
	return v->seen.step == step && !v->seen.warned;
}

void
visit_notice(struct visit *v, const char *text)
{
	v->gone_said = false;
	v->events->notice(text, v->ctx);
}

void
visit_alert(struct visit *v)
{
	v->seen.alert_ms = clock_ms() + ALERT_MS;
	loop_timer_set(v->alert_timer, ALERT_MS);
	paint_bell(v->at.paint);
}

/* --- both sides --- */

struct vt *
visit_vt(const struct visit *v)
{
	return v->share != NULL ? share_vt(v->share) : NULL;
}

bool
visit_typing_allowed(const struct visit *v)
{
	return v->inner != NULL && v->seen.ready && !v->seen.hidden &&
	    !v->seen.held && grants_hold(&v->seen.grants, GRANT_TYPE);
}

unsigned
visit_rights(const struct visit *v)
{
	return v->seen.grants.held & ~(v->seen.held ? (unsigned)GRANT_TYPE : 0);
}

/* Of the rights that are held now; c: what is signed of them, to whose presence
 * and at which price, as it is shown. */
static struct msg *
about_rights(struct visit *v, enum msg_kind kind, struct consent *c)
{
	const struct price *p = visit_price(v);
	char list[GRANT_LIST_SIZE];
	struct msg *m = msg_put_int(msg_new(kind), "visit", v->seen.visit);

	*c = (struct consent){.ticket = v->at.request->ticket,
	    .visit = v->seen.visit,
	    .rights = v->seen.grants.held};
	str_copy(c->technician, sizeof(c->technician), v->seen.key);
	if (p != NULL)
		consent_set_price(c, p, p->vat_bp);
	v->told_rights = c->rights;
	return msg_put_str(m, "rights", grant_print(list, c->rights));
}

/* The desk is told why, too: the last words inside may not arrive. */
void
visit_tell_consent(struct visit *v, bool yes, enum bye why)
{
	struct consent c;
	struct msg *m = about_rights(v, MSG_CONSENT, &c);

	c.yes = yes;
	msg_put_bool(m, "yes", yes);
	if (!yes)
		msg_put_word(m, "why", (int)why);
	signed_consent(v->at.home->key, &c, consent_text, m);
	desk_link_send(v->at.desk, m);
}

static void
tell_rights(struct visit *v)
{
	struct consent c;
	struct msg *m = about_rights(v, MSG_RIGHTS, &c);

	signed_consent(v->at.home->key, &c, consent_rights_text, m);
	desk_link_send(v->at.desk, m);
}

/* A key that is held down must not look like an attack: of many announcements
 * in a row all but the first few wait for each other. The gate never waits. */
static bool
may_announce(struct visit *v)
{
	int64_t now_ms = clock_ms();

	if (now_ms - v->announced_ms >= ANNOUNCE_MS)
		v->announced = 0;
	v->announced_ms = now_ms;
	return v->announced++ < ANNOUNCE_BURST;
}

void
visit_announce(void *ctx)
{
	struct visit *v = ctx;

	if (v->inner == NULL || !v->seen.ready)
		return;
	if (!may_announce(v)) {
		loop_timer_set(v->announce_timer, ANNOUNCE_MS);
		return;
	}
	inner_grant(v->inner, visit_rights(v), v->seen.hidden, visit_vt(v),
	    v->seen.held ? (int)GRANTED_ASKED : -1);
	if (v->told_rights != v->seen.grants.held)
		tell_rights(v);
}

/* --- the desk --- */

void
visit_say_leave(struct visit *v, enum bye why)
{
	if (v->seen.visit != 0)
		desk_link_send(v->at.desk,
		    msg_put_str(msg_new(MSG_LEAVE), "why",
			words_at(&word_bye, (int)why)));
	else if (v->at.request->ticket != 0)
		desk_link_send(v->at.desk, msg_new(MSG_CANCEL));
}

void
visit_tell_code(struct visit *v, bool ok, int left, bool pinned)
{
	struct msg *m = msg_about(MSG_CHECKED, v->at.request->ticket);

	msg_put_bool(m, "ok", ok);
	msg_put_int(m, "left", left);
	if (pinned)
		msg_put_bool(m, "pinned", true);
	desk_link_send(v->at.desk, m);
}
