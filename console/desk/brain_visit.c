/*
 * A technician and a client together.
 *
 *	announced (brain_tunnel.c) -his link wants a tunnel-> attached
 *	    refused before, not his ticket, client away: denied
 *	attached -code fits, consent yes-> let in
 *	         -consent no, wrong codes-> over, and refused
 *	let in   -rights-> let in
 *	either   -tunnel closed, a link lost, alarm, too long, silent-> over
 *	over     not refused: he may come again by himself
 *	         refused: only after a claim, which is a person's act
 */
#include "console/desk/brain_visit.h"

#include "console/desk/brain_address.h"
#include "console/desk/brain_claim.h"
#include "console/desk/brain_proof.h"
#include "console/desk/brain_step.h"
#include "console/desk/brain_tell.h"
#include "console/desk/brain_tunnel.h"
#include "shared/base/clock.h"
#include "shared/base/log.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/core/grant.h"

struct brain_visit {
	int64_t opened_ms; /* the tunnel of the one that goes on */
	int64_t alarm; /* in which the technician raised the alarm */
	int64_t code; /* in which the client said that the code fits */
	bool refused; /* by the client or a wrong code: no visit without a new
		       * claim, which is a person's act */
};

void
brain_visit_new(struct brain_ticket *bt)
{
	bt->visit_now = mem_alloc(sizeof(*bt->visit_now));
}

void
brain_visit_allow(struct brain_ticket *bt)
{
	bt->visit_now->refused = false;
}

int64_t
brain_visit_deadline(const struct brain_ticket *bt)
{
	if (!bt->t.attached)
		return -1;
	return bt->visit_now->opened_ms +
	    bt->brain->config.limits.visit_s * 1000;
}

void
brain_visit_prolong(struct brain_ticket *bt, int64_t ms)
{
	bt->visit_now->opened_ms += ms;
}

void
brain_visit_over(struct brain_ticket *bt, const char *actor, const char *why)
{
	struct ticket_event ev = brain_ticket_event(bt, TICKET_EV_DETACHED);

	if (!bt->t.attached)
		return;
	brain_tunnel_cut(bt);
	ev.actor = actor;
	ev.text = why;
	/* a link that was lost was good until it was heard last */
	if (bt->agent == NULL)
		ev.beat_ms = bt->heard_ms;
	(void)brain_step(bt, &ev, NULL);
}

void
brain_visit_end(struct brain_ticket *bt, const char *why)
{
	bt->visit_now->refused = true;
	brain_visit_over(bt, "desk", why);
}

void
brain_visit_silent(struct brain_ticket *bt)
{
	brain_tell_tech(bt, brain_tell_warning(bt, WARN_SILENT));
	brain_visit_end(bt, "the client's program does not answer");
}

/* --- tunnels --- */

static void
tell_left(struct brain_ticket *bt, const char *why)
{
	struct msg *m = msg_new(MSG_LEFT);

	msg_put_int(m, "visit", bt->visit);
	msg_put_str(m, "why", why);
	brain_tell_agent(bt, m);
}

/* A console claims in so many words before it comes, and again after a no: what
 * it tries by itself is refused. A stock client has no other words than to
 * connect, and a person typed them. */
static bool
may_open(struct brain_link *tech, struct brain_ticket *bt)
{
	if (tech->greeted)
		return !bt->visit_now->refused &&
		    str_eq(bt->t.technician, tech->person->name);
	if (!brain_claim_take(tech, NULL, bt))
		return false;
	bt->visit_now->refused = false;
	return true;
}

void
brain_visit_open(struct brain *b, int64_t link, int64_t id, int64_t ticket)
{
	struct brain_link *tech = brain_link_find(b, link);
	struct brain_ticket *bt = brain_ticket_find(b, ticket);
	struct ticket_event ev;
	struct err err = {0};

	if (tech == NULL || tech->person == NULL || tech->aside) {
		brain_tunnel_deny(b, id, "no such technician");
		return;
	}
	brain_claim_comes(tech);
	if (bt == NULL || !may_open(tech, bt)) {
		brain_tunnel_deny(b, id, "no such ticket, or not yours");
		return;
	}
	if (bt->agent == NULL || bt->left) {
		brain_tunnel_deny(b, id, "the client's link is lost");
		return;
	}
	brain_visit_over(bt, bt->t.technician, "attached again");
	/* the agent lets in the key of this very link */
	if (!brain_tunnel_is_for(bt, tech->key))
		brain_tunnel_announce(bt, tech->key);
	bt->visit_now->opened_ms = clock_ms();
	ev = brain_ticket_event(bt, TICKET_EV_ATTACHED);
	ev.actor = bt->t.technician;
	ev.yes = true; /* by the rules of now, see ticket_apply.c */
	if (!brain_step(bt, &ev, &err)) {
		log_warn("ticket %lld: %s", (long long)bt->t.number, err.text);
		brain_tunnel_deny(b, id, err.text);
		return;
	}
	loop_timer_stop(bt->hold);
	brain_tunnel_couple(bt, tech, id);
}

