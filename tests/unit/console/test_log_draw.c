/* The table of the log at any width: by the day of completion, which is what
 * its filter and its bars go by; that of opening where there is room. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "console/view/view_log_find.h"
#include "shared/base/clock.h"
#include "shared/base/util.h"

#define OPENED_S INT64_C(1793484000) /* 2026-10-31 23:00 in Warsaw */
#define CLOSED_S (OPENED_S + 5400) /* on the next day, in the next month */

static void
tell(struct log_rows *l, const char *json)
{
	struct err err = {0};
	struct msg *m = msg_parse(json, strlen(json), &err);

	if (m == NULL)
		fail_msg("%s: %s", json, err.text);
	log_rows_take(l, m);
	msg_free(m);
}

/* One that crosses a month's end, and one that is open. */
static void
fill(struct log_rows *l)
{
	char line[600];

	log_rows_init(l);
	msg_free(log_rows_want(l, 0, 10));
	for (int ticket = 1; ticket <= 2; ticket++) {
		snprintf(line, sizeof(line),
		    "{\"t\":\"logrow\",\"id\":%d,\"ticket\":%d,\"opened_s\":%lld,"
		    "\"closed_s\":%lld,\"client\":\"Jan\",\"company\":\"Gama\","
		    "\"technician\":\"anna\",\"product\":\"Subiekt\","
		    "\"outcome\":\"%s\",\"worked_s\":5400,\"billed_s\":7200,"
		    "\"net_gr\":40000,\"vat_gr\":9200,\"gross_gr\":49200,"
		    "\"raw_gr\":40000,\"invoice\":\"\",\"note\":\"\"}",
		    (int)l->id, ticket, (long long)OPENED_S,
		    (long long)(ticket == 1 ? CLOSED_S : 0),
		    ticket == 1 ? "solved" : "");
		tell(l, line);
	}
	snprintf(line, sizeof(line),
	    "{\"t\":\"logend\",\"id\":%d,\"total\":2,\"worked_s\":5400,"
	    "\"billed_s\":7200,\"net_gr\":40000,\"vat_gr\":9200,"
	    "\"gross_gr\":49200}",
	    (int)l->id);
	tell(l, line);
}

struct seen {
	char head[1024], closed[1024], open[1024];
};

static void
draw(int cols, enum logask_view view, struct seen *out)
{
	struct log_screen s = {.sel = 0};
	struct canvas c;

	fill(&s.rows);
	s.rows.view = view;
	canvas_init(&c, cols, 18);
	view_log_draw(&s, &c);
	grid_text(&c.grid, 1, out->head, sizeof(out->head));
	grid_text(&c.grid, 2, out->closed, sizeof(out->closed));
	grid_text(&c.grid, 3, out->open, sizeof(out->open));
	canvas_fini(&c);
	log_rows_fini(&s.rows);
}

static void
has(const char *line, const char *part)
{
	if (strstr(line, part) == NULL)
		fail_msg("no '%s' in: %s", part, line);
}

static void
lacks(const char *line, const char *part)
{
	if (strstr(line, part) != NULL)
		fail_msg("'%s' in: %s", part, line);
}

/* All of the last rows, as one line. */
static void
foot(int cols, struct log_screen *s, char *dst, size_t size)
{
	struct canvas c;
	size_t n = 0;

	canvas_init(&c, cols, 18);
	view_log_draw(s, &c);
	dst[0] = '\0';
	for (int y = 13; y < 17 && n + 1024 < size; y++) {
		grid_text(&c.grid, y, dst + n, size - n);
		n = strlen(dst);
		dst[n++] = ' ';
		dst[n] = '\0';
	}
	canvas_fini(&c);
}

/* Rule: money is never cut, however narrow the screen and long the filter. */
static void
totals_are_whole(void **state)
{
	char text[8192];

	(void)state;
	for (int cols = 60; cols <= 200; cols++) {
		struct log_screen s = {.sel = 0};

		fill(&s.rows);
		s.rows.all.net_gr = 12345678900;
		s.rows.all.gross_gr = 15185185047;
		strcpy(s.rows.filter.technician, "Aleksandra Nowa");
		strcpy(s.rows.filter.words, "cannot close the month of may");
		foot(cols, &s, text, sizeof(text));
		has(text, "123 456 789,00 zł net, 151 851 850,47 zł gross");
		has(text, "Aleksandra");
		has(text, "\\cannot close the month of may");
		log_rows_fini(&s.rows);
	}
}

