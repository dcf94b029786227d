/* Who is let in, and what is kept and said when he is not: no grace, no shell,
 * no list of known technicians; and what of the user's own outlives his visit
 * and his questions. */
#include "shared/base/path.h"
#include "tests/unit/agent/questions.h"

/* --- files of the agent --- */

static char *
data_file(struct fake *f, const char *name)
{
	char *folder = path_join(f->home, ".local/share/pomoc");
	char *path = path_join(folder, name);

	free(folder);
	return path;
}

static char *
known_file(struct fake *f)
{
	return data_file(f, "known_technicians");
}

static void
write_list(struct fake *f, const char *name, const char *text)
{
	char *path = data_file(f, name), *folder = str_dup(path);
	struct err err;

	*strrchr(folder, '/') = '\0';
	assert_true(path_make_dir(folder, &err));
	assert_true(path_write_atomic(path, text, strlen(text), 0600, &err));
	free(folder);
	free(path);
}

static void
write_known(struct fake *f, const char *text)
{
	write_list(f, "known_technicians", text);
}

/* Is that text in the list? */
static bool
is_kept(struct fake *f, const char *text)
{
	char *path = known_file(f), line[512];
	FILE *file = fopen(path, "r");
	bool yes = false;

	while (file != NULL && fgets(line, sizeof(line), file) != NULL)
		yes = yes || strstr(line, text) != NULL;
	if (file != NULL)
		fclose(file);
	free(path);
	return yes;
}

/* anna is known, with another key. */
#define OTHER_KEY "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU"

static void
know_another(struct fake *f)
{
	write_known(f, OTHER_KEY " 1795000000 anna\n");
}

/* --- the story, up to the question --- */

static void
start_with(struct fake *f, const char *const *options)
{
	fake_start(f, options);
	greet(f);
	WAIT_FOR(f, inbox_find(&f->desk, MSG_JOIN) != NULL);
	queue(f);
	SEES(f, "next in the queue");
}

static void
come_and_compare(struct fake *f, const char *sees)
{
	char code[SAS_TEXT_SIZE];

	come(f, 1);
	exchange(f, code);
	SEES(f, code);
	SEES(f, sees);
	compare_both(f);
}

static bool
said_bye(struct fake *f, const char *why)
{
	const struct msg *m = inbox_find(&f->talk, MSG_BYE);

	return m != NULL && strcmp(msg_str(m, "why"), why) == 0;
}

/* --- the tests --- */

static const char *const no_shell[] = {"--technician", "any", "--product",
    "Subiekt", "--name", "Jan", "--company", "", "--phone", "1", "--problem",
    "x", "--", "/nonexistent/shell", NULL};

/* A yes that cannot be done is a no, in words, and keeps nobody's key. */
static void
no_shell_for(struct fake *f, const char *letter, const char *sees)
{
	start_with(f, no_shell);
	come_and_compare(f, sees);
	answer(f, letter);
	SEES(f, "shell cannot be started here, so anna was not let in");
	WAIT_FOR(f, f->tech_down);
	assert_true(said_bye(f, "shell") ||
	    strcmp(msg_str(inbox_find(&f->talk, MSG_GRANTED), "why"),
		"shell") == 0);
	WAIT_FOR(f, inbox_find(&f->desk, MSG_CONSENT) != NULL);
	assert_false(msg_bool(inbox_find(&f->desk, MSG_CONSENT), "yes"));
	assert_false(is_kept(f, key_fingerprint(f->tech_key)));
	assert_int_equal(f->frames, 0);
}

static void
test_no_shell(void **state)
{
	no_shell_for(*state, "y", "was never let in");
}

static void
test_no_shell_keeps_no_key(void **state)
{
	know_another(*state);
	no_shell_for(*state, "k", "came with another key");
	assert_true(is_kept(*state, OTHER_KEY));
}

