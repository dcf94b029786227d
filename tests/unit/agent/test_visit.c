/* The agent against a desk and a technician under the test's control: what it
 * shows, what it lets through, and in which order. */
#include "shared/base/path.h"
#include "shared/core/limits.h"
#include "tests/unit/agent/story.h"

static void
test_steps_by_hand(void **state)
{
	struct fake *f = *state;
	const char *const none[] = {NULL};
	const struct msg *m;

	fake_start(f, none);
	greet(f);
	SEES(f, "1 of 3");
	SEES(f, "piotr");
	fake_keys(f, "\033[B\r");
	SEES(f, "2 of 3");
	fake_keys(f, "\033[B\r");
	SEES(f, "3 of 3");
	SEES(f, "200,00");
	/* a number that cannot be one is said at once, and stays in its field
	 */
	fake_keys(f, "Jan\r\r5260250275\r\rnie drukuje\r");
	SEES(f, "should be 4, not 5");
	assert_null(inbox_find(&f->desk, MSG_JOIN));
	fake_keys(f,
	    "\177"
	    "4\r\r\r");
	WAIT_FOR(f, inbox_find(&f->desk, MSG_JOIN) != NULL);
	m = inbox_find(&f->desk, MSG_JOIN);
	assert_string_equal(msg_str(m, "technician"), "anna");
	assert_string_equal(msg_str(m, "product"), "Gestor");
	assert_string_equal(msg_str(m, "name"), "Jan");
	assert_string_equal(msg_str(m, "problem"), "nie drukuje");
	assert_string_equal(msg_str(m, "nip"), "5260250274");
}

static void
test_visit(void **state)
{
	struct fake *f = *state;

	let_in(f, "y");
	assert_true(msg_bool(inbox_find(&f->desk, MSG_CHECKED), "ok"));
	assert_string_equal(granted(f), "view type");
	say_clock(f, true);
	SEES(f, "worked 47 min");
	SEES(f, "200,00");
	fake_type(f, "echo $((40+2))x\r");
	SEES(f, "42x");
	fake_keys(f, " "); /* the user's key brings the seconds */
	SEES(f, "0:47:2");
	say_clock(f, false);
	SEES(f, "paused by the technician");
	WAIT_FOR(f, fake_vt_has(f->tech_vt, "42x"));
	assert_false(fake_vt_has(f->tech_vt, "MAY TYPE"));
}

static void
test_nothing_before_consent(void **state)
{
	struct fake *f = *state;
	char code[SAS_TEXT_SIZE];

	start_queued(f);
	come(f, 1);
	fake_run(f, 100);
	assert_false(fake_vt_has(f->vt, "Let the technician in?"));
	exchange(f, code);
	compare_both(f);
	fake_keys(f, "y"); /* too early: it was meant for something else */
	fake_type(f, "touch ~/hacked\r");
	fake_run(f, 700);
	fake_keys(f, "\r"); /* Enter alone says nothing */
	fake_run(f, 200);
	assert_int_equal(f->frames, 0);
	assert_null(inbox_find(&f->desk, MSG_CONSENT));
	answer(f, "n");
	WAIT_FOR(f, inbox_find(&f->desk, MSG_CONSENT) != NULL);
	assert_false(msg_bool(inbox_find(&f->desk, MSG_CONSENT), "yes"));
	WAIT_FOR(f, f->tech_down);
	assert_int_equal(f->frames, 0);
}

static void
test_revoke_and_give(void **state)
{
	struct fake *f = *state;

	let_in(f, "y");
	fake_keys(f, "\033OQ"); /* F2 */
	WAIT_FOR(f, strcmp(granted(f), "view") == 0);
	SEES(f, "only WATCH");
	fake_type(f, "echo $((50+5))z\r");
	fake_run(f, 300);
	assert_false(fake_vt_has(f->vt, "55z"));
	fake_keys(f, "\033OR"); /* F3 */
	WAIT_FOR(f, strcmp(granted(f), "view type") == 0);
	fake_type(f, "echo $((60+6))z\r");
	SEES(f, "66z");
	assert_false(fake_vt_has(f->vt, "55z"));
}

static void
test_hide(void **state)
{
	struct fake *f = *state;

	let_in(f, "y");
	fake_keys(f, "\033OS"); /* F4 */
	SEES(f, "SCREEN HIDDEN");
	fake_keys(f, "echo $((70+7))s\r");
	SEES(f, "77s");
	fake_run(f, 300);
	assert_false(fake_vt_has(f->tech_vt, "77s"));
	fake_keys(f, "\033OS");
	WAIT_FOR(f, fake_vt_has(f->tech_vt, "77s"));
}

