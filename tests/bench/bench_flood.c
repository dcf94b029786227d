/*
 * What a flood costs, whatever comes. First CPU per megabyte of each stream in
 * tests/fuzz/corpus/cost, beside plain text (a page of the README), with 60
 * frames a second encoded on the way: the agent's emulator and the console's.
 * Then, with the real programs in ptys that pass on every byte: their CPU at
 * the largest size (the console gets frames only), and how long the user's F2
 * (no more typing) and the technician's way back to the queue take while such a
 * stream runs. More than 3 times plain text or 100 ms there is a failure.
 * Environment: BENCH_FLOODS, names of streams: only the second part, and only
 * those.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "shared/base/buf.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/term/frame.h"
#include "shared/term/vt.h"
#include "tests/bench/cost.h"
#include "tests/bench/figures.h"
#include "tests/bench/rivals.h"

#define FOLDER "tests/fuzz/corpus/cost/"
#define STREAM (1u << 22) /* one frame must not count */
#define SLICE 4096
#define TRIES 5 /* of each */
#define CPU_TRIES 3
#define COST_MB 32
#define PATIENCE_MS 60000
/* what is said to be kept */
#define TIMES_MAX 3.0 /* plain text's CPU */
#define ANSWER_MS_MAX 100.0

static bool is_missed;

static double
cpu_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* The unit of a stream, and what comes before it once. */
static void
load(const char *name, struct buf *before, struct buf *stream)
{
	char path[256], bytes[4096];
	size_t len, at;
	char *cut;
	FILE *f;

	snprintf(path, sizeof(path), FOLDER "%.100s", name);
	f = fopen(path, "rb");
	len = f != NULL ? fread(bytes, 1, sizeof(bytes), f) : 0;
	if (len == 0) {
		perror(path);
		exit(1);
	}
	fclose(f);
	cut = memchr(bytes, 0xff, len);
	at = cut != NULL ? (size_t)(cut - bytes) + 1 : 0;
	buf_init(before, 0);
	buf_init(stream, 0);
	buf_add(before, bytes, at > 0 ? at - 1 : 0);
	while (stream->len < STREAM)
		buf_add(stream, bytes + at, len - at);
}

static void
fill_screen(struct vt *vt)
{
	const struct grid *g = vt_grid(vt);
	int rows = g->rows, cols = g->cols;
	char cell[64];

	for (int r = 0; r < rows; r++) {
		vt_write(vt, r > 0 ? "\r\n" : "\033[H", r > 0 ? 2 : 3);
		for (int c = 0; c < cols; c++)
			vt_write(vt, cell,
			    (size_t)snprintf(cell, sizeof(cell),
				"\033[38;5;%d;48;5;%dm%c", (r + c) % 256,
				c % 200, 'a' + c % 26));
	}
	vt_write(vt, "\033[m\033[H", 6);
}

/* CPU milliseconds of a megabyte. */
static double
emulate(const struct buf *before, const struct buf *stream, int cols, int rows,
    bool strict)
{
	struct vt *vt = vt_new(cols, rows, NULL);
	struct frame f;
	struct buf out = BUF_INIT;
	double start, next, took;

	frame_init(&f, FRAME_COLOURS_RGB, 0);
	f.part = FRAME_PART;
	if (strict)
		vt_set_strict(vt);
	fill_screen(vt);
	if (before->len > 0)
		vt_write(vt, buf_data(before), before->len);
	start = next = cpu_s();
	for (size_t at = 0; at < stream->len; at += SLICE) {
		vt_write(vt, buf_data(stream) + at,
		    MIN_OF(stream->len - at, (size_t)SLICE));
		if (cpu_s() < next)
			continue;
		buf_clear(&out);
		frame_encode(&f, vt_grid(vt), &out);
		next += 1.0 / 60;
	}
	took = cpu_s() - start;
	frame_fini(&f);
	buf_fini(&out);
	vt_free(vt);
	return took * 1e3 / ((double)stream->len / 1e6);
}

static double
best(const struct buf *before, const struct buf *stream, int cols, int rows,
    bool strict)
{
	double ms = 0;

	for (int i = 0; i < CPU_TRIES; i++) {
		double now = emulate(before, stream, cols, rows, strict);

		if (i == 0 || now < ms)
			ms = now;
	}
	return ms;
}

