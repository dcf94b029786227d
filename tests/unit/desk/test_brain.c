/* The brain alone: what it does when links end, time passes and peers keep
 * silent. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <sqlite3.h>

#include "tests/unit/desk/mini_brain.h"

/* --- what ends a ticket frees nothing under the feet of others --- */

static void
a_place_that_is_not_kept(void **state)
{
	mini.b->config.limits.resume_s = 0;
	for (int i = 0; i < 3; i++) {
		mini_up(10, 2, NULL);
		mini_join(10);
		assert_int_equal(mini_tickets(), 1);
		mini_down(10);
		assert_int_equal(mini_tickets(), 0);
	}
}

static void
offer(void)
{
	mini_say(1,
	    "{\"t\":\"offer\",\"ticket\":1,\"kind\":\"fixed\","
	    "\"net_gr\":10000,\"hours\":0,\"text\":\"x\"}");
	assert_int_equal(mini_ticket(1)->t.state, TICKET_QUOTED);
}

/* --- time without a sign of life --- */

#define PONG "{\"t\":\"pong\",\"n\":1}"

/* The technician works on and hears of it late: what counts is when the client
 * was heard last. */
static void
silence_is_not_billed(void **state)
{
	mini_work();
	mini_pass(4000);
	mini_say(10, PONG);
	mini_pass(11000);
	mini_down(10);
	assert_in_range(meter_total_ms(&mini_ticket(1)->t.meter), 4000, 4900);
	assert_int_equal(mini_ticket(1)->t.pause, TICKET_PAUSE_LINK);
}

static void
silence_of_the_old_link_is_not_billed(void **state)
{
	mini_work();
	mini_pass(4000);
	mini_say(10, PONG);
	mini_pass(11000);
	mini_up(11, 2, mini_ticket(1)->secret);
	assert_in_range(meter_total_ms(&mini_ticket(1)->t.meter), 4000, 4900);
}

/* A program that answers the front and never the brain: the clock stands on
 * both screens as soon as that is known, and goes on with the first word. */
static void
silence_stops_the_clock(void **state)
{
	static const char *const stands =
	    "\"clock\",\"ticket\":1,\"running\":false,\"why\":\"link\"";
	static const char *const runs = "\"clock\",\"ticket\":1,"
					"\"running\":true";
	const struct brain_ticket *bt;

	mini_work();
	bt = mini_ticket(1);
	mini_pass(15100);
	assert_true(mini_heard(10, "\"ping\""));
	assert_int_equal(bt->t.state, TICKET_WORKING);
	mini_forget();
	mini_pass(5100);
	mini_turn();
	assert_true(mini_heard(1, stands));
	assert_true(mini_heard(10, stands));
	assert_int_equal(bt->t.state, TICKET_PAUSED);
	assert_in_range(meter_total_ms(&bt->t.meter), 0, 500);
	mini_say(1, "{\"t\":\"resume\",\"ticket\":1}");
	mini_turn();
	assert_true(mini_heard(1, "\"refused\",\"code\":\"silent\""));
	assert_true(mini_heard(1, "\"to\":\"resume\""));
	mini_forget();
	mini_pass(60000);
	mini_say(10, PONG);
	mini_turn();
	assert_true(mini_heard(1, runs));
	assert_true(mini_heard(10, runs));
	assert_in_range(meter_total_ms(&bt->t.meter), 0, 500);
	assert_true(bt->t.attached && bt->t.consent);
}

/* With the number of the visit that was announced to the client. */
static void
a_claim_tells_its_row_once(void **state)
{
	const char *at;
	int n = 0;

	mini_up(1, 0, NULL);
	mini_up(10, 2, NULL);
	mini_join(10);
	mini_forget();
	mini_say(1, "{\"t\":\"claim\",\"ticket\":1}");
	for (at = buf_str(&mini.heard);
	     (at = strstr(at, "\"t\":\"row\"")) != NULL; at++)
		n++;
	assert_int_equal(n, 1);
	assert_true(mini_heard(1, "\"by\":\"anna\",\"visit\":1"));
	assert_true(mini_heard(10, "\"picked\""));
}

