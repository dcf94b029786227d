/* The client book: decisions are rows of the chain, tables follow from them. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>

#include <stdio.h>

#include "console/store/amend.h"
#include "console/store/book.h"
#include "console/store/buyer.h"
#include "console/store/db.h"
#include "console/store/group.h"
#include "console/store/privacy.h"
#include "console/store/report.h"
#include "console/store/report_filter.h"
#include "console/store/report_sums.h"
#include "console/store/verify.h"
#include "tests/unit/store/link.h"
#include "tests/unit/store/clients.h"

static void
test_add(void **state)
{
	struct book_client c = client("",
	    " Firma \xc2\xa0"
	    "Alfa ",
	    "526-025-02-74");

	assert_true(book_add(db, &c, &anna, &err));
	assert_string_equal(c.code, "K1");
	assert_true(book_get(db, "k1", &c, &err));
	assert_string_equal(c.name, "Firma Alfa");
	assert_string_equal(c.nip, "5260250274");
	c = client("", "Beta", "5260250275");
	said(book_add(db, &c, &anna, &err), "should be 4, not 5");
	c = client("", "Beta", "5260250274");
	said(book_add(db, &c, &anna, &err), "K1 has that NIP");
	c = client("K1", "Beta", "");
	said(book_add(db, &c, &anna, &err), "already");
	c = client("a b", "Beta", "");
	said(book_add(db, &c, &anna, &err), "a code is");
	c = client("", " \xe2\x80\x8b ", "");
	said(book_add(db, &c, &anna, &err), "needs a name");
	add("", "Beta", "");
	assert_true(book_get(db, "K2", &c, &err));
	said(book_get(db, "K3", &c, &err), "no client K3");
	add("K9223372036854775807", "Gamma", "");
	add("", "Delta", "");
	assert_true(book_get(db, "K3", &c, &err));
	assert_string_equal(c.name, "Delta");
}

/* The second of two is told what the first one did. */
static void
test_edit_at_once(void **state)
{
	struct book_client a, b;

	add("ALFA", "Alfa", "");
	assert_true(book_get(db, "ALFA", &a, &err));
	b = a;
	str_copy(a.address, sizeof(a.address), "ul. Prosta 1");
	assert_true(book_edit(db, &a, &anna, &err));
	str_copy(b.name, sizeof(b.name), "Alfa 2");
	said(book_edit(db, &b, &piotr, &err), "changed meanwhile by anna");
	assert_non_null(strstr(err.text, "ul. Prosta 1"));
	assert_true(book_get(db, "ALFA", &b, &err));
	assert_string_equal(b.name, "Alfa");
	str_copy(b.name, sizeof(b.name), "Alfa 2");
	assert_true(book_edit(db, &b, &piotr, &err));
	assert_true(book_get(db, "ALFA", &b, &err));
	assert_string_equal(b.address, "ul. Prosta 1");
}

static void
test_link_and_merge(void **state)
{
	struct book_client c;
	struct buyer buyer;

	add("A", "Alfa", "5260250274");
	add("B", "Beta", "");
	opened("alfa sp zoo", "SHA256:x", "");
	assert_true(buyer_of_ticket(db, 1, &buyer, &err));
	assert_string_equal(buyer.name, "alfa sp zoo");
	assert_string_equal(buyer.code, "");
	assert_false(book_of_ticket(db, 1, &c));
	assert_true(book_link(db, 1, "b", "", &anna, &err));
	said(book_link(db, 1, "A", "", &piotr, &err), "linked to B, Beta");
	said(book_link(db, 2, "A", NULL, &piotr, &err), "no ticket 2");
	said(book_link(db, 1, "Z", NULL, &piotr, &err), "no client Z");
	said(book_merge(db, "B", "b", &anna, NULL, &err), "into itself");
	assert_true(book_merge(db, "B", "A", &anna, NULL, &err));
	said(book_merge(db, "A", "B", &anna, NULL, &err), "into itself");
	assert_true(buyer_of_ticket(db, 1, &buyer, &err));
	assert_string_equal(buyer.code, "A");
	assert_string_equal(buyer.nip, "5260250274");
	said(buyer_of_ticket(db, 9, &buyer, &err), "no ticket 9");
}

