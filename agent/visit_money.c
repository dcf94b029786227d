/* What costs money: quotes, another price from now on, and the clock. What will
 * be signed is what is shown: the hash is made here, from the figures on the
 * screen, and must be the desk's. */

#include "agent/signed.h"
#include "agent/visit_impl.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/log.h"
#include "shared/base/util.h"
#include "shared/core/money.h"
#include "shared/wire/parts.h"

/* A question has come, and all stands still. */
static void
came(struct visit *v, enum visit_question q)
{
	visit_settle(v);
	if (v->gone_said) /* of the last one, not of this */
		visit_notice(v, "");
	v->events->asked(q, v->ctx);
}

/* The question is gone by itself, whatever the user was about to press. */
static void
question_gone(struct visit *v, enum visit_question q, const char *words)
{
	visit_settle(v);
	v->events->closed(q, true, v->ctx);
	visit_notice(v, words);
	v->gone_said = true;
}

/* Of another price at least its first unit is due, beside what was. */
static void
note_yes(struct visit *v, enum visit_question what)
{
	const struct quote *q = &v->seen.quote;
	const struct rate *r = &v->seen.rate;
	int64_t unit_gr = money_for_time(
	    r->net_gr, MAX_OF(r->minimum_s, r->quantum_s));
	struct visit_yes *yes = &v->seen.yes;
	struct bill_now now;

	billclock_now(&v->seen.clock, clock_ms(), &now);
	if (what == VISIT_RATE) {
		yes->net_gr = now.net_gr + unit_gr;
		yes->gross_gr = now.gross_gr + unit_gr +
		    money_vat(unit_gr, r->vat_bp);
	} else if (q->form == QUOTE_OLD) {
		yes->net_gr = q->net_gr;
		yes->gross_gr = q->net_gr + q->vat_gr;
	} else {
		yes->net_gr = q->total_gr;
		yes->gross_gr = q->total_gr + q->total_vat_gr;
	}
}

/* An answer is given when the desk can hear it: then the question is no longer
 * open. */
static void
give_answer(struct visit *v, enum visit_question q, struct msg *m,
    const char *hash, bool yes, signed_text_fn *text)
{
	msg_put_bool(m, "yes", yes);
	msg_put_str(m, "hash", hash);
	signed_answer(v->at.home->key, m, text);
	if (desk_link_link(v->at.desk) != NULL &&
	    desk_link_send(v->at.desk, m)) {
		if (yes)
			note_yes(v, q);
		*(q == VISIT_QUOTE ? &v->seen.quote.number
				   : &v->seen.rate.number) = 0;
		v->seen.unsaid = q;
	} else {
		visit_notice(v,
		    _("The service point cannot be reached: nothing was "
		      "answered, the question stays."));
	}
	visit_settle(v);
	v->events->closed(q, false, v->ctx);
}

/* --- quotes --- */

void
visit_on_quote(struct visit *v, const struct msg *m)
{
	struct err err = {0};
	struct quote q;

	if (!parts_take_quote(m, &q, &err)) {
		log_error("a quote that cannot be shown: %s", err.text);
		visit_notice(v,
		    _("A quote came that contradicts itself: it was not "
		      "shown."));
		return;
	}
	v->seen.quote = q;
	came(v, VISIT_QUOTE);
}

void
visit_quote_gone(struct visit *v, const char *words)
{
	if (v->seen.quote.number == 0)
		return;
	v->seen.quote.number = 0;
	question_gone(v, VISIT_QUOTE, words);
}

static void
taken_back(struct visit *v)
{
	visit_quote_gone(v, _("The quote was taken back: nothing to answer."));
}

void
visit_on_withdrawn(struct visit *v, const struct msg *m)
{
	if (v->seen.quote.number == msg_int(m, "quote"))
		taken_back(v);
}

void
visit_answer_quote(struct visit *v, bool yes)
{
	struct msg *m = msg_put_int(
	    msg_new(MSG_ANSWER), "quote", v->seen.quote.number);
	char hash[QUOTE_HASH_SIZE];

	quote_hash(&v->seen.quote, hash);
	give_answer(v, VISIT_QUOTE, m, hash, yes, quote_answer_text);
}

/* --- another price from now on --- */

void
visit_on_rate(struct visit *v, const struct msg *m)
{
	struct err err = {0};
	struct rate r;

	if (!parts_take_rate(m, &r, &err)) {
		log_error("a price that cannot be shown: %s", err.text);
		return;
	}
	billclock_tell_rate(&v->seen.clock, &r);
	v->seen.rate = r;
	came(v, VISIT_RATE);
}

void
visit_on_rated(struct visit *v, const struct msg *m)
{
	bool late = msg_word(m, "why") == UNASKED_LATE;

	if (v->seen.unsaid == VISIT_RATE)
		v->seen.unsaid = VISIT_NO_QUESTION;
	if (!msg_bool(m, "yes"))
		v->seen.yes = (struct visit_yes){0};
	if (v->seen.rate.number == 0 ||
	    v->seen.rate.number != msg_int(m, "question"))
		return; /* answered here */
	v->seen.rate.number = 0;
	question_gone(v, VISIT_RATE,
	    late ? _("No answer in time: the price stays as it was.")
		 : _("The other price was taken back: nothing to answer."));
}

/* The desk takes it back by itself. */
void
visit_rate_lost(struct visit *v)
{
	if (v->seen.rate.number == 0)
		return;
	v->seen.rate.number = 0;
	question_gone(v, VISIT_RATE,
	    _("The link is lost: nothing to answer, the price stays as it "
	      "was."));
}

void
visit_answer_rate(struct visit *v, bool yes)
{
	struct msg *m = msg_put_int(
	    msg_new(MSG_AGREE), "question", v->seen.rate.number);
	char hash[QUOTE_HASH_SIZE];

	rate_hash(&v->seen.rate, hash);
	give_answer(v, VISIT_RATE, m, hash, yes, rate_answer_text);
}

/* --- the clock --- */

/* Another price from now on is seen and heard. */
/* We are awake anyway: what would wake us for itself is done now. The guest
 * hears that we live, and needs not ask. */
static void
seize_the_moment(struct visit *v)
{
	visit_bars_due(v);
	if (v->inner != NULL)
		talk_say(inner_talk(v->inner),
		    msg_put_int(msg_new(MSG_PONG), "n", 0));
}

void
visit_on_clock(struct visit *v, const struct msg *m)
{
	char text[VISIT_TEXT];

	if (billclock_take(&v->seen.clock, m, clock_ms())) {
		billclock_line_text(&v->seen.clock, text, sizeof(text));
		visit_notice(v, text);
		visit_alert(v);
	}
	if (v->seen.clock.quote != STANDS_PENDING) {
		taken_back(v);
		if (v->seen.unsaid == VISIT_QUOTE)
			v->seen.unsaid = VISIT_NO_QUESTION;
	}
	/* what it has written is in its figures from now on */
	if (v->seen.unsaid == VISIT_NO_QUESTION)
		v->seen.yes = (struct visit_yes){0};
	paint_redraw(v->at.paint);
	seize_the_moment(v);
}
