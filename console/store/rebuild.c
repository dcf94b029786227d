#include "console/store/rebuild.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "console/store/book.h"
#include "console/store/db_run.h"
#include "console/store/journal.h"
#include "console/store/project.h"
#include "console/store/replay.h"
#include "console/store/table.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/util.h"

#define BATCH 500

/* Every table that is made from the journal, with the columns of its key. The
 * price lines are not: the first row of the ticket covers them, see journal.h.
 */
static const struct table tables[] = {
    {"ticket", "id", "id"},
    {"person", "ticket", "ticket"},
    {"visit", "ticket", "ticket, visit"},
    {"segment", "ticket", "ticket, line"},
    {"quote", "ticket", "ticket, quote"},
    {"correction", "ticket", "event"},
    {"invoice", "ticket", "event"},
    {"payment", "ticket", "ticket"},
};

/* The client book, made from the rows that are about no ticket. */
static const struct table book[] = {
    {"contractor", NULL, "code"},
    {"ticket_contractor", NULL, "ticket"},
};

struct rebuild {
	struct db *db;
	struct rebuild_result *out;
	struct ticket *t; /* as far as its rows were read */
	int64_t done; /* all up to that one were compared */
	int batch;
	/* what the ticket is after its last event is not written yet */
	bool late;
	struct ticket_event last;
};

static bool
differs(struct rebuild *r, int64_t ticket, const char *why)
{
	r->out->ticket = ticket;
	str_copy(r->out->why, sizeof(r->out->why), why);
	return false;
}

static bool
make_tables(struct db *db, struct err *err)
{
	for (size_t i = 0; i < ARRAY_LEN(tables); i++)
		if (!table_shadow(db, tables[i].name, err))
			return false;
	for (size_t i = 0; i < ARRAY_LEN(book); i++)
		if (!table_shadow(db, book[i].name, err))
			return false;
	/* what was prepared before knows only the others */
	db_run_anew(db);
	return true;
}

static bool
drop_tables(struct db *db)
{
	bool ok = true;

	db_run_anew(db);
	for (size_t i = ARRAY_LEN(book); i-- > 0;)
		ok = table_drop_shadow(db, book[i].name) && ok;
	for (size_t i = ARRAY_LEN(tables); i-- > 0;)
		ok = table_drop_shadow(db, tables[i].name) && ok;
	return ok;
}

/* Whatever there is of tickets up to `to` on either side. */
static bool
compare_up_to(struct rebuild *r, int64_t to, struct err *err)
{
	struct table_diff d;

	for (size_t i = 0; i < ARRAY_LEN(tables); i++) {
		if (!table_compare(r->db, &tables[i], r->done, to, &d, err))
			return false;
		if (d.differs)
			return differs(r, d.ticket, d.why);
		if (!table_empty_shadow(r->db, tables[i].name, err))
			return false;
	}
	r->done = to;
	r->batch = 0;
	return true;
}

/* --- one ticket --- */

/* The card as it is held: its seal was checked. Forgotten ones have none. */
static bool
copy_person(struct rebuild *r, int64_t number, struct err *err)
{
	struct rows p = rows_ask(r->db, err,
	    "SELECT " JOURNAL_CARD_COLUMNS ", p.salt FROM main.person p"
	    " WHERE p.ticket = ? AND p.salt IS NOT NULL",
	    "i", number);
	bool known = rows_next(&p), ok = true;

	if (known) {
		const struct store_card card = journal_card(&p);

		ok = project_person(r->db, number, &card,
		    rows_blob(&p, 5, JOURNAL_SALT_SIZE), err);
	}
	ok = rows_end(&p) && ok;
	return ok &&
	    (known ||
		db_run(r->db, err,
		    "INSERT INTO person (ticket, name, company, phone, problem,"
		    " agent_key, client, folded, words, salt, forgotten_utc)"
		    " SELECT ticket, '', '', '', '', '', client, client, '',"
		    " NULL, forgotten_utc FROM main.person WHERE ticket = ?",
		    "i", number));
}

/* The secret of an open ticket is in no row of the journal. */
static bool
begin_ticket(struct rebuild *r, struct err *err)
{
	int64_t number = r->t->number;
	struct rows t = rows_ask(r->db, err,
	    "SELECT secret FROM main.ticket WHERE id = ?", "i", number);
	bool ok = project_ticket(
	    r->db, number, rows_next(&t) ? rows_text(&t, 0) : "", r->t, err);

	return rows_end(&t) && ok && copy_person(r, number, err);
}

static bool
project(struct rebuild *r, const struct ticket_event *ev, int64_t id,
    struct err *err)
{
	struct ticket_event plain = *ev;

