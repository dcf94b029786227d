#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shared/know/model.h"
#include "shared/base/i18n.h"
#include "shared/wire/parts.h"

static unsigned
tell(struct model *m, int64_t now_ms, const char *json)
{
	struct err err = {0};
	struct msg *msg = msg_parse(json, strlen(json), &err);
	unsigned changed;

	if (msg == NULL)
		fail_msg("%s: %s", json, err.text);
	changed = model_apply(m, msg, now_ms);
	msg_free(msg);
	return changed;
}

#define WELCOME                                                           \
	"{\"t\":\"welcome\",\"v\":2,\"program\":\"pomoc\",\"firm\":"      \
	"\"F\",\"me\":\"anna\",\"address\":\"h:1\",\"key\":\"SHA256:x\"," \
	"\"open\":true}"
#define LISTED "{\"t\":\"listed\"}"

static unsigned
tell_row(struct model *m, int64_t now_ms, int ticket, const char *state,
    const char *by, bool called)
{
	char line[1024];

	snprintf(line, sizeof(line),
	    "{\"t\":\"row\",\"ticket\":%d,\"state\":\"%s\",\"name\":\"Jan\","
	    "\"company\":\"\",\"phone\":\"\",\"product\":\"Rewizor\","
	    "\"wanted\":\"\",\"problem\":\"p\",\"since_s\":1,\"waited_s\":100,"
	    "\"called\":%s,\"online\":true,\"by\":\"%s\",\"visit\":0,"
	    "\"key\":\"\",\"known_s\":0,\"earlier\":0,\"rate\":"
	    "\"\"}",
	    ticket, state, called ? "true" : "false", by);
	return tell(m, now_ms, line);
}

#define CLOCK                                                                \
	"{\"t\":\"clock\",\"ticket\":1,\"running\":%s,\"why\":\"\","         \
	"\"line\":\"support A\",\"kind\":\"support\",\"net_hour_gr\":20000," \
	"\"minimum_s\":3600,\"quantum_s\":3600,\"vat_bp\":2300,"             \
	"\"worked_ms\":%d,\"line_ms\":%d,\"base_gr\":0,\"cap_gr\":0,"        \
	"\"fixed_gr\":0,\"quote\":\"none\",\"net_gr\":0}"

static unsigned
tell_clock(struct model *m, int64_t now_ms, bool running, int worked_ms)
{
	char line[1024];

	snprintf(line, sizeof(line), CLOCK, running ? "true" : "false",
	    worked_ms, worked_ms);
	return tell(m, now_ms, line);
}

static void
callers(void **state)
{
	struct model m;

	model_init(&m);
	tell(&m, 0, WELCOME);
	/* those who wait already are no news */
	assert_int_equal(tell_row(&m, 0, 1, "waiting", "", false), MODEL_ROWS);
	tell(&m, 0, LISTED);
	assert_int_equal(tell_row(&m, 0, 2, "waiting", "", false),
	    MODEL_ROWS | MODEL_CALLER);
	assert_int_equal(tell_row(&m, 0, 2, "waiting", "", true), MODEL_ROWS);
	assert_int_equal(model_waiting(&m), 2);
	tell(&m, 0, "{\"t\":\"gone\",\"ticket\":1,\"why\":\"cancelled\"}");
	assert_null(model_row(&m, 1));
	assert_int_equal(model_waiting(&m), 1);
	model_fini(&m);
}

/* After a reconnect: what is not repeated is dropped, but only at the end. */
static void
reconnect_keeps_the_picture(void **state)
{
	struct model m;

	model_init(&m);
	tell(&m, 0, WELCOME);
	tell_row(&m, 0, 1, "waiting", "", false);
	tell_row(&m, 0, 2, "waiting", "", false);
	tell(&m, 0, LISTED);
	tell(&m, 0, WELCOME);
	assert_int_equal(m.rows, 2);
	assert_int_equal(tell_row(&m, 0, 2, "waiting", "", false), MODEL_ROWS);
	tell(&m, 0, LISTED);
	assert_null(model_row(&m, 1));
	assert_non_null(model_row(&m, 2));
	model_fini(&m);
}

/* The same client twice, by his key or his phone; who tells neither is nobody's
 * twin. */
static void
twins(void **state)
{
	static const struct {
		const char *key, *phone;
		int64_t twin;
	} rows[] = {{"SHA256:a", "1", 2}, {"SHA256:a", "2", 1},
	    {"SHA256:b", "2", 2}, {"", "", 0}, {"", "", 0}};
	struct model m;
	char line[512];

	model_init(&m);
	tell(&m, 0, WELCOME);
	for (int i = 0; i < (int)(sizeof(rows) / sizeof(rows[0])); i++) {
		snprintf(line, sizeof(line),
		    "{\"t\":\"row\",\"ticket\":%d,\"state\":\"waiting\","
		    "\"name\":\"\",\"company\":\"\",\"phone\":\"%s\","
		    "\"product\":\"\",\"wanted\":\"\",\"problem\":\"\","
		    "\"since_s\":0,\"waited_s\":0,\"called\":false,"
		    "\"online\":true,\"by\":\"\",\"visit\":0,\"key\":\"%s\","
		    "\"known_s\":0,\"earlier\":0,\"rate\":\"\"}",
		    i + 1, rows[i].phone, rows[i].key);
		tell(&m, 0, line);
	}
	for (int i = 0; i < (int)(sizeof(rows) / sizeof(rows[0])); i++)
		assert_int_equal(
		    model_twin(&m, model_row(&m, i + 1)), rows[i].twin);
	model_fini(&m);
}

