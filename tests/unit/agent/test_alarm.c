/* While the warning about a wrong check code stands: whatever the desk says and
 * in whatever order, the user reads it, nobody comes, and nothing but his own
 * deliberate answer leads on. */
#include "tests/unit/agent/questions.h"

#define WORDS "I have read it" /* on the only way out */

static const char *
another(const char *back)
{
	return strcmp(back, "00 00") == 0 ? "00 01" : "00 00";
}

static void
type_wrong(struct fake *f)
{
	fake_keys(f, another(f->back));
	fake_keys(f, "\r");
}

/* Of a technician who has come: the code that was read back is wrong, twice. */
static void
fail_code(struct fake *f)
{
	char code[SAS_TEXT_SIZE];

	exchange(f, code);
	say_code(f, true, 3);
	SEES(f, "reads four digits");
	type_wrong(f);
	SEES(f, "One try is left");
	type_wrong(f);
	WAIT_FOR(f, f->tech_down);
	SEES(f, WORDS);
}

static void
start_alarm(struct fake *f)
{
	start_queued(f);
	come(f, 1);
	fail_code(f);
}

/* --- the desk says anything --- */

static void
say_ended(struct fake *f)
{
	struct msg *m = msg_new(MSG_ENDED);

	msg_put_int(m, "ticket", 17);
	msg_put_str(m, "outcome", "solved");
	msg_put_int(m, "net_gr", 20000);
	msg_put_int(m, "vat_gr", 4600);
	msg_put_int(m, "gross_gr", 24600);
	inbox_send(&f->desk, msg_put_int(m, "worked_s", 2840));
}

static void
say_refused(struct fake *f)
{
	struct msg *m = msg_put_str(msg_new(MSG_REFUSED), "code", "bad");

	msg_put_int(m, "ticket", 17);
	inbox_send(&f->desk, msg_put_str(m, "text", "x"));
}

static void
say_ticket(struct fake *f, enum msg_kind kind)
{
	inbox_send(&f->desk, msg_put_int(msg_new(kind), "ticket", 17));
}

static void
desk_says(struct fake *f, int what)
{
	switch (what) {
	case 0:
		inbox_send(&f->desk, msg_new(MSG_LISTED));
		break;
	case 1:
		queue(f);
		break;
	case 2:
		say_ticket(f, MSG_RELEASED);
		break;
	case 3:
		say_refused(f);
		break;
	case 4:
		say_quote(f);
		break;
	case 5:
		say_rate(f);
		break;
	case 6:
		say_withdrawn(f);
		break;
	case 7:
		say_technician(f, "anna", "gone");
		break;
	case 8:
		say_clock(f, true);
		break;
	default:
		pick(f, 90 + what);
		break;
	}
}

/* He stands at the warning, and nothing that he types for others answers it. */
static void
stands(struct fake *f)
{
	fake_keys(f, "r\r");
	fake_run(f, 100);
	if (!fake_vt_has(f->vt, WORDS)) {
		fake_print(f);
		fail_msg("the warning is gone");
	}
	assert_int_equal(f->frames, 0);
	assert_null(inbox_find(&f->desk, MSG_CONSENT));
}

static void
read_it(struct fake *f)
{
	answer(f, "r");
	WAIT_FOR(f, !fake_vt_has(f->vt, WORDS));
}

static void
nobody_comes(struct fake *f, int visit)
{
	come(f, visit);
	WAIT_FOR(f, inbox_find(&f->talk, MSG_BYE) != NULL);
	assert_string_equal(
	    msg_str(inbox_find(&f->talk, MSG_BYE), "why"), "warned");
	assert_null(inbox_find(&f->talk, MSG_COMMIT));
}

static void
test_any_order(void **state)
{
	struct fake *f = *state;
	unsigned seed = 5;

	start_alarm(f);
	for (int i = 0; i < 24; i++) {
		seed = seed * 1103515245u + 12345u;
		desk_says(f, (int)((seed >> 16) % 10));
		if (i % 4 == 3)
			stands(f);
	}
	nobody_comes(f, 2);
	stands(f);
	/* the link breaks, and the lists come anew */
	link_abort(f->link);
	f->link = NULL;
	inbox_clear(&f->desk);
	greet(f);
	queue(f);
	stands(f);
	nobody_comes(f, 3);
	stands(f);
	read_it(f);
	SEES(f, "leave the queue");
}

/* The ticket is closed meanwhile: that comes after it, not instead of it. */
static void
test_ended(void **state)
{
	struct fake *f = *state;

	start_alarm(f);
	say_ended(f);
	stands(f);
	read_it(f);
	SEES(f, "246,00");
}

/* With a shell on the screen, from a visit before. */
static void
alarm_over_shell(struct fake *f)
{
	let_in(f, "y");
	fake_keys(f, "echo m$((40+2))e\r");
	SEES(f, "m42e");
	pick_as(f, 2, "Piotr Kowalski"); /* somebody else, for all he knows */
	WAIT_FOR(f, f->tech_down);
	inbox_clear(&f->desk);
	fake_visit(f, 2, f->tech_key);
	WAIT_FOR(f, f->tech_up);
	say_hello(f);
	fail_code(f);
}

/* Its keys are not answers, and it is still there afterwards. */
static void
test_over_the_shell(void **state)
{
	struct fake *f = *state;

	alarm_over_shell(f);
	say_quote(f);
	stands(f);
	assert_null(inbox_find(&f->desk, MSG_ANSWER));
	read_it(f);
	SEES(f, "m42e");
	SEES(f, "2 459,99");
}

/* F12 ends everything, and says so, here as anywhere. */
static void
test_panic(void **state)
{
	struct fake *f = *state;

	alarm_over_shell(f);
	fake_keys(f, "\033[24~");
	SEES(f, "You have ended the visit");
	WAIT_FOR(f, inbox_find(&f->desk, MSG_LEAVE) != NULL);
	fake_keys(f, "\033[24~");
	WAIT_FOR(f, fake_reap(f));
	assert_int_equal(f->status, 0);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
	    T(test_any_order),
	    T(test_ended),
	    T(test_over_the_shell),
	    T(test_panic),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
