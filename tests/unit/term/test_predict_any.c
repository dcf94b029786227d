/*
 * Predictive echo beside a simulated shell behind a line with a delay:
 * generated sequences of keys at an editing prompt, at a password, in an editor
 * of the whole screen. What holds in each: after a round trip of silence the
 * screen is the true one; what is typed without echo is never shown; few
 * guesses are wrong where there is a line to type.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/buf.h"
#include "shared/base/i18n.h"
#include "shared/base/util.h"
#include "shared/term/predict.h"
#include "shared/term/vt.h"

#define COLS 60
#define ROWS 12
#define HEARD_MS 50 /* the agent says so when no frame came for a key */
#define WIRE 512
#define KEYS 400

enum shell { AT_PROMPT, AT_PASSWORD, IN_PAGES };

/* --- the client's side --- */

/* A key on its way, then in the shell's queue. */
struct key {
	enum predict_key key;
	char ch;
	int64_t at_ms;
	/* what the technician saw when he had typed it */
	bool shown;
	struct predict_over over;
	struct cell row[COLS];
};

/* A frame on its way back; without bytes only the number. */
struct news {
	int64_t at_ms;
	uint32_t heard;
	bool echo;
	char bytes[256];
};

static struct key keys[KEYS];
static int typed, arrived, handled;
static struct news wire[WIRE];
static unsigned wire_head, wire_tail;
static enum shell shell;
static char line[COLS];
static int line_len, line_at;
static int64_t handled_ms, told_ms;
static uint32_t told;
static struct vt *theirs;
static unsigned seed;
static int right, wrong, truths;

static int
pick(int n)
{
	seed = seed * 1103515245u + 12345u;
	return (int)(seed >> 16 & 0x7fff) % n;
}

static void
tell(const char *bytes, int64_t now_ms, int delay_ms)
{
	struct news *n = &wire[wire_head++ % WIRE];

	assert_true(wire_head - wire_tail < WIRE);
	n->at_ms = now_ms + delay_ms;
	n->heard = told = (uint32_t)arrived;
	n->echo = shell != AT_PASSWORD;
	snprintf(n->bytes, sizeof(n->bytes), "%s", bytes);
	vt_write(theirs, bytes, strlen(bytes));
	told_ms = now_ms;
}

static void
edit(char *out, size_t size, const struct key *k)
{
	if (k->key == PREDICT_LEFT)
		line_at -= line_at > 0;
	else if (k->key == PREDICT_RIGHT)
		line_at += line_at < line_len;
	else if (k->key == PREDICT_BACKSPACE && line_at > 0) {
		memmove(line + line_at - 1, line + line_at,
		    (size_t)(line_len - line_at));
		line_at--;
		line_len--;
	} else if (k->key == PREDICT_CHAR && line_len < COLS - 8) {
		memmove(line + line_at + 1, line + line_at,
		    (size_t)(line_len - line_at));
		line[line_at++] = k->ch;
		line_len++;
	} else if (k->key == PREDICT_OTHER) /* a line of the history */
		line_at = line_len = snprintf(line, sizeof(line), "ls -l");
	snprintf(
	    out, size, "\r$ %.*s\033[K\r\033[%dC", line_len, line, line_at + 2);
}

/* What the shell writes for a key; "" = nothing. */
static void
answer(char *out, size_t size, const struct key *k)
{
	static const char *const pages[] = {
	    "\033[5;9H", "\033[2;4H", "\033[Sx", "", "\033[12;1H:"};

	out[0] = '\0';
	if (k->key == PREDICT_ENTER) {
		shell = shell == AT_PROMPT && pick(4) == 0
		    ? (enum shell)(1 + pick(2))
		    : AT_PROMPT;
		line_len = line_at = 0;
		snprintf(out, size, "\r\n%s",
		    shell == AT_PASSWORD    ? "Password: "
			: shell == IN_PAGES ? "\033[H\033[2Jpage"
			: pick(2)	    ? "done\r\n$ "
					    : "$ ");
	} else if (shell == AT_PROMPT) {
		edit(out, size, k);
	} else if (shell == IN_PAGES) {
		snprintf(out, size, "%s", pages[pick(5)]);
	}
}

/* Did the technician see then what is true now? */
static void
judge(const struct key *k)
{
	const struct grid *g = vt_grid(theirs);
	bool ok = g->cursor.row == k->over.row &&
	    g->cursor.col == k->over.cursor_col;

	if (!k->shown)
		return;
	for (int i = k->over.from; ok && i < k->over.to; i++)
		ok = grid_cell(g, k->over.row, i)->cp == k->row[i].cp;
	right += ok;
	wrong += !ok;
}

static void
shell_turn(int64_t now_ms, int delay_ms, int lag_ms)
{
	char out[256];

	while (arrived < typed && keys[arrived].at_ms <= now_ms)
		arrived++;
	if (handled < arrived &&
	    now_ms >= MAX_OF(handled_ms, keys[handled].at_ms) + lag_ms) {
		const struct key *k = &keys[handled++];

		assert_false(shell == AT_PASSWORD && k->shown);
		handled_ms = now_ms;
		answer(out, sizeof(out), k);
		if (out[0] != '\0')
			tell(out, now_ms, delay_ms);
		judge(k);
	}
	if (told != (uint32_t)arrived &&
	    now_ms - MAX_OF(told_ms, keys[arrived - 1].at_ms) >= HEARD_MS)
		tell("", now_ms, delay_ms);
}

