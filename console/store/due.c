#include "console/store/due.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "console/store/filter_sql.h"
#include "console/store/replay.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/core/logrow.h"
#include "shared/core/fold.h"

#define COLUMNS                                                       \
	"t.id, t.opened_utc, t.started_utc, t.closed_utc, t.product," \
	" t.technician, t.state = 'solved', t.worked_s, t.billed_s,"  \
	" t.final_net_gr, t.vat_bp,"                                  \
	" EXISTS (SELECT 1 FROM correction c WHERE c.ticket = t.id)," \
	" (SELECT min(v.technician = t.technician) FROM visit v"      \
	" WHERE v.ticket = t.id)"

/* What stands beside the hours: a sum that was agreed. */
static void
add_whole(struct due *d, int64_t net_gr, int vat_bp)
{
	d->part[d->n++] = (struct due_part){
	    .line = DUE_WHOLE, .net_gr = net_gr, .vat_bp = vat_bp};
}

/* The hours; *net_gr is what they come to. */
static bool
add_hours(struct db *db, struct due *d, int64_t *net_gr, struct err *err)
{
	struct rows r = rows_ask(db, err,
	    "SELECT line, worked_s, billed_s, net_gr, vat_bp FROM segment"
	    " WHERE ticket = ? ORDER BY line",
	    "i", d->ticket);

	*net_gr = 0;
	while (d->n < PRICE_KINDS && rows_next(&r)) {
		struct due_part *p = &d->part[d->n];

		p->line = (int)rows_int(&r, 0);
		p->worked_s = rows_int(&r, 1);
		p->billed_s = rows_int(&r, 2);
		p->net_gr = rows_int(&r, 3);
		p->vat_bp = (int)rows_int(&r, 4);
		*net_gr += p->net_gr;
		d->n += p->worked_s > 0;
	}
	return rows_end(&r);
}

static int64_t
hours_of_rate(const struct due *d, int hours, int vat_bp)
{
	int64_t net_gr = 0;

	for (int i = 0; i < hours; i++)
		if (d->part[i].vat_bp == vat_bp)
			net_gr += d->part[i].net_gr;
	return net_gr;
}

/* Nothing but the hours: an outcome may have been corrected, no amount. */
static bool
is_hours(const struct due *d, const struct money_sum *sums)
{
	for (int i = 0; i < sums->n; i++)
		if (hours_of_rate(d, d->n, sums->rate[i].vat_bp) !=
		    sums->rate[i].net_gr)
			return false;
	return true;
}

/* What was worked under a fixed sum is worked for that, not by the hour. */
static void
cover(struct due *d, const struct bill *bill)
{
	struct due_part *whole = &d->part[d->n];
	int n = 0;

	while (whole > d->part && whole[-1].line == DUE_WHOLE)
		whole--;
	for (struct due_part *p = d->part; p < whole; p++)
		for (int i = 0; i < bill->n; i++)
			if ((int)bill->line[i].kind == p->line) {
				p->worked_s -= bill->line[i].covered_s;
				whole->worked_s += bill->line[i].covered_s;
			}
	for (int i = 0; i < d->n; i++)
		if (d->part[i].line == DUE_WHOLE || d->part[i].worked_s > 0 ||
		    d->part[i].net_gr != 0)
			d->part[n++] = d->part[i];
	d->n = n;
}

/* What the hours do not come to: agreed sums, a correction. They are few: what
 * counts of each rate is read from the journal. */
static bool
add_rest(struct db *db, struct due *d, struct err *err)
{
	struct money_sum sums;
	struct bill bill;
	int hours = d->n;

	if (!replay_sums(db, d->ticket, &bill, &sums, err))
		return false;
	if (is_hours(d, &sums))
		return true;
	for (int i = 0; d->corrected && i < hours; i++)
		d->part[i].net_gr = 0;
	for (int i = 0; i < sums.n; i++) {
		int vat_bp = sums.rate[i].vat_bp;
		int64_t net_gr = sums.rate[i].net_gr -
		    hours_of_rate(d, hours, vat_bp);

		if (net_gr != 0 || d->net_gr == 0)
			add_whole(d, net_gr, vat_bp);
	}
	if (d->n > hours && !d->corrected)
		cover(d, &bill);
	return true;
}

