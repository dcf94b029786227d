/* How a visit ends: by the user, by his window, by the shell, by the
 * technician. Nothing that was shared may stay. */
#include "tests/unit/agent/story.h"

/* The process that the shared shell has left, by the number that it wrote. */
static bool
sleeper_lives(const struct fake *f)
{
	char path[128], word[8] = "";
	int pid = 0;
	FILE *in;

	snprintf(path, sizeof(path), "%s/sleeper", f->home);
	in = fopen(path, "r");
	if (in != NULL) {
		if (fscanf(in, "%d", &pid) != 1)
			pid = 0;
		fclose(in);
	}
	snprintf(path, sizeof(path), "/proc/%d/cmdline", pid);
	in = pid > 0 ? fopen(path, "r") : NULL;
	if (in == NULL)
		return false;
	if (fread(word, 1, 5, in) != 5) /* none of a dead one */
		word[0] = '\0';
	fclose(in);
	return str_eq(word, "sleep");
}

static void
test_panic(void **state)
{
	struct fake *f = *state;

	let_in(f, "y");
	fake_keys(f, "sleep 98765 & echo $! >~/sleeper\r");
	WAIT_FOR(f, sleeper_lives(f));
	fake_keys(f, "\033[24~"); /* F12 */
	SEES(f, "You have ended the visit");
	WAIT_FOR(f, f->tech_down);
	WAIT_FOR(f, inbox_find(&f->desk, MSG_LEAVE) != NULL);
	WAIT_FOR(f, f->link == NULL);
	WAIT_FOR(f, !sleeper_lives(f));
	fake_run(f, 600);
	fake_keys(f, "\r");
	WAIT_FOR(f, fake_reap(f));
	assert_int_equal(f->status, 0);
}

static void
test_window_closed(void **state)
{
	struct fake *f = *state;

	let_in(f, "y");
	kill(f->pid, SIGHUP);
	WAIT_FOR(f, inbox_find(&f->desk, MSG_LEAVE) != NULL);
	WAIT_FOR(f, fake_reap(f));
	assert_int_equal(f->status, 128 + SIGHUP);
}

static void
test_shell_ends(void **state)
{
	struct fake *f = *state;

	let_in(f, "y");
	fake_keys(f, "exit\r");
	SEES(f, "The shell has ended");
	WAIT_FOR(f, inbox_find(&f->desk, MSG_LEAVE) != NULL);
	WAIT_FOR(f, f->tech_down);
}

static void
test_end_and_receipt(void **state)
{
	struct fake *f = *state;
	struct msg *m;
	char command[200];

	let_in(f, "y");
	m = msg_new(MSG_ENDED);
	msg_put_int(m, "ticket", 17);
	msg_put_str(m, "outcome", "solved");
	msg_put_int(m, "net_gr", 20000);
	msg_put_int(m, "vat_gr", 4600);
	msg_put_int(m, "gross_gr", 24600);
	inbox_send(&f->desk, msg_put_int(m, "worked_s", 2840));
	m = msg_new(MSG_RECEIPT);
	msg_put_int(m, "ticket", 17);
	msg_put_str(m, "text", "a  rz\xc4\x99\x64\033[2J\xc2\x9b");
	inbox_send(&f->desk, msg_put_bool(m, "last", true));
	SEES(f, "246,00");
	SEES(f, "receipts/");
	SEES(f, "CAREFUL: the signature of the receipt is wrong");
	m = msg_new(MSG_RECEIPT);
	msg_put_int(m, "ticket", 17);
	msg_put_str(m, "text", "another one");
	inbox_send(&f->desk, msg_put_bool(m, "last", true));
	WAIT_FOR(f, f->tech_down);
	fake_heard(f, &f->desk);
	/* what a terminal would obey is not in the file, nor is a second one */
	snprintf(command, sizeof(command),
	    "test \"$(cat $(find '%s' -name '*-17.txt'))\" = "
	    "'a  rz\xc4\x99\x64?[2J?'",
	    f->home);
	assert_int_equal(system(command), 0);
	fake_run(f, 600);
	/* it can be read where it is, and is left by any key */
	fake_keys(f, "p");
	SEES(f, "the receipt");
	SEES(f, "?[2J?");
	fake_keys(f, "\r");
	SEES(f, "246,00");
	fake_run(f, 600);
	fake_keys(f, "\r");
	WAIT_FOR(f, fake_reap(f));
	assert_int_equal(f->status, 0);
}

/* A line of his is read at once; no key is taken for it. */
static void
test_chat_is_seen(void **state)
{
	struct fake *f = *state;

	let_in(f, "y");
	inbox_send(
	    &f->talk, msg_put_str(msg_new(MSG_SAY), "text", "please wait"));
	SEES(f, "anna: please wait  F8: answer");
	fake_keys(f, "echo k$((1+1))k\r");
	SEES(f, "k2k");
}

/* F1 has the keys at a prompt; a program that fills the screen has F1. */
static void
test_help_key(void **state)
{
	struct fake *f = *state;

	let_in(f, "y");
	fake_keys(f, "\033OP");
	SEES(f, "Keys: any key closes this");
	SEES(f, "or Ctrl-] t");
	fake_keys(f, "x");
	WAIT_FOR(f, !fake_vt_has(f->vt, "Keys: any key"));
	fake_keys(f, "printf '\\033[?1049h'; echo f$((1+1))ll; cat\r");
	SEES(f, "f2ll");
	fake_keys(f, "\033OP");
	SEES(f, "^[OP");
	assert_false(fake_vt_has(f->vt, "Keys: any key"));
}

/* Who goes back a step finds what he had typed. */
static void
test_form_keeps(void **state)
{
	static const char *const some[] = {
	    "--technician", "any", "--product", "Subiekt", NULL};
	struct fake *f = *state;

	fake_start(f, some);
	greet(f);
	SEES(f, "Your name");
	fake_keys(f, "Ewa Lis");
	SEES(f, "Ewa Lis");
	fake_keys(f, "\033");
	SEES(f, "Which program is it about?");
	fake_keys(f, "\r");
	SEES(f, "Your name");
	SEES(f, "Ewa Lis");
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
	    T(test_panic),
	    T(test_window_closed),
	    T(test_shell_ends),
	    T(test_end_and_receipt),
	    T(test_chat_is_seen),
	    T(test_help_key),
	    T(test_form_keeps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
