/* While a question of the technician's stands: he types nothing, nothing of the
 * share runs, and afterwards all goes on as it was. */
#include <fcntl.h>
#include <sys/ioctl.h>

#include "shared/base/path.h"
#include "shared/wire/parts.h"
#include "tests/unit/agent/story.h"

static void
ask(struct fake *f, const char *right)
{
	inbox_send(&f->talk, msg_put_str(msg_new(MSG_ASK), "right", right));
}

static void
quote(struct fake *f)
{
	struct quote q = {.ticket = 17,
	    .number = 3,
	    .form = QUOTE_FIRST,
	    .line = "database",
	    .net_gr = 199999,
	    .vat_gr = 46000,
	    .total_gr = 199999,
	    .total_vat_gr = 46000,
	    .text = "rebuild the database"};
	char hash[QUOTE_HASH_SIZE];

	quote_hash(&q, hash);
	inbox_send(&f->desk, parts_quote(&q, hash));
}

static void
withdraw(struct fake *f)
{
	struct msg *m = msg_put_int(msg_new(MSG_WITHDRAWN), "ticket", 17);

	msg_put_int(m, "quote", 3);
	inbox_send(&f->desk, msg_put_str(m, "why", "withdrawn"));
}

static bool
has_file(struct fake *f, const char *name)
{
	char *path = path_join(f->home, name);
	bool yes = access(path, F_OK) == 0;

	free(path);
	return yes;
}

/* Bytes in a file of the home folder; -1 without it. */
static long
file_size(struct fake *f, const char *name)
{
	char *path = path_join(f->home, name);
	FILE *file = fopen(path, "r");
	long size = -1;

	if (file != NULL) {
		fseek(file, 0, SEEK_END);
		size = ftell(file);
		fclose(file);
	}
	free(path);
	return size;
}

static bool
grows(struct fake *f, const char *name)
{
	long before = file_size(f, name);

	fake_run(f, 400);
	return file_size(f, name) > before;
}

/* Two that write as fast as they can, one of which has left the session. */
static void
start_writers(struct fake *f)
{
	fake_type(f,
	    "setsid sh -c 'while :; do echo a >>~/far; sleep 0.02; done' & "
	    "while :; do echo a >>~/near; sleep 0.02; done\r");
	WAIT_FOR(f, file_size(f, "near") > 0 && file_size(f, "far") > 0);
}

static void
test_quote_stops_all(void **state)
{
	struct fake *f = *state;

	let_in(f, "y");
	start_writers(f);
	quote(f);
	SEES(f, "2 459,99");
	SEES(f, "all stands still");
	WAIT_FOR(f, strcmp(granted(f), "view") == 0);
	assert_false(grows(f, "near"));
	assert_false(grows(f, "far"));
	withdraw(f);
	SEES(f, "MAY TYPE");
	WAIT_FOR(f, strcmp(granted(f), "view type") == 0);
	assert_true(grows(f, "near"));
	assert_true(grows(f, "far"));
}

/* So that there is a right to ask for. */
static void
only_watch(struct fake *f)
{
	fake_keys(f, "\033OQ");
	SEES(f, "only WATCH");
}

/* What he types meanwhile is gone, and so is what he typed just before. */
static void
test_nothing_is_replayed(void **state)
{
	struct fake *f = *state;

	let_in(f, "y");
	fake_type(f, "echo as$((1))ep; " FAKE_BUSY "echo aw$((2))ke\r");
	SEES(f, "as1ep");
	fake_type(f, "touch ~/before\r");
	SEES(f, "touch");
	quote(f);
	SEES(f, "2 459,99");
	fake_type(f, "touch ~/during\r");
	fake_go(f);
	fake_run(f, 300);
	withdraw(f);
	WAIT_FOR(f, strcmp(granted(f), "view type") == 0);
	SEES(f, "aw2ke");
	fake_type(f, "touch ~/after\r");
	WAIT_FOR(f, has_file(f, "after"));
	assert_false(has_file(f, "before"));
	assert_false(has_file(f, "during"));
}

