#include "console/store/verify.h"

#include <pthread.h>
#include <string.h>

#include "console/store/db.h"
#include "console/store/db_run.h"
#include "console/store/db_moment.h"
#include "console/store/head.h"
#include "console/store/journal.h"
#include "console/store/ledger.h"
#include "console/store/rebuild.h"
#include "console/store/verify_file.h"
#include "console/store/verify_signed.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/util.h"

struct chain {
	struct db *db;
	struct verify_result *out;
	uint8_t prev[JOURNAL_HASH_SIZE];
	int64_t last_id;
	/* Texts that stand apart, in the order of their rows of the journal. */
	struct rows text;
	int64_t text_row; /* of the next one, INT64_MAX = there is none */
};

static bool
bad(struct chain *c, int64_t id, const char *why)
{
	c->out->bad_row = id;
	str_copy(c->out->why, sizeof(c->out->why), why);
	return false;
}

static void
next_text(struct chain *c)
{
	c->text_row = rows_next(&c->text) ? rows_int(&c->text, 0) : INT64_MAX;
}

/* The salt of a seal; NULL when what it covers was forgotten, or is no such. */
static const uint8_t *
salt_of(const struct rows *r, int salt, int forgotten, bool *is_gone)
{
	bool late = rows_int(r, forgotten) != 0;

	*is_gone = late && rows_is_null(r, salt);
	return late ? NULL : rows_blob(r, salt, JOURNAL_SALT_SIZE);
}

/* The text that a seal covers, unless it was forgotten. */
static bool
text_holds(struct chain *c, const struct journal_row *row)
{
	const char *text;
	uint8_t want[JOURNAL_HASH_SIZE];
	const uint8_t *salt;
	bool gone;

	if (c->text_row != row->id || !rows_is_whole(&c->text, 1))
		return false;
	text = rows_text(&c->text, 1);
	salt = salt_of(&c->text, 2, 3, &gone);
	if (salt == NULL)
		return gone && text[0] == '\0';
	journal_seal_text(salt, text, want);
	return memcmp(want, row->seal, sizeof(want)) == 0;
}

static bool
read_card(const struct rows *r, const struct journal_row *row)
{
	const struct store_card card = journal_card(r);
	uint8_t want[JOURNAL_HASH_SIZE];
	bool gone;
	const uint8_t *salt = salt_of(r, 5, 6, &gone);

	if (salt == NULL)
		return gone;
	journal_seal_card(salt, &card, want);
	return memcmp(want, row->seal, sizeof(want)) == 0;
}

static bool
card_holds(struct chain *c, const struct journal_row *row)
{
	struct rows r = rows_ask(c->db, NULL,
	    "SELECT " JOURNAL_CARD_COLUMNS ", p.salt, p.forgotten_utc"
	    " FROM main.person p WHERE p.ticket = ?",
	    "i", row->ticket);
	bool holds = rows_next(&r) && read_card(&r, row);

	return rows_end(&r) && holds;
}

/* What stands apart of it. A text that belongs to no row would be read with
 * none. */
static bool
check_sealed(struct chain *c, const struct journal_row *row)
{
	bool first = row->ev.kind == TICKET_EV_OPENED;

	if (c->text_row < row->id ||
	    (c->text_row == row->id && row->ev.text != NULL))
		return bad(c, c->text_row, _("its text was added"));
	if (row->seal != NULL && first && !card_holds(c, row))
		return bad(c, row->id, _("the client's card was changed"));
	if (row->seal != NULL && !first && !text_holds(c, row))
		return bad(c, row->id, _("its text was changed"));
	if (c->text_row == row->id)
		next_text(c);
	return true;
}

static bool
check_row(struct chain *c, const struct rows *r, struct err *err)
{
	struct buf opening = BUF_INIT;
	struct journal_row row;
	uint8_t want[JOURNAL_HASH_SIZE];
	bool first, ok;

	ok = journal_read(r, &row);
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
	if (!check_sealed(c, &row))
		return false;
	memcpy(c->prev, row.hash, sizeof(c->prev));
	c->last_id = row.id;
	c->out->rows++;
	return true;
}

static bool
check_rows(struct chain *c, struct err *err)
{
	struct rows r = rows_ask(c->db, err,
	    "SELECT " JOURNAL_COLUMNS " FROM main.event e ORDER BY e.id", "");
	bool ok = true;

	while (ok && rows_next(&r))
		ok = check_row(c, &r, err);
	ok = rows_end(&r) && ok;
	if (c->last_id > 0)
		str_hex(c->out->head, c->prev, sizeof(c->prev));
	if (ok && c->text_row != INT64_MAX)
		ok = bad(c, c->text_row, _("its text was added"));
	return ok;
}

static bool
check_chain(struct chain *c, struct err *err)
{
	bool ok;

	c->text = rows_ask(c->db, err,
	    "SELECT event, text, salt, forgotten_utc FROM main.event_text"
	    " ORDER BY event",
	    "");
	next_text(c);
	ok = check_rows(c, err);
	return rows_end(&c->text) && ok;
}

/* --- the parts --- */

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
	return check_file(c, verify_file_whole, err) && check_chain(c, err);
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
	/* what is compared has no parents; not to be set in a transaction. All
	 * is read once and nearly in order: what fits near the processor is
	 * faster than more. */
	return db_exec(db, "PRAGMA foreign_keys=OFF; PRAGMA cache_size=-8192",
		   err) &&
	    db_freeze(db, err);
}

static void
end(struct db *db)
{
	db_thaw(db);
	db_run_anew(db);
	(void)db_exec(db, "PRAGMA foreign_keys=ON", NULL);
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