static bool
add_parts(struct db *db, struct due *d, struct err *err)
{
	int64_t hours_gr;

	d->n = 0;
	if (!add_hours(db, d, &hours_gr, err))
		return false;
	return (!d->corrected && hours_gr == d->net_gr) || add_rest(db, d, err);
}

bool
due_of_row(
    struct db *db, const struct logrow *row, struct due *out, struct err *err)
{
	memset(out, 0, sizeof(*out));
	out->ticket = row->ticket;
	out->solved = str_eq(row->outcome, "solved");
	out->corrected = row->corrected;
	out->worked_s = row->worked_s;
	out->billed_s = row->billed_s;
	out->net_gr = row->net_gr;
	out->vat_bp = row->vat_bp;
	out->technician = row->technicians[0] != '\0' ? row->technician : "";
	out->shared = !str_eq(row->technicians, out->technician);
	return add_parts(db, out, err);
}

static void
read_due(const struct rows *r, bool client, struct due *d)
{
	d->ticket = rows_int(r, 0);
	d->opened_s = rows_int(r, 1);
	d->started_s = rows_int(r, 2);
	d->closed_s = rows_int(r, 3);
	d->product = rows_text(r, 4);
	d->technician = rows_is_null(r, 12) ? "" : rows_text(r, 5);
	d->solved = rows_int(r, 6) != 0;
	d->worked_s = rows_int(r, 7);
	d->billed_s = rows_int(r, 8);
	d->net_gr = rows_int(r, 9);
	d->vat_bp = (int)rows_int(r, 10);
	d->corrected = rows_int(r, 11) != 0;
	d->shared = !rows_is_null(r, 12) && (int)rows_int(r, 12) == 0;
	d->client = client ? rows_text(r, 13) : "";
	d->client_key = client ? rows_text(r, 14) : "";
	d->buyer = client ? rows_text(r, 15) : "";
}

bool
due_each(struct db *db, const struct report_filter *filter, bool client,
    due_fn *fn, void *ctx, struct err *err)
{
	struct report_filter closed = *filter;
	struct rows r;
	struct due d;
	bool ok = true;

	closed.closed = true;
	r = filter_ask(db, err, &closed,
	    client ? COLUMNS ", p.client, p.folded, " BUYER_CODE_SQL : COLUMNS,
	    client, " ORDER BY t.id");
	while (ok && rows_next(&r)) {
		read_due(&r, client, &d);
		ok = add_parts(db, &d, err) && fn(&d, ctx, err);
	}
	return rows_end(&r) && ok;
}

bool
due_add_net(struct due_sum *sum, int64_t net_gr, int vat_bp, struct err *err)
{
	return net_gr == 0 || money_sum_add(&sum->money, vat_bp, net_gr) ||
	    err_set(err, _("the sum is out of range"));
}

bool
due_add(struct due_sum *sum, const struct due *due, struct err *err)
{
	for (int i = 0; i < due->n; i++)
		if (!money_sum_add(
			&sum->money, due->part[i].vat_bp, due->part[i].net_gr))
			return err_set(err, _("the sum is out of range"));
	sum->tickets++;
	sum->worked_s += due->worked_s;
	sum->billed_s += due->billed_s;
	return true;
}

/* --- by hand --- */

struct hands {
	struct due_hands *out;
	int now; /* who is with the client, or was last; -1 = nobody yet */
	int64_t worked_ms[DUE_HANDS], total_ms;
};

/* The place of a technician; who comes when all are taken counts with the last.
 */
static int
hand_of(struct due_hands *h, const char *technician)
{
	int i = 0;

	while (i < h->n && !str_eq(h->hand[i].technician, technician))
		i++;
	if (i == DUE_HANDS)
		return DUE_HANDS - 1;
	if (i == h->n) {
		str_copy(h->hand[i].technician, sizeof(h->hand[i].technician),
		    technician);
		h->hand[i].worked_s = 0;
		h->n++;
	}
	return i;
}

