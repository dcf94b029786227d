#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/util.h"
#include "shared/core/queue.h"

static void
orders(void **state)
{
	struct queue_item q[] = {
	    {4, 900, 1, true}, {3, 500, 1, true}, {2, 500, 1, true},
	    {1, -700, 1, true}, /* from before the desk was restarted */
	};

	queue_sort(q, ARRAY_LEN(q));
	for (int i = 0; i < (int)ARRAY_LEN(q); i++)
		assert_int_equal(q[i].number, i + 1);
	queue_sort(NULL, 0);
}

static void
places(void **state)
{
	enum { ANNA = 1, PIOTR = 2 };
	static const struct queue_item q[] = {
	    {1, 1, ANNA, true}, {2, 2, PIOTR, true},
	    {3, 3, ANNA | PIOTR, false}, /* being served, or lost */
	    {4, 4, ANNA | PIOTR, true}, {5, 5, ANNA, true}, {6, 6, PIOTR, true},
	    {7, 7, ANNA | PIOTR, true},
	    {8, 8, 0, true}, /* nobody is left who could take it */
	};
	static const int want[] = {1, 1, 0, 3, 3, 3, 6, 1};
	static const int want_of[] = {4, 4, 0, 6, 4, 4, 6, 1};

	for (size_t i = 0; i < ARRAY_LEN(q); i++) {
		int of = 0;

		assert_int_equal(queue_place(q, ARRAY_LEN(q), i, &of), want[i]);
		assert_int_equal(of, want_of[i]);
	}
	assert_int_equal(queue_place(q, ARRAY_LEN(q), 99, NULL), 0);
}

static void
admission(void **state)
{
	struct err err = {0};

	assert_true(queue_admit(0, 1, &err));
	assert_false(queue_admit(1, 1, &err));
	assert_string_equal(err.text, "queue full, 1 waiting");
	assert_false(queue_admit(0, 0, &err));
}

static void
waiting_time(void **state)
{
	assert_int_equal(queue_wait_s(1000, 1000), 0);
	assert_int_equal(queue_wait_s(1000, 0), 0);
	assert_int_equal(queue_wait_s(-9000, 1999), 10);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(orders),
	    cmocka_unit_test(places),
	    cmocka_unit_test(admission),
	    cmocka_unit_test(waiting_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