/* Whom an invoice went to is not changed behind it. */
static void
test_invoiced_stays(void **state)
{
	struct book_client c;

	add("A", "Alfa", "5260250274");
	add("B", "Beta", "");
	opened("Alfa", "SHA256:x", "");
	story_let_in(&s, "anna");
	story_work(&s, 10);
	assert_int_equal(story_end(&s, true, "done"), STORE_DURABLE);
	assert_true(
	    amend_ticket(db, 1, TICKET_EV_INVOICED, "piotr", 0, "FV 1", &err));
	/* that nobody was linked to it is no reason either */
	said(book_link(db, 1, "A", "", &anna, &err), "on invoice FV 1");
	assert_true(amend_ticket(
	    db, 1, TICKET_EV_UNINVOICED, "piotr", 0, "mistake", &err));
	assert_true(book_link(db, 1, "A", "", &anna, &err));
	assert_true(
	    amend_ticket(db, 1, TICKET_EV_INVOICED, "piotr", 0, "FV 2", &err));
	assert_true(book_link(db, 1, "a", NULL, &anna, &err));
	said(book_link(db, 1, "B", NULL, &anna, &err), "on invoice FV 2");
	for (int i = 0; i < 3; i++) {
		/* he may move, and change his name; another NIP is another */
		c = client("A", "Alfa Nova",
		    i == 0	 ? ""
			: i == 1 ? "1132191233"
				 : "5260250274");
		if (i < 2)
			said(book_edit(db, &c, &anna, &err),
			    "on invoices: 1; they name NIP 5260250274");
		else
			assert_true(book_edit(db, &c, &anna, &err));
	}
	assert_true(amend_ticket(
	    db, 1, TICKET_EV_UNINVOICED, "piotr", 0, "mistake", &err));
	assert_true(book_link(db, 1, "B", NULL, &anna, &err));
}

static void
solved(const char *company)
{
	opened(company, "SHA256:x", "");
	story_let_in(&s, "anna");
	story_work(&s, 10);
	assert_int_equal(story_end(&s, true, "done"), STORE_DURABLE);
}

/* One invoice however its number is typed, and one client's. */
static void
test_invoice_numbers(void **state)
{
	static const char *const typed[] = {"FV \xc3\x93 1", "fv \xc3\xb3 1",
	    " FV  \xc3\x93\t1 ", "FV O\xcc\x81 1",
	    "\xef\xbc\xa6V \xe2\x80\x8b\xc3\x93 1", "fv\303\2231",
	    "F V\xc2\xa0\xc3\x93 1"};

	for (size_t i = 0; i < sizeof(typed) / sizeof(typed[0]); i++) {
		solved("Alfa");
		assert_true(amend_ticket(db, s.t.number, TICKET_EV_INVOICED,
		    "anna", 0, typed[i], &err));
	}
	assert_int_equal(
	    sql_int(db->sql, "SELECT count(DISTINCT invoice) FROM ticket", 0),
	    1);
	solved("Beta");
	for (size_t i = 0; i < sizeof(typed) / sizeof(typed[0]); i++)
		said(amend_ticket(db, s.t.number, TICKET_EV_INVOICED, "anna", 0,
			 typed[i], &err),
		    "invoice FV \xc3\x93 1 is that of another client: Alfa");
	said(amend_ticket(db, s.t.number, TICKET_EV_INVOICED, "anna", 0,
		 " \xe2\x80\x8b ", &err),
	    "blank");
	assert_true(amend_ticket(db, s.t.number, TICKET_EV_INVOICED, "anna", 0,
	    "FV \xc3\x93 11", &err));
}

static void
suggests(const char *company, const char *key, const char *phone,
    const char *code, const char *how)
{
	struct book_client c;
	const char *why;
	bool found;

	opened(company, key, phone);
	found = book_suggest(db, s.t.number, &c, &why);
	assert_int_equal(found, code != NULL);
	if (!found)
		return;
	assert_string_equal(c.code, code);
	assert_string_equal(why, how);
}

static void
test_suggest(void **state)
{
	add("A", "Firma Alfa", "");
	add("B", "Beta", "");
	opened("Coś innego", "SHA256:key", "+48 600 100 200");
	assert_true(book_link(db, 1, "B", "", &anna, &err));
	suggests("FIRMA  alfa", "SHA256:key", "", "B", "key");
	suggests("FIRMA  alfa", "SHA256:new", "", "A", "name");
	suggests("COŚ INNEGO", "SHA256:new", "", "B", "name");
	suggests("Gamma", "SHA256:new", "600-100-200", "B", "phone");
	suggests("Gamma", "SHA256:new", "600-100-201", NULL, NULL);
	suggests("Gamma", "", "", NULL, NULL);
	/* what was merged is suggested as what it is now */
	assert_true(book_merge(db, "B", "A", &anna, NULL, &err));
	suggests("Gamma", "SHA256:key", "", "A", "key");
}

static void
append(const struct book_client *c, void *ctx)
{
	strcat(ctx, c->code);
}

