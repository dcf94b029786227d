/*
 * The same over a far link (far.h: 20 ms each way, 256 KB a second, a queue of
 * 64 KB): between technician and shell for ssh and tmux, between the agent and
 * the desk for pomoc.
 *
 *  echo    a key until its echo stands on the technician's screen
 *  stop    Ctrl-C in `yes`, until the answer to the next line stands there, and
 *          on the user's
 *  text    1 MB of text, until its last line stands on the technician's screen,
 *          and what went over the link for it
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "tests/bench/far.h"
#include "tests/bench/figures.h"
#include "tests/bench/rivals.h"

#define PATIENCE_MS 60000
#define KEYS 20

struct result {
	const char *name;
	void (*open)(struct rival *r);
	double online_ms, first_ms;
	double echo_ms;
	double stop_ms[2]; /* technician, user */
	double text_s, text_kb;
};

static void
pump_for(int ms)
{
	int64_t end = screen_now_ns() + ms * INT64_C(1000000);

	while (screen_now_ns() < end)
		screen_pump(10);
}

static double
since_ms(const struct screen *s, int64_t begin_ns)
{
	return (double)(s->last_ns - begin_ns) / 1e6;
}

static double
measure_echo(struct screen *s)
{
	double ms[KEYS];

	screen_type(s, "clear; cat\r");
	pump_for(1000);
	for (int i = 0; i < KEYS; i++) {
		int64_t begin = screen_now_ns();

		screen_type(s, "=");
		while (screen_count(s, '=') < i + 1)
			screen_pump(100);
		ms[i] = since_ms(s, begin);
		pump_for(60);
	}
	screen_type(s, "\003");
	pump_for(1000);
	return figures_percentile(ms, KEYS, 50);
}

/* The user's screen is looked at while the technician's is waited for. */
static void
measure_stop(const struct rival *r, double out[2])
{
	double tech[3], user[3] = {0};

	for (int i = 0; i < 3; i++) {
		char mark[16], line[32];
		int64_t begin;

		snprintf(mark, sizeof(mark), "end%d", i);
		snprintf(line, sizeof(line), "echo e''nd%d\r", i);
		screen_type(r->technician, "clear; yes\r");
		pump_for(3000);
		begin = screen_now_ns();
		screen_type(r->technician, "\003");
		screen_type(r->technician, line);
		while (screen_find(r->technician, mark, NULL, 0) < 0) {
			screen_pump(20);
			if (user[i] == 0 && r->user != NULL &&
			    screen_find(r->user, mark, NULL, 0) >= 0)
				user[i] = since_ms(r->user, begin);
			if (screen_now_ns() - begin >
			    PATIENCE_MS * INT64_C(1000000))
				break;
		}
		tech[i] = since_ms(r->technician, begin);
		pump_for(1500);
	}
	out[0] = figures_percentile(tech, 3, 50);
	out[1] = figures_percentile(user, 3, 50);
}

static void
measure_text(const struct rival *r, struct result *out)
{
	struct screen *s = r->technician;
	char *cmd = str_fmt("clear; cat %s/text; echo do''ne\r", rivals_dir());
	int64_t begin = screen_now_ns(), bytes = far_bytes();

	screen_type(s, cmd);
	screen_wait(s, "done", PATIENCE_MS);
	out->text_s = since_ms(s, begin) / 1000;
	pump_for(1000);
	out->text_kb = (double)(far_bytes() - bytes) / 1000;
	free(cmd);
}

static void
measure(struct result *out)
{
	struct rival r;

	fprintf(stderr, "%s ...\n", out->name);
	out->open(&r);
	out->online_ms = r.online_ms;
	out->first_ms = r.first_ms;
	pump_for(1000);
	out->echo_ms = measure_echo(r.technician);
	measure_text(&r, out);
	measure_stop(&r, out->stop_ms);
	rival_close(&r);
}

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
	for (int i = 0; size < 1000000; i++)
		size += fprintf(
		    f, "%d Faktura sprzedaży %06d/2026: zapłacono\n", i, i);
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
	    {.name = "pomoc", .open = rival_pomoc},
	};
	const char *build = getenv("POMOC_BUILD");

	i18n_init();
	rivals_begin(build != NULL ? build : "build", true);
	make_text();
	for (size_t i = 0; i < ARRAY_LEN(results); i++)
		if (argc < 2 || strcmp(argv[1], results[i].name) == 0)
			measure(&results[i]);
	printf("%-34s%12s%12s%12s\n", "", "ssh", "tmux/ssh", "pomoc");
	ROW("far: echo, technician, ms", echo_ms, 1);
	ROW("far: 1 MB of text, s", text_s, 2);
	ROW("far: over the link for it, KB", text_kb, 0);
	ROW("far: Ctrl-C in yes, technician, ms", stop_ms[0], 0);
	ROW("far: the same, user, ms", stop_ms[1], 0);
	ROW("far: agent on-line, ms", online_ms, 0);
	ROW("far: consent -> first screen, ms", first_ms, 0);
	return 0;
}