/* Who is let in is kept; a changed key only where the user says so. */
static void
kept_after(struct fake *f, const char *letter, bool kept)
{
	know_another(f);
	start_with(f, card);
	come_and_compare(f, "came with another key");
	answer(f, letter);
	WAIT_FOR(f, f->frames > 0);
	fake_keys(f, "echo $((40+2))x\r");
	SEES(f, "42x");
	assert_int_equal(is_kept(f, key_fingerprint(f->tech_key)), kept);
}

static void
test_a_changed_key_is_kept(void **state)
{
	kept_after(*state, "k", true);
}

static void
test_a_changed_key_stays_loud(void **state)
{
	kept_after(*state, "y", false);
}

/* Nobody is trusted because the list cannot be read, and it is not written
 * anew. */
static void
test_list_that_cannot_be_read(void **state)
{
	struct fake *f = *state;

	write_known(f, "no line of known keys\n");
	start_with(f, card);
	come_and_compare(f, "CAREFUL: the list of known technicians");
	SEES(f, "CAREFUL: the list of known technicians");
	assert_false(fake_vt_has(f->vt, "came with another key"));
	assert_false(fake_vt_has(f->vt, "keep the new key"));
	answer(f, "y");
	WAIT_FOR(f, f->frames > 0);
	assert_true(is_kept(f, "no line of known keys"));
	assert_false(is_kept(f, key_fingerprint(f->tech_key)));
}

/* Nor can it be told whether the receipts' key is the one of before. */
static void
test_desks_that_cannot_be_read(void **state)
{
	struct fake *f = *state;

	write_list(f, "known_desks", "no line of known keys\n");
	start_with(f, card);
	SEES(f, "CAREFUL: the list of known service points");
}

/* He came back in time and said nothing until it was over. */
static void
test_grace_ends_before_he_speaks(void **state)
{
	struct fake *f = *state;

	f->grace_s = 3;
	let_in(f, "y");
	link_abort(f->tech);
	f->tech = NULL;
	inbox_clear(&f->desk);
	SEES(f, "not connected");
	pick(f, 2);
	fake_visit(f, 2, f->tech_key);
	WAIT_FOR(f, f->tech_up);
	fake_run(f, 3100);
	say_hello(f);
	assert_false(msg_bool(inbox_find(&f->talk, MSG_WELCOME), "code"));
	WAIT_FOR(f, said_bye(f, "grace"));
	assert_null(inbox_find(&f->desk, MSG_CONSENT));
	assert_false(fake_vt_has(f->vt, "Let the technician in?"));
	assert_int_equal(f->frames, 0);
	/* with a code he can */
	pick(f, 3);
	fake_visit(f, 3, f->tech_key);
	WAIT_FOR(f, f->tech_up);
	say_hello(f);
	assert_true(msg_bool(inbox_find(&f->talk, MSG_WELCOME), "code"));
}

/* The desk says twice where its lists end: the request stands. */
static void
test_listed_again(void **state)
{
	struct fake *f = *state;

	start_with(f, card);
	inbox_send(&f->desk, msg_new(MSG_LISTED));
	fake_run(f, 3300);
	SEES(f, "next in the queue");
	assert_false(fake_vt_has(f->vt, "does not know this request"));
}

/* The link is gone again before the desk could say where the request stands: it
 * is not forgotten for that. */
static void
test_link_flaps(void **state)
{
	struct fake *f = *state;

	start_with(f, card);
	link_abort(f->link);
	f->link = NULL;
	inbox_clear(&f->desk);
	greet(f);
	inbox_send(&f->desk, msg_put_int(msg_new(MSG_PING), "n", 1));
	WAIT_FOR(f, inbox_find(&f->desk, MSG_PONG) != NULL);
	link_abort(f->link);
	f->link = NULL;
	inbox_clear(&f->desk);
	fake_run(f, 3300); /* as long as it would wait for `queued` */
	greet(f);
	assert_string_equal(
	    msg_str(inbox_find(&f->desk, MSG_HELLO), "resume"), "s3cret");
	queue(f);
	SEES(f, "next in the queue");
	assert_false(fake_vt_has(f->vt, "does not know this request"));
	assert_null(inbox_find(&f->desk, MSG_JOIN));
}

