#include "console/store/verify_signed.h"

#include "console/store/journal.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/core/consent.h"

/* The columns behind those of the row. */
enum {
	SIGNED_KEY = JOURNAL_NEXT_COLUMN, /* of the ticket's first row */
	SIGNED_PRICE, /* the price line of the row */
	SIGNED_NET,
	SIGNED_MINIMUM,
	SIGNED_QUANTUM,
	SIGNED_BEFORE /* the rights in force before */
};

static void
read_consent(sqlite3_stmt *st, const struct journal_row *row, struct consent *c)
{
	c->ticket = row->ticket;
	c->yes = row->ev.yes;
	c->kind = (enum price_kind)row->ev.line;
	str_copy(c->price, sizeof(c->price), sql_text(st, SIGNED_PRICE));
	c->net_gr = sqlite3_column_int64(st, SIGNED_NET);
	c->minimum_s = sqlite3_column_int64(st, SIGNED_MINIMUM);
	c->quantum_s = sqlite3_column_int64(st, SIGNED_QUANTUM);
}

static bool
is_answer(enum ticket_event_kind kind)
{
	return kind == TICKET_EV_ANSWERED || kind == TICKET_EV_KIND_ANSWERED;
}

/* What was signed, and the signature; false when the row has none. */
static bool
signed_text(sqlite3_stmt *st, const struct journal_row *row, struct buf *text,
    char sig[PROOF_SIG_SIZE])
{
	const struct ticket_event *ev = &row->ev;
	struct consent c = {0};

	if (ev->text == NULL)
		return false;
	if (is_answer(ev->kind)) {
		if (ev->kind == TICKET_EV_ANSWERED)
			quote_answer_text(ev->text, ev->yes, text);
		else
			rate_answer_text(ev->text, ev->yes, text);
		return str_copy(sig, PROOF_SIG_SIZE, ev->text2);
	}
	read_consent(st, row, &c);
	if (!grant_parse_list(ev->text, &c.rights, NULL))
		return false;
	if (ev->kind == TICKET_EV_RIGHTS) {
		if (!consent_rights_row_parse(ev->text2, &c, sig))
			return false;
		consent_rights_text(&c, text);
		return true;
	}
	if (!consent_row_parse(ev->text2, &c, sig))
		return false;
	consent_text(&c, text);
	return true;
}

/* A question that nobody answered in time, and rights that became fewer. */
static bool
needs_no_signature(sqlite3_stmt *st, const struct journal_row *row)
{
	unsigned now = 0, before = 0;

	if (row->ev.text2[0] != '\0' || row->ev.text == NULL)
		return false;
	if (is_answer(row->ev.kind))
		return !row->ev.yes;
	return row->ev.kind == TICKET_EV_RIGHTS &&
	    grant_parse_list(row->ev.text, &now, NULL) &&
	    grant_parse_list(sql_text(st, SIGNED_BEFORE), &before, NULL) &&
	    (now & ~before) == 0;
}

static bool
check_signature(sqlite3_stmt *st, int64_t *bad)
{
	struct journal_row row;
	struct buf text = BUF_INIT;
	char sig[PROOF_SIG_SIZE];
	bool ok = journal_read(st, &row);

	ok = ok &&
	    (needs_no_signature(st, &row) ||
		(signed_text(st, &row, &text, sig) &&
		    proof_holds(sql_text(st, SIGNED_KEY), &text, sig)));
	buf_fini(&text);
	if (!ok)
		*bad = row.id;
	return ok;
}

/* Logs of before have no keys, and nothing to check. The four kinds are asked
 * for one by one: IN would look each row up in a tree. */
bool
verify_signed(struct db *db, int64_t *bad, struct err *err)
{
	sqlite3_stmt *st = sql_prepare(db->sql,
	    "SELECT " JOURNAL_COLUMNS ", o.text2, l.name, l.net_gr,"
	    " l.minimum_s, l.quantum_s, CASE WHEN e.kind = 'rights'"
	    " AND e.text2 = '' THEN (SELECT b.text FROM event b"
	    " WHERE b.ticket = e.ticket AND b.seq < e.seq"
	    " AND b.kind IN ('consent', 'rights')"
	    " ORDER BY b.seq DESC LIMIT 1) END"
	    " FROM event e JOIN event o ON o.ticket = e.ticket AND o.seq = 1"
	    " LEFT JOIN price_line l ON l.ticket = e.ticket"
	    " AND l.line = e.line"
	    " WHERE (+e.kind = 'consent' OR +e.kind = 'rights'"
	    " OR +e.kind = 'answered' OR +e.kind = 'kind-answered')"
	    " AND o.text2 <> '' ORDER BY e.id",
	    err);
	bool ok = st != NULL;
	int rc = SQLITE_DONE;

	*bad = 0;
	while (ok && *bad == 0 && (rc = sqlite3_step(st)) == SQLITE_ROW)
		(void)check_signature(st, bad);
	if (ok && *bad == 0 && rc != SQLITE_DONE)
		ok = sql_err(db->sql, err, _("journal"));
	sqlite3_finalize(st);
	return ok;
}
