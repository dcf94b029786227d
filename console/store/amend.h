/*
 * What a command changes in a closed ticket, beside a running desk or without
 * one: corrections, invoice numbers, payments, notes. Each is one event of the
 * journal; whether it is allowed is decided by core's ticket machine on the
 * ticket as replayed inside the same transaction.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/buf.h"
#include "shared/core/ticket.h"

struct db;

struct amend {
	enum ticket_event_kind kind;
	const char *author; /* technician or user */
	const char *by; /* "key SHA256:..." or "user NAME"; NULL is "" */
	const char *text;
	bool shared; /* of INVOICED: another client may have the number */
	bool yes; /* of OUTCOME: it is solved */
	int64_t net_gr; /* of CORRECTED, for the rate ... */
	int vat_bp; /* ... of VAT, -1 = the only one */
};

/* db must be DB_WRITE or DB_DESK. A correction to what counts already is
 * refused. */
bool amend_make(
    struct db *db, int64_t number, const struct amend *change, struct err *err);
/* The same for what needs no more than that. */
bool amend_ticket(struct db *db, int64_t number, enum ticket_event_kind kind,
    const char *author, int64_t net_gr, const char *text, struct err *err);

/*
 * The tickets of one client on an invoice, in one transaction: all or none. An
 * invoice is one client's: unless shared, err says who has the number. Numbers
 * are the same whatever blanks and capitals are typed (fold.h); *number becomes
 * what is kept, the first spelling that there was. amend_make() and
 * amend_ticket() do the same for one ticket.
 */
bool amend_invoice(struct db *db, const int64_t *numbers, size_t n,
    const char *author, bool shared, struct buf *number, struct err *err);

/* All of these or none: UNINVOICED and UNPAID with the reason as text; PAID
 * with a day such as "2026-11-30", none that is still to come. */
bool amend_each(struct db *db, enum ticket_event_kind kind,
    const int64_t *numbers, size_t n, const char *author, const char *text,
    struct err *err);
