/* Whom the front lets connect. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "console/desk/admission.h"
#include "shared/base/util.h"

#define LUCKY 99 /* the dice: no random drop */
#define NOW INT64_C(1000000)
#define OFFICE "192.0.2.1"

static struct limits limits;

static int
set_up(void **state)
{
	limits_default(&limits);
	*state = admission_new(&limits);
	return 0;
}

static int
tear_down(void **state)
{
	admission_free(*state);
	return 0;
}

static enum admission_verdict
come(struct admission *p, struct admission_caller *c, const char *addr,
    int64_t ms)
{
	return admission_connect(p, c, addr, ms, LUCKY);
}

/* n callers that log in, each with a key of its own; how many got a place. */
static int
log_in(struct admission *p, struct admission_caller *c, const char *addr, int n,
    int64_t now_ms)
{
	char key[32];
	int in = 0;

	for (int i = 0; i < n; i++) {
		enum admission_verdict v = come(p, &c[i], addr, now_ms);

		if (v == ADMISSION_DOOR)
			v = admission_admit(p, &c[i], now_ms);
		if (v != ADMISSION_OK)
			continue;
		snprintf(key, sizeof(key), "SHA256:%s.%d", addr, i);
		if (admission_logged_in(p, &c[i], key, false, now_ms))
			in++;
		else
			admission_gone(p, &c[i]); /* the front hangs up */
	}
	return in;
}

static void
an_office_comes_at_once(void **state)
{
	struct admission_caller c[43];

	assert_int_equal(log_in(*state, c, OFFICE, 43, NOW), 43);
	for (int i = 0; i < 43; i++)
		admission_gone(*state, &c[i]);
	assert_int_equal(log_in(*state, c, OFFICE, 43, NOW + 1000), 43);
}

static void
an_address_has_so_many_links(void **state)
{
	struct admission_caller c[10], late;

	limits.links_address = 8;
	assert_int_equal(log_in(*state, c, OFFICE, 9, NOW), 8);
	/* another in the place of the first, and one more that was here before
	 */
	admission_gone(*state, &c[0]);
	assert_int_equal(log_in(*state, &c[8], OFFICE, 1, NOW + 60000), 1);
	assert_int_equal(log_in(*state, &c[9], OFFICE, 1, NOW + 60000), 1);
	assert_int_equal(
	    come(*state, &late, OFFICE, NOW + 60000), ADMISSION_OK);
	assert_false(
	    admission_logged_in(*state, &late, "SHA256:new", false, NOW));
	admission_gone(*state, &late);
	/* a technician has a place in any case */
	assert_int_equal(
	    come(*state, &late, OFFICE, NOW + 60000), ADMISSION_OK);
	assert_true(
	    admission_logged_in(*state, &late, "SHA256:anna", true, NOW));
}

static void
silent_ones_leave_no_place_to_silent_ones(void **state)
{
	struct admission_caller c[4];

	limits.unauth_address = 3;
	for (int i = 0; i < 3; i++)
		assert_int_equal(
		    come(*state, &c[i], OFFICE, NOW), ADMISSION_OK);
	assert_int_equal(come(*state, &c[3], OFFICE, NOW), ADMISSION_DOOR);
	assert_int_equal(
	    admission_admit(*state, &c[3], NOW), ADMISSION_ADDRESS);
	assert_int_equal(admission_unauthenticated(*state), 3);
	admission_gone(*state, &c[0]);
	assert_int_equal(admission_admit(*state, &c[3], NOW), ADMISSION_OK);
	admission_gone(*state, &c[0]); /* once only */
	assert_int_equal(admission_unauthenticated(*state), 3);
}

static void
where_one_is_known_there_are_more_places(void **state)
{
	struct admission_caller c[8];

	limits.unauth_address = 2;
	limits.unauth_known = 7;
	for (int known = 0; known < 2; known++) {
		const char *addr = known ? OFFICE : "203.0.113.1";
		int places = known ? 7 : 2;

		if (known)
			admission_know(*state, addr, "", NOW);
		for (int i = 0; i < places; i++)
			assert_true(
			    come(*state, &c[i], addr, NOW) == ADMISSION_OK ||
			    admission_admit(*state, &c[i], NOW) ==
				ADMISSION_OK);
		assert_int_equal(
		    come(*state, &c[7], addr, NOW), ADMISSION_DOOR);
		assert_int_equal(
		    admission_admit(*state, &c[7], NOW), ADMISSION_ADDRESS);
		for (int i = 0; i < places; i++)
			admission_gone(*state, &c[i]);
	}
}

