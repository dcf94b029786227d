/* What the desk says about the ticket and the visit. */
#include "agent/visit_impl.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/log.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/wire/parts.h"

/* A list that cannot be read makes everybody doubtful. */
static void
look_up_key(struct visit *v)
{
	struct known *list = v->at.home->technicians;
	struct visit_seen *s = &v->seen;

	s->known_s = 0;
	s->known = list == NULL
	    ? KNOWN_CHANGED
	    : known_check(list, s->technician, s->key, &s->known_s);
}

static void
on_picked(struct visit *v, const struct msg *m)
{
	struct visit_seen *s = &v->seen;
	char name[sizeof(s->technician)];

	if (v->over) {
		visit_say_leave(v, BYE_CLIENT_ENDED);
		return;
	}
	/* what was compared and asked was about this name, too */
	utf8_clean(name, sizeof(name), msg_str(m, "technician"), 64);
	if (s->visit != msg_int(m, "visit") ||
	    !str_eq(s->key, msg_str(m, "key")) || !str_eq(s->technician, name))
		visit_replace_guest(v);
	if (!s->warned)
		s->after[0] = '\0';
	if (s->visit != msg_int(m, "visit"))
		visit_notice(v, ""); /* that of before */
	s->visit = msg_int(m, "visit");
	str_copy(s->technician, sizeof(s->technician), name);
	str_copy(s->key, sizeof(s->key), msg_str(m, "key"));
	look_up_key(v);
	log_info("picked by %s, key %s", s->technician, s->key);
	if (visit_is_at(v, VISIT_ALONE))
		paint_bell(v->at.paint);
	paint_redraw(v->at.paint);
}

static void
on_released(struct visit *v, const struct msg *m)
{
	v->seen.visit = 0;
	v->seen.key[0] = '\0';
	visit_distrust(v);
	visit_drop_guest(v, BYE_RELEASED);
	grants_clear(&v->seen.grants);
	visit_notice(v, _("You are back in the queue, at the same place."));
	visit_show_alone(v);
}

static void
on_ended(struct visit *v, const struct msg *m)
{
	struct visit_end *e = &v->seen.end;
	struct parts_ended p;

	parts_take_ended(m, &p);
	if (v->at.request->ticket != 0 && p.ticket != v->at.request->ticket)
		return; /* of another one from this machine */
	e->closed = true;
	e->outcome = TICKET_SOLVED + p.outcome;
	e->net_gr = p.net_gr;
	e->vat_gr = p.vat_gr;
	e->gross_gr = p.gross_gr;
	e->worked_s = p.worked_s;
	utf8_clean(e->note, sizeof(e->note), p.note, 0);
	log_info("ticket closed: %s", ticket_state_name(e->outcome));
	visit_close(v, BYE_ENDED);
	desk_link_resume(v->at.desk, "");
	desk_link_set_stage(v->at.desk, MSG_OVER);
	visit_go(v, VISIT_END);
}

static void
on_receipt(struct visit *v, const struct msg *m)
{
	const struct visit_end *e = &v->seen.end;
	const struct request *q = v->at.request;
	struct receipt *r = &v->seen.receipt;
	struct slip seen = {.ticket = q->ticket,
	    .net_gr = e->net_gr,
	    .vat_gr = e->vat_gr,
	    .gross_gr = e->gross_gr};

	if (r->path != NULL)
		return; /* there is one receipt, and it is on the disk */
	receipt_line(r, msg_str(m, "text"), msg_bool(m, "more"));
	if (!msg_bool(m, "last"))
		return;
	str_copy(
	    seen.outcome, sizeof(seen.outcome), ticket_state_name(e->outcome));
	receipt_judge(r, &seen, q->firm.receipts);
	if (r->verdict != RECEIPT_GOOD)
		log_warn("%s", receipt_verdict_text(r->verdict));
	if (!receipt_save(r, v->at.home->dir, q->ticket, request_now_s(q)))
		log_error("receipt not saved: %s", r->why.text);
	paint_redraw(v->at.paint);
}

