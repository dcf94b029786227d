#include "shared/core/bill.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "shared/base/util.h"
#include "shared/core/cap.h"
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

static void
cap_lines(struct bill *b, const struct bill_input *in)
{
	int64_t share_gr[PRICE_KINDS];

	deal_share(in->deal, in->line, in->worked_s, share_gr);
	for (int i = 0; i < b->n; i++) {
		struct bill_line *l = &b->line[i];

		l->cut = l->net_gr > share_gr[l->kind];
		l->net_gr = share_gr[l->kind];
		l->billed_s = money_time_paid(
		    in->line[l->kind].net_gr, l->billed_s, l->net_gr);
	}
}

static void
clear_amounts(struct bill *b)
{
	for (int i = 0; i < b->n; i++)
		b->line[i].billed_s = b->line[i].net_gr = 0;
}

static void
by_deal(struct bill *b, const struct bill_input *in, const struct deal *deal)
{
	if (deal->timed)
		cap_lines(b, in);
	else
		clear_amounts(b);
	for (int i = 0; i < b->n; i++) {
		struct bill_line *l = &b->line[i];

		l->covered_s = deal->timed ? deal->covered_s[l->kind]
					   : l->worked_s;
		l->billed_s += deal->done_s[l->kind];
		l->net_gr += deal->done_gr[l->kind];
		l->cut |= deal->cut[l->kind];
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
		by_deal(out, in, deal);
	net = out->fixed_gr;
	for (int i = 0; i < out->n; i++) {
		out->billed_s += out->line[i].billed_s;
		net += out->line[i].net_gr;
	}
	set_totals(out, net, vat_of(out, &deal->fixed));
}

unsigned
bill_cuts(const struct bill *bill)
{
	unsigned cuts = 0;

	for (int i = 0; i < bill->n; i++)
		cuts |= (unsigned)bill->line[i].cut << bill->line[i].kind;
	return cuts;
}

int64_t
bill_next_unit_s(const struct price *price, int64_t worked_s)
{
	int64_t worked = worked_s > 0 ? worked_s : 0;

	return price_billed_s(price, worked > 0 ? worked : 1) - worked;
}

bool
bill_clock_runs(const struct bill_clock *c, int64_t now_ms)
{
	return c->running && !c->held &&
	    bill_clock_extra_ms(c, now_ms) < BILL_TRUST_MS;
}

int64_t
bill_clock_extra_ms(const struct bill_clock *c, int64_t now_ms)
{
	if (!c->running)
		return 0;
	if (c->held)
		return c->held_ms;
	return now_ms < c->told_ms ? 0
				   : MIN_OF(now_ms - c->told_ms, BILL_TRUST_MS);
}

void
bill_clock_hold(struct bill_clock *c, bool holds, int64_t now_ms)
{
	c->held_ms = bill_clock_extra_ms(c, now_ms);
	c->held = holds;
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

/* What a line costs with so much time more on it. */
static int64_t
live_line_gr(const struct bill_live *live, int64_t add_ms)
{
	struct price price = live_price(live);

	return money_for_time(price.net_gr,
	    price_billed_s(&price, (live->line_ms + add_ms) / 1000));
}

/* The fixed sums by rate; without several all is of one. */
static struct money_sum
live_fixed(const struct bill_live *live)
{
	struct money_sum sum = {0};

	if (live->several)
		return live->fixed;
	if (live->fixed_gr > 0)
		money_sum_add(&sum, live->vat_bp, live->fixed_gr);
	return sum;
}

static struct cap
live_cap(const struct bill_live *live)
{
	struct cap cap = {.net_gr = is_covered(live) ? 0
		: live->cap_gr > 0		     ? live->cap_gr
						     : INT64_MAX,
	    .beside = live_fixed(live)};

	if (live->agreed.n > 0)
		cap.gross_gr = MAX_OF(money_sum_gross(&live->agreed),
		    money_sum_gross(&cap.beside));
	return cap;
}

/* All that is due at what the line comes to; true when that costs something
 * still: no cap cuts it. */
static bool
live_sum(const struct bill_live *live, int64_t line_gr, struct money_sum *sum)
{
	struct money_rate all[PRICE_KINDS];
	struct cap cap = live_cap(live);
	int64_t share_gr[PRICE_KINDS], left = cap.net_gr;
	int runs = (int)live->runs;

	for (int k = 0; k < PRICE_KINDS; k++)
		all[k] = live->several
		    ? live->other[k]
		    : (struct money_rate){.vat_bp = live->vat_bp};
	if (!live->several)
		all[(runs + 1) % PRICE_KINDS].net_gr = live->base_gr;
	all[runs] = (struct money_rate){live->vat_bp, line_gr};
	cap_share(&cap, all, PRICE_KINDS, share_gr);
	*sum = cap.beside;
	for (int k = 0; k < PRICE_KINDS; k++) {
		if (share_gr[k] > 0)
			money_sum_add(sum, all[k].vat_bp, share_gr[k]);
		left -= share_gr[k];
	}
	return left > 0 && share_gr[runs] == line_gr;
}

int64_t
bill_live_further_gr(const struct bill_live *live, int hours)
{
	struct price price = live_price(live);
	int64_t line_s = live->line_ms / 1000, line_gr = live_line_gr(live, 0);
	struct money_sum sum;

	live_sum(live, line_gr, &sum);
	if (money_sum_net(&sum) < live->base_gr + line_gr + live->fixed_gr)
		line_s = 0; /* a cap was passed: hours begin anew */
	return deal_further_gr(&price, line_s, hours * INT64_C(3600));
}

int64_t
bill_live_most_gr(const struct bill_live *live)
{
	return live->fixed_gr + live->cap_gr;
}

/* What runs without a quote ends at the first hour. */
static int64_t
live_add_ms(const struct bill_live *live, int64_t extra_ms)
{
	int64_t left = BILL_FREE_HOUR_S * INT64_C(1000) - live->worked_ms;
	int64_t add = extra_ms > 0 ? extra_ms : 0;

	if (!live->quoted && add > left)
		add = left > 0 ? left : 0;
	return add;
}

/* Added to what was agreed to, as deal_most_gross_gr() has it. */
static int64_t
live_added_vat_gr(const struct bill_live *live, int64_t more_gr, bool fixed)
{
	struct money_sum sum = live->agreed, beside = live_fixed(live);
	int64_t total_gr = money_sum_net(&sum) + more_gr, gross;

	money_sum_add(&sum, live->vat_bp, more_gr);
	if (fixed)
		money_sum_add(&beside, live->vat_bp, more_gr);
	gross = MAX_OF(money_sum_gross(&sum), money_sum_gross(&beside));
	return gross - total_gr;
}

int64_t
bill_live_total_vat_gr(const struct bill_live *live, int64_t extra_ms,
    const struct bill_total *total)
{
	struct money_sum sum = {0};

	if (live->agreed.n > 0 && !total->anew)
		return live_added_vat_gr(live,
		    total->net_gr - bill_live_most_gr(live), total->fixed);
	if (live->several && !total->anew)
		live_sum(live, live_line_gr(live, live_add_ms(live, extra_ms)),
		    &sum);
	money_sum_add(&sum, live->vat_bp, total->net_gr - money_sum_net(&sum));
	return money_sum_vat(&sum);
}

void
bill_live_now(
    const struct bill_live *live, int64_t extra_ms, struct bill_now *out)
{
	struct price price = live_price(live);
	int64_t add = live_add_ms(live, extra_ms);
	struct money_sum sum;

	out->next_unit_s = -1;
	if (live_sum(live, live_line_gr(live, add), &sum) &&
	    live->net_hour_gr > 0)
		out->next_unit_s = bill_next_unit_s(
		    &price, (live->line_ms + add) / 1000);
	out->worked_s = (live->worked_ms + add) / 1000;
	out->net_gr = money_sum_net(&sum);
	out->vat_gr = money_sum_vat(&sum);
	out->gross_gr = out->net_gr + out->vat_gr;
}

/* --- the rates on the wire --- */

static size_t
print_rates(char *dst, size_t size, const struct money_rate *r, int n)
{
	size_t len = 0;

	for (int i = 0; i < n; i++)
		len += (size_t)snprintf(dst + len, size - len,
		    "%s%" PRId64 "@%d", i > 0 ? "," : "", r[i].net_gr,
		    r[i].vat_bp);
	return len;
}

const char *
bill_rates_print(const struct bill_live *live, char dst[BILL_RATES_SIZE])
{
	size_t len = 0, size = BILL_RATES_SIZE;

	dst[0] = '\0';
	for (int k = 0; live->several && k < PRICE_KINDS; k++) {
		if (k == (int)live->runs)
			dst[len++] = '*';
		else
			len += print_rates(
			    dst + len, size - len, &live->other[k], 1);
		dst[len++] = k + 1 < PRICE_KINDS ? ',' : ';';
	}
	if (!live->several)
		return dst;
	len += print_rates(
	    dst + len, size - len, live->fixed.rate, live->fixed.n);
	if (live->agreed.n > 0)
		dst[len++] = ';';
	len += print_rates(
	    dst + len, size - len, live->agreed.rate, live->agreed.n);
	dst[len] = '\0';
	return dst;
}

/* "NET@RATE" and nothing else; *at is behind it. */
static bool
take_rate(const char **at, struct money_rate *r)
{
	long long net;
	int vat, n = 0;

	if (sscanf(*at, "%12lld@%5d%n", &net, &vat, &n) != 2 || n == 0 ||
	    net < 0 || vat < 0 || vat > 10000)
		return false;
	*r = (struct money_rate){.vat_bp = vat, .net_gr = net};
	*at += n;
	return true;
}

static bool
take_lines(const char **at, struct bill_live *live, int64_t *base_gr)
{
	int running = 0;

	for (int k = 0; k < PRICE_KINDS; k++) {
		live->other[k] = (struct money_rate){0};
		if (**at == '*') {
			live->runs = (enum price_kind)k;
			running++;
			++*at;
		} else if (!take_rate(at, &live->other[k])) {
			return false;
		}
		*base_gr += live->other[k].net_gr;
		if (*(*at)++ != (k + 1 < PRICE_KINDS ? ',' : ';'))
			return false;
	}
	return running == 1;
}

/* None or several, up to the next ";" or the end. */
static bool
take_sum(const char **at, struct money_sum *sum)
{
	struct money_rate r;

	*sum = (struct money_sum){0};
	if (**at == '\0' || **at == ';')
		return true;
	while (take_rate(at, &r) && money_sum_add(sum, r.vat_bp, r.net_gr)) {
		if (**at != ',')
			return true;
		++*at;
	}
	return false;
}

/* Desks of before say nothing of what was agreed to. */
static bool
take_sums(const char *at, struct bill_live *live)
{
	if (!take_sum(&at, &live->fixed) ||
	    money_sum_net(&live->fixed) != live->fixed_gr)
		return false;
	if (*at == '\0')
		return true;
	at++;
	return take_sum(&at, &live->agreed) && *at == '\0' &&
	    money_sum_net(&live->agreed) == bill_live_most_gr(live);
}

bool
bill_rates_parse(struct bill_live *live, const char *text)
{
	struct bill_live got = *live;
	int64_t base_gr = 0;

	got.several = text[0] != '\0';
	got.fixed = got.agreed = (struct money_sum){0};
	if (got.several &&
	    (!take_lines(&text, &got, &base_gr) || base_gr != live->base_gr ||
		!take_sums(text, &got)))
		return false;
	*live = got;
	return true;
}
