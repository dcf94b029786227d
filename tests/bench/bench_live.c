/*
 * The shared terminal beside what people use today, in one run: plain ssh, tmux
 * over ssh, and that through a tunnel. What is measured, and how:
 *
 *  echo    a key is typed in one terminal until it stands on a screen
 *  flood   `cat` of a file, until its last line stands on the user's screen
 *  stop    Ctrl-C in `yes`, until the shell answers the next line
 *  slow    the same, the technician's terminal takes 1 MB a second
 *  CPU     of all processes from terminal to terminal, shell and cat included
 *  idle    nothing happens for BENCH_IDLE_S seconds, the visit's clock runs
 *
 * Absolute values depend on the machine: compare the ratios of one run.
 * Environment: BENCH_KEYS, BENCH_MB, BENCH_IDLE_S.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "tests/bench/cost.h"
#include "tests/bench/figures.h"
#include "tests/bench/rivals.h"

#define PATIENCE_MS 30000
#define QUIET_S 12
#define MARK '=' /* not '~', which is special to ssh */

enum { POMOC = 3 };

static int keys = 400, flood_mb = 50, idle_s = 10;

struct result {
	const char *name;
	void (*open)(struct rival *r);
	double echo[3][2]; /* technician, his key at the user, user; p50 p99 */
	double flood_mbs;
	double flood_cpu;
	double idle_cpu, idle_wakes; /* a minute, the user's side */
	double desk_cpu, desk_wakes;
	double stop_ms;
	double slow_ms;
	double online_ms;
	double first_ms;
	long agent_kb;
};

static void
wait_count(struct screen *s, int at_least, int at_most)
{
	int64_t begin = screen_now_ns();
	int n;

	while ((n = screen_count(s, MARK)) < at_least || n > at_most) {
		if (screen_now_ns() - begin > INT64_C(5000000000)) {
			fprintf(stderr, "no echo\n");
			screen_print(s);
			exit(1);
		}
		screen_pump(100);
	}
}

/* Microseconds; the line is erased before it is full. */
static void
measure_echo(struct screen *from, struct screen *to, double out[2])
{
	double *us = mem_array((size_t)keys, sizeof(*us));

	for (int i = 0; i < keys; i++) {
		int64_t begin = screen_now_ns();

		screen_type(from, "=");
		wait_count(to, i % 40 + 1, 40);
		us[i] = (double)(to->last_ns - begin) / 1000;
		while (screen_pump(2))
			;
		if (i % 40 == 39 || i == keys - 1) {
			screen_type(from, "\025");
			wait_count(to, 0, 0);
			wait_count(from, 0, 0);
		}
	}
	out[0] = figures_percentile(us, keys, 50);
	out[1] = figures_percentile(us, keys, 99);
	free(us);
}

static void
settle(void)
{
	int64_t end = screen_now_ns() + INT64_C(2000000000);

	while (screen_pump(150) && screen_now_ns() < end)
		;
}

static void
measure_echoes(const struct rival *r, struct result *out)
{
	struct screen *at = r->user != NULL ? r->user : r->technician;

	screen_type(at, "clear; cat\r");
	settle();
	measure_echo(r->technician, r->technician, out->echo[0]);
	if (r->user != NULL) {
		measure_echo(r->technician, r->user, out->echo[1]);
		measure_echo(r->user, r->user, out->echo[2]);
	}
	screen_type(at, "\003");
	settle();
}

static struct cost
cost_of_all(const struct rival *r)
{
	pid_t roots[RIVAL_HELPERS + 2] = {
	    r->technician->pid, r->user != NULL ? r->user->pid : 0};

	memcpy(roots + 2, r->helper, sizeof(r->helper));
	return cost_of(roots, ARRAY_LEN(roots));
}

static void
measure_flood(const struct rival *r, struct result *out)
{
	struct screen *at = r->user != NULL ? r->user : r->technician;
	char *cmd = str_fmt("clear; cat %s/text; echo do''ne\r", rivals_dir());
	double cpu_ms = cost_of_all(r).cpu_ms;
	int64_t begin = screen_now_ns();

	screen_type(at, cmd);
	screen_wait(at, "done", 120000);
	out->flood_mbs = flood_mb / ((double)(at->last_ns - begin) / 1e9);
	settle();
	out->flood_cpu = (cost_of_all(r).cpu_ms - cpu_ms) / flood_mb;
	free(cmd);
}

static double
measure_stop(struct screen *at)
{
	double ms[5];

	for (size_t i = 0; i < ARRAY_LEN(ms); i++) {
		char mark[16], *line;
		int64_t begin, until;

		snprintf(mark, sizeof(mark), "end%zu", i);
		line = str_fmt("echo e''nd%zu\r", i);
		screen_type(at, "clear; yes\r");
		until = screen_now_ns() + INT64_C(500000000);
		while (screen_now_ns() < until)
			screen_pump(10);
		begin = screen_now_ns();
		screen_type(at, "\003");
		screen_type(at, line);
		screen_wait(at, mark, PATIENCE_MS);
		ms[i] = (double)(at->last_ns - begin) / 1e6;
		free(line);
		settle();
	}
	return figures_percentile(ms, ARRAY_LEN(ms), 50);
}

static void
pump_until(int64_t end_ns)
{
	while (screen_now_ns() < end_ns)
		screen_pump(500);
}

