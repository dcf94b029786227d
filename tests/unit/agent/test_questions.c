/* Questions about money have a focus of their own; one that goes by itself
 * answers nothing. */
#include "tests/unit/agent/questions.h"

/* Without the focus keys are the shell's, which stands still and reads them
 * afterwards; Esc and F6 lead back there. */
static void
test_focus(void **state)
{
	struct fake *f = *state;

	start(f, QUOTE);
	come_up(f, QUOTE);
	SEES(f, "F6: answer");
	fake_keys(f, "echo a$((40+2))d\r");
	fake_keys(f, "\033[17~");
	SEES(f, "Choose a letter");
	fake_keys(f, "zzz");
	fake_run(f, 100);
	assert_false(fake_vt_has(f->vt, "zzz"));
	SEES(f, "Too fast");
	fake_keys(f, "\033");
	SEES(f, "F6: answer");
	fake_keys(f, "echo b$((40+3))d\r");
	fake_run(f, 100);
	assert_null(answered(f, QUOTE));
	/* the letter twin */
	fake_keys(f, "\035");
	fake_keys(f, "a");
	SEES(f, "Choose a letter");
	answer(f, "d");
	WAIT_FOR(f, answered(f, QUOTE) != NULL);
	assert_false(msg_bool(answered(f, QUOTE), "yes"));
	SEES(f, "a42d");
	SEES(f, "b43d");
}

/* A question that goes the moment it is answered: nothing is counted, and the
 * Enter that was meant for it runs nothing. */
static void
test_gone_under_the_finger(void **state)
{
	struct fake *f = *state;

	start(f, QUOTE);
	fake_keys(f, "touch ~/ran");
	SEES(f, "touch");
	come_up(f, QUOTE);
	fake_keys(f, "\033[17~");
	SEES(f, "Choose a letter");
	fake_run(f, 600);
	fake_keys(f, "a");
	SEES(f, "Enter confirms");
	fake_run(f, 600);
	say_withdrawn(f);
	SEES(f, "was taken back");
	fake_keys(f, "\r");
	fake_run(f, 300);
	assert_null(answered(f, QUOTE));
	come_up(f, RATE);
	fake_keys(f, "\033[17~");
	SEES(f, "Choose a letter");
	fake_run(f, 600);
	fake_keys(f, "a");
	SEES(f, "Enter confirms");
	say_rated(f, "late");
	SEES(f, "No answer in time");
	fake_keys(f, "\r");
	fake_run(f, 300);
	assert_null(answered(f, RATE));
	fake_run(f, 300);
	fake_keys(f, "\025echo x$((1+1))y\r"); /* it was not run */
	SEES(f, "x2y");
}

/* The desk is gone: nothing was answered, and it is said so. */
static void
test_desk_gone(void **state)
{
	struct fake *f = *state;

	start(f, QUOTE);
	come_up(f, QUOTE);
	link_abort(f->tech);
	f->tech = NULL;
	link_abort(f->link);
	f->link = NULL;
	SEES(f, "link lost");
	fake_keys(f, "\033[17~");
	answer(f, "a");
	SEES(f, "nothing was answered");
	SEES(f, "F6: answer");
}

/* An answer counts when the desk has written it: until then that is said. */
static void
answer_is_being_written(struct fake *f, enum what what)
{
	start(f, what);
	say_clock(f, true);
	SEES(f, "worked 47 min");
	come_up(f, what);
	fake_keys(f, "\033[17~");
	SEES(f, "Choose a letter");
	answer(f, "a");
	WAIT_FOR(f, answered(f, what) != NULL);
	SEES(f, "being written");
}

static void
test_quote_is_being_written(void **state)
{
	struct fake *f = *state;

	answer_is_being_written(f, QUOTE);
	say_clock(f, true);
	WAIT_FOR(f, !fake_vt_has(f->vt, "being written"));
}

static void
test_rate_is_being_written(void **state)
{
	struct fake *f = *state;

	answer_is_being_written(f, RATE);
	say_clock(f, true); /* says nothing of it */
	fake_run(f, 100);
	SEES(f, "being written");
	say_rated(f, "");
	WAIT_FOR(f, !fake_vt_has(f->vt, "being written"));
}

