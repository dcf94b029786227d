/* The width and the case of characters: the same in every locale, and what the
 * programs in a terminal count with. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "shared/base/utf8.h"
#include "shared/base/util.h"

/* No locale is set: that of C, which knows ASCII alone. */
static void
test_widths(void **state)
{
	static const struct {
		uint32_t cp;
		int cols;
	} of[] = {
	    {'a', 1},
	    {0x1b, -1},
	    {0x7f, -1},
	    {0x85, -1},
	    {0xa0, 1},
	    {0xad, 1}, /* soft hyphen */
	    {0x142, 1}, /* l with stroke */
	    {0x301, 0}, /* acute above */
	    {0x378, -1}, /* none yet */
	    {0x600, 1}, /* a sign before Arabic numbers */
	    {0x903, 1}, /* a mark that takes room */
	    {0x1100, 2}, /* Hangul: first part */
	    {0x1161, 0}, /* what joins it */
	    {0x200b, 0},
	    {0x2028, -1},
	    {0x2502, 1}, /* a line of boxes */
	    {0x4dc0, 2}, /* hexagram */
	    {0x4e00, 2},
	    {0xd800, -1},
	    {0xe000, 1}, /* private use */
	    {0xff21, 2},
	    {0xfffd, 1},
	    {0x1f600, 2},
	    {0x10ffff, -1},
	    {0x110000, -1},
	    {0xffffffff, -1},
	};

	for (size_t i = 0; i < ARRAY_LEN(of); i++)
		if (utf8_width(of[i].cp) != of[i].cols)
			fail_msg("U+%04X: %d columns, not %d", of[i].cp,
			    utf8_width(of[i].cp), of[i].cols);
}

static void
test_cases(void **state)
{
	assert_int_equal(utf8_lower('A'), 'a');
	assert_int_equal(utf8_lower(0x17b), 0x17c); /* z with dot */
	assert_int_equal(utf8_upper(0x142), 0x141);
	assert_int_equal(utf8_upper(0x17a), 0x179);
	assert_int_equal(utf8_lower(0x20ac), 0x20ac);
	assert_int_equal(utf8_upper('1'), '1');
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_widths),
	    cmocka_unit_test(test_cases),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
