/* A log in which one thing was changed behind the program's back: every column
 * of every table, a row more or less, a trigger less. Each is found and named.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>

#include "console/store/amend.h"
#include "console/store/backup.h"
#include "console/store/book.h"
#include "console/store/db.h"
#include "console/store/head.h"
#include "console/store/journal.h"
#include "console/store/privacy.h"
#include "console/store/verify.h"
#include "tamper.h"
#include "tests/unit/store/link.h"

static char *sound; /* the folder of the log that nobody changed */
static int tried, refused;

/* --- the log --- */

static void
put(struct story *s, enum ticket_event_kind kind, const char *actor,
    const char *text)
{
	struct ticket_event ev = story_event(s, kind, actor);

	ev.text = text;
	assert_int_equal(story_put(s, &ev), STORE_DURABLE);
}

static void
quote(struct story *s, bool yes)
{
	struct ticket_event ev = story_event(s, TICKET_EV_QUOTED, "anna");
	char hash[QUOTE_HASH_SIZE];
	struct quote q;

	assert_true(quote_fixed(&q, s->t.number, s->t.quotes + 1,
	    ticket_price(&s->t), 99999, "all", NULL));
	ticket_quote_event(&ev, &q, hash);
	ev.line = (int)s->t.kind;
	assert_int_equal(story_put(s, &ev), STORE_DURABLE);
	ev = story_event(s, TICKET_EV_ANSWERED, "client");
	ev.yes = yes;
	ev.text = hash;
	ev.text2 = "00";
	assert_int_equal(story_put(s, &ev), STORE_DURABLE);
}

static void
change(struct story *s, int64_t number, enum ticket_event_kind kind,
    int64_t net_gr, const char *text)
{
	struct err err = {0};

	if (!amend_ticket(
		store_db(s->store), number, kind, "piotr", net_gr, text, &err))
		fail_msg("%s", err.text);
}

/* Two firms in the client book, one of them merged into the other. */
static void
make_book(struct story *s)
{
	const struct book_author me = {"anna", "key SHA256:a"};
	struct book_client a = {.code = "ALFA",
	    .name = "Alfa",
	    .nip = "1234563218",
	    .address = "Prosta 1",
	    .note = "pays late"};
	struct book_client b = {.code = "BETA", .name = "Beta"};
	struct db *db = store_db(s->store);
	struct err err = {0};

	if (!book_add(db, &a, &me, &err) || !book_add(db, &b, &me, &err) ||
	    !book_link(db, 1, "ALFA", NULL, &me, &err) ||
	    !book_merge(db, "BETA", "ALFA", &me, NULL, &err))
		fail_msg("%s", err.text);
}

static void
make_log(struct story *s)
{
	const struct privacy_pick pick = {.client = "gamma", .really = true};
	const struct forget how = {.kind = "forget",
	    .actor = "test",
	    .now_s = STORY_UTC + 99999,
	    .really = true};
	struct privacy_plan plan;
	struct forget_result gone;
	struct err err = {0};

	story_solved(s, "Subiekt", "Alfa", 100);
	change(s, 1, TICKET_EV_CORRECTED, 10000, "typed wrong");
	change(s, 1, TICKET_EV_INVOICED, 0, "FV 1");
	change(s, 1, TICKET_EV_UNINVOICED, 0, "wrong one");
	make_book(s);
	change(s, 1, TICKET_EV_INVOICED, 0, "FV 2");
	change(s, 1, TICKET_EV_PAID, 0, "2020-01-30");
	change(s, 1, TICKET_EV_UNPAID, 0, "the wrong day");
	change(s, 1, TICKET_EV_PAID, 0, "2020-01-31");
	story_open(s, "Rewizor", "Beta");
	story_let_in(s, "anna");
	story_work(s, 40);
	quote(s, true);
	put(s, TICKET_EV_NOTED, "anna", "a note");
	put(s, TICKET_EV_DETACHED, "desk", "link lost");
	story_simple(s, TICKET_EV_ATTACHED, "anna");
	put(s, TICKET_EV_RECOVERED, "desk", "");
	assert_int_equal(story_end(s, true, "done"), STORE_DURABLE);
	story_solved(s, "Gestor", "Gamma", 10);
	store_alarm(s->store, 3, STORY_UTC, "wrong codes");
	if (!privacy_plan(store_db(s->store), &pick, NULL, NULL, &plan, &err) ||
	    !forget_listed(store_db(s->store), &how, &gone, &err))
		fail_msg("%s", err.text);
	assert_int_equal(gone.tickets, 1);
	/* what is written of who is forgotten is not forgotten */
	change(s, 3, TICKET_EV_CORRECTED, 15000, "a slip");
	story_open(s, "Subiekt", "Delta");
	story_let_in(s, "anna");
	story_work(s, 30);
}

