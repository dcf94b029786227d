/*
 * bench_log [TICKETS [DIR]]
 *
 * The log of ten years with 100,000 tickets (or so many; with DIR it is only
 * written there, see biglog.h, or the one that is there measured and purged):
 * how long opening it, the first page, pages all over it in every order,
 * totals, filters, reports, a statement, an export, verify and purge take. Also
 * the size of the file and how fast single events become durable.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "console/store/db.h"
#include "console/store/epp.h"
#include "console/store/export.h"
#include "console/store/forget.h"
#include "console/store/group.h"
#include "console/store/privacy.h"
#include "console/store/report.h"
#include "console/store/report_filter.h"
#include "console/store/statement.h"
#include "console/store/store.h"
#include "console/store/verify.h"
#include "shared/base/path.h"
#include "shared/base/str.h"
#include "shared/core/ticket.h"
#include "tests/bench/biglog.h"

#define TICKETS 100000

static struct prices prices;

static double
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void
die(const char *what, const struct err *err)
{
	fprintf(stderr, "bench_log: %s: %s\n", what, err->text);
	exit(1);
}

static void
make_log(const char *dir, int64_t tickets)
{
	double from = now_ms();

	biglog_make(dir, tickets);
	printf("made %lld tickets in %.1f s\n", (long long)tickets,
	    (now_ms() - from) / 1e3);
}

static bool
count_row(const struct logrow *row, void *ctx, struct err *err)
{
	++*(int64_t *)ctx;
	return true;
}

static bool
export_row(const struct logrow *row, void *ctx, struct err *err)
{
	struct export *e = ctx;

	export_find("csv")->row(e, row);
	e->rows++;
	return true;
}

static void
time_page(struct db *db, const char *what, const struct report_filter *f,
    const struct report_page *page, bool totals)
{
	struct report_totals sum = {0};
	struct err err;
	int64_t rows = 0;
	double from = now_ms();

	if (!report_rows(db, f, page, count_row, &rows, &err) ||
	    (totals && !report_totals(db, f, &sum, &err)))
		die(what, &err);
	printf("%-34s %8.1f ms  (%lld rows, %lld match)\n", what,
	    now_ms() - from, (long long)rows, (long long)sum.count);
}

static void
time_groups(struct db *db)
{
	const struct report_filter all = {0};
	struct groups groups;
	struct err err;

	for (int by = 0; by < GROUP_BYS; by++) {
		char what[40];
		double from = now_ms();

		if (!groups_make(db, &all, (enum group_by)by, &groups, &err))
			die("report", &err);
		snprintf(what, sizeof(what), "report by %s",
		    words_at(&group_words, by));
		printf("%-34s %8.1f ms  (%d rows)\n", what, now_ms() - from,
		    groups.n);
		groups_fini(&groups);
	}
}

/* Every ticket, as csv with the sum. */
static void
time_export(struct db *db)
{
	const struct export_format *format = export_find("csv");
	const struct report_filter all = {0};
	const struct report_page page = {0};
	struct export e = {.out = fopen("/dev/null", "w"), .sum = true};
	struct report_totals sum;
	struct err err;
	double from = now_ms();

	if (e.out == NULL)
		exit(1);
	format->begin(&e);
	if (!report_rows(db, &all, &page, export_row, &e, &err) ||
	    !report_totals(db, &all, &sum, &err))
		die("export", &err);
	format->end(&e, &sum);
	fclose(e.out);
	printf("%-34s %8.1f ms  (%lld rows)\n", "all of it as csv",
	    now_ms() - from, (long long)e.rows);
}

static void
time_statement(struct db *db, int64_t from_s, int64_t to_s)
{
	const struct report_filter f = {.client_is = "zakład nr 77",
	    .from_s = from_s,
	    .to_s = to_s,
	    .invoiced = REPORT_NOT_INVOICED};
	const struct report_page page = {0};
	struct statement_sum sum;
	struct err err;
	double from = now_ms();

	if (!statement_make(db, &f, &page, &sum, NULL, NULL, &err))
		die("statement", &err);
	printf("%-34s %8.1f ms  (%lld lines)\n", "statement of a month",
	    now_ms() - from, (long long)sum.lines);
}

