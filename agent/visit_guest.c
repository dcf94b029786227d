/* The technician's link: trusted again after a break, lost, replaced, gone for
 * good with the shell. */
#include <stdio.h>

#include "agent/visit_impl.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/log.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/wire/words.h"

/* --- the time of grace --- */

static int64_t
grace_ms(const struct visit *v)
{
	return 1000 *
	    MIN_OF(v->at.request->firm.grace_s, v->at.options->grace_s);
}

bool
visit_is_trusted(const struct visit *v)
{
	if (v->trusted_rights == 0 || !str_eq(v->trusted, v->seen.key) ||
	    !str_eq(v->trusted_name, v->seen.technician))
		return false;
	return v->lost_ms < 0 || clock_ms() - v->lost_ms < grace_ms(v);
}

void
visit_distrust(struct visit *v)
{
	v->trusted_rights = 0;
	loop_timer_stop(v->grace_timer);
}

/* Once for each consent: visits that fail do not make the grace longer, and one
 * that is replaced has it too. */
static void
begin_grace(struct visit *v)
{
	if (v->lost_ms >= 0 || v->trusted_rights == 0)
		return;
	v->lost_ms = clock_ms();
	if (grace_ms(v) > 0)
		loop_timer_set(v->grace_timer, grace_ms(v));
}

void
visit_grace_due(void *ctx)
{
	struct visit *v = ctx;

	v->trusted_rights = 0;
	grants_clear(&v->seen.grants);
	visit_notice(
	    v, _("The technician did not come back in time. F12 ends."));
}

/* --- without him --- */

/* Back to where the user was without the technician. */
void
visit_show_alone(struct visit *v)
{
	if (visit_is_at(v, VISIT_CONSENT))
		v->events->deaf(v->ctx);
	visit_go(v, v->share != NULL ? VISIT_SHARE : VISIT_ALONE);
}

void
visit_drop_guest(struct visit *v, enum bye why)
{
	struct inner *in = v->inner;

	if (in == NULL)
		return;
	begin_grace(v);
	v->inner = NULL;
	v->seen.ready = false;
	v->seen.grants.asked = 0;
	if (v->share != NULL)
		share_left(v->share, PASTING_GUEST);
	visit_settle(v);
	v->events->closed(VISIT_RIGHT, true, v->ctx);
	inner_free(in, why);
}

/* He was not let in yet. */
static bool
is_before(const struct visit *v)
{
	return visit_is_at(v, VISIT_CODE) || visit_is_at(v, VISIT_CONSENT);
}

void
visit_replace_guest(struct visit *v)
{
	visit_drop_guest(v, BYE_REPLACED);
	if (is_before(v))
		visit_show_alone(v);
}

void
visit_say_after(struct visit *v, enum bye why)
{
	char *dst = v->seen.after;
	size_t size = sizeof(v->seen.after);
	const char *name = v->seen.technician;

	if (why == BYE_SHELL)
		snprintf(dst, size,
		    _("The shell cannot be started here, so %s was not let in."),
		    name);
	else if (why == BYE_OVER)
		snprintf(dst, size,
		    _("The visit of %s is over. Nothing happens until %s asks "
		      "again; q leaves."),
		    name, name);
	else if (why == BYE_BROKEN)
		snprintf(dst, size,
		    _("%s is not connected any more and was not let in. "
		      "Nothing happens until %s connects again; q leaves."),
		    name, name);
	else if (why == BYE_LATE)
		snprintf(dst, size,
		    _("%s was not let in in time. Nothing happens until %s "
		      "asks again; q leaves."),
		    name, name);
	else
		snprintf(dst, size,
		    _("You did not let %s in. Nothing happens until %s asks "
		      "again; q leaves."),
		    name, name);
}

void
visit_guest_lost(struct visit *v, enum bye why)
{
	bool in_share = visit_is_at(v, VISIT_SHARE);

	log_info("the technician's link is gone: %s",
	    words_text(&word_bye, (int)why));
	visit_drop_guest(v, why);
	if (in_share) {
		visit_alert(v);
	} else if (is_before(v)) {
		if (v->seen.after[0] == '\0')
			visit_say_after(v, BYE_BROKEN);
		visit_show_alone(v);
	}
}

void
visit_over(struct visit *v, enum bye why)
{
	visit_distrust(v);
	visit_say_after(v, why);
	visit_guest_lost(v, why);
	paint_redraw(v->at.paint);
}

/* --- for good --- */

void
visit_take_amount(struct visit *v)
{
	struct bill_now now;

	billclock_now(&v->seen.clock, clock_ms(), &now);
	v->seen.end.worked_s = now.worked_s;
	v->seen.end.unsaid = v->seen.yes.net_gr > 0;
	v->seen.end.net_gr = MAX_OF(now.net_gr, v->seen.yes.net_gr);
	v->seen.end.gross_gr = MAX_OF(now.gross_gr, v->seen.yes.gross_gr);
}

void
visit_close(struct visit *v, enum bye why)
{
	struct share *s = v->share;

	v->over = true;
	grants_clear(&v->seen.grants);
	visit_distrust(v);
	if (v->inner != NULL)
		inner_grant(v->inner, 0, false, NULL, GRANTEDS + (int)why);
	visit_drop_guest(v, why);
	v->share = NULL;
	visit_settle(v);
	v->events->shell(NULL, v->ctx);
	share_free(s);
}
