/*
 * Predictive echo over a far line (far.h) between the agent and the desk: a
 * technician types at a prompt of bash, with what he corrects, and in vim's
 * insert mode.
 *
 *  echo    a key until it, and the cursor behind it, stand on his screen
 *  quick   of a hundred keys, for how many that was at most 5 ms
 *  right   of a hundred guesses that were shown, how many came true
 *
 * usage: bench_predict [ROUND-TRIP-MS [LOSS-PERCENT]] (with losses: over
 * ipline.h); BENCH_CHECK=1: shorter, and fails where guesses are wrong or late.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"
#include "shared/term/vt.h"
#include "tests/bench/far.h"
#include "tests/bench/figures.h"
#include "tests/bench/ipline.h"
#include "tests/bench/rivals.h"

#define KEYS_MAX 2000
#define QUICK_MS 5.0
#define LINE 70

static int rtt_ms = 200, loss_percent;
static bool check;
static unsigned seed = 7;

struct result {
	const char *name;
	double ms[KEYS_MAX];
	int keys;
	int right, wrong;
};

static struct screen *at;
/* What is underlined on his screen: guesses. */
static uint32_t guess[GRID_ROWS_MAX][GRID_COLS_MAX];

static int
pick(int n)
{
	seed = seed * 1103515245u + 12345u;
	return (int)(seed >> 16 & 0x7fff) % n;
}

/* Guesses that stand on the screen no more: were they right? */
static void
look(struct result *out)
{
	const struct grid *g = vt_grid(at->vt);

	for (int r = 1; r < g->rows - 1; r++)
		for (int c = 0; c < g->cols; c++) {
			const struct cell *cell = grid_cell(g, r, c);

			if (cell->attr & CELL_UNDERLINE) {
				guess[r][c] = cell->cp;
				continue;
			}
			if (guess[r][c] != 0 && guess[r][c] == cell->cp)
				out->right++;
			else if (guess[r][c] != 0)
				out->wrong++;
			guess[r][c] = 0;
		}
}

static void
pump_for(struct result *out, int ms)
{
	int64_t end = screen_now_ns() + ms * INT64_C(1000000), left;

	while ((left = end - screen_now_ns()) > 0) {
		screen_pump((int)MIN_OF(left / 1000000 + 1, 20));
		if (out != NULL)
			look(out);
	}
}

/* --- typing --- */

/* The line as it has to look: text, and the cursor's place in it. */
struct line {
	int first_col;
	uint32_t cp[LINE];
	int len, at;
};

static void
edit(struct line *l, uint32_t cp)
{
	if (cp == '<') {
		l->at--;
		l->len--;
		memmove(&l->cp[l->at], &l->cp[l->at + 1],
		    (size_t)(l->len - l->at) * sizeof(l->cp[0]));
	} else if (cp == '{' || cp == '}') {
		l->at += cp == '{' ? -1 : 1;
	} else {
		memmove(&l->cp[l->at + 1], &l->cp[l->at],
		    (size_t)(l->len - l->at) * sizeof(l->cp[0]));
		l->cp[l->at++] = cp;
		l->len++;
	}
}

static bool
stands(const struct line *l)
{
	const struct grid *g = vt_grid(at->vt);

	if (g->cursor.col != l->first_col + l->at)
		return false;
	for (int i = 0; i < l->len; i++)
		if (grid_cell(g, g->cursor.row, l->first_col + i)->cp !=
		    l->cp[i])
			return false;
	return true;
}

static void
press(uint32_t cp)
{
	const struct grid_cursor *c = &vt_grid(at->vt)->cursor;
	char bytes[UTF8_MAX + 1] = "";

	/* what he takes back himself was not wrong */
	if (cp == '<')
		for (int i = MAX_OF(c->col - 1, 0); i < GRID_COLS_MAX; i++)
			guess[c->row][i] = 0;
	bytes[utf8_encode(bytes, cp)] = '\0';
	screen_type(at,
	    cp == '<'	    ? "\177"
		: cp == '{' ? "\033[D"
		: cp == '}' ? "\033[C"
			    : bytes);
}

/* A key each 60 to 180 ms, as people type; what is seen late is waited for up
 * to the next one. */
static void
type_line(const char *text, struct result *out)
{
	struct line l = {.first_col = vt_grid(at->vt)->cursor.col};
	uint32_t cp;

	while (utf8_next(&text, &cp)) {
		int64_t begin = screen_now_ns();
		int pause_ms = (60 + pick(120)) / (check ? 2 : 1);
		int64_t end = begin + pause_ms * INT64_C(1000000);
		double ms = 2 * rtt_ms;

		press(cp);
		edit(&l, cp);
		while (screen_now_ns() < end) {
			screen_pump(1);
			if (ms == 2 * rtt_ms && stands(&l))
				ms = (double)(screen_now_ns() - begin) / 1e6;
			look(out);
		}
		if (out->keys < KEYS_MAX)
			out->ms[out->keys++] = ms;
	}
}

