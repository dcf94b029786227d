/* What follows from a ticket's state without changing it: what is due, the
 * amount, the clock; and how a ticket and its events begin. */
#include <string.h>

#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/core/money.h"
#include "shared/core/ticket.h"

static const struct price request_line = {.name = "on request",
    .kind = PRICE_REQUEST,
    .quantum_s = 60,
    .vat_bp = 2300,
    .quoted_first = true};

void
ticket_init(struct ticket *t, int64_t number, const char *product,
    const struct prices *prices)
{
	memset(t, 0, sizeof(*t));
	t->number = number;
	t->tick_every_ms = TICKET_TICK_MS;
	t->quote_for_ms = TICKET_QUOTE_MS;
	str_copy(t->product, sizeof(t->product), product);
	for (int k = 0; k < PRICE_KINDS; k++) {
		int i = prices_find(prices, product, (enum price_kind)k);

		/* support falls back to the request line, which has its own
		 * place */
		if (i >= 0 && (int)prices->line[i].kind == k)
			t->line[k] = prices->line[i];
	}
	if (t->line[PRICE_SUPPORT].name[0] == '\0' &&
	    t->line[PRICE_REQUEST].name[0] == '\0')
		t->line[PRICE_REQUEST] = request_line;
	t->kind = t->line[PRICE_SUPPORT].name[0] != '\0' ? PRICE_SUPPORT
							 : PRICE_REQUEST;
}

struct ticket_event
ticket_next(const struct ticket *t, enum ticket_event_kind kind, int64_t at_ms,
    int64_t at_utc_s)
{
	return (struct ticket_event){.seq = t->seq + 1,
	    .kind = kind,
	    .at_ms = at_ms,
	    .beat_ms = at_ms,
	    .at_utc_s = MAX_OF(at_utc_s, t->at_utc_s),
	    .actor = "",
	    .line = -1,
	    .text = "",
	    .text2 = ""};
}

const struct price *
ticket_price(const struct ticket *t)
{
	return &t->line[t->kind];
}

static int64_t
limit_ms(const struct ticket *t)
{
	return t->has_accepted ? 0 : TICKET_HOUR_MS;
}

/* When so much will have been worked; -1 when that is further away than the
 * time that may pass without a tick. */
static int64_t
reaches_ms(const struct ticket *t, int64_t worked_ms)
{
	int64_t left = worked_ms - meter_total_ms(&t->meter);

	if (left > METER_GAP_MS)
		return -1;
	return t->meter.from_ms + (left > 0 ? left : 0);
}

static int64_t
sooner(int64_t a, int64_t b)
{
	return b >= 0 && b < a ? b : a;
}

/* When the question about the kind of work counts as a no; -1 = there is none.
 */
static int64_t
rate_until_ms(const struct ticket *t)
{
	return t->rate.number != 0 ? t->rate_ms + t->quote_for_ms : -1;
}

void
ticket_away(struct ticket *t, bool down, int64_t at_ms)
{
	int64_t from_ms;

	if (down && t->away_ms == 0)
		t->away_ms = at_ms;
	if (down || t->away_ms == 0)
		return;
	from_ms = MAX_OF(t->away_ms, t->quote_ms);
	if (t->state == TICKET_QUOTED && at_ms > from_ms)
		t->quote_ms += at_ms - from_ms;
	t->away_ms = 0;
}

/* When the open quote counts as declined; -1 = not while he cannot answer. */
static int64_t
quote_until_ms(const struct ticket *t)
{
	return t->away_ms != 0 ? -1 : t->quote_ms + t->quote_for_ms;
}

int64_t
ticket_deadline(const struct ticket *t)
{
	int64_t next;

	if (t->state == TICKET_QUOTED)
		return quote_until_ms(t);
	if (t->state != TICKET_WORKING)
		return rate_until_ms(t);
	next = sooner(t->tick_ms + t->tick_every_ms, rate_until_ms(t));
	if (t->has_accepted)
		return next;
	if (t->warned < 1)
		next = sooner(next, reaches_ms(t, TICKET_WARN1_MS));
	if (t->warned < 2)
		next = sooner(next, reaches_ms(t, TICKET_WARN2_MS));
	return sooner(next, reaches_ms(t, TICKET_HOUR_MS));
}

static bool
reached(const struct ticket *t, int64_t worked_ms, int64_t now_ms)
{
	int64_t at = reaches_ms(t, worked_ms);

	return !t->has_accepted && at >= 0 && now_ms >= at;
}

static bool
due_working(const struct ticket *t, int64_t now_ms, struct ticket_event *ev)
{
	ev->actor = "desk";
	if (now_ms - t->tick_ms >= t->tick_every_ms) {
		ev->kind = TICKET_EV_TICK;
		ev->seconds = ticket_worked_ms(t, ev->beat_ms) / 1000;
	} else if (t->warned < 1 && reached(t, TICKET_WARN1_MS, now_ms)) {
		ev->kind = TICKET_EV_WARNED;
		ev->seconds = TICKET_WARN1_MS / 1000;
	} else if (t->warned < 2 && reached(t, TICKET_WARN2_MS, now_ms)) {
		ev->kind = TICKET_EV_WARNED;
		ev->seconds = TICKET_WARN2_MS / 1000;
	} else if (reached(t, TICKET_HOUR_MS, now_ms)) {
		ev->kind = TICKET_EV_PAUSED;
		ev->text = ticket_pause_name(TICKET_PAUSE_HOUR);
	} else
		return false;
	return true;
}

