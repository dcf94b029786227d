#include <string.h>

#include "shared/base/mem.h"
#include "shared/core/bill.h"
#include "shared/core/money.h"

static int64_t
vat_of(const struct bill *b, const struct money_sum *fixed)
{
	struct money_sum sum = *fixed;

	for (int i = 0; i < b->n; i++)
		money_sum_add(&sum, b->line[i].vat_bp, b->line[i].net_gr);
	return money_sum_vat(&sum);
}

static void
set_totals(struct bill *b, int64_t net_gr, int64_t vat_gr)
{
	b->net_gr = net_gr;
	b->vat_gr = vat_gr;
	b->gross_gr = net_gr + vat_gr;
}

/* Without an accepted quote only the first hour of work can be billed. */
static void
add_lines(struct bill *b, const struct bill_input *in, const struct deal *deal)
{
	int64_t left = deal->n > 0 ? INT64_MAX : BILL_FREE_HOUR_S;

	for (int k = 0; k < PRICE_KINDS; k++) {
		const struct price *p = &in->line[k];
		int64_t worked = in->worked_s[k];
		int64_t counted = MIN_OF(worked - deal->from_s[k], left);
		struct bill_line *l = &b->line[b->n];

		if (worked <= 0)
			continue;
		l->kind = (enum price_kind)k;
		l->worked_s = worked;
		l->billed_s = price_billed_s(p, counted);
		l->net_gr = money_for_time(p->net_gr, l->billed_s);
		l->vat_bp = p->vat_bp;
		left -= counted;
		b->worked_s += worked;
		b->n++;
	}
}

/* Takes what is over the cap from the last lines. */
static void
cap_lines(struct bill *b, int64_t cap_gr)
{
	int64_t left = cap_gr;

	for (int i = 0; i < b->n; i++) {
		if (b->line[i].net_gr > left)
			b->line[i].net_gr = left;
		left -= b->line[i].net_gr;
	}
}

static void
clear_amounts(struct bill *b)
{
	for (int i = 0; i < b->n; i++)
		b->line[i].billed_s = b->line[i].net_gr = 0;
}

static void
by_deal(struct bill *b, const struct deal *deal)
{
	if (deal->timed)
		cap_lines(b, deal->cap_gr);
	else
		clear_amounts(b);
	for (int i = 0; i < b->n; i++) {
		b->line[i].billed_s += deal->done_s[b->line[i].kind];
		b->line[i].net_gr += deal->done_gr[b->line[i].kind];
	}
	b->fixed_gr = money_sum_net(&deal->fixed);
}

void
bill_make(const struct bill_input *in, struct bill *out)
{
	static const struct deal none;
	const struct deal *deal = in->deal != NULL ? in->deal : &none;
	int64_t net;

	memset(out, 0, sizeof(*out));
	add_lines(out, in, deal);
	if (!in->payable) {
		clear_amounts(out);
		return;
	}
	if (deal->n > 0)
		by_deal(out, deal);
	net = out->fixed_gr;
	for (int i = 0; i < out->n; i++) {
		out->billed_s += out->line[i].billed_s;
		net += out->line[i].net_gr;
	}
	set_totals(out, net, vat_of(out, &deal->fixed));
}

int64_t
bill_next_unit_s(const struct price *price, int64_t worked_s)
{
	int64_t worked = worked_s > 0 ? worked_s : 0;

	return price_billed_s(price, worked > 0 ? worked : 1) - worked;
}

int64_t
bill_live_extra_ms(int64_t told_ms, int64_t now_ms)
{
	if (now_ms < told_ms)
		return 0;
	return MIN_OF(now_ms - told_ms, BILL_TRUST_MS);
}

static struct price
live_price(const struct bill_live *live)
{
	return (struct price){.net_gr = live->net_hour_gr,
	    .minimum_s = live->minimum_s,
	    .quantum_s = live->quantum_s,
	    .vat_bp = live->vat_bp};
}

/* Fixed sums and nothing by the hour: they cover all work. */
static bool
is_covered(const struct bill_live *live)
{
	return live->fixed_gr > 0 && live->cap_gr == 0;
}

int64_t
bill_live_further_gr(const struct bill_live *live, int hours)
{
	struct price price = live_price(live);
	int64_t line_s = live->line_ms / 1000;
	int64_t net = live->base_gr +
	    money_for_time(price.net_gr, price_billed_s(&price, line_s));

	if (is_covered(live) || (live->cap_gr > 0 && net > live->cap_gr))
		line_s = 0; /* hours begin anew */
	return deal_further_gr(&price, line_s, hours * INT64_C(3600));
}

int64_t
bill_live_most_gr(const struct bill_live *live)
{
	return live->fixed_gr + live->cap_gr;
}

void
bill_live_now(
    const struct bill_live *live, int64_t extra_ms, struct bill_now *out)
{
	struct price price = live_price(live);
	int64_t left = BILL_FREE_HOUR_S * INT64_C(1000) - live->worked_ms;
	int64_t add = extra_ms > 0 ? extra_ms : 0, line_s, net;

	if (!live->quoted && add > left)
		add = left > 0 ? left : 0;
	line_s = (live->line_ms + add) / 1000;
	net = live->base_gr +
	    money_for_time(price.net_gr, price_billed_s(&price, line_s));
	out->next_unit_s = bill_next_unit_s(&price, line_s);
	if (live->cap_gr > 0 && net >= live->cap_gr) {
		net = live->cap_gr;
		out->next_unit_s = -1;
	}
	if (is_covered(live))
		net = 0;
	if (is_covered(live) || live->net_hour_gr == 0)
		out->next_unit_s = -1;
	net += live->fixed_gr;
	out->worked_s = (live->worked_ms + add) / 1000;
	out->net_gr = net;
	out->vat_gr = money_vat(net, live->vat_bp);
	out->gross_gr = out->net_gr + out->vat_gr;
}
