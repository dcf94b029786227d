/* Several accepted quotes and a mistaken kind of work in the tables and on the
 * receipt: their sums are those of the bill. */
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
#include "console/store/statement.h"
#include "console/store/sql.h"
#include "console/store/verify.h"
#include "tests/unit/store/story.h"
#include "tests/support/signer.h"

static struct signer client;
static bool by_net_alone; /* as desks of before wrote a yes */

static void
offer(struct story *s, int hours, int64_t net_gr, bool replaces,
    struct quote *q, char hash[QUOTE_HASH_SIZE])
{
	struct ticket_offer o = {.kind = s->t.kind,
	    .hours = hours,
	    .net_gr = net_gr,
	    .replaces = replaces,
	    .text = "work"};
	struct ticket_event ev = story_event(s, TICKET_EV_QUOTED, "anna");
	struct err err;

	if (!ticket_quote(&s->t, &o, ev.beat_ms, q, &err))
		fail_msg("%s", err.text);
	ticket_quote_event(&ev, q, hash);
	ev.line = (int)s->t.kind;
	assert_int_equal(story_put(s, &ev), STORE_DURABLE);
}

static void
reply(struct story *s, int hours, int64_t net_gr, bool replaces, bool yes)
{
	char hash[QUOTE_HASH_SIZE], sig[PROOF_SIG_SIZE];
	struct buf text = BUF_INIT;
	struct ticket_event ev;
	struct quote q;

	offer(s, hours, net_gr, replaces, &q, hash);
	quote_answer_text(hash, yes, &text);
	signer_sign(&client, &text, sig);
	ev = story_event(s, TICKET_EV_ANSWERED, "client");
	ev.yes = yes;
	ev.net_gr = yes && !by_net_alone ? q.total_gr : 0;
	ev.text = hash;
	ev.text2 = sig;
	assert_int_equal(story_put(s, &ev), STORE_DURABLE);
	buf_fini(&text);
}

static void
kind(struct story *s, enum price_kind to)
{
	struct ticket_event ev = story_event(s, TICKET_EV_KIND, "anna");

	ev.line = (int)to;
	assert_int_equal(story_put(s, &ev), STORE_DURABLE);
}

static int64_t
number(struct story *s, const char *sql)
{
	return sql_int(store_db(s->store)->sql, sql, -1);
}

static void
receipt_says(struct story *s, const char *what, bool yes)
{
	const struct receipt_from from = {
	    .firm = "F", .phone = "1", .key = "SHA256:x"};
	struct buf out = BUF_INIT;
	struct err err;

	if (!receipt_make(
		store_db(s->store), s->t.number, &from, NULL, &out, &err))
		fail_msg("%s", err.text);
	if ((strstr(buf_str(&out), what) != NULL) != yes)
		fail_msg("%s %s in\n%s", yes ? "no" : "there is", what,
		    buf_str(&out));
	buf_fini(&out);
}

static void
receipt_has(struct story *s, const char *what)
{
	receipt_says(s, what, true);
}

static void
is_sound(struct db *db)
{
	struct verify_result v;
	struct err err;

	assert_true(verify_log(db, &v, &err));
	if (v.bad_row != 0 || v.bad_ticket != 0)
		fail_msg("%s", v.why);
}

