#include "console/store/store.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdlib.h>
#include <sys/statvfs.h>

#include "console/store/backlog.h"
#include "console/store/db.h"
#include "console/store/db_run.h"
#include "console/store/db_transaction.h"
#include "console/store/head.h"
#include "console/store/journal.h"
#include "console/store/ledger.h"
#include "console/store/reserve.h"
#include "console/store/project.h"
#include "shared/base/i18n.h"
#include "shared/base/log.h"
#include "shared/base/mem.h"
#include "shared/base/util.h"

#define KEPT_MAX 100000
#define BUSY_MS 100 /* the desk keeps the row and tries again later */
#define BUSY_AGAIN_MS 10 /* it did so a moment ago: nobody is to notice */
#define BUSY_END_MS 3000
#define ROOM_AGAIN                                                \
	(4 << 20) /* bytes free before a full disk counts as over \
		   */

struct store {
	struct db *db;
	struct backlog kept;
	int64_t next_number;
	bool full;
	bool lost;
};

struct store *
store_open(const char *dir, struct err *err)
{
	struct store *s;
	struct db *db;

	if (sodium_init() < 0) {
		err_set(err, _("libsodium does not start"));
		return NULL;
	}
	db = db_open(dir, DB_DESK, err);
	if (db == NULL)
		return NULL;
	s = mem_alloc(sizeof(*s));
	s->db = db;
	backlog_init(&s->kept);
	s->next_number = MAX_OF(head_highest_number(dir),
			     rows_number(
				 db, 0, "SELECT max(id) FROM ticket", "")) +
	    1;
	/* so that the file is there, and the first ticket does not wait */
	(void)head_note_number(dir, s->next_number - 1, NULL);
	s->full = !reserve_make(dir);
	if (s->full)
		log_error("no room for the reserve file in %s", dir);
	return s;
}

/* What is lost with the process, by name. */
static void
log_kept(const struct store *s)
{
	for (const struct backlog_row *k = s->kept.first; k != NULL;
	     k = k->next)
		log_error("not written: ticket %" PRId64 ": %s", k->number,
		    k->alarm != NULL ? k->alarm
				     : ticket_event_name(k->event.kind));
}

size_t
store_close(struct store *s)
{
	size_t lost;

	if (s == NULL)
		return 0;
	if (s->kept.n > 0)
		sqlite3_busy_timeout(s->db->sql, BUSY_END_MS);
	(void)store_flush(s);
	lost = s->kept.n;
	if (lost > 0)
		log_error("%zu journal rows could not be written", lost);
	log_kept(s);
	backlog_clear(&s->kept);
	db_close(s->db);
	free(s);
	return lost;
}

static int64_t
room(const struct store *s)
{
	struct statvfs v;

	if (statvfs(s->db->dir, &v) < 0)
		return INT64_MAX;
	return (int64_t)v.f_bavail * (int64_t)v.f_frsize;
}

static bool
write_alarm(struct store *s, const struct backlog_row *k, struct err *err)
{
	const struct ledger_row row = {.kind = "alarm",
	    .at_utc_s = k->at_utc_s,
	    .actor = "desk",
	    .ticket = k->number,
	    .text = k->alarm};

	return db_run(s->db, err,
		   "INSERT INTO alarm (at_utc, ticket, what)"
		   " VALUES (?, nullif(?, 0), ?)",
		   "iis", k->at_utc_s, k->number, k->alarm) &&
	    ledger_add(s->db, &row, err);
}

static bool
write_one(struct store *s, const struct backlog_row *k, struct err *err)
{
	int64_t id;

	if (k->alarm != NULL)
		return write_alarm(s, k, err);
	if (k->has_card &&
	    !project_open(s->db, k->number, &k->card, &k->ticket, err))
		return false;
	return journal_add(s->db, k->number, &k->event,
		   k->has_card ? &k->card : NULL, &id, err) &&
	    project_event(s->db, k->number, &k->ticket, &k->event, id, err);
}

/* All kept rows in one transaction; *at is the row that failed, or NULL. */
static bool
write_all(struct store *s, struct backlog_row **at, struct err *err)
{
	bool ok = true;

	*at = NULL;
	if (!db_begin(s->db, err))
		return false;
	for (struct backlog_row *k = s->kept.first; k != NULL && ok;
	     k = k->next) {
		ok = write_one(s, k, err);
		if (!ok)
			*at = k;
	}
	return db_end(s->db, ok, err);
}

