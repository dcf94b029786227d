#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "console/store/db.h"
#include "console/store/journal.h"
#include "console/store/replay.h"
#include "console/store/verify.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/core/consent.h"

struct chain {
	struct db *db;
	struct verify_result *out;
	uint8_t prev[JOURNAL_HASH_SIZE];
	int64_t last_id;
};

static bool
bad(struct chain *c, int64_t id, const char *why)
{
	c->out->bad_row = id;
	str_copy(c->out->why, sizeof(c->out->why), why);
	return false;
}

/* The text that a seal covers, unless it was forgotten. Columns: text and salt
 * of event_text, then salt and card of person. */
static bool
seal_holds(sqlite3_stmt *st, const struct journal_row *row)
{
	uint8_t want[JOURNAL_HASH_SIZE];
	int at = JOURNAL_NEXT_COLUMN;
	const uint8_t *salt;

	if (row->seal == NULL)
		return true;
	if (row->ev.kind == TICKET_EV_OPENED) {
		struct store_card card = {
		    .name = sql_text(st, at + 3),
		    .company = sql_text(st, at + 4),
		    .phone = sql_text(st, at + 5),
		    .problem = sql_text(st, at + 6),
		    .agent_key = sql_text(st, at + 7),
		};

		salt = sqlite3_column_blob(st, at + 2);
		if (salt == NULL)
			return sqlite3_column_int64(st, at + 9) != 0;
		if (sqlite3_column_bytes(st, at + 2) != JOURNAL_SALT_SIZE)
			return false;
		journal_seal_card(salt, &card, want);
	} else {
		salt = sqlite3_column_blob(st, at + 1);
		if (salt == NULL)
			return sqlite3_column_int64(st, at + 8) != 0;
		if (sqlite3_column_bytes(st, at + 1) != JOURNAL_SALT_SIZE)
			return false;
		journal_seal_text(salt, sql_text(st, at), want);
	}
	return memcmp(want, row->seal, sizeof(want)) == 0;
}

static bool
check_row(struct chain *c, sqlite3_stmt *st, struct err *err)
{
	struct buf opening = BUF_INIT;
	struct journal_row row;
	uint8_t want[JOURNAL_HASH_SIZE];
	bool first, ok;

	ok = journal_read(st, &row);
	if (row.id != c->last_id + 1)
		return bad(c, c->last_id + 1, _("the row is missing"));
	if (!ok)
		return bad(c, row.id, _("the row is malformed"));
	first = row.ev.kind == TICKET_EV_OPENED;
	if (first && !journal_opening(c->db, row.ticket, &opening, err)) {
		buf_fini(&opening);
		return false;
	}
	journal_hash(c->prev, &row, first ? &opening : NULL, want);
	buf_fini(&opening);
	if (memcmp(want, row.hash, sizeof(want)) != 0)
		return bad(c, row.id,
		    first ? _("the row, the product or the prices were changed")
			  : _("the row was changed"));
	if (!seal_holds(st, &row))
		return bad(c, row.id,
		    first ? _("the client's card was changed")
			  : _("its text was changed"));
	memcpy(c->prev, row.hash, sizeof(c->prev));
	c->last_id = row.id;
	c->out->rows++;
	return true;
}

static bool
check_chain(struct chain *c, struct err *err)
{
	sqlite3_stmt *st = sql_prepare(c->db->sql,
	    "SELECT " JOURNAL_COLUMNS ", x.text, x.salt, p.salt, p.name,"
	    " p.company, p.phone, p.problem, p.agent_key, x.forgotten_utc,"
	    " p.forgotten_utc FROM event e"
	    " LEFT JOIN event_text x ON x.event = e.id"
	    " LEFT JOIN person p ON e.kind = 'opened' AND p.ticket = e.ticket"
	    " ORDER BY e.id",
	    err);
	bool ok = st != NULL;
	int rc = SQLITE_DONE;

	while (ok && (rc = sqlite3_step(st)) == SQLITE_ROW)
		ok = check_row(c, st, err);
	if (ok && rc != SQLITE_DONE)
		ok = sql_err(c->db->sql, err, _("journal"));
	sqlite3_finalize(st);
	if (c->last_id > 0)
		str_hex(c->out->head, c->prev, sizeof(c->prev));
	return ok;
}

/* --- what clients signed --- */

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
check_signature(struct chain *c, sqlite3_stmt *st)
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
	return ok || bad(c, row.id, _("the client did not sign this"));
}

