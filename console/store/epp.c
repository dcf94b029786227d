#include "console/store/epp.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "console/store/cp1250.h"
#include "console/store/report.h"
#include "console/store/report_filter.h"
#include "console/store/statement.h"
#include "shared/base/clock.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"

#define NAME_LETTERS 50 /* of a line */

struct epp {
	struct db *db;
	const struct epp_head *head;
	struct buf *out;
	struct epp_result *result;
	int fields; /* in the record so far */
	struct buyer buyer; /* of the order that is open */
	struct buf lines; /* of that order */
	struct buf clients; /* records of all so far */
	int64_t count;
	int64_t sold_s; /* when the last of its tickets was completed */
	struct money_sum sum;
};

static void
separate(struct epp *e, struct buf *b)
{
	if (e->fields++ > 0)
		buf_addc(b, ',');
}

/* A quoted text of at most max letters, in one line and the code page. */
static void
text(struct epp *e, struct buf *b, const char *s, size_t max)
{
	char clean[1200], *quote;

	separate(e, b);
	if (s[0] == '\0')
		return;
	utf8_clean(clean, sizeof(clean), s, 0);
	while ((quote = strchr(clean, '"')) != NULL)
		*quote = '\'';
	buf_addc(b, '"');
	e->result->replaced += cp1250_add(b, clean, max, &e->result->missing);
	buf_addc(b, '"');
}

static void
number(struct epp *e, struct buf *b, int64_t v)
{
	separate(e, b);
	buf_printf(b, "%" PRId64, v);
}

/* Ten-thousandths. */
static void
amount4(struct epp *e, struct buf *b, int64_t v)
{
	separate(e, b);
	buf_printf(
	    b, "%" PRId64 ".%04d", v / STATEMENT_ONE, (int)(v % STATEMENT_ONE));
}

/* Hundredths, with four decimals. */
static void
amount(struct epp *e, struct buf *b, int64_t v)
{
	separate(e, b);
	buf_printf(b, "%s%" PRId64 ".%02d00", v < 0 ? "-" : "",
	    (int64_t)llabs(v) / 100, (int)(llabs(v) % 100));
}

static void
moment(struct epp *e, struct buf *b, int64_t utc_s)
{
	separate(e, b);
	buf_adds(b, clock_local(CLOCK_TEXT, "%Y%m%d%H%M%S", utc_s));
}

static void
empty(struct epp *e, struct buf *b, int n)
{
	while (n-- > 0)
		separate(e, b);
}

static void
finish(struct epp *e, struct buf *b)
{
	e->fields = 0;
	buf_adds(b, "\r\n");
}

static void
put_info(struct epp *e)
{
	struct buf *b = e->out;

	buf_adds(b, "[INFO]\r\n");
	text(e, b, "1.05", 50);
	number(e, b, 3); /* another purpose: orders carry their lines */
	number(e, b, 1250);
	text(e, b, "pomoc", 255);
	text(e, b, "pomoc", 20);
	text(e, b, e->head->seller.name, 40);
	text(e, b, e->head->seller.name, 80);
	empty(e, b, 2); /* 8, 9: city and postcode, not apart from the street */
	text(e, b, e->head->seller.address, 50);
	text(e, b, e->head->seller.nip, 13);
	empty(e, b, 4); /* 12-15: the store */
	number(e, b, 1); /* the period holds */
	moment(e, b, e->head->from_s);
	moment(e, b, e->head->to_s - 1);
	text(e, b, e->head->author, 35);
	moment(e, b, e->head->now_s);
	text(e, b, "Polska", 50);
	text(e, b, "PL", 2);
	empty(e, b, 1);
	number(e, b, 0);
	finish(e, b);
	buf_adds(b, "\r\n");
}

static void
put_buyer(struct epp *e, struct buf *b, size_t name_max)
{
	const struct buyer *c = &e->buyer;

	text(e, b, c->code, 20);
	text(e, b, c->name, 40);
	text(e, b, c->name, name_max);
	empty(e, b, 2); /* city and postcode, not apart from the street */
	text(e, b, c->address, 50);
	text(e, b, c->nip, 20);
}