/* --- one change at a time --- */

/* verify must say a word of it: the table, the column or what there is. */
static void
must_find(const char *dir, const char *what)
{
	struct verify_result v;
	struct err err = {0};
	struct db *db = db_open(dir, DB_READ, &err);

	tried++;
	if (db == NULL) /* not even opened */
		return;
	if (!verify_log(db, &v, &err))
		fail_msg("%s: %s", what, err.text);
	if (v.sound || v.why[0] == '\0')
		fail_msg("not found: %s", what);
	if (getenv("TAMPER_SHOW") != NULL)
		printf("%s\n\t-> row %d, ticket %d: %s\n", what, (int)v.bad_row,
		    (int)v.bad_ticket, v.why);
	db_close(db);
}

/* With the triggers it is refused or found; without them it is found. */
static void
tamper(const char *what)
{
	struct copy c = copy_log(sound);
	char *triggers;

	run(c.sql, "PRAGMA foreign_keys=OFF");
	if (sqlite3_exec(c.sql, what, NULL, NULL, NULL) != SQLITE_OK) {
		refused++;
		triggers = take_triggers(c.sql);
		run(c.sql, what);
		run(c.sql, triggers);
		free(triggers);
	}
	assert_true(sqlite3_total_changes(c.sql) > 0);
	sqlite3_close(c.sql);
	must_find(c.dir, what);
	story_remove(c.dir);
}

/* --- every column of every table --- */

/* In no row of the journal: with it the client's program finds its ticket. */
static bool
is_left_out(const char *table, const char *column)
{
	return str_eq(table, "ticket") && str_eq(column, "secret");
}

/* The first row alone. */
static void
tamper_column(
    const char *table, const char *column, const char *type, const char *key)
{
	const char *value = "zeroblob(32)";
	char *what;

	if (is_left_out(table, column))
		return;
	if (str_eq(type, "INTEGER"))
		value = "coalesce(c, 0) + 77";
	else if (str_eq(type, "TEXT"))
		value = "coalesce(c, '') || 'x'";
	what = str_fmt("UPDATE %s SET %s = (SELECT %s FROM (SELECT %s AS c))"
		       " WHERE (%s) = (SELECT %s FROM %s ORDER BY %s LIMIT 1)",
	    table, column, value, column, key, key, table, key);
	tamper(what);
	free(what);
}

static void
every_column(void **state)
{
	struct copy c = copy_log(sound);
	sqlite3_stmt *st;

	assert_int_equal(
	    sqlite3_prepare_v2(c.sql,
		"SELECT t.name, x.name, x.type,"
		" (SELECT group_concat(k.name) FROM pragma_table_info(t.name) k"
		" WHERE k.pk > 0)"
		" FROM sqlite_schema t,"
		" pragma_table_info(t.name) x WHERE t.type = 'table'"
		" AND t.name NOT LIKE 'sqlite%'",
		-1, &st, NULL),
	    SQLITE_OK);
	while (sqlite3_step(st) == SQLITE_ROW)
		tamper_column((const char *)sqlite3_column_text(st, 0),
		    (const char *)sqlite3_column_text(st, 1),
		    (const char *)sqlite3_column_text(st, 2),
		    (const char *)sqlite3_column_text(st, 3));
	sqlite3_finalize(st);
	sqlite3_close(c.sql);
	story_remove(c.dir);
}