/* Logs of before have no keys, and nothing to check. */
static bool
check_signatures(struct chain *c, struct err *err)
{
	sqlite3_stmt *st = sql_prepare(c->db->sql,
	    "SELECT " JOURNAL_COLUMNS ", o.text2, l.name, l.net_gr,"
	    " l.minimum_s, l.quantum_s, (SELECT b.text FROM event b"
	    " WHERE b.ticket = e.ticket AND b.seq < e.seq"
	    " AND b.kind IN ('consent', 'rights')"
	    " ORDER BY b.seq DESC LIMIT 1)"
	    " FROM event e JOIN event o ON o.ticket = e.ticket AND o.seq = 1"
	    " LEFT JOIN price_line l ON l.ticket = e.ticket"
	    " AND l.line = e.line"
	    " WHERE e.kind IN ('consent', 'rights', 'answered',"
	    " 'kind-answered')"
	    " AND o.text2 <> '' ORDER BY e.id",
	    err);
	bool ok = st != NULL;
	int rc = SQLITE_DONE;

	while (ok && (rc = sqlite3_step(st)) == SQLITE_ROW)
		ok = check_signature(c, st);
	if (ok && rc != SQLITE_DONE)
		ok = sql_err(c->db->sql, err, _("journal"));
	sqlite3_finalize(st);
	return ok;
}

/* NULL, or the name of the first column that differs from the events. */
static const char *
compare(const struct ticket *t, sqlite3_stmt *st)
{
	struct bill raw, final;
	bool closed = ticket_is_closed(t);
	const char *state = ticket_state_name(t->state);

	if (!str_eq(sql_text(st, 1), state))
		return "state";
	if (!str_eq(sql_text(st, 2), closed ? state : ""))
		return "outcome";
	if (sqlite3_column_int64(st, 3) != t->seq)
		return "seq";
	if (!str_eq(sql_text(st, 4), t->invoice))
		return "invoice";
	if (!closed)
		return NULL;
	ticket_bill(t, t->at_ms, &raw);
	ticket_bill_final(t, &final);
	if (sqlite3_column_int64(st, 5) != raw.net_gr)
		return "net_gr";
	if (sqlite3_column_int64(st, 6) != raw.gross_gr)
		return "gross_gr";
	if (sqlite3_column_int64(st, 7) != final.net_gr)
		return "final_net_gr";
	if (sqlite3_column_int64(st, 8) != final.gross_gr)
		return "final_gross_gr";
	if (sqlite3_column_int64(st, 9) != ticket_worked_ms(t, t->at_ms) / 1000)
		return "worked_s";
	return NULL;
}

static bool
check_ticket(struct db *db, sqlite3_stmt *st, struct ticket *t,
    struct verify_result *out)
{
	int64_t number = sqlite3_column_int64(st, 0);
	struct err why = {0};
	const char *column;

	if (!replay_ticket(db, number, t, &why)) {
		str_copy(out->why, sizeof(out->why), why.text);
	} else if ((column = compare(t, st)) != NULL) {
		snprintf(out->why, sizeof(out->why),
		    _("column %s of its row differs from its events"), column);
	} else {
		out->tickets++;
		return true;
	}
	out->bad_ticket = number;
	return false;
}

static bool
check_tickets(struct db *db, struct verify_result *out, struct err *err)
{
	sqlite3_stmt *st = sql_prepare(db->sql,
	    "SELECT id, state, outcome, seq, coalesce(invoice, ''), net_gr,"
	    " gross_gr, final_net_gr, final_gross_gr, worked_s"
	    " FROM ticket ORDER BY id",
	    err);
	struct ticket *t = mem_alloc(sizeof(*t));
	bool ok = st != NULL;
	int rc = SQLITE_DONE;

	while (ok && (rc = sqlite3_step(st)) == SQLITE_ROW)
		ok = check_ticket(db, st, t, out);
	if (ok && rc != SQLITE_DONE)
		ok = sql_err(db->sql, err, _("tickets"));
	sqlite3_finalize(st);
	free(t);
	return ok;
}

bool
verify_log(struct db *db, struct verify_result *out, struct err *err)
{
	struct chain c = {.db = db, .out = out};
	bool ok;

	memset(out, 0, sizeof(*out));
	/* one moment in time, also while a desk writes */
	if (!sql_exec(db->sql, "BEGIN", err))
		return false;
	ok = check_chain(&c, err) && check_signatures(&c, err) &&
	    check_tickets(db, out, err);
	db_rollback(db);
	return ok || out->bad_row != 0 || out->bad_ticket != 0;
}
