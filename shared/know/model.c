#include "shared/know/model.h"

#include <stdlib.h>
#include <string.h>

#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/util.h"

void
model_init(struct model *m)
{
	memset(m, 0, sizeof(*m));
}

static void
row_fini(struct model_row *r)
{
	msg_free(r->told);
	free(r->words);
}

void
model_fini(struct model *m)
{
	for (int i = 0; i < m->rows; i++)
		row_fini(&m->row[i]);
	free(m->row);
	free(m->clock);
	free(m->quote);
	free(m->rate);
	firm_fini(&m->firm);
	memset(m, 0, sizeof(*m));
}

/* Each list is one of structs that begin with the number of their ticket. */
#define LIST(list, n) list, n, sizeof(*(list))

/* NULL when there is none. */
static void *
find(const void *list, int n, size_t size, int64_t ticket)
{
	for (const char *at = list; n > 0; n--, at += size)
		if (*(const int64_t *)(const void *)at == ticket)
			return (void *)(uintptr_t)at;
	return NULL;
}

/* The new number of them. */
static int
drop(void *list, int n, size_t size, int64_t ticket)
{
	char *at = find(list, n, size, ticket);
	char *end = (char *)list + (size_t)n * size;

	if (at == NULL)
		return n;
	memmove(at, at + size, (size_t)(end - at) - size);
	return n - 1;
}

#define DROP(list, n, ticket) ((n) = drop(LIST(list, n), ticket))
#define ADD(list, n)                                              \
	(list = mem_grow(list, (size_t)(n) + 1, sizeof(*(list))), \
	    &(list)[(n)++])

static void
drop_row(struct model *m, struct model_row *row)
{
	int64_t ticket = row->ticket;

	row_fini(row);
	DROP(m->row, m->rows, ticket);
}

/* --- one function per message --- */

static void
begin_anew(struct model *m)
{
	for (int i = 0; i < m->rows; i++)
		m->row[i].stale = true;
	m->quotes = m->rates = 0; /* those that are open are told again */
}

static void
drop_stale(struct model *m)
{
	for (int i = m->rows - 1; i >= 0; i--)
		if (m->row[i].stale)
			drop_row(m, &m->row[i]);
}

static struct model_row
read_row(const struct msg *msg, int64_t now_ms)
{
	struct msg *told = msg_copy(msg);
	struct model_row row = {.told = told, .seen_ms = now_ms};
	const struct parts_row *r = &row.r;

	parts_take_row(told, &row.r);
	row.ticket = r->ticket;
	row.words = str_fmt("%s %s %s %s %s %s %s %s %s", r->name, r->company,
	    r->phone, r->product, r->wanted, r->problem, r->by, r->contractor,
	    r->remark);
	return row;
}

static unsigned
on_row(struct model *m, const struct msg *msg, int64_t now_ms)
{
	struct model_row row = read_row(msg, now_ms);
	struct model_row *was = find(LIST(m->row, m->rows), row.ticket);

	if (was != NULL) {
		row_fini(was);
		*was = row;
	} else {
		*ADD(m->row, m->rows) = row;
	}
	return MODEL_ROWS |
	    (was == NULL && m->firm.listed && model_is_waiting(&row)
		    ? MODEL_CALLER
		    : 0);
}

static unsigned
on_gone(struct model *m, const struct msg *msg)
{
	int64_t ticket = msg_int(msg, "ticket");
	struct model_row *row = find(LIST(m->row, m->rows), ticket);

	if (row != NULL)
		drop_row(m, row);
	DROP(m->clock, m->clocks, ticket);
	DROP(m->quote, m->quotes, ticket);
	DROP(m->rate, m->rates, ticket);
	return MODEL_ROWS | MODEL_CLOCKS;
}

static unsigned
on_clock(struct model *m, const struct msg *msg, int64_t now_ms)
{
	struct billclock c = {0};

	(void)billclock_take(&c, msg, now_ms);
	DROP(m->clock, m->clocks, c.ticket);
	*ADD(m->clock, m->clocks) = c;
	return MODEL_CLOCKS;
}

static unsigned
on_quote(struct model *m, const struct msg *msg)
{
	struct quote q;

	if (!parts_take_quote(msg, &q, NULL))
		return 0;
	DROP(m->quote, m->quotes, q.ticket);
	*ADD(m->quote, m->quotes) = q;
	return MODEL_CLOCKS;
}

static unsigned
on_rate(struct model *m, const struct msg *msg)
{
	struct rate r;

	if (!parts_take_rate(msg, &r, NULL))
		return 0;
	billclock_tell_rate(model_clock(m, r.ticket), &r);
	DROP(m->rate, m->rates, r.ticket);
	*ADD(m->rate, m->rates) = r;
	return MODEL_CLOCKS;
}

static unsigned
on_firm(struct model *m, const struct msg *msg)
{
	unsigned what = firm_apply(&m->firm, msg);

	if (msg_kind(msg) == MSG_WELCOME)
		begin_anew(m);
	if (what & FIRM_LISTED)
		drop_stale(m);
	return (what & (FIRM_SELF | FIRM_PRICES) ? MODEL_DESK : 0) |
	    (what & FIRM_PEOPLE ? MODEL_PEOPLE : 0) |
	    (what & FIRM_LISTED ? MODEL_ROWS : 0);
}