/* What stands to be paid of half a year, in one go. */
static void
time_due(struct db *db)
{
	const struct report_filter f = {.from_s = BIGLOG_FROM + BIGLOG_SPAN / 2,
	    .to_s = BIGLOG_FROM + BIGLOG_SPAN / 2 + INT64_C(183) * 86400};
	const struct epp_head head = {.seller = {"Serwis", "", ""},
	    .author = "bench",
	    .from_s = f.from_s,
	    .to_s = f.to_s,
	    .now_s = f.to_s};
	const struct report_page page = {0};
	struct epp_result r = {.missing = BUF_INIT};
	struct statement_sum sum;
	struct buf out = BUF_INIT;
	struct err err;
	double from = now_ms();

	if (!statement_make(db, &f, &page, &sum, NULL, NULL, &err))
		die("statement", &err);
	printf("%-34s %8.1f ms  (%lld lines)\n", "statement of half a year",
	    now_ms() - from, (long long)sum.lines);
	from = now_ms();
	if (!epp_make(db, &f, &head, &out, &r, &err))
		die("export", &err);
	printf("%-34s %8.1f ms  (%lld lines, %lld orders)\n",
	    "half a year for Subiekt", now_ms() - from, (long long)r.lines,
	    (long long)r.orders);
	buf_fini(&out);
	buf_fini(&r.missing);
}

static void
time_reports(const char *dir, int64_t tickets)
{
	const struct report_filter all = {0};
	const struct report_filter client = {.client = "zakład nr 77"};
	const struct report_filter words = {.words = "kowalski 77"};
	const struct report_filter month = {
	    .from_s = BIGLOG_FROM + BIGLOG_SPAN / 2,
	    .to_s = BIGLOG_FROM + BIGLOG_SPAN / 2 + 30 * 86400};
	static const char *const sorts[] = {"number", "completed", "client",
	    "technician", "product", "outcome", "worked", "net", "buyer"};
	struct report_page page = {.limit = 50, .reverse = true};
	struct err err;
	double from = now_ms();
	struct db *db = db_open(dir, DB_READ, &err);

	if (db == NULL)
		die("open", &err);
	printf("%-34s %8.1f ms\n", "open for reading", now_ms() - from);
	time_page(db, "view opens: last page and totals", &all, &page, true);
	time_page(db, "the same again", &all, &page, true);
	page.offset = tickets / 2;
	time_page(db, "page in the middle", &all, &page, false);
	page.offset = tickets - 50;
	time_page(db, "page at the other end", &all, &page, false);
	page.offset = 0;
	time_page(db, "one month", &month, &page, true);
	time_page(db, "filter: client", &client, &page, true);
	time_page(db, "filter: words", &words, &page, true);
	for (int sort = 0; sort <= REPORT_BY_BUYER; sort++) {
		char what[40];

		page.sort = sort;
		snprintf(what, sizeof(what), "sorted by %s", sorts[sort]);
		time_page(db, what, &all, &page, true);
	}
	time_groups(db);
	time_export(db);
	time_statement(db, month.from_s, month.to_s);
	time_due(db);
	db_close(db);
}

static void
note_open(const struct ticket *t, const struct store_card *card, void *ctx)
{
}

/* Of all threads. */
static double
cpu_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void
time_verify(const char *dir)
{
	struct verify_result v;
	struct err err;
	struct db *db = db_open(dir, DB_READ, &err);
	double from = now_ms(), cpu = cpu_ms();

	if (db == NULL || !verify_log(db, &v, &err))
		die("verify", &err);
	if (!v.sound) {
		str_copy(err.text, sizeof(err.text), v.why);
		die("verify", &err);
	}
	printf("%-34s %8.0f ms  (%lld journal rows, %.0f ms of processor)\n",
	    "pomoc verify", now_ms() - from, (long long)v.rows, cpu_ms() - cpu);
	db_close(db);
}

