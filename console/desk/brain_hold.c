#include <stdlib.h>
#include <string.h>

#include "console/desk/brain_effect.h"
#include "console/desk/brain_front.h"
#include "console/desk/brain_hold.h"
#include "console/desk/brain_tell.h"
#include "shared/base/i18n.h"
#include "shared/base/log.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"

struct brain_held {
	struct brain_held *next;
	int64_t link;
	struct msg *m;
};

struct brain_closing {
	struct ticket_event ev; /* texts are ours */
	struct ticket_effects effects;
};

bool
brain_hold_needs(enum ticket_event_kind kind)
{
	return kind != TICKET_EV_TICK && kind != TICKET_EV_WARNED;
}

const char *
brain_hold_text(const struct brain *b)
{
	if (store_is_full(b->store))
		return _("the disk takes no more: what was done is being "
			 "written, and is told when it is on the disk; make "
			 "room in the data folder");
	return _("the database is locked by another program: what was done "
		 "is being written, and is told when it is on the disk");
}

void
brain_hold_begin(struct brain_ticket *bt)
{
	if (bt->unwritten)
		return;
	log_warn(
	    "ticket %lld: waits for the database", (long long)bt->t.number);
	brain_tell_warn(bt, "writing");
	bt->unwritten = true;
	bt->brain->unwritten++;
	brain_tell_banner(bt->brain);
}

void
brain_hold_close(struct brain_ticket *bt, const struct ticket_event *ev,
    const struct ticket_effects *effects)
{
	struct brain_closing *c = mem_alloc(sizeof(*c));

	c->ev = *ev;
	c->ev.actor = str_dup(ev->actor);
	c->ev.text = str_dup(ev->text);
	c->ev.text2 = str_dup(ev->text2);
	c->effects = *effects;
	bt->closing = c;
	loop_timer_stop(bt->timer);
	loop_timer_stop(bt->hold);
}

/* --- messages --- */

/* Of a message that has such a field at all; 0 = none. */
static int64_t
number_in(const struct msg *m, const char *name)
{
	const struct msg_field *f = msg_spec(msg_kind(m))->fields;

	while (f->name != NULL && strcmp(f->name, name) != 0)
		f++;
	return f->name != NULL ? msg_int(m, name) : 0;
}

/* Whom a message is about; NULL = no ticket, or one that is on the disk. */
static const struct brain_ticket *
about(const struct brain *b, const struct msg *m)
{
	const struct brain_ticket *bt = b->tickets;
	int64_t ticket = number_in(m, "ticket");
	int64_t visit = number_in(m, "visit");

	/* a no promises nothing, and the log is read from the disk */
	if ((ticket == 0 && visit == 0) || msg_kind(m) == MSG_LOGROW ||
	    msg_kind(m) == MSG_REFUSED)
		return NULL;
	while (bt != NULL &&
	    (!bt->unwritten ||
		(ticket != 0 ? bt->t.number != ticket : bt->visit != visit)))
		bt = bt->next;
	return bt;
}

bool
brain_hold_take(struct brain *b, int64_t link, const struct msg *m)
{
	struct brain_held *h;

	if (b->unwritten == 0 || about(b, m) == NULL)
		return false;
	h = mem_alloc(sizeof(*h));
	h->link = link;
	h->m = msg_copy(m);
	if (b->held_last == NULL)
		b->held_last = &b->held;
	*b->held_last = h;
	b->held_last = &h->next;
	return true;
}

/* A tunnel that was given up meanwhile is not opened any more. */
static bool
is_wanted(const struct brain *b, const struct brain_held *h)
{
	const struct brain_ticket *bt = b->tickets;

	if (h->link != 0)
		return brain_link_find(b, h->link) != NULL;
	while (bt != NULL && bt->tunnel != msg_int(h->m, "id"))
		bt = bt->next;
	return bt != NULL;
}

static void
say_all(struct brain *b, bool sends)
{
	struct brain_held *h;

	while ((h = b->held) != NULL) {
		b->held = h->next;
		if (sends && is_wanted(b, h))
			brain_front_send_copy(b, h->link, h->m);
		msg_free(h->m);
		free(h);
	}
	b->held_last = NULL;
}

/* --- the end of it --- */

static void
free_closing(struct brain_closing *c)
{
	free((char *)c->ev.actor);
	free((char *)c->ev.text);
	free((char *)c->ev.text2);
	free(c);
}

/* The first that is closed and whose effects wait. */
static struct brain_ticket *
one_closing(const struct brain *b)
{
	struct brain_ticket *bt = b->tickets;

	while (bt != NULL && bt->closing == NULL)
		bt = bt->next;
	return bt;
}

static void
finish_closing(struct brain *b)
{
	struct brain_ticket *bt;

	while ((bt = one_closing(b)) != NULL) {
		struct brain_closing *c = bt->closing;

		bt->closing = NULL;
		brain_effect_do(bt, &c->ev, &c->effects);
		free_closing(c);
	}
}

void
brain_hold_look(struct brain *b)
{
	struct brain_ticket *bt;

	if (b->unwritten == 0 || b->ending || store_kept(b->store) > 0)
		return;
	b->unwritten = 0;
	for (bt = b->tickets; bt != NULL; bt = bt->next) {
		if (bt->unwritten && bt->closing == NULL)
			brain_tell_warn(bt, "written");
		bt->unwritten = false;
	}
	say_all(b, true);
	finish_closing(b);
	brain_tell_banner(b);
	log_info("everything is written");
}

void
brain_hold_forget(struct brain_ticket *bt)
{
	if (bt->unwritten)
		bt->brain->unwritten--;
	bt->unwritten = false;
	if (bt->closing != NULL)
		free_closing(bt->closing);
	bt->closing = NULL;
}

void
brain_hold_free(struct brain *b)
{
	say_all(b, false);
}
