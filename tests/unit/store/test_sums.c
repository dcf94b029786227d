/*
 * Any set of tickets: log, statements, exports, the file for Subiekt and the
 * reports say the same sums, to the grosz, and a month holds what was completed
 * in it. What they must say is added up here from the tickets themselves.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <jansson.h>
#include <stdio.h>

#include "console/store/amend.h"
#include "console/store/db.h"
#include "console/store/epp.h"
#include "console/store/export.h"
#include "console/store/group.h"
#include "console/store/report.h"
#include "console/store/report_filter.h"
#include "console/store/statement_form.h"
#include "shared/base/clock.h"
#include "tests/unit/store/story.h"

#define ROUNDS 8
#define TICKETS 14
#define MONTH "2026-11"

/* What the outputs have to agree on: the tickets of the month. */
struct expected {
	int64_t tickets, open;
	int64_t worked_s;
	struct money_sum money;
	int64_t anna_s, piotr_s;
};

static uint32_t seed;

static uint32_t
dice(uint32_t n)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % n;
}

/* Lines of two rates of VAT, so that a ticket can have both. */
static void
two_rates(struct prices *p)
{
	prices_default(p);
	for (int i = 0; i < p->n; i++)
		if (p->line[i].kind == PRICE_DATABASE)
			p->line[i].vat_bp = 800;
	p->line[0].net_gr = 20003;
}

static void
agree(struct story *s, int hours)
{
	char hash[QUOTE_HASH_SIZE];
	struct ticket_event ev = story_event(s, TICKET_EV_QUOTED, "anna");
	const struct ticket_offer o = {.kind = s->t.kind,
	    .hours = hours,
	    .net_gr = hours > 0 ? 0 : 10001 + dice(90000),
	    .text = "all"};
	struct quote q;
	struct err err = {0};

	if (!ticket_quote(&s->t, &o, s->now_ms, &q, &err))
		fail_msg("%s", err.text);
	ticket_quote_event(&ev, &q, hash);
	ev.line = s->t.kind;
	assert_int_equal(story_put(s, &ev), STORE_DURABLE);
	ev = story_event(s, TICKET_EV_ANSWERED, "client");
	ev.yes = true;
	ev.net_gr = dice(3) > 0 ? q.total_gr : 0; /* or as before */
	ev.text = hash;
	ev.text2 = "signature";
	assert_int_equal(story_put(s, &ev), STORE_DURABLE);
}

static void
database(struct story *s)
{
	struct ticket_event ev = story_event(s, TICKET_EV_KIND, "anna");

	ev.line = PRICE_DATABASE;
	assert_int_equal(story_put(s, &ev), STORE_DURABLE);
	story_work(s, 60 + dice(1200));
}

/* Another technician takes over. */
static void
hand_over(struct story *s)
{
	story_simple(s, TICKET_EV_DETACHED, "anna");
	story_simple(s, TICKET_EV_RELEASED, "anna");
	story_let_in(s, "piotr");
	story_work(s, 30 + dice(900));
}

/* Expects what the ticket came to, from the ticket machine alone. */
static void
expect(struct expected *e, const struct story *s, int64_t anna_s)
{
	int64_t worked_s = ticket_worked_ms(&s->t, s->now_ms) / 1000;
	struct money_sum sums;

	ticket_sums(&s->t, &sums);
	e->tickets++;
	e->worked_s += worked_s;
	e->anna_s += anna_s;
	e->piotr_s += worked_s - anna_s;
	for (int i = 0; i < sums.n; i++)
		money_sum_add(
		    &e->money, sums.rate[i].vat_bp, sums.rate[i].net_gr);
}

