/* The brain alone: a technician's pause ends by his own word, whatever comes.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <sqlite3.h>

#include "tests/unit/desk/mini_brain.h"

#define PONG "{\"t\":\"pong\",\"n\":1}"
#define PAUSE "{\"t\":\"pause\",\"ticket\":1}"
#define RESUME "{\"t\":\"resume\",\"ticket\":1}"
#define PAUSED "\"clock\",\"ticket\":1,\"running\":false,\"why\":\"technician\""
#define DONE(what) "\"done\",\"what\":\"" what "\",\"ticket\":1"

static void
fall_silent(void)
{
	mini_work();
	mini_pass(15100);
	mini_pass(5100);
	mini_turn();
	assert_int_equal(mini_ticket(1)->t.pause, TICKET_PAUSE_LINK);
}

static int64_t
worked_ms(void)
{
	return ticket_worked_ms(
	    &mini_ticket(1)->t, brain_ticket_beat(mini_ticket(1), clock_ms()));
}

/* He pauses while the desk waits for the client: the client's next word is not
 * the end of it, and a dead link is not resumed. */
static void
a_pause_outlives_the_silence(void **state)
{
	const struct brain_ticket *bt;
	int64_t worked;

	fall_silent();
	bt = mini_ticket(1);
	mini_forget();
	mini_say(1, PAUSE);
	assert_true(mini_heard(1, DONE("pause")));
	assert_true(mini_heard(1, PAUSED));
	assert_true(mini_heard(10, PAUSED));
	worked = worked_ms();
	mini_forget();
	mini_say(1, RESUME);
	assert_true(mini_heard(1, "\"refused\",\"code\":\"silent\""));
	mini_say(10, PONG);
	mini_pass(60000);
	mini_say(10, PONG);
	assert_int_equal(bt->t.pause, TICKET_PAUSE_TECH);
	assert_int_equal(worked_ms(), worked);
	mini_say(1, RESUME);
	assert_true(mini_heard(1, DONE("resume")));
	mini_pass(4000);
	mini_say(10, PONG);
	assert_in_range(worked_ms(), worked + 4000, worked + 4900);
}

static void
a_pause_outlives_the_idle_time(void **state)
{
	const struct brain_ticket *bt;
	int64_t worked;

	mini.b->config.limits.idle_ask_s = 5;
	mini.b->config.limits.idle_pause_s = 10;
	mini_work();
	bt = mini_ticket(1);
	for (int i = 0; i < 2; i++) {
		mini_pass(10000);
		mini_say(10, PONG);
	}
	assert_int_equal(bt->t.pause, TICKET_PAUSE_IDLE);
	mini_say(1, PAUSE);
	assert_true(mini_heard(1, DONE("pause")));
	worked = worked_ms();
	mini_say(10, "{\"t\":\"active\",\"visit\":1}");
	mini_pass(30000);
	assert_int_equal(bt->t.pause, TICKET_PAUSE_TECH);
	assert_int_equal(worked_ms(), worked);
	mini_say(1, RESUME);
	assert_int_equal(bt->t.state, TICKET_WORKING);
}

/* The other way round: what is lost while he has paused changes nothing. */
static void
a_pause_outlives_the_link(void **state)
{
	char secret[BRAIN_SECRET_SIZE];
	int64_t worked;

	mini_work();
	mini_pass(3000);
	mini_say(1, PAUSE);
	worked = worked_ms();
	memcpy(secret, mini_ticket(1)->secret, sizeof(secret));
	mini_down(10);
	assert_int_equal(mini_ticket(1)->t.pause, TICKET_PAUSE_TECH);
	mini_forget();
	mini_say(1, RESUME);
	assert_true(mini_heard(1, "\"refused\""));
	mini_up(10, 2, secret);
	mini_open(1, 101, 1);
	mini_sayf(10,
	    "{\"t\":\"consent\",\"visit\":%lld,\"yes\":true,"
	    "\"rights\":\"view type\"}",
	    (long long)mini_ticket(1)->visit);
	assert_true(mini_ticket(1)->t.attached && mini_ticket(1)->t.consent);
	mini_pass(10000);
	assert_int_equal(mini_ticket(1)->t.pause, TICKET_PAUSE_TECH);
	assert_int_equal(worked_ms(), worked);
	mini_say(1, RESUME);
	assert_int_equal(mini_ticket(1)->t.state, TICKET_WORKING);
}

/* Told when it is on the disk: another program holds the database. */
static void
done_is_told_when_it_is_written(void **state)
{
	char *file = path_join(mini.dir, "desk.db");
	sqlite3 *sql;

	mini_work();
	assert_int_equal(sqlite3_open(file, &sql), SQLITE_OK);
	assert_int_equal(sqlite3_exec(sql, "BEGIN IMMEDIATE", 0, 0, 0), 0);
	mini_forget();
	mini_say(1, PAUSE);
	mini_say(1, RESUME);
	mini_say(1, PAUSE);
	assert_int_equal(mini_ticket(1)->t.pause, TICKET_PAUSE_TECH);
	assert_false(mini_heard(1, "\"done\""));
	assert_int_equal(sqlite3_exec(sql, "COMMIT", 0, 0, 0), 0);
	sqlite3_close(sql);
	assert_true(store_flush(mini.b->store));
	brain_flush_soon(mini.b);
	mini_turn();
	assert_true(mini_heard(1, DONE("pause")));
	assert_true(mini_heard(1, DONE("resume")));
	free(file);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		a_pause_outlives_the_silence, mini_setup, mini_teardown),
	    cmocka_unit_test_setup_teardown(
		a_pause_outlives_the_idle_time, mini_setup, mini_teardown),
	    cmocka_unit_test_setup_teardown(
		a_pause_outlives_the_link, mini_setup, mini_teardown),
	    cmocka_unit_test_setup_teardown(
		done_is_told_when_it_is_written, mini_setup, mini_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
