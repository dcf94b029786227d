#include "console/desk/brain_tech.h"

#include "console/config/config_address.h"
#include "console/desk/brain_book.h"
#include "console/desk/brain_claim.h"
#include "console/desk/brain_command.h"
#include "console/desk/brain_due.h"
#include "console/desk/brain_log.h"
#include "console/desk/brain_prices.h"
#include "console/desk/brain_proof.h"
#include "console/desk/brain_quote.h"
#include "console/desk/brain_rate.h"
#include "console/desk/brain_step.h"
#include "console/desk/brain_tell.h"
#include "console/desk/brain_tell_ticket.h"
#include "console/desk/brain_tunnel.h"
#include "console/desk/brain_visit.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/conv/conv.h"

/* A console that is started again within it finds its claims untouched. */
#define HOLD_MS 60000

/* --- coming and going --- */

void
brain_tech_down(struct brain_link *l)
{
	struct brain *b = l->brain;
	struct brain_ticket *bt;

	if (!l->here)
		return;
	l->person->links--;
	for (bt = b->tickets; bt != NULL; bt = bt->next) {
		if (brain_tunnel_is_of(bt, l))
			brain_visit_over(
			    bt, bt->t.technician, "technician's link lost");
		if (l->person->links > 0 || bt->t.state != TICKET_CLAIMED ||
		    !str_eq(bt->t.technician, l->person->name))
			continue;
		loop_timer_set(bt->hold, l->person->listed ? HOLD_MS : 0);
	}
	brain_tell_technicians(b);
}

static void
welcome(struct brain_link *l)
{
	struct brain *b = l->brain;
	struct msg *m = conv_greeting(MSG_WELCOME, "pomoc");
	char named[200];

	msg_put_str(m, "firm", b->config.firm);
	msg_put_str(m, "phone", b->config.phone);
	msg_put_str(m, "me", l->person->name);
	msg_put_str(m, "address",
	    b->config.address[0] != '\0'
		? b->config.address
		: config_reachable(b->address, named, sizeof(named)));
	msg_put_str(m, "key", key_fingerprint(b->host_key));
	msg_put_bool(m, "open", b->open);
	brain_proof_welcome(l, m);
	brain_link_send(l, m);
}

static void
on_hello(struct brain_link *l, const struct msg *m)
{
	l->aside = msg_bool(m, "aside");
	if (l->office && !l->aside) {
		l->aside = true;
		brain_link_error(l, ERROR_OFFICE,
		    _("your key is for the office: it runs the commands of the "
		      "log (pomoc report --desk ...), and opens no console"));
		return;
	}
	l->greeted = !l->aside;
	l->peer.stage = MSG_READY;
	welcome(l);
	if (l->aside)
		return;
	brain_claim_comes(l);
	brain_prices_today(l->brain);
	brain_tell_lists(l);
	brain_tell_queue(l);
	brain_link_send(l, msg_new(MSG_LISTED));
}

static void
on_state(struct brain_link *l, const struct msg *m)
{
	l->person->said = (enum presence)msg_word(m, "state");
	brain_tell_technicians(l->brain);
}

/* --- the queue --- */

static void
tell_claimed(struct brain_link *l, const struct brain_ticket *bt)
{
	struct msg *m = msg_about(MSG_CLAIMED, bt->t.number);

	msg_put_int(m, "visit", bt->visit);
	brain_link_send(l, m);
}

static void
on_claim(struct brain_link *l, const struct msg *m)
{
	struct brain_ticket *bt = brain_claim_find(l, m);

	if (bt == NULL || !brain_claim_take(l, m, bt))
		return;
	brain_visit_allow(bt);
	brain_due_claimed(bt);
	if (bt->visit == 0) /* his own, from before the desk was restarted */
		brain_tunnel_announce(bt, NULL);
	if (bt->visit == 0)
		brain_link_refuse(l, m, REFUSED_OFFLINE, bt->t.number,
		    _("the client's link is lost; the place is kept, try "
		      "again when it is back"));
	else
		tell_claimed(l, bt);
}

static void
on_unclaim(struct brain_link *l, const struct msg *m)
{
	brain_claim_step(l, m, brain_claim_own(l, m), TICKET_EV_RELEASED, "");
}

/* Back to the queue, for another one. */
static void
on_assign(struct brain_link *l, const struct msg *m)
{
	struct brain_ticket *bt = brain_claim_find(l, m);
	const char *to = msg_str(m, "technician");
	const struct roster_person *p = roster_by_name(l->brain->roster, to);
	struct err err = {0};

	if (bt == NULL)
		return;
	/* a colleague's client may be moved on only when he is not here */
	if (bt->t.technician[0] != '\0' &&
	    !str_eq(bt->t.technician, l->person->name) &&
	    brain_claim_is_here(l->brain, bt->t.technician)) {
		brain_claim_tell_taken(l, m, bt);
		return;
	}
	if (str_eq(to, "any") || (p != NULL && p->listed))
		brain_claim_step(l, m, bt, TICKET_EV_RELEASED, to);
	else
		brain_claim_answer(l, m,
		    err_set(&err, _("there is no technician of that name")),
		    &err);
}