static int
count(const struct inbox *in, enum msg_kind kind)
{
	int n = 0;

	for (int i = 0; i < in->n; i++)
		n += msg_kind(in->msg[i]) == kind;
	return n;
}

/* A key that is held down must not look like an attack to either side. */
static void
test_held_key(void **state)
{
	struct fake *f = *state;

	let_in(f, "y");
	fake_run(f, 200);
	inbox_clear(&f->talk);
	inbox_clear(&f->desk);
	for (int i = 0; i < 40; i++)
		fake_keys(f, i % 2 ? "\033OR" : "\033OQ");
	fake_run(f, 800);
	assert_in_range(count(&f->talk, MSG_GRANTED), 1, 8);
	assert_true(count(&f->desk, MSG_RIGHTS) <= 8);
	assert_string_equal(granted(f), "view type");
	for (int i = 0; i < 41; i++)
		fake_keys(f, i % 2 ? "\033OR" : "\033OQ");
	WAIT_FOR(f, strcmp(granted(f), "view") == 0);
}

static void
test_three_wrong_codes(void **state)
{
	struct fake *f = *state;
	char code[SAS_TEXT_SIZE];

	start_queued(f);
	come(f, 1);
	exchange(f, code);
	say_code(f, false, 2);
	SEES(f, "Tries left: 2");
	say_code(
	    f, false, 2); /* what the console says is left does not count */
	say_code(f, false, 2);
	WAIT_FOR(f, f->tech_down);
	WAIT_FOR(f,
	    inbox_find(&f->desk, MSG_CHECKED) != NULL &&
		msg_int(inbox_find(&f->desk, MSG_CHECKED), "left") == 0);
	SEES(f, "typed wrong three times");
}

static const char *
another(const char *back)
{
	return strcmp(back, "00 00") == 0 ? "00 01" : "00 00";
}

/* What the console says is no proof: the user compares. */
static void
test_code_back_is_wrong(void **state)
{
	struct fake *f = *state;
	char code[SAS_TEXT_SIZE];

	start_queued(f);
	come(f, 1);
	exchange(f, code);
	say_code(f, true, 3);
	SEES(f, "reads four digits");
	fake_keys(f, "12\r"); /* not four digits: nothing is counted */
	fake_keys(f, "\177\177");
	fake_keys(f, another(f->back));
	fake_keys(f, "\r");
	SEES(f, "One try is left");
	fake_keys(f, another(f->back));
	fake_keys(f, "\r");
	WAIT_FOR(f, f->tech_down);
	SEES(f, "Nobody was let in");
	assert_string_equal(
	    msg_str(inbox_find(&f->talk, MSG_BYE), "why"), "back");
	assert_int_equal(msg_int(inbox_find(&f->desk, MSG_CHECKED), "left"), 0);
	assert_null(inbox_find(&f->desk, MSG_CONSENT));
	assert_int_equal(f->frames, 0);
	/* nor the next one, before the user has read that */
	come(f, 2);
	WAIT_FOR(f, inbox_find(&f->talk, MSG_BYE) != NULL);
	assert_string_equal(
	    msg_str(inbox_find(&f->talk, MSG_BYE), "why"), "warned");
	SEES(f, "Nobody was let in");
	/* by typing that was meant for the shell he has not */
	for (int i = 0; i < 5; i++) {
		fake_keys(f, "ls -l r\r");
		fake_run(f, 300);
	}
	SEES(f, "I have read it");
	fake_run(f, 600);
	fake_keys(f, "r");
	fake_run(f, 600);
	fake_keys(f, "\r");
	SEES(f, "leave the queue");
	come(f, 3);
	exchange(f, code);
	compare_both(f);
}

/* Whoever is in the middle cannot begin anew until two codes meet. */
static void
test_exchanges_are_counted(void **state)
{
	struct fake *f = *state;
	char code[SAS_TEXT_SIZE];

	start_queued(f);
	for (int i = 1; i <= SAS_EXCHANGES; i++) {
		come(f, i);
		exchange(f, code);
		pick(f, i + 1);
		WAIT_FOR(f, f->tech_down);
	}
	come(f, SAS_EXCHANGES + 1);
	WAIT_FOR(f, inbox_find(&f->talk, MSG_BYE) != NULL);
	assert_null(inbox_find(&f->talk, MSG_COMMIT));
	SEES(f, "begun again too often");
	assert_false(msg_bool(inbox_find(&f->desk, MSG_CHECKED), "ok"));
}

