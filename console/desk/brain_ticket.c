#include "console/desk/brain_ticket.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "console/desk/brain_door.h"
#include "console/desk/brain_hold.h"
#include "console/desk/brain_past.h"
#include "shared/base/clock.h"
#include "shared/base/log.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/util.h"

/* Something else than silence, for what technicians do. */
#define NEAR_MS 20000

/* --- finding --- */

struct brain_ticket *
brain_ticket_find(const struct brain *b, int64_t number)
{
	struct brain_ticket *bt = b->tickets;

	while (bt != NULL && bt->t.number != number)
		bt = bt->next;
	return bt;
}

struct brain_ticket *
brain_ticket_resume(const struct brain *b, const char *secret, const char *key)
{
	struct brain_ticket *bt = b->tickets, *found = NULL;

	if (strlen(secret) != BRAIN_SECRET_SIZE - 1)
		return NULL;
	for (; bt != NULL; bt = bt->next)
		if (bt->secret[0] != '\0' &&
		    sodium_memcmp(bt->secret, secret, BRAIN_SECRET_SIZE - 1) ==
			0 &&
		    str_eq(bt->agent_key, key))
			found = bt;
	return found;
}

struct brain_ticket *
brain_ticket_of_key(const struct brain *b, const char *key)
{
	struct brain_ticket *bt = b->tickets;

	while (bt != NULL &&
	    (bt->agent != NULL || bt->left || !str_eq(bt->agent_key, key)))
		bt = bt->next;
	return bt;
}

/* --- its end --- */

static void
free_ticket(void *ctx)
{
	struct brain_ticket *bt = ctx;

	loop_timer_free(bt->timer);
	loop_timer_free(bt->hold);
	brain_door_free(bt);
	free(bt->name);
	free(bt->company);
	free(bt->phone);
	free(bt->problem);
	brain_past_free(bt);
	free(bt->due);
	free(bt->idle);
	free(bt->place);
	free(bt->spent);
	free(bt->tunnel);
	free(bt->visit_now);
	free(bt);
}

void
brain_ticket_retire(struct brain_ticket *bt)
{
	struct brain_ticket **at = &bt->brain->tickets;

	while (*at != bt)
		at = &(*at)->next;
	*at = bt->next;
	if (bt->agent != NULL)
		bt->agent->ticket = NULL;
	bt->agent = NULL;
	loop_timer_stop(bt->timer);
	loop_timer_stop(bt->hold);
	brain_hold_forget(bt);
	loop_defer(bt->brain->loop, free_ticket, bt);
}

void
brain_ticket_free_all(struct brain *b)
{
	while (b->tickets != NULL)
		brain_ticket_retire(b->tickets);
}

void
brain_ticket_look_soon(struct brain_ticket *bt)
{
	if (!ticket_is_closed(&bt->t))
		loop_timer_set(bt->timer, 0);
}

void
brain_ticket_bind(struct brain_ticket *bt, struct brain_link *agent)
{
	bt->agent = agent;
	str_copy(bt->lang, sizeof(bt->lang), agent->lang);
	bt->heard_ms = clock_ms();
	bt->left = false;
	agent->ticket = bt;
	ticket_away(&bt->t, false, bt->heard_ms);
	brain_door_look(bt);
	brain_ticket_look_soon(bt);
}

void
brain_ticket_unbind(struct brain_ticket *bt)
{
	bt->heard_ms = bt->agent->heard_ms;
	bt->agent->ticket = NULL;
	bt->agent = NULL;
	bt->lost_ms = clock_ms();
	ticket_away(&bt->t, true, bt->heard_ms);
	brain_door_look(bt);
	brain_ticket_look_soon(bt);
}

/* --- what a client may cause --- */

/* Rows: in all, and in the minute that began. */
struct brain_spent {
	int64_t rows, minute_rows, minute_ms;
};

bool
brain_ticket_spend(struct brain_ticket *bt)
{
	const struct limits *l = &bt->brain->config.limits;
	struct brain_spent *s = bt->spent;
	int64_t now = clock_ms();

	if (s == NULL)
		s = bt->spent = mem_alloc(sizeof(*s));
	if (now - s->minute_ms >= 60000) {
		s->minute_ms = now;
		s->minute_rows = 0;
	}
	if (s->minute_rows < l->client_minute && s->rows < l->client_ticket) {
		s->minute_rows++;
		s->rows++;
		return true;
	}
	log_warn("ticket %lld: its client changes too much",
	    (long long)bt->t.number);
	if (bt->agent != NULL)
		brain_link_error(
		    bt->agent, ERROR_BUSY, "too many changes of this ticket");
	return false;
}

/* --- its events --- */

int64_t
brain_ticket_heard(
    const struct brain_ticket *bt, int64_t now_ms, int64_t slack_ms)
{
	int64_t heard = bt->agent != NULL ? bt->agent->heard_ms : bt->heard_ms;

	if (bt->agent != NULL && now_ms - heard < slack_ms)
		return now_ms;
	return MIN_OF(heard, now_ms);
}

int64_t
brain_ticket_beat(const struct brain_ticket *bt, int64_t now_ms)
{
	return brain_ticket_heard(bt, now_ms, NEAR_MS);
}

struct ticket_event
brain_ticket_event(const struct brain_ticket *bt, enum ticket_event_kind kind)
{
	struct ticket_event ev = ticket_next(
	    &bt->t, kind, clock_ms(), clock_utc_s());

	ev.beat_ms = brain_ticket_beat(bt, ev.at_ms);
	if (ticket_tells_lang(kind))
		ev.text2 = bt->lang;
	return ev;
}

bool
brain_ticket_untouched(const struct brain_ticket *bt)
{
	return (bt->t.state == TICKET_WAITING ||
		   bt->t.state == TICKET_CLAIMED) &&
	    meter_total_ms(&bt->t.meter) == 0 && bt->t.quotes == 0;
}