	/* as it stands in the tables: a forgotten note is empty there */
	if (ev->kind == TICKET_EV_NOTED && str_eq(ev->text, "?"))
		plain.text = "";
	r->late = true;
	r->last = *ev;
	r->last.actor = r->last.text = r->last.text2 = "";
	return project_parts(r->db, r->t->number, r->t, &plain, id, err);
}

static bool
write_late(struct rebuild *r, struct err *err)
{
	bool late = r->late;

	r->late = false;
	return !late || project_state(r->db, r->t->number, r->t, &r->last, err);
}

static bool
end_ticket(struct rebuild *r, struct err *err)
{
	if (r->t->number == 0)
		return true;
	if (!write_late(r, err))
		return false;
	r->out->tickets++;
	return ++r->batch < BATCH || compare_up_to(r, r->t->number, err);
}

static bool
next_ticket(struct rebuild *r, int64_t number, struct err *err)
{
	struct err why = {0};

	if (!end_ticket(r, err))
		return false;
	if (!replay_begin(r->db, number, r->t, &why))
		return differs(r, number, why.text);
	return true;
}

static bool
one_row(struct rebuild *r, const struct rows *rows, struct err *err)
{
	int64_t number = rows_int(rows, 1);
	bool first = number != r->t->number;
	struct journal_row row;
	struct err why = {0};

	if (first && !next_ticket(r, number, err))
		return false;
	if (!replay_read(rows, &row, &why))
		return differs(r, number, why.text);
	if (!project_state_repeats(row.ev.kind) && !write_late(r, err))
		return false;
	if (!replay_step(r->t, &row, &why))
		return differs(r, number, why.text);
	if (first && !begin_ticket(r, err))
		return false;
	return project(r, &row.ev, row.id, err);
}

#define ROWS_SQL                                               \
	"SELECT " JOURNAL_COLUMNS ", x.text FROM main.event e" \
	" LEFT JOIN main.event_text x"                         \
	" ON e.text IS NULL AND x.event = e.id"

static bool
all_rows(struct rebuild *r, struct err *err)
{
	struct rows rows = rows_ask(r->db, err,
	    ROWS_SQL " WHERE e.ticket > 0 ORDER BY e.ticket, e.seq", "");
	bool ok = true;

	while (ok && rows_next(&rows))
		ok = one_row(r, &rows, err);
	ok = rows_end(&rows) && ok;
	return ok && end_ticket(r, err) && compare_up_to(r, INT64_MAX, err);
}

/* --- the client book --- */

static bool
compare_book(struct rebuild *r, struct err *err)
{
	struct table_diff d;

	for (size_t i = 0; i < ARRAY_LEN(book); i++) {
		if (!table_compare(r->db, &book[i], 0, 0, &d, err))
			return false;
		if (d.differs)
			return differs(r, d.ticket, d.why);
	}
	return true;
}

static bool
all_book(struct rebuild *r, struct err *err)
{
	struct rows rows = rows_ask(
	    r->db, err, ROWS_SQL " WHERE e.ticket = 0 ORDER BY e.seq", "");
	bool ok = true;

	while (ok && rows_next(&rows)) {
		struct journal_row row;
		struct err why = {0};

		ok = journal_read(&rows, &row);
		if (row.ev.text == NULL)
			row.ev.text = rows_text(&rows, JOURNAL_NEXT_COLUMN);
		if (!ok ||
		    !book_project(r->db, row.kind, &row.ev, row.id, &why))
			ok = differs(
			    r, 0, ok ? why.text : _("malformed event"));
	}
	return rows_end(&rows) && ok && compare_book(r, err);
}

/* Those of no ticket are covered by no row. */
static bool
compare_prices(struct rebuild *r, struct err *err)
{
	int64_t ticket;
	int found = rows_find(r->db, &ticket, err,
	    "SELECT ticket FROM main.price_line WHERE ticket NOT IN"
	    " (SELECT id FROM main.ticket) LIMIT 1",
	    "");

	if (found > 0)
		(void)differs(
		    r, ticket, _("its prices are in no row of the journal"));
	return found == 0;
}

bool
rebuild_compare(struct db *db, struct rebuild_result *out, struct err *err)
{
	struct rebuild r = {.db = db, .out = out, .done = INT64_MIN};
	bool ok;

	memset(out, 0, sizeof(*out));
	r.t = mem_alloc(sizeof(*r.t));
	ok = make_tables(db, err) && all_book(&r, err) && all_rows(&r, err) &&
	    compare_prices(&r, err);
	ok = drop_tables(db) && ok;
	free(r.t);
	return ok || out->why[0] != '\0';
}