static void
rows_less(void **state)
{
	static const char *const tables[] = {"ticket", "person", "price_line",
	    "event", "event_text", "visit", "segment", "quote", "correction",
	    "invoice", "alarm", "desk_event"};

	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		char *all = str_fmt("DELETE FROM %s", tables[i]);

		tamper(all);
		free(all);
	}
	tamper("DELETE FROM event WHERE id = 5");
	tamper("DELETE FROM segment WHERE ticket = 2");
	tamper("DELETE FROM visit WHERE ticket = 2 AND visit = 2");
}

static void
rows_more(void **state)
{
	tamper("INSERT INTO visit VALUES (1, 9, 'anna', 1, 2)");
	tamper("INSERT INTO visit VALUES (777, 1, 'anna', 1, 2)");
	tamper("INSERT INTO segment VALUES (1, 3, 'x', 1, 1, 100, 0)");
	tamper("INSERT INTO quote VALUES"
	       " (1, 1, 1, 'anna', 1, 100, 0, 'x', 'yes', 5)");
	tamper("INSERT INTO correction VALUES (7, 1, 1, 'anna', 0, 'x')");
	tamper("INSERT INTO invoice VALUES (7, 1, 1, 'anna', 'FV', 0, '')");
	tamper("INSERT INTO event_text VALUES (2, 'x', NULL, 5)");
	tamper("INSERT INTO alarm VALUES (99, 5, 1, 'x')");
	tamper("INSERT INTO person SELECT 99, name, company, phone, problem,"
	       " agent_key, client, folded, words, salt, NULL FROM person"
	       " WHERE ticket = 1");
	tamper("INSERT INTO price_line SELECT ticket, 4, name, kind, products,"
	       " valid_from, net_gr, minimum_s, quantum_s, vat_bp,"
	       " quoted_first FROM price_line LIMIT 1");
	tamper("INSERT INTO price_line SELECT 777, line, name, kind, products,"
	       " valid_from, net_gr, minimum_s, quantum_s, vat_bp,"
	       " quoted_first FROM price_line LIMIT 1");
}

/* What the program reads as the same. */
static void
read_alike(void **state)
{
	static const char *const texts[][2] = {{"event", "actor"},
	    {"event", "kind"}, {"event", "text2"}, {"event_text", "text"},
	    {"desk_event", "actor"}, {"price_line", "name"}};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		char *what = str_fmt("UPDATE %s SET %s = %s || char(0) || 'x'",
		    texts[i][0], texts[i][1], texts[i][1]);

		tamper(what);
		free(what);
	}
	tamper("UPDATE event SET yes = 2 WHERE yes = 1");
	tamper("UPDATE event SET line = line + 4294967296 WHERE id = 3");
	tamper("UPDATE event SET seal = x'' WHERE seal IS NULL");
}

/* What the accountant would not see. */
static void
whole_stories(void **state)
{
	tamper("UPDATE ticket SET opened_utc = opened_utc - 86400 * 40");
	tamper("UPDATE segment SET vat_bp = 0 WHERE ticket = 1");
	tamper("UPDATE person SET name = '', company = '', phone = '',"
	       " problem = '', agent_key = '', words = '', salt = NULL,"
	       " forgotten_utc = 1, client = 'C', folded = 'c'"
	       " WHERE ticket = 1");
	tamper("UPDATE person SET client = '#1', folded = '#1'"
	       " WHERE ticket = 3");
	tamper("UPDATE event_text SET text = '', salt = NULL, forgotten_utc = 1"
	       " WHERE event = (SELECT min(event) FROM event_text)");
	tamper("UPDATE person SET forgotten_utc = 7 WHERE ticket = 3");
}

/* The same schema, but an index made of another column: what it finds is not
 * what there is. */
