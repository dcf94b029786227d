#include "shared/core/deal.h"

#include <string.h>

#include "shared/base/i18n.h"
#include "shared/base/util.h"
#include "shared/core/cap.h"

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

/* Work of all lines by the hour, from the deal's from_s on, without its cap. */
static int64_t
timed_gr(const struct deal *d, const struct price line[PRICE_KINDS],
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

void
deal_beside(const struct deal *d, const struct price line[PRICE_KINDS],
    struct money_sum *out)
{
	*out = d->fixed;
	for (int k = 0; k < PRICE_KINDS; k++)
		if (d->done_gr[k] > 0)
			money_sum_add(out, line[k].vat_bp, d->done_gr[k]);
}

/* VAT is rounded once per rate: what is due already can come to a grosz more
 * than the same at the rates of its cards. */
int64_t
deal_most_gross_gr(const struct deal *d, const struct price line[PRICE_KINDS])
{
	struct money_sum beside;

	deal_beside(d, line, &beside);
	return MAX_OF(money_sum_gross(&d->agreed), money_sum_gross(&beside));
}

bool
deal_share(const struct deal *d, const struct price line[PRICE_KINDS],
    const int64_t worked_s[PRICE_KINDS], int64_t share_gr[PRICE_KINDS])
{
	struct cap cap = {.net_gr = d->cap_gr,
	    .gross_gr = d->gross ? deal_most_gross_gr(d, line) : 0};
	struct money_rate all[PRICE_KINDS];
	bool cut = false;

	deal_beside(d, line, &cap.beside);
	for (int k = 0; k < PRICE_KINDS; k++)
		all[k] = (struct money_rate){.vat_bp = line[k].vat_bp,
		    .net_gr = line_gr(&line[k], worked_s[k] - d->from_s[k])};
	cap_share(&cap, all, PRICE_KINDS, share_gr);
	for (int k = 0; k < PRICE_KINDS; k++)
		cut |= share_gr[k] < all[k].net_gr;
	return cut;
}

/* The cap was passed: what lies under it is billed, what lies above is not, and
 * hours are counted anew from here. */
static void
settle(struct deal *d, const struct price line[PRICE_KINDS],
    const int64_t worked_s[PRICE_KINDS], const int64_t share_gr[PRICE_KINDS])
{
	for (int k = 0; k < PRICE_KINDS; k++) {
		int64_t since_s = worked_s[k] - d->from_s[k];

		d->done_s[k] += money_time_paid(line[k].net_gr,
		    price_billed_s(&line[k], since_s), share_gr[k]);
		d->done_gr[k] += share_gr[k];
		d->cut[k] |= share_gr[k] < line_gr(&line[k], since_s);
		d->from_s[k] = worked_s[k];
		d->cap_gr -= share_gr[k];
	}
}

/* From where on further hours are counted. */
static void
begin_hours(struct deal *d, const struct price line[PRICE_KINDS],
    const int64_t worked_s[PRICE_KINDS])
{
	int64_t share_gr[PRICE_KINDS];

	if (!d->timed) {
		memcpy(d->from_s, worked_s, sizeof(d->from_s));
		memcpy(d->covered_s, worked_s, sizeof(d->covered_s));
	} else if (deal_share(d, line, worked_s, share_gr))
		settle(d, line, worked_s, share_gr);
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

/* What its card says, by rate of VAT: further hours at that of their line, the
 * work before them at its own. */
static void
agree(struct deal *d, const struct quote *q,
    const struct price line[PRICE_KINDS], const int64_t worked_s[PRICE_KINDS])
{
	money_sum_add(&d->agreed, q->vat_bp, q->net_gr);
	if (q->hours == 0 || q->form == QUOTE_ADDITIONAL ||
	    q->form == QUOTE_OLD)
		return;
	for (int k = 0; k < PRICE_KINDS; k++) {
		int64_t net = line_gr(&line[k], worked_s[k]);

		if (net > 0)
			money_sum_add(&d->agreed, line[k].vat_bp, net);
	}
}

void
deal_accept(struct deal *d, const struct quote *q,
    const struct price line[PRICE_KINDS], const int64_t worked_s[PRICE_KINDS],
    bool gross)
{
	if (q->form != QUOTE_ADDITIONAL) {
		begin_anew(d);
		d->gross = gross;
	}
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
	agree(d, q, line, worked_s);
	d->n++;
}

int64_t
deal_total_vat_gr(const struct deal *d, const struct quote *q,
    const struct price line[PRICE_KINDS], const int64_t worked_s[PRICE_KINDS],
    bool one_rate)
{
	int64_t share_gr[PRICE_KINDS] = {0}, left;
	struct deal then = *d;
	struct money_sum sum;

	deal_accept(&then, q, line, worked_s, true);
	if (then.gross && !one_rate)
		return deal_most_gross_gr(&then, line) - deal_most_gr(&then);
	if (!one_rate)
		deal_share(&then, line, worked_s, share_gr);
	deal_beside(&then, line, &sum);
	left = then.cap_gr;
	for (int k = 0; k < PRICE_KINDS; k++) {
		if (share_gr[k] > 0)
			money_sum_add(&sum, line[k].vat_bp, share_gr[k]);
		left -= share_gr[k];
	}
	money_sum_add(&sum, q->vat_bp, left);
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
	int64_t share_gr[PRICE_KINDS], sum;

	if (q->form != QUOTE_ADDITIONAL)
		return timed_gr(&none, line, worked_s);
	sum = deal_most_gr(d) - d->cap_gr;
	deal_share(d, line, worked_s, share_gr);
	for (int k = 0; k < PRICE_KINDS; k++)
		sum += share_gr[k];
	return sum;
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
	deal_accept(&then, q, line, worked_s, true);
	q->total_gr = deal_most_gr(&then);
	q->total_vat_gr = deal_total_vat_gr(d, q, line, worked_s, false);
	return true;
}