static const char *const warnings[WARNS] = {
    [WARN_50MIN] = N_("50 minutes: in 10 minutes the clock stops for a quote."),
    [WARN_58MIN] = N_("58 minutes: in 2 minutes the clock stops for a quote."),
    [WARN_HOUR] = N_("One hour is full: the clock stands until you have "
		     "accepted a quote."),
    [WARN_QUOTE_LATE] = N_("The quote was not answered in time: it counts as "
			   "declined."),
    [WARN_IDLE] = N_("Nothing has happened for a while: is anybody there?"),
    [WARN_IDLE_PAUSE] = N_("Nothing was typed or printed for a long time: the "
			   "clock stands. Any key lets it go on."),
    [WARN_NOT_LET_IN] = N_("The technician was not let in in time: the visit "
			   "is over."),
    [WARN_NO_VISIT] = N_("The technician did not come in time: you are in the "
			 "queue again."),
    [WARN_IDLE_END] = N_("Nothing was typed or printed for very long: the "
			 "visit is over."),
    [WARN_VISIT_END] = N_(
	"The visit took as long as one may take: it is over."),
    [WARN_WRITING] = N_("Being written: the service point's disk is busy. What "
			"was done counts when it is said here."),
    [WARN_WRITTEN] = N_("It is written."),
};

static void
on_warn(struct visit *v, const struct msg *m)
{
	int code = msg_word(m, "code");
	const char *text = warnings[code];

	/* the next key is news, and so is the next output */
	v->active_ms = v->output_ms = 0;
	if (code == WARN_NOT_LET_IN)
		visit_over(v, BYE_LATE);
	if (code == WARN_IDLE_END || code == WARN_VISIT_END)
		visit_over(v, BYE_OVER);
	if (code == WARN_QUOTE_LATE) /* before the clock takes it back */
		visit_quote_gone(v, _(text));
	if (code == WARN_WRITING || code == WARN_WRITTEN) {
		v->seen.unwritten = code == WARN_WRITING;
		bill_clock_hold(
		    &v->seen.clock.tick, v->seen.unwritten, clock_ms());
		paint_redraw(v->at.paint);
	}
	visit_notice(v, text != NULL ? _(text) : msg_str(m, "code"));
	visit_alert(v);
}

static void
on_left(struct visit *v, const struct msg *m)
{
	int why = words_find(&word_bye, msg_str(m, "why"));

	/* what broke is told to nobody in the desk's words */
	if (v->inner != NULL && msg_int(m, "visit") == v->seen.visit)
		visit_guest_lost(v, why >= 0 ? (enum bye)why : BYE_BROKEN);
}

typedef void handler(struct visit *v, const struct msg *m);

static handler *const handlers[MSG_KINDS] = {
    [MSG_PICKED] = on_picked,
    [MSG_RELEASED] = on_released,
    [MSG_CLOCK] = visit_on_clock,
    [MSG_WARN] = on_warn,
    [MSG_QUOTE] = visit_on_quote,
    [MSG_WITHDRAWN] = visit_on_withdrawn,
    [MSG_RATE] = visit_on_rate,
    [MSG_RATED] = visit_on_rated,
    [MSG_LEFT] = on_left,
    [MSG_ENDED] = on_ended,
    [MSG_RECEIPT] = on_receipt,
};

void
visit_message(struct visit *v, const struct msg *m)
{
	if (handlers[msg_kind(m)] != NULL)
		handlers[msg_kind(m)](v, m);
}

void
visit_desk_lost(struct visit *v)
{
	billclock_stop(&v->seen.clock, TICKET_PAUSE_LINK, clock_ms());
	if (v->seen.unwritten || v->seen.unsaid != VISIT_NO_QUESTION) {
		/* nobody will say that it is written */
		v->seen.unwritten = false;
		v->seen.unsaid = VISIT_NO_QUESTION;
		visit_notice(v,
		    _("The link was lost before it was said to be written: "
		      "what stands here now is what counts."));
	}
	visit_rate_lost(v);
	if (v->inner != NULL)
		visit_guest_lost(v, BYE_LINK);
}
