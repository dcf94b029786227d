/*
 * Forgetting people: names, companies, phones, problems, keys, notes and kept
 * receipts of closed tickets are emptied for good. What was worked and billed
 * stays, under a made-up name that still tells one client from another, and the
 * chain of the journal stays whole. Quotes, reasons of corrections and numbers
 * of invoices stay: they are the firm's own documents.
 */
#ifndef STORE_PRIVACY_H
#define STORE_PRIVACY_H

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/err.h"

struct db;

struct privacy_result {
	int64_t tickets; /* now without a person */
	int64_t open; /* of that client, still open: left alone */
};

/* Tickets closed before that moment. */
bool privacy_purge(struct db *db, int64_t before_s, int64_t now_s,
    struct privacy_result *out, struct err *err);
/* Closed tickets of a client: whole name of the company or person, any case,
 * or the key. Open ones are left and counted. */
bool privacy_forget(struct db *db, const char *client, int64_t now_s,
    struct privacy_result *out, struct err *err);

#endif
