/*
 * Rows that wait in memory to be written, in order: deep copies of what the
 * store was given. Only a queue; store.c decides when and what.
 */
#ifndef STORE_KEPT_H
#define STORE_KEPT_H

#include <stddef.h>
#include <stdint.h>

#include "console/store/card.h"
#include "shared/core/ticket.h"

struct kept {
	struct kept *next;
	int64_t number;
	const char *alarm; /* an alarm row, else an event */
	int64_t at_utc_s; /* of the alarm */
	struct ticket ticket; /* after the event */
	struct ticket_event event; /* texts are ours */
	bool has_card;
	struct store_card card; /* texts are ours */
};

struct kept_list {
	struct kept *first, **last; /* last: where the next one goes */
	size_t n;
};

void kept_init(struct kept_list *list);
void kept_clear(struct kept_list *list);
/* Appends; card may be NULL. Returns the new one, owned by the list. */
struct kept *kept_event(struct kept_list *list, const struct ticket *t,
    const struct ticket_event *ev, const struct store_card *card);
struct kept *kept_alarm(
    struct kept_list *list, int64_t number, int64_t at_utc_s, const char *what);
/* Takes one out and frees it. */
void kept_drop(struct kept_list *list, struct kept *k);

#endif
