/* A box that links a ticket: what it makes, changes and links is one act. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/unit/store/link.h"
#include "tests/unit/store/clients.h"

static bool
taken(const char *code, const char *name, bool changed, int64_t version)
{
	struct book_client c = {.code = "", .name = "", .version = version};

	str_copy(c.code, sizeof(c.code), code);
	str_copy(c.name, sizeof(c.name), name);
	return book_take(db, 1, &c, changed, "", &anna, &err);
}

static int
rows(void)
{
	return (int)sql_int(db->sql, "SELECT count(*) FROM contractor", -1);
}

/* From the box of a ticket: all or nothing, and only him whom it showed. */
static void
test_take(void **state)
{
	struct book_client a, b;

	add("A", "Alfa", "5260250274");
	add("B", "Beta", "");
	assert_int_equal(story_open(&s, "Subiekt", "Gamma"), STORE_DURABLE);
	assert_true(book_get(db, "A", &a, &err) && book_get(db, "B", &b, &err));
	said(taken("A", "Gamma", true, 0), "A is Alfa already");
	said(taken("a", "Gamma", true, b.version), "A is Alfa already");
	assert_true(book_get(db, "A", &a, &err));
	assert_string_equal(a.nip, "5260250274");
	assert_true(taken("B", "Beta i syn", true, b.version));
	said(taken("A", "Alfa", false, 0), "linked to B, Beta i syn, already");
	assert_int_equal(rows(), 2);
	said(taken("", "Delta", true, 0), "linked to B");
	said(taken("A", "Delta", true, a.version), "linked to B");
	assert_int_equal(rows(), 2);
	assert_true(book_get(db, "A", &a, &err));
	assert_string_equal(a.name, "Alfa");
}

static void
count_past(const struct book_past *p, void *ctx)
{
	char *seen = ctx;

	seen[strlen(seen)] = (char)('0' + p->ticket);
}

/* What a box tells of the time before: newest first, of the contractor and what
 * of the same key is linked to nobody. */
static void
test_history(void **state)
{
	const struct store_card other = {
	    .name = "Ola", .company = "Alfa", .agent_key = "SHA256:other"};
	char linked[8] = "", typed[8] = "";

	add("A", "Alfa", "");
	assert_int_equal(story_open_as(&s, "Subiekt", &other), STORE_DURABLE);
	for (int i = 0; i < 3; i++)
		assert_int_equal(
		    story_open(&s, "Subiekt", "Alfa"), STORE_DURABLE);
	assert_true(book_link(db, 1, "A", "", &anna, &err));
	assert_true(book_link(db, 3, "A", "", &anna, &err));
	assert_true(book_history(db, 3, "A", 9, count_past, linked, &err));
	assert_string_equal(linked, "421");
	assert_true(book_history(db, 4, "", 9, count_past, typed, &err));
	assert_string_equal(typed, "32");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_take, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_history, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