static void
let_in_again(void)
{
	mini_sayf(
	    10, "{\"t\":\"checked\",\"ticket\":1,\"ok\":true,\"left\":3}");
	mini_sayf(10,
	    "{\"t\":\"consent\",\"visit\":%d,\"yes\":true,"
	    "\"rights\":\"view type\"}",
	    (int)mini_ticket(1)->visit);
	assert_int_equal(mini_ticket(1)->t.state, TICKET_WORKING);
}

/* It is asked with the next tick, and does not answer in time. */
static void
keep_silent(void)
{
	mini_pass(15100);
	assert_true(mini_heard(10, "\"ping\""));
	mini_pass(5100);
	mini_forget();
}

static bool
may_come(int64_t tunnel)
{
	mini_open(1, tunnel, 1);
	return brain_tunnel_id(mini_ticket(1)) == tunnel;
}

/* One that speaks again as soon as the clock stands would be helped for
 * nothing: the third time ends the visit, until a technician claims anew. */
static void
the_third_silence_ends_the_visit(void **state)
{
	const struct brain_ticket *bt;

	mini_work();
	bt = mini_ticket(1);
	for (int i = 1; i <= 2; i++) {
		keep_silent();
		assert_int_equal(bt->t.state, TICKET_PAUSED);
		assert_true(bt->t.attached);
		mini_say(10, PONG);
		assert_int_equal(bt->t.state, TICKET_WORKING);
		if (i == 1) { /* neither another link nor another visit helps */
			mini_up(11, 2, bt->secret);
			mini_up(10, 2, bt->secret);
			assert_int_equal(bt->t.state, TICKET_PAUSED);
			assert_true(may_come(101));
			let_in_again();
		}
	}
	mini_pass(15100);
	mini_forget();
	mini_pass(5100);
	assert_true(mini_heard(1, "\"warn\",\"ticket\":1,\"code\":\"silent\""));
	assert_false(bt->t.attached);
	assert_int_equal(bt->t.state, TICKET_PAUSED);
	/* he speaks: nobody is there, and nobody comes by himself */
	mini_say(10, PONG);
	assert_int_equal(bt->t.state, TICKET_PAUSED);
	assert_false(may_come(102));
	mini_say(1, "{\"t\":\"claim\",\"ticket\":1}");
	assert_true(may_come(103));
	let_in_again();
	keep_silent();
	assert_true(bt->t.attached);
}

/* Both screens are told the time with every tick. */
static void
every_tick_tells_the_clock(void **state)
{
	mini_work();
	for (int i = 0; i < 3; i++) {
		mini_forget();
		mini_pass(15100);
		mini_say(10, PONG);
		mini_turn();
		assert_true(mini_heard(1, "\"clock\""));
		assert_true(mini_heard(10, "\"clock\""));
	}
	assert_in_range(meter_total_ms(&mini_ticket(1)->t.meter), 45000, 46500);
}

/* --- what a client may cause --- */

/* Of that kind, "" = of any, and with that text, NULL = with any. */
static int64_t
rows_with(const char *kind, const char *text)
{
	sqlite3_stmt *st;
	sqlite3 *sql;
	int64_t n;
	char *file = path_join(mini.dir, "desk.db");

	assert_int_equal(sqlite3_open(file, &sql), SQLITE_OK);
	sqlite3_prepare_v2(sql,
	    "SELECT count(*) FROM event WHERE ?1 IN ('', kind) AND "
	    "(?2 IS NULL OR ?2 = text)",
	    -1, &st, NULL);
	sqlite3_bind_text(st, 1, kind, -1, SQLITE_STATIC);
	sqlite3_bind_text(st, 2, text, -1, SQLITE_STATIC);
	assert_int_equal(sqlite3_step(st), SQLITE_ROW);
	n = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	sqlite3_close(sql);
	free(file);
	return n;
}

static int64_t
rows_of(const char *kind)
{
	return rows_with(kind, NULL);
}

static bool
is_dropped(int64_t link)
{
	return brain_link_find(mini.b, link)->dropped;
}

static void
give(const char *rights)
{
	mini_sayf(
	    10, "{\"t\":\"rights\",\"visit\":1,\"rights\":\"%s\"}", rights);
}

