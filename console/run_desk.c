/* What the desk says: a table of message -> what to do. */
#include "console/run_desk.h"

#include <stdio.h>
#include <stdlib.h>

#include "console/app/app_ticket.h"
#include "console/app/app_wait.h"
#include "console/app/tty_curses.h"
#include "console/dlg/dlg_client.h"
#include "console/run_visits.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/log.h"
#include "shared/base/str.h"
#include "shared/core/money.h"
#include "shared/core/ticket.h"
#include "shared/wire/words.h"

static void
on_claimed(struct app *a, const struct msg *m)
{
	int64_t ticket = msg_int(m, "ticket");

	if (app_claim_answered(a, ticket))
		run_visits_claimed(a, ticket);
	else
		log_warn("ticket %lld was not asked for", (long long)ticket);
}

/* In the box that asked, else in the last row. why is freed. */
static void
not_done(struct app *a, const struct msg *m, char *why)
{
	int order = msg_word(m, "to");
	int64_t ticket = msg_int(m, "ticket");

	if (order == MSG_CLAIM)
		app_claim_answered(a, ticket);
	if (!app_wait_refused(a, order, ticket, why))
		stage_notice(&a->stage, UI_BAR_ALERT, "%s", why);
	free(why);
}

static void
on_taken(struct app *a, const struct msg *m)
{
	not_done(a, m,
	    str_fmt(_("%s was taken by %s."),
		app_client(a, msg_int(m, "ticket")), msg_str(m, "by")));
}

static void
on_refused(struct app *a, const struct msg *m)
{
	const char *text = msg_str(m, "text");

	if (text[0] == '\0')
		text = msg_str(m, "code");
	not_done(a, m, str_fmt(_("Not done: %s"), text));
}

/* Most requests show for themselves; these do not. */
static void
on_done(struct app *a, const struct msg *m)
{
	int what = msg_word(m, "what");
	int order = what == DONE_KIND_ASKED ? (int)MSG_KIND : what - DONES;

	(void)app_wait_done(a, order, msg_int(m, "ticket"));
	if (what == DONE_KIND_ASKED)
		stage_notice(&a->stage, UI_BAR,
		    _("The client is asked; until the yes the old price goes "
		      "on."));
	switch (order) {
	case MSG_NOTE:
	case MSG_ASSIGN:
	case MSG_CORRECT:
	case MSG_INVOICE:
	case MSG_PAID:
		stage_notice(&a->stage, UI_BAR, _("Done."));
		break;
	case MSG_CLIENT:
		dlg_client_done(a, msg_str(m, "text"));
		break;
	default:
		break;
	}
}

static void
on_consented(struct app *a, const struct msg *m)
{
	int64_t ticket = msg_int(m, "ticket");
	struct visit *v = app_visit(a, ticket);

	if (msg_bool(m, "yes")) {
		if (v != NULL)
			visit_agreed(v);
		return;
	}
	if (v != NULL)
		visit_refused(v, msg_word(m, "why"));
	stage_notice(&a->stage, UI_BAR_ALERT, _("%s did not let you in."),
	    app_client(a, ticket));
}

static void
on_lost(struct app *a, const struct msg *m)
{
	int64_t ticket = msg_int(m, "ticket");
	struct visit *v = app_visit(a, ticket);
	bool ended = msg_word(m, "why") == LOST_ENDED;

	if (msg_bool(m, "back")) {
		stage_notice(
		    &a->stage, UI_BAR, _("%s is back."), app_client(a, ticket));
		if (v != NULL)
			visit_connect(v, desk_link_link(a->desk), false);
		return;
	}
	tty_bell();
	if (v != NULL && ended)
		visit_finish_as(v, BYE_ENDED);
	stage_notice(&a->stage, UI_BAR_ALERT,
	    ended ? _("%s ended the visit; the clock stands. End the ticket "
		      "with its outcome.")
		  : _("The link of %s is lost; the clock stands."),
	    app_client(a, ticket));
}

/* --- warnings --- */

static const char *const warnings[WARNS] = {
    [WARN_50MIN] = N_("50 minutes worked; beyond the first hour a quote is "
		      "needed ($)"),
    [WARN_58MIN] = N_("58 minutes worked; at 60:00 the clock stops without a "
		      "quote ($)"),
    [WARN_HOUR] = N_("the first hour is over and the clock stands: send a "
		     "quote ($) or end the ticket (X)"),
    [WARN_QUOTE_LATE] = N_("the quote was not answered in time"),
    [WARN_SILENT] = N_("the client's program does not answer the desk: the "
		       "visit is over"),
    [WARN_NOT_LET_IN] = N_("the client did not let you in in time: the visit "
			   "is over"),
    [WARN_NO_VISIT] = N_("it was claimed and you did not come in time: the "
			 "client is for others again"),
    [WARN_WRITING] = N_("being written: the database is locked by another "
			"program; what was done counts when it is said here"),
    [WARN_WRITTEN] = N_("it is written"),
    [WARN_IDLE] = N_("nothing happened for a while; still working?"),
    [WARN_IDLE_PAUSE] = N_("nothing was typed or printed for a long time: the "
			   "clock stands; any key lets it go on, a pause (p) "
			   "keeps it so"),
    [WARN_IDLE_END] = N_("nothing was typed or printed for very long: the "
			 "visit is over; end the ticket (X)"),
    [WARN_VISIT_END] = N_("the visit took as long as one may take: it is over; "
			  "pick the client again, or end the ticket (X)"),
};