static void
append_known(const char *key, const char *phone, const char *name, void *ctx)
{
	strcat(ctx, key);
}

static void
test_lists(void **state)
{
	char all[100] = "", some[100] = "", keys[100] = "";

	add("3", "Żuk", "");
	add("2", "Łan", "");
	add("1", "Lot", "5260250274");
	assert_true(book_each(db, NULL, append, all, &err));
	assert_string_equal(all, "123");
	assert_true(book_each(db, "ŁAN", append, some, &err));
	assert_true(book_each(db, "52602", append, some, &err));
	assert_string_equal(some, "21");
	opened("x", "SHA256:x", "");
	opened("x", "SHA256:x", "");
	assert_true(book_link(db, 1, "1", "", &anna, &err));
	assert_true(book_link(db, 2, "2", "", &anna, &err));
	assert_true(book_merge(db, "2", "1", &anna, NULL, &err));
	assert_true(book_known(db, "1", append_known, keys, &err));
	assert_string_equal(keys, "SHA256:x");
}

/* However many merges lie between: one person to forget, one group, one to
 * pay. */
static void
test_merges_of_merges(void **state)
{
	const struct privacy_pick pick = {.client = "x", .really = true};
	static const char *const named[] = {"A", "b", "526-025-02-74", "Gamma"};
	struct report_filter all = {0};
	struct privacy_plan plan;
	struct buyer buyer;
	struct groups g;

	add("A", "Alfa", "");
	add("B", "Beta", "");
	add("C", "Gamma", "5260250274");
	for (int i = 0; i < 3; i++) {
		const char code[] = {(char)('A' + i), '\0'};

		opened("x", i == 0 ? "SHA256:x" : "SHA256:y", "");
		assert_true(book_link(db, i + 1, code, "", &anna, &err));
		assert_true(amend_ticket(
		    db, i + 1, TICKET_EV_CANCELLED, "anna", 0, "", &err));
	}
	assert_true(book_merge(db, "A", "B", &anna, NULL, &err));
	assert_true(book_merge(db, "B", "C", &anna, NULL, &err));
	assert_true(privacy_plan(db, &pick, NULL, NULL, &plan, &err));
	assert_int_equal(plan.tickets, 3);
	assert_int_equal(plan.people, 1);
	assert_true(groups_make(
	    db, &(struct report_filter){0}, GROUP_CLIENT, &g, &err));
	assert_int_equal(g.n, 1);
	assert_string_equal(g.group[0]->label, "Gamma (C)");
	groups_fini(&g);
	for (size_t i = 0; i < sizeof(named) / sizeof(named[0]); i++) {
		struct report_filter f = {0};

		assert_true(buyer_pick(db, named[i], &f, &buyer, &err));
		assert_string_equal(buyer.code, "C");
		assert_true(groups_make(db, &f, GROUP_DAY, &g, &err));
		assert_int_equal(g.all.sum.tickets, 3);
		groups_fini(&g);
	}
	/* the typed name is nobody's now */
	assert_false(buyer_pick(db, "x", &all, &buyer, &err));
}

static int64_t
found(const struct report_filter *f)
{
	struct report_totals sum;

	assert_true(report_totals(db, f, &sum, &err));
	return sum.count;
}

/* What is linked to nobody is not the contractor's for its name, whatever he is
 * called by, and is found beside. */
static void
test_namesakes(void **state)
{
	static const char *const named[] = {
	    "A", "526-025-02-74", "ALFA", "B", "Alfa 2"};
	struct report_filter f = {0};
	struct buyer buyer;

	opened("Alfa", "SHA256:x", "");
	opened("ALFA", "SHA256:y", "");
	opened("alfa 2", "SHA256:z", "");
	opened("Gamma", "SHA256:z", "");
	assert_true(buyer_pick(db, "alfa", &f, &buyer, &err));
	assert_null(f.contractor);
	assert_int_equal(found(&f), 2);
	add("A", "Alfa", "5260250274");
	add("B", "Alfa 2", "");
	assert_true(book_merge(db, "B", "A", &anna, NULL, &err));
	assert_true(book_link(db, 1, "A", "", &anna, &err));
	for (size_t i = 0; i < sizeof(named) / sizeof(named[0]); i++) {
		f = (struct report_filter){0};
		assert_true(buyer_pick(db, named[i], &f, &buyer, &err));
		assert_string_equal(f.contractor, "A");
		assert_int_equal(found(&f), 1);
		f.unlinked = true;
		assert_int_equal(found(&f), 2);
	}
	add("C", "alfa", "");
	add("D", "ALFA", "");
	said(buyer_pick(db, "Alfa", &f, &buyer, &err), "any of A, C, D");
	f = (struct report_filter){0};
	assert_true(buyer_pick(db, "c", &f, &buyer, &err));
	assert_int_equal(found(&f), 0);
}