/* One ticket of some kind; in the month or not, as the clock has it. */
static void
one(struct story *s, struct expected *e, const char *client, int64_t from_s,
    int64_t to_s)
{
	int64_t anna_s, at_s;

	assert_int_equal(story_open(s, "Subiekt", client), STORE_DURABLE);
	if (dice(8) == 0) { /* stays open: in no sum */
		story_let_in(s, "anna");
		story_work(s, 100);
		e->open++;
		return;
	}
	s->now_ms += (int64_t)dice(100000) * 1000;
	story_let_in(s, "anna");
	story_work(s, 1 + dice(1500));
	if (dice(3) == 0)
		agree(s, dice(2) ? 1 : 0);
	if (dice(3) == 0)
		database(s);
	if (dice(4) == 0) { /* a sum and hours, of one rate or two */
		agree(s, dice(2) ? 1 : 0);
		story_work(s, 60 + dice(dice(4) ? 900 : 9000));
	}
	anna_s = ticket_worked_ms(&s->t, s->now_ms) / 1000;
	if (dice(4) == 0)
		hand_over(s);
	else if (dice(3) == 0) { /* completed another day */
		story_simple(s, TICKET_EV_DETACHED, "anna");
		s->now_ms += (int64_t)dice(900000) * 1000;
	}
	assert_int_equal(story_end(s, dice(6) != 0, "done"), STORE_DURABLE);
	at_s = STORY_UTC + s->now_ms / 1000;
	if (at_s >= from_s && at_s < to_s)
		expect(e, s, anna_s);
}

static void
check(const char *what, int64_t got, int64_t want)
{
	if (got != want)
		fail_msg("%s: %lld, not %lld", what, (long long)got,
		    (long long)want);
}

static void
check_sum(const char *what, const struct due_sum *sum, const struct expected *e)
{
	check(what, money_sum_net(&sum->money), money_sum_net(&e->money));
	check(what, money_sum_vat(&sum->money), money_sum_vat(&e->money));
	check(what, sum->worked_s, e->worked_s);
	check(what, sum->tickets, e->tickets);
}

static void
check_log(
    struct db *db, const struct report_filter *f, const struct expected *e)
{
	struct report_totals t;
	struct err err;

	assert_true(report_totals(db, f, &t, &err));
	check("log net", t.net_gr, money_sum_net(&e->money));
	check("log vat", t.vat_gr, money_sum_vat(&e->money));
	check("log gross", t.gross_gr, t.net_gr + t.vat_gr);
	check("log worked", t.worked_s, e->worked_s);
	check("log tickets", t.count, e->tickets);
	f = &(const struct report_filter){0};
	assert_true(report_totals(db, f, &t, &err));
	check("open tickets", t.open, e->open);
	check("what is open is in no sum", t.net_gr,
	    sql_int(db->sql,
		"SELECT sum(final_net_gr) FROM ticket"
		" WHERE closed_utc IS NOT NULL",
		0));
}

static int64_t
worked_by(const struct groups *g, const char *who)
{
	for (int i = 0; i < g->n; i++)
		if (str_eq(g->group[i]->label, who))
			return g->group[i]->sum.worked_s;
	return 0;
}

/* The log of one technician comes to what the report gives him. */
static void
check_technician(
    struct db *db, const struct report_filter *f, const struct group *g)
{
	struct report_filter his = *f;
	struct report_totals t;
	struct groups bars;
	struct err err;

	his.closed = true;
	his.technician = g->label;
	assert_true(report_totals(db, &his, &t, &err));
	check("his worked", t.worked_s, g->sum.worked_s);
	check("his billed", t.billed_s, g->sum.billed_s);
	check("his net", t.net_gr, money_sum_net(&g->sum.money));
	check("his vat", t.vat_gr, money_sum_vat(&g->sum.money));
	check("his tickets", t.count, g->sum.tickets);
	assert_true(groups_make(db, &his, GROUP_PRODUCT, &bars, &err));
	check("bars of his worked", bars.all.sum.worked_s, t.worked_s);
	check("bars of his net", money_sum_net(&bars.all.sum.money), t.net_gr);
	groups_fini(&bars);
}

/* Whatever they are by, the groups come to the whole. */
static void
check_reports(
    struct db *db, const struct report_filter *f, const struct expected *e)
{
	struct groups g;
	struct err err;