/* 22 to 37: when, how much. */
static void
put_amounts(struct epp *e, struct buf *b)
{
	int64_t net = money_sum_net(&e->sum), vat = money_sum_vat(&e->sum);
	int64_t now = e->head->now_s;

	moment(e, b, now);
	moment(e, b, e->sold_s); /* 23: sold when it was completed */
	moment(e, b, now);
	number(e, b, e->count);
	number(e, b, 1); /* 26: by net prices */
	empty(e, b, 1);
	amount(e, b, net);
	amount(e, b, vat);
	amount(e, b, net + vat);
	amount(e, b, 0); /* 31: cost */
	empty(e, b, 1);
	amount(e, b, 0);
	empty(e, b, 1);
	moment(e, b, now);
	amount(e, b, 0);
	amount(e, b, net + vat);
	e->result->net_gr += net;
	e->result->vat_gr += vat;
}

/* 38 to 62. */
static void
put_rest(struct epp *e, struct buf *b)
{
	number(e, b, 0);
	number(e, b, 0);
	number(e, b, 1);
	number(e, b, 33); /* 41: an ordinary order */
	text(e, b, e->head->author, 35);
	empty(e, b, 2);
	amount(e, b, 0); /* 45, 46: packages */
	amount(e, b, 0);
	text(e, b, "PLN", 3);
	amount(e, b, 100);
	text(e, b, "pomoc: szkic", 255);
	empty(e, b, 1);
	text(e, b, "szkic", 50);
	empty(e, b, 1);
	number(e, b, 0);
	number(e, b, 0);
	number(e, b, 0);
	empty(e, b, 1);
	amount(e, b, 0); /* 57: card */
	empty(e, b, 1);
	amount(e, b, 0); /* 59: credit */
	text(e, b, "Polska", 50);
	text(e, b, "PL", 2);
	number(e, b, 0);
}

static void
put_head(struct epp *e)
{
	struct buf *b = e->out;

	buf_adds(b, "[NAGLOWEK]\r\n");
	text(e, b, "ZK", 3);
	number(e, b, 0); /* 2: put off */
	number(e, b, 0);
	number(e, b, e->result->orders);
	empty(e, b, 7); /* 5-11: numbers that Subiekt gives itself */
	put_buyer(e, b, 255);
	empty(e, b, 3); /* 19-21: category, place */
	put_amounts(e, b);
	put_rest(e, b);
	finish(e, b);
}

static void
put_client(struct epp *e)
{
	struct buf *b = &e->clients;

	number(e, b, 2); /* buys, sells nothing to us */
	put_buyer(e, b, 80);
	empty(e, b, 1);
	text(e, b, e->buyer.phone, 50);
	empty(e, b, 17); /* 11-27 */
	text(e, b, "Polska", 50);
	text(e, b, "PL", 2);
	number(e, b, 0);
	finish(e, b);
}

static void
close_order(struct epp *e)
{
	if (e->count == 0)
		return;
	e->result->orders++;
	e->result->lines += e->count;
	put_head(e);
	put_client(e);
	buf_adds(e->out, "\r\n[ZAWARTOSC]\r\n");
	buf_add(e->out, buf_data(&e->lines), e->lines.len);
	buf_adds(e->out, "\r\n");
	buf_clear(&e->lines);
	e->count = 0;
	e->sold_s = 0;
	e->sum = (struct money_sum){0};
}

static void
put_clients(struct epp *e)
{
	if (e->clients.len == 0)
		return;
	buf_adds(e->out, "[NAGLOWEK]\r\n\"KONTRAHENCI\"\r\n\r\n");
	buf_adds(e->out, "[ZAWARTOSC]\r\n");
	buf_add(e->out, buf_data(&e->clients), e->clients.len);
	buf_adds(e->out, "\r\n");
}

