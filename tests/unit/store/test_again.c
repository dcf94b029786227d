/* Who is forgotten can be forgotten again: what was written of him since. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "console/store/amend.h"
#include "console/store/book.h"
#include "console/store/db.h"
#include "console/store/db_transaction.h"
#include "console/store/privacy.h"
#include "console/store/receipt.h"
#include "console/store/rows.h"
#include "console/store/verify.h"
#include "shared/base/path.h"
#include "tests/unit/store/link.h"
#include "tests/unit/store/story.h"

static struct story s;
static struct db *db;
static char *dir;
static struct err err;
static int64_t now_s;

static void
verify_ok(void)
{
	struct verify_result v;

	assert_true(verify_log(db, &v, &err));
	if (v.why[0] != '\0')
		fail_msg("row %d ticket %d: %s", (int)v.bad_row,
		    (int)v.bad_ticket, v.why);
}

static int
setup(void **state)
{
	dir = story_dir();
	story_init(&s, dir);
	db = store_db(s.store);
	now_s = STORY_UTC + 99999;
	return 0;
}

static int
teardown(void **state)
{
	verify_ok();
	store_close(s.store);
	story_remove(dir);
	return 0;
}

/* How many tickets are forgotten by it. */
static int
forget(const struct privacy_pick *pick)
{
	const struct forget how = {.kind = pick->before_s ? "purge" : "forget",
	    .actor = "test",
	    .now_s = ++now_s,
	    .really = pick->really};
	struct privacy_plan plan;
	struct forget_result r;

	if (!privacy_plan(db, pick, NULL, NULL, &plan, &err) ||
	    !forget_listed(db, &how, &r, &err))
		fail_msg("%s", err.text);
	assert_int_equal(plan.tickets, r.tickets);
	verify_ok();
	return (int)r.tickets;
}

static int64_t
number(const char *query)
{
	return sql_int(db->sql, query, -1);
}

static void
write_of(int64_t ticket, enum ticket_event_kind kind, const char *text)
{
	const struct amend c = {.kind = kind,
	    .author = "anna",
	    .text = text,
	    .yes = number("SELECT state <> 'solved' FROM ticket WHERE id = 3"),
	    .net_gr = 10000 + now_s % 100,
	    .vat_bp = -1};

	if (!amend_make(db, ticket, &c, &err))
		fail_msg("%s", err.text);
	verify_ok();
}

/* In any file of the folder. */
static bool
holds(const char *text)
{
	char *cmd = str_fmt("grep -rqaiF -e '%s' '%s'", text, dir);
	int rc = system(cmd);

	free(cmd);
	return rc == 0;
}

static void
test_forget_again(void **state)
{
	const struct privacy_pick alfa = {.client = "alfa", .really = true};
	const struct privacy_pick label = {.client = "#1", .really = true};
	const struct privacy_pick old = {.before_s = INT64_MAX / 2};
	int64_t then_s;

	story_solved(&s, "Subiekt", "Alfa", 10);
	story_solved(&s, "Subiekt", "Beta", 10);
	story_solved(&s, "Gestor", "ALFA", 10);
	assert_int_equal(forget(&alfa), 2);
	then_s = now_s;
	assert_int_equal(forget(&label), 0);
	/* every text that may name him */
	write_of(3, TICKET_EV_NOTED, "secret of Nowak");
	write_of(3, TICKET_EV_CORRECTED, "secret of Nowak");
	write_of(3, TICKET_EV_OUTCOME, "secret of Nowak");
	write_of(3, TICKET_EV_OUTCOME, "secret of Nowak, again");
	write_of(3, TICKET_EV_INVOICED, "FV 3");
	write_of(3, TICKET_EV_UNINVOICED, "secret of Nowak");
	assert_true(holds("secret of nowak"));
	assert_int_equal(forget(&alfa), 0);
	/* what is owed stays as it does the first time */
	assert_int_equal(forget(&(struct privacy_pick){.client = "#1"}), 0);
	assert_int_equal(forget(&label), 1);
	assert_false(holds("secret of nowak"));
	assert_int_equal(forget(&label), 0);
	/* again, by age, and only those that have something */
	write_of(1, TICKET_EV_INVOICED, "FV 1");
	write_of(1, TICKET_EV_NOTED, "another secret");
	assert_int_equal(forget(&old), 1);
	assert_false(holds("another secret"));
	/* he is who he was, and was forgotten then */
	assert_int_equal(
	    number("SELECT count(*) FROM person WHERE client = '#1'"
		   " AND folded = '#1'"),
	    2);
	assert_int_equal(
	    number("SELECT min(forgotten_utc) FROM person"), then_s);
	assert_int_equal(
	    number("SELECT max(forgotten_utc) FROM person"), then_s);
}

