#include <pthread.h>
#include <string.h>

#include "console/store/db.h"
#include "console/store/head.h"
#include "console/store/journal.h"
#include "console/store/ledger.h"
#include "console/store/rebuild.h"
#include "console/store/verify.h"
#include "console/store/verify_file.h"
#include "console/store/verify_signed.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"

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

static bool
is_forgotten(sqlite3_stmt *st, int at, const uint8_t *salt)
{
	return salt == NULL && sqlite3_column_int64(st, at) != 0;
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
		if (salt == NULL || sqlite3_column_int64(st, at + 9) != 0)
			return is_forgotten(st, at + 9, salt);
		if (sqlite3_column_bytes(st, at + 2) != JOURNAL_SALT_SIZE)
			return false;
		journal_seal_card(salt, &card, want);
	} else {
		salt = sqlite3_column_blob(st, at + 1);
		if (salt == NULL || sqlite3_column_int64(st, at + 8) != 0)
			return is_forgotten(st, at + 8, salt) &&
			    sql_text(st, at)[0] == '\0';
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
	    " LEFT JOIN event_text x ON e.text IS NULL AND x.event = e.id"
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

/* --- the parts --- */

/* Texts that belong to no row would be read with none. */
static bool
check_texts(struct chain *c, struct err *err)
{
	int64_t row;
	int found = sql_first(c->db->sql,
	    "SELECT x.event FROM event_text x LEFT JOIN event e"
	    " ON e.id = x.event WHERE e.id IS NULL OR e.text IS NOT NULL"
	    " LIMIT 1",
	    &row, _("journal"), err);

	if (found > 0)
		(void)bad(c, row, _("its text was added"));
	return found == 0;
}

static bool
check_signatures(struct chain *c, struct err *err)
{
	int64_t row;

	if (!verify_signed(c->db, &row, err))
		return false;
	return row == 0 || bad(c, row, _("the client did not sign this"));
}

static bool
check_file(struct chain *c,
    bool check(struct db *, char *, size_t, struct err *), struct err *err)
{
	return check(c->db, c->out->why, sizeof(c->out->why), err) &&
	    c->out->why[0] == '\0';
}

static bool
check_tables(struct chain *c, struct err *err)
{
	struct rebuild_result r;

	if (!rebuild_compare(c->db, &r, err))
		return false;
	c->out->tickets = r.tickets;
	c->out->bad_ticket = r.ticket;
	str_copy(c->out->why, sizeof(c->out->why), r.why);
	return r.why[0] == '\0';
}

static bool
check_ledger(struct chain *c, struct err *err)
{
	int64_t row;
	struct buf why = BUF_INIT;

	if (!ledger_verify(c->db, &row, c->out->why, sizeof(c->out->why), err))
		return false;
	if (row != 0) {
		buf_printf(&why, _("table %s, row"), "desk_event");
		buf_printf(&why, " %lld: %s", (long long)row, c->out->why);
		str_copy(c->out->why, sizeof(c->out->why), buf_str(&why));
		buf_fini(&why);
	}
	return c->out->why[0] == '\0';
}

/* --- what is looked at side by side --- */

typedef bool check_fn(struct chain *c, struct err *err);

static bool
check_journal(struct chain *c, struct err *err)
{
	return check_file(c, verify_file_whole, err) && check_chain(c, err) &&
	    check_texts(c, err);
}

static bool
check_rest(struct chain *c, struct err *err)
{
	return check_ledger(c, err) && check_file(c, verify_file_schema, err);
}

/* In the order in which they are told: the first that finds something. */
static check_fn *const checks[] = {
    check_journal, check_signatures, check_tables, check_rest};

#define PARTS ARRAY_LEN(checks)

struct part {
	check_fn *check;
	struct db *own; /* NULL: on the caller's handle and thread */
	struct chain c;
	struct verify_result result;
	struct err err;
	bool sound, started;
	pthread_t thread;
};

static bool
begin(struct db *db, struct err *err)
{
	/* what is compared has no parents; not to be set in a transaction */
	return sql_exec(db->sql,
		   "PRAGMA foreign_keys=OFF; PRAGMA cache_size=-32768", err) &&
	    sql_exec(db->sql, "BEGIN", err);
}

static void
end(struct db *db)
{
	db_rollback(db);
	sql_cache_fini(&db->cache);
	(void)sql_exec(db->sql, "PRAGMA foreign_keys=ON", NULL);
}

/* Nothing was written between the beginnings of both: every writer adds a row
 * to one of the journals. */
static bool
same_moment(struct db *a, struct db *b)
{
	struct head x, y;

	return head_now(a, 0, &x, NULL) && head_now(b, 0, &y, NULL) &&
	    x.rows == y.rows && x.desk_rows == y.desk_rows &&
	    str_eq(x.hash, y.hash) && str_eq(x.desk_hash, y.desk_hash);
}

static struct db *
open_beside(struct db *db)
{
	struct db *own = db_open(db->dir, DB_READ, NULL);

	if (own != NULL && begin(own, NULL) && same_moment(db, own))
		return own;
	db_close(own);
	return NULL;
}

static void *
run_part(void *ctx)
{
	struct part *p = ctx;

	p->sound = p->check(&p->c, &p->err);
	return NULL;
}

/* The signatures and the tables take as long as all the rest: each on a thread
 * and a handle of its own, where there can be one. */
static void
start(struct part *p, struct db *db, check_fn *check)
{
	bool long_one = check == check_signatures || check == check_tables;

	p->check = check;
	p->own = long_one ? open_beside(db) : NULL;
	p->c.db = p->own != NULL ? p->own : db;
	p->c.out = &p->result;
	p->started = p->own != NULL &&
	    pthread_create(&p->thread, NULL, run_part, p) == 0;
}

static void
finish(struct part *p, bool needed)
{
	if (p->started)
		pthread_join(p->thread, NULL);
	else if (needed)
		(void)run_part(p);
	db_close(p->own);
}

static bool
check_all(struct db *db, struct verify_result *out, struct err *err)
{
	struct part part[PARTS] = {0};
	bool sound = true;

	for (size_t i = 0; i < PARTS; i++)
		start(&part[i], db, checks[i]);
	for (size_t i = 0; i < PARTS; i++) {
		struct part *p = &part[i];

		finish(p, sound);
		out->rows += p->result.rows;
		out->tickets += p->result.tickets;
		if (p->result.head[0] != '\0')
			memcpy(out->head, p->result.head, sizeof(out->head));
		if (p->sound || !sound)
			continue;
		sound = false;
		out->bad_row = p->result.bad_row;
		out->bad_ticket = p->result.bad_ticket;
		memcpy(out->why, p->result.why, sizeof(out->why));
		if (err != NULL)
			*err = p->err;
	}
	return sound;
}

bool
verify_log(struct db *db, struct verify_result *out, struct err *err)
{
	bool ok;

	memset(out, 0, sizeof(*out));
	/* one moment in time, also while a desk writes */
	ok = begin(db, err) && check_all(db, out, err);
	end(db);
	out->sound = ok;
	return ok || out->why[0] != '\0';
}
