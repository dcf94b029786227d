/* A database that another program locks: what is said is on the disk, and what
 * is on no disk is not said. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <sqlite3.h>

#include "shared/base/util.h"
#include "tests/unit/desk/mini_brain.h"

static sqlite3 *other;

static void
sql(const char *text)
{
	assert_int_equal(
	    sqlite3_exec(other, text, NULL, NULL, NULL), SQLITE_OK);
}

static int
setup(void **state)
{
	char *file;

	mini_start();
	file = path_join(mini.dir, "desk.db");
	assert_int_equal(sqlite3_open(file, &other), SQLITE_OK);
	free(file);
	return 0;
}

static int
teardown(void **state)
{
	sqlite3_close(other);
	mini_end();
	return 0;
}

static void
lock(void)
{
	mini_forget();
	sql("BEGIN IMMEDIATE");
}

/* As the desk's timer does. */
static void
look(void)
{
	(void)store_flush(mini.b->store);
	brain_flush_soon(mini.b);
	mini_turn();
}

static void
unlock(void)
{
	sql("ROLLBACK");
	look();
	assert_int_equal(store_kept(mini.b->store), 0);
}

static int64_t
rows(const char *where)
{
	char *text = str_fmt("SELECT count(*) FROM event WHERE %s", where);
	sqlite3_stmt *st;
	int64_t n;

	assert_int_equal(
	    sqlite3_prepare_v2(other, text, -1, &st, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(st), SQLITE_ROW);
	n = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	free(text);
	return n;
}

static void
answer(bool yes)
{
	struct msg *m = msg_new(MSG_ANSWER);
	struct buf text = BUF_INIT;
	const struct brain_ticket *bt = mini_ticket(1);

	quote_answer_text(bt->t.pending_hash, yes, &text);
	msg_put_int(m, "quote", bt->t.pending.number);
	msg_put_bool(m, "yes", yes);
	msg_put_str(m, "hash", bt->t.pending_hash);
	mini_sign(mini.key[2], &text, m);
	mini_say_msg(10, m);
	msg_free(m);
	buf_fini(&text);
}

/* Neither side hears `word` while it is only in memory, and both afterwards. */
static void
held(int64_t link, const char *word, const char *where)
{
	assert_int_equal(rows(where), 0);
	assert_false(mini_heard(link, word));
	assert_true(mini_heard(-1, "\"writing\""));
	look();
	assert_false(mini_heard(link, word));
	unlock();
	assert_int_equal(rows(where), 1);
	assert_true(mini_heard(link, word));
}

#define OFFER                                                             \
	"{\"t\":\"offer\",\"ticket\":1,\"kind\":\"fixed\",\"net_gr\":%d," \
	"\"hours\":0,\"text\":\"x\"}"
#define END "{\"t\":\"end\",\"ticket\":1,\"outcome\":\"solved\",\"note\":\"\"}"

static void
a_request(void **state)
{
	mini_up(10, 2, NULL);
	lock();
	mini_join(10);
	held(10, "\"queued\"", "kind = 'opened'");
}

static void
a_consent(void **state)
{
	int64_t visit;

	mini_claim();
	mini_open(1, 100, 1);
	visit = mini_ticket(1)->visit;
	mini_say(10, "{\"t\":\"checked\",\"ticket\":1,\"ok\":true,\"left\":3}");
	lock();
	mini_sayf(10,
	    "{\"t\":\"consent\",\"visit\":%lld,\"yes\":true,"
	    "\"rights\":\"view type\"}",
	    (long long)visit);
	assert_false(mini_heard(-1, "\"running\":true"));
	held(1, "\"consented\"", "kind = 'consent'");
	assert_true(mini_heard(10, "\"running\":true"));
}

static void
a_quote_and_its_answer(void **state)
{
	mini_work();
	lock();
	mini_sayf(1, OFFER, 10000);
	assert_false(mini_heard(1, "\"done\""));
	held(10, "\"quote\",", "kind = 'quoted'");
	assert_true(mini_heard(1, "\"done\""));
	lock();
	answer(true);
	held(1, "\"answered\"", "kind = 'answered'");
}

static bool
has_receipt(void)
{
	char *file = str_fmt("%s/receipts/1.txt", mini.dir);
	bool has = path_exists(file);

	free(file);
	return has;
}

static void
an_end_and_its_receipt(void **state)
{
	mini_work();
	lock();
	mini_say(1, END);
	/* what arrives meanwhile is refused in words */
	mini_say(1, END);
	assert_true(mini_heard(1, "\"refused\",\"code\":\"writing\""));
	assert_false(mini_heard(1, "\"done\""));
	assert_false(mini_heard(-1, "\"gone\""));
	assert_false(has_receipt());
	held(10, "\"ended\",\"ticket\":1,\"outcome\":\"solved\"",
	    "kind = 'ended'");
	assert_true(mini_heard(1, "\"done\""));
	assert_true(mini_heard(10, "\"receipt\""));
	assert_true(mini_heard(1, "\"gone\""));
	assert_true(has_receipt());
	assert_int_equal(mini_tickets(), 0);
}

/* He hears of it on the link that he has then. */
static void
an_end_while_the_client_comes_and_goes(void **state)
{
	char secret[BRAIN_SECRET_SIZE];

	mini_work();
	memcpy(secret, mini_ticket(1)->secret, sizeof(secret));
	lock();
	mini_say(1, END);
	mini_down(10);
	mini_up(11, 2, secret);
	assert_false(mini_heard(-1, "\"ended\""));
	held(11, "\"ended\",\"ticket\":1,\"outcome\":\"solved\"",
	    "kind = 'ended'");

	mini_down(11);
	mini_up(11, 2, NULL);
	mini_join(11);
	memcpy(secret, mini_ticket(2)->secret, sizeof(secret));
	mini_say(1, "{\"t\":\"claim\",\"ticket\":2}");
	lock();
	mini_say(1,
	    "{\"t\":\"end\",\"ticket\":2,\"outcome\":\"cancelled\","
	    "\"note\":\"\"}");
	mini_down(11);
	unlock();
	mini_up(12, 2, secret);
	assert_true(mini_heard(12, "\"ended\",\"ticket\":2"));
}

/* The log is corrected at once or not at all. */
static void
a_correction(void **state)
{
	mini_work();
	mini_say(1, END);
	lock();
	mini_say(1,
	    "{\"t\":\"correct\",\"ticket\":1,\"net_gr\":100,"
	    "\"reason\":\"typed wrong\"}");
	assert_false(mini_heard(1, "\"done\""));
	assert_true(mini_heard(1, "\"refused\""));
	unlock();
	assert_int_equal(rows("kind = 'corrected'"), 0);
}

static void
rights(void **state)
{
	const char *where = "kind = 'rights' AND text = 'view'";

	mini_work();
	lock();
	mini_sayf(10, "{\"t\":\"rights\",\"visit\":%lld,\"rights\":\"view\"}",
	    (long long)mini_ticket(1)->visit);
	assert_int_equal(rows(where), 0);
	assert_true(mini_heard(-1, "\"writing\""));
	unlock();
	assert_int_equal(rows(where), 1);
}

/* Time goes on meanwhile, and none of it is lost. */
static void
ticks_wait_in_silence(void **state)
{
	mini_work();
	lock();
	for (int i = 0; i < 6; i++) {
		mini_say(10, "{\"t\":\"pong\",\"n\":1}");
		mini_pass(15000);
		mini_say(10, "{\"t\":\"pong\",\"n\":1}");
		mini_pass(100);
	}
	assert_true(store_kept(mini.b->store) > 0);
	assert_false(mini_heard(-1, "\"writing\""));
	assert_true(mini_heard(1, "\"clock\""));
	assert_int_equal(mini.b->unwritten, 0);
	unlock();
	mini_say(1, END);
	assert_true(mini_heard(10, "\"worked_s\":90"));
}

/* --- any order --- */

static uint32_t seed;

static unsigned
any(unsigned n)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 10) % n;
}