static void
strangers_come_through_the_door_slowly(void **state)
{
	struct admission_caller c;
	int in = 0;

	assert_int_equal(come(*state, &c, OFFICE, NOW), ADMISSION_OK);
	admission_gone(*state, &c);
	admission_add(*state, &c, 60, NOW);
	for (int i = 0; i < 100; i++) {
		assert_int_equal(
		    come(*state, &c, OFFICE, NOW + i * 100), ADMISSION_DOOR);
		if (admission_admit(*state, &c, NOW + i * 100) != ADMISSION_OK)
			continue;
		admission_gone(*state, &c);
		in++;
	}
	assert_in_range(in, 44, 47); /* ten seconds */
	assert_int_equal(come(*state, &c, OFFICE, NOW + 61000), ADMISSION_OK);
}

static void
penalties_add_up_to_a_limit(void **state)
{
	struct admission_caller c, other;

	assert_int_equal(come(*state, &c, OFFICE, NOW), ADMISSION_OK);
	admission_add(*state, &c, 5, NOW);
	admission_add(*state, &c, 5, NOW);
	assert_int_equal(
	    come(*state, &other, OFFICE, NOW + 9999), ADMISSION_DOOR);
	assert_int_equal(
	    come(*state, &other, "192.0.2.2", NOW + 9999), ADMISSION_OK);
	assert_int_equal(
	    come(*state, &other, OFFICE, NOW + 10000), ADMISSION_OK);
	admission_add(*state, &c, 100000, NOW);
	assert_int_equal(
	    come(*state, &other, OFFICE, NOW + 600000), ADMISSION_OK);
}

static void
who_hung_a_front_is_shut_out(void **state)
{
	struct admission_caller c;

	admission_ban(*state, OFFICE, 90, NOW);
	assert_int_equal(
	    come(*state, &c, OFFICE, NOW + 89999), ADMISSION_BANNED);
	assert_int_equal(come(*state, &c, OFFICE, NOW + 90000), ADMISSION_OK);
	admission_ban_key(*state, "SHA256:a", 90, NOW);
	assert_false(
	    admission_key_may(*state, &c, "SHA256:a", true, NOW + 89999));
	assert_true(
	    admission_key_may(*state, &c, "SHA256:a", false, NOW + 90000));
	assert_true(admission_key_may(*state, &c, "SHA256:b", false, NOW));
	/* his neighbours whom nobody knows have to wait with him */
	admission_know(*state, OFFICE, "SHA256:k", NOW);
	admission_guard(*state, OFFICE, 90, NOW);
	assert_true(admission_key_may(*state, &c, "SHA256:k", false, NOW));
	assert_true(admission_key_may(*state, &c, "SHA256:t", true, NOW));
	assert_false(admission_key_may(*state, &c, "SHA256:b", false, NOW));
	assert_true(
	    admission_key_may(*state, &c, "SHA256:b", false, NOW + 90000));
}

static void
a_crowd_is_thinned_at_random(void **state)
{
	struct admission_caller c[40], late;
	char addr[32];

	for (int i = 0; i < 32; i++) {
		snprintf(addr, sizeof(addr), "198.51.100.%d", i + 1);
		if (i == 10) { /* 30 % are sent to the door */
			assert_int_equal(
			    admission_connect(*state, &late, addr, NOW, 29),
			    ADMISSION_DOOR);
			assert_int_equal(
			    admission_admit(*state, &late, NOW), ADMISSION_OK);
			admission_gone(*state, &late);
		}
		assert_int_equal(come(*state, &c[i], addr, NOW), ADMISSION_OK);
	}
	assert_int_equal(
	    come(*state, &late, "203.0.113.1", NOW), ADMISSION_DOOR);
	assert_int_equal(
	    admission_admit(*state, &late, NOW), ADMISSION_CROWDED);
	/* that is nothing to those who are known */
	admission_know(*state, OFFICE, "", NOW);
	assert_int_equal(come(*state, &c[32], OFFICE, NOW), ADMISSION_OK);
	admission_gone(*state, &c[0]);
	assert_int_equal(admission_admit(*state, &late, NOW), ADMISSION_OK);
}