/* Why the visit is over. */
static const char *const overs[WARNS] = {
    [WARN_SILENT] = N_("the client's program does not answer the desk, so "
		       "nothing would be billed; Enter asks the client again"),
    [WARN_NOT_LET_IN] = N_("the client did not let you in in time"),
    [WARN_NO_VISIT] = N_("you did not come in time: the client is for others"),
    [WARN_IDLE_END] = N_("nothing was typed or printed for very long"),
    [WARN_VISIT_END] = N_("it took as long as a visit may take"),
};

static void
on_warn(struct app *a, const struct msg *m)
{
	int64_t ticket = msg_int(m, "ticket");
	struct visit *v = app_visit(a, ticket);
	int code = msg_word(m, "code");

	if (code == WARN_WRITING || code == WARN_WRITTEN) {
		model_clock_hold(
		    &a->model, ticket, code == WARN_WRITING, clock_ms());
		if (v != NULL)
			visit_writing(v, code == WARN_WRITING);
	}
	tty_bell();
	if (overs[code] != NULL && v != NULL)
		visit_finish(v, _(overs[code]));
	stage_notice(&a->stage, UI_BAR_ALERT, "%s: %s", app_client(a, ticket),
	    _(warnings[code]));
}

static void
on_answered(struct app *a, const struct msg *m)
{
	const char *client = app_client(a, msg_int(m, "ticket"));

	tty_bell();
	if (msg_bool(m, "yes"))
		stage_notice(
		    &a->stage, UI_GOOD, _("%s accepted the quote."), client);
	else
		stage_notice(&a->stage, UI_BAR_ALERT,
		    _("%s declined the quote."), client);
}

/* How the question about another price ended. */
static void
on_rated(struct app *a, const struct msg *m)
{
	const char *client = app_client(a, msg_int(m, "ticket"));
	int why = msg_word(m, "why");

	tty_bell();
	if (msg_bool(m, "yes"))
		stage_notice(&a->stage, UI_GOOD,
		    _("%s agreed; the new price is in force."), client);
	else if (why == UNASKED_LATE)
		stage_notice(&a->stage, UI_BAR_ALERT,
		    _("%s did not answer in time; the price stays."), client);
	else if (why >= 0)
		stage_notice(&a->stage, UI_BAR,
		    _("The question was taken back; the price stays."));
	else
		stage_notice(&a->stage, UI_BAR_ALERT,
		    _("%s did not agree; the price stays."), client);
}

/* Who waited does not vanish without a word. */
static void
on_row_gone(struct app *a, const struct msg *m)
{
	const struct model_row *row = app_row(a, msg_int(m, "ticket"));

	if (row != NULL && model_is_waiting(row) && row->ticket != a->ended)
		stage_notice(&a->stage, UI_BAR, _("%s waits no more: %s."),
		    model_client(row),
		    words_text(&ticket_outcomes, msg_word(m, "why")));
}

static void
on_ended(struct app *a, const struct msg *m)
{
	int64_t ticket = msg_int(m, "ticket"), gross = msg_int(m, "gross_gr");
	struct visit *v = app_visit(a, ticket);
	const char *outcome = words_text(
	    &ticket_outcomes, msg_word(m, "outcome"));
	char text[256];

	a->ended = ticket;
	if (gross == 0)
		snprintf(text, sizeof(text),
		    _("ticket %lld: %s, nothing to pay"), (long long)ticket,
		    outcome);
	else
		snprintf(text, sizeof(text),
		    _("ticket %lld: %s, %s net, %s gross"), (long long)ticket,
		    outcome, MONEY_TEXT(msg_int(m, "net_gr")),
		    MONEY_TEXT(gross));
	stage_notice(&a->stage, UI_BAR, "%s", text);
	if (v != NULL) {
		visit_ended(v, text);
		app_close_visit(a, v);
	}
}

typedef void handler(struct app *a, const struct msg *m);

static handler *const handlers[MSG_KINDS] = {
    [MSG_CLAIMED] = on_claimed,
    [MSG_TAKEN] = on_taken,
    [MSG_REFUSED] = on_refused,
    [MSG_DONE] = on_done,
    [MSG_CONSENTED] = on_consented,
    [MSG_LOST] = on_lost,
    [MSG_WARN] = on_warn,
    [MSG_ANSWERED] = on_answered,
    [MSG_RATED] = on_rated,
    [MSG_ENDED] = on_ended,
    [MSG_GONE] = on_row_gone,
    [MSG_CONTRACTOR] = dlg_client_show,
};

static void
set_title(struct app *a)
{
	int waiting = model_waiting(&a->model);
	char title[32] = "pomoc";

	if (waiting > 0)
		snprintf(title, sizeof(title), "(%d) pomoc", waiting);
	tty_title(title);
}

void
run_desk_message(struct app *a, const struct msg *m)
{
	unsigned changed;

	/* what a row was called is wanted below, also when it goes */
	if (handlers[msg_kind(m)] != NULL)
		handlers[msg_kind(m)](a, m);
	changed = model_apply(&a->model, m, clock_ms());
	stage_boxes_news(&a->stage);
	if (changed & MODEL_CALLER)
		tty_bell();
	if (changed & MODEL_ROWS) {
		set_title(a);
		run_visits_rows(a);
	}
	stage_views_news(&a->stage, &(struct model_news){m, changed});
	if (changed != 0)
		stage_redraw(&a->stage);
}
