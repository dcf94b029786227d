/* The agent against a desk and a technician under the test's control: what it
 * shows, what it lets through, and in which order. */
#include "tests/unit/agent/fake.h"

#include <dirent.h>

static const char *const card[] = {"--technician", "any", "--product",
    "Subiekt", "--name", "Jan Nowak", "--company", "Biuro", "--phone",
    "600 100 200", "--problem", "no printout", "--", "/bin/sh", NULL};

static int
setup(void **state)
{
	*state = fake_new();
	return 0;
}

static int
teardown(void **state)
{
	fake_free(*state);
	return 0;
}

/* --- the desk's side of the story --- */

static void
say_price(struct fake *f)
{
	struct msg *m = msg_new(MSG_PRICE);

	msg_put_str(m, "name", "support A");
	msg_put_str(m, "kind", "support");
	msg_put_str(m, "products", "Subiekt, Gestor");
	msg_put_int(m, "net_gr", 20000);
	msg_put_int(m, "minimum_s", 3600);
	msg_put_int(m, "quantum_s", 3600);
	msg_put_int(m, "vat_bp", 2300);
	inbox_send(&f->desk, msg_put_bool(m, "quoted", false));
}

static void
say_technician(struct fake *f, const char *name, const char *state)
{
	struct msg *m = msg_new(MSG_TECHNICIAN);

	msg_put_str(m, "id", name);
	msg_put_str(m, "name", name);
	inbox_send(&f->desk, msg_put_str(m, "state", state));
}

static void
greet(struct fake *f)
{
	struct msg *m;

	WAIT_FOR(f, inbox_find(&f->desk, MSG_HELLO) != NULL);
	f->desk.peer.stage = MSG_READY;
	m = msg_new(MSG_WELCOME);
	msg_put_int(m, "v", MSG_VERSION);
	msg_put_str(m, "program", "fake");
	msg_put_str(m, "firm", "Serwis ABC");
	msg_put_str(m, "phone", "22 123 45 67");
	inbox_send(&f->desk, msg_put_int(m, "grace_s", 600));
	say_price(f);
	say_technician(f, "anna", "free");
	say_technician(f, "piotr", "busy");
	inbox_send(&f->desk, msg_new(MSG_LISTED));
}

static void
queue(struct fake *f)
{
	struct msg *m = msg_new(MSG_QUEUED);

	f->desk.peer.stage = MSG_QUEUE;
	msg_put_int(m, "ticket", 17);
	msg_put_int(m, "place", 1);
	msg_put_int(m, "of", 1);
	inbox_send(&f->desk, msg_put_str(m, "secret", "s3cret"));
}

static void
pick(struct fake *f, int visit)
{
	struct msg *m = msg_new(MSG_PICKED);

	f->desk.peer.stage = MSG_VISIT;
	msg_put_int(m, "ticket", 17);
	msg_put_int(m, "visit", visit);
	msg_put_str(m, "technician", "anna");
	inbox_send(
	    &f->desk, msg_put_str(m, "key", key_fingerprint(f->tech_key)));
}

static void
say_clock(struct fake *f, bool running)
{
	struct msg *m = msg_new(MSG_CLOCK);

	msg_put_int(m, "ticket", 17);
	msg_put_bool(m, "running", running);
	msg_put_str(m, "why", "");
	msg_put_str(m, "line", "support A");
	msg_put_str(m, "kind", "support");
	msg_put_int(m, "net_hour_gr", 20000);
	msg_put_int(m, "minimum_s", 3600);
	msg_put_int(m, "quantum_s", 3600);
	msg_put_int(m, "vat_bp", 2300);
	msg_put_int(m, "worked_ms", 2840 * 1000);
	msg_put_int(m, "line_ms", 2840 * 1000);
	msg_put_int(m, "base_gr", 0);
	msg_put_int(m, "cap_gr", 0);
	msg_put_int(m, "fixed_gr", 0);
	msg_put_str(m, "quote", "none");
	inbox_send(&f->desk, msg_put_int(m, "net_gr", 20000));
}

static void
start_queued(struct fake *f)
{
	fake_start(f, card);
	greet(f);
	WAIT_FOR(f, inbox_find(&f->desk, MSG_JOIN) != NULL);
	queue(f);
	SEES(f, "next in the queue");
}

