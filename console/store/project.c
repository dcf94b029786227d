#include "console/store/project.h"

#include <stdlib.h>
#include <string.h>

#include "console/store/db_run.h"
#include "console/store/journal.h"
#include "shared/core/fold.h"

static bool
add_price(struct db *db, int64_t number, int i, const struct price *p,
    struct err *err)
{
	return db_run(db, err,
	    "INSERT INTO price_line (ticket, line, name, kind, products,"
	    " valid_from, net_gr, minimum_s, quantum_s, vat_bp, quoted_first)"
	    " VALUES (?,?,?,?,?,?,?,?,?,?,?)",
	    "iissssiiiii", number, (int64_t)i, p->name,
	    price_kind_name(p->kind), p->products, p->valid_from, p->net_gr,
	    p->minimum_s, p->quantum_s, (int64_t)p->vat_bp,
	    (int64_t)p->quoted_first);
}

bool
project_ticket(struct db *db, int64_t number, const char *secret,
    const struct ticket *t, struct err *err)
{
	return db_run(db, err,
	    "INSERT INTO ticket (id, secret, state, opened_utc,"
	    " product, wanted, technician, outcome, worked_s, billed_s,"
	    " net_gr, vat_gr, gross_gr, final_net_gr, final_vat_gr,"
	    " final_gross_gr, vat_bp, note, recovered, seq)"
	    " VALUES (?,?,?,?,?,?,'','',0,0,0,0,0,0,0,0,0,'',0,0)",
	    "ississ", number, secret, ticket_state_name(t->state),
	    t->opened_utc_s, t->product, t->wanted);
}

bool
project_open(struct db *db, int64_t number, const struct store_card *card,
    const struct ticket *t, struct err *err)
{
	if (!project_ticket(db, number, card->secret, t, err))
		return false;
	for (int i = 0; i < PRICE_KINDS; i++)
		if (t->line[i].name[0] != '\0' &&
		    !add_price(db, number, i, &t->line[i], err))
			return false;
	return true;
}

bool
project_person(struct db *db, int64_t number, const struct store_card *card,
    const uint8_t *salt, struct err *err)
{
	const char *client = card->company[0] ? card->company : card->name;
	const char *const texts[] = {
	    card->name, card->company, card->phone, card->problem};
	struct buf folded = BUF_INIT, words = BUF_INIT;
	bool ok;

	fold_text(&folded, client);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		fold_text(&words, texts[i]);
		buf_addc(&words, '\n');
	}
	ok = db_run(db, err,
	    "INSERT INTO person (ticket, name, company, phone, problem,"
	    " agent_key, client, folded, words, salt)"
	    " VALUES (?,?,?,?,?,?,?,?,?,?)",
	    "issssssssb", number, card->name, card->company, card->phone,
	    card->problem, card->agent_key, client, buf_str(&folded),
	    buf_str(&words), (const void *)salt, (size_t)JOURNAL_SALT_SIZE);
	buf_fini(&folded);
	buf_fini(&words);
	return ok;
}

static bool
update_ticket(struct db *db, int64_t number, const struct ticket *t,
    const struct ticket_event *ev, struct err *err)
{
	bool closed = ticket_is_closed(t);
	const char *state = ticket_state_name(t->state);
	struct bill raw, final;
	int vat_bp = ticket_price(t)->vat_bp;

	ticket_bill(t, ev->beat_ms, &raw);
	final = raw;
	if (closed)
		ticket_bill_final(t, &final);
	if (t->has_accepted)
		vat_bp = t->accepted.vat_bp;
	return db_run(db, err,
	    "UPDATE ticket SET state=?, technician=CASE ? WHEN ''"
	    " THEN technician ELSE ? END, outcome=?, worked_s=?,"
	    " billed_s=?, net_gr=?, vat_gr=?, gross_gr=?,"
	    " final_net_gr=?, final_vat_gr=?, final_gross_gr=?,"
	    " vat_bp=?, invoice=nullif(?, ''), wanted=?, seq=?,"
	    " closed_utc=iif(?, ?, closed_utc), secret=iif(?, '', secret)"
	    " WHERE id=?",
	    "ssssiiiiiiiiissiiiii", state, t->technician, t->technician,
	    closed ? state : "", ticket_worked_ms(t, ev->beat_ms) / 1000,
	    raw.billed_s, raw.net_gr, raw.vat_gr, raw.gross_gr, final.net_gr,
	    final.vat_gr, final.gross_gr, (int64_t)vat_bp, t->invoice,
	    t->wanted, t->seq, (int64_t)closed, t->closed_utc_s,
	    (int64_t)closed, number);
}

