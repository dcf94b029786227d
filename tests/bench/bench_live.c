/*
 * The shared terminal beside what people use today, in one run: plain ssh, tmux
 * over ssh, and that through a tunnel. All are open at once and are measured in
 * turns, so that a machine that is busy for a moment is so for all. What is
 * measured, and how:
 *
 *  echo    a key is typed in one terminal until it stands on a screen, in `cat`
 *          and at a prompt of bash; one behind the other, so a key comes much
 *          sooner behind the one before than the 17 ms of a flood's frames
 *  flood   `cat` of a file, until its last line stands on the user's screen
 *  stop    Ctrl-C in `yes`, until the shell answers the next line
 *  slow    the same, the technician's terminal takes 1 MB a second
 *  CPU     of all processes from terminal to terminal, shell and cat included
 *  idle    nothing happens for BENCH_IDLE_S seconds, the visit's clock runs
 *
 * Absolute values depend on the machine: compare the ratios of one run.
 * Arguments: which rivals (all without). Environment: BENCH_KEYS, BENCH_MB,
 * BENCH_IDLE_S.
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
#include "tests/bench/table.h"

#define PATIENCE_MS 30000
#define QUIET_S 20 /* the agent counts as idle some time behind a key */
#define MARK '=' /* not '~', which is special to ssh */
#define LINE_KEYS 40 /* then the line is erased, and another one's turn */
#define STOPS 5

enum way { TECH_TECH, TECH_TECH_BASH, TECH_USER, USER_USER, USER_TECH, WAYS };

static int keys = 400, flood_mb = 20, idle_s = 60;

/* By rival. */
static struct rival rivals[TABLE_RIVALS];
static double *us[WAYS][TABLE_RIVALS];
static int n_us[WAYS][TABLE_RIVALS];
static double key_cpu_us[TABLE_RIVALS], key_wakes[TABLE_RIVALS];
/* of pomoc: console, desk, agent with its shell */
enum part { PART_CONSOLE, PART_DESK, PART_AGENT, PARTS };
static double part_cpu_us[PARTS];
static double flood_mbs[TABLE_RIVALS], flood_cpu[TABLE_RIVALS];
static double stop_ms[2][TABLE_RIVALS][STOPS];

static bool
is_open(int i)
{
	return rivals[i].technician != NULL;
}

/* Where the shell can be told things at once. */
static struct screen *
near_shell(int i)
{
	return rivals[i].user != NULL ? rivals[i].user : rivals[i].technician;
}

static void
pump_until(int64_t end_ns)
{
	while (screen_now_ns() < end_ns)
		screen_pump(500);
}

static void
settle(void)
{
	int64_t end = screen_now_ns() + INT64_C(2000000000);

	while (screen_pump(150) && screen_now_ns() < end)
		;
}

static struct cost
cost_of_all(int i)
{
	const struct rival *r = &rivals[i];
	pid_t roots[RIVAL_HELPERS + 2] = {
	    r->technician->pid, r->user != NULL ? r->user->pid : 0};

	memcpy(roots + 2, r->helper, sizeof(r->helper));
	return cost_of(roots, ARRAY_LEN(roots));
}

/* --- echoes --- */

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

static void
type_line(enum way way, int i, struct screen *from, struct screen *to)
{
	for (int k = 1; k <= LINE_KEYS; k++) {
		int64_t begin = screen_now_ns();

		screen_type(from, "=");
		wait_count(to, k, LINE_KEYS);
		us[way][i][n_us[way][i]++] = (double)(to->last_ns - begin) /
		    1000;
		while (screen_pump(2))
			;
	}
	screen_type(from, "\025");
	wait_count(to, 0, 0);
	wait_count(from, 0, 0);
}

/* A line of each rival's, one behind the other. */
static void
type_lines(enum way way)
{
	for (int i = 0; i < TABLE_RIVALS; i++) {
		struct rival *r = &rivals[i];
		bool by_user = way == USER_USER || way == USER_TECH;
		bool at_user = way == USER_USER || way == TECH_USER;

		if (!is_open(i) || (r->user == NULL && (by_user || at_user)))
			continue;
		type_line(way, i, by_user ? r->user : r->technician,
		    at_user ? r->user : r->technician);
	}
}

static void
tell_shells(const char *line)
{
	for (int i = 0; i < TABLE_RIVALS; i++)
		if (is_open(i))
			screen_type(near_shell(i), line);
	settle();
}

static void
measure_echoes(void)
{
	tell_shells("clear; cat\r");
	for (int n = 0; n < keys; n += LINE_KEYS)
		for (int way = 0; way < WAYS; way++)
			if (way != TECH_TECH_BASH)
				type_lines((enum way)way);
	tell_shells("\003");
	tell_shells("clear; bash --norc --noprofile\r");
	for (int n = 0; n < keys; n += LINE_KEYS)
		type_lines(TECH_TECH_BASH);
	tell_shells("exit\r");
}

static void
add_parts(double sign)
{
	const struct rival *r = &rivals[TABLE_POMOC];
	pid_t pid[PARTS] = {
	    r->technician->pid, rivals_desk_pid(), r->user->pid};

	for (int i = 0; i < PARTS; i++)
		part_cpu_us[i] += sign * cost_of(&pid[i], 1).cpu_ms * 1000 /
		    keys;
}