	for (int by = 0; by < GROUP_BYS; by++) {
		int64_t net = 0, worked_s = 0;

		assert_true(groups_make(db, f, (enum group_by)by, &g, &err));
		check_sum(words_at(&group_words, by), &g.all.sum, e);
		for (int i = 0; i < g.n; i++) {
			net += money_sum_net(&g.group[i]->sum.money);
			worked_s += g.group[i]->sum.worked_s;
			assert_string_not_equal(g.group[i]->label, "sum");
			if (by == GROUP_TECHNICIAN)
				check_technician(db, f, g.group[i]);
		}
		check("groups net", net, money_sum_net(&e->money));
		if (by == GROUP_TECHNICIAN) {
			check("anna", worked_by(&g, "anna"), e->anna_s);
			check("piotr", worked_by(&g, "piotr"), e->piotr_s);
		}
		check("groups worked", worked_s, e->worked_s);
		groups_fini(&g);
	}
}

struct line_sum {
	int64_t net_gr, worked_s, billed_s;
};

/* Hours and their price wherever these give the amount; else both are told in
 * words. */
static void
check_hours(const struct statement_line *l)
{
	int64_t hours = (l->billed_s * STATEMENT_ONE + 1800) / 3600;
	char words[300], rate[MONEY_TEXT_SIZE], span[32];

	if (l->kind != STATEMENT_HOURS && l->kind != STATEMENT_CAPPED)
		return;
	assert_true(l->rate_gr > 0);
	statement_words(l, words, sizeof(words));
	money_format(rate, sizeof(rate), l->rate_gr);
	clock_hms(span, sizeof(span), l->billed_s);
	if ((hours * l->rate_gr + STATEMENT_ONE / 2) / STATEMENT_ONE ==
		l->net_gr &&
	    l->net_gr > 0) {
		assert_string_equal(statement_unit(l), "godz.");
		check("price of an hour", l->price_gr, l->rate_gr);
		check("hours", l->quantity, hours);
		return;
	}
	assert_string_equal(statement_unit(l), "usł.");
	check("one piece", l->quantity, STATEMENT_ONE);
	assert_non_null(strstr(words, rate));
	assert_non_null(strstr(words, span));
}

/* On each line quantity times price is the net. */
static void
on_line(const struct statement_line *l, void *ctx)
{
	struct line_sum *sum = ctx;

	check("quantity times price",
	    (l->quantity * l->price_gr + STATEMENT_ONE / 2) / STATEMENT_ONE,
	    l->net_gr);
	assert_true(l->quantity > 0);
	check_hours(l);
	sum->net_gr += l->net_gr;
	sum->worked_s += l->worked_s;
	sum->billed_s += l->billed_s;
}

static void
check_statement(
    struct db *db, const struct report_filter *f, const struct expected *e)
{
	const struct report_page page = {0};
	struct statement_sum sum;
	struct err err;
	struct line_sum lines = {0};

	assert_true(statement_make(db, f, &page, &sum, on_line, &lines, &err));
	check("statement net", money_sum_net(&sum.due.money),
	    money_sum_net(&e->money));
	check("statement vat", money_sum_vat(&sum.due.money),
	    money_sum_vat(&e->money));
	check("statement lines", lines.net_gr, money_sum_net(&e->money));
	check("statement worked", lines.worked_s, sum.due.worked_s);
	check("statement billed", lines.billed_s, sum.due.billed_s);
}

/* One client: the order is his invoice. */
static void
check_epp(
    struct db *db, const struct report_filter *f, const struct expected *e)
{
	const struct epp_head head = {.seller = {"A", "", ""},
	    .author = "anna",
	    .from_s = f->from_s,
	    .to_s = f->to_s,
	    .now_s = f->to_s};
	struct epp_result r;
	struct buf out = BUF_INIT;
	struct err err;

	assert_true(epp_make(db, f, &head, &out, &r, &err));
	check("epp net", r.net_gr, money_sum_net(&e->money));
	check("epp vat", r.vat_gr, money_sum_vat(&e->money));
	buf_fini(&out);
	buf_fini(&r.missing);
}