static void
an_index_that_lies(void **state)
{
	struct copy c = copy_log(sound);
	char *file = str_fmt("%s/backup", c.dir);
	struct err err = {0};
	struct db *db;

	run(c.sql,
	    "PRAGMA writable_schema=ON; UPDATE sqlite_schema SET sql ="
	    " replace(sql, '(folded', '(words')"
	    " WHERE name = 'person_folded'");
	sqlite3_close(c.sql);
	c.sql = reopen(c.dir);
	run(c.sql,
	    "REINDEX person_folded; PRAGMA writable_schema=ON;"
	    " UPDATE sqlite_schema SET sql = replace(sql, '(words', '(folded')"
	    " WHERE name = 'person_folded'");
	sqlite3_close(c.sql);
	must_find(c.dir, "an index of another column");
	db = db_open(c.dir, DB_READ, &err);
	assert_non_null(db);
	assert_false(backup_make(db, file, &err));
	db_close(db);
	free(file);
	story_remove(c.dir);
}

static void
the_schema(void **state)
{
	tamper("INSERT INTO alarm SELECT id + 5, at_utc, ticket, what"
	       " FROM alarm LIMIT 1; DROP TRIGGER alarm_no_delete;");
	for (int i = 0; i < 4; i++) {
		static const char *const what[] = {
		    "DROP TRIGGER event_no_update", "DROP INDEX person_folded",
		    "CREATE TRIGGER x AFTER INSERT ON event BEGIN SELECT 1;END",
		    "CREATE TABLE y (z)"};
		struct copy c = copy_log(sound);

		run(c.sql, what[i]);
		sqlite3_close(c.sql);
		must_find(c.dir, what[i]);
		story_remove(c.dir);
	}
}

static void
nothing(void **state)
{
	struct verify_result v;
	struct err err = {0};
	struct db *db = db_open(sound, DB_READ, &err);

	assert_true(verify_log(db, &v, &err));
	if (!v.sound)
		fail_msg("row %d ticket %d: %s", (int)v.bad_row,
		    (int)v.bad_ticket, v.why);
	assert_int_equal(v.tickets, 4);
	db_close(db);
}

/* Logs of older programs, brought up to date with what was forgotten and the
 * alarms that there were. */
static void
older_versions(void **state)
{
	static const char *const back[] = {
	    "DROP TABLE desk_event; DROP VIEW v_timelog; DROP VIEW v_queue;"
	    " DROP VIEW v_person; PRAGMA user_version=1",
	    "DROP TABLE desk_event; PRAGMA user_version=2"};

	for (size_t i = 0; i < sizeof(back) / sizeof(back[0]); i++) {
		struct copy c = copy_log(sound);
		struct verify_result v;
		struct err err = {0};
		struct db *db;

		run(c.sql, back[i]);
		sqlite3_close(c.sql);
		db = db_open(c.dir, DB_DESK, &err);
		if (db == NULL)
			fail_msg("%s", err.text);
		assert_true(verify_log(db, &v, &err));
		if (!v.sound)
			fail_msg("version %zu: %s", i + 1, v.why);
		db_close(db);
		story_remove(c.dir);
	}
}

/* Every hash made anew, as whoever knows the program can: verify finds nothing,
 * but for what was noted outside. */
static void
rewrite(sqlite3 *sql, struct db *db)
{
	uint8_t prev[JOURNAL_HASH_SIZE] = {0};
	struct err err = {0};
	struct db beside = {.sql = sql};
	struct rows r = rows_ask_once(&beside, &err,
	    "SELECT " JOURNAL_COLUMNS " FROM event e ORDER BY id", "");
	sqlite3_stmt *to;

	sqlite3_prepare_v2(
	    sql, "UPDATE event SET hash = ? WHERE id = ?", -1, &to, NULL);
	while (rows_next(&r)) {
		struct buf opening = BUF_INIT;
		struct journal_row row;
		bool first;

		assert_true(journal_read(&r, &row));
		first = row.ev.kind == TICKET_EV_OPENED;
		if (first)
			assert_true(
			    journal_opening(db, row.ticket, &opening, &err));
		journal_hash(prev, &row, first ? &opening : NULL, prev);
		sqlite3_bind_blob(to, 1, prev, sizeof(prev), SQLITE_STATIC);
		sqlite3_bind_int64(to, 2, row.id);
		assert_int_equal(sqlite3_step(to), SQLITE_DONE);
		sqlite3_reset(to);
		buf_fini(&opening);
	}
	assert_true(rows_end(&r));
	sqlite3_finalize(to);
}