void
brain_visit_closed(struct brain *b, int64_t id, const char *why)
{
	struct brain_ticket *bt = b->tickets;

	while (bt != NULL && brain_tunnel_id(bt) != id)
		bt = bt->next;
	if (bt == NULL)
		return;
	brain_tunnel_closed(bt);
	tell_left(bt, why);
	brain_visit_over(bt, "desk", why[0] != '\0' ? why : "tunnel closed");
}

/* --- the client's part --- */

static bool
is_this_visit(struct brain_link *l, const struct msg *m)
{
	return l->ticket != NULL && l->ticket->visit == msg_int(m, "visit");
}

static void
answer(struct brain_link *l, const struct err *err)
{
	brain_link_refuse(l, NULL, REFUSED_BAD,
	    l->ticket != NULL ? l->ticket->t.number : 0, err->text);
}

void
brain_visit_checked(struct brain_link *l, const struct msg *m)
{
	struct brain_ticket *bt = l->ticket;
	const char *text = msg_bool(m, "pinned") ? "pinned" : "code";
	bool ok = msg_bool(m, "ok");
	struct err err = {0};

	if (bt == NULL || bt->t.number != msg_int(m, "ticket"))
		return;
	if (ok && bt->t.code_ok && bt->visit_now->code == bt->visit)
		return; /* said before */
	if (!brain_ticket_spend(bt))
		return;
	if (!ok)
		text = msg_int(m, "left") > 0 ? "" : TICKET_LAST_MISS;
	if (!brain_step_do(bt, ok ? TICKET_EV_CODE_OK : TICKET_EV_CODE_MISS,
		ok ? "client" : bt->t.technician, text, &err))
		answer(l, &err);
	else if (!bt->t.attached)
		bt->visit_now->refused = true;
	if (ok)
		bt->visit_now->code = bt->visit;
}

void
brain_visit_alarm(struct brain_link *l, const struct msg *m)
{
	struct brain_ticket *bt = brain_claim_own(l, m);

	if (bt == NULL || msg_bool(m, "ok") || msg_int(m, "left") > 0)
		return;
	bt->visit_now->refused = true;
	if (bt->t.code_misses >= TICKET_CODE_MISSES)
		return; /* the same, and the agent was faster */
	if (bt->visit_now->alarm == bt->visit)
		return; /* said before */
	bt->visit_now->alarm = bt->visit;
	log_warn("ticket %lld: %s reports wrong check codes",
	    (long long)bt->t.number, l->person->name);
	store_alarm(bt->brain->store, bt->t.number, clock_utc_s(),
	    "wrong check codes, reported by the technician");
}

/* The words in the journal and on the receipt are ours, not the client's. row:
 * what stands in text2 of the journal, see core/consent.h. */
static void
keep_rights(struct brain_ticket *bt, unsigned rights, const char *row)
{
	struct ticket_event ev = brain_ticket_event(bt, TICKET_EV_RIGHTS);
	char text[GRANT_LIST_SIZE];

	ev.actor = "client";
	ev.text = grant_print(text, rights);
	ev.text2 = row;
	if (bt->rights != rights && brain_step(bt, &ev, NULL))
		bt->rights = rights;
}

void
brain_visit_consent(struct brain_link *l, const struct msg *m)
{
	struct brain_ticket *bt = l->ticket;
	char row[CONSENT_ROW_SIZE], rights[GRANT_LIST_SIZE];
	struct ticket_event ev;
	struct consent c;
	struct err err = {0};

	if (!is_this_visit(l, m))
		return;
	if (!brain_ticket_spend(bt))
		return;
	if (!brain_proof_consent(bt, m, &c, row, &err)) {
		answer(l, &err);
		/* nobody works on while the clock cannot run */
		brain_visit_end(bt, "the consent does not fit");
		return;
	}
	bt->no_why = msg_word(m, "why");
	ev = brain_ticket_event(bt, TICKET_EV_CONSENT);
	ev.actor = "client";
	ev.line = (int)c.kind;
	ev.yes = c.yes;
	ev.text = grant_print(rights, c.rights);
	ev.text2 = row;
	if (!brain_step(bt, &ev, &err)) {
		answer(l, &err);
		return;
	}
	bt->visit_now->refused = !ev.yes;
	if (c.yes)
		keep_rights(bt, c.rights, "");
}

void
brain_visit_rights(struct brain_link *l, const struct msg *m)
{
	char row[CONSENT_ROW_SIZE];
	struct consent c;
	struct err err = {0};

	if (!is_this_visit(l, m))
		return;
	if (!brain_ticket_spend(l->ticket))
		return;
	if (brain_proof_rights(l->ticket, m, &c, row, &err))
		keep_rights(l->ticket, c.rights, row);
	else
		answer(l, &err);
}
