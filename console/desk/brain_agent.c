#include "console/desk/brain_agent.h"

#include "console/desk/brain_due.h"
#include "console/desk/brain_open.h"
#include "console/desk/brain_place.h"
#include "console/desk/brain_prices.h"
#include "console/desk/brain_quote.h"
#include "console/desk/brain_rate.h"
#include "console/desk/brain_step.h"
#include "console/desk/brain_tell.h"
#include "console/desk/brain_tell_ticket.h"
#include "console/desk/brain_tunnel.h"
#include "console/desk/brain_visit.h"
#include "console/desk/farewell.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/log.h"
#include "shared/conv/conv.h"

static void
welcome(struct brain_link *l)
{
	const struct config *c = &l->brain->config;
	struct msg *m = conv_greeting(MSG_WELCOME, "pomoc");

	msg_put_str(m, "firm", c->firm);
	msg_put_str(m, "phone", c->phone);
	msg_put_int(m, "grace_s", c->limits.resume_s);
	msg_put_str(m, "receipts", key_fingerprint(l->brain->receipt_key));
	msg_put_int(m, "now_s", clock_utc_s());
	brain_link_send(l, m);
}

/* The link takes the ticket over; an older link of the same client, that only
 * looks alive, is dropped. */
static void
take_over(struct brain_link *l, struct brain_ticket *bt)
{
	struct brain_link *old = bt->agent;

	if (old != NULL) {
		brain_ticket_unbind(bt);
		brain_due_lost(bt);
		brain_visit_over(bt, "desk", "the client came back");
		brain_link_drop(old, "the client came back on another link");
	}
	brain_ticket_bind(bt, l);
	/* a quote can be answered, and the work ended, while nobody is here */
	l->peer.stage = MSG_QUEUE;
	if (!brain_ticket_untouched(bt))
		l->peer.stage |= MSG_VISIT;
	brain_place_tell(bt);
	brain_place_changed(l->brain);
	brain_tunnel_announce(bt, NULL);
	brain_tell_lost(bt, -1);
	brain_tell_row(bt);
	brain_tell_clock(bt);
	if (bt->t.has_pending)
		brain_tell_quote(bt);
	if (bt->t.rate.number != 0)
		brain_tell_rate(bt);
}

static void
on_hello(struct brain_link *l, const struct msg *m)
{
	struct brain_ticket *bt;

	l->aside = msg_bool(m, "aside");
	if (l->aside) { /* only asks whether we are there */
		welcome(l);
		return;
	}
	bt = brain_ticket_resume(l->brain, msg_str(m, "resume"), l->key);
	l->greeted = true;
	l->peer.stage = MSG_READY;
	welcome(l);
	brain_prices_today(l->brain);
	brain_tell_lists(l);
	brain_link_send(l, msg_new(MSG_LISTED));
	log_info("agent %s from %s%s", l->key, l->addr,
	    bt != NULL ? " is back" : "");
	if (bt != NULL)
		take_over(l, bt);
	else if (msg_has(m, "resume"))
		farewell_tell(l, msg_str(m, "resume"));
}

/* A client who lost his link and the secret with it, but not his key: one who
 * was only waiting begins anew, one whose work was begun goes on with that. */
static bool
goes_on(struct brain_link *l)
{
	struct brain_ticket *old = brain_ticket_of_key(l->brain, l->key);

	if (old == NULL)
		return false;
	if (!brain_ticket_untouched(old)) {
		take_over(l, old);
		return true;
	}
	(void)brain_step_do(
	    old, TICKET_EV_CANCELLED, "client", "asked anew", NULL);
	return false;
}

static void
on_join(struct brain_link *l, const struct msg *m)
{
	struct brain_ticket *bt;
	enum refused code;
	struct err err = {0};

	if (l->joins >= l->brain->config.limits.joins) {
		brain_link_refuse(l, m, REFUSED_BUSY, 0,
		    _("too many requests; start the program again later"));
		return;
	}
	if (goes_on(l))
		return;
	bt = brain_open_ticket(l, m, &code, &err);
	if (bt == NULL) {
		brain_link_refuse(l, m, code, 0, err.text);
		return;
	}
	l->joins++;
	log_info("ticket %lld opened by %s from %s", (long long)bt->t.number,
	    l->key, l->addr);
	l->peer.stage = MSG_QUEUE;
	brain_place_tell(bt);
	brain_tell_row(bt);
	brain_place_changed(l->brain);
}

/* Before any work he is gone for good, and nothing is left to decide; later the
 * visit is over, and what it comes to the technician has to say. */
static void
leave(struct brain_ticket *bt, const char *why)
{
	if (bt == NULL || bt->left)
		return;
	if (brain_ticket_untouched(bt)) {
		(void)brain_step_do(
		    bt, TICKET_EV_CANCELLED, "client", why, NULL);
		return;
	}
	bt->left = true;
	brain_visit_over(bt, "client", why[0] != '\0' ? why : "client ended");
	brain_tell_lost(bt, LOST_ENDED);
	brain_tell_row(bt);
}

static void
on_leave(struct brain_link *l, const struct msg *m)
{
	leave(l->ticket, msg_str(m, "why"));
}

static void
on_cancel(struct brain_link *l, const struct msg *m)
{
	leave(l->ticket, "cancelled by the client");
}

brain_link_fn *const brain_agent_rows[MSG_KINDS] = {
    [MSG_HELLO] = on_hello,
    [MSG_JOIN] = on_join,
    [MSG_CANCEL] = on_cancel,
    [MSG_CHECKED] = brain_visit_checked,
    [MSG_CONSENT] = brain_visit_consent,
    [MSG_RIGHTS] = brain_visit_rights,
    [MSG_ACTIVE] = brain_due_active,
    [MSG_ANSWER] = brain_quote_answer,
    [MSG_AGREE] = brain_rate_answer,
    [MSG_LEAVE] = on_leave,
};

void
brain_agent_down(struct brain_link *l)
{
	struct brain_ticket *bt = l->ticket;

	if (bt == NULL)
		return;
	/* without an agent the visit was good until it was heard last */
	brain_ticket_unbind(bt);
	brain_due_lost(bt);
	brain_visit_over(bt, "client", "link lost");
	if (!bt->left && bt->t.technician[0] != '\0')
		brain_tell_lost(bt, LOST_LINK);
	brain_tell_row(bt);
	brain_place_changed(l->brain); /* nobody waits behind him now */
}