/* The disk takes no more: full, a quota, a limit, mounted read-only, broken. */
static bool
is_refused(const struct err *err)
{
	return err->code == SQLITE_FULL || err->code == SQLITE_IOERR ||
	    err->code == SQLITE_READONLY || err->code == SQLITE_CANTOPEN;
}

/* With what came behind it in its ticket: that would have a gap before it. */
static void
drop_from(struct store *s, struct backlog_row *at)
{
	int64_t number = at->number;
	struct backlog_row *next;

	s->lost = true;
	for (; at != NULL; at = next) {
		next = at->next;
		if (at->number == number && at->alarm == NULL)
			backlog_drop(&s->kept, at);
	}
}

/*
 * Writes what is kept. A row that breaks a rule of the database (somebody
 * changed the ticket meanwhile) would stand in the way of all others for ever:
 * it is thrown out, with a line in the log.
 */
static bool
write_kept(struct store *s, struct err *err)
{
	struct backlog_row *at;

	while (s->kept.first != NULL) {
		if (write_all(s, &at, err)) {
			backlog_clear(&s->kept);
			break;
		}
		if (is_refused(err)) {
			if (!s->full)
				log_error("%s; rows wait for room on the disk",
				    err->text);
			s->full = true;
			if (reserve_free(s->db->dir)) {
				log_error("disk full: the reserve is used");
				/* and the space in the write-ahead log */
				(void)db_exec(s->db,
				    "PRAGMA wal_checkpoint(RESTART)", NULL);
				continue;
			}
			return false;
		}
		if (err->code != SQLITE_CONSTRAINT || at == NULL ||
		    at->next == NULL)
			return false;
		log_error("journal row of ticket %" PRId64 " is lost: %s",
		    at->number, err->text);
		drop_from(s, at);
	}
	return true;
}

static bool
may_wait(const struct store *s, const struct err *err)
{
	return (err->code == SQLITE_BUSY || err->code == SQLITE_LOCKED ||
		   is_refused(err)) &&
	    s->kept.n < KEPT_MAX;
}

/* k is the newest row. */
static enum store_result
write_new(struct store *s, struct backlog_row *k, struct err *err)
{
	bool tick = k->alarm == NULL && k->event.kind == TICKET_EV_TICK;
	struct err why = {0};

	sqlite3_busy_timeout(
	    s->db->sql, s->kept.n > 1 ? BUSY_AGAIN_MS : BUSY_MS);
	/* what room is left belongs to the rows that close tickets */
	if (s->full && tick && s->kept.n < KEPT_MAX)
		return STORE_KEPT;
	if (write_kept(s, &why))
		return STORE_DURABLE;
	/* a new ticket does not wait for room */
	if (may_wait(s, &why) && !(s->full && k->has_card))
		return STORE_KEPT;
	backlog_drop(&s->kept, k);
	if (err != NULL)
		*err = why;
	return STORE_FAILED;
}

int64_t
store_next_number(const struct store *s)
{
	return s->next_number;
}

enum store_result
store_new_ticket(struct store *s, const struct store_card *card,
    const struct ticket *t, const struct ticket_event *opened, struct err *err)
{
	enum store_result result;

	if (s->full)
		(void)store_flush(s);
	if (s->full) {
		err_set(err, _("the disk is full"));
		return STORE_FAILED;
	}
	/* outside too: it is never given again, whatever copy is brought back
	 */
	if (!head_note_number(s->db->dir, t->number, err))
		return STORE_FAILED;
	result = write_new(s, backlog_event(&s->kept, t, opened, card), err);
	if (result != STORE_FAILED)
		s->next_number++;
	return result;
}

enum store_result
store_append(struct store *s, const struct ticket *t,
    const struct ticket_event *ev, struct err *err)
{
	return write_new(s, backlog_event(&s->kept, t, ev, NULL), err);
}

void
store_alarm(struct store *s, int64_t number, int64_t at_utc_s, const char *what)
{
	struct err err = {0};

	backlog_alarm(&s->kept, number, at_utc_s, what);
	if (!write_kept(s, &err) && !may_wait(s, &err))
		log_error("alarm row waits: %s", err.text);
}

bool
store_flush(struct store *s)
{
	struct err err = {0};

	if (!write_kept(s, &err))
		return false;
	if (s->full && room(s) >= ROOM_AGAIN && reserve_make(s->db->dir)) {
		s->full = false;
		log_info("there is room on the disk again");
	}
	return true;
}

bool
store_has_lost(const struct store *s)
{
	return s->lost;
}

size_t
store_kept(const struct store *s)
{
	return s->kept.n;
}

bool
store_is_full(const struct store *s)
{
	return s->full;
}

struct db *
store_db(struct store *s)
{
	return s->db;
}
