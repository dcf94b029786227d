/*
 * A twin that is closed because it cannot follow: what waited in it has gone
 * the other way, and does not go over its line as well.
 */
#include "tests/unit/net/twins.h"

#define QUIET_TURNS 300

/* What still comes out of the line at the desk's side. */
static uint64_t
drain(struct line *n)
{
	uint8_t bytes[65536];
	uint64_t all = 0;
	ssize_t got;

	for (int quiet = 0; quiet < QUIET_TURNS; quiet++) {
		turns(1);
		got = recv(n->fd[1], bytes, sizeof bytes, MSG_DONTWAIT);
		if (got > 0) {
			all += (uint64_t)got;
			quiet = 0;
		}
	}
	return all;
}

static void
a_closed_twin_sends_no_more_of_it(void **state)
{
	struct end *a = &ends[AGENT];
	uint64_t before, given, sent;

	twins_open();
	twin_comes(AGENT);
	UNTIL(has_twin(AGENT));
	put(AGENT, 1000);
	assert_true(comes_through());
	before = a->wrote;
	line_hold(&a->twin.line, true);
	while (relay_has_twin_a(a->relay)) {
		put(AGENT, 16384);
		assert_true(comes_through());
	}
	given = a->wrote - before;
	sent = drain(&a->twin.line);
	assert_true(given > serve_conf.limits.out_pause);
	assert_true(sent + 200 * 1024 < given);
	assert_true(comes_through());
	twins_close();
}

#define T(f) cmocka_unit_test_setup_teardown(f, pair_setup, pair_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    T(a_closed_twin_sends_no_more_of_it),
	};

	return cmocka_run_group_tests(tests, NULL, pair_fini);
}
