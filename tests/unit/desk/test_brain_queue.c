/* Who finds a place in the queue, and who fills it. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/unit/desk/mini_brain.h"

static int64_t links;

static int
setup(void **state)
{
	mini_start();
	links = 10;
	return 0;
}

static int
teardown(void **state)
{
	mini_end();
	return 0;
}

static int64_t ask_from(int key, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* One more client who wants to wait; the number of his link. */
static int64_t
ask_from(int key, const char *fmt, ...)
{
	char addr[SOCK_ADDR_SIZE];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(addr, sizeof(addr), fmt, ap);
	va_end(ap);
	mini_up_from(++links, key, addr);
	mini_sayf(links, MINI_HELLO, MSG_VERSION);
	mini_join(links);
	return links;
}

static bool
waits(int64_t link)
{
	const struct brain_link *l = brain_link_find(mini.b, link);

	return l != NULL && l->ticket != NULL;
}

static void
an_office_behind_one_address(void **state)
{
	for (int i = 0; i < 40; i++)
		assert_true(waits(ask_from(2, "192.0.2.1")));
	assert_false(waits(ask_from(2, "192.0.2.1")));
	assert_true(mini_heard(links, "\"code\":\"busy\""));
	assert_true(waits(ask_from(2, "192.0.2.2")));
}

static void
networks_of_ipv6(void **state)
{
	mini.b->config.limits.tickets_address = 4;
	/* many addresses of one customer */
	for (int i = 0; i < 4; i++)
		assert_true(waits(ask_from(2, "2001:db8:1:100::%x", i)));
	assert_false(waits(ask_from(2, "2001:db8:1:100:99::1")));
	/* the /56 is one as well; the /48 has twice that */
	assert_false(waits(ask_from(2, "2001:db8:1:1ff::1")));
	for (int i = 2; i < 6; i++)
		assert_true(waits(ask_from(2, "2001:db8:1:%x00::1", i)));
	assert_false(waits(ask_from(2, "2001:db8:1:900::1")));
	assert_true(waits(ask_from(2, "2001:db8:2:900::1")));
	/* what is written differently is the same */
	assert_true(waits(ask_from(2, "::ffff:192.0.2.9")));
	for (int i = 0; i < 3; i++)
		assert_true(waits(ask_from(2, "192.0.2.9")));
	assert_false(waits(ask_from(2, "::ffff:192.0.2.9")));
}

/* 25 addresses with 8 clients each: the queue is full, and open for others. */
static void
a_crowd_does_not_shut_the_queue(void **state)
{
	int64_t first, last = 0;

	for (int a = 1; a <= 25; a++)
		for (int i = 0; i < 8; i++)
			last = ask_from(2, "198.51.100.%d", a);
	assert_in_range(mini_tickets(), 150, 150);
	assert_false(waits(last));
	first = ask_from(3, "192.0.2.1");
	assert_true(waits(first));
	assert_true(waits(ask_from(3, "192.0.2.2")));
	assert_int_equal(mini_tickets(), 150);
	assert_true(waits(first));
	/* and for all of an office that is smaller than their shares */
	assert_true(waits(ask_from(3, "192.0.2.1")));
	assert_true(mini_heard(-1, "\"outcome\":\"cancelled\""));
}

/* A solved ticket opens the last places. */
static void
known_clients_have_places(void **state)
{
	mini_work();
	mini_pass(2000);
	mini_say(1,
	    "{\"t\":\"end\",\"ticket\":1,\"outcome\":\"solved\","
	    "\"note\":\"\"}");
	mini.b->config.limits.queue_max = 4;
	for (int i = 0; i < 3; i++)
		assert_true(waits(ask_from(3, "192.0.2.%d", i + 10)));
	assert_false(waits(ask_from(3, "192.0.2.20")));
	assert_true(mini_heard(links, "\"code\":\"full\""));
	assert_true(waits(ask_from(2, "192.0.2.20")));
	assert_false(waits(ask_from(2, "192.0.2.21")));
}

/* Who is gone keeps his place, and takes none. */
static void
lost_ones_do_not_count(void **state)
{
	char secret[BRAIN_SECRET_SIZE];
	int64_t link;

	mini.b->config.limits.queue_max = 4;
	for (int i = 0; i < 12; i++) {
		link = ask_from(2 + i % 4, "192.0.2.%d", i + 1);
		assert_true(waits(link));
		memcpy(secret, brain_link_find(mini.b, link)->ticket->secret,
		    sizeof(secret));
		mini_down(link);
	}
	assert_int_equal(mini_tickets(), 4);
	mini_up(90, 2 + 11 % 4, secret);
	assert_true(waits(90));
	assert_true(waits(ask_from(2, "192.0.2.99")));
}

