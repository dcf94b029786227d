#include "console/store/amend.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "console/store/buyer.h"
#include "console/store/db_transaction.h"
#include "console/store/filter_sql.h"
#include "console/store/journal.h"
#include "console/store/project.h"
#include "console/store/replay.h"
#include "shared/base/buf.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"
#include "shared/core/fold.h"
#include "shared/core/money.h"

/* A row of what it says already, and a receipt of that, would tell nothing. Not
 * a rule of the machine: journals of before hold such. */
static bool
check_news(const struct money_sum *was, const struct ticket *t,
    enum ticket_event_kind kind, struct err *err)
{
	struct money_sum now;

	if (kind != TICKET_EV_CORRECTED)
		return true;
	ticket_sums(t, &now);
	for (int i = 0; i < now.n; i++)
		if (now.rate[i].net_gr != was->rate[i].net_gr)
			return true;
	return err_set(err,
	    _("that is what it says already: net %s; nothing is changed"),
	    MONEY_TEXT(money_sum_net(&now)));
}

static bool
change_step(struct db *db, int64_t number, struct ticket *t,
    const struct amend *c, struct err *err)
{
	struct ticket_event ev;
	struct money_sum was;
	int64_t id;

	if (!replay_ticket(db, number, t, err))
		return false;
	ticket_sums(t, &was);
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
	if (c->kind == TICKET_EV_OUTCOME && c->yes &&
	    ticket_permits(t->state, c->kind) && !ticket_was_tended(t, NULL))
		return err_set(err,
		    _("nobody picked its client or called him: it cannot be "
		      "solved"));
	return ticket_step(t, &ev, NULL, err) &&
	    check_news(&was, t, c->kind, err) &&
	    journal_add(db, number, &ev, NULL, &id, err) &&
	    project_event(db, number, t, &ev, id, err);
}

/* --- invoices --- */

/* In the form that is kept: as it stands on tickets that have it already, else
 * canonical. */
static bool
take_number(struct db *db, const char *number, struct buf *out, struct err *err)
{
	struct rows r = rows_ask(db, err,
	    "SELECT invoice FROM ticket WHERE invoice IS NOT NULL AND"
	    " " INVOICE_NUMBER_SQL("invoice") " = " INVOICE_NUMBER_SQL(
		"?") " ORDER BY id LIMIT 1",
	    "s", number);

	if (rows_next(&r))
		buf_adds(out, rows_text(&r, 0));
	else
		fold_canon(out, number);
	return rows_end(&r);
}

#define ITS_SQL                                                    \
	"SELECT t.id, " BUYER_CODE_SQL ", p.folded,"               \
	" p.forgotten_utc IS NOT NULL FROM ticket t JOIN person p" \
	" ON p.ticket = t.id WHERE "
/* Whoever was forgotten and is in no book may be its client. */
#define KNOWN_SQL(one) "(" one ".code IS NOT NULL OR NOT " one ".gone)"
#define OTHERS_SQL(has_it)                                                    \
	"WITH its (id, code, folded, gone) AS (" ITS_SQL                      \
	"t.id = ?1 UNION ALL " ITS_SQL                                        \
	"t.invoice IS NOT NULL AND t.id <> ?1 AND " has_it                    \
	") SELECT o.id FROM its o JOIN its i ON i.id = ?1 WHERE o.id <> i.id" \
	" AND " KNOWN_SQL("o") " AND " KNOWN_SQL(                             \
	    "i") " AND (o.code IS NOT i.code"                                 \
		 " OR (o.code IS NULL AND o.folded <> i.folded)) LIMIT 1"

/* An invoice is one client's: err says who has the number, when he is another
 * than the ticket's. any: in whatever spelling. */
static bool
check_number(struct db *db, int64_t ticket, const char *number, bool any,
    struct err *err)
{
	struct buyer buyer;
	int64_t other;
	int found = rows_find(db, &other, err,
	    any ? OTHERS_SQL(INVOICE_NUMBER_SQL(
		      "t.invoice") " = " INVOICE_NUMBER_SQL("?2"))
		: OTHERS_SQL("t.invoice = ?2"),
	    "is", ticket, number);

