#include "console/link/log_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/clock.h"
#include "shared/base/mem.h"
#include "shared/base/util.h"

void
log_rows_init(struct log_rows *l)
{
	memset(l, 0, sizeof(*l));
	l->reverse = true;
	l->all.total = -1;
}

static void
free_rows(struct log_row *row, int n)
{
	for (int i = 0; i < n; i++)
		msg_free(row[i].m);
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
	l->all.total = -1;
	l->asked = false;
	l->id++;
}

void
log_rows_fini(struct log_rows *l)
{
	log_rows_forget(l);
}

const struct logrow *
log_rows_at(const struct log_rows *l, int64_t i)
{
	if (i < l->offset || i >= l->offset + l->rows)
		return NULL;
	return &l->row[i - l->offset].r;
}

static void
put_filter(struct msg *m, const char *field, const char *value)
{
	if (value[0] != '\0')
		msg_put_str(m, field, value);
}

/* The first and the last day of the month as days; one day is both. */
static void
put_month(struct msg *m, const char *month)
{
	int64_t from, to;

	if (clock_parse_day(month, &from))
		to = clock_add_days(from, 1);
	else if (!clock_parse_month(month, &from, &to))
		return;
	msg_put_str(m, "from", CLOCK_DAY(from));
	msg_put_str(m, "to", CLOCK_DAY(clock_add_days(to, -1)));
}

struct msg *
log_rows_want(struct log_rows *l, int64_t first, int count)
{
	const struct log_filter *f = &l->filter;
	int64_t last = first + count - 1;
	struct msg *m;

	if (l->all.total >= 0)
		last = MIN_OF(last, l->all.total - 1);
	if (l->asked ||
	    (l->all.total >= 0 &&
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
	put_filter(m, "paid", f->paid);
	put_filter(m, "words", f->words);
	msg_put_word(m, "sort", (int)l->sort);
	msg_put_bool(m, "reverse", l->reverse);
	msg_put_word(m, "view", (int)l->view);
	if (l->ticket > 0)
		msg_put_int(m, "ticket", l->ticket);
	return m;
}

static void
take_row(struct log_rows *l, const struct msg *m)
{
	struct log_row *row;

	/* never more than was asked for, whoever answers */
	if (l->nexts >= 2 * LOG_WINDOW)
		return;
	l->next = mem_grow(l->next, (size_t)l->nexts + 1, sizeof(*l->next));
	row = &l->next[l->nexts++];
	row->m = msg_copy(m);
	parts_take_logrow(row->m, &row->r);
}

/* A row that should have come and did not is shown as missing: asking again
 * would bring the same answer. */
static void
pad(struct log_rows *l)
{
	int64_t due = MIN_OF(LOG_WINDOW, l->all.total - l->offset);

	if (l->rows >= due)
		return;
	l->row = mem_grow(l->row, (size_t)due, sizeof(*l->row));
	memset(l->row + l->rows, 0, (size_t)(due - l->rows) * sizeof(*l->row));
	l->rows = (int)due;
}

static void
take_end(struct log_rows *l, const struct msg *m)
{
	free_rows(l->row, l->rows);
	l->row = l->next;
	l->rows = l->nexts;
	l->next = NULL;
	l->nexts = 0;
	l->offset = l->asked_offset;
	l->asked = false;
	parts_take_logend(m, &l->all);
	pad(l);
}

bool
log_rows_take(struct log_rows *l, const struct msg *m)
{
	if (!l->asked || msg_int(m, "id") != l->id)
		return false;
	switch (msg_kind(m)) {
	case MSG_LOGROW:
		take_row(l, m);
		return false;
	case MSG_LOGEND:
		take_end(l, m);
		return true;
	default:
		return false;
	}
}
