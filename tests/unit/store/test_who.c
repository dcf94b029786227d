/* Who worked on a ticket, and when: on its receipt, in the log, by technician.
 * Who only ended it worked on nothing; a visit tells its day and zone. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>

#include "console/store/db.h"
#include "console/store/group.h"
#include "console/store/receipt.h"
#include "console/store/report.h"
#include "console/store/report_filter.h"
#include "console/store/report_parts.h"
#include "console/store/report_sums.h"
#include "console/store/sql.h"
#include "console/store/verify.h"
#include "shared/base/clock.h"
#include "tests/unit/store/story.h"

/* Visits of which the second is as long as its work, the first also. */
#define LEFT_AFTER                                                  \
	"SELECT count(*) FROM visit WHERE to_utc - from_utc = CASE" \
	" visit WHEN 1 THEN 600 ELSE 65 END"
#define TWICE_UTC INT64_C(1824942600) /* 2027-10-31 02:30, the first time */

static struct buf
receipt(struct story *s)
{
	const struct receipt_from from = {.firm = ""};
	struct buf text = BUF_INIT;
	struct err err;

	if (!receipt_make(
		store_db(s->store), s->t.number, &from, NULL, &text, &err))
		fail_msg("%s", err.text);
	return text;
}

/* part NULL: there is no such label */
static void
receipt_says(struct story *s, const char *label, const char *part)
{
	struct buf text = receipt(s);
	const char *at = strstr(buf_str(&text), label);
	char want[200];

	snprintf(want, sizeof(want), "%s%s\n", label, part != NULL ? part : "");
	if (part == NULL ? at != NULL : strstr(buf_str(&text), want) == NULL)
		fail_msg("want '%s' in: %s", want, buf_str(&text));
	buf_fini(&text);
}

static bool
keep_name(const struct logrow *row, void *ctx, struct err *err)
{
	str_copy(ctx, 100, row->technicians);
	return true;
}

static void
log_says(struct story *s, const char *technicians)
{
	char *sql = str_fmt("SELECT technician = '%s' FROM v_timelog"
			    " WHERE ticket = %d",
	    technicians, (int)s->t.number);
	char name[100] = "";
	struct err err;

	assert_true(report_ticket(
	    store_db(s->store), s->t.number, keep_name, name, &err));
	assert_string_equal(name, technicians);
	assert_int_equal(sql_int(store_db(s->store)->sql, sql, 0), 1);
	free(sql);
}

/* How many tickets are one technician's. */
static void
his_are(struct story *s, const char *technician, int64_t want)
{
	const struct report_filter filter = {.technician = technician};
	int64_t count, net_gr;
	struct err err;

	assert_true(
	    report_count(store_db(s->store), &filter, &count, &net_gr, &err));
	assert_int_equal(count, want);
}

/* "anna 1, piotr 2": tickets by technician. */
static void
groups_are(struct story *s, const char *want)
{
	const struct report_filter all = {.from_s = 0};
	struct groups g;
	char got[200] = "";
	struct err err;

	assert_true(
	    groups_make(store_db(s->store), &all, GROUP_TECHNICIAN, &g, &err));
	for (int i = 0; i < g.n; i++) {
		size_t n = strlen(got);

		snprintf(got + n, sizeof(got) - n, "%s%s %d", i > 0 ? ", " : "",
		    g.group[i]->label[0] != '\0' ? g.group[i]->label : "-",
		    (int)g.group[i]->sum.tickets);
	}
	groups_fini(&g);
	assert_string_equal(got, want);
}

static void
put_back(struct story *s, const char *technician)
{
	story_simple(s, TICKET_EV_DETACHED, technician);
	story_simple(s, TICKET_EV_RELEASED, technician);
}

static void
end_by(struct story *s, const char *technician)
{
	struct ticket_event ev = story_event(s, TICKET_EV_ENDED, technician);

	ev.text = "";
	assert_int_equal(story_put(s, &ev), STORE_DURABLE);
}

