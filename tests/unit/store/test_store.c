/* The journal, its tables, and what is found again after a restart. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <signal.h>
#include <sys/wait.h>

#include "console/store/amend.h"
#include "console/store/db.h"
#include "console/store/receipt.h"
#include "console/store/replay.h"
#include "console/store/report.h"
#include "console/store/report_filter.h"
#include "console/store/report_parts.h"
#include "console/store/report_sums.h"
#include "console/store/verify.h"
#include "shared/base/mem.h"
#include "tests/unit/store/story.h"

static bool
copy_row(const struct logrow *row, void *ctx, struct err *err)
{
	*(struct logrow *)ctx = *row;
	return true;
}

static void
verify_ok(struct db *db)
{
	struct verify_result v;
	struct err err = {0};

	assert_true(verify_log(db, &v, &err));
	if (v.bad_row != 0 || v.bad_ticket != 0)
		fail_msg("row %d ticket %d: %s", (int)v.bad_row,
		    (int)v.bad_ticket, v.why);
}

static void
test_solved(void **state)
{
	char *dir = story_dir();
	struct story s;
	struct logrow row;
	struct err err = {0};
	struct db *db;

	story_init(&s, dir);
	story_solved(&s, "Subiekt", "Biuro Nowak", 3600);
	db = store_db(s.store);
	assert_true(report_ticket(db, 1, copy_row, &row, &err));
	assert_int_equal(row.worked_s, 3600);
	assert_int_equal(row.net_gr, 20000);
	assert_int_equal(row.vat_gr, 4600);
	assert_int_equal(row.gross_gr, 24600);
	assert_int_equal(row.closed_s, STORY_UTC + s.now_ms / 1000);
	assert_int_equal(
	    sql_int(db->sql, "SELECT count(*) FROM event WHERE kind='tick'", 0),
	    239);
	assert_int_equal(
	    sql_int(db->sql, "SELECT count(*) FROM visit WHERE to_utc > 0", 0),
	    1);
	assert_int_equal(
	    sql_int(db->sql, "SELECT net_gr FROM segment", 0), 20000);
	assert_int_equal(
	    sql_int(db->sql, "SELECT net = '200.00' FROM v_timelog", 0), 1);
	verify_ok(db);
	store_close(s.store);
	story_remove(dir);
}

static void
test_replay_is_state(void **state)
{
	char *dir = story_dir();
	struct ticket *again = mem_alloc(sizeof(*again));
	struct story s;
	struct err err = {0};

	story_init(&s, dir);
	assert_int_equal(story_open(&s, "Rewizor", "ABC"), STORE_DURABLE);
	story_let_in(&s, "anna");
	story_work(&s, 100);
	story_simple(&s, TICKET_EV_DETACHED, "client");
	assert_true(replay_ticket(store_db(s.store), 1, again, &err));
	assert_memory_equal(again, &s.t, sizeof(*again));
	free(again);
	store_close(s.store);
	story_remove(dir);
}

struct found {
	int n;
	struct ticket t;
	char company[64], secret[64];
};

static void
note_open(const struct ticket *t, const struct store_card *card, void *ctx)
{
	struct found *f = ctx;

	f->n++;
	f->t = *t;
	str_copy(f->company, sizeof(f->company), card->company);
	str_copy(f->secret, sizeof(f->secret), card->secret);
}

/* The desk dies 7 s after a tick: these 7 s are nobody's. */
static void
test_recovered(void **state)
{
	char *dir = story_dir();
	struct found f = {0};
	struct story s;
	struct err err = {0};
	struct db *db;

	story_init(&s, dir);
	story_solved(&s, "Subiekt", "Alfa", 10);
	assert_int_equal(story_open(&s, "Subiekt", "Beta"), STORE_DURABLE);
	story_let_in(&s, "anna");
	story_work(&s, 45);
	assert_int_equal(story_tick(&s), STORE_DURABLE);
	store_close(s.store);

	s.store = store_open(dir, &err);
	assert_non_null(s.store);
	/* a monotonic clock that began anew, an hour later */
	assert_true(store_load_open(
	    s.store, 500, STORY_UTC + 3600 + 1000, note_open, &f, &err));
	assert_int_equal(f.n, 1);
	assert_int_equal(f.t.number, 2);
	assert_string_equal(f.company, "Beta");
	assert_string_equal(f.secret, "s3cret");
	assert_int_equal(f.t.state, TICKET_PAUSED);
	assert_int_equal(ticket_worked_ms(&f.t, 600), 45000);
	db = store_db(s.store);
	assert_int_equal(
	    sql_int(db->sql, "SELECT to_utc FROM visit WHERE ticket = 2", 0),
	    STORY_UTC + s.now_ms / 1000);
	assert_int_equal(
	    sql_int(db->sql, "SELECT recovered FROM ticket WHERE id = 2", 0),
	    1);
	assert_int_equal(store_next_number(s.store), 3);
	verify_ok(db);
	store_close(s.store);
	story_remove(dir);
}

