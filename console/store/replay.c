#include "console/store/replay.h"

#include <inttypes.h>
#include <stdlib.h>

#include "console/store/journal.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"

static void
read_price(sqlite3_stmt *st, struct price *p)
{
	str_copy(p->name, sizeof(p->name), sql_text(st, 0));
	str_copy(p->products, sizeof(p->products), sql_text(st, 2));
	str_copy(p->valid_from, sizeof(p->valid_from), sql_text(st, 3));
	if (!price_kind_parse(sql_text(st, 1), &p->kind))
		p->kind = PRICE_REQUEST;
	p->net_gr = sqlite3_column_int64(st, 4);
	p->minimum_s = sqlite3_column_int64(st, 5);
	p->quantum_s = sqlite3_column_int64(st, 6);
	p->vat_bp = sqlite3_column_int(st, 7);
	p->quoted_first = sqlite3_column_int(st, 8) != 0;
}

static bool
load_prices(struct db *db, int64_t number, struct prices *out, struct err *err)
{
	sqlite3_stmt *st = sql_query_again(db->sql, &db->cache, err,
	    "SELECT name, kind, products, valid_from, net_gr, minimum_s,"
	    " quantum_s, vat_bp, quoted_first FROM main.price_line"
	    " WHERE ticket = ? ORDER BY line",
	    "i", number);
	int rc = SQLITE_DONE;

	if (st == NULL)
		return false;
	out->n = 0;
	while (out->n < PRICES_MAX && (rc = sqlite3_step(st)) == SQLITE_ROW)
		read_price(st, &out->line[out->n++]);
	sqlite3_reset(st);
	return rc == SQLITE_DONE || rc == SQLITE_ROW ||
	    sql_err(db->sql, err, _("price lines"));
}

bool
replay_begin(struct db *db, int64_t number, struct ticket *t, struct err *err)
{
	struct prices prices = {0};
	sqlite3_stmt *st;
	bool found;

	if (!load_prices(db, number, &prices, err))
		return false;
	st = sql_query_again(db->sql, &db->cache, err,
	    "SELECT product FROM main.ticket WHERE id = ?", "i", number);
	if (st == NULL)
		return false;
	found = sqlite3_step(st) == SQLITE_ROW;
	if (found)
		ticket_init(t, number, sql_text(st, 0), &prices);
	else
		err_set(err, _("there is no ticket %" PRId64), number);
	sqlite3_reset(st);
	return found;
}

static bool
needs_text(enum ticket_event_kind kind)
{
	return kind == TICKET_EV_NOTED || kind == TICKET_EV_CORRECTED ||
	    kind == TICKET_EV_OUTCOME;
}

bool
replay_read(sqlite3_stmt *st, struct journal_row *row, struct err *err)
{
	if (!journal_read(st, row))
		return err_set(
		    err, _("journal row %" PRId64 " is malformed"), row->id);
	if (row->ev.text == NULL)
		row->ev.text = sql_text(st, JOURNAL_NEXT_COLUMN);
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
	sqlite3_stmt *st;
	bool ok = true;
	int rc = SQLITE_DONE;

	if (!replay_begin(db, number, t, err))
		return false;
	st = sql_query_again(db->sql, &db->cache, err,
	    "SELECT " JOURNAL_COLUMNS ", x.text FROM main.event e"
	    " LEFT JOIN main.event_text x ON x.event = e.id"
	    " WHERE e.ticket = ? ORDER BY e.seq",
	    "i", number);
	if (st == NULL)
		return false;
	while (ok && (rc = sqlite3_step(st)) == SQLITE_ROW) {
		ok = replay_read(st, &row, err) && replay_step(t, &row, err);
		if (ok && fn != NULL)
			fn(t, &row.ev, ctx);
	}
	if (ok && rc != SQLITE_DONE)
		ok = sql_err(db->sql, err, _("journal"));
	sqlite3_reset(st);
	return ok;
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
