#include "shared/core/ticket_apply.h"

#include <string.h>

#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"

static bool
set_name(char dst[TICKET_NAME_SIZE], const char *name, struct err *err)
{
	if (name[0] != '\0' && str_copy(dst, TICKET_NAME_SIZE, name))
		return true;
	return err_set(
	    err, _("a name of 1 to %d bytes is needed"), TICKET_NAME_SIZE - 1);
}

static bool
set_wanted(struct ticket *t, const char *name, struct err *err)
{
	t->wanted[0] = '\0';
	return name[0] == '\0' || str_eq(name, "any") ||
	    set_name(t->wanted, name, err);
}

static bool
need_text(const struct ticket_event *ev, struct err *err)
{
	return ev->text[0] != '\0' || err_set(err, _("a text is needed"));
}

static bool
on_opened(struct ticket *t, const struct ticket_event *ev,
    struct ticket_effects *out, struct err *err)
{
	if (!set_wanted(t, ev->text, err))
		return false;
	t->kind = PRICE_SUPPORT;
	if (ev->line >= 0)
		t->kind = (enum price_kind)ev->line;
	else if (t->line[PRICE_SUPPORT].name[0] == '\0')
		t->kind = PRICE_REQUEST;
	if (t->line[t->kind].name[0] == '\0')
		return err_set(
		    err, _("there is no price for this kind of work"));
	t->asks = ev->yes;
	if (ev->text2[0] != '\0' && !proof_key_valid(ev->text2))
		return err_set(err, _("malformed event"));
	str_copy(t->client_key, sizeof(t->client_key), ev->text2);
	t->state = TICKET_WAITING;
	t->opened_ms = ev->at_ms;
	t->opened_utc_s = ev->at_utc_s;
	return ticket_told(out);
}

static bool
on_called(struct ticket *t, const struct ticket_event *ev,
    struct ticket_effects *out, struct err *err)
{
	t->called = true;
	ticket_add_effect(out, TICKET_DO_QUEUE);
	return true;
}

static bool
on_claimed(struct ticket *t, const struct ticket_event *ev,
    struct ticket_effects *out, struct err *err)
{
	if (!set_name(t->technician, ev->actor, err))
		return false;
	/* code and consent were for a person, not for the ticket */
	if (!str_eq(t->trusted, t->technician)) {
		t->trusted[0] = '\0';
		t->code_ok = false;
	}
	t->consent = false;
	t->claimed = true;
	t->state = TICKET_CLAIMED;
	ticket_add_effect(out, TICKET_DO_NOTIFY);
	/* the row names the visit that was announced */
	ticket_add_effect(out, TICKET_DO_CLAIMED);
	ticket_add_effect(out, TICKET_DO_QUEUE);
	return true;
}

static bool
on_released(struct ticket *t, const struct ticket_event *ev,
    struct ticket_effects *out, struct err *err)
{
	if (ev->text[0] != '\0' && !set_wanted(t, ev->text, err))
		return false;
	ticket_stop(t, ev);
	ticket_leave(t, ev, out);
	t->technician[0] = '\0';
	t->consent = false;
	t->state = TICKET_WAITING;
	t->pause = TICKET_PAUSE_NONE;
	return ticket_told(out);
}

static bool
on_attached(struct ticket *t, const struct ticket_event *ev,
    struct ticket_effects *out, struct err *err)
{
	if (t->attached)
		return err_set(err, _("a visit is open already"));
	if (!str_eq(t->technician, ev->actor))
		return err_set(err, _("taken by %s"), t->technician);
	t->attached = true;
	t->visits++;
	t->code_misses = 0;
	/* the client's program may let him in again by itself */
	if (ev->yes || ev->at_ms - t->detach_ms > TICKET_RESUME_MS)
		t->consent = false;
	return ticket_told(out);
}

static bool
on_code_ok(struct ticket *t, const struct ticket_event *ev,
    struct ticket_effects *out, struct err *err)
{
	if (!ticket_need_visit(t, err))
		return false;
	t->code_ok = true;
	memcpy(t->trusted, t->technician, sizeof(t->trusted));
	return ticket_told(out);
}

static bool
on_code_miss(struct ticket *t, const struct ticket_event *ev,
    struct ticket_effects *out, struct err *err)
{
	if (!ticket_need_visit(t, err))
		return false;
	ticket_unask(t, out);
	t->code_ok = false;
	t->consent = false;
	t->code_misses++;
	if (str_eq(ev->text, TICKET_LAST_MISS))
		t->code_misses = TICKET_CODE_MISSES;
	if (t->code_misses >= TICKET_CODE_MISSES) {
		ticket_add_effect(out, TICKET_DO_ALARM);
		ticket_leave(t, ev, out);
	}
	return ticket_told(out);
}

static bool
answered_consent(struct ticket_effects *out)
{
	ticket_told(out);
	ticket_add_effect(out, TICKET_DO_CONSENTED);
	return true;
}