static void
test_earlier(void **state)
{
	char *dir = story_dir();
	struct store_earlier e;
	struct story s;

	story_init(&s, dir);
	store_earlier(s.store, "SHA256:abc", 0, &e);
	assert_int_equal(e.count, 0);
	story_solved(&s, "Subiekt", "Alfa", 10);
	story_solved(&s, "Gestor", "Alfa", 3700);
	store_earlier(s.store, "SHA256:abc", 0, &e);
	assert_int_equal(e.count, 2);
	assert_string_equal(e.outcome, "solved");
	store_earlier(s.store, "SHA256:abc", 2, &e);
	assert_int_equal(e.count, 1);
	store_earlier(s.store, "SHA256:other", 0, &e);
	assert_int_equal(e.count, 0);
	assert_true(store_known_since(s.store, "SHA256:abc", "anna") > 0);
	assert_int_equal(store_known_since(s.store, "SHA256:abc", "piotr"), 0);
	store_close(s.store);
	story_remove(dir);
}

static void
refused(struct db *db, const char *sql)
{
	struct err err = {0};

	if (sql_exec(db->sql, sql, &err))
		fail_msg("was allowed: %s", sql);
}

static void
test_append_only(void **state)
{
	char *dir = story_dir();
	struct story s;
	struct db *db;

	story_init(&s, dir);
	story_solved(&s, "Subiekt", "Alfa", 10);
	db = store_db(s.store);
	refused(db, "UPDATE event SET net_gr = 1 WHERE id = 2");
	refused(db, "DELETE FROM event WHERE id = 2");
	refused(db, "DELETE FROM event");
	refused(db, "INSERT OR REPLACE INTO event SELECT * FROM event");
	refused(db,
	    "REPLACE INTO event SELECT id + 1000, ticket, seq, kind,"
	    " at_ms, beat_ms, at_utc, actor, line, yes, seconds,"
	    " net_gr, text, text2, seal, hash FROM event");
	refused(db, "UPDATE price_line SET net_gr = 1");
	refused(db, "DELETE FROM ticket");
	refused(db, "UPDATE person SET name = 'x'");
	refused(db, "UPDATE event_text SET text = 'x'");
	refused(db, "DELETE FROM person");
	verify_ok(db);
	store_close(s.store);
	story_remove(dir);
}