/* --- the technician's side --- */

static void
say_hello(struct fake *f)
{
	struct msg *m = msg_new(MSG_HELLO);

	msg_put_int(m, "v", MSG_VERSION);
	msg_put_str(m, "program", "fake");
	inbox_send(&f->talk, msg_put_str(m, "lang", "en"));
	WAIT_FOR(f, inbox_find(&f->talk, MSG_WELCOME) != NULL);
}

/* Up to the code on both sides; expect gets what the agent must show. */
static void
exchange(struct fake *f, char expect[SAS_TEXT_SIZE])
{
	uint8_t na[SAS_NONCE], nt[SAS_NONCE], c[SAS_HASH];
	char hex[2 * SAS_NONCE + 1];
	struct sas_keys keys;

	WAIT_FOR(f, inbox_find(&f->talk, MSG_COMMIT) != NULL);
	randombytes_buf(nt, sizeof(nt));
	str_hex(hex, nt, sizeof(nt));
	inbox_send(&f->talk, msg_put_str(msg_new(MSG_NONCE), "n", hex));
	WAIT_FOR(f, inbox_find(&f->talk, MSG_REVEAL) != NULL);
	assert_true(str_unhex(
	    na, sizeof(na), msg_str(inbox_find(&f->talk, MSG_REVEAL), "n")));
	assert_true(str_unhex(
	    c, sizeof(c), msg_str(inbox_find(&f->talk, MSG_COMMIT), "c")));
	keys.agent = link_peer_blob(f->tech, &keys.agent_len);
	keys.tech = key_blob(f->tech_key, &keys.tech_len);
	assert_true(sas_commit_ok(c, na, &keys));
	sas_format(expect, sas_code(&keys, na, nt));
}

static void
say_code(struct fake *f, bool ok, int left)
{
	struct msg *m = msg_put_bool(msg_new(MSG_CODE), "ok", ok);

	inbox_send(&f->talk, msg_put_int(m, "left", left));
}

static void
come(struct fake *f, int visit)
{
	/* not waiting for the agent to read the first: see link_desk.c */
	pick(f, visit);
	fake_visit(f, visit, f->tech_key);
	WAIT_FOR(f, f->tech_up);
	say_hello(f);
}

/* From nothing to the shared shell. */
static void
let_in(struct fake *f, const char *key)
{
	char code[SAS_TEXT_SIZE];

	start_queued(f);
	come(f, 1);
	exchange(f, code);
	SEES(f, code);
	say_code(f, true, 3);
	SEES(f, "Let the technician in?");
	fake_run(f, 600);
	fake_keys(f, key);
	WAIT_FOR(f, inbox_find(&f->desk, MSG_CONSENT) != NULL);
	WAIT_FOR(f, inbox_find(&f->talk, MSG_GRANTED) != NULL);
	WAIT_FOR(f, f->frames > 0);
}

static const char *
granted(struct fake *f)
{
	const struct msg *m = inbox_find(&f->talk, MSG_GRANTED);

	return m != NULL ? msg_str(m, "rights") : "?";
}

/* --- tests --- */

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
	fake_keys(f, "Jan\r\r\rnie drukuje\r");
	WAIT_FOR(f, inbox_find(&f->desk, MSG_JOIN) != NULL);
	m = inbox_find(&f->desk, MSG_JOIN);
	assert_string_equal(msg_str(m, "technician"), "anna");
	assert_string_equal(msg_str(m, "product"), "Gestor");
	assert_string_equal(msg_str(m, "name"), "Jan");
	assert_string_equal(msg_str(m, "problem"), "nie drukuje");
}

