/* Whom the front lets connect. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>

#include "console/desk/penalty.h"

#define LUCKY 99 /* the dice: no random drop */
#define NOW INT64_C(1000000)

static struct limits limits;

static int
set_up(void **state)
{
	limits_default(&limits);
	*state = penalty_new(&limits);
	return 0;
}

static int
tear_down(void **state)
{
	penalty_free(*state);
	return 0;
}

/* Connects and logs in n times. */
static int
log_in(struct penalty *p, const char *addr, int n, int64_t now_ms)
{
	int in = 0;

	for (int i = 0; i < n; i++) {
		if (penalty_connect(p, addr, now_ms, LUCKY) != PENALTY_OK)
			continue;
		penalty_logged_in(p, addr);
		in++;
	}
	return in;
}

static void
an_address_has_so_many_links(void **state)
{
	struct penalty *p = *state;

	assert_int_equal(log_in(p, "192.0.2.1", 9, NOW), 8);
	assert_int_equal(
	    penalty_connect(p, "192.0.2.1", NOW, LUCKY), PENALTY_ADDRESS);
	assert_int_equal(log_in(p, "192.0.2.2", 1, NOW), 1);
	penalty_gone(p, "192.0.2.1", true);
	assert_int_equal(log_in(p, "192.0.2.1", 2, NOW + 60000), 1);
}

static void
an_address_waits_to_log_in_three_times(void **state)
{
	struct penalty *p = *state;

	for (int i = 0; i < 3; i++)
		assert_int_equal(
		    penalty_connect(p, "192.0.2.1", NOW, LUCKY), PENALTY_OK);
	assert_int_equal(
	    penalty_connect(p, "192.0.2.1", NOW, LUCKY), PENALTY_ADDRESS);
	assert_int_equal(penalty_unauthenticated(p), 3);
	penalty_gone(p, "192.0.2.1", false);
	assert_int_equal(penalty_unauthenticated(p), 2);
	assert_int_equal(
	    penalty_connect(p, "192.0.2.1", NOW, LUCKY), PENALTY_OK);
}

static void
connects_have_a_rate(void **state)
{
	struct penalty *p = *state;
	int ok = 0;

	for (int i = 0; i < 30; i++) {
		if (penalty_connect(p, "192.0.2.1", NOW, LUCKY) != PENALTY_OK)
			continue;
		penalty_gone(p, "192.0.2.1", false);
		ok++;
	}
	assert_int_equal(ok, 10);
	assert_int_equal(
	    penalty_connect(p, "192.0.2.1", NOW + 9000, LUCKY), PENALTY_RATE);
	assert_int_equal(
	    penalty_connect(p, "192.0.2.1", NOW + 10000, LUCKY), PENALTY_OK);
}

static void
penalties_add_up_to_a_limit(void **state)
{
	struct penalty *p = *state;

	penalty_add(p, "192.0.2.1", 5, NOW);
	penalty_add(p, "192.0.2.1", 5, NOW);
	assert_int_equal(
	    penalty_connect(p, "192.0.2.1", NOW + 9999, LUCKY), PENALTY_WAITS);
	assert_int_equal(
	    penalty_connect(p, "192.0.2.2", NOW + 9999, LUCKY), PENALTY_OK);
	assert_int_equal(
	    penalty_connect(p, "192.0.2.1", NOW + 10000, LUCKY), PENALTY_OK);
	penalty_add(p, "192.0.2.3", 100000, NOW);
	assert_int_equal(
	    penalty_connect(p, "192.0.2.3", NOW + 600000, LUCKY), PENALTY_OK);
}

static void
keys_wait_too(void **state)
{
	struct penalty *p = *state;

	penalty_add_key(p, "SHA256:a", 90, NOW);
	assert_true(penalty_key_waits(p, "SHA256:a", NOW + 89999));
	assert_false(penalty_key_waits(p, "SHA256:a", NOW + 90000));
	assert_false(penalty_key_waits(p, "SHA256:b", NOW));
	assert_false(penalty_key_waits(p, "", NOW));
}