/* The sum as it stands in what was written. */
static void
check_written(struct db *db, const struct report_filter *f, const char *format,
    const struct expected *e)
{
	struct report_totals t;
	struct export x = {
	    .format = export_find(format), .cols = 80, .sum = true};
	char *text = NULL, want[MONEY_TEXT_SIZE], *point;
	size_t size = 0;
	struct err err;

	assert_true(report_totals(db, f, &t, &err));
	x.out = open_memstream(&text, &size);
	export_find(format)->begin(&x);
	export_find(format)->end(&x, &t);
	fclose(x.out);
	if (str_eq(format, "table"))
		money_format(want, sizeof(want),
		    money_sum_net(&e->money) + money_sum_vat(&e->money));
	else
		money_format_plain(want, sizeof(want),
		    money_sum_net(&e->money) + money_sum_vat(&e->money));
	point = strchr(want, '.');
	if (str_eq(format, "csv-pl") && point != NULL)
		*point = ',';
	if (strstr(text, want) == NULL)
		fail_msg("%s has no %s: %s", format, want, text);
	free(text);
}

static void
any_tickets(void **state)
{
	struct report_filter f = {.client_is = NULL};
	int64_t from_s, to_s;

	assert_true(clock_parse_month(MONTH, &from_s, &to_s));
	f.from_s = from_s;
	f.to_s = to_s;
	for (int round = 0; round < ROUNDS; round++) {
		struct expected e = {0};
		char *dir = story_dir();
		struct story s;
		struct db *db;

		seed = (uint32_t)round + 1;
		story_init(&s, dir);
		two_rates(&s.prices);
		for (int i = 0; i < TICKETS; i++)
			one(&s, &e, "Firma", from_s, to_s);
		db = store_db(s.store);
		check_log(db, &f, &e);
		check_reports(db, &f, &e);
		check_statement(db, &f, &e);
		check_epp(db, &f, &e);
		check_written(db, &f, "table", &e);
		check_written(db, &f, "csv", &e);
		check_written(db, &f, "csv-pl", &e);
		check_written(db, &f, "json", &e);
		store_close(s.store);
		story_remove(dir);
	}
}

/* H2: opened in one month and completed in the next: the next one's. */
static void
completion_decides(void **state)
{
	struct report_filter f = {.client_is = "firma"};
	const struct report_page page = {0};
	char *dir = story_dir();
	struct statement_sum sum;
	struct story s;
	struct err err = {0};

	story_init(&s, dir);
	story_open(&s, "Subiekt", "Firma");
	s.now_ms += INT64_C(13) * 86400 * 1000; /* the first of December */
	story_let_in(&s, "anna");
	story_work(&s, 60);
	story_end(&s, true, "done");
	assert_true(clock_parse_month("2026-11", &f.from_s, &f.to_s));
	assert_true(statement_make(
	    store_db(s.store), &f, &page, &sum, NULL, NULL, &err));
	assert_int_equal(sum.due.tickets, 0);
	assert_true(clock_parse_month("2026-12", &f.from_s, &f.to_s));
	assert_true(statement_make(
	    store_db(s.store), &f, &page, &sum, NULL, NULL, &err));
	assert_int_equal(sum.due.tickets, 1);
	assert_int_equal(money_sum_net(&sum.due.money), 20000);
	store_close(s.store);
	story_remove(dir);
}

struct line_count {
	int n, sums, corrected, capped;
	int64_t net_gr, worked_s;
};

static void
count_lines(const struct statement_line *l, void *ctx)
{
	struct line_count *c = ctx;

	c->n++;
	c->sums += l->kind == STATEMENT_SUM;
	c->corrected += l->kind == STATEMENT_CORRECTED;
	c->capped += l->kind == STATEMENT_CAPPED;
	c->net_gr += l->net_gr;
	c->worked_s += l->worked_s;
}

