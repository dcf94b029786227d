/*
 * What is paid: the mark with its day, in the journal, the table, the questions
 * and a log of before; and in any order with all that a closed ticket meets the
 * sums are what the journal says.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "cells.h"
#include "console/store/amend.h"
#include "console/store/db.h"
#include "console/store/forget.h"
#include "console/store/head.h"
#include "console/store/migrate.h"
#include "console/store/privacy.h"
#include "console/store/report.h"
#include "console/store/report_filter.h"
#include "console/store/report_sums.h"
#include "console/store/rows.h"
#include "console/store/verify.h"
#include "shared/base/clock.h"
#include "tests/unit/store/story.h"

#define DAY "2020-01-31"
#define TICKETS 4

static struct story s;
static char *dir;
static struct db *db;

static int
setup(void **state)
{
	dir = story_dir();
	story_init(&s, dir);
	db = store_db(s.store);
	return 0;
}

static int
teardown(void **state)
{
	store_close(s.store);
	story_remove(dir);
	return 0;
}

static bool
mark(int64_t ticket, enum ticket_event_kind kind, const char *text,
    struct err *err)
{
	return amend_ticket(db, ticket, kind, "irena", 0, text, err);
}

static void
must(int64_t ticket, enum ticket_event_kind kind, const char *text)
{
	struct err err = {0};

	if (!mark(ticket, kind, text, &err))
		fail_msg("%s", err.text);
}

static void
refused(int64_t ticket, enum ticket_event_kind kind, const char *text,
    const char *why)
{
	struct err err = {0};

	assert_false(mark(ticket, kind, text, &err));
	if (strstr(err.text, why) == NULL)
		fail_msg("said \"%s\", not \"%s\"", err.text, why);
}

static void
verify_ok(void)
{
	struct verify_result v;
	struct err err = {0};

	if (!verify_log(db, &v, &err) || !v.sound)
		fail_msg("%s%s", err.text, v.why);
}

static int64_t
count(enum report_paid paid, int64_t *net_gr)
{
	const struct report_filter f = {.paid = paid};
	int64_t n;

	assert_true(report_count(db, &f, &n, net_gr, NULL));
	return n;
}

static bool
keep_day(const struct logrow *row, void *ctx, struct err *err)
{
	str_copy(ctx, TICKET_DAY_SIZE, row->paid);
	return true;
}

static void
says(int64_t ticket, const char *day)
{
	const struct report_filter f = {.ticket = ticket};
	char kept[TICKET_DAY_SIZE] = "none";

	assert_true(report_rows(db, &f, NULL, keep_day, kept, NULL));
	assert_string_equal(kept, day);
}

/* --- one by one --- */

static void
test_marks(void **state)
{
	int64_t net_gr;

	for (int i = 0; i < 3; i++)
		story_solved(&s, "Subiekt", "Alfa", 100);
	refused(1, TICKET_EV_PAID, DAY, "on no invoice");
	must(1, TICKET_EV_INVOICED, "FV 1");
	must(2, TICKET_EV_INVOICED, "FV 1");
	assert_int_equal(count(REPORT_NOT_PAID, &net_gr), 2);
	assert_int_equal(net_gr, 40000);
	must(1, TICKET_EV_PAID, DAY);
	says(1, DAY);
	says(2, "");
	assert_int_equal(count(REPORT_PAID, &net_gr), 1);
	assert_int_equal(net_gr, 20000);
	/* what is on no invoice is not unpaid yet */
	assert_int_equal(count(REPORT_NOT_PAID, &net_gr), 1);
	refused(1, TICKET_EV_PAID, DAY, "paid on " DAY " already");
	refused(1, TICKET_EV_UNINVOICED, "wrong number", "paid on " DAY);
	refused(1, TICKET_EV_CORRECTED, "less", "FV 1");
	refused(1, TICKET_EV_UNPAID, " ", "why");
	verify_ok();
	must(1, TICKET_EV_UNPAID, "the bank took it back");
	says(1, "");
	must(1, TICKET_EV_UNINVOICED, "wrong number");
	assert_int_equal(count(REPORT_NOT_PAID, &net_gr), 1);
	verify_ok();
}