/* By the contractor, to whom he was linked since or before. */
static void
test_contractor_again(void **state)
{
	const struct book_author anna = {"anna", "user anna"};
	const struct privacy_pick pick = {.contractor = "A", .really = true};
	struct book_client a = {.code = "A", .name = "Alfa"};

	assert_true(book_add(db, &a, &anna, &err));
	story_solved(&s, "Subiekt", "Alfa", 10);
	story_solved(&s, "Subiekt", "Alfa", 10);
	assert_true(book_link(db, 1, "A", NULL, &anna, &err));
	assert_int_equal(forget(&pick), 1);
	write_of(1, TICKET_EV_NOTED, "secret");
	assert_true(book_link(db, 2, "A", NULL, &anna, &err));
	assert_int_equal(forget(&pick), 2);
	assert_int_equal(
	    number("SELECT count(DISTINCT client) FROM person"), 2);
	assert_int_equal(forget(&pick), 0);
}

/* Past its trigger, which stands as before afterwards. */
static void
tamper(const char *trigger, const char *change)
{
	struct rows r = rows_ask(db, &err,
	    "SELECT sql FROM sqlite_schema WHERE name = ?", "s", trigger);
	char *text, *drop = str_fmt("DROP TRIGGER %s", trigger);

	assert_true(rows_next(&r));
	text = str_dup(rows_text(&r, 0));
	assert_true(rows_end(&r));
	if (!sql_exec(db->sql, drop, &err) ||
	    !sql_exec(db->sql, change, &err) || !sql_exec(db->sql, text, &err))
		fail_msg("%s", err.text);
	free(text);
	free(drop);
}

static void
forgotten_twice(void)
{
	const struct privacy_pick alfa = {.client = "alfa", .really = true};
	const struct privacy_pick label = {.client = "#1", .really = true};

	story_solved(&s, "Subiekt", "Alfa", 10);
	assert_int_equal(forget(&alfa), 1);
	write_of(1, TICKET_EV_NOTED, "one");
	write_of(1, TICKET_EV_CORRECTED, "one");
	write_of(1, TICKET_EV_INVOICED, "FV 1");
	write_of(1, TICKET_EV_UNINVOICED, "one");
	assert_int_equal(forget(&label), 1);
	write_of(1, TICKET_EV_NOTED, "two");
}

/* Each of the moments is that of its rows, and no other. */
static void
test_moments(void **state)
{
	static const struct {
		const char *trigger, *change;
	} falls[] = {
	    {"event_text_forget",
		"UPDATE event_text SET forgotten_utc = 9 - forgotten_utc +"
		" (SELECT 2 * max(forgotten_utc) FROM event_text)"
		" WHERE event = (SELECT max(event) FROM event_text"
		" WHERE forgotten_utc IS NOT NULL)"},
	    {"event_text_forget",
		"UPDATE event_text SET forgotten_utc = (SELECT"
		" max(forgotten_utc) FROM event_text) WHERE event = (SELECT"
		" min(event) FROM event_text WHERE forgotten_utc IS NOT NULL)"},
	    {"event_text_forget",
		"UPDATE event_text SET forgotten_utc = (SELECT"
		" min(forgotten_utc) FROM event_text) WHERE event = (SELECT"
		" max(event) FROM event_text WHERE forgotten_utc IS NOT NULL)"},
	    {"event_text_forget",
		"UPDATE event_text SET text = '', salt = NULL, forgotten_utc ="
		" (SELECT max(forgotten_utc) FROM event_text)"
		" WHERE forgotten_utc IS NULL"},
	    {"person_forget",
		"UPDATE person SET forgotten_utc = (SELECT max(forgotten_utc)"
		" FROM event_text) WHERE forgotten_utc IS NOT NULL"},
	    {"invoice_forget", "UPDATE invoice SET reason = 'because'"},
	    {"correction_forget", "UPDATE correction SET reason = 'because'"},
	};
	struct verify_result v;

	for (size_t i = 0; i < sizeof(falls) / sizeof(falls[0]); i++) {
		forgotten_twice();
		tamper(falls[i].trigger, falls[i].change);
		assert_true(verify_log(db, &v, &err));
		if (v.why[0] == '\0')
			fail_msg("sound: %s", falls[i].change);
		store_close(s.store);
		story_remove(dir);
		assert_int_equal(setup(state), 0);
	}
}

