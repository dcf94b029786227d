
#include "console/desk/brain_flush.h"

#include "console/desk/brain_address.h"
#include "console/desk/brain_effect.h"
#include "console/desk/brain_front.h"
#include "console/desk/brain_hold.h"
#include "console/desk/brain_tell.h"
#include "console/desk/brain_tunnel.h"
#include "shared/base/i18n.h"
#include "shared/base/log.h"

/* What is kept in memory for the database is tried again so often. */
#define FLUSH_MS 200

void
brain_flush_waits(struct brain_ticket *bt)
{
	if (bt->unwritten)
		return;
	log_warn(
	    "ticket %lld: waits for the database", (long long)bt->t.number);
	brain_tell_warn(bt, WARN_WRITING);
	bt->unwritten = true;
	bt->brain->unwritten++;
	brain_tell_banner(bt->brain);
}

/* A tunnel that was given up meanwhile is not opened any more. */
static bool
is_wanted(const struct brain *b, int64_t link, const struct msg *m)
{
	const struct brain_ticket *bt = b->tickets;

	if (link != 0)
		return brain_link_find(b, link) != NULL;
	while (bt != NULL && brain_tunnel_id(bt) != msg_int(m, "id"))
		bt = bt->next;
	return bt != NULL;
}

static void
say_all(struct brain *b)
{
	struct msg *m;
	int64_t link;

	while (brain_hold_next(b, &link, &m)) {
		if (is_wanted(b, link, m))
			brain_front_send_copy(b, link, m);
		msg_free(m);
	}
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
		brain_hold_closing_free(c);
	}
}

/* Says what was held back and does what is left, once all of it is written. */
static void
look(struct brain *b)
{
	struct brain_ticket *bt;

	if (b->unwritten == 0 || b->ending || store_kept(b->store) > 0)
		return;
	b->unwritten = 0;
	for (bt = b->tickets; bt != NULL; bt = bt->next) {
		if (bt->unwritten && bt->closing == NULL)
			brain_tell_warn(bt, WARN_WRITTEN);
		bt->unwritten = false;
	}
	say_all(b);
	finish_closing(b);
	brain_tell_banner(b);
	log_info("everything is written");
}

void
brain_flush_soon(struct brain *b)
{
	look(b);
	brain_tell_banner(b);
	if (store_has_lost(b->store))
		brain_fail(b,
		    i18n_text_in(b->lang,
			N_("a row of the journal was thrown out: somebody "
			   "else changed its ticket")));
	if (!loop_timer_armed(b->flush) &&
	    (store_kept(b->store) > 0 || store_is_full(b->store)))
		loop_timer_set(b->flush, FLUSH_MS);
}