/* Totals and statement of ticket 1 agree with its row. */
static void
check_ticket(struct db *db, struct line_count *lines)
{
	const struct report_filter f = {.ticket = 1};
	const struct report_page page = {0};
	struct statement_sum sum;
	struct report_totals t;
	struct err err = {0};

	*lines = (struct line_count){0};
	assert_true(report_totals(db, &f, &t, &err));
	assert_true(
	    statement_make(db, &f, &page, &sum, count_lines, lines, &err));
	check("statement net", money_sum_net(&sum.due.money), t.net_gr);
	check("lines", lines->net_gr, t.net_gr);
	check("worked", lines->worked_s, t.worked_s);
	check("vat", money_sum_vat(&sum.due.money), t.vat_gr);
	check("row net", t.net_gr,
	    sql_int(db->sql, "SELECT final_net_gr FROM ticket", 0));
	check("row vat", t.vat_gr,
	    sql_int(db->sql, "SELECT final_vat_gr FROM ticket", 0));
}

/* M4: a correction of a ticket with two rates is of one of them; the other one
 * stays. */
static void
corrected_with_two_rates(void **state)
{
	struct amend c = {.kind = TICKET_EV_CORRECTED,
	    .author = "anna",
	    .text = "less",
	    .net_gr = 10000,
	    .vat_bp = 2300};
	char *dir = story_dir();
	struct line_count lines;
	struct story s;
	struct err err = {0};
	int64_t other_gr;

	story_init(&s, dir);
	two_rates(&s.prices);
	story_open(&s, "Subiekt", "Firma");
	story_let_in(&s, "anna");
	story_work(&s, 600);
	database(&s);
	story_end(&s, true, "done");
	other_gr = sql_int(store_db(s.store)->sql,
	    "SELECT net_gr FROM segment WHERE vat_bp = 800", 0);
	assert_true(amend_make(store_db(s.store), 1, &c, &err));
	check_ticket(store_db(s.store), &lines);
	assert_int_equal(lines.corrected, 2);
	assert_int_equal(lines.net_gr, 10000 + other_gr);
	store_close(s.store);
	story_remove(dir);
}

/* An agreed sum is a line of its own beside the hours that were agreed too. */
static void
sum_and_hours(void **state)
{
	char *dir = story_dir();
	struct line_count lines;
	struct story s;

	story_init(&s, dir);
	two_rates(&s.prices);
	story_open(&s, "Subiekt", "Firma");
	story_let_in(&s, "anna");
	story_work(&s, 600);
	agree(&s, 0);
	agree(&s, 1);
	story_work(&s, 1200);
	story_end(&s, true, "done");
	check_ticket(store_db(s.store), &lines);
	assert_int_equal(lines.n, 2);
	assert_int_equal(lines.sums, 1);
	store_close(s.store);
	story_remove(dir);
}

/* Work wholly above the cap stands there too, with the cap, also beside an
 * agreed sum; what the sum covers stands with the sum. */
static void
all_work_is_shown(void **state)
{
	for (int sum = 0; sum < 3; sum++) {
		char *dir = story_dir();
		struct line_count lines;
		struct story s;

		story_init(&s, dir);
		two_rates(&s.prices);
		story_open(&s, "Subiekt", "Firma");
		story_let_in(&s, "anna");
		story_work(&s, 600);
		agree(&s, sum == 2 ? 0 : 1);
		story_work(&s, 3600);
		database(&s);
		if (sum == 1)
			agree(&s, 0);
		story_end(&s, true, "done");
		check_ticket(store_db(s.store), &lines);
		assert_int_equal(lines.n, sum == 2 ? 1 : 2 + sum);
		assert_int_equal(lines.capped, sum == 2 ? 0 : 1);
		store_close(s.store);
		story_remove(dir);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(any_tickets),
	    cmocka_unit_test(completion_decides),
	    cmocka_unit_test(corrected_with_two_rates),
	    cmocka_unit_test(sum_and_hours),
	    cmocka_unit_test(all_work_is_shown),
	};

	setenv("TZ", "Europe/Warsaw", 1);
	clock_zone_init(NULL);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