/* What an echo costs, of the technician's keys in cat. */
static void
measure_key_cost(void)
{
	tell_shells("clear; cat\r");
	for (int n = 0; n < keys; n += LINE_KEYS)
		for (int i = 0; i < TABLE_RIVALS; i++) {
			struct cost was, is;
			int had = n_us[TECH_TECH][i];

			if (!is_open(i))
				continue;
			was = cost_of_all(i);
			if (i == TABLE_POMOC)
				add_parts(-1);
			type_line(TECH_TECH, i, rivals[i].technician,
			    rivals[i].technician);
			is = cost_of_all(i);
			if (i == TABLE_POMOC)
				add_parts(1);
			n_us[TECH_TECH][i] = had; /* not with the others */
			key_cpu_us[i] += (is.cpu_ms - was.cpu_ms) * 1000 / keys;
			key_wakes[i] += (is.wakes - was.wakes) / keys;
		}
	tell_shells("\003");
}

/* --- floods --- */

static void
measure_flood(int i)
{
	struct screen *at = near_shell(i);
	char *cmd = str_fmt("clear; cat %s/text; echo do''ne\r", rivals_dir());
	double cpu_ms = cost_of_all(i).cpu_ms;
	int64_t begin = screen_now_ns();

	screen_type(at, cmd);
	screen_wait(at, "done", 120000);
	flood_mbs[i] = flood_mb / ((double)(at->last_ns - begin) / 1e9);
	settle();
	flood_cpu[i] = (cost_of_all(i).cpu_ms - cpu_ms) / flood_mb;
	free(cmd);
}

static double
stop_once(struct screen *at, int n)
{
	char mark[16], line[32];
	int64_t begin;

	snprintf(mark, sizeof(mark), "end%d", n);
	snprintf(line, sizeof(line), "echo e''nd%d\r", n);
	screen_type(at, "clear; yes\r");
	begin = screen_now_ns() + INT64_C(500000000);
	while (screen_now_ns() < begin)
		screen_pump(10);
	begin = screen_now_ns();
	screen_type(at, "\003");
	screen_type(at, line);
	screen_wait(at, mark, PATIENCE_MS);
	return (double)(at->last_ns - begin) / 1e6;
}

static void
measure_stops(void)
{
	for (int n = 0; n < 2 * STOPS; n++)
		for (int i = 0; i < TABLE_RIVALS; i++) {
			struct screen *at = rivals[i].technician;

			if (at == NULL)
				continue;
			at->rate = n < STOPS ? 0 : 1000000;
			at->begun_ns = screen_now_ns();
			at->bytes = 0;
			stop_ms[n / STOPS][i][n % STOPS] = stop_once(at, n);
			at->rate = 0;
			settle();
		}
}

/* --- the table --- */

static void
echo_row(const char *key, const char *title, enum way way, int percent,
    const struct table_must *must)
{
	double v[TABLE_RIVALS] = {0};

	for (int i = 0; i < TABLE_RIVALS; i++)
		if (n_us[way][i] > 0)
			v[i] = figures_percentile(
			    us[way][i], n_us[way][i], percent);
	table_row(key, title, 0, v, must);
}

static void
stop_row(
    const char *key, const char *title, int slow, const struct table_must *must)
{
	double v[TABLE_RIVALS] = {0};

	for (int i = 0; i < TABLE_RIVALS; i++)
		if (is_open(i))
			v[i] = figures_percentile(stop_ms[slow][i], STOPS, 50);
	table_row(key, title, 1, v, must);
}

static void
own_row(
    const char *key, const char *title, int digits, double value, double most)
{
	double v[TABLE_RIVALS] = {[TABLE_POMOC] = value};

	table_row(key, title, digits, v, &(struct table_must){.most = most});
}

static void
print_echoes(void)
{
	const struct table_must p50 = {.of_ssh = 1.3, .below_diy = true};
	const struct table_must p99 = {.of_ssh = 1.5};
	double there, back;

	echo_row("echo_tech_p50_us", "echo, technician, p50 us", TECH_TECH, 50,
	    &p50);
	echo_row("echo_tech_p99_us", "echo, technician, p99 us", TECH_TECH, 99,
	    &p99);
	echo_row("echo_bash_p50_us", "the same in bash, p50 us", TECH_TECH_BASH,
	    50, &p50);
	echo_row("echo_bash_p99_us", "the same in bash, p99 us", TECH_TECH_BASH,
	    99, &p99);
	echo_row("tech_user_p50_us", "technician's key at the user, p50 us",
	    TECH_USER, 50, &p50);
	echo_row("user_user_p50_us", "echo, user, p50 us", USER_USER, 50, &p50);
	echo_row("user_tech_p50_us", "user's key at the technician, p50 us",
	    USER_TECH, 50, &p50);
	if (n_us[USER_TECH][TABLE_POMOC] == 0)
		return;
	there = figures_percentile(
	    us[USER_TECH][TABLE_POMOC], n_us[USER_TECH][TABLE_POMOC], 50);
	back = figures_percentile(
	    us[TECH_USER][TABLE_POMOC], n_us[TECH_USER][TABLE_POMOC], 50);
	own_row("there_and_back", "that by technician's key at the user", 2,
	    there / back, 1.2);
}