static void
letters(void **state)
{
	static const struct {
		const char *state;
		bool called;
		int64_t now_ms;
		char letter;
	} cases[] = {
	    {"waiting", false, 0, 'N'},
	    {"waiting", true, 0, 'C'},
	    {"waiting", false, 801000, '!'},
	    {"waiting", false, 799000, 'N'},
	    {"claimed", false, 0, 'A'},
	    {"working", false, 0, 'A'},
	    {"paused", false, 0, 'P'},
	    {"quoted", false, 0, 'Q'},
	    {"solved", false, 0, 'S'},
	    {"declined", false, 0, 'X'},
	};
	struct model m;

	model_init(&m);
	tell(&m, 0, WELCOME);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		tell_row(&m, 0, 1, cases[i].state, "", cases[i].called);
		assert_int_equal(
		    model_letter(model_row(&m, 1), cases[i].now_ms),
		    cases[i].letter);
	}
	/* picked, and nobody is with the client */
	tell(&m, 0,
	    "{\"t\":\"row\",\"ticket\":1,\"state\":\"claimed\",\"name\":\"\","
	    "\"company\":\"\",\"phone\":\"\",\"product\":\"\",\"wanted\":\"\","
	    "\"problem\":\"\",\"since_s\":0,\"waited_s\":0,\"called\":false,"
	    "\"online\":true,\"by\":\"anna\",\"visit\":1,\"key\":\"\","
	    "\"known_s\":0,\"earlier\":0,\"rate\":\"\",\"alone\":true}");
	assert_int_equal(model_letter(model_row(&m, 1), 0), 'a');
	model_fini(&m);
}

static void
whose(void **state)
{
	struct model m;

	model_init(&m);
	tell(&m, 0, WELCOME);
	tell_row(&m, 0, 1, "working", "anna", false);
	tell_row(&m, 0, 2, "working", "piotr", false);
	tell_row(&m, 0, 3, "waiting", "", false);
	assert_true(model_is_mine(&m, model_row(&m, 1)));
	assert_false(model_is_mine(&m, model_row(&m, 2)));
	assert_false(model_is_mine(&m, model_row(&m, 3)));
	assert_string_equal(model_client(model_row(&m, 1)), "Jan");
	model_fini(&m);
}

#define TECHNICIAN                                                   \
	"{\"t\":\"technician\",\"id\":\"piotr\",\"name\":\"piotr\"," \
	"\"state\":\"%s\"}"

static void
tell_presence(struct model *m, const char *state)
{
	char line[256];

	snprintf(line, sizeof(line), TECHNICIAN, state);
	tell(m, 0, line);
}

/* A colleague who has gone stays in the list of technicians: as away. */
static void
who_may_end(void **state)
{
	struct model m;

	model_init(&m);
	tell(&m, 0, WELCOME);
	tell_row(&m, 0, 1, "working", "anna", false);
	tell_row(&m, 0, 2, "working", "piotr", false);
	tell_row(&m, 0, 3, "waiting", "", false);
	assert_true(model_may_end(&m, model_row(&m, 1)));
	assert_true(model_may_end(&m, model_row(&m, 2)));
	assert_true(model_may_end(&m, model_row(&m, 3)));
	tell_presence(&m, "free");
	assert_false(model_may_end(&m, model_row(&m, 2)));
	tell_presence(&m, "busy");
	assert_false(model_may_end(&m, model_row(&m, 2)));
	tell_presence(&m, "away");
	assert_true(model_may_end(&m, model_row(&m, 2)));
	model_fini(&m);
}

/* Whom leaving would hurt: of the tables' states only those that somebody has,
 * and only where his program is there. */
static void
expecting(void **state)
{
	static const char *const taken[] = {
	    "claimed", "working", "paused", "quoted"};
	struct model m;

	model_init(&m);
	tell(&m, 0, WELCOME);
	tell_row(&m, 0, 1, "waiting", "", false);
	tell_row(&m, 0, 2, "claimed", "piotr", false);
	for (int i = 0; i < 4; i++) {
		tell_row(&m, 0, 3, taken[i], "anna", false);
		assert_int_equal(model_expecting(&m), 3);
		assert_int_equal(model_expecting_me(&m), 1);
	}
	tell_row(&m, 0, 3, "solved", "anna", false);
	assert_int_equal(model_expecting_me(&m), 0);
	model_fini(&m);
}

