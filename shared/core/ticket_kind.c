/* The kind of work: which change of it needs the client's yes, and how he is
 * asked for it. */
#include <string.h>

#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/core/ticket_apply.h"

static bool
is_no_dearer(const struct price *p, const struct price *than)
{
	return p->net_gr <= than->net_gr && p->minimum_s <= than->minimum_s &&
	    p->quantum_s <= than->quantum_s;
}

bool
ticket_kind_asks(const struct ticket *t, enum price_kind kind)
{
	bool fixed = t->has_accepted && !t->deal.timed;
	const struct price *p;

	if ((unsigned)kind >= PRICE_KINDS)
		return false;
	p = &t->line[kind];
	if (!t->asks || p->name[0] == '\0' || fixed || t->agreed == 0 ||
	    (t->agreed & 1u << kind) != 0)
		return false;
	if (price_needs_quote(p) && !t->has_accepted)
		return false;
	for (int k = 0; k < PRICE_KINDS; k++)
		if ((t->agreed & 1u << k) != 0 && is_no_dearer(p, &t->line[k]))
			return false;
	return true;
}

void
ticket_rate(const struct ticket *t, enum price_kind kind,
    const char *technician, struct rate *out)
{
	const struct price *p = &t->line[kind], *now = ticket_price(t);

	memset(out, 0, sizeof(*out));
	out->ticket = t->number;
	out->number = t->rates + 1;
	out->net_gr = p->net_gr;
	out->minimum_s = p->minimum_s;
	out->quantum_s = p->quantum_s;
	out->vat_bp = p->vat_bp;
	out->now_net_gr = now->net_gr;
	out->now_vat_bp = now->vat_bp;
	out->cap_gr = t->has_accepted ? deal_most_gr(&t->deal) : 0;
	str_copy(out->technician, sizeof(out->technician), technician);
	str_copy(out->line, sizeof(out->line), p->name);
	str_copy(out->now_line, sizeof(out->now_line), now->name);
}

void
ticket_rate_event(
    struct ticket_event *ev, const struct rate *r, char hash[QUOTE_HASH_SIZE])
{
	rate_hash(r, hash);
	ev->actor = r->technician;
	ev->net_gr = r->net_gr;
	ev->text = r->line;
	ev->text2 = hash;
}

static void
go_on(struct ticket *t, const struct ticket_event *ev, enum price_kind kind,
    struct ticket_effects *out)
{
	bool waits = t->state == TICKET_PAUSED &&
	    t->pause == TICKET_PAUSE_QUOTE;

	t->kind = kind;
	if (t->state == TICKET_WORKING || waits)
		ticket_run(t, ev, out);
}

static void
set_kind(struct ticket *t, const struct ticket_event *ev, enum price_kind kind,
    struct ticket_effects *out)
{
	ticket_stop(t, ev);
	if (kind != t->kind) {
		t->may_undo = true;
		t->undo_kind = t->kind;
		t->undo_ms = ev->at_ms;
		t->undo_worked_ms = t->meter.worked_ms[kind];
	}
	go_on(t, ev, kind, out);
}

/* While he is asked to let somebody in, the price that he reads must stand. */
static bool
is_being_told(const struct ticket *t)
{
	return t->asks && t->state == TICKET_CLAIMED && t->attached;
}

static bool
stands(const struct ticket *t, struct err *err)
{
	return !is_being_told(t) ||
	    err_set(err,
		_("the client is being asked to let you in at the price "
		  "as it is: change it after that"));
}

bool
ticket_on_kind(struct ticket *t, const struct ticket_event *ev,
    struct ticket_effects *out, struct err *err)
{
	if (!ticket_need_line(t, ev, err) || !stands(t, err))
		return false;
	if (ticket_kind_asks(t, (enum price_kind)ev->line))
		return err_set(
		    err, _("this kind of work needs the client's yes first"));
	ticket_unask(t, out);
	set_kind(t, ev, (enum price_kind)ev->line, out);
	return ticket_told(out);
}