static void
code_of(const char *client, char code[BOOK_CODE_SIZE])
{
	struct report_filter f = {0};
	struct buyer buyer;

	if (!buyer_pick(db, client, &f, &buyer, &err))
		fail_msg("%s", err.text);
	memcpy(code, buyer.code, sizeof(buyer.code));
}

/* What was printed stays his, whatever is forgotten, and is nobody else's, not
 * of the book either. */
static void
test_made_codes(void **state)
{
	const struct privacy_pick pick = {.client = "alfa", .ticket = 1};
	const struct forget how = {.kind = "forget", .actor = "t", .now_s = 77};
	char alfa[BOOK_CODE_SIZE], code[BOOK_CODE_SIZE];
	struct book_client c = client("", "Beta", "");
	struct report_filter f = {0};
	struct buyer buyer;
	struct forget_result r;
	struct privacy_plan plan;

	opened("Alfa", "", "");
	story_simple(&s, TICKET_EV_CANCELLED, "client");
	opened("Beta", "", "");
	opened("ALFA", "", "");
	code_of("alfa", alfa);
	code_of("Beta", code);
	assert_string_not_equal(alfa, code);
	/* and is his name to every command, in any case */
	code_of(code, code);
	assert_true(buyer_pick(db, alfa, &f, &buyer, &err));
	assert_string_equal(buyer.name, "Alfa");
	assert_int_equal(found(&f), 2);
	alfa[0] = 'p';
	assert_true(buyer_pick(db, alfa, &f, &buyer, &err));
	alfa[0] = 'P';
	assert_int_equal(found(&f), 2);
	said(buyer_pick(db, "POMOC/00", &f, &buyer, &err), "no client");
	assert_true(privacy_plan(db, &pick, NULL, NULL, &plan, &err));
	assert_true(forget_listed(db, &how, &r, &err));
	assert_int_equal(r.tickets, 1);
	code_of("Alfa", code);
	assert_string_equal(alfa, code);
	memcpy(c.code, alfa, sizeof(c.code));
	said(book_add(db, &c, &anna, &err), "a code is");
}

static void
merge(const char *from, const char *into, struct book_merged *m)
{
	if (!book_merge(db, from, into, &anna, m, &err))
		fail_msg("%s", err.text);
}

/* "Ab" of Latin letters and "Аb" with one of another script are one name. */
static void
test_look_alikes(void **state)
{
	static const char *const typed[] = {"Ab", "Аb", "аB", "AB"};
	struct report_filter f = {0};
	struct buf said = BUF_INIT;
	struct book_client c;
	struct buyer buyer;
	const char *why;

	for (size_t i = 0; i < 4; i++)
		opened(typed[i], "", "");
	for (size_t i = 0; i < 4; i++) {
		assert_true(buyer_pick(db, typed[i], &f, &buyer, &err));
		assert_int_equal(found(&f), 4);
		f = (struct report_filter){.words = typed[i]};
		assert_int_equal(found(&f), 4);
		f = (struct report_filter){.client = typed[i]};
		assert_int_equal(found(&f), 4);
	}
	add("A", "Аb", "");
	book_tell_alike(db, "A", &said);
	assert_string_equal(buf_str(&said), "");
	for (int64_t n = 1; n <= 4; n++) {
		assert_true(book_suggest(db, n, &c, &why));
		assert_string_equal(c.code, "A");
		assert_string_equal(why, "name");
	}
	f = (struct report_filter){0};
	assert_true(buyer_pick(db, "ab", &f, &buyer, &err));
	assert_string_equal(buyer.code, "A");
	/* one who looks like him is warned of, whatever differs */
	add("B", "Á B", "5260250274");
	book_tell_alike(db, "B", &said);
	assert_string_equal(buf_str(&said),
	    "B, Á B, looks like A, Аb; if they are one: pomoc client merge B "
	    "A");
	c = client("A", "Аb", "1132191233");
	assert_true(book_edit(db, &c, &anna, &err));
	buf_clear(&said);
	book_tell_alike(db, "B", &said);
	assert_string_equal(buf_str(&said), "B, Á B, looks like A, Аb");
	buf_fini(&said);
}

static void
add_tickets(const struct book_client *c, void *ctx)
{
	*(int64_t *)ctx += c->tickets;
}

