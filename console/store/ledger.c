#include "console/store/ledger.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "console/store/db_run.h"
#include "console/store/journal.h"
#include "console/store/table.h"
#include "shared/base/buf.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"

#define COLUMNS                                                            \
	"id, kind, at_utc, actor, ticket, count, text, event, event_hash," \
	" hash"

static void
hash_row(const uint8_t prev[JOURNAL_HASH_SIZE], int64_t id,
    const struct ledger_row *row, int64_t event,
    const uint8_t event_hash[JOURNAL_HASH_SIZE], uint8_t out[JOURNAL_HASH_SIZE])
{
	struct buf b = BUF_INIT;

	buf_add(&b, prev, JOURNAL_HASH_SIZE);
	journal_put_int(&b, id);
	journal_put_text(&b, row->kind);
	journal_put_int(&b, row->at_utc_s);
	journal_put_text(&b, row->actor);
	journal_put_int(&b, row->ticket);
	journal_put_int(&b, row->count);
	journal_put_text(&b, row->text);
	journal_put_int(&b, event);
	buf_add(&b, event_hash, JOURNAL_HASH_SIZE);
	crypto_hash_sha256(out, buf_data(&b), b.len);
	buf_fini(&b);
}

bool
ledger_add(struct db *db, const struct ledger_row *row, struct err *err)
{
	uint8_t prev[JOURNAL_HASH_SIZE], head[JOURNAL_HASH_SIZE];
	uint8_t hash[JOURNAL_HASH_SIZE];
	int64_t id, event;

	if (!journal_head(db, "desk_event", &id, prev, err) ||
	    !journal_head(db, "event", &event, head, err))
		return false;
	hash_row(prev, ++id, row, event, head, hash);
	return db_run(db, err,
	    "INSERT INTO desk_event (" COLUMNS ") VALUES (?,?,?,?,?,?,?,?,?,?)",
	    "isisiisibb", id, row->kind, row->at_utc_s, row->actor, row->ticket,
	    row->count, row->text, event, (const void *)head, sizeof(head),
	    (const void *)hash, sizeof(hash));
}

/* --- what there was before --- */

/* Alarms, and one row for each moment at which something was forgotten. */
bool
ledger_begin(struct db *db, struct err *err)
{
	struct rows r = rows_ask(db, err,
	    "SELECT * FROM (SELECT 'alarm', at_utc, 'desk',"
	    " coalesce(ticket, 0), 0, what FROM alarm ORDER BY id)"
	    " UNION ALL SELECT * FROM (SELECT 'before', forgotten_utc, '', 0,"
	    " count(*), group_concat(ticket || ':' || ltrim(client, '#'), ' ')"
	    " FROM person WHERE forgotten_utc IS NOT NULL GROUP BY 2)",
	    "");
	bool ok = true;

	while (ok && rows_next(&r)) {
		const struct ledger_row row = {.kind = rows_text(&r, 0),
		    .at_utc_s = rows_int(&r, 1),
		    .actor = rows_text(&r, 2),
		    .ticket = rows_int(&r, 3),
		    .count = rows_int(&r, 4),
		    .text = rows_text(&r, 5)};

		ok = ledger_add(db, &row, err);
	}
	return rows_end(&r) && ok;
}

/* --- verify --- */

struct check {
	struct db *db;
	int64_t *bad;
	char *why;
	size_t size;
	uint8_t prev[JOURNAL_HASH_SIZE];
	int64_t last;
};

static bool
fails(struct check *c, int64_t row, const char *why)
{
	*c->bad = row;
	str_copy(c->why, c->size, why);
	return false;
}

/* The journal says the same of that row. */
static bool
knows_head(struct check *c, int64_t event, const void *head, struct err *err)
{
	uint8_t is[JOURNAL_HASH_SIZE] = {0};

	return (event == 0 ||
		   journal_hash_of(c->db, "event", event, is, err) == 1) &&
	    memcmp(is, head, sizeof(is)) == 0;
}

/* "12:12 13:12": each is a person who is labelled so, and forgotten then, with
 * the texts up to that row of the journal; or only what was written since he
 * was. Which ones older programs had before them is not known. */
static bool
shadow_people(
    struct db *db, const struct ledger_row *row, int64_t event, struct err *err)
{
	const char *at = row->text;
	long long ticket, label;
	int n;

	while (sscanf(at, " %lld:%lld%n", &ticket, &label, &n) == 2) {
		if (!db_run(db, err,
			"INSERT INTO temp.forgotten"
			" SELECT ?1, '#' || ?2, ?3, nullif(?4, -1),"
			" NOT EXISTS (SELECT 1 FROM temp.forgotten"
			" WHERE ticket = ?1)",
			"iiii", (int64_t)ticket, (int64_t)label, row->at_utc_s,
			str_eq(row->kind, "before") ? -1 : event))
			return false;
		at += n;
	}
	return true;
}

