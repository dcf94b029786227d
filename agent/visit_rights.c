/* What the user lets the technician do: in the shell, and beyond that. */
#include "agent/visit_impl.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/log.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"

/* --- the shell --- */

static void
share_changed(void *ctx)
{
	struct visit *v = ctx;

	visit_output(v);
	/* what is sent leaves behind the callbacks: the other way round the
	 * technician had his echo 15 us sooner, and the user saw it 70 later */
	paint_share(v->at.paint);
	if (v->inner != NULL)
		inner_dirty(v->inner);
}

static void
share_ended(int status, void *ctx)
{
	struct visit *v = ctx;

	log_info("the shell has ended with status %d", status);
	visit_take_amount(v);
	visit_close(v, BYE_SHELL_ENDED);
	visit_say_leave(v, BYE_SHELL_ENDED);
	visit_go(v, VISIT_END);
}

static void
share_again(void *ctx)
{
	struct visit *v = ctx;

	log_info("the shell had ended and was started again");
	v->paste = KEYS_PASTE_CLOSED;
	v->mouse_held = false;
	v->queued = 0;
	visit_alert(v);
}

static const struct share_events share_events = {
    .changed = share_changed,
    .ended = share_ended,
    .again = share_again,
    .room = visit_keys_room,
};

static bool
start_share(struct visit *v)
{
	const struct paint *p = v->at.paint;
	struct err err = {0};

	if (v->share != NULL)
		return true;
	v->share = share_new(v->at.loop, v->at.options->command, p->cols,
	    p->rows - paint_bars(p->cols, p->rows), &share_events, v, &err);
	if (v->share == NULL) {
		log_error("cannot start the shell: %s", err.text);
		err_wrap(&err, _("The shell cannot be started"));
		visit_notice(v, err.text);
		return false;
	}
	v->events->shell(visit_vt(v), v->ctx);
	return true;
}

/* --- consent --- */

void
visit_consent(struct visit *v, unsigned mask, enum bye why)
{
	if (v->inner == NULL || !v->seen.ready)
		return;
	if (mask != 0 && !start_share(v)) {
		mask = 0;
		why = BYE_SHELL;
	}
	/* a no in this visit outlives a link that broke */
	grants_take(&v->seen.grants, GRANT_ALL);
	grants_give(&v->seen.grants, mask);
	visit_tell_consent(v, mask != 0, why);
	log_info(
	    "consent for %s: %s", v->seen.technician, mask != 0 ? "yes" : "no");
	if (mask == 0) {
		inner_grant(v->inner, 0, false, NULL, GRANTEDS + (int)why);
		v->trusted_rights = 0;
		visit_say_after(v, why);
		visit_drop_guest(v, why);
		visit_show_alone(v);
		return;
	}
	visit_code_remember(v);
	str_copy(v->trusted, sizeof(v->trusted), v->seen.key);
	str_copy(v->trusted_name, sizeof(v->trusted_name), v->seen.technician);
	v->trusted_rights = mask;
	v->lost_ms = -1;
	loop_timer_stop(v->grace_timer);
	if (!visit_is_at(v, VISIT_SHARE))
		visit_go(v, VISIT_SHARE);
	visit_settle(v);
	inner_grant(v->inner, visit_rights(v), v->seen.hidden, visit_vt(v),
	    v->seen.held ? (int)GRANTED_ASKED : -1);
	visit_alert(v);
}

/* --- single rights --- */

void
visit_asked(struct visit *v, const struct msg *m)
{
	unsigned right = 1u << msg_word(m, "right");

	if (!grants_ask(&v->seen.grants, right, clock_ms(), NULL)) {
		if (v->seen.grants.asked == 0) /* he shall not wait for it */
			visit_announce(v);
		return;
	}
	loop_timer_set(v->ask_timer, GRANT_ANSWER_MS);
	v->seen.asked = right;
	utf8_clean(v->seen.asked_text, sizeof(v->seen.asked_text),
	    msg_str(m, "text"), 200);
	visit_settle(v);
	v->events->asked(VISIT_RIGHT, v->ctx);
}

/* What was asked has its answer. */
static void
close_ask(struct visit *v)
{
	if (v->seen.grants.asked != 0)
		return;
	visit_settle(v);
	v->events->closed(VISIT_RIGHT, false, v->ctx);
}

static void
rights_changed(struct visit *v)
{
	v->trusted_rights = v->seen.grants.held;
	visit_settle(v);
	if (v->inner != NULL && v->seen.ready)
		inner_see(
		    v->inner, v->seen.grants.held, v->seen.hidden, visit_vt(v));
	visit_announce(v);
	visit_alert(v);
}

void
visit_give(struct visit *v, unsigned right)
{
	if (v->inner == NULL || !v->seen.ready ||
	    grants_hold(&v->seen.grants, right))
		return;
	grants_answer(&v->seen.grants, right, true, clock_ms());
	grants_give(&v->seen.grants, right);
	close_ask(v);
	rights_changed(v);
}

void
visit_refuse(struct visit *v, unsigned right)
{
	if (!grants_answer(&v->seen.grants, right, false, clock_ms()))
		return;
	close_ask(v);
	rights_changed(v);
}

void
visit_ask_due(void *ctx)
{
	struct visit *v = ctx;

	if (v->seen.grants.asked == 0)
		return;
	visit_refuse(v, v->seen.grants.asked);
	visit_notice(v, _("Nobody answered the technician's question: no."));
}

/* Local: from the next line on nothing of his passes the gate. */
void
visit_take(struct visit *v, unsigned right)
{
	if (grants_take(&v->seen.grants, right) == 0)
		return;
	if (v->share != NULL && (right & (GRANT_TYPE | GRANT_VIEW)))
		share_drop_keys(v->share);
	rights_changed(v);
}

void
visit_hide(struct visit *v, bool on)
{
	if (v->seen.hidden == on)
		return;
	v->seen.hidden = on;
	if (on && v->share != NULL)
		share_drop_keys(v->share);
	rights_changed(v);
}
