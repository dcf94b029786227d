#include <inttypes.h>
#include <stdio.h>
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
cap_lines(struct bill *b, const struct price *line, int64_t cap_gr)
{
	int64_t left = cap_gr;

	for (int i = 0; i < b->n; i++) {
		struct bill_line *l = &b->line[i];

		l->cut = l->net_gr > left;
		l->net_gr = MIN_OF(l->net_gr, left);
		l->billed_s = money_time_paid(
		    line[l->kind].net_gr, l->billed_s, l->net_gr);
		left -= l->net_gr;
	}
}

static void
clear_amounts(struct bill *b)
{
	for (int i = 0; i < b->n; i++)
		b->line[i].billed_s = b->line[i].net_gr = 0;
}

static void
by_deal(struct bill *b, const struct price *line, const struct deal *deal)
{
	if (deal->timed)
		cap_lines(b, line, deal->cap_gr);
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
		by_deal(out, in->line, deal);
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

/* What the cap leaves of the lines, the last ones are cut first; and the fixed
 * sums. */
static void
live_sum(const struct bill_live *live, int64_t line_gr, struct money_sum *sum)
{
	int64_t left = is_covered(live) ? 0
	    : live->cap_gr > 0		? live->cap_gr
					: INT64_MAX;

	*sum = live->fixed;
	for (int k = 0; k < PRICE_KINDS; k++) {
		bool runs = k == (int)live->runs;
		int64_t net = runs ? line_gr : live->other[k].net_gr;

		net = MIN_OF(net, left);
		left -= net;
		if (net > 0)
			money_sum_add(sum,
			    runs ? live->vat_bp : live->other[k].vat_bp, net);
	}
}

static int64_t
live_vat(const struct bill_live *live, int64_t line_gr, int64_t net_gr)
{
	struct money_sum sum;

	if (!live->several)
		return money_vat(net_gr, live->vat_bp);
	live_sum(live, line_gr, &sum);
	return money_sum_vat(&sum);
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

static int64_t
live_line_gr(const struct bill_live *live, int64_t add_ms)
{
	struct price price = live_price(live);

	return money_for_time(price.net_gr,
	    price_billed_s(&price, (live->line_ms + add_ms) / 1000));
}

int64_t
bill_live_total_vat_gr(
    const struct bill_live *live, int64_t extra_ms, int64_t total_gr, bool anew)
{
	struct money_sum sum = {0};

	if (live->several && !anew)
		live_sum(live, live_line_gr(live, live_add_ms(live, extra_ms)),
		    &sum);
	money_sum_add(&sum, live->vat_bp, total_gr - money_sum_net(&sum));
	return money_sum_vat(&sum);
}

void
bill_live_now(
    const struct bill_live *live, int64_t extra_ms, struct bill_now *out)
{
	struct price price = live_price(live);
	int64_t add = live_add_ms(live, extra_ms);
	int64_t line_s = (live->line_ms + add) / 1000;
	int64_t line_gr = live_line_gr(live, add), net;

	net = live->base_gr + line_gr;
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
	out->vat_gr = live_vat(live, line_gr, net);
	out->gross_gr = out->net_gr + out->vat_gr;
}

/* --- the rates on the wire --- */

const char *
bill_rates_print(const struct bill_live *live, char dst[BILL_RATES_SIZE])
{
	const struct money_rate *r;
	size_t len = 0;

	dst[0] = '\0';
	for (int k = 0; live->several && k < PRICE_KINDS; k++) {
		r = &live->other[k];
		len += (size_t)(k == (int)live->runs
			? snprintf(dst + len, BILL_RATES_SIZE - len, "*,")
			: snprintf(dst + len, BILL_RATES_SIZE - len,
			      "%" PRId64 "@%d,", r->net_gr, r->vat_bp));
	}
	if (live->several)
		dst[len - 1] = ';';
	for (int i = 0; live->several && i < live->fixed.n; i++) {
		r = &live->fixed.rate[i];
		len += (size_t)snprintf(dst + len, BILL_RATES_SIZE - len,
		    "%s%" PRId64 "@%d", i > 0 ? "," : "", r->net_gr, r->vat_bp);
	}
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

bool
bill_rates_parse(struct bill_live *live, const char *text)
{
	struct bill_live got = *live;
	struct money_rate r;
	int64_t base_gr = 0;

	got.several = text[0] != '\0';
	got.fixed = (struct money_sum){0};
	if (got.several && !take_lines(&text, &got, &base_gr))
		return false;
	while (*text != '\0')
		if (!take_rate(&text, &r) ||
		    !money_sum_add(&got.fixed, r.vat_bp, r.net_gr) ||
		    (*text == ',' ? *++text == '\0' : *text != '\0'))
			return false;
	if (got.several &&
	    (base_gr != live->base_gr ||
		money_sum_net(&got.fixed) != live->fixed_gr))
		return false;
	*live = got;
	return true;
}
