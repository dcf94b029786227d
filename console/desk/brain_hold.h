/*
 * What may not be said yet. When a row of a ticket waits in memory because
 * another program keeps the database locked or the disk takes no more, the
 * machine has gone on, but
 * nobody may rely on it: a crash would undo it. From then until everything is
 * on the disk all that is said about that ticket is held back, in order, its
 * receipt and its end too; both sides are told that it is being written.
 *
 * Ticks and warnings of the clock alone hold nothing back: they say nothing
 * that anybody relies on. Other tickets are served as long as what they do can
 * be written.
 */
#pragma once

#include "console/desk/brain_ticket.h"

/* Whether a row of that kind, while it waits, holds back what is said. */
bool brain_hold_needs(enum ticket_event_kind kind);
/* What people are told then. */
const char *brain_hold_text(const struct brain *b);
/* A message on its way to that link (0 = the front): true when it is held back.
 * The message stays the caller's. */
bool brain_hold_take(struct brain *b, int64_t link, const struct msg *m);
/* The oldest that is held back, which is the caller's then; false = none. */
bool brain_hold_next(struct brain *b, int64_t *link, struct msg **m);

/* The effects of a step that closed it wait too. */
struct brain_closing {
	struct ticket_event ev; /* texts are ours */
	struct ticket_effects effects;
};

/* bt->closing is made. ev is copied. */
void brain_hold_close(struct brain_ticket *bt, const struct ticket_event *ev,
    const struct ticket_effects *effects);
void brain_hold_closing_free(struct brain_closing *c);

/* What was held back for one that is freed, and for all. */
void brain_hold_forget(struct brain_ticket *bt);
void brain_hold_free(struct brain *b);