static void
test_visit(void **state)
{
	struct fake *f = *state;

	let_in(f, "y");
	assert_true(msg_bool(inbox_find(&f->desk, MSG_CHECKED), "ok"));
	assert_string_equal(granted(f), "view type");
	say_clock(f, true);
	SEES(f, "47:2");
	SEES(f, "200,00");
	fake_type(f, "echo $((40+2))x\r");
	SEES(f, "42x");
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
	say_code(f, true, 3);
	SEES(f, "Let the technician in?");
	fake_keys(f, "y"); /* too early: it was meant for something else */
	fake_type(f, "touch ~/hacked\r");
	fake_run(f, 700);
	fake_keys(f, "\r"); /* Enter alone says nothing */
	fake_run(f, 200);
	assert_int_equal(f->frames, 0);
	assert_null(inbox_find(&f->desk, MSG_CONSENT));
	fake_keys(f, "n");
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
	SEES(f, "wrong three times");
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
	fake_run(f, 100);
	fake_visit(f, 2, f->tech_key);
	WAIT_FOR(f, f->tech_up);
	say_hello(f);
	assert_false(msg_bool(inbox_find(&f->talk, MSG_WELCOME), "code"));
	WAIT_FOR(f, strcmp(granted(f), "view type") == 0);
	WAIT_FOR(f, inbox_find(&f->desk, MSG_CONSENT) != NULL);
	WAIT_FOR(f, f->frames > 0);
}

/* The shell's process, by the name that only this test uses. */
static bool
sleeper_lives(void)
{
	return system("pgrep -f '[s]leep 98765' >/dev/null") == 0;
}

static void
test_panic(void **state)
{
	struct fake *f = *state;

	let_in(f, "y");
	fake_keys(f, "sleep 98765 &\r");
	WAIT_FOR(f, sleeper_lives());
	fake_keys(f, "\033[24~"); /* F12 */
	SEES(f, "You have ended the visit");
	WAIT_FOR(f, f->tech_down);
	WAIT_FOR(f, inbox_find(&f->desk, MSG_LEAVE) != NULL);
	WAIT_FOR(f, f->link == NULL);
	WAIT_FOR(f, !sleeper_lives());
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
	msg_put_str(m, "text", "a receipt");
	inbox_send(&f->desk, msg_put_bool(m, "last", true));
	SEES(f, "246,00");
	SEES(f, "receipts/");
	WAIT_FOR(f, f->tech_down);
	fake_run(f, 600);
	fake_keys(f, "\r");
	WAIT_FOR(f, fake_reap(f));
	assert_int_equal(f->status, 0);
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

static void
test_quote(void **state)
{
	struct fake *f = *state;
	struct quote q = {.ticket = 17,
	    .number = 3,
	    .net_gr = 199999,
	    .vat_gr = 46000,
	    .text = "rebuild the database"};
	char hash[QUOTE_HASH_SIZE];
	struct msg *m;

	quote_hash(&q, hash);
	let_in(f, "y");
	m = msg_new(MSG_QUOTE);
	msg_put_int(m, "ticket", 17);
	msg_put_int(m, "quote", 3);
	msg_put_str(m, "kind", "fixed");
	msg_put_int(m, "net_gr", 199999);
	msg_put_int(m, "vat_gr", 46000);
	msg_put_int(m, "gross_gr", 245999);
	msg_put_int(m, "hours", 0);
	msg_put_str(m, "text", "rebuild the database");
	msg_put_str(m, "hash", hash);
	inbox_send(&f->desk, m);
	SEES(f, "rebuild the database");
	SEES(f, "2 459,99");
	fake_type(f, "a\r"); /* the technician's keys answer nothing */
	fake_keys(f, "\r");
	fake_run(f, 700);
	fake_keys(f, "\r");
	fake_run(f, 100);
	assert_null(inbox_find(&f->desk, MSG_ANSWER));
	fake_keys(f, "a");
	fake_run(f, 700);
	fake_keys(f, "\r");
	WAIT_FOR(f, inbox_find(&f->desk, MSG_ANSWER) != NULL);
	assert_true(msg_bool(inbox_find(&f->desk, MSG_ANSWER), "yes"));
	assert_string_equal(
	    msg_str(inbox_find(&f->desk, MSG_ANSWER), "hash"), hash);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
	    T(test_what_is_given_is_not_asked),
	    T(test_steps_by_hand),
	    T(test_visit),
	    T(test_nothing_before_consent),
	    T(test_revoke_and_give),
	    T(test_hide),
	    T(test_held_key),
	    T(test_three_wrong_codes),
	    T(test_another_key_is_refused),
	    T(test_resume),
	    T(test_panic),
	    T(test_window_closed),
	    T(test_shell_ends),
	    T(test_end_and_receipt),
	    T(test_wrong_desk_key),
	    T(test_quote),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