/* Fills the places of those that have not logged in from many addresses. */
static void
crowd(struct penalty *p, int n)
{
	char addr[32];

	for (int i = 0; i < n; i++) {
		snprintf(addr, sizeof(addr), "192.0.2.%d", i + 1);
		assert_int_equal(
		    penalty_connect(p, addr, NOW, LUCKY), PENALTY_OK);
	}
}

static void
a_crowd_is_thinned_at_random(void **state)
{
	struct penalty *p = *state;

	crowd(p, 9);
	assert_int_equal(
	    penalty_connect(p, "198.51.100.1", NOW, 0), PENALTY_OK);
	/* ten: 30 % are dropped */
	assert_int_equal(
	    penalty_connect(p, "198.51.100.2", NOW, 29), PENALTY_CROWDED);
	assert_int_equal(
	    penalty_connect(p, "198.51.100.2", NOW, 30), PENALTY_OK);
	crowd(p, 21); /* 32 */
	assert_int_equal(
	    penalty_connect(p, "198.51.100.3", NOW, LUCKY), PENALTY_CROWDED);
	penalty_logged_in(p, "192.0.2.1");
	assert_int_equal(
	    penalty_connect(p, "198.51.100.3", NOW, LUCKY), PENALTY_OK);
}

static void
loopback_is_exempt_only_when_configured(void **state)
{
	struct penalty *p = *state;

	assert_int_equal(log_in(p, "127.0.0.1", 20, NOW), 8);
	limits.loopback_exempt = true;
	assert_int_equal(log_in(p, "127.0.0.1", 20, NOW), 20);
	assert_int_equal(log_in(p, "::1", 20, NOW), 20);
	penalty_add(p, "127.0.0.1", 60, NOW);
	assert_int_equal(log_in(p, "127.0.0.1", 1, NOW), 1);
	assert_int_equal(log_in(p, "192.0.2.1", 20, NOW), 8);
}

static void
a_v6_network_is_one_caller(void **state)
{
	struct penalty *p = *state;

	assert_int_equal(log_in(p, "2001:db8:1:2::1", 5, NOW), 5);
	assert_int_equal(log_in(p, "2001:db8:1:2:ffff::9", 5, NOW), 3);
	assert_int_equal(log_in(p, "2001:db8:1:3::1", 5, NOW), 5);
}

static void
many_addresses_do_not_fill_it(void **state)
{
	struct penalty *p = *state;
	char addr[32];

	assert_int_equal(log_in(p, "203.0.113.7", 8, NOW), 8);
	penalty_add(p, "203.0.113.8", 600, NOW);
	for (int i = 0; i < 3 * PENALTY_ADDRESSES; i++) {
		snprintf(addr, sizeof(addr), "10.%d.%d.%d", i >> 16,
		    i >> 8 & 255, i & 255);
		assert_int_equal(
		    penalty_connect(p, addr, NOW + i, LUCKY), PENALTY_OK);
		penalty_gone(p, addr, false);
	}
	/* who is connected and who waits is not forgotten */
	assert_int_equal(penalty_connect(p, "203.0.113.7", NOW + 60000, LUCKY),
	    PENALTY_ADDRESS);
	assert_int_equal(penalty_connect(p, "203.0.113.8", NOW + 60000, LUCKY),
	    PENALTY_WAITS);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(an_address_has_so_many_links),
	    TEST(an_address_waits_to_log_in_three_times),
	    TEST(connects_have_a_rate),
	    TEST(penalties_add_up_to_a_limit),
	    TEST(keys_wait_too),
	    TEST(a_crowd_is_thinned_at_random),
	    TEST(loopback_is_exempt_only_when_configured),
	    TEST(a_v6_network_is_one_caller),
	    TEST(many_addresses_do_not_fill_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
