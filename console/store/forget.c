#include "console/store/forget.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "console/store/db_run.h"
#include "console/store/db_transaction.h"
#include "console/store/ledger.h"
#include "console/store/receipt.h"
#include "console/store/rows.h"
#include "shared/base/buf.h"
#include "shared/base/clock.h"
#include "shared/base/path.h"
#include "shared/base/str.h"
#include "shared/base/util.h"

/* So long others may be kept waiting by one step; it is aimed at the half. */
#define STEP_MS 30
#define STEP_FIRST 20
#define STEP_MOST 400
/* And so long they have to get in between. */
#define PAUSE_US 5000

#define MARK_FILE "forgetting" /* the tickets of the step that goes on */

struct steps {
	struct db *db;
	const struct forget *how;
	struct forget_result *out;
	int64_t after; /* all up to that ticket are done */
	int64_t all, size;
};

/* An invoice may have been taken back since they were shown. */
static bool
spare_owed(struct steps *s, struct err *err)
{
	return s->how->really ||
	    db_exec(s->db,
		"DELETE FROM step WHERE ticket IN (SELECT t.id FROM ticket t"
		" WHERE t.id IN (SELECT ticket FROM step)"
		" AND " FORGET_OWED_SQL ")",
		err);
}

/* Table `step`: the next ones, up to ticket *last. */
static bool
take_step(struct steps *s, int64_t *last, struct err *err)
{
	bool ok = db_exec(s->db, "DELETE FROM step", err) &&
	    db_run(s->db, err,
		"INSERT INTO step SELECT ticket, label FROM gone"
		" WHERE ticket > ? ORDER BY ticket LIMIT ?",
		"ii", s->after, s->size);

	*last = rows_number(
	    s->db, s->after, "SELECT max(ticket) FROM step", "");
	return ok && spare_owed(s, err);
}

/* By the keys of each ticket of the step: a join may be turned round, and then
 * every step looks at the whole log. */
#define SPARE_EMPTY_SQL                                              \
	"DELETE FROM step WHERE NOT EXISTS (SELECT 1 FROM person p"  \
	" WHERE p.ticket = step.ticket AND p.forgotten_utc IS NULL)" \
	" AND NOT EXISTS (SELECT 1 FROM event e JOIN event_text x"   \
	" ON x.event = e.id WHERE e.ticket = step.ticket"            \
	" AND x.forgotten_utc IS NULL)"

/* What was forgotten before stays as it was then. */
static bool
empty_texts(struct db *db, int64_t now_s, struct err *err)
{
	return db_run(db, err,
		   "UPDATE event_text SET text='', salt=NULL, forgotten_utc=?"
		   " WHERE forgotten_utc IS NULL AND event IN (SELECT id"
		   " FROM event WHERE ticket IN (SELECT ticket FROM step))",
		   "i", now_s) &&
	    db_exec(db,
		"UPDATE correction SET reason='?'"
		" WHERE ticket IN (SELECT ticket FROM step)"
		" AND EXISTS (SELECT 1 FROM event_text x"
		" WHERE x.event = correction.event);"
		"UPDATE invoice SET reason=''"
		" WHERE ticket IN (SELECT ticket FROM step)"
		" AND EXISTS (SELECT 1 FROM event_text x"
		" WHERE x.event = invoice.event)",
		err);
}

static bool
empty_rows(struct steps *s, struct err *err)
{
	struct db *db = s->db;
	int64_t now_s = s->how->now_s;

	return spare_owed(s, err) && db_exec(db, SPARE_EMPTY_SQL, err) &&
	    db_run(db, err,
		"UPDATE person SET name='', company='', phone='', problem='',"
		" agent_key='', words='', salt=NULL, forgotten_utc=?,"
		" client=(SELECT label FROM step WHERE step.ticket ="
		" person.ticket), folded=(SELECT label FROM step"
		" WHERE step.ticket = person.ticket)"
		" WHERE ticket IN (SELECT ticket FROM step)"
		" AND forgotten_utc IS NULL",
		"i", now_s) &&
	    empty_texts(db, now_s, err) &&
	    db_exec(db,
		"UPDATE ticket SET note='', secret=''"
		" WHERE id IN (SELECT ticket FROM step)",
		err);
}

/* Which they were. */
static bool
note_step(struct steps *s, struct err *err)
{
	struct rows r = rows_ask(s->db, err,
	    "SELECT s.ticket, ltrim(p.client, '#') FROM step s JOIN person p"
	    " ON p.ticket = s.ticket ORDER BY s.ticket",
	    "");
	struct ledger_row row = {.kind = s->how->kind,
	    .at_utc_s = s->how->now_s,
	    .actor = s->how->actor};
	struct buf text = BUF_INIT;
	bool ok;

	while (rows_next(&r))
		buf_printf(&text, "%s%lld:%s", row.count++ ? " " : "",
		    (long long)rows_int(&r, 0), rows_text(&r, 1));
	row.text = buf_str(&text);
	ok = rows_end(&r) && (row.count == 0 || ledger_add(s->db, &row, err));
	s->out->tickets += ok ? row.count : 0;
	buf_fini(&text);
	return ok;
}

