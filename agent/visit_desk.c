/* What the desk says about the ticket and the visit. */
#include <string.h>

#include "agent/app.h"
#include "agent/signed.h"
#include "agent/visit.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/log.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/core/quote.h"
#include "shared/wire/msg_quote.h"
#include "shared/wire/msg_rate.h"

void
visit_say_leave(struct app *a, const char *why)
{
	if (a->visit.visit != 0)
		link_desk_send(
		    a->desk, msg_put_str(msg_new(MSG_LEAVE), "why", why));
	else if (a->visit.ticket != 0)
		link_desk_send(a->desk, msg_new(MSG_CANCEL));
}

static void
on_picked(struct app *a, const struct msg *m)
{
	struct app_visit *v = &a->visit;
	char name[sizeof(v->technician)];

	if (a->over) {
		visit_say_leave(a, "client ended");
		return;
	}
	/* what was compared and asked was about this name, too */
	utf8_clean(name, sizeof(name), msg_str(m, "technician"), 64);
	if (v->visit != msg_int(m, "visit") ||
	    strcmp(v->key, msg_str(m, "key")) != 0 ||
	    strcmp(v->technician, name) != 0)
		visit_replace_guest(a);
	if (a->view != &view_alarm)
		v->after[0] = '\0';
	v->ticket = msg_int(m, "ticket");
	v->visit = msg_int(m, "visit");
	str_copy(v->technician, sizeof(v->technician), name);
	str_copy(v->key, sizeof(v->key), msg_str(m, "key"));
	/* a list that cannot be read makes everybody doubtful */
	v->known = a->home.technicians != NULL ? KNOWN_NEW : KNOWN_CHANGED;
	v->known_s = 0;
	if (a->home.technicians != NULL)
		v->known = known_check(
		    a->home.technicians, v->technician, v->key, &v->known_s);
	log_info("picked by %s, key %s", v->technician, v->key);
	if (a->view == &view_queue)
		paint_bell(&a->paint);
	app_redraw(a);
}

static void
on_released(struct app *a)
{
	a->visit.visit = 0;
	a->visit.key[0] = '\0';
	a->visit.trusted_rights = 0;
	loop_timer_stop(a->grace_timer);
	visit_drop_guest(a, "released");
	grants_clear(&a->grants);
	app_notice(a, _("You are back in the queue, at the same place."));
	visit_show_alone(a);
}

/* --- quotes --- */

/* What will be signed is what is shown: the hash is made here, from the figures
 * on the screen, and must be the desk's. */
static void
on_quote(struct app *a, const struct msg *m)
{
	struct err err = {0};
	struct quote q;

	if (!msg_quote_read(m, &q, &err)) {
		log_error("a quote that cannot be shown: %s", err.text);
		app_notice(a,
		    _("A quote came that contradicts itself: it was not "
		      "shown."));
		return;
	}
	a->quote = q;
	app_ask(a, &panel_quote);
}

/* The question is gone by itself, whatever the user was about to press. */
static void
question_gone(struct app *a, const struct panel *panel, const char *words)
{
	visit_settle(a);
	if (a->panel == panel) {
		if (a->focus)
			app_deaf(a);
		app_panel_next(a);
	}
	app_notice(a, words);
}

void
visit_quote_gone(struct app *a)
{
	if (a->quote.number == 0)
		return;
	a->quote.number = 0;
	question_gone(
	    a, &panel_quote, _("The quote was taken back: nothing to answer."));
}

static void
on_withdrawn(struct app *a, const struct msg *m)
{
	if (a->quote.number == msg_int(m, "quote"))
		visit_quote_gone(a);
}

/* An answer is given when the desk can hear it: then the question is no longer
 * open. */
static void
give_answer(struct app *a, struct msg *m, const char *hash, bool yes,
    void (*sign)(const struct key *key, struct msg *m), int *open)
{
	msg_put_bool(m, "yes", yes);
	msg_put_str(m, "hash", hash);
	sign(a->home.key, m);
	if (a->desk_state == LINK_DESK_UP && link_desk_send(a->desk, m))
		*open = 0;
	else
		app_notice(a,
		    _("The service point cannot be reached: nothing was "
		      "answered, the question stays."));
	app_panel_next(a);
}