unsigned
model_apply(struct model *m, const struct msg *msg, int64_t now_ms)
{
	switch (msg_kind(msg)) {
	case MSG_ROW:
		return on_row(m, msg, now_ms);
	case MSG_GONE:
		return on_gone(m, msg);
	case MSG_CLOCK:
		return on_clock(m, msg, now_ms);
	case MSG_QUOTE:
		return on_quote(m, msg);
	case MSG_RATE:
		return on_rate(m, msg);
	case MSG_RATED:
		DROP(m->rate, m->rates, msg_int(msg, "ticket"));
		return MODEL_CLOCKS;
	case MSG_WITHDRAWN:
	case MSG_ANSWERED:
		DROP(m->quote, m->quotes, msg_int(msg, "ticket"));
		return MODEL_CLOCKS;
	default:
		return on_firm(m, msg);
	}
}

/* --- asking --- */

const struct model_row *
model_row(const struct model *m, int64_t ticket)
{
	return find(LIST(m->row, m->rows), ticket);
}

const struct billclock *
model_clock(const struct model *m, int64_t ticket)
{
	return find(LIST(m->clock, m->clocks), ticket);
}

void
model_clock_hold(struct model *m, int64_t ticket, bool holds, int64_t now_ms)
{
	struct billclock *c = find(LIST(m->clock, m->clocks), ticket);

	if (c != NULL)
		bill_clock_hold(&c->tick, holds, now_ms);
}

void
model_clock_stop(struct model *m, int64_t ticket, int64_t now_ms)
{
	struct billclock *c = find(LIST(m->clock, m->clocks), ticket);

	if (c != NULL)
		billclock_stop(c, -1, now_ms);
}

const struct quote *
model_quote(const struct model *m, int64_t ticket)
{
	return find(LIST(m->quote, m->quotes), ticket);
}

const struct rate *
model_rate(const struct model *m, int64_t ticket)
{
	return find(LIST(m->rate, m->rates), ticket);
}

bool
model_is_waiting(const struct model_row *row)
{
	return row->r.state == TICKET_WAITING;
}

bool
model_is_mine(const struct model *m, const struct model_row *row)
{
	return row->r.by[0] != '\0' && str_eq(row->r.by, m->firm.me);
}

int64_t
model_twin(const struct model *m, const struct model_row *row)
{
	for (int i = 0; i < m->rows; i++) {
		const struct model_row *r = &m->row[i];

		if (r->ticket != row->ticket &&
		    ((r->r.key[0] != '\0' && str_eq(r->r.key, row->r.key)) ||
			(r->r.phone[0] != '\0' &&
			    str_eq(r->r.phone, row->r.phone))))
			return r->ticket;
	}
	return 0;
}

bool
model_is_for_me(const struct model *m, const struct model_row *row)
{
	return model_is_mine(m, row) ||
	    (model_is_waiting(row) && row->r.wanted[0] != '\0' &&
		str_eq(row->r.wanted, m->firm.me));
}

bool
model_may_end(const struct model *m, const struct model_row *row)
{
	const struct firm_technician *t = firm_technician(&m->firm, row->r.by);

	return row->r.by[0] == '\0' || model_is_mine(m, row) || t == NULL ||
	    t->state == PRESENCE_AWAY;
}

bool
model_serves(
    const struct model *m, const char *technician, const struct model_row *row)
{
	return firm_serves(&m->firm, technician, row->r.product);
}

int64_t
model_waited_s(const struct model_row *row, int64_t now_ms)
{
	if (!model_is_waiting(row))
		return row->r.waited_s;
	return row->r.waited_s + MAX_OF(now_ms - row->seen_ms, 0) / 1000;
}

char
model_letter(const struct model_row *row, int64_t now_ms)
{
	static const char letters[TICKET_STATES] = {
	    [TICKET_CLAIMED] = 'A',
	    [TICKET_WORKING] = 'A',
	    [TICKET_PAUSED] = 'P',
	    [TICKET_QUOTED] = 'Q',
	    [TICKET_SOLVED] = 'S',
	};

	if (row->r.state == TICKET_CLAIMED && row->r.alone)
		return 'a';
	if (!model_is_waiting(row))
		return letters[row->r.state] != '\0' ? letters[row->r.state]
						     : 'X';
	if (model_waited_s(row, now_ms) > MODEL_OLD_S)
		return '!';
	return row->r.called ? 'C' : 'N';
}

int
model_waiting(const struct model *m)
{
	int n = 0;

	for (int i = 0; i < m->rows; i++)
		n += model_is_waiting(&m->row[i]);
	return n;
}

/* A technician has the client, and his program is there. */
static bool
is_taken(const struct model_row *row)
{
	return row->r.online && row->r.state > TICKET_WAITING &&
	    row->r.state < TICKET_SOLVED;
}

int
model_expecting(const struct model *m)
{
	int n = model_waiting(m);

	for (int i = 0; i < m->rows; i++)
		n += is_taken(&m->row[i]);
	return n;
}

int
model_expecting_me(const struct model *m)
{
	int n = 0;

	for (int i = 0; i < m->rows; i++)
		n += is_taken(&m->row[i]) && model_is_mine(m, &m->row[i]);
	return n;
}

const char *
model_client(const struct model_row *row)
{
	return row->r.company[0] != '\0' ? row->r.company : row->r.name;
}