/* All of it at once: how long is a desk kept from writing? */
static void
time_purge(const char *dir)
{
	const struct privacy_pick all = {.before_s = INT64_MAX, .really = true};
	const struct forget how = {.kind = "purge",
	    .actor = "bench",
	    .now_s = BIGLOG_FROM,
	    .really = true};
	struct privacy_plan plan;
	struct forget_result r;
	struct err err;
	struct db *db = db_open(dir, DB_WRITE, &err);
	double from = now_ms(), listed;

	if (db == NULL || !privacy_plan(db, &all, NULL, NULL, &plan, &err))
		die("purge", &err);
	listed = now_ms();
	if (!forget_listed(db, &how, &r, &err))
		die("purge", &err);
	printf("%-34s %8.0f ms  (%lld tickets, locked %lld ms at most)\n",
	    "pomoc purge of all", now_ms() - from, (long long)r.tickets,
	    (long long)r.longest_ms);
	printf("%-34s %8.0f ms\n", "of that to show it", listed - from);
	db_close(db);
}

/* After a kill the whole file is checked. */
static void
time_desk(const char *dir, bool killed)
{
	char *mark = path_join(dir, "clean");
	struct err err;
	double from;
	struct store *s;

	if (killed)
		unlink(mark);
	free(mark);
	from = now_ms();
	s = store_open(dir, &err);
	if (s == NULL ||
	    !store_load_open(s, 1, BIGLOG_FROM, note_open, NULL, &err))
		die("desk", &err);
	printf("%-34s %8.1f ms\n",
	    killed ? "desk starts after a kill" : "desk starts",
	    now_ms() - from);
	store_close(s);
}

static void
time_commits(const char *dir)
{
	struct err err;
	struct store *s = store_open(dir, &err);
	const struct store_card card = {.name = "x", .agent_key = "SHA256:x"};
	struct ticket t;
	struct ticket_event ev;
	double from;
	int n = 500;

	if (s == NULL)
		die("store", &err);
	ticket_init(&t, store_next_number(s), "Subiekt", &prices);
	ev = ticket_next(&t, TICKET_EV_OPENED, 1, BIGLOG_FROM);
	ev.actor = "client";
	if (!ticket_step(&t, &ev, NULL, &err) ||
	    store_new_ticket(s, &card, &t, &ev, &err) != STORE_DURABLE)
		die("ticket", &err);
	from = now_ms();
	for (int i = 0; i < n; i++) {
		ev = ticket_next(&t, TICKET_EV_NOTED, 2, BIGLOG_FROM);
		ev.text = "note";
		if (!ticket_step(&t, &ev, NULL, &err) ||
		    store_append(s, &t, &ev, &err) != STORE_DURABLE)
			die("append", &err);
	}
	printf("%-34s %8.2f ms\n", "one durable event", (now_ms() - from) / n);
	store_close(s);
}

static bool
holds_log(const char *dir)
{
	char *file = path_join(dir, DB_FILE);
	struct stat st;
	bool is = stat(file, &st) == 0;

	if (is)
		printf("the file is %.0f MB\n", (double)st.st_size / 1e6);
	free(file);
	return is;
}

static void
time_all(const char *dir, int64_t tickets)
{
	time_reports(dir, tickets);
	time_desk(dir, false);
	time_desk(dir, true);
	time_verify(dir);
	time_commits(dir);
	time_purge(dir);
}

int
main(int argc, char **argv)
{
	char dir[] = "/tmp/pomoc-bench-XXXXXX";
	int64_t tickets = TICKETS;
	char *cmd;

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (argc > 1 && !str_int(argv[1], 100, 10000000, &tickets))
		return 2;
	prices_default(&prices);
	if (argc > 2 && holds_log(argv[2])) {
		time_all(argv[2], tickets);
		return 0;
	}
	if (argc > 2) { /* only the log, for other benchmarks */
		make_log(argv[2], tickets);
		return 0;
	}
	if (mkdtemp(dir) == NULL)
		return 1;
	make_log(dir, tickets);
	if (holds_log(dir))
		time_all(dir, tickets);
	cmd = str_fmt("rm -rf '%s'", dir);
	(void)!system(cmd);
	free(cmd);
	return 0;
}