/* What this line adds to the VAT of its rate: so the lines come to what the
 * sum does. */
static int64_t
vat_of(struct epp *e, const struct statement_line *l)
{
	int64_t before = money_sum_vat(&e->sum);

	money_sum_add(&e->sum, l->vat_bp, l->net_gr);
	return money_sum_vat(&e->sum) - before;
}

static void
put_prices(struct epp *e, struct buf *b, const struct statement_line *l)
{
	int64_t vat = vat_of(e, l);

	text(e, b, statement_unit(l), 10);
	amount4(e, b, l->quantity);
	amount4(e, b, l->quantity);
	amount(e, b, 0); /* 13: price in stock */
	amount(e, b, l->price_gr);
	amount(e, b, l->price_gr + money_vat(l->price_gr, l->vat_bp));
	amount(e, b, l->vat_bp);
	amount(e, b, l->net_gr);
	amount(e, b, vat);
	amount(e, b, l->net_gr + vat);
	amount(e, b, 0);
}

/* Leaves whole parts of "a, b, c", as many as there is room for: half a figure
 * is a wrong one. */
static void
fit_parts(char *s, size_t letters)
{
	char *last, *at;

	while (utf8_count(s) > letters && strstr(s, ", ") != NULL) {
		last = s;
		while ((at = strstr(last + 1, ", ")) != NULL)
			last = at;
		*last = '\0';
	}
}

static void
put_line(const struct statement_line *l, void *ctx)
{
	struct epp *e = ctx;
	struct buf *b = &e->lines;
	const struct logrow *t = l->ticket;
	const char *day = CLOCK_DAY(t->closed_s);
	char name[400], about[800], words[300];

	statement_words(l, words, sizeof(words));
	snprintf(name, sizeof(name), "%s %" PRId64 " %s, %s", day, t->ticket,
	    t->product, words);
	snprintf(about, sizeof(about), "%s, %s, %s, %s, %s", day, t->product,
	    t->technicians, CLOCK_HMS(l->worked_s), words);
	number(e, b, ++e->count);
	number(e, b, 2); /* a service, without a code: one-off */
	empty(e, b, 1);
	number(e, b, 1);
	number(e, b, 0);
	number(e, b, 0);
	number(e, b, 0);
	amount(e, b, 0); /* 8, 9: discount */
	amount(e, b, 0);
	put_prices(e, b, l);
	text(e, b, about, 250);
	fit_parts(name, NAME_LETTERS);
	text(e, b, name, NAME_LETTERS);
	finish(e, b);
}

/* Rows come sorted by buyer; another one opens another order. */
static bool
on_row(const struct logrow *row, void *ctx, struct err *err)
{
	struct epp *e = ctx;
	struct statement_sum sum = {0};
	struct buyer b;

	if (row->net_gr == 0)
		return true;
	if (!buyer_of_row(e->db, row, &b, err))
		return false;
	if (!str_eq(e->buyer.code, b.code)) {
		close_order(e);
		e->buyer = b;
	}
	e->sold_s = MAX_OF(e->sold_s, row->closed_s);
	return statement_ticket(e->db, row, &sum, put_line, e, err);
}

bool
epp_make(struct db *db, const struct report_filter *filter,
    const struct epp_head *head, struct buf *out, struct epp_result *result,
    struct err *err)
{
	struct report_filter solved = *filter;
	const struct report_page page = {.sort = REPORT_BY_BUYER};
	struct epp *e = mem_alloc(sizeof(*e));
	bool ok;

	memset(result, 0, sizeof(*result));
	e->db = db;
	e->head = head;
	e->out = out;
	e->result = result;
	solved.outcome = "solved";
	put_info(e);
	ok = report_rows(db, &solved, &page, on_row, e, err);
	close_order(e);
	put_clients(e);
	buf_fini(&e->lines);
	buf_fini(&e->clients);
	free(e);
	return ok;
}