static void
test_days(void **state)
{
	static const char *const none[] = {"", "2020-02-30", "2020-1-31",
	    "31.01.2020", "2020-01-31T10:00:00Z"};

	story_solved(&s, "Subiekt", "Alfa", 100);
	must(1, TICKET_EV_INVOICED, "FV 1");
	for (size_t i = 0; i < ARRAY_LEN(none); i++)
		refused(1, TICKET_EV_PAID, none[i], "not a date");
	refused(1, TICKET_EV_PAID, CLOCK_DAY(clock_utc_s() + 2 * 86400),
	    "still to come");
	must(1, TICKET_EV_PAID, CLOCK_DAY(clock_utc_s()));
}

/* All of them or none. */
static void
test_several(void **state)
{
	static const int64_t both[] = {1, 2};
	struct err err = {0};

	story_solved(&s, "Subiekt", "Alfa", 100);
	story_solved(&s, "Subiekt", "Alfa", 100);
	must(1, TICKET_EV_INVOICED, "FV 1");
	assert_false(
	    amend_each(db, TICKET_EV_PAID, both, 2, "irena", DAY, &err));
	assert_non_null(strstr(err.text, "ticket 2"));
	says(1, "");
	must(2, TICKET_EV_INVOICED, "FV 2");
	assert_true(
	    amend_each(db, TICKET_EV_PAID, both, 2, "irena", DAY, &err));
	says(1, DAY);
	says(2, DAY);
	assert_true(amend_each(
	    db, TICKET_EV_UNPAID, both, 2, "irena", "not theirs", &err));
	says(2, "");
	verify_ok();
}

/* Why a mark was taken back may name a person; the mark names none. */
static void
test_forgotten(void **state)
{
	const struct privacy_pick alfa = {.client = "alfa", .really = true};
	const struct forget how = {.kind = "forget",
	    .actor = "test",
	    .now_s = STORY_UTC + 99999,
	    .really = true};
	struct privacy_plan plan;
	struct forget_result gone;
	struct err err = {0};

	story_solved(&s, "Subiekt", "Alfa", 100);
	must(1, TICKET_EV_INVOICED, "FV 1");
	must(1, TICKET_EV_PAID, DAY);
	must(1, TICKET_EV_UNPAID, "secret of Nowak");
	must(1, TICKET_EV_PAID, DAY);
	if (!privacy_plan(db, &alfa, NULL, NULL, &plan, &err) ||
	    !forget_listed(db, &how, &gone, &err))
		fail_msg("%s", err.text);
	assert_int_equal(gone.tickets, 1);
	assert_int_equal(
	    sql_int(db->sql,
		"SELECT (SELECT count(*) FROM event_text WHERE text <> '') +"
		" (SELECT count(*) FROM event WHERE text LIKE '%Nowak%')",
		-1),
	    0);
	says(1, DAY);
	verify_ok();
}

/* --- a log of before --- */

/* Nothing of it is lost, it can be marked, and it is the one that a fresh log
 * is. */
static void
test_older(void **state)
{
	struct head before, after;
	struct err err = {0};

	story_solved(&s, "Subiekt", "Alfa", 100);
	must(1, TICKET_EV_INVOICED, "FV 1");
	assert_true(head_now(db, 0, &before, &err));
	assert_true(sql_exec(db->sql,
	    "DROP VIEW v_timelog; DROP TABLE payment;"
	    "CREATE VIEW v_timelog AS SELECT id AS ticket FROM ticket;"
	    "PRAGMA user_version = 10",
	    &err));
	store_close(s.store);
	s.store = store_open(dir, &err);
	if (s.store == NULL)
		fail_msg("%s", err.text);
	db = store_db(s.store);
	assert_int_equal(
	    sql_int(db->sql, "PRAGMA user_version", 0), migrate_latest());
	assert_true(head_now(db, 0, &after, &err));
	assert_int_equal(after.rows, before.rows);
	assert_string_equal(after.hash, before.hash);
	verify_ok();
	must(1, TICKET_EV_PAID, DAY);
	assert_int_equal(
	    sql_int(db->sql,
		"SELECT count(*) FROM v_timelog WHERE ticket = 1"
		" AND invoice = 'FV 1' AND paid = '" DAY "' AND net = '200.00'",
		0),
	    1);
	verify_ok();
}