static bool
is_forgotten(struct db *db, int64_t ticket)
{
	return rows_number(db, 0,
		   "SELECT 1 FROM person WHERE ticket = ?"
		   " AND forgotten_utc IS NOT NULL",
		   "i", ticket) != 0;
}

/* Whose receipts go when they are forgotten: a receipt that stayed behind would
 * be all there is. Removed before, they would be lost with a ticket that is
 * left alone after all. */
static bool
mark_step(struct db *db, struct err *err)
{
	struct rows r = rows_ask(db, err, "SELECT ticket FROM step", "");
	char *path = path_join(receipt_data(db), MARK_FILE);
	struct buf text = BUF_INIT;
	bool ok;

	while (rows_next(&r))
		buf_printf(&text, "%lld\n", (long long)rows_int(&r, 0));
	ok = rows_end(&r) &&
	    path_write_atomic(path, buf_str(&text), text.len, 0644, err);
	buf_fini(&text);
	free(path);
	return ok;
}

bool
forget_finish(struct db *db, struct err *err)
{
	char *path = path_join(receipt_data(db), MARK_FILE), line[32];
	FILE *f = path_open_read(path, err);
	bool ok = f != NULL || errno == ENOENT;
	int64_t ticket;

	while (f != NULL && fgets(line, sizeof(line), f) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		if (str_int(line, 1, INT64_MAX, &ticket) &&
		    is_forgotten(db, ticket))
			ok = receipt_remove(db, ticket, err) && ok;
	}
	if (f != NULL)
		fclose(f);
	ok = ok && (f == NULL || path_remove(path, err));
	free(path);
	return ok;
}

static bool
one_step(struct steps *s, struct err *err)
{
	int64_t last, from;

	if (!take_step(s, &last, err) || !mark_step(s->db, err) ||
	    !db_begin(s->db, err))
		return false;
	from = clock_ms();
	if (!db_end(s->db, empty_rows(s, err) && note_step(s, err), err) ||
	    !forget_finish(s->db, err))
		return false;
	from = clock_ms() - from;
	s->out->longest_ms = MAX_OF(s->out->longest_ms, from);
	s->after = last;
	/* a slow disk makes each step long, whatever its size */
	s->size = MAX_OF(s->size * STEP_MS / (from + 1), STEP_FIRST);
	s->size = MIN_OF(s->size, STEP_MOST);
	return true;
}

/* The old text must not live on in the write-ahead log. Most of it is folded in
 * while others may write. */
static bool
fold_in(struct steps *s, struct err *err)
{
	struct rows r;

	if (!db_exec(s->db, "PRAGMA wal_checkpoint(PASSIVE)", err))
		return false;
	r = rows_ask(s->db, err, "PRAGMA wal_checkpoint(TRUNCATE)", "");
	s->out->old_copies = !rows_next(&r) || rows_int(&r, 0) != 0;
	(void)rows_end(&r);
	return true;
}

/* What a desk, a copy or a restore was writing when it was killed. */
static void
sweep(const struct db *db)
{
	char *receipts = path_join(receipt_data(db), "receipts");

	path_sweep(receipts, NULL);
	path_sweep(receipt_data(db), NULL);
	free(receipts);
}

bool
forget_listed(struct db *db, const struct forget *how,
    struct forget_result *out, struct err *err)
{
	struct steps s = {.db = db, .how = how, .out = out, .size = STEP_FIRST};

	memset(out, 0, sizeof(*out));
	sweep(db);
	if (!forget_finish(db, err))
		return false;
	if (!db_exec(db,
		"CREATE TEMP TABLE IF NOT EXISTS step"
		" (ticket INTEGER PRIMARY KEY, label TEXT);"
		"CREATE INDEX IF NOT EXISTS temp.gone_folded"
		" ON gone (folded, ticket);"
		"UPDATE gone SET label = CASE was WHEN '' THEN"
		" (SELECT '#' || min(g.ticket) FROM gone g WHERE g.folded ="
		" gone.folded AND g.was = '') ELSE was END",
		err))
		return false;
	s.all = rows_number(db, 0, "SELECT count(*) FROM gone", "");
	s.after = rows_number(db, 0, "SELECT min(ticket) - 1 FROM gone", "");
	while (
	    rows_number(db, 0, "SELECT max(ticket) FROM gone", "") > s.after) {
		if (!one_step(&s, err))
			return false;
		if (how->progress != NULL)
			how->progress(out->tickets, s.all, how->ctx);
		(void)usleep(PAUSE_US);
	}
	return s.all == 0 || fold_in(&s, err);
}
