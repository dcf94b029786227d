#include "shared/core/queue.h"

#include <stdlib.h>

#include "shared/base/i18n.h"
#include "shared/base/str.h"

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

/* Could b's turn come before a's at a's technician? */
static bool
competes(const struct queue_item *a, const struct queue_item *b)
{
	return a->wanted[0] == '\0' || b->wanted[0] == '\0' ||
	    str_eq(a->wanted, b->wanted);
}

int
queue_place(const struct queue_item *items, size_t n, size_t i)
{
	int place = 1;

	if (i >= n || !items[i].waiting)
		return 0;
	for (size_t k = 0; k < i; k++)
		place += items[k].waiting && competes(&items[i], &items[k]);
	return place;
}

size_t
queue_waiting(const struct queue_item *items, size_t n)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += items[i].waiting;
	return count;
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
