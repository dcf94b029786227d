/* Quotes: how one is made of a ticket as it is, and what becomes of it. */
#include <string.h>

#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/core/ticket_apply.h"

/* --- making --- */

static bool
fill(const struct ticket *t, const struct ticket_offer *o, int64_t beat_ms,
    struct quote *q, struct err *err)
{
	const struct price *own = &t->line[o->kind];
	int64_t worked_s[PRICE_KINDS];

	memset(q, 0, sizeof(*q));
	q->ticket = t->number;
	q->number = t->quotes + 1;
	q->form = !t->has_accepted ? QUOTE_FIRST
	    : o->replaces	   ? QUOTE_REPLACEMENT
				   : QUOTE_ADDITIONAL;
	q->hours = o->hours;
	q->net_gr = o->net_gr;
	str_copy(q->line, sizeof(q->line), own->name);
	if (!quote_set_text(q, o->text, err))
		return false;
	ticket_worked_s(t, beat_ms, worked_s);
	return deal_quote(&t->deal, q, own, t->line, worked_s, err) &&
	    quote_check(q, err);
}

bool
ticket_quote(const struct ticket *t, const struct ticket_offer *o,
    int64_t beat_ms, struct quote *q, struct err *err)
{
	if (o->kind >= PRICE_KINDS || t->line[o->kind].name[0] == '\0')
		return err_set(
		    err, _("there is no price for this kind of work"));
	if (o->hours < 0 || o->hours > QUOTE_HOURS_MAX)
		return err_set(
		    err, _("an estimate is 1 to %d hours"), QUOTE_HOURS_MAX);
	if (o->replaces && !t->has_accepted)
		return err_set(err, _("there is nothing to replace yet"));
	return fill(t, o, beat_ms, q, err);
}

void
ticket_quote_event(
    struct ticket_event *ev, const struct quote *q, char hash[QUOTE_HASH_SIZE])
{
	quote_hash(q, hash);
	ev->yes = q->form == QUOTE_REPLACEMENT;
	ev->seconds = q->hours * INT64_C(3600);
	ev->net_gr = q->net_gr;
	ev->text = q->text;
	ev->text2 = hash;
}

/* --- the events --- */

static bool
fits(const struct quote *q, const struct ticket_event *ev)
{
	char hash[QUOTE_HASH_SIZE];

	quote_hash(q, hash);
	return q->net_gr == ev->net_gr && str_eq(hash, ev->text2);
}

/* Journals of before: VAT was that of one rate, whatever was worked on. */
static bool
fits_one_rate(
    const struct ticket *t, const struct ticket_event *ev, struct quote *q)
{
	int64_t worked_s[PRICE_KINDS];

	ticket_worked_s(t, ev->beat_ms, worked_s);
	q->total_vat_gr = deal_total_vat_gr(
	    &t->deal, q, t->line, worked_s, true);
	return fits(q, ev);
}

/* Journals of before hold them; what they said then holds. */
static bool
is_old(const struct ticket *t, const struct ticket_event *ev, struct quote *q)
{
	const struct price *line = &t->line[ev->line];
	int hours = (int)(ev->seconds / 3600), number = t->quotes + 1;

	if (hours > 0 ? !quote_hourly(
			    q, t->number, number, line, hours, ev->text, NULL)
		      : !quote_fixed(q, t->number, number, line, ev->net_gr,
			    ev->text, NULL))
		return false;
	return !ev->yes && fits(q, ev);
}

/* The quote that the event describes, computed anew and compared. */
static bool
quote_of(const struct ticket *t, const struct ticket_event *ev, struct quote *q,
    struct err *err)
{
	struct ticket_offer o = {.kind = (enum price_kind)ev->line,
	    .hours = (int)(ev->seconds / 3600),
	    .net_gr = ev->net_gr,
	    .replaces = ev->yes,
	    .text = ev->text};