/* Whatever way it ends: the technician goes, the link breaks, the user ends. */
static void
test_ends_of_a_question(void **state)
{
	struct fake *f = *state;

	let_in(f, "y");
	start_writers(f);
	only_watch(f);
	ask(f, "type");
	SEES(f, "all stands still");
	assert_false(grows(f, "near"));
	link_abort(f->tech); /* nobody is there who asks */
	f->tech = NULL;
	SEES(f, "not connected");
	assert_true(grows(f, "near"));
	quote(f);
	SEES(f, "2 459,99");
	assert_false(grows(f, "far"));
	fake_keys(f, "\033[24~"); /* F12 */
	SEES(f, "You have ended the visit");
	fake_run(f, 300);
	assert_false(grows(f, "far"));
	assert_false(grows(f, "near"));
}

/* He asks, is told no and comes back by himself, as often as he likes: that is
 * no way to ask again. */
static void
test_no_outlives_the_link(void **state)
{
	struct fake *f = *state;

	let_in(f, "y");
	only_watch(f);
	ask(f, "type");
	SEES(f, "asks for a right");
	answer(f, "n");
	SEES(f, "only WATCH");
	for (int i = 2; i < 4; i++) {
		link_abort(f->tech);
		f->tech = NULL;
		SEES(f, "not connected");
		pick(f, i);
		fake_visit(f, i, f->tech_key);
		WAIT_FOR(f, f->tech_up);
		say_hello(f);
		WAIT_FOR(f, strcmp(granted(f), "view") == 0);
		inbox_clear(&f->talk);
		ask(f, "type");
		/* he is told at once what he has */
		WAIT_FOR(f, strcmp(granted(f), "view") == 0);
		assert_string_equal(
		    msg_str(inbox_find(&f->talk, MSG_GRANTED), "why"), "");
		assert_false(fake_vt_has(f->vt, "asks for a right"));
	}
}

/* A process that was stopped before stays stopped. */
static void
test_only_what_was_stopped(void **state)
{
	struct fake *f = *state;

	let_in(f, "y");
	fake_type(f, "(while :; do echo a >>~/bg; sleep 0.02; done) & p=$!\r");
	WAIT_FOR(f, file_size(f, "bg") > 0);
	fake_type(f, "kill -STOP $p; echo sto$((1))ped\r");
	SEES(f, "sto1ped");
	assert_false(grows(f, "bg"));
	quote(f);
	SEES(f, "2 459,99");
	withdraw(f);
	SEES(f, "MAY TYPE");
	assert_false(grows(f, "bg"));
}

/* Any order of questions and ends: never does anything run while one stands,
 * and always does it run when none does. */
static void
test_any_order(void **state)
{
	struct fake *f = *state;
	unsigned seed = 7;
	bool quoted = false, asked = false;

	let_in(f, "y");
	start_writers(f);
	only_watch(f);
	for (int i = 0; i < 16; i++) {
		inbox_clear(&f->talk);
		inbox_clear(&f->desk);
		seed = seed * 1103515245u + 12345u;
		switch ((seed >> 16) % 4) {
		case 0:
			quote(f);
			quoted = true;
			break;
		case 1:
			withdraw(f);
			quoted = false;
			break;
		case 2:
			ask(f, "type");
			asked = true;
			break;
		default: /* F8 over it, and away again */
			fake_keys(f, "\033[19~");
			fake_run(f, 50);
			fake_keys(f, "\033[19~");
			break;
		}
		fake_run(f, 300);
		assert_int_equal(grows(f, "near"), !quoted && !asked);
		assert_int_equal(
		    fake_vt_has(f->vt, "all stands still"), quoted || asked);
	}
}

