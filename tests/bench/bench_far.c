/*
 * The same over a far link (far.h: 20 ms each way, 256 KB a second, a queue of
 * 64 KB): between technician and shell for ssh and tmux, between the client and
 * the relay or desk for diy and pomoc.
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
#include "tests/bench/table.h"

#define PATIENCE_MS 60000
#define KEYS 20

enum figure {
	ECHO,
	TEXT_S,
	TEXT_KB,
	STOP_TECH,
	STOP_USER,
	ONLINE,
	FIRST,
	FIGURES
};

static double figures[FIGURES][TABLE_RIVALS];

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
measure_text(const struct rival *r, int i)
{
	struct screen *s = r->technician;
	char *cmd = str_fmt("clear; cat %s/text; echo do''ne\r", rivals_dir());
	int64_t begin = screen_now_ns(), bytes = far_bytes();

	screen_type(s, cmd);
	screen_wait(s, "done", PATIENCE_MS);
	figures[TEXT_S][i] = since_ms(s, begin) / 1000;
	pump_for(1000);
	figures[TEXT_KB][i] = (double)(far_bytes() - bytes) / 1000;
	free(cmd);
}

static void
measure(int i, void (*open)(struct rival *r))
{
	struct rival r;
	double stop[2];

	open(&r);
	figures[ONLINE][i] = r.online_ms;
	figures[FIRST][i] = r.first_ms;
	pump_for(1000);
	figures[ECHO][i] = measure_echo(r.technician);
	measure_text(&r, i);
	measure_stop(&r, stop);
	figures[STOP_TECH][i] = stop[0];
	figures[STOP_USER][i] = stop[1];
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

static void
row(const char *key, const char *title, int digits, enum figure what,
    const struct table_must *must)
{
	table_row(key, title, digits, figures[what], must);
}

static void
print(void)
{
	table_head("far: 40 ms round trip, 256 KB/s");
	row("far_echo_ms", "echo, technician, ms", 1, ECHO,
	    &(struct table_must){.of_ssh = 1.3, .below_diy = true});
	row("far_text_s", "1 MB of text, s", 2, TEXT_S,
	    &(struct table_must){.most = 0.3});
	row("far_text_kb", "over the link for it, KB", 0, TEXT_KB,
	    &(struct table_must){.most = 50});
	row("far_stop_ms", "Ctrl-C in yes, technician, ms", 0, STOP_TECH,
	    &(struct table_must){.most = 100});
	row("far_stop_user_ms", "the same, user, ms", 0, STOP_USER,
	    &(struct table_must){.most = 25});
	row("far_online_ms", "agent on-line, ms", 0, ONLINE,
	    &(struct table_must){.most = 230});
	row("far_first_ms", "consent -> first screen, ms", 0, FIRST,
	    &(struct table_must){.most = 300});
}

int
main(int argc, char **argv)
{
	const char *build = getenv("POMOC_BUILD");

	i18n_init();
	rivals_begin(build != NULL ? build : "build", true);
	make_text();
	for (int i = 0; i < TABLE_RIVALS; i++)
		if (argc < 2 || str_eq(argv[1], rival_kinds[i].name))
			measure(i, rival_kinds[i].open);
	print();
	return 0;
}
