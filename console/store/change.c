#include <inttypes.h>
#include <stdlib.h>

#include "console/store/buyer.h"
#include "console/store/change.h"
#include "console/store/journal.h"
#include "console/store/project.h"
#include "console/store/replay.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/utf8.h"

static bool
change_step(struct db *db, int64_t number, struct ticket *t,
    const struct change *c, struct err *err)
{
	struct ticket_event ev;
	int64_t id;

	if (!replay_ticket(db, number, t, err))
		return false;
	ev = ticket_next(
	    t, c->kind, MAX_OF(clock_ms(), t->at_ms), clock_utc_s());
	ev.actor = c->author;
	ev.net_gr = c->net_gr;
	ev.yes = c->yes;
	ev.text = c->text;
	ev.text2 = c->by != NULL ? c->by : "";
	if (c->kind == TICKET_EV_CORRECTED &&
	    ticket_permits(t->state, c->kind) &&
	    !ticket_correct_line(t, c->vat_bp, &ev.line, err))
		return false;
	return ticket_step(t, &ev, NULL, err) &&
	    journal_add(db, number, &ev, NULL, &id, err) &&
	    project_event(db, number, t, &ev, id, err);
}

/* Of what is said about an invoice something must be readable. Not a rule of
 * the machine: journals of before hold blank ones. */
static bool
check_text(enum ticket_event_kind kind, const char *text, struct err *err)
{
	if (kind == TICKET_EV_INVOICED && utf8_is_blank(text))
		return err_set(err, _("the number of the invoice is blank"));
	if (kind == TICKET_EV_UNINVOICED && utf8_is_blank(text))
		return err_set(err, _("say why it is taken back"));
	return true;
}

/* All of them or none; names: err says which one could not be changed. */
static bool
change_all(struct db *db, const int64_t *numbers, size_t n, bool names,
    const struct change *c, struct err *err)
{
	struct ticket *t;
	bool ok = true;

	if (!check_text(c->kind, c->text, err) || !db_begin(db, err))
		return false;
	t = mem_alloc(sizeof(*t));
	for (size_t i = 0; ok && i < n; i++) {
		ok = change_step(db, numbers[i], t, c, err);
		if (!ok && names)
			err_wrap(err, _("ticket %" PRId64), numbers[i]);
	}
	free(t);
	if (!ok) {
		db_rollback(db);
		return false;
	}
	return db_commit(db, err);
}

bool
change_tickets(struct db *db, const int64_t *numbers, size_t n,
    enum ticket_event_kind kind, const char *author, const char *text,
    struct err *err)
{
	const struct change c = {
	    .kind = kind, .author = author, .text = text, .vat_bp = -1};

	return change_all(db, numbers, n, true, &c, err);
}

bool
change_invoice_free(
    struct db *db, int64_t ticket, const char *number, struct err *err)
{
	sqlite3_stmt *st = sql_query(db->sql, err,
	    "WITH its (id, code, folded) AS (SELECT t.id, " BUYER_CODE_SQL
	    ", p.folded FROM ticket t JOIN person p ON p.ticket = t.id"
	    " WHERE t.id = ?1 OR t.invoice = ?2)"
	    " SELECT o.id, p.client FROM its o JOIN person p ON p.ticket = o.id"
	    " JOIN its i ON i.id = ?1 WHERE o.id <> i.id AND (o.code IS NOT i.code"
	    " OR (o.code IS NULL AND o.folded <> i.folded)) LIMIT 1",
	    "is", ticket, number);
	int rc;

	if (st == NULL)
		return false;
	rc = sqlite3_step(st);
	if (rc == SQLITE_ROW)
		err_set(err,
		    _("invoice %s is that of another client: %s, ticket "
		      "%" PRId64),
		    number, sql_text(st, 1),
		    (int64_t)sqlite3_column_int64(st, 0));
	else if (rc != SQLITE_DONE)
		sql_err(db->sql, err, _("invoices"));
	sqlite3_finalize(st);
	return rc == SQLITE_DONE;
}

bool
change_make(
    struct db *db, int64_t number, const struct change *change, struct err *err)
{
	return change_all(db, &number, 1, false, change, err);
}

bool
change_ticket(struct db *db, int64_t number, enum ticket_event_kind kind,
    const char *author, int64_t net_gr, const char *text, struct err *err)
{
	const struct change c = {.kind = kind,
	    .author = author,
	    .text = text,
	    .net_gr = net_gr,
	    .vat_bp = -1};

	return change_make(db, number, &c, err);
}