static void
rights_are_names_of_rights(void **state)
{
	mini_work();
	mini_forget();
	give("nothing to pay, discount 100 % granted");
	assert_true(mini_heard(10, "\"refused\""));
	assert_false(mini_heard(1, "discount"));
	assert_int_equal(rows_of("rights"), 1);
	give("view");
	assert_int_equal(rows_with("rights", "view"), 1);
	assert_int_equal(rows_of("rights"), 2);
	/* in our order and words */
	give("type,view");
	assert_int_equal(rows_with("rights", "view type"), 2);
	assert_int_equal(rows_of("rights"), 3);
	give("view  type");
	assert_int_equal(rows_of("rights"), 3);
}

/* Fewer rights need no signature, more of them do. */
static void
a_right_is_given_by_a_signature(void **state)
{
	mini_work();
	give("view");
	mini_forget();
	mini_say_bare(
	    10, "{\"t\":\"rights\",\"visit\":1,\"rights\":\"view type\"}");
	mini_sayf(10,
	    "{\"t\":\"rights\",\"visit\":1,\"rights\":\"view type\","
	    "\"sig\":\"%0128d\"}",
	    0);
	assert_true(mini_heard(10, "\"refused\""));
	assert_false(mini_heard(1, "\"rights\""));
	assert_int_equal(mini_ticket(1)->rights, GRANT_VIEW);
	mini_say_bare(10, "{\"t\":\"rights\",\"visit\":1,\"rights\":\"\"}");
	assert_int_equal(mini_ticket(1)->rights, 0);
}

/* A consent that is not signed starts no clock, and ends the visit. */
static void
no_clock_without_a_signature(void **state)
{
	mini_claim();
	mini_open(1, 100, 1);
	mini_say(10, "{\"t\":\"checked\",\"ticket\":1,\"ok\":true,\"left\":3}");
	mini_say_bare(10,
	    "{\"t\":\"consent\",\"visit\":1,\"yes\":true,"
	    "\"rights\":\"view\"}");
	assert_true(mini_heard(10, "\"refused\""));
	assert_int_equal(mini_ticket(1)->t.state, TICKET_CLAIMED);
	assert_false(mini_ticket(1)->t.attached);
	assert_int_equal(rows_of("consent"), 0);
}

/* Nor does a yes to another visit, however well it is signed; and after a no
 * nobody comes by himself. */
static void
consent_is_for_this_visit(void **state)
{
	mini_claim();
	assert_true(may_come(100));
	mini_say(10, "{\"t\":\"checked\",\"ticket\":1,\"ok\":true,\"left\":3}");
	for (int visit = 2; visit < 5; visit++)
		mini_sayf(10,
		    "{\"t\":\"consent\",\"visit\":%d,\"yes\":true,"
		    "\"rights\":\"view\"}",
		    visit);
	assert_int_equal(mini_ticket(1)->t.state, TICKET_CLAIMED);
	assert_int_equal(rows_of("consent"), 0);
	assert_false(mini_heard(1, "\"consented\""));
	mini_say(10,
	    "{\"t\":\"consent\",\"visit\":1,\"yes\":false,"
	    "\"why\":\"shell\"}");
	assert_true(mini_heard(1, "\"yes\":false,\"why\":\"shell\""));
	assert_false(may_come(101));
	mini_say(1, "{\"t\":\"claim\",\"ticket\":1}");
	assert_true(may_come(102));
}

/* What is not signed is no order, and ends the link. */
static void
no_order_without_a_signature(void **state)
{
	mini_up(1, 0, NULL);
	mini_up(10, 2, NULL);
	mini_join(10);
	mini_say_bare(1, "{\"t\":\"claim\",\"ticket\":1}");
	assert_true(mini_heard(1, "\"error\",\"code\":\"proof\""));
	assert_true(is_dropped(1));
	mini_say(1, "{\"t\":\"claim\",\"ticket\":1}");
	assert_int_equal(mini_ticket(1)->t.state, TICKET_WAITING);
}

static void
rows_of_a_client_are_counted(void **state)
{
	mini_work();
	for (int i = 0; i < 100 && !is_dropped(10); i++)
		give(i % 2 ? "view" : "view type");
	assert_true(is_dropped(10));
	assert_true(mini_heard(10, "\"error\",\"code\":\"busy\""));
	assert_in_range(rows_of("rights"), 20, 31);
	/* the next minute is another one */
	mini_up(11, 2, mini_ticket(1)->secret);
	mini_down(10);
	mini_pass(60000);
	mini_say(11, "{\"t\":\"rights\",\"visit\":1,\"rights\":\"\"}");
	assert_false(is_dropped(11));
}