/* --- any order --- */

static bool
correct(int64_t ticket)
{
	return amend_ticket(db, ticket, TICKET_EV_CORRECTED, "irena",
	    any(20000), "less work", NULL);
}

static bool
turn(int64_t ticket)
{
	const struct amend c = {.kind = TICKET_EV_OUTCOME,
	    .author = "irena",
	    .text = "the wrong key",
	    .yes = any(2)};

	return amend_make(db, ticket, &c, NULL);
}

static bool
any_step(int kind)
{
	static const struct {
		enum ticket_event_kind kind;
		const char *text;
	} marks[] = {{TICKET_EV_INVOICED, "FV 1"},
	    {TICKET_EV_UNINVOICED, "wrong"}, {TICKET_EV_PAID, DAY},
	    {TICKET_EV_UNPAID, "taken back"}};
	int64_t ticket = 1 + any(TICKETS);

	if (kind == 4)
		return correct(ticket);
	return kind == 5
	    ? turn(ticket)
	    : mark(ticket, marks[kind].kind, marks[kind].text, NULL);
}

/* The last row of the journal of either kind decides. */
#define LAST_IS(yes, no)                                                  \
	"(SELECT e.kind FROM event e WHERE e.ticket = t.id AND e.kind IN" \
	" ('" yes "', '" no "') ORDER BY e.seq DESC LIMIT 1) IS '" yes "'"

static void
must_agree(void)
{
	int64_t net_gr, n;

	assert_int_equal(
	    sql_int(db->sql,
		"SELECT count(*) FROM ticket t WHERE " LAST_IS("paid",
		    "unpaid") " AND NOT " LAST_IS("invoiced", "uninvoiced"),
		-1),
	    0);
	n = count(REPORT_PAID, &net_gr);
	assert_int_equal(n,
	    sql_int(db->sql,
		"SELECT count(*) FROM ticket t WHERE " LAST_IS(
		    "paid", "unpaid"),
		-1));
	assert_int_equal(net_gr,
	    sql_int(db->sql,
		"SELECT total(t.final_net_gr) FROM ticket t WHERE " LAST_IS(
		    "paid", "unpaid"),
		-1));
	n = count(REPORT_NOT_PAID, &net_gr);
	assert_int_equal(n,
	    sql_int(db->sql,
		"SELECT count(*) FROM ticket t WHERE " LAST_IS("invoiced",
		    "uninvoiced") " AND NOT " LAST_IS("paid", "unpaid"),
		-1));
	assert_int_equal(net_gr,
	    sql_int(db->sql,
		"SELECT total(t.final_net_gr) FROM ticket t WHERE " LAST_IS(
		    "invoiced", "uninvoiced") " AND NOT " LAST_IS("paid",
		    "unpaid"),
		-1));
}

static void
test_any_order(void **state)
{
	int done[6] = {0};

	assert_true(sql_exec(db->sql, "PRAGMA synchronous=OFF", NULL));
	for (int i = 0; i < TICKETS; i++)
		story_solved(&s, "Subiekt", "Alfa", 100);
	srand(11);
	for (int i = 0; i < 500; i++) {
		int kind = any(6);

		done[kind] += any_step(kind);
		must_agree();
		if (i % 50 == 0)
			verify_ok();
	}
	verify_ok();
	for (int i = 0; i < 6; i++)
		if (done[i] < 10)
			fail_msg("step %d: %d times", i, done[i]);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(test_marks),
	    TEST(test_days),
	    TEST(test_several),
	    TEST(test_forgotten),
	    TEST(test_older),
	    TEST(test_any_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