static bool
on_consent(struct ticket *t, const struct ticket_event *ev,
    struct ticket_effects *out, struct err *err)
{
	if (!ticket_need_visit(t, err))
		return false;
	if (!t->code_ok)
		return err_set(err, _("the check code comes before consent"));
	t->consent = ev->yes;
	if (!ev->yes) {
		ticket_leave(t, ev, out);
		return answered_consent(out);
	}
	if (t->waited_ms == 0)
		t->waited_ms = MAX_OF(ev->at_ms - t->opened_ms, 1);
	if (t->agreed == 0) /* the price that he was told */
		t->agreed = 1u << t->kind;
	t->may_undo = false;
	if (t->state == TICKET_CLAIMED ||
	    (t->state == TICKET_PAUSED && t->pause == TICKET_PAUSE_LINK))
		ticket_run(t, ev, out);
	return answered_consent(out);
}

static bool
on_tick(struct ticket *t, const struct ticket_event *ev,
    struct ticket_effects *out, struct err *err)
{
	ticket_count(t, ev);
	/* the clocks on both screens are set right by it */
	ticket_add_effect(out, TICKET_DO_NOTIFY);
	return true;
}

static bool
on_warned(struct ticket *t, const struct ticket_event *ev,
    struct ticket_effects *out, struct err *err)
{
	int level = 0;

	if (ev->seconds == TICKET_WARN1_MS / 1000)
		level = 1;
	else if (ev->seconds == TICKET_WARN2_MS / 1000)
		level = 2;
	if (level <= t->warned)
		return err_set(err, _("no such warning is due"));
	t->warned = level;
	ticket_add_effect(out, TICKET_DO_WARN);
	return true;
}

static bool
is_persons(enum ticket_pause why)
{
	return why == TICKET_PAUSE_TECH || why == TICKET_PAUSE_CLIENT;
}

static bool
on_paused(struct ticket *t, const struct ticket_event *ev,
    struct ticket_effects *out, struct err *err)
{
	enum ticket_pause why;

	if (!ticket_pause_parse(ev->text, &why) || why == TICKET_PAUSE_NONE)
		return err_set(err, _("unknown reason for a pause"));
	if (t->state == TICKET_PAUSED &&
	    (!is_persons(why) || is_persons(t->pause)))
		return err_set(err, _("the clock is paused already"));
	ticket_stop(t, ev);
	t->state = TICKET_PAUSED;
	t->pause = why;
	if (why == TICKET_PAUSE_HOUR)
		ticket_add_effect(out, TICKET_DO_WARN);
	return ticket_told(out);
}

static bool
on_resumed(struct ticket *t, const struct ticket_event *ev,
    struct ticket_effects *out, struct err *err)
{
	if (t->pause == TICKET_PAUSE_TECH && !str_eq(ev->actor, t->technician))
		return err_set(err, _("paused by %s"), t->technician);
	switch (ticket_obstacle(t)) {
	case TICKET_PAUSE_LINK:
		return err_set(err,
		    _("the client has not let the technician "
		      "in, or the link is lost"));
	case TICKET_PAUSE_QUOTE:
		return err_set(err,
		    _("this kind of work needs an accepted "
		      "quote first"));
	case TICKET_PAUSE_HOUR:
		return err_set(err,
		    _("the first hour is over: send a quote "
		      "or finish"));
	default:
		ticket_run(t, ev, out);
		return ticket_told(out);
	}
}

static bool
on_rights(struct ticket *t, const struct ticket_event *ev,
    struct ticket_effects *out, struct err *err)
{
	ticket_add_effect(out, TICKET_DO_NOTIFY);
	return true;
}

static bool
on_detached(struct ticket *t, const struct ticket_event *ev,
    struct ticket_effects *out, struct err *err)
{
	if (!ticket_need_visit(t, err))
		return false;
	ticket_stop(t, ev);
	ticket_unask(t, out);
	t->attached = false;
	t->detach_ms = ev->at_ms;
	if (t->state == TICKET_WORKING) {
		t->state = TICKET_PAUSED;
		t->pause = TICKET_PAUSE_LINK;
	}
	return ticket_told(out);
}

static bool
on_ended(struct ticket *t, const struct ticket_event *ev,
    struct ticket_effects *out, struct err *err)
{
	/* it may be put back, or of one who is gone: who ends it has it */
	if (ev->actor[0] != '\0' && !set_name(t->technician, ev->actor, err))
		return false;
	return ticket_finish(
	    t, ev, ev->yes ? TICKET_SOLVED : TICKET_UNSOLVED, out);
}

static bool
on_cancelled(struct ticket *t, const struct ticket_event *ev,
    struct ticket_effects *out, struct err *err)
{
	return ticket_finish(t, ev, TICKET_CANCELLED, out);
}

static bool
on_abandoned(struct ticket *t, const struct ticket_event *ev,
    struct ticket_effects *out, struct err *err)
{
	return ticket_finish(t, ev, TICKET_ABANDONED, out);
}

/* The old run's monotonic clock means nothing any more; what was not counted by
 * a tick is not counted. */
static bool
on_recovered(struct ticket *t, const struct ticket_event *ev,
    struct ticket_effects *out, struct err *err)
{
	int64_t age_s = ev->at_utc_s - t->opened_utc_s;