static bool
due_rate(const struct ticket *t, int64_t now_ms, struct ticket_event *ev)
{
	if (t->rate.number == 0 || now_ms < rate_until_ms(t))
		return false;
	ev->kind = TICKET_EV_KIND_ANSWERED;
	ev->actor = "desk";
	ev->text = t->rate_hash;
	return true;
}

bool
ticket_due(const struct ticket *t, int64_t now_ms, int64_t beat_ms,
    int64_t at_utc_s, struct ticket_event *ev)
{
	*ev = ticket_next(t, TICKET_EV_TICK, now_ms, at_utc_s);
	ev->beat_ms = beat_ms < now_ms ? beat_ms : now_ms;
	if (due_rate(t, now_ms, ev))
		return true;
	if (t->state == TICKET_WORKING)
		return due_working(t, now_ms, ev);
	if (t->state != TICKET_QUOTED || t->away_ms != 0 ||
	    now_ms < quote_until_ms(t))
		return false;
	ev->kind = TICKET_EV_ANSWERED;
	ev->actor = "desk";
	ev->text = t->pending_hash;
	return true;
}

static int64_t
line_ms(const struct ticket *t, enum price_kind k, int64_t beat_ms)
{
	int64_t ms = t->meter.worked_ms[k];

	if (t->meter.kind == k)
		ms += meter_pending_ms(&t->meter, beat_ms, limit_ms(t));
	return ms;
}

int64_t
ticket_worked_ms(const struct ticket *t, int64_t beat_ms)
{
	return meter_total_ms(&t->meter) +
	    meter_pending_ms(&t->meter, beat_ms, limit_ms(t));
}

void
ticket_worked_s(
    const struct ticket *t, int64_t beat_ms, int64_t worked_s[PRICE_KINDS])
{
	for (enum price_kind k = 0; k < PRICE_KINDS; k++)
		worked_s[k] = line_ms(t, k, beat_ms) / 1000;
}

void
ticket_bill(const struct ticket *t, int64_t beat_ms, struct bill *out)
{
	struct bill_input in = {.line = t->line,
	    .deal = &t->deal,
	    .payable = !ticket_is_closed(t) || t->state == TICKET_SOLVED};

	ticket_worked_s(t, beat_ms, in.worked_s);
	bill_make(&in, out);
}

/* Counted by the hour: not what a fixed sum covered or an earlier cap. */
static int64_t
timed_ms(const struct ticket *t, enum price_kind k, int64_t beat_ms)
{
	return line_ms(t, k, beat_ms) - t->deal.from_s[k] * 1000;
}

/* What was accepted beside work by the hour, and what of it is billed. */
static void
clock_fixed(const struct ticket *t, struct bill_live *out)
{
	out->cap_gr = t->deal.cap_gr;
	out->fixed_gr = deal_most_gr(&t->deal) - t->deal.cap_gr;
	deal_beside(&t->deal, t->line, &out->fixed);
	if (t->deal.gross)
		out->agreed = t->deal.agreed;
}

static bool
has_other_rates(const struct money_rate *r, int n, int vat_bp)
{
	for (int i = 0; i < n; i++)
		if (r[i].net_gr > 0 && r[i].vat_bp != vat_bp)
			return true;
	return false;
}

static bool
has_several_rates(const struct bill_live *l)
{
	return has_other_rates(l->other, PRICE_KINDS, l->vat_bp) ||
	    has_other_rates(l->fixed.rate, l->fixed.n, l->vat_bp) ||
	    has_other_rates(l->agreed.rate, l->agreed.n, l->vat_bp);
}

void
ticket_clock(const struct ticket *t, int64_t beat_ms, struct bill_live *out)
{
	const struct price *p = ticket_price(t);

	*out = (struct bill_live){.worked_ms = ticket_worked_ms(t, beat_ms),
	    .line_ms = timed_ms(t, t->kind, beat_ms),
	    .net_hour_gr = p->net_gr,
	    .minimum_s = p->minimum_s,
	    .quantum_s = p->quantum_s,
	    .vat_bp = p->vat_bp,
	    .runs = t->kind,
	    .quoted = t->has_accepted};
	for (enum price_kind k = 0; k < PRICE_KINDS; k++) {
		const struct price *other = &t->line[k];
		struct money_rate *r = &out->other[k];

		if (k == t->kind)
			continue;
		r->vat_bp = other->vat_bp;
		r->net_gr = money_for_time(other->net_gr,
		    price_billed_s(other, timed_ms(t, k, beat_ms) / 1000));
		out->base_gr += r->net_gr;
	}
	if (t->has_accepted)
		clock_fixed(t, out);
	out->several = has_several_rates(out);
}