static void
completion_is_shown(void **state)
{
	struct seen t;

	for (int cols = 60; cols <= 200; cols++) {
		draw(cols, LOGASK_TICKETS, &t);
		has(t.head, "completed");
		has(t.closed, "2026-11-01");
		has(t.closed, " 1:30:00 ");
		has(t.closed, " 400,00");
		lacks(t.open, "2026-11");
		/* when it began is never lost of one that is open */
		has(t.open, "10-31");
		has(t.closed, "Gama");
	}
}

static void
both_where_there_is_room(void **state)
{
	static const struct {
		int cols;
		const char *closed, *open;
		bool both;
	} cases[] = {{60, " 2026-11-01 Gama", " from 10-31 Gama", false},
	    {80, " 2026-11-01 Gama", " from 10-31 Gama", false},
	    {110, " 2026-11-01 00:30 Gama", " from 2026-10-31  Gama", false},
	    {132, " 2026-10-31 2026-11-01 00:30 Gama",
		" 2026-10-31 -                Gama", true},
	    {140, " 2026-10-31 2026-11-01 00:30 Gama",
		" 2026-10-31 -                Gama", true},
	    {160, " 2026-10-31 2026-11-01 00:30 Gama",
		" 2026-10-31 -                Gama", true}};
	struct seen t;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		draw(cases[i].cols, LOGASK_TICKETS, &t);
		has(t.closed, cases[i].closed);
		has(t.open, cases[i].open);
		if (cases[i].both)
			has(t.head, "opened");
		else
			lacks(t.head, "opened");
	}
}

static void
all_where_it_is_wide(void **state)
{
	static const char *const titles[] = {"no.", "opened", "completed",
	    "client", "who", "product", "outcome", "worked", "billed", "net zł",
	    "invoice", "note"};
	struct seen t;

	for (int cols = 132; cols <= 200; cols++) {
		draw(cols, LOGASK_TICKETS, &t);
		for (size_t i = 0; i < ARRAY_LEN(titles); i++)
			has(t.head, titles[i]);
	}
}

/* A visit over midnight ends on another day. */
static void
visits_tell_both_days(void **state)
{
	struct seen t;

	for (int cols = 60; cols <= 160; cols += 20) {
		draw(cols, LOGASK_VISITS, &t);
		has(t.open,
		    "2026-10-31 23:00:00  2026-11-01 00:30:00 CET  anna");
	}
}

/* Whether what is open is in the sums. */
static void
sums_say_what_is_in_them(void **state)
{
	struct log_screen s = {.sel = 0};
	char text[8192];

	fill(&s.rows);
	s.rows.all.tickets = s.rows.all.open = 1;
	foot(132, &s, text, sizeof(text));
	has(text, "2 tickets (1 open, not in the sums)");
	foot(70, &s, text, sizeof(text));
	has(text, "2 tickets (1 open)");
	log_rows_fini(&s.rows);
}

/* / finds in what is shown: big letters or small, on and back, round the end;
 * what is not there moves nothing. */
static void
words_are_found(void **state)
{
	struct log_screen s = {.sel = 0};

	fill(&s.rows);
	strcpy(s.search, "gama OPEN");
	assert_true(view_log_find(&s, 1));
	assert_int_equal(s.sel, 1);
	assert_true(view_log_find(&s, 1));
	assert_int_equal(s.sel, 1);
	strcpy(s.search, "2026-11-01 anna");
	assert_true(view_log_find(&s, -1));
	assert_int_equal(s.sel, 0);
	strcpy(s.search, "subiekt");
	assert_true(view_log_find(&s, -1));
	assert_int_equal(s.sel, 1);
	assert_true(view_log_find(&s, 1));
	assert_int_equal(s.sel, 0);
	strcpy(s.search, "subiekt nobody");
	assert_false(view_log_find(&s, 1));
	assert_int_equal(s.sel, 0);
	log_rows_fini(&s.rows);
	s = (struct log_screen){.search = "x"};
	log_rows_init(&s.rows);
	assert_false(view_log_find(&s, 1));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(visits_tell_both_days),
	    cmocka_unit_test(words_are_found),
	    cmocka_unit_test(sums_say_what_is_in_them),
	    cmocka_unit_test(all_where_it_is_wide),
	    cmocka_unit_test(completion_is_shown),
	    cmocka_unit_test(totals_are_whole),
	    cmocka_unit_test(both_where_there_is_room),
	};
	struct err err;

	if (!clock_zone_init(&err))
		return 1;
	setlocale(LC_ALL, "C.UTF-8"); /* which cells a letter takes */
	return cmocka_run_group_tests(tests, NULL, NULL);
}
