#include "console/desk/brain_past.h"

#include <stdlib.h>

#include "console/desk/brain_ticket.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/wire/parts.h"

struct brain_past {
	int earlier; /* tickets of his before */
	char *contractor, *history, *loose;
};

void
brain_past_set(struct brain_ticket *bt, const char *contractor, int earlier,
    const char *history, const char *loose)
{
	brain_past_free(bt);
	bt->past = mem_alloc(sizeof(*bt->past));
	bt->past->earlier = earlier;
	bt->past->contractor = str_dup(contractor);
	bt->past->history = str_dup(history);
	bt->past->loose = str_dup(loose);
}

void
brain_past_put(const struct brain_ticket *bt, struct parts_row *row)
{
	const struct brain_past *p = bt->past;

	row->earlier = p->earlier;
	row->contractor = p->contractor;
	row->history = p->history;
	row->loose = p->loose;
}

void
brain_past_free(struct brain_ticket *bt)
{
	if (bt->past == NULL)
		return;
	free(bt->past->contractor);
	free(bt->past->history);
	free(bt->past->loose);
	free(bt->past);
	bt->past = NULL;
}