/* The question that the event describes, made anew and compared. */
static bool
rate_of(const struct ticket *t, const struct ticket_event *ev, struct rate *r,
    struct err *err)
{
	char hash[QUOTE_HASH_SIZE];

	ticket_rate(t, (enum price_kind)ev->line, ev->actor, r);
	if (!rate_check(r, err))
		return false;
	rate_hash(r, hash);
	if (r->net_gr != ev->net_gr || !str_eq(r->line, ev->text) ||
	    !str_eq(hash, ev->text2))
		return err_set(err, _("the question does not match its hash"));
	return true;
}

bool
ticket_on_kind_asked(struct ticket *t, const struct ticket_event *ev,
    struct ticket_effects *out, struct err *err)
{
	if (!ticket_need_consent(t, err) || !ticket_need_line(t, ev, err))
		return false;
	if (!ticket_kind_asks(t, (enum price_kind)ev->line))
		return err_set(err, _("this kind of work needs no question"));
	if (!rate_of(t, ev, &t->rate, err))
		return false;
	t->rates++;
	t->rate_kind = (enum price_kind)ev->line;
	t->rate_ms = ev->at_ms;
	str_copy(t->rate_hash, sizeof(t->rate_hash), ev->text2);
	ticket_add_effect(out, TICKET_DO_RATE);
	return ticket_told(out);
}

static bool
need_rate(const struct ticket *t, struct err *err)
{
	return t->rate.number != 0 ||
	    err_set(err, _("no question about the kind of work is open"));
}

bool
ticket_on_kind_withdrawn(struct ticket *t, const struct ticket_event *ev,
    struct ticket_effects *out, struct err *err)
{
	if (!need_rate(t, err))
		return false;
	ticket_unask(t, out);
	return ticket_told(out);
}

bool
ticket_on_kind_answered(struct ticket *t, const struct ticket_event *ev,
    struct ticket_effects *out, struct err *err)
{
	if (!need_rate(t, err))
		return false;
	if (!str_eq(ev->text, t->rate_hash))
		return err_set(
		    err, _("that question was taken back or replaced"));
	if (ev->yes && ev->text2[0] == '\0')
		return err_set(err, _("the answer is not signed"));
	ticket_unask(t, out);
	if (ev->yes) {
		t->agreed |= 1u << t->rate_kind;
		set_kind(t, ev, t->rate_kind, out);
	}
	return ticket_told(out);
}

int64_t
ticket_undo_ms(const struct ticket *t, int64_t now_ms)
{
	int64_t left_ms = t->undo_ms + TICKET_UNDO_MS + 1 - now_ms;

	if (!t->may_undo || is_being_told(t) ||
	    !ticket_permits(t->state, TICKET_EV_KIND_UNDONE) ||
	    ticket_kind_asks(t, t->undo_kind))
		return 0;
	return MAX_OF(left_ms, 0);
}

/* The time since then is the earlier kind's; where that may not be worked
 * without a quote, it is nobody's. */
static void
move_time(struct ticket *t)
{
	struct meter *m = &t->meter;
	int64_t moved = m->worked_ms[t->kind] - t->undo_worked_ms;

	m->worked_ms[t->kind] = t->undo_worked_ms;
	if (t->has_accepted || !price_needs_quote(&t->line[t->undo_kind]))
		m->worked_ms[t->undo_kind] += moved;
}

bool
ticket_on_kind_undone(struct ticket *t, const struct ticket_event *ev,
    struct ticket_effects *out, struct err *err)
{
	if (!t->may_undo)
		return err_set(
		    err, _("there is no change of the kind of work to undo"));
	if (ev->at_ms - t->undo_ms > TICKET_UNDO_MS)
		return err_set(err,
		    _("a kind of work can be taken back for 60 s only: "
		      "it counts now"));
	if (!stands(t, err))
		return false;
	if (ticket_kind_asks(t, t->undo_kind))
		return err_set(
		    err, _("this kind of work needs the client's yes first"));
	ticket_unask(t, out);
	ticket_stop(t, ev);
	move_time(t);
	t->may_undo = false;
	go_on(t, ev, t->undo_kind, out);
	return ticket_told(out);
}
