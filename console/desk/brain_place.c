#include "console/desk/brain_place.h"

#include <stdlib.h>

#include "console/desk/brain_address.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/core/queue.h"

/* As told last; 0 = not yet. */
struct brain_place {
	int place, of;
};

/* Of all of them. */
struct brain_places {
	bool due; /* they are told at the end of this turn */
};

static struct brain_place *
told(struct brain_ticket *bt)
{
	if (bt->place == NULL)
		bt->place = mem_alloc(sizeof(*bt->place));
	return bt->place;
}

/* Who is listed and serves that product, or the one that the client wants. */
static uint64_t
takers(const struct brain *b, const struct ticket *t)
{
	uint64_t mask = 0;

	for (size_t i = 0; i < roster_count(b->roster); i++) {
		const struct roster_person *p = roster_at(b->roster, i);

		if (p->listed &&
		    (t->wanted[0] != '\0'
			    ? str_eq(p->name, t->wanted)
			    : str_list_allows(p->products, t->product)))
			mask |= UINT64_C(1) << i % 64;
	}
	return mask;
}

static size_t
queue_items(const struct brain *b, struct queue_item *items, size_t max)
{
	const struct brain_ticket *bt = b->tickets;
	size_t n = 0;

	for (; bt != NULL && n < max; bt = bt->next)
		items[n++] = (struct queue_item){.number = bt->t.number,
		    .opened_ms = bt->t.opened_ms,
		    .takers = takers(b, &bt->t),
		    .waiting = bt->t.state == TICKET_WAITING &&
			bt->agent != NULL};
	return n;
}

static void
send_queued(struct brain_ticket *bt, bool with_secret)
{
	struct msg *m = msg_about(MSG_QUEUED, bt->t.number);

	msg_put_int(m, "place", MAX_OF(told(bt)->place, 1));
	msg_put_int(m, "of", MAX_OF(told(bt)->of, 1));
	if (with_secret)
		msg_put_str(m, "secret", bt->secret);
	if (bt->t.wanted[0] != '\0')
		msg_put_str(m, "technician", bt->t.wanted);
	brain_tell_agent(bt, m);
}

/* Counts all places; tells those whose place changed, or only *one. */
static void
count_places(struct brain *b, struct brain_ticket *one)
{
	struct queue_item *items;
	size_t n = 0;
	struct brain_ticket *bt;

	for (bt = b->tickets; bt != NULL; bt = bt->next)
		n++;
	items = mem_array(n + 1, sizeof(*items));
	n = queue_items(b, items, n);
	queue_sort(items, n);
	for (size_t i = 0; i < n; i++) {
		struct brain_place now = {0, 0};

		now.place = queue_place(items, n, i, &now.of);
		bt = brain_ticket_find(b, items[i].number);
		if (one != NULL ? bt != one
				: now.place == 0 || bt->agent == NULL ||
			    (now.place == told(bt)->place &&
				now.of == told(bt)->of))
			continue;
		*told(bt) = now;
		send_queued(bt, one != NULL);
	}
	free(items);
}

static void
places_now(void *ctx)
{
	struct brain *b = ctx;

	b->places->due = false;
	count_places(b, NULL);
}

void
brain_place_free(struct brain *b)
{
	free(b->places);
}

/* Once for all that happens in a turn. */
void
brain_place_changed(struct brain *b)
{
	if (b->places == NULL)
		b->places = mem_alloc(sizeof(*b->places));
	if (b->places->due)
		return;
	b->places->due = true;
	loop_defer(b->loop, places_now, b);
}

void
brain_place_tell(struct brain_ticket *bt)
{
	count_places(bt->brain, bt);
}

void
brain_place_forget(struct brain_ticket *bt)
{
	told(bt)->place = 0;
}
