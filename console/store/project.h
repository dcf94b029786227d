/*
 * The tables for people, brought up to date from a ticket after an event,
 * inside the transaction that wrote the event. Nothing here is the record: all
 * but the client's card can be made again from the journal.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "console/store/card.h"
#include "shared/core/ticket.h"

struct db;

/* Rows of ticket and price_line for a new one. */
bool project_open(struct db *db, int64_t number, const struct store_card *card,
    const struct ticket *t, struct err *err);
/* The row of ticket alone. */
bool project_ticket(struct db *db, int64_t number, const char *secret,
    const struct ticket *t, struct err *err);
/* The card, with the salt of its seal. */
bool project_person(struct db *db, int64_t number,
    const struct store_card *card, const uint8_t *salt, struct err *err);
/* Its two halves, for who makes the tables anew: what the ticket is after the
 * event, and what the event adds. The first may be left out before an event of
 * project_state_repeats(), which writes all of it again. */
bool project_state(struct db *db, int64_t number, const struct ticket *t,
    const struct ticket_event *ev, struct err *err);
bool project_parts(struct db *db, int64_t number, const struct ticket *t,
    const struct ticket_event *ev, int64_t id, struct err *err);
bool project_state_repeats(enum ticket_event_kind kind);
/* After event row `id`. */
bool project_event(struct db *db, int64_t number, const struct ticket *t,
    const struct ticket_event *ev, int64_t id, struct err *err);
