/*
 * Tickets for the store's tests: a folder of its own for each test, and short
 * functions that play a ticket through core and store as the desk does.
 */
#pragma once

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "console/store/store.h"
#include "shared/base/str.h"
#include "shared/core/ticket.h"

#define STORY_UTC INT64_C(1795000000) /* 2026-11-18 */

struct story {
	struct store *store;
	struct prices prices;
	struct ticket t;
	int64_t now_ms; /* clock of the tale */
};

static inline char *
story_dir(void)
{
	char tmpl[] = "/tmp/pomoc-store-XXXXXX";

	assert_non_null(mkdtemp(tmpl));
	return str_dup(tmpl);
}

static inline void
story_remove(char *dir)
{
	char *cmd = str_fmt("rm -rf '%s'", dir);

	assert_int_equal(system(cmd), 0);
	free(cmd);
	free(dir);
}

static inline void
story_init(struct story *s, const char *dir)
{
	struct err err = {0};

	memset(s, 0, sizeof(*s));
	prices_default(&s->prices);
	s->now_ms = 1000000;
	s->store = store_open(dir, &err);
	if (s->store == NULL)
		fail_msg("%s", err.text);
}

static inline struct ticket_event
story_event(struct story *s, enum ticket_event_kind kind, const char *actor)
{
	struct ticket_event ev = ticket_next(
	    &s->t, kind, s->now_ms, STORY_UTC + s->now_ms / 1000);

	ev.actor = actor;
	return ev;
}

static inline enum store_result
story_put(struct story *s, const struct ticket_event *ev)
{
	struct err err = {0};
	enum store_result r;

	if (!ticket_step(&s->t, ev, NULL, &err))
		fail_msg("%s: %s", ticket_event_name(ev->kind), err.text);
	r = store_append(s->store, &s->t, ev, &err);
	if (r == STORE_FAILED)
		print_message("append: %s\n", err.text);
	return r;
}

static inline enum store_result
story_open_as(
    struct story *s, const char *product, const struct store_card *card)
{
	struct err err = {0};
	struct ticket_event ev;
	enum store_result r;

	ticket_init(&s->t, store_next_number(s->store), product, &s->prices);
	ev = story_event(s, TICKET_EV_OPENED, "client");
	assert_true(ticket_step(&s->t, &ev, NULL, &err));
	r = store_new_ticket(s->store, card, &s->t, &ev, &err);
	if (r == STORE_FAILED)
		print_message("new ticket: %s\n", err.text);
	return r;
}

static inline enum store_result
story_open(struct story *s, const char *product, const char *company)
{
	const struct store_card card = {.name = "Ewa Nowak",
	    .company = company,
	    .phone = "+48 600 000 001",
	    .problem = "cannot close the month",
	    .agent_key = "SHA256:abc",
	    .secret = "s3cret"};

	return story_open_as(s, product, &card);
}

static inline void
story_simple(struct story *s, enum ticket_event_kind kind, const char *actor)
{
	struct ticket_event ev = story_event(s, kind, actor);

	assert_int_equal(story_put(s, &ev), STORE_DURABLE);
}

/* Claimed, attached, code, consent: the clock runs after it. */
static inline void
story_let_in(struct story *s, const char *technician)
{
	struct ticket_event ev;

	story_simple(s, TICKET_EV_CLAIMED, technician);
	story_simple(s, TICKET_EV_ATTACHED, technician);
	ev = story_event(s, TICKET_EV_CODE_OK, technician);
	ev.text = "code";
	assert_int_equal(story_put(s, &ev), STORE_DURABLE);
	ev = story_event(s, TICKET_EV_CONSENT, "client");
	ev.yes = true;
	assert_int_equal(story_put(s, &ev), STORE_DURABLE);
}

static inline enum store_result
story_tick(struct story *s)
{
	struct ticket_event ev = story_event(s, TICKET_EV_TICK, "desk");

	ev.seconds = ticket_worked_ms(&s->t, s->now_ms) / 1000;
	return story_put(s, &ev);
}

/* Works so long, with the ticks that belong to it. */
static inline void
story_work(struct story *s, int64_t seconds)
{
	int64_t end = s->now_ms + seconds * 1000;

	while (end - s->now_ms > TICKET_TICK_MS) {
		s->now_ms += TICKET_TICK_MS;
		assert_int_equal(story_tick(s), STORE_DURABLE);
	}
	s->now_ms = end;
}

static inline enum store_result
story_end(struct story *s, bool solved, const char *note)
{
	struct ticket_event ev = story_event(s, TICKET_EV_ENDED, "anna");

	ev.yes = solved;
	ev.text = note;
	return story_put(s, &ev);
}

/* A whole ticket, solved after so many seconds. */
static inline void
story_solved(
    struct story *s, const char *product, const char *company, int64_t seconds)
{
	assert_int_equal(story_open(s, product, company), STORE_DURABLE);
	story_let_in(s, "anna");
	story_work(s, seconds);
	assert_int_equal(story_end(s, true, "done"), STORE_DURABLE);
}
