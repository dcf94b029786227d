/* Corrections of a closed ticket: of its amount, per rate of VAT and within
 * what the client agreed to, and of its outcome. */
#include "shared/base/i18n.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"
#include "shared/core/money.h"
#include "shared/core/ticket_apply.h"

/* As the rules give it. */
static void
raw_sums(const struct ticket *t, struct money_sum *out)
{
	struct bill bill;

	*out = (struct money_sum){0};
	ticket_bill(t, t->meter.from_ms, &bill);
	for (int i = 0; i < bill.n; i++)
		money_sum_add(out, bill.line[i].vat_bp, bill.line[i].net_gr);
	for (int i = 0; bill.fixed_gr > 0 && i < t->deal.fixed.n; i++)
		money_sum_add(out, t->deal.fixed.rate[i].vat_bp,
		    t->deal.fixed.rate[i].net_gr);
	if (out->n == 0)
		money_sum_add(out, ticket_price(t)->vat_bp, 0);
}

void
ticket_sums(const struct ticket *t, struct money_sum *out)
{
	raw_sums(t, out);
	for (int i = 0; i < t->fixes; i++)
		for (int k = 0; k < out->n; k++)
			if (out->rate[k].vat_bp == t->fix[i].vat_bp)
				out->rate[k].net_gr = t->fix[i].net_gr;
}

int64_t
ticket_agreed_gr(const struct ticket *t)
{
	int64_t most = 0;
	struct bill bill;

	ticket_bill(t, t->meter.from_ms, &bill);
	most = bill.net_gr;
	if (t->has_accepted)
		return MAX_OF(most, deal_most_gr(&t->deal));
	for (int k = 0; k < PRICE_KINDS; k++) {
		const struct price *p = &t->line[k];

		if ((t->agreed & 1u << k) != 0 && !price_needs_quote(p))
			most = MAX_OF(most,
			    money_for_time(p->net_gr,
				price_billed_s(p, BILL_FREE_HOUR_S)));
	}
	return most;
}

void
ticket_bill_final(const struct ticket *t, struct bill *out)
{
	struct money_sum sums;

	ticket_bill(t, t->meter.from_ms, out);
	if (t->fixes == 0)
		return;
	ticket_sums(t, &sums);
	out->net_gr = money_sum_net(&sums);
	out->vat_gr = money_sum_vat(&sums);
	out->gross_gr = out->net_gr + out->vat_gr;
}

static int
line_of_rate(const struct ticket *t, int vat_bp)
{
	for (int k = 0; k < PRICE_KINDS; k++)
		if (t->line[k].name[0] != '\0' && t->line[k].vat_bp == vat_bp)
			return k;
	return -1;
}

bool
ticket_correct_line(
    const struct ticket *t, int vat_bp, int *line, struct err *err)
{
	struct money_sum sums;

	raw_sums(t, &sums);
	if (vat_bp < 0 && sums.n > 1)
		return err_set(err,
		    _("it has more than one rate of VAT: say which one is "
		      "corrected"));
	for (int i = 0; i < sums.n; i++)
		if (vat_bp < 0 || sums.rate[i].vat_bp == vat_bp) {
			*line = line_of_rate(t, sums.rate[i].vat_bp);
			return true;
		}
	return err_set(err, _("nothing in it has that rate of VAT"));
}

static bool
may_correct(
    const struct ticket *t, const struct ticket_event *ev, struct err *err)
{
	if (t->invoice[0] != '\0')
		return err_set(err,
		    _("it is on invoice %s: take that back "
		      "first"),
		    t->invoice);
	if (ev->actor[0] == '\0' || utf8_is_blank(ev->text))
		return err_set(
		    err, _("a correction needs its author and reason"));
	return true;
}

static void
set_fix(struct ticket *t, int vat_bp, int64_t net_gr)
{
	int i = 0;

	while (i < t->fixes && t->fix[i].vat_bp != vat_bp)
		i++;
	if (i == (int)ARRAY_LEN(t->fix))
		return;
	t->fix[i] = (struct money_rate){vat_bp, net_gr};
	t->fixes = MAX_OF(t->fixes, i + 1);
}

/* Rows from before that rule name no line: one sum for the whole ticket. */
static void
fix_whole(struct ticket *t, int64_t net_gr)
{
	struct money_sum sums;
	int at = 0;

	raw_sums(t, &sums);
	for (int i = 0; t->has_accepted && i < sums.n; i++)
		if (sums.rate[i].vat_bp == t->accepted.vat_bp)
			at = i;
	for (int i = 0; i < sums.n; i++)
		set_fix(t, sums.rate[i].vat_bp, i == at ? net_gr : 0);
}

/* Both are promised: the net, and the gross where the deal says so. */
static bool
is_agreed(const struct ticket *t, struct err *err)
{
	int64_t most_gr = ticket_agreed_gr(t);
	struct money_sum sums;

	ticket_sums(t, &sums);
	if (money_sum_net(&sums) > most_gr)
		return err_set(err, _("the client agreed to at most %s net"),
		    MONEY_TEXT(most_gr));
	if (!t->deal.gross)
		return true;
	most_gr = deal_most_gross_gr(&t->deal, t->line);
	return money_sum_gross(&sums) <= most_gr ||
	    err_set(err, _("the client agreed to at most %s gross"),
		MONEY_TEXT(most_gr));
}

static bool
fix_rate(struct ticket *t, const struct ticket_event *ev, struct err *err)
{
	int vat_bp = t->line[ev->line].vat_bp, line;

	if (t->line[ev->line].name[0] == '\0' ||
	    !ticket_correct_line(t, vat_bp, &line, err))
		return err_set(err, _("nothing in it has that rate of VAT"));
	set_fix(t, vat_bp, ev->net_gr);
	return is_agreed(t, err);
}

bool
ticket_on_corrected(struct ticket *t, const struct ticket_event *ev,
    struct ticket_effects *out, struct err *err)
{
	if (!may_correct(t, ev, err))
		return false;
	if (ev->net_gr < 0 || ev->net_gr > MONEY_MAX_GR)
		return err_set(err, _("the amount is out of range"));
	if (ev->line >= 0)
		return fix_rate(t, ev, err);
	fix_whole(t, ev->net_gr);
	return true;
}

bool
ticket_on_outcome(struct ticket *t, const struct ticket_event *ev,
    struct ticket_effects *out, struct err *err)
{
	enum ticket_state to = ev->yes ? TICKET_SOLVED : TICKET_UNSOLVED;

	if (!may_correct(t, ev, err))
		return false;
	if (t->state == to)
		return err_set(
		    err, _("it is %s already"), ticket_state_title(to));
	t->state = to;
	t->fixes = 0;
	return true;
}
