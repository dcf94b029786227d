/* Predictive echo: what is guessed, and what becomes of it. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "shared/base/i18n.h"
#include "shared/base/utf8.h"
#include "shared/term/predict.h"
#include "shared/term/vt.h"

#define FAR_MS 200

/* The technician's side; the test is the client's. */
static struct predict p;
static struct vt *vt;
static uint32_t sent;
static int64_t now_ms;

static int
setup(void **state)
{
	predict_init(&p, PREDICT_AUTO);
	predict_rtt(&p, FAR_MS);
	vt = vt_new(40, 10, NULL);
	predict_frame(&p, vt_grid(vt), 0);
	sent = 0;
	now_ms = 1000;
	return 0;
}

static int
teardown(void **state)
{
	vt_free(vt);
	return 0;
}

/* < is backspace, { and } the arrows, ! Enter, ^ some other key */
static void
type(const char *keys)
{
	static const char special[] = "^!\001<{}";
	uint32_t cp;

	while (utf8_next(&keys, &cp)) {
		const char *at = cp < 0x80 ? strchr(special, (int)cp) : NULL;

		predict_key(&p,
		    at != NULL ? (enum predict_key)(at - special)
			       : PREDICT_CHAR,
		    cp, ++sent, now_ms);
	}
}

/* A frame that holds all but the last `left` keys. */
static void
frame(const char *bytes, uint32_t left)
{
	vt_write(vt, bytes, strlen(bytes));
	predict_heard(&p, sent - left, true, now_ms);
	predict_frame(&p, vt_grid(vt), now_ms);
}

/* The row as it is shown, the cursor as | in it. */
static const char *
look(void)
{
	static char text[512];
	const struct grid *g = vt_grid(vt);
	struct predict_over over;
	bool on = predict_over(&p, &over);
	int col = on ? over.cursor_col : g->cursor.col;
	size_t len = 0, end = 0;

	for (int i = 0; i < g->cols; i++) {
		const struct cell *c = on && i >= over.from && i < over.to
		    ? &over.cells[i]
		    : grid_cell(g, g->cursor.row, i);

		if (i == col) {
			text[len++] = '|';
			end = len;
		}
		if (c->width > 0)
			len += (size_t)utf8_encode(text + len, c->cp);
		if (c->cp != ' ' && c->width > 0)
			end = len;
	}
	text[end] = '\0';
	return text;
}

/* From here on guesses are shown. */
static void
become_sure(void)
{
	frame("$ ", 0);
	type("a");
	assert_string_equal(look(), "$ |");
	frame("a", 0);
	assert_string_equal(look(), "$ a|");
}

static void
test_prompt_again(void **state)
{
	become_sure();
	/* Enter, and the same prompt: the first key is shown at once */
	type("!");
	frame("\r\nout\r\n", 0);
	frame("$ ", 0);
	type("b");
	assert_string_equal(look(), "$ b|");
	frame("b", 0);
	/* what was typed ahead of it may be for something else */
	type("!c");
	assert_string_equal(look(), "$ b|");
	frame("\r\n", 1);
	assert_string_equal(look(), "|");
	frame("$ ", 1);
	assert_string_equal(look(), "$ |");
	frame("c", 0);
	/* another prompt, or none, may be that of a password */
	type("!");
	frame("\r\n> ", 0);
	type("d");
	assert_string_equal(look(), "> |");
	type("!");
	frame("\r\n", 0);
	type("e");
	assert_string_equal(look(), "|");
	/* nor does a cursor that jumps there without Enter count */
	type("!");
	frame("\r\n$ ", 0);
	type("f");
	assert_string_equal(look(), "$ f|");
	frame("f", 0);
	type("^");
	frame("\033[5;1H$ ", 0);
	type("g");
	assert_string_equal(look(), "$ |");
}

static void
test_lines_without_prompt(void **state)
{
	/* an editor: the first line, and those behind it */
	become_sure();
	type("!");
	frame("\r\n", 0);
	type("a");
	assert_string_equal(look(), "|");
	frame("a", 0);
	type("!");
	frame("\r\n    ", 0); /* indented */
	type("b");
	assert_string_equal(look(), "    b|");
	frame("b", 0);
	type("^!"); /* Esc, and a line down */
	frame("\r\n", 0);
	type("d");
	assert_string_equal(look(), "|");
}