void
visit_answer_quote(struct app *a, bool yes)
{
	struct msg *m = msg_put_int(
	    msg_new(MSG_ANSWER), "quote", a->quote.number);
	char hash[QUOTE_HASH_SIZE];

	quote_hash(&a->quote, hash);
	give_answer(a, m, hash, yes, signed_quote, &a->quote.number);
}

/* --- another price from now on --- */

/* As with a quote: the hash is made here, from what is shown. */
static void
on_rate(struct app *a, const struct msg *m)
{
	struct err err = {0};
	struct rate r;

	if (!msg_rate_read(m, &r, &err)) {
		log_error("a price that cannot be shown: %s", err.text);
		return;
	}
	a->rate = r;
	app_ask(a, &panel_rate);
}

static void
on_rated(struct app *a, const struct msg *m)
{
	bool late = strcmp(msg_str(m, "why"), "late") == 0;

	if (a->rate.number == 0 || a->rate.number != msg_int(m, "question"))
		return; /* answered here */
	a->rate.number = 0;
	question_gone(a, &panel_rate,
	    late ? _("No answer in time: the price stays as it was.")
		 : _("The other price was taken back: nothing to answer."));
}

void
visit_answer_rate(struct app *a, bool yes)
{
	struct msg *m = msg_put_int(
	    msg_new(MSG_AGREE), "question", a->rate.number);
	char hash[QUOTE_HASH_SIZE];

	rate_hash(&a->rate, hash);
	give_answer(a, m, hash, yes, signed_rate, &a->rate.number);
}

static void
on_ended(struct app *a, const struct msg *m)
{
	struct app_end *e = &a->end;

	if (a->visit.ticket != 0 && msg_int(m, "ticket") != a->visit.ticket)
		return; /* of another one from this machine */
	e->closed = true;
	str_copy(e->outcome, sizeof(e->outcome), msg_str(m, "outcome"));
	e->net_gr = msg_int(m, "net_gr");
	e->vat_gr = msg_int(m, "vat_gr");
	e->gross_gr = msg_int(m, "gross_gr");
	e->worked_s = msg_int(m, "worked_s");
	utf8_clean(e->note, sizeof(e->note), msg_str(m, "note"), 0);
	log_info("ticket closed: %s", e->outcome);
	visit_close(a, "ended");
	link_desk_resume(a->desk, "");
	link_desk_stage(a->desk, MSG_OVER);
	app_show(a, &view_end);
}

static void
on_receipt(struct app *a, const struct msg *m)
{
	struct slip seen = {.ticket = a->visit.ticket,
	    .net_gr = a->end.net_gr,
	    .vat_gr = a->end.vat_gr,
	    .gross_gr = a->end.gross_gr};

	if (a->receipt.path != NULL)
		return; /* there is one receipt, and it is on the disk */
	receipt_line(&a->receipt, msg_str(m, "text"), msg_bool(m, "more"));
	if (!msg_bool(m, "last"))
		return;
	str_copy(seen.outcome, sizeof(seen.outcome), a->end.outcome);
	receipt_judge(&a->receipt, &seen, a->firm.receipts);
	if (a->receipt.verdict != RECEIPT_GOOD)
		log_warn("%s", receipt_verdict_text(a->receipt.verdict));
	if (!receipt_save(
		&a->receipt, a->home.dir, a->visit.ticket, clock_utc_s()))
		log_error("receipt not saved: %s", a->receipt.why.text);
	app_redraw(a);
}

