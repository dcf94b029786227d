#include "console/store/replay.h"

#include <inttypes.h>
#include <stdlib.h>

#include "console/store/journal.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"

static void
read_price(const struct rows *r, struct price *p)
{
	str_copy(p->name, sizeof(p->name), rows_text(r, 0));
	str_copy(p->products, sizeof(p->products), rows_text(r, 2));
	str_copy(p->valid_from, sizeof(p->valid_from), rows_text(r, 3));
	if (!price_kind_parse(rows_text(r, 1), &p->kind))
		p->kind = PRICE_REQUEST;
	p->net_gr = rows_int(r, 4);
	p->minimum_s = rows_int(r, 5);
	p->quantum_s = rows_int(r, 6);
	p->vat_bp = (int)rows_int(r, 7);
	p->quoted_first = rows_int(r, 8) != 0;
}

static bool
load_prices(struct db *db, int64_t number, struct prices *out, struct err *err)
{
	struct rows r = rows_ask(db, err,
	    "SELECT name, kind, products, valid_from, net_gr, minimum_s,"
	    " quantum_s, vat_bp, quoted_first FROM main.price_line"
	    " WHERE ticket = ? ORDER BY line",
	    "i", number);

	out->n = 0;
	while (out->n < PRICES_MAX && rows_next(&r))
		read_price(&r, &out->line[out->n++]);
	return rows_end(&r);
}

bool
replay_begin(struct db *db, int64_t number, struct ticket *t, struct err *err)
{
	struct prices prices = {0};
	struct rows r;
	bool found;

	if (!load_prices(db, number, &prices, err))
		return false;
	r = rows_ask(db, err, "SELECT product FROM main.ticket WHERE id = ?",
	    "i", number);
	found = rows_next(&r);
	if (found)
		ticket_init(t, number, rows_text(&r, 0), &prices);
	return rows_end(&r) &&
	    (found || err_set(err, _("there is no ticket %" PRId64), number));
}

static bool
needs_text(enum ticket_event_kind kind)
{
	return kind == TICKET_EV_NOTED || kind == TICKET_EV_CORRECTED ||
	    kind == TICKET_EV_OUTCOME;
}

bool
replay_read(const struct rows *r, struct journal_row *row, struct err *err)
{
	if (!journal_read(r, row))
		return err_set(
		    err, _("journal row %" PRId64 " is malformed"), row->id);
	if (row->ev.text == NULL)
		row->ev.text = rows_text(r, JOURNAL_NEXT_COLUMN);
	/* a forgotten note or reason was one all the same */
	if (needs_text(row->ev.kind) && row->ev.text[0] == '\0')
		row->ev.text = "?";
	return true;
}

bool
replay_step(struct ticket *t, const struct journal_row *row, struct err *err)
{
	return ticket_step(t, &row->ev, NULL, err) ||
	    err_wrap(err, _("journal row %" PRId64), row->id);
}

bool
replay_watch(struct db *db, int64_t number, struct ticket *t, replay_fn *fn,
    void *ctx, struct err *err)
{
	struct journal_row row;
	struct rows r;
	bool ok = true;

	if (!replay_begin(db, number, t, err))
		return false;
	r = rows_ask(db, err,
	    "SELECT " JOURNAL_COLUMNS ", x.text FROM main.event e"
	    " LEFT JOIN main.event_text x ON x.event = e.id"
	    " WHERE e.ticket = ? ORDER BY e.seq",
	    "i", number);
	while (ok && rows_next(&r)) {
		ok = replay_read(&r, &row, err) && replay_step(t, &row, err);
		if (ok && fn != NULL)
			fn(t, &row.ev, ctx);
	}
	return rows_end(&r) && ok;
}

bool
replay_ticket(struct db *db, int64_t number, struct ticket *t, struct err *err)
{
	return replay_watch(db, number, t, NULL, NULL, err);
}

bool
replay_sums(struct db *db, int64_t number, struct bill *bill,
    struct money_sum *sums, struct err *err)
{
	struct ticket *t = mem_alloc(sizeof(*t));
	bool ok = replay_ticket(db, number, t, err);

	if (ok)
		ticket_bill(t, t->meter.from_ms, bill);
	if (ok)
		ticket_sums(t, sums);
	free(t);
	return ok;
}

bool
replay_bill(struct db *db, int64_t number, struct bill *out, struct err *err)
{
	struct money_sum sums;

	return replay_sums(db, number, out, &sums, err);
}
