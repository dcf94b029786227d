#include "console/desk/brain_hold.h"

#include <stdlib.h>

#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/wire/words.h"

struct held {
	struct held *next;
	int64_t link;
	struct msg *m;
};

struct brain_hold {
	struct held *first, **last;
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
	return words_text(&word_trouble, TROUBLE_LOCK);
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

	while (f->name != NULL && !str_eq(f->name, name))
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
	struct held *h;

	if (b->unwritten == 0 || about(b, m) == NULL)
		return false;
	h = mem_alloc(sizeof(*h));
	h->link = link;
	h->m = msg_copy(m);
	if (b->hold == NULL)
		b->hold = mem_alloc(sizeof(*b->hold));
	if (b->hold->first == NULL)
		b->hold->last = &b->hold->first;
	*b->hold->last = h;
	b->hold->last = &h->next;
	return true;
}

bool
brain_hold_next(struct brain *b, int64_t *link, struct msg **m)
{
	struct held *h = b->hold != NULL ? b->hold->first : NULL;

	if (h == NULL)
		return false;
	b->hold->first = h->next;
	*link = h->link;
	*m = h->m;
	free(h);
	return true;
}

/* --- the end of it --- */

void
brain_hold_closing_free(struct brain_closing *c)
{
	free((char *)c->ev.actor);
	free((char *)c->ev.text);
	free((char *)c->ev.text2);
	free(c);
}

void
brain_hold_forget(struct brain_ticket *bt)
{
	if (bt->unwritten)
		bt->brain->unwritten--;
	bt->unwritten = false;
	if (bt->closing != NULL)
		brain_hold_closing_free(bt->closing);
	bt->closing = NULL;
}

void
brain_hold_free(struct brain *b)
{
	struct msg *m;
	int64_t link;

	while (brain_hold_next(b, &link, &m))
		msg_free(m);
	free(b->hold);
	b->hold = NULL;
}