/* What is promised in a line of the desk must be in the journal by then. */
static void
believe(const char *line)
{
	static const struct {
		const char *word, *kind;
	} promises[] = {
	    {"\"t\":\"ended\"",
		"ended' OR kind = 'cancelled' OR kind = "
		"'abandoned' OR kind = 'answered"},
	    {"\"t\":\"consented\"", "consent"},
	    {"\"t\":\"answered\"", "answered"},
	    {"\"t\":\"quote\"", "quoted"},
	    {"\"t\":\"claimed\"", "claimed"},
	    {"\"t\":\"queued\"", "opened"},
	};
	const char *number = strstr(line, "\"ticket\":");

	for (size_t i = 0; i < ARRAY_LEN(promises); i++) {
		char where[200];

		if (strstr(line, promises[i].word) == NULL)
			continue;
		snprintf(where, sizeof(where), "ticket = %d AND (kind = '%s')",
		    number != NULL ? atoi(number + 9) : 0, promises[i].kind);
		if (rows(where) == 0)
			fail_msg("seed %u: not on the disk: %s", seed, line);
	}
}

static void
believe_all(void)
{
	char *line = (char *)buf_str(&mini.heard), *end;

	for (; (end = strchr(line, '\n')) != NULL; line = end + 1) {
		*end = '\0';
		believe(line);
	}
	buf_clear(&mini.heard);
}

