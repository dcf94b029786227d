/* A month's end: statements, the file for Subiekt, copies, forgetting. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <stdio.h>
#include <sys/stat.h>
#include <utime.h>

#include "console/store/amend.h"
#include "console/store/backup.h"
#include "console/store/book.h"
#include "console/store/cp1250.h"
#include "console/store/db.h"
#include "console/store/epp.h"
#include "console/store/privacy.h"
#include "console/store/receipt.h"
#include "console/store/report.h"
#include "console/store/report_filter.h"
#include "console/store/statement.h"
#include "console/store/verify.h"
#include "shared/base/buf.h"
#include "shared/base/path.h"
#include "shared/core/slip.h"
#include "tests/unit/store/link.h"
#include "tests/unit/store/story.h"

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

/* Database work of 7 minutes: 46.67 net. */
static void
seven_minutes(struct story *s, const char *company)
{
	struct ticket_event ev;

	assert_int_equal(story_open(s, "Subiekt", company), STORE_DURABLE);
	ev = story_event(s, TICKET_EV_KIND, "anna");
	ev.line = PRICE_DATABASE;
	assert_int_equal(story_put(s, &ev), STORE_DURABLE);
	story_let_in(s, "anna");
	story_work(s, 420);
	assert_int_equal(story_end(s, true, "note"), STORE_DURABLE);
}

static void
test_vat_on_sum(void **state)
{
	const struct report_filter filter = {.client_is = "BIURO łąka"};
	const struct report_page page = {0};
	char *dir = story_dir();
	struct statement_sum sum;
	struct report_filter f = {0};
	struct buyer buyer;
	struct story s;
	struct err err = {0};

	story_init(&s, dir);
	for (int i = 0; i < 3; i++)
		seven_minutes(&s, i == 1 ? "biuro Łąka" : "Biuro Łąka");
	story_solved(&s, "Subiekt", "Other", 10);
	assert_true(statement_make(
	    store_db(s.store), &filter, &page, &sum, NULL, NULL, &err));
	assert_int_equal(sum.due.tickets, 3);
	assert_int_equal(money_sum_net(&sum.due.money), 14001);
	assert_int_equal(money_sum_vat(&sum.due.money), 3220);
	assert_true(buyer_pick(store_db(s.store), "OTHER", &f, &buyer, &err));
	assert_string_equal(buyer.code, "POMOC/d9298a10d1b073");
	assert_false(buyer_pick(store_db(s.store), "oth", &f, &buyer, &err));
	store_close(s.store);
	story_remove(dir);
}

static void
test_cp1250(void **state)
{
	struct buf out = BUF_INIT, missing = BUF_INIT;

	assert_int_equal(
	    cp1250_add(&out, "Zażółć gęślą jaźń €", 99, &missing), 0);
	assert_string_equal(
	    buf_str(&out), "Za\xbf\xf3\xb3\xe6 g\xea\x9cl\xb9 ja\x9f\xf1 \x80");
	buf_clear(&out);
	assert_int_equal(cp1250_add(&out, "Ωmega Ω 漢", 99, &missing), 3);
	assert_string_equal(buf_str(&out), "?mega ? ?");
	assert_string_equal(buf_str(&missing), "Ω漢");
	buf_clear(&out);
	assert_int_equal(cp1250_add(&out, "łódka", 2, NULL), 0);
	assert_string_equal(buf_str(&out), "\xb3\xf3");
	buf_fini(&out);
	buf_fini(&missing);
}

/* Fields of one line, as a reader that knows only quotes and commas counts. */
static int
fields(const char *line, size_t len)
{
	bool quoted = false;
	int n = 1;

	for (size_t i = 0; i < len; i++) {
		assert_true((unsigned char)line[i] >= 0x20);
		if (line[i] == '"')
			quoted = !quoted;
		else if (line[i] == ',' && !quoted)
			n++;
	}
	assert_false(quoted);
	return n;
}

struct shape {
	int infos, heads, lines, clients;
};

