#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "console/store/cp1250.h"
#include "console/store/db.h"
#include "console/store/epp.h"
#include "console/store/statement.h"
#include "shared/base/clock.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"

#define CLIENT_SIZE 400

struct epp {
	struct db *db;
	const struct epp_head *head;
	struct buf *out;
	struct epp_result *result;
	int fields; /* in the record so far */
	char client[CLIENT_SIZE]; /* of the order that is open; "" = none */
	char key[CLIENT_SIZE]; /* the same as lists compare it */
	struct buf lines; /* of that order */
	int64_t count;
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
	char at[32];

	separate(e, b);
	buf_adds(b, clock_local(at, sizeof(at), "%Y%m%d%H%M%S", utc_s));
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
	text(e, b, e->head->firm, 40);
	text(e, b, e->head->firm, 80);
	empty(e, b, 8);
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
put_head(struct epp *e)
{
	int64_t net = money_sum_net(&e->sum), vat = money_sum_vat(&e->sum);
	int64_t day = e->head->now_s;
	struct buf *b = e->out;

	buf_adds(b, "[NAGLOWEK]\r\n");
	text(e, b, "ZK", 3);
	number(e, b, 1);
	number(e, b, 0);
	number(e, b, e->result->orders);
	empty(e, b, 7); /* 5-11: numbers that Subiekt gives itself */
	text(e, b, e->client, 20);
	text(e, b, e->client, 40);
	text(e, b, e->client, 255);
	empty(e, b, 7); /* 15-21: address, category, place */
	moment(e, b, day);
	moment(e, b, day);
	moment(e, b, day);
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
	moment(e, b, day);
	amount(e, b, 0);
	amount(e, b, net + vat);
	number(e, b, 0);
	number(e, b, 0);
	number(e, b, 1);
	number(e, b, 0);
	text(e, b, e->head->author, 35);
	empty(e, b, 2);
	amount(e, b, 0); /* 45, 46: packages */
	amount(e, b, 0);
	text(e, b, "PLN", 3);
	amount(e, b, 100);
	text(e, b, "pomoc", 255);
	empty(e, b, 3);
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
	buf_adds(e->out, "\r\n[ZAWARTOSC]\r\n");
	buf_add(e->out, buf_data(&e->lines), e->lines.len);
	buf_adds(e->out, "\r\n");
	buf_clear(&e->lines);
	e->count = 0;
	e->sum = (struct money_sum){0};
}

static void
put_line(const struct statement_line *l, void *ctx)
{
	struct epp *e = ctx;
	struct buf *b = &e->lines;
	int64_t vat = money_vat(l->net_gr, l->vat_bp);
	const struct report_row *t = l->ticket;
	char name[200], about[500], day[16], span[32];

	clock_local(day, sizeof(day), "%Y-%m-%d", t->opened_s);
	clock_span(span, sizeof(span), l->worked_s);
	snprintf(name, sizeof(name), "%" PRId64 " %s%s%s", t->ticket,
	    t->product, l->name[0] != '\0' ? ", " : "", l->name);
	snprintf(about, sizeof(about), "%s, %s, %s, %s", day, t->product,
	    t->technician, span);
	money_sum_add(&e->sum, l->vat_bp, l->net_gr);
	number(e, b, ++e->count);
	number(e, b, 2); /* a service, without a code: one-off */
	empty(e, b, 1);
	number(e, b, 1);
	number(e, b, 0);
	number(e, b, 0);
	number(e, b, 0);
	amount(e, b, 0); /* 8, 9: discount */
	amount(e, b, 0);
	text(e, b, "szt.", 10);
	amount(e, b, 100);
	amount(e, b, 100);
	amount(e, b, 0); /* 13: price in stock */
	amount(e, b, l->net_gr);
	amount(e, b, l->net_gr + vat);
	amount(e, b, l->vat_bp);
	amount(e, b, l->net_gr);
	amount(e, b, vat);
	amount(e, b, l->net_gr + vat);
	amount(e, b, 0);
	text(e, b, about, 250);
	text(e, b, name, 50);
	finish(e, b);
}

struct rows {
	struct epp *e;
	struct err *err;
	bool ok;
};

/* Rows come sorted by client; another one opens another order. */
static bool
on_row(const struct report_row *row, void *ctx)
{
	struct rows *r = ctx;
	struct epp *e = r->e;
	struct statement_sum sum = {0};

	if (row->net_gr == 0)
		return true;
	if (!str_eq(e->key, row->client_key)) {
		close_order(e);
		str_copy(e->client, sizeof(e->client), row->client);
		str_copy(e->key, sizeof(e->key), row->client_key);
	}
	r->ok = statement_ticket(e->db, row, &sum, put_line, e, r->err);
	return r->ok;
}

bool
epp_make(struct db *db, const struct report_filter *filter,
    const struct epp_head *head, struct buf *out, struct epp_result *result,
    struct err *err)
{
	struct report_filter solved = *filter;
	const struct report_page page = {.sort = REPORT_BY_CLIENT};
	struct epp *e = mem_alloc(sizeof(*e));
	struct rows r = {e, err, true};
	bool ok;

	memset(result, 0, sizeof(*result));
	e->db = db;
	e->head = head;
	e->out = out;
	e->result = result;
	solved.outcome = "solved";
	put_info(e);
	ok = report_rows(db, &solved, &page, on_row, &r, err) && r.ok;
	close_order(e);
	buf_fini(&e->lines);
	free(e);
	return ok;
}