static void
on_called(struct brain_link *l, const struct msg *m)
{
	brain_claim_step(l, m, brain_claim_find(l, m), TICKET_EV_CALLED, "");
}

static void
on_note(struct brain_link *l, const struct msg *m)
{
	struct brain_ticket *bt = brain_ticket_find(
	    l->brain, msg_int(m, "ticket"));

	if (bt == NULL)
		brain_log_note(l, m);
	else
		brain_claim_step(l, m, bt, TICKET_EV_NOTED, msg_str(m, "text"));
}

/* --- the clock --- */

static void
on_pause(struct brain_link *l, const struct msg *m)
{
	brain_claim_step(l, m, brain_claim_own(l, m), TICKET_EV_PAUSED,
	    ticket_pause_name(TICKET_PAUSE_TECH));
}

static void
refuse_silent(
    struct brain_link *l, const struct msg *m, const struct brain_ticket *bt)
{
	brain_link_refuse(l, m, REFUSED_SILENT, bt->t.number,
	    bt->t.pause == TICKET_PAUSE_TECH
		? _("the client's program does not answer; the clock stays "
		    "paused")
		: _("the client's program does not answer; the clock goes "
		    "on when it does"));
}

static void
on_resume(struct brain_link *l, const struct msg *m)
{
	struct brain_ticket *bt = brain_claim_own(l, m);

	if (bt != NULL && brain_due_is_silent(bt))
		refuse_silent(l, m, bt);
	else
		brain_claim_step(l, m, bt, TICKET_EV_RESUMED, "");
}

/* --- the end --- */

/* What nobody has, or one who is not here, every technician may end: work that
 * was done must not wait for him, nor for the client. */
static struct brain_ticket *
may_end(struct brain_link *l, const struct msg *m)
{
	struct brain_ticket *bt = brain_ticket_find(
	    l->brain, msg_int(m, "ticket"));

	if (bt != NULL &&
	    (bt->t.technician[0] == '\0' ||
		!brain_claim_is_here(l->brain, bt->t.technician)))
		return bt;
	return brain_claim_own(l, m);
}

static void
on_end(struct brain_link *l, const struct msg *m)
{
	struct brain_ticket *bt = may_end(l, m);
	int state = TICKET_SOLVED + msg_word(m, "outcome");
	struct ticket_event ev;
	struct err err = {0};
	bool ok;

	if (bt == NULL)
		return;
	ev = brain_ticket_event(bt, TICKET_EV_ENDED);
	ev.actor = l->person->name;
	ev.text = msg_str(m, "note");
	ev.yes = state == TICKET_SOLVED;
	if (state == TICKET_CANCELLED && brain_ticket_untouched(bt))
		ev.kind = TICKET_EV_CANCELLED;
	else if (!ev.yes && state != TICKET_UNSOLVED) {
		brain_link_refuse(l, m, REFUSED_BAD, bt->t.number,
		    _("work was begun: end it as solved or not solved"));
		return;
	}
	ok = (ev.kind == TICKET_EV_CANCELLED ||
		 ticket_was_tended(&bt->t, &err)) &&
	    brain_step(bt, &ev, &err);
	brain_claim_answer(l, m, ok, &err);
}

brain_link_fn *const brain_tech_rows[MSG_KINDS] = {
    [MSG_HELLO] = on_hello,
    [MSG_PROVE] = brain_proof_prove,
    [MSG_STATE] = on_state,
    [MSG_CLAIM] = on_claim,
    [MSG_UNCLAIM] = on_unclaim,
    [MSG_CALLED] = on_called,
    [MSG_ASSIGN] = on_assign,
    [MSG_NOTE] = on_note,
    [MSG_KIND] = brain_rate_kind,
    [MSG_UNDO] = brain_rate_undo,
    [MSG_PAUSE] = on_pause,
    [MSG_RESUME] = on_resume,
    [MSG_OFFER] = brain_quote_offer,
    [MSG_WITHDRAW] = brain_rate_withdraw,
    [MSG_END] = on_end,
    [MSG_CHECKED] = brain_visit_alarm,
    [MSG_LOG] = brain_log_query,
    [MSG_CORRECT] = brain_log_correct,
    [MSG_INVOICE] = brain_log_invoice,
    [MSG_PAID] = brain_log_paid,
    [MSG_BOOK] = brain_book_query,
    [MSG_CLIENT] = brain_book_client,
    [MSG_RUN] = brain_command_start,
    [MSG_GOT] = brain_command_got,
};

brain_link_fn *const brain_tech_aside_rows[MSG_KINDS] = {
    [MSG_HELLO] = on_hello,
    [MSG_PROVE] = brain_proof_prove,
    [MSG_RUN] = brain_command_start,
    [MSG_GOT] = brain_command_got,
};