static struct shape
shape_of(const char *text)
{
	struct shape s = {0};
	int want = 0;

	while (*text != '\0') {
		size_t len = strcspn(text, "\r");

		assert_memory_equal(text + len, "\r\n", 2);
		if (strncmp(text, "[INFO]", len) == 0 && len == 6) {
			want = EPP_INFO_FIELDS;
		} else if (strncmp(text, "[NAGLOWEK]", len) == 0 && len == 10) {
			want = EPP_HEAD_FIELDS;
		} else if (strncmp(text, "[ZAWARTOSC]", len) == 0 &&
		    len == 11) {
			if (want != EPP_CLIENT_FIELDS)
				want = EPP_LINE_FIELDS;
		} else if (strncmp(text, "\"KONTRAHENCI\"", len) == 0 &&
		    len == 13) {
			assert_int_equal(want, EPP_HEAD_FIELDS);
			want = EPP_CLIENT_FIELDS;
		} else if (len > 0) {
			assert_int_equal(fields(text, len), want);
			s.infos += want == EPP_INFO_FIELDS;
			s.heads += want == EPP_HEAD_FIELDS;
			s.lines += want == EPP_LINE_FIELDS;
			s.clients += want == EPP_CLIENT_FIELDS;
		}
		text += len + 2;
	}
	return s;
}

static void
test_epp(void **state)
{
	const struct report_filter filter = {.invoiced = REPORT_NOT_INVOICED};
	const struct epp_head head = {
	    .seller = {"Serwis \"Łódka\"", "5260250274", "Długa 1"},
	    .author = "anna",
	    .from_s = 1793487600,
	    .to_s = 1796079600,
	    .now_s = 1796079600};
	struct buf out = BUF_INIT;
	struct epp_result r;
	struct story s;
	struct err err = {0};
	struct shape shape;
	char *dir = story_dir();

	story_init(&s, dir);
	story_solved(&s, "Subiekt", "Zażółć, \"Syn\" Ω\r\n[INFO]", 10);
	story_solved(&s, "Gestor", "Beta", 3600);
	seven_minutes(&s, "BETA");
	story_solved(&s, "Gestor", "Beta", 60);
	assert_true(amend_ticket(
	    store_db(s.store), 4, TICKET_EV_INVOICED, "anna", 0, "FV 1", &err));
	assert_true(
	    epp_make(store_db(s.store), &filter, &head, &out, &r, &err));
	assert_int_equal(r.orders, 2);
	assert_int_equal(r.lines, 3);
	assert_true(r.replaced > 0);
	assert_string_equal(buf_str(&r.missing), "Ω");
	shape = shape_of(buf_str(&out));
	assert_int_equal(shape.infos, 1);
	assert_int_equal(shape.heads, 2);
	assert_int_equal(shape.lines, 3);
	assert_int_equal(shape.clients, 2);
	/* the code page, never UTF-8 */
	assert_non_null(
	    strstr(buf_str(&out), "\"Za\xbf\xf3\xb3\xe6, 'Syn' ? [INFO]\""));
	/* 200.00 + 46.67, VAT on the sum */
	assert_non_null(strstr(buf_str(&out), ",246.6700,56.7300,303.4000,"));
	assert_non_null(strstr(buf_str(&out), "\"1.05\",3,1250,"));
	buf_fini(&out);
	buf_fini(&r.missing);
	store_close(s.store);
	story_remove(dir);
}

/* The book decides whose an order and an invoice are, not what was typed. */
static void
test_epp_by_contractor(void **state)
{
	const struct report_filter filter = {0};
	const struct epp_head head = {.seller = {"S", "", ""},
	    .author = "anna",
	    .from_s = 1793487600,
	    .to_s = 1796079600,
	    .now_s = 1796079600};
	const struct book_author anna = {"anna", "user anna"};
	struct book_client a = {.code = "A",
			       .name = "Alfa",
			       .nip = "5260250274",
			       .address = "ul. Prosta 1"},
			   b = {.code = "B", .name = "Beta"};
	struct buf out = BUF_INIT;
	char *dir = story_dir();
	struct epp_result r;
	struct story s;
	struct err err = {0};
	struct db *db;

	story_init(&s, dir);
	story_solved(&s, "Subiekt", "Alfa", 10);
	story_solved(&s, "Subiekt", "Beta", 10);
	story_solved(&s, "Subiekt", "Zofia", 10);
	story_solved(&s, "Subiekt", "Alfa", 10);
	db = store_db(s.store);
	assert_true(book_add(db, &a, &anna, &err));
	assert_true(book_add(db, &b, &anna, &err));
	assert_true(book_link(db, 1, "a", NULL, &anna, &err));
	assert_true(book_link(db, 3, "B", NULL, &anna, &err));
	assert_true(book_merge(db, "B", "A", &anna, NULL, &err));
	assert_true(epp_make(db, &filter, &head, &out, &r, &err));
	assert_int_equal(r.orders, 3); /* 1 and 3, 2, 4 */
	assert_non_null(strstr(buf_str(&out),
	    "\"A\",\"Alfa\",\"Alfa\",,,\"ul. Prosta 1\",\"5260250274\""));
	assert_true(
	    amend_ticket(db, 1, TICKET_EV_INVOICED, "anna", 0, "FV 1", &err));
	assert_false(
	    amend_ticket(db, 2, TICKET_EV_INVOICED, "anna", 0, "FV 1", &err));
	assert_false(
	    amend_ticket(db, 4, TICKET_EV_INVOICED, "anna", 0, "FV 1", &err));
	assert_true(
	    amend_ticket(db, 3, TICKET_EV_INVOICED, "anna", 0, "FV 1", &err));
	buf_fini(&out);
	buf_fini(&r.missing);
	store_close(s.store);
	story_remove(dir);
}