static void
test_another_key_is_refused(void **state)
{
	struct fake *f = *state;
	struct key *other = key_generate("mallory");

	start_queued(f);
	pick(f, 1);
	SEES(f, "anna takes care");
	fake_visit(f, 1, other);
	WAIT_FOR(f, f->tech_down);
	assert_false(f->tech_up);
	key_free(other);
}

/* A yes to the box about one technician lets no other one in. */
static void
test_replaced_during_consent(void **state)
{
	struct fake *f = *state;
	struct key *own = f->tech_key;
	char code[SAS_TEXT_SIZE];

	start_queued(f);
	come(f, 1);
	exchange(f, code);
	compare_both(f);
	fake_run(f, 600);
	f->tech_key = key_generate("mallory");
	pick(f, 2);
	WAIT_FOR(f, f->tech_down);
	WAIT_FOR(f, !fake_vt_has(f->vt, "Let the technician in?"));
	fake_visit(f, 2, f->tech_key);
	WAIT_FOR(f, f->tech_up);
	say_hello(f);
	assert_true(msg_bool(inbox_find(&f->talk, MSG_WELCOME), "code"));
	fake_keys(f, "y");
	fake_run(f, 300);
	assert_null(inbox_find(&f->desk, MSG_CONSENT));
	assert_int_equal(f->frames, 0);
	key_free(own);
}

/* Both links are heard of meanwhile: only the question waits. */
static void
twenty_seconds(struct fake *f)
{
	kill(f->pid, SIGUSR1);
	say_clock(f, false);
	fake_heard(f, &f->desk);
	if (f->talk.chan != NULL)
		fake_heard(f, &f->talk);
}

/* Two minutes of silence are a no for the desk and the technician, with the
 * reason, and nothing asks again by itself. */
static void
test_silence_is_a_no(void **state)
{
	struct fake *f = *state;
	char code[SAS_TEXT_SIZE];
	const struct msg *m;

	start_queued(f);
	come(f, 1);
	exchange(f, code);
	compare_both(f);
	for (int s = 0; s < LIMIT_consent_s - 20; s += 20)
		twenty_seconds(f);
	assert_null(inbox_find(&f->desk, MSG_CONSENT));
	assert_true(fake_vt_has(f->vt, "Let the technician in?"));
	twenty_seconds(f);
	WAIT_FOR(f, (m = inbox_find(&f->desk, MSG_CONSENT)) != NULL);
	assert_false(msg_bool(m, "yes"));
	assert_string_equal(msg_str(m, "rights"), "");
	WAIT_FOR(f, inbox_find(&f->talk, MSG_GRANTED) != NULL);
	assert_string_equal(granted(f), "");
	assert_string_equal(
	    msg_str(inbox_find(&f->talk, MSG_GRANTED), "why"), "timeout");
	WAIT_FOR(f, f->tech_down);
	SEES(f, "nobody was let in");
	fake_keys(f, "y");
	fake_run(f, 700);
	fake_keys(f, "\r");
	twenty_seconds(f);
	assert_false(fake_vt_has(f->vt, "Let the technician in?"));
	assert_int_equal(f->frames, 0);
	assert_string_equal(granted(f), "");
}

/* Nor does the desk change the name in the box: what was compared is void. */
static void
test_renamed_during_consent(void **state)
{
	struct fake *f = *state;
	char code[SAS_TEXT_SIZE];

	start_queued(f);
	come(f, 1);
	exchange(f, code);
	compare_both(f);
	SEES(f, "Let the technician in?");
	pick_as(f, 1, "your bank");
	WAIT_FOR(f, f->tech_down);
	WAIT_FOR(f, !fake_vt_has(f->vt, "Let the technician in?"));
	assert_null(inbox_find(&f->desk, MSG_CONSENT));
}

static bool
is_hacked(struct fake *f)
{
	char *path = path_join(f->home, "hacked");
	bool yes = access(path, F_OK) == 0;

	free(path);
	return yes;
}

/* What one technician was given is not there for the next, who has passed the
 * code and waits for his own consent. */
static void
test_rights_are_not_inherited(void **state)
{
	struct fake *f = *state;
	struct key *own = f->tech_key;
	char code[SAS_TEXT_SIZE];

	let_in(f, "y");
	f->tech_key = key_generate("mallory");
	pick(f, 2);
	WAIT_FOR(f, f->tech_down);
	fake_visit(f, 2, f->tech_key);
	WAIT_FOR(f, f->tech_up);
	say_hello(f);
	exchange(f, code);
	SEES(f, code);
	compare_both(f);
	fake_type(f, "touch ~/hacked\r");
	fake_run(f, 500);
	assert_false(is_hacked(f));
	assert_int_equal(f->frames, 0);
	key_free(own);
}