static void
loopback_is_exempt_only_when_configured(void **state)
{
	struct admission_caller c[60];

	limits.links_address = 8;
	assert_int_equal(log_in(*state, c, "127.0.0.1", 20, NOW), 8);
	limits.loopback_exempt = true;
	assert_int_equal(log_in(*state, &c[20], "127.0.0.1", 20, NOW), 20);
	assert_int_equal(log_in(*state, &c[40], "::1", 20, NOW), 20);
	admission_ban(*state, "127.0.0.1", 60, NOW);
	assert_int_equal(log_in(*state, c, "127.0.0.1", 1, NOW), 1);
}

static void
wider_networks_have_their_share(void **state)
{
	struct admission_caller c[200];
	char addr[64];
	int ok = 0, in = 0;

	limits.unauth_address = 1;
	/* silent ones from all over a /48, which is one firm's or a rack's */
	for (int i = 0; i < 200; i++) {
		snprintf(addr, sizeof(addr), "2001:db8:1:%x::1", i << 4);
		ok += admission_connect(*state, &c[i], addr, NOW, LUCKY) ==
		    ADMISSION_OK;
	}
	assert_int_equal(ok, 16);
	for (int i = 0; i < 200; i++)
		admission_gone(*state, &c[i]);
	/* links: as many as 16 addresses, but not as 200 */
	limits.links_address = 2;
	for (int i = 0; i < 200; i++) {
		snprintf(addr, sizeof(addr), "2001:db8:2:%x::1", i << 4);
		in += log_in(*state, &c[i], addr, 1, NOW + i * 10000);
	}
	assert_int_equal(in, 32);
	assert_int_equal(log_in(*state, c, "2001:db8:3:1::1", 3, NOW), 2);
	assert_int_equal(log_in(*state, c, "2001:db8:3:1:f::", 3, NOW), 0);
}

/* Who is known is not judged by his neighbours, and they are not helped by
 * him. */
static void
neighbours_of_a_known_one(void **state)
{
	struct admission_caller c[200], late;
	char addr[64];

	limits.unauth_address = 1;
	admission_know(*state, "2001:db8:1:0::1", "", NOW);
	for (int i = 1; i < 200; i++) {
		snprintf(addr, sizeof(addr), "2001:db8:1:%x::1", i);
		(void)come(*state, &c[i], addr, NOW);
	}
	assert_int_equal(
	    come(*state, &late, "2001:db8:1:ff::1", NOW), ADMISSION_DOOR);
	assert_int_not_equal(admission_admit(*state, &late, NOW), ADMISSION_OK);
	admission_add(*state, &late, 600, NOW);
	assert_int_equal(
	    come(*state, &c[0], "2001:db8:1:0::1", NOW), ADMISSION_OK);
	/* at the door, too */
	admission_add(*state, &c[0], 60, NOW);
	admission_gone(*state, &c[0]);
	assert_int_equal(
	    come(*state, &c[0], "2001:db8:1:0::1", NOW), ADMISSION_DOOR);
	assert_int_equal(admission_admit(*state, &c[0], NOW), ADMISSION_OK);
}

/* What one did weighs less on his wider networks, which are others' too. */
static void
a_penalty_is_shared_out(void **state)
{
	struct admission_caller c;

	assert_int_equal(
	    come(*state, &c, "2001:db8:1:11::1", NOW), ADMISSION_OK);
	admission_add(*state, &c, 160, NOW);
	admission_gone(*state, &c);
	assert_int_equal(
	    come(*state, &c, "2001:db8:1:12::1", NOW + 39999), ADMISSION_DOOR);
	assert_int_equal(
	    come(*state, &c, "2001:db8:1:12::1", NOW + 40000), ADMISSION_OK);
	admission_gone(*state, &c);
	assert_int_equal(
	    come(*state, &c, "2001:db8:1:911::1", NOW + 9999), ADMISSION_DOOR);
	assert_int_equal(
	    come(*state, &c, "2001:db8:1:911::1", NOW + 10000), ADMISSION_OK);
	admission_gone(*state, &c);
	assert_int_equal(
	    come(*state, &c, "2001:db8:1:11::2", NOW + 159999), ADMISSION_DOOR);
}

