#include "shared/core/queue.h"

#include <stdlib.h>

#include "shared/base/i18n.h"

static int
compare(const void *pa, const void *pb)
{
	const struct queue_item *a = pa, *b = pb;

	if (a->opened_ms != b->opened_ms)
		return a->opened_ms < b->opened_ms ? -1 : 1;
	return (a->number > b->number) - (a->number < b->number);
}

void
queue_sort(struct queue_item *items, size_t n)
{
	if (n > 1)
		qsort(items, n, sizeof(*items), compare);
}

int
queue_place(const struct queue_item *items, size_t n, size_t i, int *of)
{
	int before = 0, all = 1;

	if (i >= n || !items[i].waiting)
		return 0;
	for (size_t k = 0; k < n; k++) {
		if (k == i || !items[k].waiting ||
		    (items[k].takers & items[i].takers) == 0)
			continue;
		all++;
		before += k < i;
	}
	if (of != NULL)
		*of = all;
	return before + 1;
}

bool
queue_admit(size_t waiting, size_t max, struct err *err)
{
	if (waiting < max)
		return true;
	return err_set(err, _("queue full, %zu waiting"), waiting);
}

int64_t
queue_wait_s(int64_t opened_ms, int64_t now_ms)
{
	return now_ms > opened_ms ? (now_ms - opened_ms) / 1000 : 0;
}
