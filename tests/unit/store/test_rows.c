/* Questions and their rows: one inside another, left early, and more of them
 * than statements are kept. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>

#include "console/store/db.h"
#include "console/store/db_run.h"
#include "console/store/rows.h"
#include "tests/unit/store/story.h"

static struct db *db;

static int
setup(void **state)
{
	char *dir = story_dir();

	*state = dir;
	db = db_open(dir, DB_DESK, NULL);
	return db == NULL ||
	    !db_exec(db,
		"CREATE TEMP TABLE x (n INTEGER, t TEXT);"
		"INSERT INTO x VALUES (1, 'a'), (2, 'b'), (3, NULL)",
		NULL);
}

static int
teardown(void **state)
{
	db_close(db);
	story_remove(*state);
	return 0;
}

static const char numbers[] = "SELECT n FROM x ORDER BY n";

static int64_t
sum(int depth)
{
	struct rows r = rows_ask(db, NULL, numbers, "");
	int64_t n = 0;

	while (rows_next(&r)) {
		n += rows_int(&r, 0);
		if (depth > 0)
			assert_int_equal(sum(depth - 1) % 6, 0);
	}
	/* behind its end it does not begin anew */
	assert_false(rows_next(&r));
	assert_true(rows_end(&r));
	return n;
}

/* The same question inside of itself has a statement of its own. */
static void
test_nested(void **state)
{
	assert_int_equal(sum(0), 6);
	assert_int_equal(sum(3), 6);
	assert_int_equal(sum(0), 6);
}

static void
test_left_early(void **state)
{
	struct rows r = rows_ask(db, NULL, numbers, "");

	assert_true(rows_next(&r));
	assert_int_equal(rows_int(&r, 0), 1);
	assert_true(rows_end(&r));
	assert_int_equal(sum(0), 6);
	assert_true(db_exec(db, "DELETE FROM x WHERE n = 3", NULL));
	assert_int_equal(sum(0), 3);
}

/* What goes on is not thrown out for those that come. */
static void
test_many(void **state)
{
	static char text[2 * SQL_CACHE][64];
	struct rows r = rows_ask(db, NULL, numbers, "");

	assert_true(rows_next(&r));
	for (int i = 0; i < 2 * SQL_CACHE; i++) {
		snprintf(text[i], sizeof(text[i]),
		    "SELECT count(*) + %d FROM x WHERE n > ?", i);
		assert_int_equal(
		    rows_number(db, -1, text[i], "i", INT64_C(1)), i + 2);
	}
	assert_true(rows_next(&r));
	assert_int_equal(rows_int(&r, 0), 2);
	assert_true(rows_end(&r));
}

static void
test_columns(void **state)
{
	struct rows r = rows_ask(db, NULL,
	    "SELECT t, n FROM x WHERE n >= ? AND t IS NOT ?", "is", INT64_C(2),
	    "b");

	assert_true(rows_next(&r));
	assert_true(rows_is_null(&r, 0));
	assert_string_equal(rows_text(&r, 0), "");
	assert_null(rows_blob(&r, 0, 1));
	assert_false(rows_next(&r));
	assert_true(rows_end(&r));
	assert_int_equal(
	    rows_number(db, -7, "SELECT n FROM x WHERE n = 9", ""), -7);
}

/* What cannot be asked has no rows, and says why. */
static void
test_wrong(void **state)
{
	struct err err = {0};
	struct rows r = rows_ask(db, &err, "SELECT nothing FROM x", "");
	int64_t n = 5;

	assert_false(rows_next(&r));
	assert_false(rows_end(&r));
	assert_string_not_equal(err.text, "");
	err.text[0] = '\0';
	assert_int_equal(
	    rows_find(db, &n, &err, "SELECT n FROM nowhere", ""), -1);
	assert_int_equal(n, 5);
	assert_string_not_equal(err.text, "");
	assert_false(db_run(db, &err, "DELETE FROM nowhere", ""));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_nested, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_left_early, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_many, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_columns, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_wrong, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
