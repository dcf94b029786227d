#include "console/desk/brain_door.h"

#include <stdlib.h>

#include "console/desk/brain_ticket.h"
#include "shared/base/clock.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"

static enum brain_door_kind
kept_how(const struct brain_ticket *bt)
{
	const struct ticket *t = &bt->t;

	if (t->attached)
		return t->consent && bt->door->visit == bt->visit
		    ? BRAIN_DOOR_NONE
		    : BRAIN_DOOR_VISIT;
	return t->state == TICKET_CLAIMED && bt->agent != NULL
	    ? BRAIN_DOOR_CLAIM
	    : BRAIN_DOOR_NONE;
}

static struct brain_door_hand *
find(const struct brain_ticket *bt, const char *technician)
{
	struct brain_door_hand *h = bt->door->hands;

	while (h != NULL && !str_eq(h->technician, technician))
		h = h->next;
	return h;
}

static struct brain_door_hand *
hand_of(struct brain_ticket *bt, const char *technician)
{
	struct brain_door_hand *h = find(bt, technician);

	if (h != NULL)
		return h;
	h = mem_alloc(sizeof(*h));
	str_copy(h->technician, sizeof(h->technician), technician);
	h->next = bt->door->hands;
	bt->door->hands = h;
	return h;
}

static void
forget_hands(struct brain_door *d)
{
	struct brain_door_hand *h;

	while ((h = d->hands) != NULL) {
		d->hands = h->next;
		free(h);
	}
	d->now = NULL;
	d->kind = BRAIN_DOOR_NONE;
}

void
brain_door_new(struct brain_ticket *bt)
{
	bt->door = mem_alloc(sizeof(*bt->door));
}

void
brain_door_look(struct brain_ticket *bt)
{
	struct brain_door *d = bt->door;
	enum brain_door_kind kind = kept_how(bt);
	int64_t now_ms = clock_ms();

	if (kind == d->kind &&
	    (kind == BRAIN_DOOR_NONE ||
		str_eq(d->now->technician, bt->t.technician)))
		return;
	if (d->kind != BRAIN_DOOR_NONE)
		d->now->spent_ms[d->kind] += now_ms - d->since_ms;
	d->kind = kind;
	d->now = kind != BRAIN_DOOR_NONE ? hand_of(bt, bt->t.technician) : NULL;
	d->since_ms = now_ms;
}

void
brain_door_note(struct brain_ticket *bt, const struct ticket_event *ev)
{
	if (ev->kind == TICKET_EV_CONSENT && ev->yes) {
		forget_hands(bt->door);
		bt->door->visit = bt->visit;
	}
	brain_door_look(bt);
}

int64_t
brain_door_deadline(const struct brain_ticket *bt)
{
	const struct limits *l = &bt->brain->config.limits;
	const struct brain_door *d = bt->door;
	int64_t limit_s = d->kind == BRAIN_DOOR_VISIT ? l->let_in_s
						      : l->claim_s;

	if (d->kind == BRAIN_DOOR_NONE)
		return -1;
	return d->since_ms + limit_s * 1000 - d->now->spent_ms[d->kind];
}

static bool
is_shut(const struct brain_ticket *bt, const struct brain_door_hand *h)
{
	return h->times >= bt->brain->config.limits.let_in_times;
}

bool
brain_door_is_shut(const struct brain_ticket *bt, const char *technician)
{
	const struct brain_door_hand *h = find(bt, technician);

	return h != NULL && is_shut(bt, h);
}

static void
in_vain(const char *technician, int times, void *ctx)
{
	hand_of(ctx, technician)->times = times;
}

void
brain_door_restore(struct brain_ticket *bt)
{
	store_in_vain(bt->brain->store, bt->t.number, in_vain, bt);
	brain_door_look(bt);
}

void
brain_door_free(struct brain_ticket *bt)
{
	forget_hands(bt->door);
	free(bt->door);
}