/* A log of the version before lets the reason be forgotten, too. */
static void
test_older_version(void **state)
{
	static const char back[] =
	    "DROP TRIGGER invoice_forget;"
	    "CREATE TRIGGER invoice_no_update BEFORE UPDATE ON invoice"
	    " BEGIN SELECT RAISE (ABORT, 'an invoice row is never changed');"
	    " END; PRAGMA user_version=6";
	const struct privacy_pick alfa = {.client = "alfa", .really = true};

	story_solved(&s, "Subiekt", "Alfa", 10);
	write_of(1, TICKET_EV_INVOICED, "FV 1");
	write_of(1, TICKET_EV_UNINVOICED, "secret of Nowak");
	assert_true(sql_exec(db->sql, back, &err));
	store_close(s.store);
	s.store = store_open(dir, &err);
	assert_non_null(s.store);
	db = store_db(s.store);
	verify_ok();
	assert_int_equal(forget(&alfa), 1);
	/* the copy of before the migration has it still, as it is told */
	assert_int_equal(
	    number("SELECT (SELECT count(*) FROM event_text WHERE text <> '')"
		   " + (SELECT count(*) FROM invoice WHERE reason <> '')"),
	    0);
}

static int
count_steps(void *ctx)
{
	++*(int64_t *)ctx;
	return 0;
}

/* What a step costs does not grow with the log. */
static void
test_step_of_a_long_log(void **state)
{
	const struct forget how = {
	    .kind = "forget", .actor = "test", .now_s = now_s, .really = true};
	const struct privacy_pick alfa = {.client = "alfa", .really = true};
	struct privacy_plan plan;
	struct forget_result r;
	int64_t steps = 0;

	story_solved(&s, "Subiekt", "Alfa", 10);
	assert_true(sql_exec(
	    db->sql, "CREATE TEMP TABLE more AS SELECT * FROM ticket", &err));
	assert_true(db_begin(db, &err));
	for (int i = 0; i < 2000; i++)
		if (!sql_exec(db->sql,
			"UPDATE more SET id = id + 1;"
			"INSERT INTO ticket SELECT * FROM more",
			&err))
			fail_msg("%s", err.text);
	assert_true(db_commit(db, &err));
	assert_true(privacy_plan(db, &alfa, NULL, NULL, &plan, &err));
	sqlite3_progress_handler(db->sql, 1, count_steps, &steps);
	assert_true(forget_listed(db, &how, &r, &err));
	sqlite3_progress_handler(db->sql, 0, NULL, NULL);
	assert_int_equal(r.tickets, 1);
	assert_in_range(steps, 100, 4000);
	tamper("ticket_no_delete", "DELETE FROM ticket WHERE id > 1");
}

/* Once, right before the transaction of a step. */
static int
take_invoice_back(unsigned what, void *ctx, void *stmt, void *sql)
{
	struct db *other;

	if (what != SQLITE_TRACE_STMT || !str_eq(sql, "BEGIN IMMEDIATE"))
		return 0;
	sqlite3_trace_v2(db->sql, 0, NULL, NULL);
	other = db_open(dir, DB_WRITE, &err);
	if (other == NULL ||
	    !amend_ticket(
		other, 1, TICKET_EV_UNINVOICED, "piotr", 0, "mistake", &err))
		fail_msg("%s", err.text);
	db_close(other);
	return 0;
}

static void
write_at(const char *path, const char *text)
{
	assert_true(path_write_atomic(path, text, strlen(text), 0600, &err));
}

/* Receipts go behind the ticket, not before it; a crash between is finished. */
static void
test_receipts(void **state)
{
	const struct privacy_pick old = {.before_s = INT64_MAX / 2};
	const struct forget how = {.kind = "purge", .actor = "test"};
	char *receipts = path_join(dir, "receipts");
	char *one = receipt_path(dir, 1, 1), *two = receipt_path(dir, 2, 1);
	char *mark = path_join(dir, "forgetting");
	struct privacy_plan plan;
	struct forget_result r;

	story_solved(&s, "Subiekt", "Alfa", 10);
	assert_int_equal(mkdir(receipts, 0700), 0);
	write_at(one, "Alfa");
	write_of(1, TICKET_EV_INVOICED, "F1");
	assert_true(privacy_plan(db, &old, NULL, NULL, &plan, &err));
	assert_int_equal(plan.tickets, 1);
	sqlite3_trace_v2(db->sql, SQLITE_TRACE_STMT, take_invoice_back, NULL);
	assert_true(forget_listed(db, &how, &r, &err));
	assert_int_equal(r.tickets, 0); /* it is owed again */
	assert_true(path_exists(one));
	assert_false(path_exists(mark));

	story_solved(&s, "Subiekt", "Beta", 10);
	write_of(2, TICKET_EV_INVOICED, "F2");
	assert_int_equal(forget(&old), 1);
	write_at(two, "Beta");
	write_at(mark, "1\n2\n");
	assert_true(forget_finish(db, &err));
	assert_true(path_exists(one));
	assert_false(path_exists(two) || path_exists(mark));
	free(mark);
	free(two);
	free(one);
	free(receipts);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_forget_again, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		test_contractor_again, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_moments, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		test_older_version, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		test_step_of_a_long_log, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_receipts, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