static void
cpu_of(const char *name)
{
	static const struct {
		int cols, rows;
		bool strict;
	} paths[] = {{80, 24, false}, {500, 200, false}, {80, 24, true},
	    {500, 200, true}};
	static double plain[ARRAY_LEN(paths)];
	struct buf before, stream;

	load(name, &before, &stream);
	printf("%-14s", name);
	for (size_t i = 0; i < ARRAY_LEN(paths); i++) {
		double ms = best(&before, &stream, paths[i].cols, paths[i].rows,
		    paths[i].strict);

		if (plain[i] == 0)
			plain[i] = ms;
		printf("  %7.1f %4.1fx", ms, ms / plain[i]);
	}
	printf("\n");
	buf_fini(&before);
	buf_fini(&stream);
}

static int
by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static void
cpu_of_all(void)
{
	struct dirent **e;
	int n = scandir(FOLDER, &e, NULL, by_name);

	printf("CPU, ms/MB, and times plain text; strict is the console's\n");
	printf("%-14s  %13s  %13s  %13s  %13s\n", "", "80x24", "500x200",
	    "80x24 strict", "500x200 strict");
	cpu_of("plain");
	for (int i = 0; i < n; i++) {
		if (e[i]->d_name[0] != '.' && !str_eq(e[i]->d_name, "plain"))
			cpu_of(e[i]->d_name);
		free(e[i]);
	}
	if (n >= 0)
		free(e);
}

/* --- the real programs --- */

/* Milliseconds from the keys to the text. */
static double
answer_ms(struct screen *s, const char *keys, const char *text)
{
	int64_t begin = screen_now_ns();

	screen_type(s, keys);
	screen_wait(s, text, PATIENCE_MS);
	return (double)(s->last_ns - begin) / 1e6;
}

static void
pump_ms(int ms)
{
	int64_t end = screen_now_ns() + ms * INT64_C(1000000);

	while (screen_now_ns() < end)
		screen_pump(10);
}

/* For the visit's shell, which runs in the user's home. */
static char *
flood_line(const char *build, const char *name, int megabytes)
{
	char *folder = realpath(FOLDER, NULL), *line;

	line = megabytes > 0
	    ? str_fmt("%s/support/flood %s/%s %d; cat\r", build, folder, name,
		  megabytes)
	    : str_fmt("%s/support/flood %s/%s; reset\r", build, folder, name);
	free(folder);
	return line;
}

/* What does not come would make every answer quick. */
static void
begin_flood(struct screen *s, const char *line)
{
	screen_type(s, line);
	pump_ms(500);
	if (screen_find(s, "usage:", NULL, 0) >= 0 ||
	    screen_find(s, "not found", NULL, 0) >= 0) {
		screen_print(s);
		exit(1);
	}
}

/* CPU milliseconds a megabyte of the two programs that show it. */
static void
cost_of_flood(struct rival *r, const char *build, const char *name)
{
	static double plain[2];
	char *line = flood_line(build, name, COST_MB);
	char *end = str_fmt("End of %s.", name);
	struct cost user = cost_of_program(r->user->pid, "pomoc-agent");
	struct cost technician = cost_of_program(r->technician->pid, "pomoc");
	double ms[2];

	screen_type(r->user, line);
	screen_wait(r->user, end, PATIENCE_MS);
	screen_wait(r->technician, end, PATIENCE_MS);
	ms[0] = cost_of_program(r->user->pid, "pomoc-agent").cpu_ms -
	    user.cpu_ms;
	ms[1] = cost_of_program(r->technician->pid, "pomoc").cpu_ms -
	    technician.cpu_ms;
	for (size_t i = 0; i < ARRAY_LEN(ms); i++)
		if (plain[i] == 0)
			plain[i] = ms[i];
	printf("  %-14s  %6.1f %4.1fx   %6.2f %4.1fx\n", name, ms[0] / COST_MB,
	    ms[0] / plain[0], ms[1] / COST_MB, ms[1] / plain[1]);
	is_missed = is_missed || ms[0] > TIMES_MAX * plain[0] ||
	    ms[1] > TIMES_MAX * plain[1];
	fflush(stdout);
	screen_type(r->user, "\003clear\r");
	pump_ms(200);
	free(end);
	free(line);
}

