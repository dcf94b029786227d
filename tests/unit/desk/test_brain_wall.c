/* A wall clock that is set while the desk runs: everybody is told, and no
 * ticket ends before it begins. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "console/desk/brain_wall.h"
#include "console/store/amend.h"
#include "console/store/db.h"
#include "console/store/verify.h"
#include "shared/base/util.h"
#include "tests/unit/desk/mini_brain.h"

#define END "{\"t\":\"end\",\"ticket\":1,\"outcome\":\"solved\",\"note\":\"\"}"
#define HOUR_S 3600

static int64_t
number(const char *query)
{
	return sql_int(store_db(mini.b->store)->sql, query, -1);
}

static void
set_clock(int64_t by_s)
{
	clock_set_by(by_s);
	mini_forget();
	brain_wall_look(mini.b);
	mini_turn();
}

/* In order, whatever the clock said: all times of every ticket. */
static void
in_order(void)
{
	struct verify_result v;
	struct err err = {0, ""};

	assert_int_equal(
	    number("SELECT count(*) FROM event a JOIN event b ON a.ticket ="
		   " b.ticket AND a.seq < b.seq AND a.at_utc > b.at_utc"
		   " WHERE a.ticket > 0"),
	    0);
	assert_int_equal(
	    number("SELECT count(*) FROM ticket WHERE NOT (opened_utc <="
		   " coalesce(started_utc, opened_utc) AND"
		   " coalesce(started_utc, opened_utc) <="
		   " coalesce(closed_utc, opened_utc + 1e12))"),
	    0);
	assert_int_equal(
	    number("SELECT count(*) FROM visit v JOIN ticket t ON t.id ="
		   " v.ticket WHERE v.from_utc < t.opened_utc OR v.to_utc <"
		   " v.from_utc OR v.to_utc > t.closed_utc"),
	    0);
	assert_true(verify_log(store_db(mini.b->store), &v, &err));
	assert_string_equal(v.why, "");
}

static void
set_back(void **state)
{
	const struct amend c = {.kind = TICKET_EV_INVOICED,
	    .author = "anna",
	    .text = "FV 1",
	    .vat_bp = -1};
	struct err err = {0, ""};

	brain_wall_begin(mini.b);
	mini_work();
	set_clock(-2 * HOUR_S);
	assert_true(mini_heard(1, "\"code\":\"clock\""));
	assert_true(mini_heard(1, "set back by 2:00:00"));
	assert_false(mini_heard(10, "\"code\":\"clock\""));
	assert_int_equal(number("SELECT count(*) FROM alarm WHERE what LIKE"
				" 'the wall clock was set back by 7200 s, %'"),
	    1);
	mini_say(1, END);
	in_order();
	assert_int_equal(number("SELECT count(*) FROM ticket WHERE closed_utc"
				" IS NOT NULL"),
	    1);
	set_clock(-40 * 24 * HOUR_S);
	assert_true(amend_make(store_db(mini.b->store), 1, &c, &err));
	in_order();
	assert_int_equal(number("SELECT count(*) FROM invoice i JOIN ticket t"
				" ON t.id = i.ticket AND i.at_utc >="
				" t.closed_utc"),
	    1);
	clock_set_by(2 * HOUR_S + 40 * 24 * HOUR_S);
}

static void
set_ahead(void **state)
{
	brain_wall_begin(mini.b);
	mini_work();
	set_clock(90);
	assert_true(mini_heard(1, "set ahead by 0:01:30"));
	brain_wall_look(mini.b);
	assert_int_equal(number("SELECT count(*) FROM alarm"), 1);
	/* whoever comes later is told, too; after an hour nobody is */
	mini_down(1);
	mini_forget();
	mini_up(1, 0, NULL);
	assert_true(mini_heard(1, "set ahead by 0:01:30"));
	mini_forget();
	mini_pass(BRAIN_WALL_MS);
	clock_set_by(BRAIN_WALL_MS / 1000); /* both went on */
	brain_wall_look(mini.b);
	mini_turn();
	assert_true(mini_heard(1, "\"code\":\"\""));
	assert_int_equal(number("SELECT count(*) FROM alarm"), 1);
	clock_set_by(-90 - BRAIN_WALL_MS / 1000);
}

/* The machine slept: neither clock was set. */
static void
slept(void **state)
{
	brain_wall_begin(mini.b);
	mini_up(1, 0, NULL);
	mini_pass(8 * HOUR_S * 1000);
	set_clock(8 * HOUR_S);
	assert_false(mini_heard(1, "\"code\":\"clock\""));
	assert_int_equal(number("SELECT count(*) FROM alarm"), 0);
	clock_set_by(-8 * HOUR_S);
}

/* The desk starts with a clock that is behind its log. */
static void
starts_behind(void **state)
{
	brain_wall_begin(mini.b);
	assert_string_equal(mini.b->trouble, "");
	mini_up(10, 2, NULL);
	mini_join(10);
	clock_set_by(-HOUR_S);
	mini_up(1, 0, NULL);
	mini_forget();
	brain_wall_begin(mini.b);
	mini_turn();
	assert_true(mini_heard(1, "but the system clock is before"));
	assert_int_equal(number("SELECT count(*) FROM alarm WHERE what LIKE"
				" 'the log has rows of %'"),
	    1);
	clock_set_by(HOUR_S);
}

/* Set both ways all the time, while tickets live. */
static void
set_any_way(void **state)
{
	static const int64_t by_s[] = {7, 90, 4000, 90000, 40000000};
	uint32_t dice = 1;
	int64_t sum_s = 0;

	brain_wall_begin(mini.b);
	mini_up(1, 0, NULL);
	for (int n = 1; n <= 20; n++) {
		mini_up(10, 2, NULL);
		for (int i = 0; i < 6; i++) {
			int64_t by;

			dice = dice * 1664525u + 1013904223u;
			by = by_s[(dice >> 8) % ARRAY_LEN(by_s)] *
			    ((dice >> 20) % 2 == 0 ? 1 : -1);
			sum_s += by;
			set_clock(by);
			if (i == 0)
				mini_join(10);
			else if (i == 1)
				mini_let_in(n);
			else if (i == 3 && n % 2 == 0)
				mini_say(10, "{\"t\":\"pause\"}");
			else if (i == 4 && n % 3 == 0)
				mini_closed(100);
			else if (i == 5)
				mini_sayf(1,
				    "{\"t\":\"end\",\"ticket\":%d,\"outcome\":"
				    "\"solved\",\"note\":\"\"}",
				    n);
		}
		mini_down(10);
	}
	in_order();
	assert_int_equal(number("SELECT count(*) FROM ticket WHERE closed_utc"
				" IS NOT NULL"),
	    20);
	assert_int_equal(number("SELECT count(*) FROM alarm"), 120);
	clock_set_by(-sum_s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		set_back, mini_setup, mini_teardown),
	    cmocka_unit_test_setup_teardown(
		set_ahead, mini_setup, mini_teardown),
	    cmocka_unit_test_setup_teardown(slept, mini_setup, mini_teardown),
	    cmocka_unit_test_setup_teardown(
		starts_behind, mini_setup, mini_teardown),
	    cmocka_unit_test_setup_teardown(
		set_any_way, mini_setup, mini_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