/* Working time by price line; amounts as the bill has them. */
static bool
update_segments(struct db *db, int64_t number, const struct ticket *t,
    const struct ticket_event *ev, struct err *err)
{
	struct bill bill;

	ticket_bill(t, ev->beat_ms, &bill);
	for (int i = 0; i < bill.n; i++) {
		const struct bill_line *l = &bill.line[i];

		if (!db_run(db, err,
			"INSERT INTO segment (ticket, line, name, worked_s,"
			" billed_s, net_gr, vat_bp) VALUES (?,?,?,?,?,?,?)"
			" ON CONFLICT (ticket, line) DO UPDATE SET"
			" worked_s=excluded.worked_s,"
			" billed_s=excluded.billed_s, net_gr=excluded.net_gr",
			"iisiiii", number, (int64_t)l->kind,
			t->line[l->kind].name, l->worked_s, l->billed_s,
			l->net_gr, (int64_t)l->vat_bp))
			return false;
	}
	return true;
}

/* A kind of work that was taken back is none of the ticket's any more. */
static bool
drop_segments(
    struct db *db, int64_t number, const struct ticket *t, struct err *err)
{
	for (int k = 0; k < PRICE_KINDS; k++)
		if (t->meter.worked_ms[k] < 1000 &&
		    !db_run(db, err,
			"DELETE FROM segment WHERE ticket=? AND line=?", "ii",
			number, (int64_t)k))
			return false;
	return true;
}

static bool
end_visits(struct db *db, int64_t number, int64_t at_utc_s, struct err *err)
{
	return db_run(db, err,
	    "UPDATE visit SET to_utc=max(from_utc, ?)"
	    " WHERE ticket=? AND to_utc IS NULL",
	    "ii", at_utc_s, number);
}

/* The desk was killed: what was known last is when the visit ended. */
static bool
recover_visits(struct db *db, int64_t number, int64_t id, struct err *err)
{
	return db_run(db, err,
		   "UPDATE visit SET to_utc=max(from_utc, (SELECT max(at_utc)"
		   " FROM event WHERE ticket=? AND id<?))"
		   " WHERE ticket=? AND to_utc IS NULL",
		   "iii", number, id, number) &&
	    db_run(db, err,
		"UPDATE ticket SET recovered=recovered+1 WHERE id=?", "i",
		number);
}

static bool
add_quote(struct db *db, int64_t number, const struct ticket *t,
    const struct ticket_event *ev, struct err *err)
{
	return db_run(db, err,
	    "INSERT INTO quote (ticket, quote, at_utc, technician, fixed,"
	    " net_gr, seconds, text, answer) VALUES (?,?,?,?,?,?,?,?,'')",
	    "iiisiiis", number, (int64_t)t->quotes, ev->at_utc_s, t->technician,
	    (int64_t)(ev->seconds == 0), ev->net_gr, ev->seconds, ev->text);
}

static bool
answer_quote(struct db *db, int64_t number, const char *answer,
    const struct ticket_event *ev, struct err *err)
{
	return db_run(db, err,
	    "UPDATE quote SET answer=?, answered_utc=?"
	    " WHERE ticket=? AND answer=''",
	    "sii", answer, ev->at_utc_s, number);
}

/* What the client reads; notes of technicians stay in the journal. */
static bool
set_note(struct db *db, int64_t number, const char *text, struct err *err)
{
	return db_run(
	    db, err, "UPDATE ticket SET note=? WHERE id=?", "si", text, number);
}

static bool
add_correction(struct db *db, int64_t number, const struct ticket *t,
    const struct ticket_event *ev, int64_t id, struct err *err)
{
	struct bill final;

	ticket_bill_final(t, &final);
	return db_run(db, err,
	    "INSERT INTO correction (event, ticket, at_utc, author, net_gr,"
	    " reason) VALUES (?,?,?,?,?,?)",
	    "iiisis", id, number, ev->at_utc_s, ev->actor, final.net_gr,
	    ev->text);
}

static bool
add_invoice(struct db *db, int64_t number, const struct ticket_event *ev,
    int64_t id, struct err *err)
{
	if (ev->kind == TICKET_EV_INVOICED)
		return db_run(db, err,
		    "INSERT INTO invoice (event, ticket, at_utc, author,"
		    " number, reversal, reason) VALUES (?,?,?,?,?,0,'')",
		    "iiiss", id, number, ev->at_utc_s, ev->actor, ev->text);
	return db_run(db, err,
	    "INSERT INTO invoice (event, ticket, at_utc, author, number,"
	    " reversal, reason) SELECT ?,?,?,?,number,1,? FROM invoice"
	    " WHERE ticket=? ORDER BY event DESC LIMIT 1",
	    "iiissi", id, number, ev->at_utc_s, ev->actor, ev->text, number);
}