static void
noted_outside(const char *what, bool rehash)
{
	struct copy c = copy_log(sound);
	struct err err = {0};
	struct db *db = db_open(c.dir, DB_READ, &err);
	char *triggers, why[200];
	bool gone = false;
	struct head h;

	assert_true(head_now(db, STORY_UTC, &h, &err));
	assert_true(head_check(db, &h, why, sizeof(why), &gone, &err));
	assert_string_equal(why, "");
	assert_true(head_find(db, h.hash, &err) == h.rows);
	triggers = take_triggers(c.sql);
	run(c.sql, what);
	if (rehash)
		rewrite(c.sql, db);
	run(c.sql, triggers);
	free(triggers);
	tried++;
	assert_true(head_check(db, &h, why, sizeof(why), &gone, &err));
	if (why[0] == '\0' || gone)
		fail_msg("not found: %s", what);
	assert_true(head_find(db, h.hash, &err) == 0);
	db_close(db);
	sqlite3_close(c.sql);
	story_remove(c.dir);
}

/* A copy that had that row of the journal explains nothing of it, whatever it
 * lacked of the other journal. */
static void
brought_back(void)
{
	struct copy c = copy_log(sound);
	char *file = str_fmt("%s/backup", c.dir), *to = str_fmt("%s/to", c.dir);
	char hex[] = "7777777777777777777777777777777777777777777777777777777"
		     "777777777",
	     why[200];
	struct err err = {0};
	struct db *db = db_open(c.dir, DB_READ, &err);
	bool gone = false;
	struct head h;

	assert_true(backup_make(db, file, &err));
	db_close(db);
	if (!backup_restore(file, to, "test", &err))
		fail_msg("%s", err.text);
	db = db_open(to, DB_READ, &err);
	assert_true(head_now(db, STORY_UTC, &h, &err));
	h.restore = 0; /* as before it was brought back */
	h.at_utc_s = STORY_UTC;
	h.desk_rows += 5;
	assert_true(head_check(db, &h, why, sizeof(why), &gone, &err));
	assert_true(gone);
	gone = false;
	memcpy(h.hash, hex, sizeof(hex));
	tried++;
	assert_true(head_check(db, &h, why, sizeof(why), &gone, &err));
	if (why[0] == '\0' || gone)
		fail_msg("not found: another row below a copy's end");
	db_close(db);
	sqlite3_close(c.sql);
	free(to);
	free(file);
	story_remove(c.dir);
}

static void
heads(void **state)
{
	brought_back();
	noted_outside("UPDATE event SET yes = 0 WHERE kind = 'ended'", true);
	noted_outside("UPDATE price_line SET net_gr = 1", true);
	noted_outside("PRAGMA foreign_keys=OFF; DELETE FROM event"
		      " WHERE ticket = 4; DELETE FROM ticket WHERE id = 4;",
	    false);
	noted_outside("DELETE FROM event WHERE id ="
		      " (SELECT max(id) FROM event)",
	    false);
}

static void
enough(void **state)
{
	print_message("%d changes, %d of them refused\n", tried, refused);
	assert_true(tried >= 60);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(nothing),
	    cmocka_unit_test(every_column),
	    cmocka_unit_test(rows_less),
	    cmocka_unit_test(rows_more),
	    cmocka_unit_test(read_alike),
	    cmocka_unit_test(whole_stories),
	    cmocka_unit_test(an_index_that_lies),
	    cmocka_unit_test(the_schema),
	    cmocka_unit_test(older_versions),
	    cmocka_unit_test(heads),
	    cmocka_unit_test(enough),
	};
	struct story s;
	int rc;

	sound = story_dir();
	story_init(&s, sound);
	make_log(&s);
	store_close(s.store);
	rc = cmocka_run_group_tests(tests, NULL, NULL);
	story_remove(sound);
	return rc;
}