static void
on_step(const struct ticket *t, const struct ticket_event *ev, void *ctx)
{
	struct hands *h = ctx;
	int64_t total_ms = meter_total_ms(&t->meter);

	if (h->now >= 0)
		h->worked_ms[h->now] += total_ms - h->total_ms;
	h->total_ms = total_ms;
	if (ev->kind == TICKET_EV_ATTACHED)
		h->now = hand_of(h->out, ev->actor);
}

bool
due_by_hand(struct db *db, const struct due *due, struct due_hands *out,
    struct err *err)
{
	struct hands h = {.out = out, .now = -1};
	int64_t left = due->worked_s;
	struct ticket *t;
	bool ok;

	out->n = 0;
	if (!due->shared) {
		out->hand[hand_of(out, due->technician)].worked_s = left;
		return true;
	}
	t = mem_alloc(sizeof(*t));
	ok = replay_watch(db, due->ticket, t, on_step, &h, err);
	free(t);
	if (ok && out->n == 0) /* nothing gets lost */
		(void)hand_of(out, due->technician);
	for (int i = 0; i < out->n; i++) {
		bool last = i == out->n - 1;

		out->hand[i].worked_s = last
		    ? left
		    : MIN_OF(h.worked_ms[i] / 1000, left);
		left -= out->hand[i].worked_s;
	}
	return ok;
}

int64_t
due_between_s(const struct due *due)
{
	int64_t rest_s = due->worked_s;

	for (int i = 0; i < due->n; i++)
		rest_s -= due->part[i].worked_s;
	return rest_s;
}

/* So many parts of all of it. */
static int64_t
share(int64_t all, int64_t part, int64_t parts)
{
	return parts > 0 ? all / parts * part + all % parts * part / parts : 0;
}

static void
share_of(const struct due *due, int64_t worked_s, struct due *out)
{
	*out = *due;
	out->worked_s = worked_s;
	out->billed_s = share(due->billed_s, worked_s, due->worked_s);
	for (int k = 0; k < due->n; k++)
		out->part[k].net_gr = share(
		    due->part[k].net_gr, worked_s, due->worked_s);
}

void
due_of_hand(const struct due *due, const struct due_hands *hands, int hand,
    struct due *out)
{
	struct due other;

	if (hand < hands->n - 1) {
		share_of(due, hands->hand[hand].worked_s, out);
		return;
	}
	*out = *due;
	for (int i = 0; i < hand; i++) {
		share_of(due, hands->hand[i].worked_s, &other);
		out->worked_s -= other.worked_s;
		out->billed_s -= other.billed_s;
		for (int k = 0; k < due->n; k++)
			out->part[k].net_gr -= other.part[k].net_gr;
	}
}

/* One who is written in two ways may be two hands. */
static void
add_hand(const struct due *all, const struct due_hands *hands, int hand,
    struct due *sum)
{
	struct due his;

	due_of_hand(all, hands, hand, &his);
	for (int k = 0; k < his.n && sum->n > 0; k++)
		his.part[k].net_gr += sum->part[k].net_gr;
	his.worked_s += sum->worked_s;
	his.billed_s += sum->billed_s;
	*sum = his;
}

bool
due_keep_hand(
    struct db *db, struct due *due, const char *technician, struct err *err)
{
	const struct due all = *due;
	struct due_hands *hands;
	bool ok;

	if (technician == NULL || technician[0] == '\0' || !due->shared)
		return true;
	hands = mem_alloc(sizeof(*hands));
	ok = due_by_hand(db, &all, hands, err);
	due->n = 0; /* whose it is, and who did nothing */
	due->worked_s = due->billed_s = 0;
	for (int i = 0; ok && i < hands->n; i++)
		if (fold_same(hands->hand[i].technician, technician))
			add_hand(&all, hands, i, due);
	free(hands);
	return ok;
}