/* Changes behind the triggers' back, and which row is named. */
static void
tamper(const char *sql, int bad_row, int bad_ticket)
{
	char *dir = story_dir();
	struct verify_result v;
	struct story s;
	struct err err = {0};
	struct db *db;

	story_init(&s, dir);
	story_solved(&s, "Subiekt", "Alfa", 10);
	story_solved(&s, "Subiekt", "Beta", 10);
	db = store_db(s.store);
	if (!sql_exec(db->sql,
		"DROP TRIGGER event_no_update; DROP TRIGGER event_no_delete;"
		"DROP TRIGGER person_forget; DROP TRIGGER event_text_forget;"
		"DROP TRIGGER price_line_no_update;"
		"PRAGMA foreign_keys=OFF",
		&err) ||
	    !sql_exec(db->sql, sql, &err))
		fail_msg("%s", err.text);
	assert_true(verify_log(db, &v, &err));
	if (v.bad_row != bad_row || v.bad_ticket != bad_ticket)
		fail_msg("%s: row %d ticket %d (%s)", sql, (int)v.bad_row,
		    (int)v.bad_ticket, v.why);
	assert_true(v.why[0] != '\0');
	store_close(s.store);
	story_remove(dir);
}

static void
test_verify(void **state)
{
	tamper("UPDATE event SET seconds = 99 WHERE id = 3", 3, 0);
	tamper("UPDATE event SET yes = 0 WHERE id = 5", 5, 0);
	tamper("UPDATE event SET text2 = 'x' WHERE id = 12", 12, 0);
	tamper("DELETE FROM event WHERE id = 4", 4, 0);
	tamper("UPDATE event SET hash = zeroblob(32) WHERE id = 6", 6, 0);
	tamper("UPDATE person SET phone = '0' WHERE ticket = 2", 7, 0);
	tamper("UPDATE price_line SET net_gr = 1 WHERE ticket = 2", 7, 0);
	tamper("UPDATE event_text SET text = 'x' WHERE event = 6", 6, 0);
	tamper("UPDATE ticket SET final_net_gr = 1 WHERE id = 2", 0, 2);
	tamper("UPDATE ticket SET state = 'unsolved' WHERE id = 1", 0, 1);
}

static void
test_corrections(void **state)
{
	char *dir = story_dir();
	struct logrow row;
	struct story s;
	struct err err = {0};
	struct db *db;

	story_init(&s, dir);
	story_solved(&s, "Subiekt", "Alfa", 10);
	db = store_db(s.store);
	assert_true(amend_ticket(
	    db, 1, TICKET_EV_CORRECTED, "piotr", 10000, "half", &err));
	assert_true(report_ticket(db, 1, copy_row, &row, &err));
	assert_int_equal(row.net_gr, 10000);
	assert_int_equal(row.gross_gr, 12300);
	assert_int_equal(row.raw_net_gr, 20000);
	assert_true(row.corrected);
	assert_true(amend_ticket(
	    db, 1, TICKET_EV_CORRECTED, "piotr", 9000, "again", &err));
	assert_false(amend_ticket(
	    db, 1, TICKET_EV_CORRECTED, "piotr", 20001, "more", &err));
	/* what it says already is none */
	assert_false(amend_ticket(
	    db, 1, TICKET_EV_CORRECTED, "anna", 9000, "once more", &err));
	assert_non_null(strstr(err.text, "90,00"));
	assert_true(report_ticket(db, 1, copy_row, &row, &err));
	assert_int_equal(row.net_gr, 9000);
	assert_int_equal(receipt_version(db, 1), 3);
	assert_true(amend_ticket(
	    db, 1, TICKET_EV_INVOICED, "piotr", 0, "FV 1/2026", &err));
	assert_false(amend_ticket(
	    db, 1, TICKET_EV_INVOICED, "piotr", 0, "FV 2/2026", &err));
	assert_non_null(strstr(err.text, "FV 1/2026"));
	assert_true(amend_ticket(
	    db, 1, TICKET_EV_UNINVOICED, "piotr", 0, "mistake", &err));
	assert_int_equal(sql_int(db->sql,
			     "SELECT count(*) FROM invoice"
			     " WHERE number = 'FV 1/2026'",
			     0),
	    2);
	assert_false(amend_ticket(
	    db, 7, TICKET_EV_INVOICED, "piotr", 0, "FV 2/2026", &err));
	verify_ok(db);
	store_close(s.store);
	story_remove(dir);
}

