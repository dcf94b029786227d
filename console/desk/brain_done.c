#include <stdlib.h>

#include "console/desk/brain_done.h"
#include "shared/base/mem.h"

struct brain_done {
	struct brain_done *next;
	int64_t link;
	struct msg *m;
};

static void
wait_for_disk(struct brain_link *l, struct msg *m)
{
	struct brain_done *d = mem_alloc(sizeof(*d)), **at = &l->brain->done;

	d->link = l->number;
	d->m = m;
	while (*at != NULL)
		at = &(*at)->next;
	*at = d;
}

void
brain_done_tell(struct brain_link *l, const char *what, int64_t ticket)
{
	struct msg *m = msg_new(MSG_DONE);

	msg_put_str(m, "what", what);
	msg_put_int(m, "ticket", ticket);
	if (store_kept(l->brain->store) > 0)
		wait_for_disk(l, m);
	else
		brain_link_send(l, m);
}

/* The first one is taken off; its message is the caller's. */
static struct msg *
take(struct brain *b, int64_t *link)
{
	struct brain_done *d = b->done;
	struct msg *m = d->m;

	*link = d->link;
	b->done = d->next;
	free(d);
	return m;
}

void
brain_done_flush(struct brain *b)
{
	while (b->done != NULL && store_kept(b->store) == 0) {
		int64_t link;
		struct msg *m = take(b, &link);
		struct brain_link *l = brain_link_find(b, link);

		if (l != NULL)
			brain_link_send(l, m);
		else
			msg_free(m);
	}
}

void
brain_done_free(struct brain *b)
{
	int64_t link;

	while (b->done != NULL)
		msg_free(take(b, &link));
}