static void
test_prompt_that_lies(void **state)
{
	become_sure();
	type("!");
	frame("\r\n$ ", 0);
	type("s");
	assert_string_equal(look(), "$ s|");
	predict_heard(&p, sent, true, now_ms);
	now_ms += PREDICT_LATE_MS;
	predict_look(&p, now_ms);
	assert_string_equal(look(), "$ |");
	type("t");
	assert_string_equal(look(), "$ |");
	type("!");
	frame("\r\n$ ", 0);
	type("u");
	assert_string_equal(look(), "$ |");
}

static void
test_table(void **state)
{
	static const struct {
		const char *typed, *looks;
	} rows[] = {
	    {"bc", "$ abc|"}, {"b c", "$ ab c|"}, {" ", "$ a |"},
	    {"ąż", "$ aąż|"}, {"日本", "$ a日本|"}, {"日<b", "$ ab|"},
	    {"b<", "$ a|"}, {"b<<", "$ |"}, {"{b", "$ b|a"}, {"{b}c", "$ bac|"},
	    {"{b<<", "$ |a"}, /* the prompt: not before it is seen */
	    {"b{{<", "$ |ab"}, {"b{{{", "$ |ab"},
	    {"b}", "$ ab|"}, /* nothing to the right */
	    {"b!c", "$ ab|"}, {"b^c", "$ ab|"},
	    {"b\xcc\x81", "$ ab|"}, /* a mark */
	    {"\xe2\x80\xae", "$ a|"}, /* not to be shown */
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		become_sure();
		type(rows[i].typed);
		if (strcmp(look(), rows[i].looks) != 0)
			print_message("typed %s\n", rows[i].typed);
		assert_string_equal(look(), rows[i].looks);
		teardown(NULL);
		setup(NULL);
	}
}

/* A guess looks like what stands before it, underlined. */
static void
test_style(void **state)
{
	struct predict_over over;

	frame("\033[31m$ x", 0);
	type("a");
	frame("a", 0);
	type("b c");
	assert_true(predict_over(&p, &over));
	assert_int_equal(over.row, 0);
	assert_int_equal(over.from, 4);
	assert_int_equal(over.to, 7);
	assert_int_equal(over.cells[4].attr, CELL_UNDERLINE);
	assert_int_equal(over.cells[4].fg, CELL_INDEX(1));
	assert_int_equal(over.cells[5].attr & CELL_UNDERLINE, 0);
	assert_int_equal(over.cells[6].cp, 'c');
}

static void
test_confirmed(void **state)
{
	become_sure();
	type("bcd");
	frame("b", 2);
	assert_string_equal(look(), "$ abcd|");
	/* heard, and not written yet */
	frame("c", 0);
	assert_string_equal(look(), "$ abcd|");
	assert_int_equal(predict_due_ms(&p, now_ms), PREDICT_LATE_MS);
	frame("d", 0);
	assert_string_equal(look(), "$ abcd|");
	assert_int_equal(predict_due_ms(&p, now_ms), -1);
	assert_int_equal(p.guesses, 0);
}

static void
test_taken_back(void **state)
{
	become_sure();
	type("bcd");
	frame("X", 2); /* another thing came */
	assert_string_equal(look(), "$ aX|");
	type("e");
	assert_string_equal(look(), "$ aX|");
	frame("c", 2); /* and from here on it is right again */
	assert_string_equal(look(), "$ aXcde|");
}

static void
test_nothing_came(void **state)
{
	become_sure();
	type("b");
	predict_heard(&p, sent, true, now_ms);
	assert_string_equal(look(), "$ ab|");
	now_ms += PREDICT_LATE_MS;
	predict_look(&p, now_ms - 1);
	assert_string_equal(look(), "$ ab|");
	predict_look(&p, now_ms);
	assert_string_equal(look(), "$ a|");
	type("c");
	assert_string_equal(look(), "$ a|");
}

static void
test_line_is_dead(void **state)
{
	become_sure();
	type("bc");
	assert_int_equal(predict_due_ms(&p, now_ms), PREDICT_LOST_MS(p.rtt_ms));
	now_ms += PREDICT_LOST_MS(p.rtt_ms);
	predict_look(&p, now_ms);
	assert_string_equal(look(), "$ a|");
	type("d");
	assert_string_equal(look(), "$ a|");
	frame("bc", 1);
	assert_string_equal(look(), "$ abc|");
	frame("d", 0);
	type("e");
	assert_string_equal(look(), "$ abcde|");
}