static void
print_floods(void)
{
	table_row("key_cpu_us", "CPU of an echo, us", 0, key_cpu_us,
	    &(struct table_must){.of_ssh = 1.3});
	own_row("key_cpu_console_us", "  of it the console", 0,
	    part_cpu_us[PART_CONSOLE], 0);
	own_row("key_cpu_desk_us", "  the desk", 0, part_cpu_us[PART_DESK], 0);
	own_row("key_cpu_agent_us", "  the agent and its shell", 0,
	    part_cpu_us[PART_AGENT], 0);
	table_row("key_wakes", "wake-ups of an echo", 1, key_wakes, NULL);
	table_row("flood_mbs", "flood at the user, MB/s", 1, flood_mbs, NULL);
	table_row("flood_cpu_ms_mb", "CPU of that, ms/MB", 1, flood_cpu,
	    &(struct table_must){.below_diy = true});
	stop_row(
	    "stop_ms", "Ctrl-C in yes, ms", 0, &(struct table_must){.most = 5});
	stop_row("stop_slow_ms", "the same, terminal at 1 MB/s, ms", 1,
	    &(struct table_must){.most = 20});
}

static double
wakes_since(pid_t root, const struct cost *then)
{
	return (cost_of(&root, 1).wakes - then->wakes) * 60 / idle_s;
}

/* The agent's side with its shell, the console, the desk. */
static void
print_idle(void)
{
	const struct rival *r = &rivals[TABLE_POMOC];
	pid_t pid[3] = {r->user->pid, r->technician->pid, rivals_desk_pid()};
	struct cost then[3];

	pump_until(screen_now_ns() + QUIET_S * INT64_C(1000000000));
	for (size_t i = 0; i < ARRAY_LEN(pid); i++)
		then[i] = cost_of(&pid[i], 1);
	pump_until(screen_now_ns() + idle_s * INT64_C(1000000000));
	own_row("idle_agent_wakes", "idle agent, wake-ups/min", 0,
	    wakes_since(pid[0], &then[0]), 4);
	own_row("idle_agent_cpu_ms", "idle agent, CPU ms/min", 1,
	    (cost_of(&pid[0], 1).cpu_ms - then[0].cpu_ms) * 60 / idle_s, 1);
	own_row("idle_console_wakes", "idle console, wake-ups/min", 0,
	    wakes_since(pid[1], &then[1]), 0);
	own_row("idle_desk_wakes", "idle desk, wake-ups/min", 0,
	    wakes_since(pid[2], &then[2]), 0);
}

static void
print_own(void)
{
	const struct rival *r = &rivals[TABLE_POMOC];

	own_row("online_ms", "agent on-line, ms", 1, r->online_ms, 25);
	own_row("first_ms", "consent -> first screen, ms", 1, r->first_ms, 30);
	own_row("agent_pss_kb", "agent, shell included, PSS KB", 0,
	    (double)rivals_pss_kb(r->user->pid), 5000);
	own_row("desk_pss_kb", "desk, both processes, PSS KB", 0,
	    (double)rivals_pss_kb(rivals_desk_pid()), 0);
	print_idle();
}

/* --- the run --- */

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

static bool
is_wanted(int argc, char **argv, const char *name)
{
	bool wanted = argc < 2;

	for (int i = 1; i < argc; i++)
		wanted = wanted || str_eq(argv[i], name);
	return wanted;
}

static void
open_rivals(int argc, char **argv)
{
	for (int i = 0; i < TABLE_RIVALS; i++) {
		if (is_wanted(argc, argv, rival_kinds[i].name))
			rival_kinds[i].open(&rivals[i]);
		for (int way = 0; way < WAYS; way++)
			us[way][i] = mem_array(
			    (size_t)keys + LINE_KEYS, sizeof(double));
	}
	settle();
}

static int
from_env(const char *name, int value)
{
	return getenv(name) != NULL ? MAX_OF(1, atoi(getenv(name))) : value;
}

int
main(int argc, char **argv)
{
	const char *build = getenv("POMOC_BUILD");

	i18n_init();
	keys = (from_env("BENCH_KEYS", keys) + LINE_KEYS - 1) / LINE_KEYS *
	    LINE_KEYS;
	flood_mb = from_env("BENCH_MB", flood_mb);
	idle_s = from_env("BENCH_IDLE_S", idle_s);
	rivals_begin(build != NULL ? build : "build", false);
	make_text();
	open_rivals(argc, argv);
	table_head("near");
	measure_echoes();
	print_echoes();
	measure_key_cost();
	for (int i = 0; i < TABLE_RIVALS; i++)
		if (is_open(i))
			measure_flood(i);
	measure_stops();
	print_floods();
	if (is_open(TABLE_POMOC))
		print_own();
	for (int i = 0; i < TABLE_RIVALS; i++)
		rival_close(&rivals[i]);
	return 0;
}