	if (!ticket_need_line(t, ev, err))
		return false;
	if (ev->seconds < 0 || ev->seconds % 3600 != 0 ||
	    ev->seconds > QUOTE_HOURS_MAX * INT64_C(3600))
		return err_set(
		    err, _("an estimate is 1 to %d hours"), QUOTE_HOURS_MAX);
	if (is_old(t, ev, q))
		return true;
	if (!ticket_quote(t, &o, ev->beat_ms, q, err))
		return false;
	return fits(q, ev) || fits_one_rate(t, ev, q) ||
	    err_set(err, _("the quote does not match its hash"));
}

bool
ticket_on_quoted(struct ticket *t, const struct ticket_event *ev,
    struct ticket_effects *out, struct err *err)
{
	if (!ticket_need_consent(t, err))
		return false;
	if (t->rate.number != 0)
		return err_set(err,
		    _("the client is asked about the kind of work: wait for "
		      "the answer, or take the question back"));
	if (!quote_of(t, ev, &t->pending, err))
		return false;
	str_copy(t->pending_hash, sizeof(t->pending_hash), ev->text2);
	t->pending_kind = (enum price_kind)ev->line;
	ticket_stop(t, ev);
	if (t->state != TICKET_QUOTED)
		t->quoted_from = t->state;
	t->state = TICKET_QUOTED;
	t->quotes++;
	t->has_pending = true;
	t->may_undo = false; /* the work so far is in its words */
	t->quote_ms = ev->at_ms;
	ticket_add_effect(out, TICKET_DO_QUOTE);
	return ticket_told(out);
}

/* The state before the quote; what only a quote could lift is lifted. */
static void
unquote(
    struct ticket *t, const struct ticket_event *ev, struct ticket_effects *out)
{
	t->has_pending = false;
	t->state = TICKET_PAUSED;
	if (t->quoted_from == TICKET_WORKING || t->pause == TICKET_PAUSE_HOUR ||
	    t->pause == TICKET_PAUSE_QUOTE || t->pause == TICKET_PAUSE_LINK)
		ticket_run(t, ev, out);
}

bool
ticket_on_withdrawn(struct ticket *t, const struct ticket_event *ev,
    struct ticket_effects *out, struct err *err)
{
	unquote(t, ev, out);
	ticket_told(out);
	ticket_add_effect(out, TICKET_DO_WITHDRAWN);
	return true;
}

/* What was accepted before is never lost by a no. */
static bool
closes(const struct ticket *t)
{
	return !t->has_accepted || t->pending.form == QUOTE_OLD;
}

static void
accept(struct ticket *t, bool gross)
{
	int64_t worked_s[PRICE_KINDS];

	ticket_worked_s(t, t->meter.from_ms, worked_s);
	deal_accept(&t->deal, &t->pending, t->line, worked_s, gross);
	t->accepted = t->pending;
	memcpy(t->answer_hash, t->pending_hash, sizeof(t->answer_hash));
	t->has_accepted = true;
	/* an old one was for the work of that moment */
	t->agreed |= 1u << (t->pending.form == QUOTE_OLD ? t->kind
							 : t->pending_kind);
}

bool
ticket_on_answered(struct ticket *t, const struct ticket_event *ev,
    struct ticket_effects *out, struct err *err)
{
	if (!str_eq(ev->text, t->pending_hash))
		return err_set(err, _("that quote was withdrawn or replaced"));
	if (ev->net_gr != (ev->yes ? t->pending.total_gr : 0) &&
	    ev->net_gr != 0)
		return err_set(err, _("the answer does not match the quote"));
	ticket_add_effect(out, TICKET_DO_ANSWERED);
	if (!ev->yes && closes(t))
		return ticket_finish(t, ev, TICKET_DECLINED, out);
	if (ev->yes && ev->text2[0] == '\0')
		return err_set(err, _("the answer is not signed"));
	if (ev->yes)
		accept(t, ev->net_gr != 0);
	unquote(t, ev, out);
	return ticket_told(out);
}