/* Neither a visit that is replaced nor one that fails makes the grace longer:
 * when it is over, the same technician is asked for a code again. */
static void
test_grace_is_not_made_longer(void **state)
{
	struct fake *f = *state;

	f->grace_s = 1;
	let_in(f, "y");
	pick(f, 2);
	WAIT_FOR(f, f->tech_down);
	fake_run(f, 600);
	fake_visit(f, 2, f->tech_key);
	WAIT_FOR(f, f->tech_up);
	link_abort(f->tech);
	f->tech = NULL;
	fake_run(f, 600);
	fake_visit(f, 2, f->tech_key);
	WAIT_FOR(f, f->tech_up);
	say_hello(f);
	assert_true(msg_bool(inbox_find(&f->talk, MSG_WELCOME), "code"));
	fake_type(f, "touch ~/hacked\r");
	fake_run(f, 200);
	assert_false(is_hacked(f));
}

/* What was typed ahead and not yet read goes with the right to type. */
static void
test_typed_ahead_is_revoked(void **state)
{
	struct fake *f = *state;

	let_in(f, "y");
	fake_type(f, "echo as$((1))ep; " FAKE_BUSY "echo aw$((2))ke\r");
	SEES(f, "as1ep");
	fake_type(f, "touch ~/hacked\r");
	SEES(f, "touch");
	fake_keys(f, "\033OQ"); /* F2 */
	WAIT_FOR(f, strcmp(granted(f), "view") == 0);
	fake_go(f);
	SEES(f, "aw2ke");
	fake_run(f, 300);
	assert_false(is_hacked(f));
}

static void
test_resume(void **state)
{
	struct fake *f = *state;

	let_in(f, "y");
	link_abort(f->tech);
	f->tech = NULL;
	SEES(f, "not connected");
	link_abort(f->link);
	f->link = NULL;
	inbox_clear(&f->desk);
	greet(f); /* it comes back by itself */
	assert_string_equal(
	    msg_str(inbox_find(&f->desk, MSG_HELLO), "resume"), "s3cret");
	queue(f);
	pick(f, 2);
	fake_heard(f, &f->desk);
	fake_visit(f, 2, f->tech_key);
	WAIT_FOR(f, f->tech_up);
	say_hello(f);
	assert_false(msg_bool(inbox_find(&f->talk, MSG_WELCOME), "code"));
	WAIT_FOR(f, strcmp(granted(f), "view type") == 0);
	WAIT_FOR(f, inbox_find(&f->desk, MSG_CONSENT) != NULL);
	WAIT_FOR(f, f->frames > 0);
}

/* The yes was for a person: under another name the same key starts anew. */
static void
test_renamed_after_a_break(void **state)
{
	struct fake *f = *state;

	let_in(f, "y");
	link_abort(f->tech);
	f->tech = NULL;
	SEES(f, "not connected");
	pick_as(f, 2, "Piotr Kowalski");
	fake_visit(f, 2, f->tech_key);
	WAIT_FOR(f, f->tech_up);
	say_hello(f);
	assert_true(msg_bool(inbox_find(&f->talk, MSG_WELCOME), "code"));
	fake_run(f, 200);
	assert_int_equal(f->frames, 0);
}

static void
test_wrong_desk_key(void **state)
{
	struct fake *f = *state;
	struct key *own = f->host_key;

	/* the agent is told one key, the desk shows another */
	fake_start(f, card);
	f->host_key = key_generate("other");
	WAIT_FOR(f, fake_reap(f));
	assert_int_equal(f->status, AGENT_EXIT_KEY);
	SEES(f, "SHA256:");
	assert_false(f->forwarded);
	key_free(own);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
	    T(test_steps_by_hand),
	    T(test_visit),
	    T(test_nothing_before_consent),
	    T(test_revoke_and_give),
	    T(test_hide),
	    T(test_held_key),
	    T(test_three_wrong_codes),
	    T(test_code_back_is_wrong),
	    T(test_exchanges_are_counted),
	    T(test_renamed_during_consent),
	    T(test_silence_is_a_no),
	    T(test_another_key_is_refused),
	    T(test_replaced_during_consent),
	    T(test_rights_are_not_inherited),
	    T(test_grace_is_not_made_longer),
	    T(test_typed_ahead_is_revoked),
	    T(test_resume),
	    T(test_renamed_after_a_break),
	    T(test_wrong_desk_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