static bool
add_payment(struct db *db, int64_t number, const struct ticket_event *ev,
    int64_t id, struct err *err)
{
	return db_run(db, err,
	    "INSERT INTO payment (ticket, event, at_utc, author, day)"
	    " VALUES (?,?,?,?,?)",
	    "iiiss", number, id, ev->at_utc_s, ev->actor, ev->text);
}

/* What this kind of event adds beside the ticket's own row. */
static bool
add_part(struct db *db, int64_t number, const struct ticket *t,
    const struct ticket_event *ev, int64_t id, struct err *err)
{
	switch (ev->kind) {
	case TICKET_EV_ATTACHED:
		return end_visits(db, number, ev->at_utc_s, err) &&
		    db_run(db, err,
			"INSERT INTO visit (ticket, visit, technician,"
			" from_utc) VALUES (?,?,?,?)",
			"iisi", number, (int64_t)t->visits, ev->actor,
			ev->at_utc_s);
	case TICKET_EV_CONSENT:
		return !ev->yes ||
		    db_run(db, err,
			"UPDATE ticket SET started_utc="
			"coalesce(started_utc, ?) WHERE id=?",
			"ii", ev->at_utc_s, number);
	case TICKET_EV_DETACHED:
	case TICKET_EV_RELEASED:
		return end_visits(db, number, ev->at_utc_s, err);
	case TICKET_EV_RECOVERED:
		return recover_visits(db, number, id, err);
	case TICKET_EV_QUOTED:
		return answer_quote(db, number, "withdrawn", ev, err) &&
		    add_quote(db, number, t, ev, err);
	case TICKET_EV_WITHDRAWN:
		return answer_quote(db, number, "withdrawn", ev, err);
	case TICKET_EV_ANSWERED:
		return answer_quote(db, number,
		    ev->yes	       ? "yes"
			: ev->text2[0] ? "no"
				       : "expired",
		    ev, err);
	case TICKET_EV_ENDED:
		return set_note(db, number, ev->text, err);
	case TICKET_EV_KIND_UNDONE:
		return drop_segments(db, number, t, err);
	case TICKET_EV_CORRECTED:
	case TICKET_EV_OUTCOME:
		return add_correction(db, number, t, ev, id, err);
	case TICKET_EV_INVOICED:
	case TICKET_EV_UNINVOICED:
		return add_invoice(db, number, ev, id, err);
	case TICKET_EV_PAID:
		return add_payment(db, number, ev, id, err);
	case TICKET_EV_UNPAID:
		return db_run(
		    db, err, "DELETE FROM payment WHERE ticket=?", "i", number);
	default:
		return true;
	}
}

bool
project_state(struct db *db, int64_t number, const struct ticket *t,
    const struct ticket_event *ev, struct err *err)
{
	return update_ticket(db, number, t, ev, err) &&
	    update_segments(db, number, t, ev, err);
}

/* Neither technician nor lines of work can go with it. */
bool
project_state_repeats(enum ticket_event_kind kind)
{
	switch (kind) {
	case TICKET_EV_TICK:
	case TICKET_EV_WARNED:
	case TICKET_EV_CALLED:
	case TICKET_EV_CLAIMED:
	case TICKET_EV_CODE_OK:
	case TICKET_EV_ATTACHED:
	case TICKET_EV_CONSENT:
	case TICKET_EV_RIGHTS:
	case TICKET_EV_PAUSED:
	case TICKET_EV_RESUMED:
	case TICKET_EV_ENDED:
	case TICKET_EV_NOTED:
	case TICKET_EV_INVOICED:
	case TICKET_EV_UNINVOICED:
	case TICKET_EV_PAID:
	case TICKET_EV_UNPAID:
		return true;
	default:
		return false;
	}
}

bool
project_parts(struct db *db, int64_t number, const struct ticket *t,
    const struct ticket_event *ev, int64_t id, struct err *err)
{
	bool ends = ticket_is_closed(t) && t->closed_utc_s >= ev->at_utc_s;

	return add_part(db, number, t, ev, id, err) &&
	    (!ends || end_visits(db, number, t->closed_utc_s, err));
}

bool
project_event(struct db *db, int64_t number, const struct ticket *t,
    const struct ticket_event *ev, int64_t id, struct err *err)
{
	return project_state(db, number, t, ev, err) &&
	    project_parts(db, number, t, ev, id, err);
}
