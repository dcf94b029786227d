/*
 * How old the technician's screen is on a far line that loses packets
 * (ipline.h): plain ssh and pomoc; mosh, which is not TCP, where it is asked
 * for.
 *
 *  busy   a program writes the time twenty times a second: its age on his
 *         screen, of a hundred looks 50 and 99, the worst, and how much of the
 *         time it is over half a second
 *  full   the same in twenty rows at once
 *  calm   it writes the time once a second and nothing between: how long that
 *         is on its way, of a hundred 50 and 95, the worst, and how many more
 *         than half a second
 *
 * usage: bench_age [ROUND-TRIP-MS [LOST-UP [LOST-DOWN [CONGESTION]]]]; lost:
 * of a hundred packets from the far side, and to it. BENCH_ONLY=NAME: one.
 * BENCH_SECONDS=N: of each; BENCH_SEED=N: other packets get lost.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "tests/bench/figures.h"
#include "tests/bench/ipline.h"
#include "tests/bench/rivals.h"

#define LOOKS_MAX 60000
#define LOOK_MS 10
#define OLD_MS 500.0

struct figures {
	double ms[LOOKS_MAX];
	int n;
};

enum figure { BUSY, BUSY_OLD, FULL, CALM, FIGURES };

static double figures[FIGURES][TABLE_RIVALS];
static int rtt_ms = 200, seconds = 15;

static void
pump_for(int ms)
{
	int64_t end = screen_now_ns() + ms * INT64_C(1000000), left;

	while ((left = end - screen_now_ns()) > 0)
		screen_pump((int)MIN_OF(left / 1000000 + 1, 20));
}

/* The moment that stands there, in ms; 0 = none. */
static double
shown_ms(struct screen *at)
{
	char row[512];

	/* not that of the line that was typed */
	if (screen_find(at, "time=1", row, sizeof(row)) < 0)
		return 0;
	return strtod(strstr(row, "time=") + 5, NULL) * 1e3;
}

static double
now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	return (double)ts.tv_sec * 1e3 + (double)ts.tv_nsec / 1e6;
}

static void
add(struct figures *f, double ms)
{
	if (f->n < LOOKS_MAX)
		f->ms[f->n++] = ms;
}

/* What stands already in the line is taken back first. */
#define WRITE(pause, format, what)      \
	"\025clear; while sleep " pause \
	"; do t=$(date +%s.%3N); printf '" format "' " what "; done\r"
#define FIVE "$t $t $t $t $t "
static const char busy[] = WRITE("0.05", "\\rtime=%s ", "$t");
static const char full[] = WRITE(
    "0.05", "time=%s\\r\\n", FIVE FIVE FIVE FIVE "; printf '\\033[H'");
static const char calm[] = WRITE("1", "\\rtime=%s ", "$t");

/* only_new: only at the moment when it comes. */
static void
watch(struct screen *at, const char *program, bool only_new, struct figures *f)
{
	int64_t end, look = 0;
	double last, is;

	f->n = 0;
	screen_type(at, program);
	pump_for(2 * rtt_ms + 2000);
	last = shown_ms(at);
	end = screen_now_ns() + seconds * INT64_C(1000000000);
	while (screen_now_ns() < end) {
		screen_pump(LOOK_MS);
		is = shown_ms(at);
		if (only_new && is != last)
			add(f, now_ms() - is);
		last = is;
		if (only_new || screen_now_ns() < look)
			continue;
		look = screen_now_ns() + LOOK_MS * INT64_C(1000000);
		add(f, now_ms() - is);
	}
	screen_type(at, "\003");
	pump_for(2 * rtt_ms + 1000);
}

/* Returns how much of the time it was old, of a hundred. */
static double
tell(const char *name, const char *what, struct figures *f, int high)
{
	double old = 0;

	for (int i = 0; i < f->n; i++)
		old += f->ms[i] > OLD_MS;
	old = 100 * old / MAX_OF(1, f->n);
	printf("%-6s %-5s p50 %4.0f  p%d %4.0f  worst %5.0f ms  over 0.5 s "
	       "%5.2f %%  of %d\n",
	    name, what, figures_percentile(f->ms, f->n, 50), high,
	    figures_percentile(f->ms, f->n, high),
	    figures_percentile(f->ms, f->n, 100), old, f->n);
	fflush(stdout);
	return old;
}

/* column: TABLE_RIVALS = none, and only where it is asked for. */
static void
measure(
    const char *name, void (*open)(struct rival *r), enum table_rival column)
{
	static struct figures f;
	const char *only = getenv("BENCH_ONLY");
	double v[FIGURES];
	struct rival r;

	if (only != NULL ? !str_eq(only, name) : column == TABLE_RIVALS)
		return;
	open(&r);
	if (r.technician == NULL)
		return;
	watch(r.technician, busy, false, &f);
	v[BUSY_OLD] = tell(name, "busy", &f, 99);
	v[BUSY] = figures_percentile(f.ms, f.n, 99);
	watch(r.technician, full, false, &f);
	tell(name, "full", &f, 99);
	v[FULL] = figures_percentile(f.ms, f.n, 99);
	watch(r.technician, calm, true, &f);
	tell(name, "calm", &f, 95);
	v[CALM] = figures_percentile(f.ms, f.n, 95);
	rival_close(&r);
	for (int i = 0; i < FIGURES && column < TABLE_RIVALS; i++)
		figures[i][column] = v[i];
}

static void
print(const struct ipline *line)
{
	const struct table_must half = {.most = OLD_MS};
	char title[80];

	snprintf(title, sizeof(title), "far: %d ms, %d %% up, %d %% down lost",
	    rtt_ms, line->lost_up, line->lost_down);
	table_head(title);
	table_row("lossy_busy_ms", "age at 20 changes a second, p99, ms", 0,
	    figures[BUSY], &half);
	table_row("lossy_busy_old", "the same, % of the time over 0.5 s", 2,
	    figures[BUSY_OLD], &(struct table_must){.most = 1});
	table_row("lossy_full_ms", "age at 20 screens a second, p99, ms", 0,
	    figures[FULL], &half);
	table_row("lossy_calm_ms", "a change a second, p95, ms", 0,
	    figures[CALM], &half);
}

static int
number(const char *text, int most)
{
	return text != NULL ? MIN_OF(MAX_OF(0, atoi(text)), most) : 0;
}

int
main(int argc, char **argv)
{
	const char *build = getenv("POMOC_BUILD");
	struct ipline line = {.lost_up = 5, .lost_down = 5};

	i18n_init();
	if (argc > 1)
		rtt_ms = number(argv[1], 2000);
	if (argc > 2)
		line.lost_up = number(argv[2], 50);
	if (argc > 3)
		line.lost_down = number(argv[3], 50);
	if (argc > 4)
		line.congestion = argv[4];
	if (getenv("BENCH_SECONDS") != NULL)
		seconds = number(getenv("BENCH_SECONDS"), 600);
	line.seed = (unsigned)number(getenv("BENCH_SEED"), 1 << 30);
	line.delay_ms = rtt_ms / 2;
	if (!ipline_begin(&line))
		return 0;
	rivals_begin(build != NULL ? build : "build", true);
	printf("%d ms round trip, of 100 packets lost: %d up, %d down; %s\n",
	    rtt_ms, line.lost_up, line.lost_down,
	    line.congestion != NULL ? line.congestion : "the system's TCP");
	measure("ssh", rival_ssh, TABLE_SSH);
	measure("mosh", rival_mosh, TABLE_RIVALS);
	measure("pomoc", rival_pomoc, TABLE_POMOC);
	print(&line);
	return 0;
}
