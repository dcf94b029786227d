/* Whose paste a program is in: it never takes keys of the one for a paste of
 * the other, and no paste stays open whose end will not come. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "agent/pasting.h"
#include "shared/base/str.h"

#define BEGIN "\033[200~"
#define END "\033[201~"

static char out[1 << 16]; /* what the program is sent */

static void
put(const char *bytes, size_t len)
{
	size_t at = strlen(out);

	assert_true(at + len < sizeof(out));
	memcpy(out + at, bytes, len);
	out[at + len] = '\0';
}

static void
keys(struct pasting *p, enum pasting_who who, const char *bytes)
{
	char marks[PASTING_MARKS];

	bytes += pasting_skip(p, who, bytes, strlen(bytes));
	put(marks, pasting_turn(p, who, marks));
	pasting_sent(p, who, bytes, strlen(bytes));
	put(bytes, strlen(bytes));
}

static void
lost(struct pasting *p, enum pasting_who who, const char *bytes)
{
	pasting_lost(p, who, bytes, strlen(bytes));
}

static void
drop(struct pasting *p, size_t unread)
{
	char marks[PASTING_MARKS];

	out[strlen(out) - unread] = '\0';
	put(marks, pasting_dropped(p, unread, marks));
}

static struct pasting
fresh(void)
{
	out[0] = '\0';
	return (struct pasting){.in = PASTING_NOBODY};
}

static void
test_one_after_another(void **state)
{
	struct pasting p = fresh();

	keys(&p, PASTING_USER, "a" BEGIN "text" END "b");
	keys(&p, PASTING_GUEST, BEGIN "te");
	keys(&p, PASTING_GUEST, "xt" END);
	keys(&p, PASTING_USER, "c");
	assert_string_equal(out, "a" BEGIN "text" END "b" BEGIN "text" END "c");
}

static void
test_between(void **state)
{
	struct pasting p = fresh();

	keys(&p, PASTING_GUEST, BEGIN "one ");
	keys(&p, PASTING_USER, "\003");
	keys(&p, PASTING_GUEST, "two" END "x");
	assert_string_equal(out, BEGIN "one " END "\003" BEGIN "two" END "x");
	/* both paste */
	p = fresh();
	keys(&p, PASTING_GUEST, BEGIN "G");
	keys(&p, PASTING_USER, BEGIN "U");
	keys(&p, PASTING_GUEST, "G" END);
	keys(&p, PASTING_USER, "U" END);
	assert_string_equal(
	    out, BEGIN "G" END BEGIN "U" END BEGIN "G" END BEGIN "U" END);
}

/* The right was taken back, and is given again behind the paste or in it. */
static void
test_lost(void **state)
{
	struct pasting p = fresh();

	keys(&p, PASTING_GUEST, BEGIN "one ");
	lost(&p, PASTING_GUEST, "two" END);
	keys(&p, PASTING_GUEST, "x");
	assert_string_equal(out, BEGIN "one " END "x");
	/* its end comes late */
	p = fresh();
	keys(&p, PASTING_GUEST, BEGIN "one ");
	keys(&p, PASTING_USER, "u");
	keys(&p, PASTING_GUEST, END "x");
	assert_string_equal(out, BEGIN "one " END "ux");
	p = fresh();
	lost(&p, PASTING_GUEST, BEGIN "rm ");
	keys(&p, PASTING_GUEST, "-r\r" END "x");
	assert_string_equal(out, BEGIN "-r\r" END "x");
}

static void
test_left(void **state)
{
	struct pasting p = fresh();
	char marks[PASTING_MARKS];

	keys(&p, PASTING_GUEST, BEGIN "one ");
	put(marks, pasting_left(&p, PASTING_GUEST, marks));
	assert_string_equal(out, BEGIN "one " END);
	keys(&p, PASTING_GUEST, "anew");
	keys(&p, PASTING_USER, BEGIN "U");
	assert_int_equal(pasting_left(&p, PASTING_GUEST, marks), 0);
	keys(&p, PASTING_USER, END);
	assert_string_equal(out, BEGIN "one " END "anew" BEGIN "U" END);
}

static void
test_dropped(void **state)
{
	struct pasting p = fresh();

	/* all was read */
	keys(&p, PASTING_GUEST, BEGIN "one" END);
	drop(&p, 0);
	assert_string_equal(out, BEGIN "one" END);
	/* but the end */
	p = fresh();
	keys(&p, PASTING_GUEST, BEGIN "one");
	keys(&p, PASTING_GUEST, "two" END "\r");
	drop(&p, strlen("two" END "\r"));
	assert_string_equal(out, BEGIN "one" END);
	/* nothing of it */
	p = fresh();
	keys(&p, PASTING_GUEST, "x");
	keys(&p, PASTING_GUEST, BEGIN "one" END);
	drop(&p, strlen(BEGIN "one" END));
	assert_string_equal(out, "x");
	/* in the middle, and he goes on */
	p = fresh();
	keys(&p, PASTING_GUEST, BEGIN "one");
	drop(&p, 1);
	keys(&p, PASTING_USER, "u");
	keys(&p, PASTING_GUEST, "two" END);
	assert_string_equal(out, BEGIN "on" END "u" BEGIN "two" END);
}

/* --- any order --- */

static uint32_t seed;

static int
pick(int n)
{
	seed = seed * 1664525 + 1013904223;
	return (int)((uint64_t)(seed >> 8) * (uint32_t)n >> 24);
}

/* Keys are small letters, text of pastes capital ones. */
static void
reads_right(void)
{
	bool in = false;

	for (const char *c = out; *c != '\0'; c++)
		if (strncmp(c, BEGIN, strlen(BEGIN)) == 0) {
			assert_false(in);
			in = true;
			c += strlen(BEGIN) - 1;
		} else if (strncmp(c, END, strlen(END)) == 0) {
			assert_true(in);
			in = false;
			c += strlen(END) - 1;
		} else {
			assert_int_equal(*c >= 'A' && *c <= 'Z', in);
		}
}

static void
test_any_order(void **state)
{
	static const char *const text[2][2] = {{"u", "g"}, {"U", "G"}};
	bool open[PASTING_WHO];
	struct pasting p;

	for (seed = 1; seed < 2000; seed++) {
		uint32_t story = seed;

		p = fresh();
		memset(open, 0, sizeof(open));
		for (int i = 0; i < 40; i++) {
			int who = pick(PASTING_WHO);
			const char *bytes = text[open[who]][who];

			if (pick(3) == 0) {
				bytes = open[who] ? END : BEGIN;
				open[who] = !open[who];
			}
			if (pick(5) == 0)
				lost(&p, who, bytes);
			else
				keys(&p, who, bytes);
			reads_right();
		}
		seed = story;
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_one_after_another),
	    cmocka_unit_test(test_between),
	    cmocka_unit_test(test_lost),
	    cmocka_unit_test(test_left),
	    cmocka_unit_test(test_dropped),
	    cmocka_unit_test(test_any_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