/* A line for somebody who is gone stays in the field until he is back. */
static void
test_chat_with_nobody(void **state)
{
	struct fake *f = *state;

	let_in(f, "y");
	link_abort(f->tech);
	f->tech = NULL;
	SEES(f, "not connected");
	fake_keys(f, "\033[19~"); /* F8 */
	SEES(f, "Chat:");
	fake_keys(f, "are you there\r");
	SEES(f, "that was not sent");
	SEES(f, "are you there");
	pick(f, 2);
	fake_visit(f, 2, f->tech_key);
	WAIT_FOR(f, f->tech_up);
	say_hello(f);
	WAIT_FOR(f, f->frames > 0);
	assert_null(inbox_find(&f->talk, MSG_SAY));
	fake_keys(f, "\r");
	WAIT_FOR(f, inbox_find(&f->talk, MSG_SAY) != NULL);
	assert_string_equal(
	    msg_str(inbox_find(&f->talk, MSG_SAY), "text"), "are you there");
}

/* --- a paste --- */

#define PASTE_LINES 3000
#define PASTE_AHEAD 300 /* fits into the kernel */

/* As fast as the agent reads. */
static void
paste(struct fake *f, int from, int to)
{
	int64_t until_ms = clock_ms() + FAKE_PATIENCE_MS;
	char line[32];

	for (int i = from; i < to; i++) {
		snprintf(line, sizeof(line), "ay%d\r", i);
		for (size_t at = 0; at < strlen(line);) {
			ssize_t n = write(f->pty, line + at, strlen(line) - at);

			if (n > 0)
				at += (size_t)n;
			else if (clock_ms() < until_ms)
				fake_turn(f);
			else
				fail_msg("the agent does not read");
		}
		if (i % 50 == 0)
			fake_turn(f);
	}
}

static int
lines_of(struct fake *f, const char *name)
{
	char *path = path_join(f->home, name), line[64];
	FILE *file = fopen(path, "r");
	int n = 0, k;

	while (file != NULL && fgets(line, sizeof(line), file) != NULL)
		if (sscanf(line, "ay%d\n", &k) == 1 && k == n)
			n++;
	if (file != NULL)
		fclose(file);
	free(path);
	return n;
}

/* A question of money in the middle of it, with the technician's key just
 * before: it answers nothing, and no line of it is lost. */
static void
test_paste_outlives_a_question(void **state)
{
	struct fake *f = *state;

	let_in(f, "y");
	fake_keys(f, FAKE_BUSY "stty -echo; echo re$((1))ad; cat >~/out\r");
	SEES(f, "cat >");
	paste(f, 0, PASTE_AHEAD);
	SEES(f, "ay299"); /* the kernel has it, and shows it */
	fake_type(f, "\r");
	fake_run(f, 200);
	say_quote(f);
	SEES(f, "2 459,99");
	paste(f, PASTE_AHEAD, PASTE_LINES);
	fake_run(f, 300);
	assert_null(inbox_find(&f->desk, MSG_ANSWER));
	fake_go(f);
	say_withdrawn(f);
	SEES(f, "re1ad");
	WAIT_FOR(f, lines_of(f, "out") == PASTE_LINES);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
	    T(test_no_shell),
	    T(test_no_shell_keeps_no_key),
	    T(test_a_changed_key_is_kept),
	    T(test_a_changed_key_stays_loud),
	    T(test_list_that_cannot_be_read),
	    T(test_desks_that_cannot_be_read),
	    T(test_grace_ends_before_he_speaks),
	    T(test_listed_again),
	    T(test_link_flaps),
	    T(test_chat_with_nobody),
	    T(test_paste_outlives_a_question),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