	meter_drop(&t->meter);
	ticket_unask(t, out);
	t->may_undo = false;
	t->attached = false;
	t->detach_ms = t->quote_ms = ev->at_ms;
	t->opened_ms = ev->at_ms;
	if (age_s > 0 && age_s < INT32_MAX)
		t->opened_ms -= age_s * 1000;
	if (t->state == TICKET_CLAIMED) {
		t->state = TICKET_WAITING;
		t->technician[0] = '\0';
	} else if (t->state == TICKET_WORKING) {
		t->state = TICKET_PAUSED;
		t->pause = TICKET_PAUSE_LINK;
	}
	return ticket_told(out);
}

static bool
on_invoiced(struct ticket *t, const struct ticket_event *ev,
    struct ticket_effects *out, struct err *err)
{
	if (t->invoice[0] != '\0')
		return err_set(
		    err, _("it is on invoice %s already"), t->invoice);
	if (!need_text(ev, err))
		return false;
	if (!str_copy(t->invoice, sizeof(t->invoice), ev->text))
		return err_set(err, _("the number of the invoice is too long"));
	return true;
}

static bool
on_uninvoiced(struct ticket *t, const struct ticket_event *ev,
    struct ticket_effects *out, struct err *err)
{
	if (t->invoice[0] == '\0')
		return err_set(err, _("it is on no invoice"));
	if (t->paid[0] != '\0')
		return err_set(
		    err, _("it was paid on %s: take that back first"), t->paid);
	t->invoice[0] = '\0';
	return true;
}

static bool
on_paid(struct ticket *t, const struct ticket_event *ev,
    struct ticket_effects *out, struct err *err)
{
	if (t->invoice[0] == '\0')
		return err_set(err, _("it is on no invoice"));
	if (t->paid[0] != '\0')
		return err_set(err, _("it was paid on %s already"), t->paid);
	if (strlen(ev->text) != TICKET_DAY_SIZE - 1)
		return err_set(err,
		    _("\"%s\" is not a date such as 2026-01-31"), ev->text);
	str_copy(t->paid, sizeof(t->paid), ev->text);
	return true;
}

static bool
on_unpaid(struct ticket *t, const struct ticket_event *ev,
    struct ticket_effects *out, struct err *err)
{
	if (t->paid[0] == '\0')
		return err_set(err, _("it is not marked as paid"));
	t->paid[0] = '\0';
	return true;
}

static bool
on_noted(struct ticket *t, const struct ticket_event *ev,
    struct ticket_effects *out, struct err *err)
{
	if (!need_text(ev, err))
		return false;
	utf8_clean(t->remark, sizeof(t->remark), ev->text, 0);
	if (!ticket_is_closed(t))
		ticket_add_effect(out, TICKET_DO_QUEUE);
	return true;
}

ticket_apply_fn *const ticket_apply[TICKET_EVENTS] = {
    [TICKET_EV_OPENED] = on_opened,
    [TICKET_EV_CALLED] = on_called,
    [TICKET_EV_CLAIMED] = on_claimed,
    [TICKET_EV_RELEASED] = on_released,
    [TICKET_EV_ATTACHED] = on_attached,
    [TICKET_EV_CODE_OK] = on_code_ok,
    [TICKET_EV_CODE_MISS] = on_code_miss,
    [TICKET_EV_CONSENT] = on_consent,
    [TICKET_EV_TICK] = on_tick,
    [TICKET_EV_WARNED] = on_warned,
    [TICKET_EV_PAUSED] = on_paused,
    [TICKET_EV_RESUMED] = on_resumed,
    [TICKET_EV_KIND] = ticket_on_kind,
    [TICKET_EV_KIND_ASKED] = ticket_on_kind_asked,
    [TICKET_EV_KIND_WITHDRAWN] = ticket_on_kind_withdrawn,
    [TICKET_EV_KIND_ANSWERED] = ticket_on_kind_answered,
    [TICKET_EV_KIND_UNDONE] = ticket_on_kind_undone,
    [TICKET_EV_RIGHTS] = on_rights,
    [TICKET_EV_QUOTED] = ticket_on_quoted,
    [TICKET_EV_WITHDRAWN] = ticket_on_withdrawn,
    [TICKET_EV_ANSWERED] = ticket_on_answered,
    [TICKET_EV_DETACHED] = on_detached,
    [TICKET_EV_ENDED] = on_ended,
    [TICKET_EV_CANCELLED] = on_cancelled,
    [TICKET_EV_ABANDONED] = on_abandoned,
    [TICKET_EV_RECOVERED] = on_recovered,
    [TICKET_EV_CORRECTED] = ticket_on_corrected,
    [TICKET_EV_INVOICED] = on_invoiced,
    [TICKET_EV_UNINVOICED] = on_uninvoiced,
    [TICKET_EV_NOTED] = on_noted,
    [TICKET_EV_OUTCOME] = ticket_on_outcome,
    [TICKET_EV_PAID] = on_paid,
    [TICKET_EV_UNPAID] = on_unpaid,
};