static void
one_step(bool *locked)
{
	const struct brain_link *l = brain_link_find(mini.b, 10);
	struct brain_ticket *bt = l != NULL ? l->ticket : NULL;
	long long n = bt != NULL ? (long long)bt->t.number : 0;

	switch (any(14)) {
	case 0:
	case 1:
		sql(*locked ? "ROLLBACK" : "BEGIN IMMEDIATE");
		*locked = !*locked;
		break;
	case 2:
		mini_join(10);
		break;
	case 3:
	case 4:
		mini_sayf(1, "{\"t\":\"claim\",\"ticket\":%lld}", n);
		mini_open(1, 100 + any(1000), n);
		break;
	case 5:
		mini_sayf(10,
		    "{\"t\":\"checked\",\"ticket\":%lld,\"ok\":true,"
		    "\"left\":3}",
		    n);
		break;
	case 6:
		if (bt != NULL)
			mini_sayf(10,
			    "{\"t\":\"consent\",\"visit\":%lld,\"yes\":true,"
			    "\"rights\":\"view type\"}",
			    (long long)bt->visit);
		break;
	case 7:
		mini_sayf(1,
		    "{\"t\":\"offer\",\"ticket\":%lld,\"kind\":\"fixed\","
		    "\"net_gr\":%u,\"hours\":0,\"text\":\"x\"}",
		    n, 100 + any(1000));
		break;
	case 8:
		if (bt != NULL && bt->t.number == 1 && bt->t.has_pending)
			answer(any(4) != 0);
		break;
	case 9:
		mini_sayf(1,
		    "{\"t\":\"end\",\"ticket\":%lld,\"outcome\":\"%s\","
		    "\"note\":\"\"}",
		    n, any(2) ? "solved" : "cancelled");
		break;
	case 10:
		mini_down(10);
		mini_up(10, 2, NULL);
		break;
	case 11:
		mini_sayf(1, "{\"t\":\"unclaim\",\"ticket\":%lld}", n);
		break;
	case 12:
		mini_pass(1000 + any(20000));
		break;
	default:
		look();
		break;
	}
}

static void
any_order(void **state)
{
	struct msg *m;
	int64_t link;
	bool locked = false;

	mini_up(1, 0, NULL);
	mini_up(10, 2, NULL);
	for (int i = 0; i < 300; i++) {
		one_step(&locked);
		believe_all();
	}
	if (locked)
		sql("ROLLBACK");
	look();
	believe_all();
	assert_int_equal(mini.b->unwritten, 0);
	assert_false(brain_hold_next(mini.b, &link, &m));
}

static void
in_any_order(void **state)
{
	for (uint32_t i = 1; i <= 6; i++) {
		seed = i * 7919;
		assert_int_equal(setup(state), 0);
		any_order(state);
		assert_int_equal(teardown(state), 0);
	}
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_request),
	    TEST(a_consent),
	    TEST(a_quote_and_its_answer),
	    TEST(an_end_and_its_receipt),
	    TEST(an_end_while_the_client_comes_and_goes),
	    TEST(a_correction),
	    TEST(rights),
	    TEST(ticks_wait_in_silence),
	    cmocka_unit_test(in_any_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
