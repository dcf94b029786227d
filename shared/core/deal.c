#include "shared/core/deal.h"

#include <string.h>

#include "shared/base/i18n.h"
#include "shared/base/mem.h"

static int64_t
line_gr(const struct price *p, int64_t worked_s)
{
	return money_for_time(p->net_gr, price_billed_s(p, worked_s));
}

int64_t
deal_further_gr(const struct price *line, int64_t worked_s, int64_t more_s)
{
	return line_gr(line, worked_s + more_s) - line_gr(line, worked_s);
}

int64_t
deal_timed_gr(const struct deal *d, const struct price line[PRICE_KINDS],
    const int64_t worked_s[PRICE_KINDS])
{
	int64_t sum = 0;

	for (int k = 0; k < PRICE_KINDS; k++)
		sum += line_gr(&line[k], worked_s[k] - d->from_s[k]);
	return sum;
}

int64_t
deal_most_gr(const struct deal *d)
{
	int64_t sum = money_sum_net(&d->fixed) + d->cap_gr;

	for (int k = 0; k < PRICE_KINDS; k++)
		sum += d->done_gr[k];
	return sum;
}

/* The cap was passed: what lies under it is billed, what lies above is not, and
 * hours are counted anew from here. */
static void
settle(struct deal *d, const struct price line[PRICE_KINDS],
    const int64_t worked_s[PRICE_KINDS])
{
	int64_t left = d->cap_gr;

	for (int k = 0; k < PRICE_KINDS; k++) {
		int64_t since_s = worked_s[k] - d->from_s[k];
		int64_t all = line_gr(&line[k], since_s);
		int64_t net = MIN_OF(all, left);

		d->done_s[k] += money_time_paid(
		    line[k].net_gr, price_billed_s(&line[k], since_s), net);
		d->done_gr[k] += net;
		d->cut[k] |= net < all;
		d->from_s[k] = worked_s[k];
		left -= net;
	}
	d->cap_gr = 0;
}

/* From where on further hours are counted. */
static void
begin_hours(struct deal *d, const struct price line[PRICE_KINDS],
    const int64_t worked_s[PRICE_KINDS])
{
	if (!d->timed) {
		memcpy(d->from_s, worked_s, sizeof(d->from_s));
		memcpy(d->covered_s, worked_s, sizeof(d->covered_s));
	} else if (deal_timed_gr(d, line, worked_s) > d->cap_gr)
		settle(d, line, worked_s);
	d->timed = true;
}

/* All before it is void; hours count from the beginning of the work. */
static void
begin_anew(struct deal *d)
{
	int n = d->n;

	memset(d, 0, sizeof(*d));
	d->n = n;
}

void
deal_accept(struct deal *d, const struct quote *q,
    const struct price line[PRICE_KINDS], const int64_t worked_s[PRICE_KINDS])
{
	if (q->form != QUOTE_ADDITIONAL)
		begin_anew(d);
	if (q->hours == 0) {
		(void)money_sum_add(&d->fixed, q->vat_bp, q->net_gr);
	} else if (q->form == QUOTE_ADDITIONAL) {
		begin_hours(d, line, worked_s);
		d->cap_gr += q->net_gr;
	} else {
		d->timed = true;
		/* an old one has said its whole cap */
		d->cap_gr = q->form == QUOTE_OLD ? q->net_gr : q->total_gr;
	}
	d->n++;
}

/* The work so far at its rates, at most the cap; what that leaves of it. */
static int64_t
add_worked(const struct deal *d, const struct price line[PRICE_KINDS],
    const int64_t worked_s[PRICE_KINDS], struct money_sum *sum)
{
	int64_t left = d->cap_gr;

	for (int k = 0; k < PRICE_KINDS; k++) {
		int64_t net = MIN_OF(
		    line_gr(&line[k], worked_s[k] - d->from_s[k]), left);

		if (net > 0)
			money_sum_add(sum, line[k].vat_bp, net);
		left -= net;
	}
	return left;
}

int64_t
deal_total_vat_gr(const struct deal *d, const struct quote *q,
    const struct price line[PRICE_KINDS], const int64_t worked_s[PRICE_KINDS],
    bool one_rate)
{
	struct deal then = *d;
	struct money_sum sum;
	int64_t left;

	deal_accept(&then, q, line, worked_s);
	sum = then.fixed;
	left = then.cap_gr;
	if (!one_rate)
		left = add_worked(&then, line, worked_s, &sum);
	money_sum_add(&sum, q->vat_bp, left);
	for (int k = 0; k < PRICE_KINDS; k++)
		if (then.done_gr[k] > 0)
			money_sum_add(&sum, line[k].vat_bp, then.done_gr[k]);
	return money_sum_vat(&sum);
}

static int64_t
hours_gr(const struct deal *d, const struct quote *q, const struct price *own,
    const struct price line[PRICE_KINDS], const int64_t worked_s[PRICE_KINDS])
{
	struct deal then = *d;
	int64_t since_s;

	if (q->form != QUOTE_ADDITIONAL)
		begin_anew(&then);
	else
		begin_hours(&then, line, worked_s);
	since_s = worked_s[own->kind] - then.from_s[own->kind];
	return deal_further_gr(own, since_s, q->hours * INT64_C(3600));
}

/* The amount that is shown for the work so far. */
static int64_t
so_far_gr(const struct deal *d, const struct quote *q,
    const struct price line[PRICE_KINDS], const int64_t worked_s[PRICE_KINDS])
{
	static const struct deal none;
	int64_t timed;

	if (q->form != QUOTE_ADDITIONAL)
		return deal_timed_gr(&none, line, worked_s);
	timed = d->timed ? deal_timed_gr(d, line, worked_s) : 0;
	return deal_most_gr(d) - d->cap_gr + MIN_OF(timed, d->cap_gr);
}

bool
deal_quote(const struct deal *d, struct quote *q, const struct price *own,
    const struct price line[PRICE_KINDS], const int64_t worked_s[PRICE_KINDS],
    struct err *err)
{
	struct deal then = *d;

	q->vat_bp = own->vat_bp;
	if (q->hours > 0 && own->net_gr == 0)
		return err_set(err,
		    _("this kind of work has no hourly rate: "
		      "quote a fixed sum"));
	if (q->hours > 0)
		q->net_gr = hours_gr(d, q, own, line, worked_s);
	if (q->hours > 0 && q->net_gr == 0)
		return err_set(err,
		    _("the hour that was begun covers that: such a cap is "
		      "reached already"));
	q->vat_gr = money_vat(q->net_gr, own->vat_bp);
	q->before_gr = deal_most_gr(d);
	q->so_far_gr = so_far_gr(d, q, line, worked_s);
	q->worked_s = 0;
	for (int k = 0; k < PRICE_KINDS; k++)
		q->worked_s += worked_s[k];
	q->total_gr = q->net_gr; /* what a fixed sum begins with */
	if (q->hours > 0)
		q->total_gr += q->so_far_gr;
	deal_accept(&then, q, line, worked_s);
	q->total_gr = deal_most_gr(&then);
	q->total_vat_gr = deal_total_vat_gr(d, q, line, worked_s, false);
	return true;
}