static bool
shadow_row(
    struct db *db, const struct ledger_row *row, int64_t event, struct err *err)
{
	if (str_eq(row->kind, "alarm"))
		return db_run(db, err,
		    "INSERT INTO alarm (at_utc, ticket, what)"
		    " VALUES (?, nullif(?, 0), ?)",
		    "iis", row->at_utc_s, row->ticket, row->text);
	return str_eq(row->kind, "restore") ||
	    shadow_people(db, row, event, err);
}

static bool
check_row(struct check *c, const struct rows *r, struct err *err)
{
	const struct ledger_row row = {.kind = rows_text(r, 1),
	    .at_utc_s = rows_int(r, 2),
	    .actor = rows_text(r, 3),
	    .ticket = rows_int(r, 4),
	    .count = rows_int(r, 5),
	    .text = rows_text(r, 6)};
	int64_t id = rows_int(r, 0), event = rows_int(r, 7);
	const uint8_t *head = rows_blob(r, 8, JOURNAL_HASH_SIZE);
	const uint8_t *hash = rows_blob(r, 9, JOURNAL_HASH_SIZE);
	uint8_t want[JOURNAL_HASH_SIZE];

	if (id != ++c->last)
		return fails(c, c->last, _("the row is missing"));
	if (head == NULL || hash == NULL || !rows_is_whole(r, 1) ||
	    !rows_is_whole(r, 3) || !rows_is_whole(r, 6))
		return fails(c, id, _("the row is malformed"));
	hash_row(c->prev, id, &row, event, head, want);
	if (memcmp(want, hash, sizeof(want)) != 0)
		return fails(c, id, _("the row was changed"));
	if (!knows_head(c, event, head, err))
		return fails(c, id,
		    _("the journal was another one when it was written"));
	memcpy(c->prev, want, sizeof(c->prev));
	return shadow_row(c->db, &row, event, err);
}

static bool
check_rows(struct check *c, struct err *err)
{
	struct rows r = rows_ask(c->db, err,
	    "SELECT " COLUMNS " FROM main.desk_event ORDER BY id", "");
	bool ok = true;

	while (ok && rows_next(&r))
		ok = check_row(c, &r, err);
	return rows_end(&r) && ok;
}

/* Who is forgotten, and which texts, must be those that the rows name. */
static bool
check_forgotten(struct check *c, struct err *err)
{
	int64_t ticket;
	int found = rows_find(c->db, &ticket, err,
	    "SELECT ticket FROM (SELECT ticket, client, forgotten_utc"
	    " FROM main.person WHERE forgotten_utc IS NOT NULL"
	    " EXCEPT SELECT ticket, client, at_utc FROM temp.forgotten"
	    " WHERE first) UNION ALL SELECT ticket FROM temp.forgotten f"
	    " WHERE first AND NOT EXISTS (SELECT 1 FROM main.person p"
	    " WHERE p.ticket = f.ticket AND p.client = f.client"
	    " AND p.folded = f.client AND p.forgotten_utc = f.at_utc)"
	    " UNION ALL SELECT e.ticket FROM main.event_text x"
	    " JOIN main.event e ON e.id = x.event"
	    " WHERE x.forgotten_utc IS NOT (SELECT f.at_utc"
	    " FROM temp.forgotten f WHERE f.ticket = e.ticket"
	    " AND f.event >= x.event ORDER BY f.event, f.rowid LIMIT 1)"
	    " AND NOT EXISTS (SELECT 1 FROM temp.forgotten f"
	    " WHERE f.ticket = e.ticket AND f.event IS NULL"
	    " AND f.at_utc = x.forgotten_utc) LIMIT 1",
	    "");

	if (found > 0)
		snprintf(c->why, c->size,
		    _("ticket %lld: what is forgotten of it is not what was "
		      "written down"),
		    (long long)ticket);
	return found == 0;
}

static bool
check_alarms(struct check *c, struct err *err)
{
	static const struct table alarm = {"alarm", NULL, "id"};
	struct table_diff d;

	if (!table_compare(c->db, &alarm, 0, 0, &d, err))
		return false;
	return !d.differs || fails(c, 0, d.why);
}

bool
ledger_verify(
    struct db *db, int64_t *bad, char *why, size_t size, struct err *err)
{
	struct check c = {.db = db, .bad = bad, .why = why, .size = size};
	bool ok;

	*bad = 0;
	why[0] = '\0';
	ok = table_shadow(db, "alarm", err) &&
	    db_exec(db,
		"CREATE TEMP TABLE forgotten (ticket INTEGER, client TEXT,"
		" at_utc INTEGER, event INTEGER, first INTEGER);"
		"CREATE INDEX temp.forgotten_ticket"
		" ON forgotten (ticket, event)",
		err);
	db_run_anew(db);
	ok = ok && check_rows(&c, err) && check_alarms(&c, err) &&
	    check_forgotten(&c, err);
	db_run_anew(db);
	(void)table_drop_shadow(db, "alarm");
	(void)table_drop_shadow(db, "forgotten");
	return ok || why[0] != '\0';
}
