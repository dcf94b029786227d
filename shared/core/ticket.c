/*
 * The machine of a ticket: one event after another, see ticket.h. Which event
 * is permitted in which state stands in ticket_table.c, what it does in
 * ticket_apply.c and its neighbours.
 *
 *	none -opened-> waiting -claimed-> claimed -consent-> working | paused
 *	waiting   <-released- claimed, working, paused
 *	working   -paused, detached, an hour is over-> paused
 *	paused    -resumed, consent-> working, unless something is in its way
 *	working, paused -quoted-> quoted
 *	quoted    -answered, withdrawn-> what it was; what only a quote could
 *	          lift is lifted
 *	          -answered no, and nothing was agreed before-> declined
 *	any open  -ended-> solved | unsolved -outcome-> the other one
 *	          -cancelled-> cancelled, -abandoned-> abandoned
 *	          -recovered-> the same; claimed waits again, working is paused
 */
#include "shared/core/ticket.h"

#include <inttypes.h>
#include <string.h>

#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/core/queue.h"
#include "shared/core/ticket_apply.h"

/* Columns that no event may have, whoever wrote it. */
static bool
check_columns(const struct ticket_event *ev, struct err *err)
{
	if ((unsigned)ev->kind >= TICKET_EVENTS || ev->line < -1 ||
	    ev->line >= PRICE_KINDS || ev->beat_ms > ev->at_ms)
		return err_set(err, _("malformed event"));
	if (ev->actor == NULL || ev->text == NULL || ev->text2 == NULL ||
	    strlen(ev->text) > TICKET_TEXT_MAX ||
	    strlen(ev->text2) > TICKET_TEXT_MAX)
		return err_set(err, _("a text of the event is too long"));
	return true;
}

static bool
refuse(const struct ticket *t, const struct ticket_event *ev, struct err *err)
{
	if (ev->kind == TICKET_EV_CLAIMED && !ticket_is_closed(t) &&
	    t->technician[0] != '\0')
		return err_set(err, _("taken by %s"), t->technician);
	if (ticket_is_closed(t))
		return err_set(err, _("the ticket is closed already (%s)"),
		    ticket_state_title(t->state));
	if (t->state == TICKET_QUOTED)
		return err_set(err,
		    _("not possible while a quote is open: wait for its "
		      "answer, or take it back"));
	return err_set(err, _("not possible while the ticket is %s"),
	    ticket_state_title(t->state));
}

bool
ticket_was_tended(const struct ticket *t, struct err *err)
{
	return t->claimed || t->called ||
	    err_set(err,
		_("nobody picked this client or called him: pick him first, "
		  "or say that you called; else it can only be cancelled"));
}

bool
ticket_step(struct ticket *t, const struct ticket_event *ev,
    struct ticket_effects *out, struct err *err)
{
	struct ticket next;

	if (out != NULL)
		out->n = 0;
	if (ev->seq > 0 && ev->seq <= t->seq)
		return true;
	if (ev->seq != t->seq + 1)
		return err_set(
		    err, _("event %" PRId64 " is missing"), t->seq + 1);
	if (!check_columns(ev, err))
		return false;
	if (!ticket_permits(t->state, ev->kind))
		return refuse(t, ev, err);
	next = *t;
	if (out != NULL)
		out->list[out->n++] = TICKET_DO_JOURNAL;
	if (!ticket_apply[ev->kind](&next, ev, out, err)) {
		if (out != NULL)
			out->n = 0;
		return false;
	}
	if (ticket_tells_lang(ev->kind) && i18n_has(ev->text2))
		str_copy(next.lang, sizeof(next.lang), ev->text2);
	next.seq = ev->seq;
	next.at_ms = ev->at_ms;
	next.at_utc_s = MAX_OF(t->at_utc_s, ev->at_utc_s);
	*t = next;
	return true;
}

int64_t
ticket_waited_s(const struct ticket *t, int64_t now_ms)
{
	if (t->waited_ms > 0 && t->state != TICKET_WAITING)
		return t->waited_ms / 1000;
	return queue_wait_s(t->opened_ms, now_ms);
}