/* Penalties add up to the most, and not beyond. */
static void
a_penalty_has_a_most(void **state)
{
	struct admission_caller c;

	limits.penalty_max_s = 60;
	assert_int_equal(come(*state, &c, OFFICE, NOW), ADMISSION_OK);
	admission_gone(*state, &c);
	admission_add(*state, &c, 59, NOW);
	assert_int_equal(come(*state, &c, OFFICE, NOW + 58999), ADMISSION_DOOR);
	assert_int_equal(come(*state, &c, OFFICE, NOW + 59000), ADMISSION_OK);
	admission_gone(*state, &c);
	admission_add(*state, &c, 59, NOW + 59000);
	admission_add(*state, &c, 59, NOW + 59000);
	assert_int_equal(
	    come(*state, &c, OFFICE, NOW + 118999), ADMISSION_DOOR);
	assert_int_equal(come(*state, &c, OFFICE, NOW + 119000), ADMISSION_OK);
}

/* The chance where early drop begins, by the dice on both sides of it. */
static void
the_chance_of_early_drop(void **state)
{
	static const int chances[] = {0, 1, 30, 99, 100};
	struct admission_caller c;

	limits.unauth_start = 1;
	assert_int_equal(come(*state, &c, OFFICE, NOW), ADMISSION_OK);
	for (size_t i = 0; i < ARRAY_LEN(chances); i++) {
		limits.unauth_percent = chances[i];
		for (int dice = 0; dice < 100; dice++) {
			struct admission_caller d;
			enum admission_verdict v = admission_connect(
			    *state, &d, "10.9.9.9", NOW + dice * 60000, dice);

			assert_int_equal(v,
			    dice < chances[i] ? ADMISSION_DOOR : ADMISSION_OK);
			admission_gone(*state, &d);
		}
	}
}

/* Who comes and goes and never logs in comes ten times, then now and then. */
static void
coming_again_and_again(void **state)
{
	struct admission_caller c;
	int ok = 0;

	for (int i = 0; i < 100; i++) {
		if (come(*state, &c, OFFICE, NOW) != ADMISSION_OK)
			continue;
		admission_gone(*state, &c);
		ok++;
	}
	assert_int_equal(ok, limits.connect_burst);
	assert_int_equal(come(*state, &c, OFFICE, NOW + 10000), ADMISSION_OK);
	admission_gone(*state, &c);
	assert_int_equal(come(*state, &c, OFFICE, NOW + 10000), ADMISSION_DOOR);
}

/* To have logged in once is no right to fill the front: all who do not log in
 * have a bound together. */
static void
the_known_are_bounded_too(void **state)
{
	static struct admission_caller c[1000];
	char addr[32];
	int ok = 0;

	for (int i = 0; i < 1000; i++) {
		snprintf(addr, sizeof(addr), "10.0.%d.%d", i >> 8, i & 255);
		admission_know(*state, addr, "", NOW);
		ok += come(*state, &c[i], addr, NOW) == ADMISSION_OK ||
		    admission_admit(*state, &c[i], NOW) == ADMISSION_OK;
	}
	assert_int_equal(ok, 8 * limits.unauth_max);
	assert_int_equal(admission_unauthenticated(*state), ok);
}

static void
many_addresses_do_not_fill_it(void **state)
{
	struct admission_caller c, here[8];
	char addr[32];

	limits.links_address = 8;
	assert_int_equal(log_in(*state, here, "203.0.113.7", 8, NOW), 8);
	admission_ban(*state, "203.0.113.8", 600, NOW);
	admission_know(*state, "203.0.113.9", "", NOW);
	for (int i = 0; i < 3 * ADMISSION_ADDRESSES; i++) {
		snprintf(addr, sizeof(addr), "10.%d.%d.%d", i >> 16,
		    i >> 8 & 255, i & 255);
		assert_int_equal(come(*state, &c, addr, NOW + i), ADMISSION_OK);
		admission_add(*state, &c, 600, NOW + i);
		admission_gone(*state, &c);
		assert_true(admission_size(*state) <= ADMISSION_ADDRESSES);
	}
	/* who is connected, who waits and who was here is not forgotten */
	assert_int_equal(log_in(*state, &c, "203.0.113.7", 1, NOW), 1);
	assert_int_equal(
	    come(*state, &c, "203.0.113.8", NOW + 60000), ADMISSION_BANNED);
	for (int i = 0; i < 32; i++) {
		snprintf(addr, sizeof(addr), "198.51.100.%d", i);
		(void)come(*state, &c, addr, NOW + 60000);
	}
	assert_int_equal(
	    come(*state, &c, "203.0.113.9", NOW + 60000), ADMISSION_OK);
}

/* --- any order of events --- */

enum { ROUNDS = 60, STEPS = 3000, CALLERS = 300 };