/* --- the technician's side --- */

static struct predict p;
static struct vt *ours;

static struct key
next_key(void)
{
	static const char letters[] = "abcdefgh ijklmnop";
	int what = pick(100);
	struct key k = {.key = PREDICT_CHAR};

	if (what < 5)
		k.key = PREDICT_ENTER;
	else if (what < 12)
		k.key = PREDICT_BACKSPACE;
	else if (what < 18)
		k.key = PREDICT_LEFT;
	else if (what < 22)
		k.key = PREDICT_RIGHT;
	else if (what < 24)
		k.key = PREDICT_OTHER;
	else
		k.ch = letters[pick((int)sizeof(letters) - 1)];
	return k;
}

static void
type(int64_t now_ms, int delay_ms)
{
	struct key *k = &keys[typed];

	*k = next_key();
	k->at_ms = now_ms + delay_ms;
	predict_key(&p, k->key, (uint32_t)k->ch, (uint32_t)++typed, now_ms);
	k->shown = predict_over(&p, &k->over) && k->key > PREDICT_ENTER &&
	    p.shown == p.guesses;
	memcpy(k->row, k->over.cells, sizeof(k->row));
	assert_in_range(p.guesses, 0, PREDICT_KEYS);
}

static void
check_over(void)
{
	struct predict_over over;

	if (!predict_over(&p, &over))
		return;
	assert_true(p.echo);
	assert_int_equal(over.row, vt_grid(ours)->cursor.row);
	assert_in_range(over.cursor_col, 0, COLS - 1);
	assert_true(over.from >= 0 && over.to <= COLS);
}

static void
hear(int64_t now_ms)
{
	while (
	    wire_tail != wire_head && wire[wire_tail % WIRE].at_ms <= now_ms) {
		const struct news *n = &wire[wire_tail++ % WIRE];

		predict_heard(&p, n->heard, n->echo, now_ms);
		vt_write(ours, n->bytes, strlen(n->bytes));
		if (n->bytes[0] != '\0')
			predict_frame(&p, vt_grid(ours), now_ms);
		check_over();
	}
}

static void
check_truth(void)
{
	struct predict_over over;

	assert_int_equal(handled, typed);
	assert_int_equal(wire_tail, wire_head);
	assert_true(grid_looks_equal(vt_grid(theirs), vt_grid(ours)));
	assert_false(predict_over(&p, &over));
	truths++;
}

static void
begin(unsigned number, int delay_ms)
{
	seed = number * 2654435761u + 1;
	predict_init(&p, PREDICT_ALWAYS);
	predict_rtt(&p, 2 * delay_ms);
	theirs = vt_new(COLS, ROWS, NULL);
	ours = vt_new(COLS, ROWS, NULL);
	typed = arrived = handled = 0;
	wire_head = wire_tail = 0;
	told = 0;
	told_ms = handled_ms = 0;
	shell = AT_PROMPT;
	line_len = line_at = 0;
	predict_frame(&p, vt_grid(ours), 0);
	tell("$ ", 0, delay_ms);
}

static void
live(unsigned number, int delay_ms, int lag_ms)
{
	int64_t now_ms, next_ms = 300;

	begin(number, delay_ms);
	for (now_ms = 0; typed < KEYS - 1; now_ms++) {
		if (now_ms == next_ms) {
			/* now and then he waits, and then all is true */
			if (pick(20) == 0)
				next_ms += 2 * delay_ms + HEARD_MS +
				    PREDICT_LATE_MS + 60 * (lag_ms + 2);
			else
				next_ms += 10 + pick(200);
			type(now_ms, delay_ms);
			if (next_ms - now_ms > 210)
				next_ms = -next_ms;
		}
		if (next_ms < 0 && now_ms == -next_ms) {
			check_truth();
			next_ms = now_ms + 1;
		}
		shell_turn(now_ms, delay_ms, lag_ms);
		hear(now_ms);
		predict_look(&p, now_ms);
		check_over();
	}
	vt_free(theirs);
	vt_free(ours);
}

static void
test_any(void **state)
{
	static const int delays[] = {0, 10, 20, 50, 100, 250};
	static const int lags[] = {0, 1, 8, 30};

	for (unsigned i = 0; i < 240; i++) {
		right = wrong = 0;
		live(i, delays[i % 6], lags[i / 6 % 4]);
	}
	assert_true(truths > 1000);
}

/* At a prompt, with pauses and without, nearly all that is shown is right. */
static void
test_rates(void **state)
{
	right = wrong = 0;
	for (unsigned i = 0; i < 40; i++)
		live(1000 + i, i % 2 ? 20 : 100, 2);
	print_message("shown and right %d, wrong %d\n", right, wrong);
	assert_true(right > 40 * KEYS / 4);
	assert_true(wrong * 20 < right + wrong);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_any),
	    cmocka_unit_test(test_rates),
	};

	i18n_init();
	return cmocka_run_group_tests_name("predict any", tests, NULL, NULL);
}