static void
type_lines(struct result *out)
{
	static const char *const lines[] = {
	    "# the printer is set up anew, one momnt<<ent please",
	    "# zażółć gęślą jaźń, faktura nr 123/2026 zapłacona",
	    "# lpadmin -p hp -E -v ipp://10.0.0.7/ipp/print",
	    "# for f in *.pdf; do lp $f; doen<<ne",
	    "# wrog word{{{{{{n}}}}}} and on",
	    "# grep -rn 'error' /var/log/cups | tail -n 20",
	};
	int n = check ? 2 : (int)ARRAY_LEN(lines);

	for (int i = 0; i < (check ? 1 : 2) * n; i++) {
		type_line(lines[i % n], out);
		screen_type(at, "\r");
		pump_for(out, 2 * rtt_ms + 200);
	}
	pump_for(out, 2 * rtt_ms + 500);
}

/* What bash reads without echo is not on the screen at any moment. */
static bool
is_secret_hidden(void)
{
	bool hidden = true;

	screen_type(at, "read -s x\r");
	pump_for(NULL, 2 * rtt_ms + 200);
	for (const char *p = "QXQXQX"; *p != '\0'; p++) {
		press((uint32_t)*p);
		for (int i = 0; i < 5; i++) {
			pump_for(NULL, rtt_ms / 5);
			hidden = hidden && screen_count(at, 'Q') == 0 &&
			    screen_count(at, 'X') == 0;
		}
	}
	screen_type(at, "\r");
	pump_for(NULL, 2 * rtt_ms + 200);
	return hidden;
}

static void
measure_bash(struct result *out, bool *hidden)
{
	screen_type(at, "clear; PS1='bash$ ' bash --norc --noprofile\r");
	pump_for(NULL, 2 * rtt_ms + 1500);
	*hidden = is_secret_hidden();
	type_lines(out);
	screen_type(at, "exit\r");
	pump_for(NULL, 2 * rtt_ms + 500);
}

static void
measure_vim(struct result *out)
{
	screen_type(at, "vim -u NONE -N -i NONE /tmp/pomoc-bench-none\r");
	pump_for(NULL, 2 * rtt_ms + 1500);
	screen_type(at, "i");
	pump_for(NULL, 2 * rtt_ms + 300);
	type_lines(out);
	screen_type(at, "\033");
	pump_for(NULL, 2 * rtt_ms + 500);
	screen_type(at, ":q!\r");
	pump_for(NULL, 2 * rtt_ms + 500);
}

/* --- what came out --- */

static bool
tell(struct result *r)
{
	int quick = 0;
	double rate = 100.0 * r->right / MAX_OF(1, r->right + r->wrong);
	double p50;

	for (int i = 0; i < r->keys; i++)
		quick += r->ms[i] <= QUICK_MS;
	p50 = figures_percentile(r->ms, r->keys, 50);
	printf("%4d ms, %2d %% lost, %-5s keys %4d  echo p50 %6.1f p90 %6.1f "
	       "ms  quick %5.1f %%  guesses %4d right %5.1f %%\n",
	    rtt_ms, loss_percent, r->name, r->keys, p50,
	    figures_percentile(r->ms, r->keys, 90),
	    100.0 * quick / MAX_OF(1, r->keys), r->right + r->wrong, rate);
	return r->right + r->wrong > r->keys / 2 && rate >= 95 &&
	    p50 < rtt_ms / 4.0;
}

static bool
run(void)
{
	static struct result bash = {.name = "bash"}, vim = {.name = "vim"};
	struct rival r;
	bool ok, hidden = true;

	rival_pomoc(&r);
	at = r.technician;
	pump_for(NULL, 1000);
	measure_bash(&bash, &hidden);
	ok = tell(&bash) && hidden;
	if (!hidden)
		printf("a password was on the screen\n");
	if (system("command -v vim >/dev/null") == 0) {
		measure_vim(&vim);
		ok = tell(&vim) && ok;
	}
	rival_close(&r);
	return ok;
}

int
main(int argc, char **argv)
{
	const char *build = getenv("POMOC_BUILD");

	i18n_init();
	check = getenv("BENCH_CHECK") != NULL;
	if (argc > 1)
		rtt_ms = MAX_OF(1, atoi(argv[1]));
	if (argc > 2)
		loss_percent = MIN_OF(MAX_OF(0, atoi(argv[2])), 50);
	far_line(rtt_ms / 2);
	if (loss_percent > 0 &&
	    !ipline_begin(&(struct ipline){.delay_ms = rtt_ms / 2,
		.lost_up = loss_percent,
		.lost_down = loss_percent}))
		return 0;
	rivals_begin(build != NULL ? build : "build", true);
	return run() || !check ? 0 : 1;
}