static void
as_many_rows_as_the_minute_has(void **state)
{
	int before;

	mini_work();
	mini.b->config.limits.client_minute = 7;
	mini_pass(60000);
	before = rows_of("rights");
	for (int i = 0; i < 7; i++)
		give(i % 2 ? "view type" : "view");
	assert_false(is_dropped(10));
	assert_int_equal(rows_of("rights"), before + 7);
	give("view type");
	assert_true(is_dropped(10));
	assert_int_equal(rows_of("rights"), before + 7);
}

/* Slowly they are bounded, too: by ticket. */
static void
rows_of_a_ticket_are_counted(void **state)
{
	mini.b->config.limits.client_ticket = 40;
	mini_work();
	for (int i = 0; i < 100 && !is_dropped(10); i++) {
		give(i % 2 ? "view" : "view type");
		if (i % 10 == 9) {
			mini_pass(59000);
			mini_say(10, PONG);
			mini_pass(1100);
			mini_say(10, PONG);
		}
	}
	assert_true(is_dropped(10));
	assert_in_range(rows_of("rights"), 30, 40);
}

/* Nor do misses that are made up. */
static void
misses_are_counted(void **state)
{
	mini_claim();
	mini_open(1, 100, 1);
	for (int i = 0; i < 200; i++)
		mini_sayf(10,
		    "{\"t\":\"checked\",\"ticket\":1,"
		    "\"ok\":%s,\"left\":2}",
		    i % 2 ? "true" : "false");
	assert_true(is_dropped(10));
	assert_in_range(rows_of("code-ok") + rows_of("code-miss"), 1, 31);
}

/* Neither do wrong signatures fill the log. */
static void
bad_answers_are_counted(void **state)
{
	char *file = path_join(mini.dir, "desk.log"), line[512];
	FILE *log;
	int n = 0;

	mini_work();
	offer();
	for (int i = 0; i < 200; i++)
		mini_sayf(10,
		    "{\"t\":\"answer\",\"quote\":1,\"yes\":true,"
		    "\"hash\":\"%s\",\"sig\":\"\"}",
		    mini_ticket(1)->t.pending_hash);
	assert_true(is_dropped(10));
	log = fopen(file, "r");
	assert_non_null(log);
	while (fgets(line, sizeof(line), log) != NULL)
		n += strstr(line, "bad signature") != NULL;
	fclose(log);
	assert_in_range(n, 1, 31);
	free(file);
}

/* The same thing said again and again is one row. */
static void
results_of_the_code_are_said_once(void **state)
{
	mini_claim();
	mini_open(1, 100, 1);
	for (int i = 0; i < 200; i++)
		mini_say(10,
		    "{\"t\":\"checked\",\"ticket\":1,"
		    "\"ok\":true,\"left\":3}");
	assert_int_equal(rows_of("code-ok"), 1);
	assert_false(is_dropped(10));
}

static void
requests_of_a_link_are_counted(void **state)
{
	mini_up(10, 2, NULL);
	for (int i = 0; i < 50; i++) {
		mini_join(10);
		mini_say(10, "{\"t\":\"cancel\"}");
		brain_link_find(mini.b, 10)->peer.stage = MSG_READY;
	}
	assert_in_range(rows_of(""), 10, 12);
	assert_true(mini_heard(10, "\"refused\",\"code\":\"busy\""));
}

/* What nobody can see does not come in: neither escapes nor bidi. */
static void
texts_are_stripped_at_the_door(void **state)
{
	mini_up(1, 0, NULL);
	mini_up(10, 2, NULL);
	mini_say(10,
	    "{\"t\":\"join\",\"technician\":\"any\",\"product\":"
	    "\"Subiekt\",\"name\":\"J\\u001b[2Ja\\u009b31mn\\nX\","
	    "\"company\":\"\\u202eFirma\\u200b\",\"phone\":\"600\","
	    "\"problem\":\"a\\u001b]52;c;x\\u0007b\\nsecond\"}");
	assert_int_equal(mini_tickets(), 1);
	assert_string_equal(mini_ticket(1)->name, "J[2Ja31mn X");
	assert_string_equal(mini_ticket(1)->company, "Firma");
	assert_string_equal(mini_ticket(1)->problem, "a]52;c;xb\nsecond");
	mini_say(10, "{\"t\":\"cancel\"}");
	mini_up(11, 3, NULL);
	mini_say(11,
	    "{\"t\":\"join\",\"technician\":\"any\",\"product\":"
	    "\"Subiekt\",\"name\":\"\\u202e\\u0007\\u200b\",\"company\":"
	    "\"\",\"phone\":\"\",\"problem\":\"\"}");
	assert_true(mini_heard(11, "\"refused\",\"code\":\"bad\""));
}