static int64_t
found(struct db *db, const struct report_filter *filter)
{
	struct report_totals sum;
	struct err err;

	assert_true(report_totals(db, filter, &sum, &err));
	return sum.count;
}

static bool
join_client(const struct logrow *row, void *ctx, struct err *err)
{
	strcat(ctx, row->client);
	return true;
}

/* Both sides are folded the same way; lists are in Polish order. */
static void
test_look_ups(void **state)
{
	const struct report_page page = {.sort = LOGASK_BY_CLIENT};
	char *dir = story_dir(), all[200] = "";
	struct story s;
	struct err err = {0};
	struct db *db;

	story_init(&s, dir);
	db = store_db(s.store);
	story_solved(&s, "Subiekt", "Zebra", 10);
	story_solved(&s, "Subiekt", " ŻÓŁW\xc2\xa0 i S-ka", 10);
	story_solved(&s, "Subiekt", "Łan", 10);
	story_solved(&s, "Subiekt", "Lot", 10);
	assert_true(amend_ticket(
	    db, 1, TICKET_EV_NOTED, "anna", 0, "ŹLE POSZŁO", &err));
	assert_true(
	    amend_ticket(db, 2, TICKET_EV_INVOICED, "anna", 0, "FV/Ż/1", &err));
	assert_int_equal(
	    found(db, &(struct report_filter){.words = "źle poszło"}), 1);
	assert_int_equal(
	    found(db, &(struct report_filter){.words = "fv/ż/1"}), 1);
	assert_int_equal(
	    found(db, &(struct report_filter){.words = "żółw"}), 1);
	assert_int_equal(
	    found(db, &(struct report_filter){.client_is = "żółw I  s-ka"}), 1);
	assert_true(report_rows(
	    db, &(struct report_filter){0}, &page, join_client, all, &err));
	assert_string_equal(all, "LotŁanZebra ŻÓŁW\xc2\xa0 i S-ka");
	store_close(s.store);
	story_remove(dir);
}

static int64_t
worked_by(struct db *db, const char *technician)
{
	const struct report_filter f = {.technician = technician};
	struct report_totals all;
	struct err err;

	if (!report_totals(db, &f, &all, &err))
		fail_msg("%s", err.text);
	return all.worked_s;
}

/* Whose work it was, and on what, in any case. */
static void
test_technicians_look_up(void **state)
{
	char *dir = story_dir();
	struct story s;
	struct db *db;

	story_init(&s, dir);
	db = store_db(s.store);
	story_solved(&s, "Subiekt", "Alfa", 10);
	assert_int_equal(story_open(&s, "Gestor", "Alfa"), STORE_DURABLE);
	story_let_in(&s, "Łucja");
	story_work(&s, 100);
	story_simple(&s, TICKET_EV_DETACHED, "Łucja");
	story_simple(&s, TICKET_EV_RELEASED, "Łucja");
	story_let_in(&s, "łucja");
	story_work(&s, 40);
	story_simple(&s, TICKET_EV_DETACHED, "łucja");
	story_simple(&s, TICKET_EV_RELEASED, "łucja");
	story_let_in(&s, "Piotr");
	story_work(&s, 20);
	assert_int_equal(story_end(&s, true, "done"), STORE_DURABLE);
	assert_int_equal(worked_by(db, "ŁUCJA"), 140);
	assert_int_equal(worked_by(db, "łucja"), 140);
	assert_int_equal(worked_by(db, " piotr"), 20);
	assert_int_equal(worked_by(db, "ANNA"), 10);
	assert_int_equal(worked_by(db, "ann"), 0);
	assert_int_equal(
	    found(db, &(struct report_filter){.product = "GESTOR"}), 1);
	assert_int_equal(
	    found(db, &(struct report_filter){.product = "Gest"}), 0);
	store_close(s.store);
	story_remove(dir);
}

