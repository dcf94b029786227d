#include "console/store/verify_signed.h"

#include "console/store/journal.h"
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
read_consent(
    const struct rows *r, const struct journal_row *row, struct consent *c)
{
	c->ticket = row->ticket;
	c->yes = row->ev.yes;
	c->kind = (enum price_kind)row->ev.line;
	str_copy(c->price, sizeof(c->price), rows_text(r, SIGNED_PRICE));
	c->net_gr = rows_int(r, SIGNED_NET);
	c->minimum_s = rows_int(r, SIGNED_MINIMUM);
	c->quantum_s = rows_int(r, SIGNED_QUANTUM);
}

static bool
is_answer(enum ticket_event_kind kind)
{
	return kind == TICKET_EV_ANSWERED || kind == TICKET_EV_KIND_ANSWERED;
}

/* What was signed, and the signature; false when the row has none. */
static bool
signed_text(const struct rows *r, const struct journal_row *row,
    struct buf *text, char sig[PROOF_SIG_SIZE])
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
	read_consent(r, row, &c);
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
needs_no_signature(const struct rows *r, const struct journal_row *row)
{
	unsigned now = 0, before = 0;

	if (row->ev.text2[0] != '\0' || row->ev.text == NULL)
		return false;
	if (is_answer(row->ev.kind))
		return !row->ev.yes;
	return row->ev.kind == TICKET_EV_RIGHTS &&
	    grant_parse_list(row->ev.text, &now, NULL) &&
	    grant_parse_list(rows_text(r, SIGNED_BEFORE), &before, NULL) &&
	    (now & ~before) == 0;
}

static bool
check_signature(const struct rows *r, int64_t *bad)
{
	struct journal_row row;
	struct buf text = BUF_INIT;
	char sig[PROOF_SIG_SIZE];
	bool ok = journal_read(r, &row);

	ok = ok &&
	    (needs_no_signature(r, &row) ||
		(signed_text(r, &row, &text, sig) &&
		    proof_holds(rows_text(r, SIGNED_KEY), &text, sig)));
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
	struct rows r = rows_ask(db, err,
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
	    "");

	*bad = 0;
	while (*bad == 0 && rows_next(&r))
		(void)check_signature(&r, bad);
	return rows_end(&r);
}
