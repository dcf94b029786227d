#include "console/desk/brain_link.h"

#include <stdlib.h>

#include "console/desk/brain_front.h"
#include "shared/base/mem.h"

#define BUCKETS 512

struct brain_link *
brain_link_find(const struct brain *b, int64_t number)
{
	struct brain_link *l = b->bucket != NULL
	    ? b->bucket[(uint64_t)number % BUCKETS]
	    : NULL;

	while (l != NULL && l->number != number)
		l = l->next_bucket;
	return l;
}

struct brain_link *
brain_link_add(struct brain *b, int64_t number)
{
	struct brain_link *l = mem_alloc(sizeof(*l)), **bucket;

	if (b->bucket == NULL)
		b->bucket = mem_array(BUCKETS, sizeof(struct brain_link *));
	bucket = &b->bucket[(uint64_t)number % BUCKETS];
	l->brain = b;
	l->number = number;
	l->next_bucket = *bucket;
	*bucket = l;
	l->next = b->links;
	if (b->links != NULL)
		b->links->prev = l;
	b->links = l;
	return l;
}

void
brain_link_take_out(struct brain_link *l)
{
	struct brain *b = l->brain;
	struct brain_link **at = &b->bucket[(uint64_t)l->number % BUCKETS];

	while (*at != l)
		at = &(*at)->next_bucket;
	*at = l->next_bucket;
	if (l->prev != NULL)
		l->prev->next = l->next;
	else
		b->links = l->next;
	if (l->next != NULL)
		l->next->prev = l->prev;
	if (b->links == NULL) {
		free(b->bucket);
		b->bucket = NULL;
	}
}

void
brain_link_free(struct brain_link *l)
{
	peer_fini(&l->peer);
	free(l);
}

void
brain_link_send(struct brain_link *l, struct msg *m)
{
	brain_front_send(l->brain, l->number, m);
}

void
brain_link_drop(struct brain_link *l, const char *why)
{
	struct msg *m = msg_new(MSG_DROP);

	l->dropped = true;
	msg_put_int(m, "link", l->number);
	msg_put_str(m, "why", why);
	brain_front_send(l->brain, 0, m);
}

void
brain_link_error(struct brain_link *l, enum error code, const char *text)
{
	struct msg *m = msg_new(MSG_ERROR);

	msg_put_word(m, "code", (int)code);
	msg_put_str(m, "text", text);
	brain_link_send(l, m);
	brain_link_drop(l, text);
}

void
brain_link_put_order(struct msg *answer, const struct msg *m)
{
	if (m != NULL && msg_is_order(m))
		msg_put_word(answer, "to", (int)msg_kind(m));
}

void
brain_link_refuse(struct brain_link *l, const struct msg *m, enum refused code,
    int64_t ticket, const char *text)
{
	struct msg *no = msg_new(MSG_REFUSED);

	msg_put_word(no, "code", (int)code);
	msg_put_str(no, "text", text);
	if (ticket > 0)
		msg_put_int(no, "ticket", ticket);
	brain_link_put_order(no, m);
	brain_link_send(l, no);
}