	if (found == 1 && buyer_of_ticket(db, other, &buyer, err))
		err_set(err,
		    _("invoice %s is that of another client: %s, "
		      "ticket %" PRId64),
		    number, buyer.name, other);
	return found == 0;
}

/* --- one or all --- */

static bool
check_day(const char *day, struct err *err)
{
	int64_t at_s;

	if (strlen(day) != TICKET_DAY_SIZE - 1 || !clock_parse_day(day, &at_s))
		return err_set(
		    err, _("\"%s\" is not a date such as 2026-01-31"), day);
	return at_s <= clock_utc_s() ||
	    err_set(err, _("%s is still to come: nothing was paid then"), day);
}

/* Of what is said about an invoice something must be readable. Not a rule of
 * the machine: journals of before hold blank ones. */
static bool
check_text(enum ticket_event_kind kind, const char *text, struct err *err)
{
	if (kind == TICKET_EV_PAID)
		return check_day(text, err);
	if (kind == TICKET_EV_INVOICED && utf8_is_blank(text))
		return err_set(err, _("the number of the invoice is blank"));
	if ((kind == TICKET_EV_UNINVOICED || kind == TICKET_EV_UNPAID) &&
	    utf8_is_blank(text))
		return err_set(err, _("say why it is taken back"));
	return true;
}

/* Begun before; names: err says which one could not be changed. */
static bool
change_each(struct db *db, const int64_t *numbers, size_t n, bool names,
    const struct amend *c, struct err *err)
{
	bool whose = c->kind == TICKET_EV_INVOICED && !c->shared, ok = true;
	struct ticket *t = mem_alloc(sizeof(*t));

	for (size_t i = 0; ok && i < n; i++) {
		ok = !whose ||
		    check_number(db, numbers[i], c->text, i == 0, err);
		if (!ok)
			break;
		ok = change_step(db, numbers[i], t, c, err);
		if (!ok && names)
			err_wrap(err, _("ticket %" PRId64), numbers[i]);
	}
	free(t);
	return ok;
}

/* All of them or none. */
static bool
change_all(struct db *db, const int64_t *numbers, size_t n, bool names,
    const struct amend *change, struct buf *number, struct err *err)
{
	struct amend c = *change;
	bool ok = true;

	if (!check_text(c.kind, c.text, err) || !db_begin(db, err))
		return false;
	if (c.kind == TICKET_EV_INVOICED) {
		ok = take_number(db, c.text, number, err);
		c.text = buf_str(number);
		ok = ok && check_text(c.kind, c.text, err);
	}
	ok = ok && change_each(db, numbers, n, names, &c, err);
	return db_end(db, ok, err);
}

bool
amend_invoice(struct db *db, const int64_t *numbers, size_t n,
    const char *author, bool shared, struct buf *number, struct err *err)
{
	char *text = str_dup(buf_str(number));
	const struct amend c = {.kind = TICKET_EV_INVOICED,
	    .author = author,
	    .text = text,
	    .shared = shared,
	    .vat_bp = -1};
	bool ok;

	buf_clear(number);
	ok = change_all(db, numbers, n, n > 1, &c, number, err);
	free(text);
	return ok;
}

bool
amend_each(struct db *db, enum ticket_event_kind kind, const int64_t *numbers,
    size_t n, const char *author, const char *text, struct err *err)
{
	const struct amend c = {
	    .kind = kind, .author = author, .text = text, .vat_bp = -1};

	return change_all(db, numbers, n, true, &c, NULL, err);
}

bool
amend_make(
    struct db *db, int64_t number, const struct amend *change, struct err *err)
{
	struct buf kept = BUF_INIT;
	bool ok = change_all(db, &number, 1, false, change, &kept, err);

	buf_fini(&kept);
	return ok;
}

bool
amend_ticket(struct db *db, int64_t number, enum ticket_event_kind kind,
    const char *author, int64_t net_gr, const char *text, struct err *err)
{
	const struct amend c = {.kind = kind,
	    .author = author,
	    .text = text,
	    .net_gr = net_gr,
	    .vat_bp = -1};

	return amend_make(db, number, &c, err);
}