static void
test_backup(void **state)
{
	char *dir = story_dir(), *other = story_dir();
	char *file = path_join(dir, "copy.db");
	struct stat st;
	struct story s;
	struct err err = {0};
	struct db *db;

	story_init(&s, dir);
	story_solved(&s, "Subiekt", "Alfa", 100);
	assert_int_equal(story_open(&s, "Gestor", "Beta"), STORE_DURABLE);
	assert_true(backup_make(store_db(s.store), file, &err));
	assert_int_equal(stat(file, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_false(backup_make(store_db(s.store), file, &err));
	/* not over the log, not while a desk runs */
	assert_false(backup_restore(file, dir, "test", &err));
	store_close(s.store);
	assert_false(backup_restore(file, dir, "test", &err));
	assert_non_null(strstr(err.text, "move it away"));

	assert_true(backup_restore(file, other, "test", &err));
	db = db_open(other, DB_DESK, &err);
	assert_non_null(db);
	assert_int_equal(sql_int(db->sql, "SELECT count(*) FROM ticket", 0), 2);
	verify_ok(db);
	db_close(db);
	assert_int_equal(truncate(file, 9000), 0);
	story_remove(other);
	other = story_dir();
	assert_false(backup_restore(file, other, "test", &err));
	free(file);
	story_remove(dir);
	story_remove(other);
}

/* No trace of the text in any file of the folder. */
static bool
holds(const char *dir, const char *text)
{
	char *cmd = str_fmt("grep -rqaiF -e '%s' '%s'", text, dir);
	int rc = system(cmd);

	free(cmd);
	return rc == 0;
}

/* With what is owed, as these tests are about the rest. */
static bool
forget_picked(struct db *db, const struct privacy_pick *pick, const char *kind,
    struct privacy_plan *plan)
{
	const struct forget how = {
	    .kind = kind, .actor = "test", .now_s = 77, .really = true};
	struct forget_result r;
	struct err err = {0};

	assert_true(privacy_plan(db, pick, NULL, NULL, plan, &err));
	return forget_listed(db, &how, &r, &err) && r.tickets == plan->tickets;
}

static bool
forget(struct db *db, const char *client, struct privacy_plan *plan)
{
	const struct privacy_pick pick = {.client = client, .really = true};

	return forget_picked(db, &pick, "forget", plan);
}

static bool
purge(struct db *db, int64_t before_s, struct privacy_plan *plan)
{
	const struct privacy_pick pick = {.before_s = before_s, .really = true};

	return forget_picked(db, &pick, "purge", plan);
}

static void
test_forget(void **state)
{
	const struct utimbuf long_ago = {.modtime = 1000000000};
	char *dir = story_dir(), *receipts, *receipt, *again, *half;
	struct privacy_plan r;
	struct story s;
	struct err err = {0};
	struct db *db;

	story_init(&s, dir);
	db = store_db(s.store);
	story_solved(&s, "Subiekt", "Secret Firm", 10);
	story_solved(&s, "Gestor", "Public Firm", 10);
	story_solved(&s, "Subiekt", "SECRET firm", 10);
	assert_int_equal(
	    story_open(&s, "Gestor", "Secret Firm"), STORE_DURABLE);
	receipt = receipt_path(dir, 1, 1);
	again = receipt_path(dir, 1, 2);
	receipts = path_join(dir, "receipts");
	assert_int_equal(mkdir(receipts, 0700), 0);
	assert_true(path_write_atomic(receipt, "Secret Firm", 11, 0600, &err));
	assert_true(path_write_atomic(again, "Secret Firm", 11, 0600, &err));
	/* what was being written when the desk was killed, one day */
	half = str_fmt("%s.tmp.1", receipt);
	assert_true(path_write_atomic(half, "Secret Firm", 11, 0600, &err));
	assert_int_equal(utime(half, &long_ago), 0);
	assert_true(amend_ticket(db, 1, TICKET_EV_CORRECTED, "anna", 15000,
	    "Secret Firm asked", &err));
	assert_true(amend_ticket(
	    db, 1, TICKET_EV_NOTED, "anna", 0, "Secret Firm pays late", &err));

	assert_true(forget(db, "secret FIRM", &r));
	assert_int_equal(r.tickets, 2);
	assert_int_equal(r.open, 1);
	assert_false(path_exists(receipt) || path_exists(again));
	assert_false(path_exists(half));
	assert_int_equal(
	    sql_int(
		db->sql, "SELECT count(*) FROM person WHERE client = '#1'", 0),
	    2);
	assert_int_equal(
	    sql_int(db->sql, "SELECT sum(final_net_gr) FROM ticket", 0), 55000);
	verify_ok(db);
	story_simple(&s, TICKET_EV_CANCELLED, "client");
	assert_true(forget(db, "Secret Firm", &r));
	assert_int_equal(r.tickets, 1);
	assert_false(holds(dir, "secret firm"));
	assert_true(holds(dir, "public firm"));
	verify_ok(db);
	/* only once */
	assert_true(forget(db, "Secret Firm", &r));
	assert_int_equal(r.tickets, 0);
	store_close(s.store);
	free(receipts);
	free(receipt);
	free(again);
	free(half);
	story_remove(dir);
}

static void
test_purge(void **state)
{
	char *dir = story_dir();
	struct privacy_plan r;
	struct story s;
	int64_t middle;

	story_init(&s, dir);
	story_solved(&s, "Subiekt", "Old Firm", 10);
	middle = STORY_UTC + s.now_ms / 1000 + 1;
	s.now_ms += 5000;
	story_solved(&s, "Subiekt", "New Firm", 10);
	assert_true(purge(store_db(s.store), middle, &r));
	assert_int_equal(r.tickets, 1);
	assert_false(holds(dir, "old firm"));
	assert_true(holds(dir, "new firm"));
	verify_ok(store_db(s.store));
	assert_true(purge(store_db(s.store), middle, &r));
	assert_int_equal(r.tickets, 0);
	store_close(s.store);
	story_remove(dir);
}

static void
open_with_key(struct story *s, const char *company, const char *key)
{
	const struct store_card card = {
	    .name = "Jan Kowalski", .company = company, .agent_key = key};

	assert_int_equal(story_open_as(s, "Subiekt", &card), STORE_DURABLE);
	story_let_in(s, "anna");
	story_work(s, 10);
	assert_int_equal(story_end(s, true, "done"), STORE_DURABLE);
}

/* Money that is open stays, and a name is not a person. */
static void
test_forget_guards(void **state)
{
	char *dir = story_dir();
	struct privacy_pick pick = {.client = "jan KOWALSKI"};
	struct privacy_plan plan;
	struct forget how = {.kind = "forget", .actor = "test", .now_s = 77};
	struct forget_result r;
	struct story s;
	struct err err = {0};
	struct db *db;

	story_init(&s, dir);
	db = store_db(s.store);
	open_with_key(&s, "Alfa", "SHA256:a");
	open_with_key(&s, "Beta", "SHA256:b");
	open_with_key(&s, "Alfa", "SHA256:a");
	/* namesakes: nothing is planned, so nothing is done */
	pick.really = true;
	assert_true(privacy_plan(db, &pick, NULL, NULL, &plan, &err));
	assert_int_equal(plan.people, 2);
	how.really = true;
	assert_true(forget_listed(db, &how, &r, &err));
	assert_int_equal(r.tickets, 0);
	/* by the key: one is invoiced, the other is owed */
	assert_true(amend_ticket(
	    db, 1, TICKET_EV_INVOICED, "piotr", 0, "FV 1/2026", &err));
	pick = (struct privacy_pick){.client = "sha256:A"};
	assert_true(privacy_plan(db, &pick, NULL, NULL, &plan, &err));
	assert_int_equal(plan.people, 1);
	assert_int_equal(plan.tickets, 1);
	assert_int_equal(plan.owed, 1);
	assert_int_equal(plan.owed_net_gr, 20000);
	/* and the mark is taken back before he says yes */
	assert_true(amend_ticket(
	    db, 1, TICKET_EV_UNINVOICED, "piotr", 0, "mistake", &err));
	how.really = false;
	assert_true(forget_listed(db, &how, &r, &err));
	assert_int_equal(r.tickets, 0);
	assert_int_equal(
	    sql_int(db->sql, "SELECT count(*) FROM person WHERE name <> ''", 0),
	    3);
	/* what is old is no different */
	pick = (struct privacy_pick){.before_s = INT64_MAX / 2};
	assert_true(privacy_plan(db, &pick, NULL, NULL, &plan, &err));
	assert_int_equal(plan.tickets, 0);
	assert_int_equal(plan.owed, 3);
	verify_ok(db);
	store_close(s.store);
	story_remove(dir);
}

static void
test_receipt(void **state)
{
	char *dir = story_dir();
	struct buf text = BUF_INIT;
	struct story s;
	struct err err = {0};
	const struct receipt_from from = {
	    .firm = "Serwis", .phone = "+48 1", .key = "ssh-ed25519 AA"};
	struct slip slip;

	story_init(&s, dir);
	story_solved(&s, "Subiekt", "Evil \x1b[31m\nnet 0,00", 3600);
	assert_true(
	    receipt_make(store_db(s.store), 1, &from, NULL, &text, &err));
	assert_non_null(strstr(buf_str(&text), "gross 246,00 zł\n"));
	assert_non_null(strstr(buf_str(&text), "firm          Serwis\n"));
	assert_non_null(
	    strstr(buf_str(&text), "signed with   ssh-ed25519 AA\n"));
	assert_true(slip_parse(buf_str(&text), text.len, &slip));
	assert_int_equal(slip.ticket, 1);
	assert_string_equal(slip.outcome, "solved");
	assert_int_equal(slip.net_gr, 20000);
	assert_int_equal(slip.gross_gr, 24600);
	assert_null(strchr(buf_str(&text), '\x1b'));
	assert_null(strstr(buf_str(&text), "\nnet 0,00"));
	assert_false(
	    receipt_make(store_db(s.store), 2, &from, NULL, &text, &err));
	buf_fini(&text);
	store_close(s.store);
	story_remove(dir);
}

static int
count(const char *text, const char *what)
{
	int n = 0;

	while ((text = strstr(text, what)) != NULL) {
		text += strlen(what);
		n++;
	}
	return n;
}

static void
change_rights(struct story *s, const char *rights)
{
	struct ticket_event ev = story_event(s, TICKET_EV_RIGHTS, "client");

	ev.text = rights;
	assert_int_equal(story_put(s, &ev), STORE_DURABLE);
}

/* What a client changes again and again makes no book of it, and moves no
 * amount out of sight; what is paid for is there row by row. */
static void
test_receipt_is_bounded(void **state)
{
	char *dir = story_dir();
	struct buf text = BUF_INIT;
	struct story s;
	struct err err = {0};
	const struct receipt_from from = {
	    .firm = "Serwis", .phone = "+48 1", .key = "ssh-ed25519 AA"};
	struct slip slip;

	story_init(&s, dir);
	assert_int_equal(story_open(&s, "Subiekt", "ABC"), STORE_DURABLE);
	story_let_in(&s, "anna");
	for (int i = 0; i < 150; i++)
		change_rights(&s, i % 2 ? "view" : "view type");
	for (int i = 0; i < 120; i++) {
		story_simple(&s, TICKET_EV_DETACHED, "desk");
		story_simple(&s, TICKET_EV_ATTACHED, "anna");
	}
	assert_int_equal(story_end(&s, true, "done"), STORE_DURABLE);
	assert_true(
	    receipt_make(store_db(s.store), 1, &from, NULL, &text, &err));
	assert_int_equal(count(buf_str(&text), "  anna\n"), 1 + 100);
	assert_int_equal(count(buf_str(&text), " see the screen\n"), 49);
	assert_int_equal(count(buf_str(&text), "  ... and 21 more"), 1);
	assert_int_equal(count(buf_str(&text), "  ... and 51 more"), 1);
	assert_int_equal(count(buf_str(&text), "more, in the time log"), 2);
	assert_true(slip_parse(buf_str(&text), text.len, &slip));
	buf_fini(&text);
	store_close(s.store);
	story_remove(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_vat_on_sum),
	    cmocka_unit_test(test_cp1250),
	    cmocka_unit_test(test_epp),
	    cmocka_unit_test(test_epp_by_contractor),
	    cmocka_unit_test(test_backup),
	    cmocka_unit_test(test_forget),
	    cmocka_unit_test(test_purge),
	    cmocka_unit_test(test_forget_guards),
	    cmocka_unit_test(test_receipt),
	    cmocka_unit_test(test_receipt_is_bounded),
	};

	setenv("TZ", "Europe/Warsaw", 1);
	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