/* What stood in the tables of before: time above the cap, and all of it. */
static void
test_old_caps(void **state)
{
	char *dir = story_dir(), *path = str_fmt("%s/desk.db", dir);
	struct story s;
	struct err err;
	struct db *db;
	sqlite3 *old;

	signer_make(&client, 1);
	story_init(&s, dir);
	assert_int_equal(story_open(&s, "Subiekt", "Firma"), STORE_DURABLE);
	story_let_in(&s, "anna");
	reply(&s, 1, 0, false, true);
	story_work(&s, 4000);
	assert_int_equal(story_end(&s, true, "done"), STORE_DURABLE);
	store_close(s.store);
	assert_int_equal(sqlite3_open(path, &old), SQLITE_OK);
	assert_int_equal(
	    sqlite3_exec(old,
		"UPDATE ticket SET billed_s = 7200;"
		"UPDATE segment SET billed_s = 7200; PRAGMA user_version = 5",
		NULL, NULL, NULL),
	    SQLITE_OK);
	sqlite3_close(old);
	db = db_open(dir, DB_DESK, &err);
	assert_non_null(db);
	assert_int_equal(
	    sql_int(db->sql, "SELECT billed_s FROM ticket", 0), 3600);
	assert_int_equal(
	    sql_int(db->sql, "SELECT billed_s FROM segment", 0), 3600);
	is_sound(db);
	db_close(db);
	free(path);
	story_remove(dir);
}

static void
test_sums(void **state)
{
	char *dir = story_dir();
	struct story s;

	signer_make(&client, 1);
	story_init(&s, dir);
	assert_int_equal(story_open(&s, "Subiekt", "Firma"), STORE_DURABLE);
	story_let_in(&s, "anna");
	story_work(&s, 1800);
	reply(&s, 0, 100000, false, true); /* 1 000,00 for what was done */
	reply(&s, 0, 30000, false, false); /* no, and nothing is lost */
	assert_int_equal(number(&s, "SELECT net_gr FROM ticket"), 100000);
	kind(&s, PRICE_DATABASE);
	reply(&s, 2, 0, false, true); /* and by the hour from here */
	story_work(&s, 1800);
	/* a mistake, and its minimum with it, is taken back */
	kind(&s, PRICE_SUPPORT);
	story_work(&s, 30);
	assert_int_equal(story_tick(&s), STORE_DURABLE);
	story_simple(&s, TICKET_EV_KIND_UNDONE, "anna");
	story_work(&s, 1770);
	assert_int_equal(story_end(&s, true, "done"), STORE_DURABLE);
	assert_int_equal(number(&s, "SELECT net_gr FROM ticket"), 140000);
	assert_int_equal(number(&s,
			     "SELECT sum(net_gr) FROM segment"
			     " WHERE name = 'database'"),
	    40000);
	assert_int_equal(number(&s, "SELECT sum(net_gr) FROM segment"), 40000);
	assert_int_equal(
	    number(&s, "SELECT count(*) FROM quote WHERE answer='yes'"), 2);
	receipt_has(&s, "1 400,00 zł");
	is_sound(store_db(s.store));
	store_close(s.store);
	story_remove(dir);
}

static void
test_nothing_is_left_of_a_mistake(void **state)
{
	char *dir = story_dir();
	struct story s;

	signer_make(&client, 1);
	story_init(&s, dir);
	assert_int_equal(story_open(&s, "Subiekt", "Firma"), STORE_DURABLE);
	story_let_in(&s, "anna");
	reply(&s, 0, 50000, false, true);
	reply(&s, 0, 40000, true, true);
	story_work(&s, 20);
	kind(&s, PRICE_DATABASE);
	story_work(&s, 20);
	assert_int_equal(story_tick(&s), STORE_DURABLE);
	assert_int_equal(number(&s, "SELECT count(*) FROM segment"), 2);
	story_simple(&s, TICKET_EV_KIND_UNDONE, "anna");
	assert_int_equal(number(&s, "SELECT count(*) FROM segment"), 1);
	assert_int_equal(number(&s, "SELECT worked_s FROM segment"), 40);
	assert_int_equal(story_end(&s, true, "done"), STORE_DURABLE);
	receipt_has(&s, "in place of those before");
	receipt_has(&s, "net 400,00 zł");
	store_close(s.store);
	story_remove(dir);
}

/* A receipt says of each quote what its card said: further hours, and what it
 * comes to with what was worked; and where a cap cut the hours. */
