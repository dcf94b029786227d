/*
 * From rows back to a ticket: its price lines and events, stepped through
 * core's machine.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "console/store/rows.h"
#include "console/store/journal.h"
#include "shared/core/ticket.h"

/* After each event. */
typedef void replay_fn(
    const struct ticket *t, const struct ticket_event *ev, void *ctx);

/* False with err when there is no such ticket or an event does not fit. */
bool replay_ticket(
    struct db *db, int64_t number, struct ticket *t, struct err *err);
/* The same, step by step. */
bool replay_watch(struct db *db, int64_t number, struct ticket *t,
    replay_fn *fn, void *ctx, struct err *err);
/* The bill of a closed ticket, without corrections. */
bool replay_bill(
    struct db *db, int64_t number, struct bill *out, struct err *err);
/* The same, and what counts of it, per rate of VAT. */
bool replay_sums(struct db *db, int64_t number, struct bill *bill,
    struct money_sum *sums, struct err *err);

/* The same by hand: the ticket before its first event, then each row of
 * JOURNAL_COLUMNS and the text of event_text, read and stepped through. Texts
 * of row are valid until the next one. */
bool replay_begin(
    struct db *db, int64_t number, struct ticket *t, struct err *err);
bool replay_read(
    const struct rows *r, struct journal_row *row, struct err *err);
bool replay_step(
    struct ticket *t, const struct journal_row *row, struct err *err);