/* Nobody but root can open the user's terminal, and the bars come back. */
static void
test_terminal(void **state)
{
	struct fake *f = *state;
	int exclusive = 0, slave;
	char name[64], path[64];

	let_in(f, "y");
	assert_int_equal(ptsname_r(f->pty, name, sizeof(name)), 0);
	snprintf(path, sizeof(path), "/proc/%d/fd/0", (int)f->pid);
	slave = open(path, O_RDWR | O_NOCTTY);
	if (geteuid() != 0) {
		assert_int_equal(slave, -1);
		return;
	}
	assert_true(slave >= 0);
	assert_int_equal(ioctl(slave, TIOCGEXCL, &exclusive), 0);
	assert_int_equal(exclusive, 1);
	/* the bars may come back in the very same moment */
	for (int i = 0; i < 100 && !fake_vt_has(f->vt, "nobody"); i++) {
		if (i % 10 == 0)
			assert_true(write(slave,
			    "\033[23;1Hnobody\033[1;10r\033[7m\033[K", 25));
		fake_turn(f);
	}
	SEES(f, "nobody");
	WAIT_FOR(f, !fake_vt_has(f->vt, "nobody"));
	SEES(f, "MAY TYPE");
	fake_keys(f, "\033[24~");
	SEES(f, "You have ended the visit");
	fake_keys(f, "\033[24~");
	WAIT_FOR(f, fake_reap(f));
	assert_int_equal(ioctl(slave, TIOCGEXCL, &exclusive), 0);
	assert_int_equal(exclusive, 0);
	close(slave);
}

/* Killed, the agent still leaves the terminal open to others. */
static void
test_terminal_after_kill(void **state)
{
	struct fake *f = *state;
	int exclusive = 1, slave;
	char path[64];

	let_in(f, "y");
	snprintf(path, sizeof(path), "/proc/%d/fd/0", (int)f->pid);
	slave = open(path, O_RDWR | O_NOCTTY);
	if (slave < 0)
		return; /* only root can look */
	kill(f->pid, SIGKILL);
	WAIT_FOR(f, fake_reap(f));
	WAIT_FOR(f, ioctl(slave, TIOCGEXCL, &exclusive) == 0 && exclusive == 0);
	close(slave);
}

/* What the program has no other way to get; it gives no right away. */
static void
test_f_keys_behind_the_prefix(void **state)
{
	struct fake *f = *state;

	let_in(f, "y");
	fake_keys(f, "\033OQ"); /* F2 */
	WAIT_FOR(f, strcmp(granted(f), "view") == 0);
	fake_keys(f, "cat -v\r");
	fake_keys(f, "\035");
	SEES(f, "The prefix waits");
	fake_keys(f, "\033OR");
	SEES(f, "^[OR");
	assert_string_equal(granted(f), "view");
	assert_false(fake_vt_has(f->vt, "The prefix waits"));
}

/* What is typed later is for the shell again, and says so by itself. */
static void
test_prefix_lapses(void **state)
{
	struct fake *f = *state;

	let_in(f, "y");
	fake_keys(f, "cat -v\r\035");
	SEES(f, "The prefix waits");
	WAIT_FOR(f, !fake_vt_has(f->vt, "The prefix waits"));
	fake_keys(f, "xy\r");
	SEES(f, "xy");
	assert_false(fake_vt_has(f->vt, "End everything"));
}

/* x behind it asks, and everything but a y is a no, and nobody else's. */
static void
test_prefix_asks(void **state)
{
	struct fake *f = *state;

	let_in(f, "y");
	fake_keys(f, "cat -v\r\035x");
	SEES(f, "End everything now?");
	fake_keys(f, "x");
	WAIT_FOR(f, !fake_vt_has(f->vt, "End everything now?"));
	fake_keys(f, "still\r");
	SEES(f, "still");
	assert_false(fake_vt_has(f->vt, "xstill"));
	fake_keys(f, "\035x");
	SEES(f, "End everything now?");
	fake_keys(f, "y");
	SEES(f, "You have ended the visit");
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
	    T(test_quote_stops_all),
	    T(test_nothing_is_replayed),
	    T(test_ends_of_a_question),
	    T(test_no_outlives_the_link),
	    T(test_only_what_was_stopped),
	    T(test_f_keys_behind_the_prefix),
	    T(test_prefix_lapses),
	    T(test_prefix_asks),
	    T(test_any_order),
	    T(test_terminal),
	    T(test_terminal_after_kill),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