/* A child writes tickets and says what was durable; it is killed in the middle,
 * again and again: nothing that was said is missing. */
static void
write_for_ever(const char *dir, int out)
{
	struct story s;
	int64_t n;

	story_init(&s, dir);
	for (;;) {
		story_solved(&s, "Subiekt", "Alfa", 20);
		n = s.t.number;
		if (write(out, &n, sizeof(n)) != sizeof(n))
			_exit(1);
	}
}

static void
test_killed(void **state)
{
	char *dir = story_dir();
	int64_t said = 0, n;

	for (int round = 0; round < 20; round++) {
		struct found f = {0};
		struct story s;
		struct err err = {0};
		int fds[2], i = 0;
		pid_t pid;

		assert_int_equal(pipe(fds), 0);
		pid = fork();
		if (pid == 0)
			write_for_ever(dir, fds[1]);
		close(fds[1]);
		while (i++ < 1 + round % 4 &&
		    read(fds[0], &n, sizeof(n)) == sizeof(n))
			said = n;
		kill(pid, SIGKILL);
		assert_int_equal(waitpid(pid, NULL, 0), pid);
		while (read(fds[0], &n, sizeof(n)) == sizeof(n))
			said = n;
		close(fds[0]);

		story_init(&s, dir);
		assert_true(sql_int(store_db(s.store)->sql,
				"SELECT max(id) FROM ticket"
				" WHERE state = 'solved'",
				0) >= said);
		assert_true(store_load_open(
		    s.store, 1, STORY_UTC + 99999, note_open, &f, &err));
		assert_true(f.n <= 1);
		if (f.n == 1) {
			s.t = f.t;
			s.now_ms = 2;
			story_simple(&s, TICKET_EV_ABANDONED, "desk");
		}
		verify_ok(store_db(s.store));
		store_close(s.store);
	}
	assert_true(said > 20);
	story_remove(dir);
}

/* Journals of before hold tickets that were ended as helped though nobody
 * spoke to the client: they replay, and more of them are not made. */
static void
test_untended(void **state)
{
	struct amend c = {.kind = TICKET_EV_OUTCOME,
	    .author = "piotr",
	    .by = "user piotr",
	    .text = "mis-keyed",
	    .yes = true,
	    .vat_bp = -1};
	char *dir = story_dir();
	struct err err = {0};
	struct story s;
	struct db *db;

	story_init(&s, dir);
	db = store_db(s.store);
	assert_int_equal(story_open(&s, "Subiekt", "Alfa"), STORE_DURABLE);
	assert_int_equal(story_end(&s, true, "x"), STORE_DURABLE);
	c.yes = false;
	assert_true(amend_make(db, 1, &c, &err));
	c.yes = true;
	assert_false(amend_make(db, 1, &c, &err));
	assert_non_null(strstr(err.text, "nobody"));
	assert_int_equal(receipt_version(db, 1), 2);
	assert_int_equal(story_open(&s, "Subiekt", "Alfa"), STORE_DURABLE);
	story_simple(&s, TICKET_EV_CALLED, "anna");
	assert_int_equal(story_end(&s, false, "x"), STORE_DURABLE);
	assert_true(amend_make(db, 2, &c, &err));
	verify_ok(db);
	store_close(s.store);
	story_remove(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_solved),
	    cmocka_unit_test(test_replay_is_state),
	    cmocka_unit_test(test_recovered),
	    cmocka_unit_test(test_earlier),
	    cmocka_unit_test(test_append_only),
	    cmocka_unit_test(test_verify),
	    cmocka_unit_test(test_corrections),
	    cmocka_unit_test(test_untended),
	    cmocka_unit_test(test_look_ups),
	    cmocka_unit_test(test_technicians_look_up),
	    cmocka_unit_test(test_killed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