/* The agent counts as idle some time behind the last key. */
static void
measure_idle(const struct rival *r, struct result *out)
{
	pid_t desk = rivals_desk_pid();
	double minutes = idle_s / 60.0;
	struct cost side, at, now;

	pump_until(screen_now_ns() + QUIET_S * INT64_C(1000000000));
	side = cost_of(&r->user->pid, 1);
	at = cost_of(&desk, 1);
	pump_until(screen_now_ns() + idle_s * INT64_C(1000000000));
	now = cost_of(&r->user->pid, 1);
	out->idle_cpu = (now.cpu_ms - side.cpu_ms) / minutes;
	out->idle_wakes = (now.wakes - side.wakes) / minutes;
	now = cost_of(&desk, 1);
	out->desk_cpu = (now.cpu_ms - at.cpu_ms) / minutes;
	out->desk_wakes = (now.wakes - at.wakes) / minutes;
}

static void
measure(struct result *out)
{
	struct rival r;

	fprintf(stderr, "%s ...\n", out->name);
	out->open(&r);
	out->online_ms = r.online_ms;
	out->first_ms = r.first_ms;
	settle();
	measure_echoes(&r, out);
	measure_flood(&r, out);
	out->stop_ms = measure_stop(r.technician);
	r.technician->rate = 1000000;
	r.technician->begun_ns = screen_now_ns();
	r.technician->bytes = 0;
	out->slow_ms = measure_stop(r.technician);
	r.technician->rate = 0;
	if (r.online_ms > 0) {
		out->agent_kb = rivals_pss_kb(r.user->pid);
		measure_idle(&r, out);
	}
	rival_close(&r);
}

/* Lines as a program prints them, many of them longer than the screen. */
static void
make_text(void)
{
	char *path = str_fmt("%s/text", rivals_dir());
	FILE *f = fopen(path, "w");
	long size = 0;

	if (f == NULL) {
		perror(path);
		exit(1);
	}
	for (int i = 0; size < flood_mb * 1000000L; i++)
		size += fprintf(f,
		    "%d Faktura sprzedaży %06d/2026: netto "
		    "%d,%02d zł, %.*s\n",
		    i, i % 1000000, i % 9973, i % 100, i % 60,
		    "uwagi: zapłacono przelewem, termin czternaście dni "
		    "od wystawienia");
	fclose(f);
	free(path);
}

#define ROW(what, field, digits)                                           \
	figures_row(what, results, ARRAY_LEN(results), sizeof(results[0]), \
	    offsetof(struct result, field), digits)

int
main(int argc, char **argv)
{
	static struct result results[] = {
	    {.name = "ssh", .open = rival_ssh},
	    {.name = "tmux/ssh", .open = rival_tmux},
	    {.name = "diy", .open = rival_diy},
	    {.name = "pomoc", .open = rival_pomoc},
	};
	const char *build = getenv("POMOC_BUILD");

	i18n_init();
	if (getenv("BENCH_KEYS") != NULL)
		keys = MAX_OF(10, atoi(getenv("BENCH_KEYS")));
	if (getenv("BENCH_MB") != NULL)
		flood_mb = MAX_OF(1, atoi(getenv("BENCH_MB")));
	if (getenv("BENCH_IDLE_S") != NULL)
		idle_s = MAX_OF(1, atoi(getenv("BENCH_IDLE_S")));
	rivals_begin(build != NULL ? build : "build", false);
	make_text();
	for (size_t i = 0; i < ARRAY_LEN(results); i++)
		if (argc < 2 || strcmp(argv[1], results[i].name) == 0)
			measure(&results[i]);
	printf(
	    "%-34s%12s%12s%12s%12s\n", "", "ssh", "tmux/ssh", "diy", "pomoc");
	ROW("echo, technician, p50 us", echo[0][0], 0);
	ROW("echo, technician, p99 us", echo[0][1], 0);
	ROW("his key at the user, p50 us", echo[1][0], 0);
	ROW("echo, user, p50 us", echo[2][0], 0);
	ROW("flood at the user, MB/s", flood_mbs, 1);
	ROW("CPU of that, ms/MB", flood_cpu, 1);
	ROW("Ctrl-C in yes, ms", stop_ms, 1);
	ROW("the same, terminal at 1 MB/s, ms", slow_ms, 1);
	ROW("agent on-line, ms", online_ms, 1);
	ROW("consent -> first screen, ms", first_ms, 1);
	ROW("idle agent, CPU ms/min", idle_cpu, 1);
	ROW("idle agent, wake-ups/min", idle_wakes, 0);
	ROW("idle desk, CPU ms/min", desk_cpu, 1);
	ROW("idle desk, wake-ups/min", desk_wakes, 0);
	printf("%-34s%48ld\n", "agent, shell included, PSS KB",
	    results[POMOC].agent_kb);
	printf("%-34s%48ld\n", "desk, both processes, PSS KB",
	    rivals_pss_kb(rivals_desk_pid()));
	if (results[0].echo[0][0] > 0)
		printf("echo pomoc / ssh: %.2f, pomoc / tmux: %.2f\n",
		    results[POMOC].echo[0][0] / results[0].echo[0][0],
		    results[POMOC].echo[0][0] / results[1].echo[0][0]);
	return 0;
}
