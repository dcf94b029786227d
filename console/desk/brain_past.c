#include "console/desk/brain_past.h"

#include <stdlib.h>

#include "console/desk/brain_ticket.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/wire/parts.h"

struct brain_past {
	int earlier; /* tickets of his before */
	char last[200]; /* "2026-11-30 solved: note" */
	char *contractor, *history;
};

void
brain_past_set(struct brain_ticket *bt, const char *contractor, int earlier,
    const char *last, const char *history)
{
	brain_past_free(bt);
	bt->past = mem_alloc(sizeof(*bt->past));
	bt->past->earlier = earlier;
	utf8_clean(bt->past->last, sizeof(bt->past->last), last, 0);
	bt->past->contractor = str_dup(contractor);
	bt->past->history = str_dup(history);
}

void
brain_past_put(const struct brain_ticket *bt, struct parts_row *row)
{
	const struct brain_past *p = bt->past;

	row->earlier = p->earlier;
	row->last = p->last;
	row->contractor = p->contractor;
	row->history = p->history;
}

void
brain_past_free(struct brain_ticket *bt)
{
	if (bt->past == NULL)
		return;
	free(bt->past->contractor);
	free(bt->past->history);
	free(bt->past);
	bt->past = NULL;
}
