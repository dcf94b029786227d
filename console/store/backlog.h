/*
 * Rows that wait in memory to be written, in order: deep copies of what the
 * store was given. Only a queue; store.c decides when and what.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "console/store/card.h"
#include "shared/core/ticket.h"

struct backlog_row {
	struct backlog_row *next;
	int64_t number;
	const char *alarm; /* an alarm row, else an event */
	int64_t at_utc_s; /* of the alarm */
	struct ticket ticket; /* after the event */
	struct ticket_event event; /* texts are ours */
	bool has_card;
	struct store_card card; /* texts are ours */
};

struct backlog {
	struct backlog_row *first, **last; /* last: where the next one goes */
	size_t n;
};

void backlog_init(struct backlog *list);
void backlog_clear(struct backlog *list);
/* Appends; card may be NULL. Returns the new one, owned by the list. */
struct backlog_row *backlog_event(struct backlog *list, const struct ticket *t,
    const struct ticket_event *ev, const struct store_card *card);
struct backlog_row *backlog_alarm(
    struct backlog *list, int64_t number, int64_t at_utc_s, const char *what);
/* Takes one out and frees it. */
void backlog_drop(struct backlog *list, struct backlog_row *k);