static void
who_serves_what(void **state)
{
	struct model m;

	model_init(&m);
	tell(&m, 0, WELCOME);
	tell_row(&m, 0, 1, "waiting", "", false);
	tell(&m, 0,
	    "{\"t\":\"technician\",\"id\":\"anna\",\"name\":\"anna\","
	    "\"state\":\"free\",\"products\":\"Gestor, Rewizor\"}");
	tell(&m, 0,
	    "{\"t\":\"technician\",\"id\":\"ewa\",\"name\":\"ewa\","
	    "\"state\":\"free\",\"products\":\"Rewizor GT\"}");
	tell(&m, 0,
	    "{\"t\":\"technician\",\"id\":\"piotr\",\"name\":\"piotr\","
	    "\"state\":\"free\",\"products\":\"\"}");
	assert_true(model_serves(&m, "anna", model_row(&m, 1)));
	assert_false(model_serves(&m, "ewa", model_row(&m, 1)));
	assert_true(model_serves(&m, "piotr", model_row(&m, 1)));
	assert_true(model_serves(&m, "nobody", model_row(&m, 1)));
	model_fini(&m);
}

/* The kinds of work by their words, and how long the last change of it can be
 * taken back. */
static void
kinds(void **state)
{
	const struct billclock *c;
	char line[1024], *end;
	struct model m;

	model_init(&m);
	snprintf(line, sizeof(line), CLOCK, "true", 1000, 1000);
	tell(&m, 5000, line);
	assert_false(billclock_undo(NULL, 5000));
	assert_false(billclock_undo(model_clock(&m, 1), 5000));
	end = strrchr(line, '}');
	strcpy(end, ",\"asks\":\"database programming undo=42\"}");
	tell(&m, 5000, line);
	c = model_clock(&m, 1);
	assert_true(billclock_asks(c, PRICE_DATABASE));
	assert_true(billclock_asks(c, PRICE_PROGRAMMING));
	assert_false(billclock_asks(c, PRICE_SUPPORT));
	assert_true(billclock_undo(c, 5000 + 42000));
	assert_false(billclock_undo(c, 5000 + 42001));
	strcpy(end, ",\"asks\":\"undo=x\"}");
	tell(&m, 5000, line);
	assert_false(billclock_undo(model_clock(&m, 1), 5000));
	model_fini(&m);
}

/* The clock is counted on here by our own monotonic time, and only while it
 * runs. */
static void
clocks(void **state)
{
	struct bill_now now;
	struct model m;

	model_init(&m);
	tell_clock(&m, 5000, true, 1000);
	billclock_now(model_clock(&m, 1), 7000, &now);
	assert_int_equal(now.worked_s, 3);
	assert_int_equal(now.net_gr, 20000);
	assert_int_equal(now.next_unit_s, 3597);
	/* no word of the desk for long: the clock stands here too */
	assert_true(billclock_runs(model_clock(&m, 1), 34900));
	assert_false(billclock_runs(model_clock(&m, 1), 35000));
	billclock_now(model_clock(&m, 1), 3600000, &now);
	assert_int_equal(now.worked_s, 31);
	/* a clock that went back counts nothing */
	billclock_now(model_clock(&m, 1), 1000, &now);
	assert_int_equal(now.worked_s, 1);
	tell_clock(&m, 8000, false, 3000);
	billclock_now(model_clock(&m, 1), 99000, &now);
	assert_int_equal(now.worked_s, 3);
	tell(&m, 0, "{\"t\":\"gone\",\"ticket\":1,\"why\":\"solved\"}");
	assert_null(model_clock(&m, 1));
	model_fini(&m);
}

static void
quotes(void **state)
{
	struct model m;
	struct quote q = {.ticket = 1,
	    .number = 1,
	    .form = QUOTE_FIRST,
	    .line = "support A",
	    .net_gr = 100,
	    .vat_gr = 23,
	    .total_gr = 100,
	    .total_vat_gr = 23,
	    .text = "x"};
	char hash[QUOTE_HASH_SIZE];
	struct msg *msg;

	model_init(&m);
	quote_hash(&q, hash);
	msg = parts_quote(&q, hash);
	assert_int_equal(model_apply(&m, msg, 0), MODEL_CLOCKS);
	msg_free(msg);
	/* what contradicts its hash is none */
	q.net_gr = q.total_gr = 101;
	msg = parts_quote(&q, hash);
	assert_int_equal(model_apply(&m, msg, 0), 0);
	msg_free(msg);
	assert_int_equal(model_quote(&m, 1)->net_gr, 100);
	tell(&m, 0,
	    "{\"t\":\"answered\",\"ticket\":1,\"quote\":1,\"yes\":false,"
	    "\"why\":\"\"}");
	assert_null(model_quote(&m, 1));
	model_fini(&m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(callers),
	    cmocka_unit_test(reconnect_keeps_the_picture),
	    cmocka_unit_test(twins),
	    cmocka_unit_test(letters),
	    cmocka_unit_test(whose),
	    cmocka_unit_test(who_may_end),
	    cmocka_unit_test(expecting),
	    cmocka_unit_test(who_serves_what),
	    cmocka_unit_test(kinds),
	    cmocka_unit_test(clocks),
	    cmocka_unit_test(quotes),
	};

	i18n_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
