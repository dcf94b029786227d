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

/* To whose presence at which price, as it is shown. */
static void
what_is_agreed(const struct visit *v, struct consent *c)
{
	const struct price *p = visit_price(v);

	*c = (struct consent){.ticket = v->at.request->ticket};
	str_copy(c->technician, sizeof(c->technician), v->seen.key);
	if (p != NULL)
		consent_set_price(c, p, p->vat_bp);
}

/* Of the rights that are held now, and what with them. */
static struct msg *
about_rights(struct visit *v, enum msg_kind kind, struct consent *about)
{
	char list[GRANT_LIST_SIZE];
	struct msg *m = msg_new(kind);

	what_is_agreed(v, about);
	v->told_rights = v->seen.grants.held;
	msg_put_int(m, "visit", v->seen.visit);
	return msg_put_str(m, "rights", grant_print(list, v->seen.grants.held));
}

/* The desk is told why, too: the last words inside may not arrive. */
void
visit_tell_consent(struct visit *v, bool yes, enum bye why)
{
	struct consent about;
	struct msg *m = about_rights(v, MSG_CONSENT, &about);

	msg_put_bool(m, "yes", yes);
	if (!yes)
		msg_put_word(m, "why", (int)why);
	signed_consent(v->at.home->key, &about, m);
	desk_link_send(v->at.desk, m);
}

static void
tell_rights(struct visit *v)
{
	struct consent about;
	struct msg *m = about_rights(v, MSG_RIGHTS, &about);

	signed_rights(v->at.home->key, &about, m);
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
visit_announce(struct visit *v)
{
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
	struct msg *m = msg_new(MSG_CHECKED);

	msg_put_int(m, "ticket", v->at.request->ticket);
	msg_put_bool(m, "ok", ok);
	msg_put_int(m, "left", left);
	if (pinned)
		msg_put_bool(m, "pinned", true);
	desk_link_send(v->at.desk, m);
}
