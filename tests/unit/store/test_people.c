/* Whose a ticket is: what tells one client from another, and what he had. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>

#include "console/store/book.h"
#include "console/store/privacy.h"
#include "tests/unit/store/link.h"
#include "tests/unit/store/clients.h"

static int64_t
people(const char *client, int64_t tickets)
{
	const struct privacy_pick pick = {.client = client, .really = true};
	struct privacy_plan plan;

	if (!privacy_plan(db, &pick, NULL, NULL, &plan, &err))
		fail_msg("%s", err.text);
	assert_int_equal(plan.tickets, tickets);
	return plan.people;
}

static void
cancelled(const char *company, const char *key)
{
	opened(company, key, "");
	story_simple(&s, TICKET_EV_CANCELLED, "client");
}

/* Linking some of somebody's tickets makes no two people of him. */
static void
test_people(void **state)
{
	add("A", "Alfa", "");
	add("B", "Beta", "");
	cancelled("Alfa", "SHA256:a");
	cancelled("Alfa", "SHA256:a");
	assert_true(book_link(db, 1, "A", "", &anna, &err));
	assert_int_equal(people("SHA256:a", 2), 1);
	assert_int_equal(people("alfa", 2), 1);
	/* by another computer of the same contractor, at last by a chain */
	cancelled("Alfa", "SHA256:b");
	cancelled("Alfa", "SHA256:b");
	assert_int_equal(people("alfa", 4), 2);
	assert_true(book_link(db, 4, "B", "", &anna, &err));
	assert_int_equal(people("alfa", 4), 2);
	assert_true(book_merge(db, "B", "A", &anna, NULL, &err));
	assert_int_equal(people("alfa", 4), 1);
	assert_int_equal(people("SHA256:b", 2), 1);
	/* two of them linked to two */
	cancelled("Gama", "SHA256:g");
	cancelled("Gama", "SHA256:g");
	add("C", "Gama", "");
	add("D", "Gama 2", "");
	assert_true(book_link(db, 5, "C", "", &anna, &err));
	assert_true(book_link(db, 6, "D", "", &anna, &err));
	assert_int_equal(people("SHA256:g", 2), 1);
	/* a key that somebody has as his name */
	cancelled("SHA256:g", "SHA256:h");
	assert_int_equal(people("SHA256:g", 2), 1);
	/* nobody */
	assert_int_equal(people("SHA256:x", 0), 0);
}

static void
add_past(const struct book_past *p, void *ctx)
{
	int64_t *sum = ctx; /* 3 and 1: 301 */

	sum[0] = sum[0] * 100 + p->ticket;
	sum[1] = p->all;
}

static void
had(int64_t ticket, const char *code, int64_t tickets, int64_t all)
{
	int64_t sum[2] = {0, 0};

	if (!book_history(db, ticket, code, 3, add_past, sum, &err))
		fail_msg("%s", err.text);
	assert_int_equal(sum[0], tickets);
	assert_int_equal(sum[1], all);
}

/* What he had is his contractor's, and what of his own is linked to nobody. */
static void
test_history(void **state)
{
	struct buf loose = BUF_INIT;

	add("A", "Alfa", "");
	add("B", "Beta", "");
	cancelled("Alfa", "SHA256:a"); /* 1: his own, not linked */
	cancelled("Alfa", "SHA256:b"); /* 2: another computer of Alfa */
	cancelled("Alfa", "SHA256:a"); /* 3: linked to another */
	cancelled("Alfa", "SHA256:c"); /* 4: nobody's */
	cancelled("Alfa", "SHA256:a"); /* 5 */
	assert_true(book_link(db, 2, "A", "", &anna, &err));
	assert_true(book_link(db, 3, "B", "", &anna, &err));
	had(5, "", 301, 2);
	had(5, "A", 201, 2);
	assert_true(book_link(db, 5, "A", "", &anna, &err));
	had(5, "A", 201, 2);
	book_loose(db, 5, &loose);
	assert_string_equal(buf_str(&loose), "1");
	assert_true(book_link(db, 1, "A", "", &anna, &err));
	had(5, "A", 201, 2);
	buf_clear(&loose);
	book_loose(db, 5, &loose);
	assert_string_equal(buf_str(&loose), "");
	buf_fini(&loose);
}

static int
count_step(void *ctx)
{
	++*(int *)ctx;
	return 0;
}

/* Steps of the database, in hundreds, to find nobody for the ticket. */
static int
steps_to_suggest(int64_t ticket)
{
	struct book_client c;
	const char *why;
	int steps = 0;

	sqlite3_progress_handler(db->sql, 100, count_step, &steps);
	assert_false(book_suggest(db, ticket, &c, &why));
	sqlite3_progress_handler(db->sql, 0, NULL, NULL);
	return steps;
}

#define PHONES 120

/* However many phones are known, one is looked up and not all are read. */
static void
test_phone_by_index(void **state)
{
	struct book_client c;
	const char *why;
	char text[32];
	int few = 0;

	add("A", "Alfa", "");
	for (int64_t n = 1; n <= PHONES; n++) {
		snprintf(text, sizeof(text), "+48 600-%06d", (int)n);
		opened(text + 4, text, text);
		if (n == 2)
			few = steps_to_suggest(n);
		assert_true(book_link(db, n, "A", "", &anna, &err));
	}
	opened("x", "x", "(600) 000 007");
	assert_true(book_suggest(db, PHONES + 1, &c, &why));
	assert_string_equal(why, "phone");
	opened("y", "y", "(600) 999 007");
	assert_true(steps_to_suggest(PHONES + 2) <= few + 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_people, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_history, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		test_phone_by_index, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
