#include "console/link/log_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/clock.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/wire/parts.h"

void
log_rows_init(struct log_rows *l)
{
	memset(l, 0, sizeof(*l));
	str_copy(l->sort, sizeof(l->sort), "number");
	l->reverse = true;
	l->total = -1;
}

static void
free_rows(struct log_row *row, int n)
{
	for (int i = 0; i < n; i++) {
		free(row[i].client);
		free(row[i].technician);
		free(row[i].product);
		free(row[i].outcome);
		free(row[i].invoice);
		free(row[i].note);
		free(row[i].text);
	}
	free(row);
}

void
log_rows_forget(struct log_rows *l)
{
	free_rows(l->row, l->rows);
	free_rows(l->next, l->nexts);
	l->row = l->next = NULL;
	l->rows = l->nexts = 0;
	l->offset = 0;
	l->total = -1;
	l->asked = false;
	l->id++;
}

void
log_rows_fini(struct log_rows *l)
{
	log_rows_forget(l);
}

const struct log_row *
log_rows_at(const struct log_rows *l, int64_t i)
{
	if (i < l->offset || i >= l->offset + l->rows)
		return NULL;
	return &l->row[i - l->offset];
}

static void
put_filter(struct msg *m, const char *field, const char *value)
{
	if (value[0] != '\0')
		msg_put_str(m, field, value);
}

/* The first and the last day of the month as days. */
static void
put_month(struct msg *m, const char *month)
{
	int64_t from, to;
	char day[16];

	if (!clock_parse_month(month, &from, &to))
		return;
	msg_put_str(m, "from", clock_local(day, sizeof(day), "%Y-%m-%d", from));
	msg_put_str(m, "to",
	    clock_local(day, sizeof(day), "%Y-%m-%d", clock_add_days(to, -1)));
}

struct msg *
log_rows_want(struct log_rows *l, int64_t first, int count)
{
	const struct log_filter *f = &l->filter;
	int64_t last = first + count - 1;
	struct msg *m;

	if (l->total >= 0)
		last = MIN_OF(last, l->total - 1);
	if (l->asked ||
	    (l->total >= 0 &&
		(last < first ||
		    (log_rows_at(l, first) != NULL &&
			log_rows_at(l, last) != NULL))))
		return NULL;
	l->asked = true;
	l->asked_offset = MAX_OF(first - LOG_WINDOW / 2, 0);
	m = msg_new(MSG_LOG);
	msg_put_int(m, "id", ++l->id);
	msg_put_int(m, "offset", l->asked_offset);
	msg_put_int(m, "limit", LOG_WINDOW);
	put_month(m, f->month);
	put_filter(m, "client", f->client);
	put_filter(m, "technician", f->technician);
	put_filter(m, "product", f->product);
	put_filter(m, "outcome", f->outcome);
	put_filter(m, "invoiced", f->invoiced);
	put_filter(m, "words", f->words);
	put_filter(m, "sort", l->sort);
	msg_put_bool(m, "reverse", l->reverse);
	put_filter(m, "view", l->view);
	if (l->ticket > 0)
		msg_put_int(m, "ticket", l->ticket);
	return m;
}

static void
take_row(struct log_rows *l, const struct msg *m)
{
	struct parts_logrow p;

	/* never more than was asked for, whoever answers */
	if (l->nexts >= 2 * LOG_WINDOW)
		return;
	l->next = mem_grow(l->next, (size_t)l->nexts + 1, sizeof(*l->next));
	parts_take_logrow(m, &p);
	l->next[l->nexts++] = (struct log_row){
	    .ticket = p.ticket,
	    .opened_s = p.opened_s,
	    .closed_s = p.closed_s,
	    .solved = p.solved,
	    .wait_s = p.wait_s,
	    .worked_s = p.worked_s,
	    .billed_s = p.billed_s,
	    .net_gr = p.net_gr,
	    .vat_gr = p.vat_gr,
	    .gross_gr = p.gross_gr,
	    .raw_gr = p.raw_gr,
	    .client = str_dup(p.company[0] != '\0' ? p.company : p.client),
	    .technician = str_dup(p.technician),
	    .product = str_dup(p.product),
	    .outcome = str_dup(p.outcome),
	    .invoice = str_dup(p.invoice),
	    .note = str_dup(p.note),
	    .text = str_dup(p.text),
	};
}

/* A row that should have come and did not is shown as missing: asking again
 * would bring the same answer. */
static void
pad(struct log_rows *l)
{
	int64_t due = MIN_OF(LOG_WINDOW, l->total - l->offset);

	if (l->rows >= due)
		return;
	l->row = mem_grow(l->row, (size_t)due, sizeof(*l->row));
	memset(l->row + l->rows, 0, (size_t)(due - l->rows) * sizeof(*l->row));
	l->rows = (int)due;
}

static void
take_end(struct log_rows *l, const struct msg *m)
{
	struct parts_logend p;

	free_rows(l->row, l->rows);
	l->row = l->next;
	l->rows = l->nexts;
	l->next = NULL;
	l->nexts = 0;
	l->offset = l->asked_offset;
	l->asked = false;
	parts_take_logend(m, &p);
	l->total = p.total;
	l->tickets = p.tickets;
	l->open = p.open;
	l->worked_most_s = p.worked_most_s;
	l->net_most_gr = p.net_most_gr;
	l->worked_s = p.worked_s;
	l->billed_s = p.billed_s;
	l->net_gr = p.net_gr;
	l->vat_gr = p.vat_gr;
	l->gross_gr = p.gross_gr;
	pad(l);
}

bool
log_rows_take(struct log_rows *l, const struct msg *m)
{
	if (!l->asked || msg_int(m, "id") != l->id)
		return false;
	if (msg_kind(m) == MSG_LOGROW) {
		take_row(l, m);
		return false;
	}
	take_end(l, m);
	return true;
}