/* Of those who are gone as many are kept as may wait, and whoever was worked
 * for stays in any case: he is to be billed. */
static void
lost_ones_are_bounded(void **state)
{
	mini_work();
	mini_pass(2000);
	mini_say(1, "{\"t\":\"unclaim\",\"ticket\":1}");
	assert_int_equal(mini_ticket(1)->t.state, TICKET_WAITING);
	mini_down(10);
	mini.b->config.limits.queue_max = 2;
	for (int i = 0; i < 6; i++) {
		int64_t link = ask_from(3 + i % 3, "192.0.2.%d", i + 1);

		assert_true(waits(link));
		mini_down(link);
		assert_true(mini_tickets() <= 3);
		assert_non_null(mini_ticket(1));
	}
}

/* A place is made by the newest stranger of the network with the most; a known
 * client of the same network stays. */
static void
who_has_to_make_room(void **state)
{
	int64_t old, new, known;

	mini_work();
	mini_pass(2000);
	mini_say(1,
	    "{\"t\":\"end\",\"ticket\":1,\"outcome\":\"solved\","
	    "\"note\":\"\"}");
	mini.b->config.limits.queue_max = 4;
	old = ask_from(3, "198.51.100.1");
	new = ask_from(4, "198.51.100.1");
	known = ask_from(2, "198.51.100.1");
	assert_true(waits(old) && waits(new) && waits(known));
	assert_true(waits(ask_from(5, "192.0.2.1")));
	assert_true(waits(old));
	assert_false(waits(new));
	assert_true(waits(known));
}

/* An interface's name does not make another address, and the loopback is free
 * where the configuration says so. */
static void
local_addresses(void **state)
{
	mini.b->config.limits.tickets_address = 1;
	assert_true(waits(ask_from(2, "fe80::1%%eth0")));
	assert_false(waits(ask_from(3, "fe80::1%%eth0")));
	assert_true(waits(ask_from(3, "127.0.0.1")));
	assert_false(waits(ask_from(4, "127.0.0.1")));
	mini.b->config.limits.loopback_exempt = true;
	assert_true(waits(ask_from(4, "127.0.0.1")));
}

/* The desk's own limits of a card. */
static void
long_cards_are_refused(void **state)
{
	mini.b->config.limits.name_chars = 2;
	assert_false(waits(ask_from(2, "192.0.2.1")));
	assert_true(mini_heard(links, "\"code\":\"bad\""));
	mini.b->config.limits.name_chars = 3;
	mini.b->config.limits.phone_chars = 2;
	assert_false(waits(ask_from(2, "192.0.2.1")));
	assert_true(mini_heard(links, "phone: at most 2 characters"));
	mini.b->config.limits.phone_chars = 3;
	assert_true(waits(ask_from(2, "192.0.2.1")));
}

static void
a_waiting_one_can_be_sent_away(void **state)
{
	mini_up(1, 0, NULL);
	ask_from(2, "192.0.2.1");
	mini_forget();
	mini_say(1,
	    "{\"t\":\"end\",\"ticket\":1,\"outcome\":\"solved\","
	    "\"note\":\"\"}");
	mini_turn();
	assert_true(mini_heard(1, "\"refused\""));
	assert_int_equal(mini_tickets(), 1);
	/* nor as not solved: nobody spoke to him */
	mini_say(1,
	    "{\"t\":\"end\",\"ticket\":1,\"outcome\":\"unsolved\","
	    "\"note\":\"\"}");
	mini_turn();
	assert_int_equal(mini_tickets(), 1);
	/* by phone, before anybody was let in */
	mini_say(1, "{\"t\":\"called\",\"ticket\":1}");
	mini_say(1,
	    "{\"t\":\"end\",\"ticket\":1,\"outcome\":\"solved\","
	    "\"note\":\"\"}");
	mini_turn();
	assert_true(mini_heard(1, "\"net_gr\":0"));
	ask_from(3, "192.0.2.2");
	mini_forget();
	mini_say(1,
	    "{\"t\":\"end\",\"ticket\":2,\"outcome\":\"cancelled\","
	    "\"note\":\"\"}");
	mini_turn();
	assert_true(mini_heard(1, "\"done\",\"what\":\"end\""));
	assert_true(mini_heard(links, "\"outcome\":\"cancelled\""));
	assert_int_equal(mini_tickets(), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		an_office_behind_one_address, setup, teardown),
	    cmocka_unit_test_setup_teardown(networks_of_ipv6, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		a_crowd_does_not_shut_the_queue, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		known_clients_have_places, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		lost_ones_do_not_count, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		lost_ones_are_bounded, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		who_has_to_make_room, setup, teardown),
	    cmocka_unit_test_setup_teardown(local_addresses, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		long_cards_are_refused, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		a_waiting_one_can_be_sent_away, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
