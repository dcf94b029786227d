/* What must not wait: the echo of anybody's key, and the card of a client who
 * has told all of it. */
#include "shared/term/viewer.h"
#include "tests/unit/agent/story.h"

#define ECHOES 30
#define ECHO_TRIES 5 /* the machine may be busy */

/* How long so many keys of the user take, each behind the echo of the one
 * before at the technician; the best of some tries. */
static int64_t
echoes_ms(struct fake *f)
{
	int64_t best_ms = INT64_MAX, begin_ms;
	char line[ECHOES + 1] = "";

	for (int try = 0; try < ECHO_TRIES; try++) {
		memset(line, 0, sizeof(line));
		begin_ms = clock_ms();
		for (int i = 0; i < ECHOES; i++) {
			line[i] = (char)('a' + try);
			fake_keys(f, (char[]){line[i], '\0'});
			WAIT_FOR(f, fake_vt_has(f->tech_vt, line));
		}
		if (clock_ms() - begin_ms < best_ms)
			best_ms = clock_ms() - begin_ms;
		fake_keys(f, "\025"); /* as if nothing had been typed */
		WAIT_FOR(f, !fake_vt_has(f->tech_vt, line));
	}
	return best_ms;
}

/* Else a flood's interval lies between their echoes. */
static void
test_the_users_keys_are_urgent_for_all(void **state)
{
	struct fake *f = *state;

	let_in(f, "y");
	fake_keys(f, "exec cat\r");
	fake_run(f, 200);
	assert_true(
	    echoes_ms(f) < (ECHOES - VIEWER_BURST) * VIEWER_FRAME_MS / 2);
}

/* What needs no look at the desk's lists goes with hello; what the desk then
 * refuses is looked up, and asked. */
static void
test_join_goes_with_hello(void **state)
{
	struct fake *f = *state;
	struct msg *m;

	fake_start(f, card);
	WAIT_FOR(f, inbox_find(&f->desk, MSG_JOIN) != NULL);
	assert_true(inbox_find(&f->desk, MSG_HELLO) == f->desk.msg[0]);
	greet(f); /* it was silent so far */
	inbox_clear(&f->desk);
	fake_heard(f, &f->desk);
	assert_null(inbox_find(&f->desk, MSG_JOIN)); /* not once more */
	m = msg_put_str(msg_new(MSG_REFUSED), "code", "full");
	inbox_send(&f->desk, msg_put_str(m, "text", "full"));
	WAIT_FOR(f, inbox_find(&f->desk, MSG_JOIN) != NULL);
	m = msg_put_str(msg_new(MSG_REFUSED), "code", "full");
	inbox_send(&f->desk, msg_put_str(m, "text", "full"));
	SEES(f, "queue is full");
}

static void
test_what_is_given_is_not_asked(void **state)
{
	struct fake *f = *state;
	const struct msg *m;

	start_queued(f);
	m = inbox_find(&f->desk, MSG_JOIN);
	assert_string_equal(msg_str(m, "technician"), "any");
	assert_string_equal(msg_str(m, "product"), "Subiekt");
	assert_string_equal(msg_str(m, "name"), "Jan Nowak");
	assert_string_equal(msg_str(m, "problem"), "no printout");
	SEES(f, "Serwis ABC");
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
	    T(test_the_users_keys_are_urgent_for_all),
	    T(test_join_goes_with_hello),
	    T(test_what_is_given_is_not_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