static void
test_ended_by(void **state)
{
	char *dir = story_dir();
	struct story s;

	story_init(&s, dir);
	/* anna works, and ends it herself */
	assert_int_equal(story_open(&s, "Subiekt", "Firma"), STORE_DURABLE);
	story_let_in(&s, "anna");
	story_work(&s, 100);
	log_says(&s, "anna");
	end_by(&s, "anna");
	receipt_says(&s, "technician    ", "anna");
	receipt_says(&s, "ended by", NULL);
	/* she puts it back, piotr ends it without picking it */
	assert_int_equal(story_open(&s, "Subiekt", "Firma"), STORE_DURABLE);
	story_let_in(&s, "anna");
	story_work(&s, 100);
	put_back(&s, "anna");
	end_by(&s, "piotr");
	receipt_says(&s, "technician    ", "anna");
	receipt_says(&s, "ended by      ", "piotr");
	log_says(&s, "anna");
	/* both work: both are named, in the order of their visits */
	assert_int_equal(story_open(&s, "Subiekt", "Firma"), STORE_DURABLE);
	story_let_in(&s, "piotr");
	put_back(&s, "piotr");
	story_let_in(&s, "anna");
	end_by(&s, "piotr");
	receipt_says(&s, "technician    ", "piotr, anna");
	receipt_says(&s, "ended by", NULL);
	log_says(&s, "piotr, anna");
	/* whose it is while nobody worked; then nobody's */
	assert_int_equal(story_open(&s, "Subiekt", "Firma"), STORE_DURABLE);
	story_simple(&s, TICKET_EV_CLAIMED, "ewa");
	log_says(&s, "ewa");
	receipt_says(&s, "technician    ", "ewa");
	his_are(&s, "ewa", 1);
	end_by(&s, "ewa");
	receipt_says(&s, "technician", NULL);
	receipt_says(&s, "ended by      ", "ewa");
	log_says(&s, "");
	his_are(&s, "anna", 3);
	his_are(&s, "piotr", 1);
	his_are(&s, "ewa", 0);
	groups_are(&s, "- 1, anna 3, piotr 1");
	store_close(s.store);
	story_remove(dir);
}

/* A visit over midnight, and in the hour that comes twice. */
static void
test_visit_days(void **state)
{
	char *dir = story_dir();
	struct story s;

	story_init(&s, dir);
	s.now_ms = (TWICE_UTC - STORY_UTC) * 1000;
	assert_int_equal(story_open(&s, "Subiekt", "Firma"), STORE_DURABLE);
	story_let_in(&s, "anna");
	story_work(&s, 600);
	put_back(&s, "anna");
	s.now_ms += 2400 * 1000;
	story_let_in(&s, "anna");
	story_work(&s, 600);
	put_back(&s, "anna");
	s.now_ms += 20 * 3600 * INT64_C(1000);
	story_let_in(&s, "anna");
	story_work(&s, 1200);
	s.now_ms += INT64_C(1200) * 1000;
	put_back(&s, "anna");
	receipt_says(&s, "  1. ", "2027-10-31 02:30:00 CEST - 02:40:00  anna");
	receipt_says(&s, "  2. ", "2027-10-31 02:20:00 CET - 02:30:00  anna");
	receipt_says(&s, "  3. ", "2027-10-31 22:30:00 CET - 23:10:00  anna");
	receipt_says(&s, "  2027-10-31 22:30:00 CET ", "let in");
	story_simple(&s, TICKET_EV_CLAIMED, "anna");
	story_simple(&s, TICKET_EV_ATTACHED, "anna");
	s.now_ms += 3600 * INT64_C(1000);
	story_simple(&s, TICKET_EV_DETACHED, "anna");
	receipt_says(&s, "  4. ",
	    "2027-10-31 23:10:00 CET - 2027-11-01 00:10:00 CET  anna");
	store_close(s.store);
	story_remove(dir);
}

/* Who puts it back out of an open visit has left; what a log of before says of
 * that is mended. */
static void
test_put_back(void **state)
{
	char *dir = story_dir(), *path = str_fmt("%s/desk.db", dir);
	struct verify_result v;
	struct story s;
	struct err err;
	struct db *db;
	sqlite3 *raw;

	story_init(&s, dir);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(
		    story_open(&s, "Subiekt", "Firma"), STORE_DURABLE);
		story_let_in(&s, "anna");
		story_work(&s, 600);
		story_simple(&s, TICKET_EV_RELEASED, "anna");
		s.now_ms += 3600 * INT64_C(1000);
		story_let_in(&s, "piotr");
		story_work(&s, 60);
		s.now_ms += 5000;
		story_simple(&s, TICKET_EV_DETACHED, "desk");
		s.now_ms += 5000;
		end_by(&s, "piotr");
	}
	assert_int_equal(sql_int(store_db(s.store)->sql, LEFT_AFTER, 0), 4);
	store_close(s.store);
	assert_int_equal(sqlite3_open(path, &raw), SQLITE_OK);
	assert_true(sql_exec(raw,
	    "UPDATE visit SET to_utc = (SELECT v.from_utc FROM visit v"
	    " WHERE v.ticket = visit.ticket AND v.visit = 2) WHERE visit = 1;"
	    "PRAGMA user_version = 8",
	    &err));
	assert_int_equal(sql_int(raw, LEFT_AFTER, 0), 2);
	sqlite3_close(raw);
	db = db_open(dir, DB_DESK, &err);
	if (db == NULL)
		fail_msg("%s", err.text);
	assert_int_equal(sql_int(db->sql, LEFT_AFTER, 0), 4);
	assert_true(verify_log(db, &v, &err));
	assert_string_equal(v.why, "");
	db_close(db);
	free(path);
	story_remove(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_ended_by),
	    cmocka_unit_test(test_visit_days),
	    cmocka_unit_test(test_put_back),
	};
	struct err err;

	setenv("TZ", CLOCK_ZONE, 1);
	if (!clock_zone_init(&err))
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