/* Strangers of the office's own address, of others, and of a whole /48. */
static const char *
somewhere(char addr[64])
{
	int n = rand();

	if (n % 3 == 0)
		return OFFICE;
	if (n % 3 == 1)
		snprintf(addr, 64, "10.0.%d.%d", n >> 8 & 255, n >> 16 & 7);
	else
		snprintf(addr, 64, "2001:db8:1:%x::1", n >> 8 & 0xffff);
	return addr;
}

/* They connect, hold on, are refused, do harm, log in with keys of their own,
 * and hang up. */
static void
stranger(struct admission *p, struct admission_caller *c, bool *in, int64_t now)
{
	char addr[64], key[64];
	enum admission_verdict v;

	if (*in) {
		int n = rand() % 8;

		if (n < 3)
			admission_add(p, c, 10, now);
		if (n == 7 && !c->logged_in) {
			snprintf(key, sizeof(key), "SHA256:x%d", rand());
			(void)admission_logged_in(p, c, key, false, now);
			return;
		}
		admission_gone(p, c);
		*in = false;
		return;
	}
	v = admission_connect(p, c, somewhere(addr), now, rand() % 100);
	if (v == ADMISSION_DOOR && rand() % 2 == 0)
		v = admission_admit(p, c, now);
	*in = v == ADMISSION_OK;
}

/* One that is known comes: it has a place at once, or as soon as one that does
 * not log in has gone, which the front sees to, and its door is open. */
static void
comes_in(struct admission *p, const char *key, bool listed, int64_t now,
    struct admission_caller *all, bool *in)
{
	struct admission_caller c;
	enum admission_verdict v = admission_connect(p, &c, OFFICE, now, 0);

	for (int i = 0; v != ADMISSION_OK && i < CALLERS + 100; i++) {
		int n = rand() % CALLERS;

		v = admission_admit(p, &c, now);
		if (v == ADMISSION_RATE)
			now += 100;
		else if (v != ADMISSION_OK && in[n] && !all[n].logged_in) {
			admission_gone(p, &all[n]);
			in[n] = false;
		}
	}
	assert_int_equal(v, ADMISSION_OK);
	assert_true(admission_key_may(p, &c, key, listed, now));
	assert_true(admission_logged_in(p, &c, key, listed, now));
	admission_gone(p, &c);
}

static void
whatever_strangers_do_the_known_come_in(void **state)
{
	static struct admission_caller all[CALLERS];
	static bool in[CALLERS];

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		struct admission *p;
		int64_t now = NOW;

		srand((unsigned)round);
		limits_default(&limits);
		p = admission_new(&limits);
		memset(in, 0, sizeof(in));
		admission_know(p, OFFICE, "SHA256:client", now);
		for (int step = 0; step < STEPS; step++) {
			int n = rand() % CALLERS;

			now += rand() % 50;
			stranger(p, &all[n], &in[n], now);
			assert_true(admission_size(p) <= ADMISSION_ADDRESSES);
			assert_true(admission_unauthenticated(p) >= 0);
			assert_true(admission_unauthenticated(p) <= 8 * 32);
			if (step % 100 == 0)
				comes_in(p,
				    step % 200 != 0 ? "SHA256:client"
						    : "SHA256:anna",
				    step % 200 == 0, now, all, in);
		}
		for (int n = 0; n < CALLERS; n++)
			if (in[n])
				admission_gone(p, &all[n]);
		assert_int_equal(admission_unauthenticated(p), 0);
		admission_free(p);
	}
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(an_office_comes_at_once),
	    TEST(an_address_has_so_many_links),
	    TEST(silent_ones_leave_no_place_to_silent_ones),
	    TEST(where_one_is_known_there_are_more_places),
	    TEST(strangers_come_through_the_door_slowly),
	    TEST(penalties_add_up_to_a_limit),
	    TEST(who_hung_a_front_is_shut_out),
	    TEST(a_crowd_is_thinned_at_random),
	    TEST(loopback_is_exempt_only_when_configured),
	    TEST(wider_networks_have_their_share),
	    TEST(neighbours_of_a_known_one),
	    TEST(a_penalty_is_shared_out),
	    TEST(a_penalty_has_a_most),
	    TEST(the_chance_of_early_drop),
	    TEST(coming_again_and_again),
	    TEST(the_known_are_bounded_too),
	    TEST(many_addresses_do_not_fill_it),
	    cmocka_unit_test(whatever_strangers_do_the_known_come_in),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
