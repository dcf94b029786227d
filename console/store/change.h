/*
 * What a command changes in a closed ticket, beside a running desk or without
 * one: corrections, invoice numbers, notes. Each is one event of the journal;
 * whether it is allowed is decided by core's ticket machine on the ticket as
 * replayed inside the same transaction.
 */
#ifndef STORE_CHANGE_H
#define STORE_CHANGE_H

#include <stdbool.h>
#include <stdint.h>

#include "console/store/db.h"
#include "shared/core/ticket.h"

/* The event's kind, actor, net_gr and text are used. db must be DB_WRITE or
 * DB_DESK. */
bool change_ticket(struct db *db, int64_t number, enum ticket_event_kind kind,
    const char *author, int64_t net_gr, const char *text, struct err *err);

#endif
