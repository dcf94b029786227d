/*
 * The console with a large log, on a terminal of 80x24 and with its desk
 * inside: from its start to the queue, from the key to the log's first page
 * with the totals, and from a key to another page anywhere in it. The worst of
 * each is printed beside the middle one.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "shared/base/str.h"
#include "shared/base/util.h"
#include "tests/bench/figures.h"
#include "tests/bench/screen.h"

#define RUNS 7
#define PAGES 20
#define PAGE_ROWS 20
#define PATIENCE_MS 30000

static const char *build;

static void
report(const char *what, double *ms, int n)
{
	double middle = figures_percentile(ms, n, 50);

	printf("  %-38s %7.1f ms, at most %.1f ms\n", what, middle,
	    figures_percentile(ms, n, 100));
}

/* Milliseconds until the text stands there. */
static double
until(struct screen *s, int64_t begin_ns, const char *text)
{
	screen_wait(s, text, PATIENCE_MS);
	return (double)(s->last_ns - begin_ns) / 1e6;
}

static double
after_key(struct screen *s, const char *key, const char *text)
{
	int64_t begin = screen_now_ns();

	screen_type(s, key);
	return until(s, begin, text);
}

static void
measure(const char *dir, int64_t tickets)
{
	char *prog = str_fmt("%s/pomoc", build);
	char *home = str_fmt("HOME=%s", dir);
	char *env[] = {home, (char *)"TERM=xterm-256color",
	    (char *)"LC_ALL=C.UTF-8", (char *)"LANGUAGE=en", NULL};
	char *argv[] = {prog, (char *)"--data", (char *)dir, (char *)"--listen",
	    (char *)"127.0.0.1:0", NULL};
	double first[RUNS], start[RUNS], log[RUNS], page[RUNS * PAGES];
	char text[64];

	for (int i = 0; i < RUNS; i++) {
		int64_t begin = screen_now_ns();
		struct screen *s = screen_open(argv, env, 80, 24);
		int64_t top = tickets;

		first[i] = until(s, begin, "pomoc");
		start[i] = until(s, begin, "desk ok");
		snprintf(text, sizeof(text), "%lld tickets  worked",
		    (long long)tickets);
		log[i] = after_key(s, "\0332", text);
		for (int p = 0; p < PAGES; p++) {
			/* half of them far from what is held already */
			top = tickets - (p + 1) * (PAGE_ROWS - 1);
			snprintf(text, sizeof(text), " %lld ",
			    (long long)(p == PAGES - 1 ? 1 : top));
			page[i * PAGES + p] = after_key(
			    s, p == PAGES - 1 ? "G" : "\033[6~", text);
		}
		screen_close(s);
	}
	printf("%lld tickets\n", (long long)tickets);
	report("start to the first picture", first, RUNS);
	report("start to the desk's queue", start, RUNS);
	report("the log: key to page and totals", log, RUNS);
	report("the log: key to another page", page, RUNS * PAGES);
	free(home);
	free(prog);
}

int
main(void)
{
	static const int64_t sizes[] = {10000, 100000};

	build = getenv("POMOC_BUILD");
	if (build == NULL)
		return 2;
	for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
		char dir[] = "/tmp/pomoc-bench-XXXXXX";
		char *cmd;

		if (mkdtemp(dir) == NULL)
			return 1;
		cmd = str_fmt("%s/bench/bench_log %lld %s >/dev/null", build,
		    (long long)sizes[i], dir);
		if (system(cmd) != 0)
			return 1;
		free(cmd);
		measure(dir, sizes[i]);
		cmd = str_fmt("rm -rf '%s'", dir);
		(void)!system(cmd);
		free(cmd);
	}
	return 0;
}