/* What was typed behind Enter is placed as soon as the prompt is known. */
static void
test_behind_enter(void **state)
{
	become_sure();
	type("b!pwd");
	assert_string_equal(look(), "$ ab|");
	frame("b", 4);
	frame("\r\n$ ", 3);
	assert_string_equal(look(), "$ |");
	frame("p", 2);
	assert_string_equal(look(), "$ pwd|");
	frame("wd", 0);
	assert_string_equal(look(), "$ pwd|");
}

static void
test_cursor_jumps(void **state)
{
	become_sure();
	frame("\033[5;5H", 0);
	type("b");
	assert_string_equal(look(), "    |");
	/* in a full-screen program: a key that only moves, a page that moves */
	frame("\033[6;5H", 0);
	type("b");
	assert_string_equal(look(), "    |");
	frame("\033[S", 0);
	now_ms += PREDICT_LATE_MS;
	predict_look(&p, now_ms);
	type("b");
	assert_string_equal(look(), "    |");
}

static void
test_no_echo(void **state)
{
	struct predict_over over;

	become_sure();
	type("b");
	predict_heard(&p, sent - 1, false, now_ms);
	assert_false(predict_over(&p, &over));
	type("secret");
	assert_false(predict_over(&p, &over));
	assert_int_equal(p.guesses, 1); /* and nothing of it is kept */
	for (size_t i = 0; i < sizeof(p); i++)
		assert_true(sizeof(p) - i < 6 ||
		    memcmp((char *)&p + i, "secret", 6) != 0);
	predict_heard(&p, sent, true, now_ms);
	frame("b\r\n$ ", 0);
	type("a");
	assert_string_equal(look(), "$ |");
}

static void
test_modes(void **state)
{
	become_sure();
	for (int i = 0; i < 40; i++)
		predict_rtt(&p, PREDICT_NEAR_MS - 1);
	type("b");
	assert_string_equal(look(), "$ a|");
	predict_set_mode(&p, PREDICT_ALWAYS);
	frame("b", 0);
	type("c");
	frame("c", 0);
	type("d");
	assert_string_equal(look(), "$ abcd|");
	predict_set_mode(&p, PREDICT_NEVER);
	assert_string_equal(look(), "$ abc|");
	type("e");
	assert_string_equal(look(), "$ abc|");
}

static void
test_right_edge(void **state)
{
	become_sure();
	frame("\r$ ", 0);
	type("a");
	frame("a", 0);
	for (int i = 3; i < 60; i++)
		type("x");
	assert_string_equal(look(), "$ axxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx|");
	type("<");
	assert_string_equal(look(), "$ axxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx|");
}

/* Text behind the cursor that stays, as in a field with a frame, is learned. */
static void
test_overwrites(void **state)
{
	become_sure();
	frame("bcd\033[1;3H", 0);
	type("X");
	assert_string_equal(look(), "$ |abcd");
	frame("X", 0);
	type("Y");
	assert_string_equal(look(), "$ XY|cd");
	frame("Y", 0);
	type("Z<"); /* and what that takes away is not known */
	assert_string_equal(look(), "$ XYZ|d");
}

static void
test_bounded(void **state)
{
	become_sure();
	for (int i = 0; i < 100000; i++) {
		type("x");
		assert_in_range(p.guesses, 1, PREDICT_KEYS);
	}
	frame("xxx", 99997);
	assert_string_equal(look(), "$ axxx|");
	frame("\033[2J\033[H", 0);
	become_sure();
	type("b");
	assert_string_equal(look(), "$ ab|");
}

static void
test_resize(void **state)
{
	become_sure();
	type("bcd");
	vt_resize(vt, 20, 5);
	frame("", 3);
	assert_string_equal(look(), "$ a|");
	frame("bcd", 0);
	assert_string_equal(look(), "$ abcd|");
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
	    TEST(test_table),
	    TEST(test_style),
	    TEST(test_confirmed),
	    TEST(test_taken_back),
	    TEST(test_nothing_came),
	    TEST(test_line_is_dead),
	    TEST(test_behind_enter),
	    TEST(test_prompt_again),
	    TEST(test_lines_without_prompt),
	    TEST(test_prompt_that_lies),
	    TEST(test_cursor_jumps),
	    TEST(test_no_echo),
	    TEST(test_modes),
	    TEST(test_right_edge),
	    TEST(test_overwrites),
	    TEST(test_bounded),
	    TEST(test_resize),
	};

	i18n_init();
	return cmocka_run_group_tests_name("predict", tests, NULL, NULL);
}