/* Rule 17: what is valid from later on is not told, and not charged. */
static void
no_price_of_the_future(void **state)
{
	struct prices *all = &mini.b->price_list;
	struct price soon = all->line[0];

	str_copy(soon.name, sizeof(soon.name), "soon");
	str_copy(soon.valid_from, sizeof(soon.valid_from), "2999-01-01");
	soon.net_gr = 99900;
	all->line[all->n++] = soon;
	mini_up(10, 2, NULL);
	mini_join(10);
	assert_false(mini_heard(10, "99900"));
	assert_int_equal(mini_ticket(1)->t.line[PRICE_SUPPORT].net_gr, 20000);
	str_copy(all->line[all->n - 1].valid_from, 11, "2020-01-01");
	mini_up(11, 3, NULL);
	mini_join(11);
	assert_true(mini_heard(11, "99900"));
	assert_int_equal(mini_ticket(2)->t.line[PRICE_SUPPORT].net_gr, 99900);
	assert_int_equal(mini_ticket(1)->t.line[PRICE_SUPPORT].net_gr, 20000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		no_price_of_the_future, mini_setup, mini_teardown),
	    cmocka_unit_test_setup_teardown(
		a_place_that_is_not_kept, mini_setup, mini_teardown),
	    cmocka_unit_test_setup_teardown(
		silence_is_not_billed, mini_setup, mini_teardown),
	    cmocka_unit_test_setup_teardown(
		silence_of_the_old_link_is_not_billed, mini_setup,
		mini_teardown),
	    cmocka_unit_test_setup_teardown(
		silence_stops_the_clock, mini_setup, mini_teardown),
	    cmocka_unit_test_setup_teardown(
		the_third_silence_ends_the_visit, mini_setup, mini_teardown),
	    cmocka_unit_test_setup_teardown(
		every_tick_tells_the_clock, mini_setup, mini_teardown),
	    cmocka_unit_test_setup_teardown(
		rights_are_names_of_rights, mini_setup, mini_teardown),
	    cmocka_unit_test_setup_teardown(
		a_right_is_given_by_a_signature, mini_setup, mini_teardown),
	    cmocka_unit_test_setup_teardown(
		no_clock_without_a_signature, mini_setup, mini_teardown),
	    cmocka_unit_test_setup_teardown(
		consent_is_for_this_visit, mini_setup, mini_teardown),
	    cmocka_unit_test_setup_teardown(
		no_order_without_a_signature, mini_setup, mini_teardown),
	    cmocka_unit_test_setup_teardown(
		rows_of_a_client_are_counted, mini_setup, mini_teardown),
	    cmocka_unit_test_setup_teardown(
		as_many_rows_as_the_minute_has, mini_setup, mini_teardown),
	    cmocka_unit_test_setup_teardown(
		rows_of_a_ticket_are_counted, mini_setup, mini_teardown),
	    cmocka_unit_test_setup_teardown(
		misses_are_counted, mini_setup, mini_teardown),
	    cmocka_unit_test_setup_teardown(
		bad_answers_are_counted, mini_setup, mini_teardown),
	    cmocka_unit_test_setup_teardown(
		results_of_the_code_are_said_once, mini_setup, mini_teardown),
	    cmocka_unit_test_setup_teardown(
		requests_of_a_link_are_counted, mini_setup, mini_teardown),
	    cmocka_unit_test_setup_teardown(
		a_claim_tells_its_row_once, mini_setup, mini_teardown),
	    cmocka_unit_test_setup_teardown(
		texts_are_stripped_at_the_door, mini_setup, mini_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