static void
test_receipt(void **state)
{
	char *dir = story_dir();
	struct story s;

	signer_make(&client, 1);
	story_init(&s, dir);
	assert_int_equal(story_open(&s, "Subiekt", "Firma"), STORE_DURABLE);
	story_let_in(&s, "anna");
	story_work(&s, 3600);
	reply(&s, 2, 0, false, true);
	story_work(&s, 7200);
	receipt_has(&s, "billed 3:00:00 (3 started hours)\n");
	reply(&s, 0, 10000, false, true);
	assert_int_equal(story_end(&s, true, "done"), STORE_DURABLE);
	receipt_has(&s,
	    "  1. support A, at most 2 h more: 400,00 zł net; at most 600,00 zł"
	    " net in all: work - accepted");
	receipt_has(&s,
	    "  2. fixed sum 100,00 zł net; at most 700,00 zł net in all: work");
	receipt_has(&s, "  net 700,00 zł");
	assert_int_equal(story_open(&s, "Subiekt", "Firma"), STORE_DURABLE);
	story_let_in(&s, "anna");
	reply(&s, 1, 0, false, true);
	reply(&s, 1, 0, false, true);
	story_work(&s, 10800);
	assert_int_equal(story_end(&s, true, "done"), STORE_DURABLE);
	receipt_has(&s,
	    "worked 3:00:00, billed 2:00:00 (2 started hours), at most what was agreed\n");
	receipt_has(&s, "  net 400,00 zł");
	store_close(s.store);
	story_remove(dir);
}

/* An hour of the database at 8 % was agreed to, two of support are worked: the
 * gross of the card is kept, in all that is told of it. A database of before
 * says what it said. */
static void
gross_of_card(int64_t net_gr, int64_t gross_gr, const char *says)
{
	const struct report_filter all = {0};
	const struct report_page page = {0};
	char *dir = story_dir();
	struct statement_sum sum;
	struct story s;
	struct err err;

	signer_make(&client, 1);
	story_init(&s, dir);
	for (int i = 0; i < s.prices.n; i++)
		if (s.prices.line[i].kind == PRICE_DATABASE)
			s.prices.line[i].vat_bp = 800;
	assert_int_equal(story_open(&s, "Subiekt", "Firma"), STORE_DURABLE);
	story_let_in(&s, "anna");
	kind(&s, PRICE_DATABASE);
	reply(&s, 1, 0, false, true);
	kind(&s, PRICE_SUPPORT);
	story_work(&s, 7200);
	assert_int_equal(story_end(&s, true, "done"), STORE_DURABLE);
	assert_int_equal(number(&s, "SELECT net_gr FROM ticket"), net_gr);
	assert_int_equal(number(&s, "SELECT gross_gr FROM ticket"), gross_gr);
	assert_int_equal(number(&s, "SELECT sum(net_gr) FROM segment"), net_gr);
	receipt_has(&s, says);
	receipt_says(&s, "at most what was agreed", gross_gr < 49200);
	assert_true(statement_make(
	    store_db(s.store), &all, &page, &sum, NULL, NULL, &err));
	assert_int_equal(money_sum_gross(&sum.due.money), gross_gr);
	is_sound(store_db(s.store));
	store_close(s.store);
	story_remove(dir);
}

static void
test_gross_of_card(void **state)
{
	gross_of_card(35122, 43200, "gross 432,00 zł");
	by_net_alone = true;
	gross_of_card(40000, 49200, "gross 492,00 zł");
	by_net_alone = false;
}

struct times {
	int64_t hours_s, sum_s;
};

static void
on_line(const struct statement_line *l, void *ctx)
{
	struct times *t = ctx;

	if (l->kind == STATEMENT_SUM)
		t->sum_s += l->worked_s;
	else
		t->hours_s += l->worked_s;
}

/* What was worked under a fixed sum stands with it, what came after it with the
 * hours, in the statement and in the report by kind. */