static void
flood(struct rival *r, const char *build, const char *name)
{
	char *line = flood_line(build, name, 0);
	double f2[TRIES], queue[TRIES];

	begin_flood(r->user, line);
	for (int i = 0; i < TRIES; i++) {
		f2[i] = answer_ms(r->user, "\033OQ", "may only WATCH");
		queue[i] = answer_ms(r->technician, "\035d", "Queue");
		answer_ms(r->user, "\033OR", "MAY TYPE");
		screen_type(r->technician, "\r");
		pump_ms(200);
	}
	screen_type(r->user, "\003");
	pump_ms(500);
	screen_type(r->user, "\rreset\r");
	pump_ms(500);
	printf("  %-12s  %6.0f %6.0f   %6.0f %6.0f\n", name,
	    figures_percentile(f2, TRIES, 50),
	    figures_percentile(f2, TRIES, 100),
	    figures_percentile(queue, TRIES, 50),
	    figures_percentile(queue, TRIES, 100));
	fflush(stdout);
	is_missed = is_missed ||
	    figures_percentile(f2, TRIES, 50) > ANSWER_MS_MAX ||
	    figures_percentile(queue, TRIES, 50) > ANSWER_MS_MAX;
	free(line);
}

static bool
is_named(const char *names, const char *name)
{
	char *list = str_fmt(" %s ", names), *word = str_fmt(" %s ", name);
	bool is = strstr(list, word) != NULL;

	free(list);
	free(word);
	return is;
}

static void
cost_of_floods(struct rival *r, const char *build, const char *names)
{
	struct dirent **e;
	int n = scandir(FOLDER, &e, NULL, by_name);

	printf("500x200: CPU of the programs, ms/MB of the stream, and times "
	       "plain text; agent, console\n");
	cost_of_flood(r, build, "plain");
	for (int i = 0; i < n; i++) {
		if (e[i]->d_name[0] != '.' && !str_eq(e[i]->d_name, "plain") &&
		    (names == NULL || is_named(names, e[i]->d_name)))
			cost_of_flood(r, build, e[i]->d_name);
		free(e[i]);
	}
	if (n >= 0)
		free(e);
}

/* In a process of its own: each desk ends with one. */
static void
flood_all(int cols, int rows, const char *build)
{
	const char *names = getenv("BENCH_FLOODS");
	char *list = str_dup(
		 names != NULL ? names : "plain su lf_region ed0 ris sgr_x"),
	     *at, *line;
	struct rival r;
	int status;

	fflush(stdout);
	if (fork() > 0) {
		wait(&status);
		is_missed = is_missed || status != 0;
		return;
	}
	rivals_begin(build, false);
	rivals_size(cols, rows);
	rival_pomoc(&r);
	if (cols == GRID_COLS_MAX)
		cost_of_floods(&r, build, names);
	printf("%dx%d: F2 of the user, the technician back in his queue; "
	       "ms, median and worst\n",
	    cols, rows);
	for (at = strtok(list, " "); at != NULL; at = strtok(NULL, " "))
		flood(&r, build, at);
	line = flood_line(build, "su", 0);
	begin_flood(r.user, line);
	printf("  F12 in the flood of su  %6.0f\n",
	    answer_ms(r.user, "\033[24~", "You have ended the visit"));
	rival_close(&r);
	free(line);
	free(list);
	exit(is_missed);
}

int
main(void)
{
	const char *build = getenv("POMOC_BUILD");

	i18n_init();
	build = realpath(build != NULL ? build : "build", NULL);
	if (getenv("BENCH_FLOODS") == NULL)
		cpu_of_all();
	flood_all(80, 24, build);
	flood_all(GRID_COLS_MAX, GRID_ROWS_MAX, build);
	if (is_missed)
		printf("something cost more than %.0f times plain text, or an "
		       "answer took more than %.0f ms\n",
		    TIMES_MAX, ANSWER_MS_MAX);
	return is_missed;
}