static const struct warning {
	const char *code;
	const char *text;
	const char *over; /* the visit is: the word of its end; or NULL */
} warnings[] = {
    {"50min", N_("50 minutes: in 10 minutes the clock stops for a quote."),
	NULL},
    {"58min", N_("58 minutes: in 2 minutes the clock stops for a quote."),
	NULL},
    {"hour",
	N_("One hour is full: the clock stands until you have accepted a "
	   "quote."),
	NULL},
    {"quote-late",
	N_("The quote was not answered in time: it counts as declined."), NULL},
    {"idle", N_("Nothing has happened for a while: is anybody there?"), NULL},
    {"idle-pause",
	N_("Nothing was typed or printed for a long time: the clock stands. "
	   "Any key lets it go on."),
	NULL},
    {"not-let-in",
	N_("The technician was not let in in time: the visit is over."),
	"late"},
    {"no-visit",
	N_("The technician did not come in time: you are in the queue again."),
	NULL},
    {"idle-end",
	N_("Nothing was typed or printed for very long: the visit is over."),
	"over"},
    {"visit-end", N_("The visit took as long as one may take: it is over."),
	"over"},
    {"writing",
	N_("Being written: the service point's disk is busy. What was done "
	   "counts when it is said here."),
	NULL},
    {"written", N_("It is written."), NULL},
};

static void
on_warn(struct app *a, const char *code)
{
	const struct warning *w = NULL;

	for (size_t i = 0; i < ARRAY_LEN(warnings); i++)
		if (strcmp(warnings[i].code, code) == 0)
			w = &warnings[i];
	/* the next key is news, and so is the next output */
	a->visit.active_ms = a->visit.output_ms = 0;
	if (w != NULL && w->over != NULL)
		visit_over(a, w->over);
	if (strcmp(code, "writing") == 0 || strcmp(code, "written") == 0) {
		a->visit.unwritten = strcmp(code, "writing") == 0;
		bill_clock_hold(&a->clock.tick, a->visit.unwritten, clock_ms());
		app_arm_clock(a);
		app_redraw(a);
	}
	app_notice(a, w != NULL ? _(w->text) : code);
	visit_alert(a);
}

/* Another price from now on is seen and heard. */
static void
on_clock(struct app *a, const struct msg *m)
{
	bool other = billclock_differs(&a->clock, m);
	char text[APP_TEXT];

	billclock_take(&a->clock, m, clock_ms());
	if (other) {
		billclock_line_text(&a->clock, text, sizeof(text));
		app_notice(a, text);
		visit_alert(a);
	}
	if (!str_eq(a->clock.quote, "pending"))
		visit_quote_gone(a);
	app_arm_clock(a);
	app_redraw(a);
}

void
visit_desk_message(struct app *a, const struct msg *m)
{
	switch (msg_kind(m)) {
	case MSG_PICKED:
		on_picked(a, m);
		break;
	case MSG_RELEASED:
		on_released(a);
		break;
	case MSG_CLOCK:
		on_clock(a, m);
		break;
	case MSG_WARN:
		on_warn(a, msg_str(m, "code"));
		break;
	case MSG_QUOTE:
		on_quote(a, m);
		break;
	case MSG_WITHDRAWN:
		on_withdrawn(a, m);
		break;
	case MSG_RATE:
		on_rate(a, m);
		break;
	case MSG_RATED:
		on_rated(a, m);
		break;
	case MSG_LEFT:
		if (a->inner != NULL && msg_int(m, "visit") == a->visit.visit)
			visit_guest_lost(a, msg_str(m, "why"));
		break;
	case MSG_ENDED:
		on_ended(a, m);
		break;
	case MSG_RECEIPT:
		on_receipt(a, m);
		break;
	default:
		break;
	}
}

void
visit_desk_lost(struct app *a)
{
	billclock_stop(&a->clock, "link", clock_ms());
	app_arm_clock(a);
	if (a->visit.unwritten) { /* nobody will say that it is written */
		a->visit.unwritten = false;
		app_notice(a,
		    _("The link was lost before it was said to be written: "
		      "what stands here now is what counts."));
	}
	if (a->rate.number != 0) { /* the desk takes it back by itself */
		a->rate.number = 0;
		question_gone(a, &panel_rate,
		    _("The link is lost: nothing to answer, the price stays "
		      "as it was."));
	}
	if (a->inner != NULL)
		visit_guest_lost(a, "link");
}