static void
test_desk_gone_before_it_is_written(void **state)
{
	struct fake *f = *state;

	answer_is_being_written(f, QUOTE);
	link_abort(f->link);
	f->link = NULL;
	SEES(f, "before it was said to be written");
	assert_false(fake_vt_has(f->vt, "being written"));
	fake_keys(f, "\033[24~"); /* F12: what the desk has is not known */
	SEES(f, "At most 1 999,99 zł net");
	fake_run(f, 200);
	assert_false(fake_vt_has(f->vt, "trying again"));
}

/* A yes that is under way counts: who ends now is told the sum of it. */
static void
test_end_before_it_is_written(void **state)
{
	struct fake *f = *state;

	answer_is_being_written(f, QUOTE);
	fake_keys(f, "\033[24~"); /* F12 */
	SEES(f, "At most 1 999,99 zł net, 2 459,99 zł gross");
	SEES(f, "Your last yes is counted in that");
}

static void
test_end_before_a_rate_is_written(void **state)
{
	struct fake *f = *state;

	answer_is_being_written(f, RATE);
	fake_keys(f, "\033[24~");
	SEES(f, "At most 206,67 zł net, 254,20 zł gross");
	SEES(f, "Your last yes is counted in that");
}

static void
test_end_when_it_is_written(void **state)
{
	struct fake *f = *state;

	answer_is_being_written(f, QUOTE);
	say_clock(f, true); /* and not as accepted */
	WAIT_FOR(f, !fake_vt_has(f->vt, "being written"));
	fake_keys(f, "\033[24~");
	SEES(f, "At most 200,00 zł net, 246,00 zł gross");
	assert_false(fake_vt_has(f->vt, "Your last yes"));
}

/* What is not what its hash says is not shown. */
static void
test_forged_rate(void **state)
{
	struct fake *f = *state;
	char hash[QUOTE_HASH_SIZE];
	struct rate r;

	start(f, RATE);
	fill_rate(&r);
	rate_hash(&r, hash);
	r.net_gr = 1;
	inbox_send(&f->desk, parts_rate(&r, hash));
	come_up(f, QUOTE); /* comes after it */
	assert_false(fake_vt_has(f->vt, "Another price"));
}

/* That the last one needs no answer is not said below the next one. */
static void
test_said_of_the_last(void **state)
{
	struct fake *f = *state;

	start(f, QUOTE);
	come_up(f, QUOTE);
	say_withdrawn(f);
	SEES(f, "was taken back");
	come_up(f, QUOTE);
	WAIT_FOR(f, !fake_vt_has(f->vt, "was taken back"));
	SEES(f, "F6: answer");
}

/* That it was taken back would be untrue. */
static void
test_no_answer_in_time(void **state)
{
	struct fake *f = *state;
	struct msg *m = msg_about(MSG_WARN, 17);

	start(f, QUOTE);
	come_up(f, QUOTE);
	inbox_send(&f->desk, msg_put_word(m, "code", WARN_QUOTE_LATE));
	say_clock(f, true);
	SEES(f, "not answered in time");
	fake_run(f, 200);
	assert_false(fake_vt_has(f->vt, "taken back"));
	assert_false(fake_vt_has(f->vt, "F6: answer"));
}

/* Chat goes on where it was; the question waits for its end. */
static void
test_chat_is_not_torn_away(void **state)
{
	struct fake *f = *state;

	start(f, QUOTE);
	fake_keys(f, "\033[19~"); /* F8 */
	SEES(f, "Chat:");
	fake_keys(f, "hel");
	SEES(f, "hel");
	say_quote(f);
	SEES(f, "A question waits");
	fake_keys(f, "lo\r");
	WAIT_FOR(f, inbox_find(&f->talk, MSG_SAY) != NULL);
	assert_string_equal(
	    msg_str(inbox_find(&f->talk, MSG_SAY), "text"), "hello");
	fake_keys(f, "\033");
	SEES(f, "2 459,99");
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
	    T(test_focus),
	    T(test_gone_under_the_finger),
	    T(test_desk_gone),
	    T(test_quote_is_being_written),
	    T(test_rate_is_being_written),
	    T(test_desk_gone_before_it_is_written),
	    T(test_end_before_it_is_written),
	    T(test_end_before_a_rate_is_written),
	    T(test_end_when_it_is_written),
	    T(test_forged_rate),
	    T(test_said_of_the_last),
	    T(test_no_answer_in_time),
	    T(test_chat_is_not_torn_away),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