/* A taxpayer is one: his number goes with him, and to nobody else. */
static void
test_merge_keeps_nip(void **state)
{
	struct report_filter filter = {0};
	struct book_client c;
	struct book_merged m;
	struct buyer buyer;

	add("A", "Alfa", "");
	add("B", "Beta", "5260250274");
	add("C", "Gamma", "1132191233");
	said(book_merge(db, "B", "C", &anna, NULL, &err), "two who pay tax");
	said(book_merge(db, "C", "B", &anna, NULL, &err), "two who pay tax");
	merge("B", "A", &m);
	assert_string_equal(m.nip, "5260250274");
	assert_true(book_get(db, "B", &c, &err));
	assert_string_equal(c.code, "A");
	assert_string_equal(c.nip, "5260250274");
	c = client("", "Delta", "5260250274");
	said(book_add(db, &c, &anna, &err), "A has that NIP");
	assert_true(buyer_known(db, "5260250274", &filter, &buyer, &err));
	assert_string_equal(buyer.code, "A");
	/* what is taken away is free again */
	c = client("A", "Alfa", "");
	assert_true(book_edit(db, &c, &anna, &err));
	add("D", "Delta", "5260250274");
	/* one who was merged by a program of before has his still */
	assert_true(sql_exec(db->sql,
	    "UPDATE contractor SET nip = '7740001454' WHERE code = 'B'", &err));
	c = client("", "Epsilon", "7740001454");
	said(book_add(db, &c, &anna, &err), "A has that NIP");
	c = client("A", "Alfa", "7740001454");
	assert_true(book_edit(db, &c, &anna, &err));
	assert_true(sql_exec(
	    db->sql, "UPDATE contractor SET nip = '' WHERE code = 'B'", &err));
}

#define CHAIN 150

/* However long ago, each ticket is counted once, and whose it was is told. */
static void
test_merge_counts(void **state)
{
	struct book_client c;
	struct book_merged m;
	char code[16], was[16] = "";
	int64_t all = 0;

	opened("Alfa", "SHA256:x", "");
	story_let_in(&s, "anna");
	story_work(&s, 10);
	assert_int_equal(story_end(&s, true, "done"), STORE_DURABLE);
	opened("Alfa", "SHA256:x", "");
	for (int i = 1; i <= CHAIN; i++) {
		snprintf(code, sizeof(code), "C%d", i);
		add(code, code, "");
		if (i <= 2)
			assert_true(book_link(db, i, code, "", &anna, &err));
		if (i == 2)
			assert_true(amend_ticket(db, 1, TICKET_EV_INVOICED,
			    "anna", 0, "FV 1", &err));
		if (i > 1) {
			merge(was, code, &m);
			assert_string_equal(m.from, was);
			assert_int_equal(m.invoiced, 1);
		}
		memcpy(was, code, sizeof(was));
	}
	assert_true(book_get(db, "C1", &c, &err));
	assert_string_equal(c.code, code);
	assert_int_equal(c.tickets, 2);
	assert_true(book_of_ticket(db, 1, &c));
	assert_string_equal(c.code, code);
	assert_true(book_each(db, NULL, add_tickets, &all, &err));
	assert_int_equal(all, 2);
}

/* All of them or none. */
static void
test_link_all(void **state)
{
	static const int64_t tickets[] = {1, 2, 3};
	struct book_client c;

	add("A", "Alfa", "");
	opened("x", "", "");
	opened("x", "", "");
	said(book_link_all(db, tickets, 3, "A", "", &anna, &err),
	    "ticket 3: there is no ticket 3");
	assert_false(book_of_ticket(db, 1, &c));
	assert_true(book_link_all(db, tickets, 2, "A", "", &anna, &err));
	assert_true(book_of_ticket(db, 2, &c));
}

/* The tables are what the rows say. */
static void
test_rows(void **state)
{
	add("A", "Alfa", "");
	opened("x", "SHA256:x", "");
	assert_true(book_link(db, 1, "A", "", &anna, &err));
	assert_int_equal(sql_int(db->sql,
			     "SELECT count(*) FROM event WHERE ticket = 0 AND"
			     " kind GLOB 'client-*' AND seal IS NOT NULL AND"
			     " text IS NULL AND actor = 'anna'",
			     0),
	    2);
	assert_int_equal(sql_int(db->sql,
			     "SELECT count(*) FROM event_text"
			     " WHERE text LIKE '%key SHA256:anna%'",
			     0),
	    2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_add, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_edit_at_once, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		test_link_and_merge, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		test_invoiced_stays, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		test_merges_of_merges, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		test_invoice_numbers, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_suggest, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_lists, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_namesakes, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_made_codes, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		test_merge_keeps_nip, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_look_alikes, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_merge_counts, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_link_all, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_rows, setup, teardown),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