static void
test_covered(void **state)
{
	const struct report_filter all = {0};
	const struct report_page page = {0};
	char *dir = story_dir();
	struct times t = {0, 0};
	struct statement_sum sum;
	struct groups g;
	struct story s;
	struct err err;

	signer_make(&client, 1);
	story_init(&s, dir);
	assert_int_equal(story_open(&s, "Subiekt", "Firma"), STORE_DURABLE);
	story_let_in(&s, "anna");
	story_work(&s, 1800);
	reply(&s, 0, 100000, false, true);
	story_work(&s, 600);
	reply(&s, 1, 0, false, true);
	story_work(&s, 4000);
	assert_int_equal(story_end(&s, true, "done"), STORE_DURABLE);
	assert_true(statement_make(
	    store_db(s.store), &all, &page, &sum, on_line, &t, &err));
	assert_int_equal(t.hours_s, 4000);
	assert_int_equal(t.sum_s, 2400);
	assert_true(groups_make(store_db(s.store), &all, GROUP_KIND, &g, &err));
	assert_int_equal(g.n, 2);
	assert_string_equal(g.group[0]->key, "fixed");
	assert_int_equal(g.group[0]->sum.worked_s, 2400);
	assert_int_equal(g.group[1]->sum.worked_s, 4000);
	groups_fini(&g);
	store_close(s.store);
	story_remove(dir);
}

/* Rate, started hours, VAT and that it is no invoice; no hours are "billed"
 * that a fixed sum covers. */
static void
test_receipt_words(void **state)
{
	char *dir = story_dir();
	struct story s;

	signer_make(&client, 1);
	story_init(&s, dir);
	assert_int_equal(story_open(&s, "Subiekt", "Firma"), STORE_DURABLE);
	story_let_in(&s, "anna");
	story_work(&s, 60);
	assert_int_equal(story_end(&s, true, "done"), STORE_DURABLE);
	receipt_has(&s, "billed 1:00:00 (1 started hour)\n");
	receipt_has(&s, "  VAT 23 % of 200,00 zł: 46,00 zł\n");
	receipt_has(&s, "it is no invoice");
	receipt_has(&s, "\nproblem       ");

	assert_int_equal(story_open(&s, "Subiekt", "Firma"), STORE_DURABLE);
	story_let_in(&s, "anna");
	reply(&s, 0, 130000, false, true);
	story_work(&s, 60);
	assert_int_equal(story_end(&s, true, "done"), STORE_DURABLE);
	receipt_has(&s, "fixed sum");
	receipt_has(&s, "  VAT 23 % of 1 300,00 zł: 299,00 zł\n");
	receipt_says(&s, "billed", false);

	assert_int_equal(story_open(&s, "Subiekt", "Firma"), STORE_DURABLE);
	story_let_in(&s, "anna");
	story_work(&s, 60);
	assert_int_equal(story_end(&s, false, "no"), STORE_DURABLE);
	receipt_has(&s, "Nothing to pay.");
	receipt_says(&s, "invoice", false);
	store_close(s.store);
	story_remove(dir);
}

/* A quote is open as long as it can be answered. */
static void
test_never_answered(void **state)
{
	char hash[QUOTE_HASH_SIZE], *dir = story_dir();
	struct quote q;
	struct story s;

	story_init(&s, dir);
	assert_int_equal(story_open(&s, "Subiekt", "Firma"), STORE_DURABLE);
	story_let_in(&s, "anna");
	story_work(&s, 60);
	offer(&s, 0, 50000, false, &q, hash);
	receipt_has(&s, "work - open");
	assert_int_equal(story_end(&s, true, "done"), STORE_DURABLE);
	receipt_has(&s, "work - no answer");
	store_close(s.store);
	story_remove(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_sums),
	    cmocka_unit_test(test_old_caps),
	    cmocka_unit_test(test_gross_of_card),
	    cmocka_unit_test(test_receipt),
	    cmocka_unit_test(test_receipt_words),
	    cmocka_unit_test(test_covered),
	    cmocka_unit_test(test_never_answered),
	    cmocka_unit_test(test_nothing_is_left_of_a_mistake),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
