/*
 * The receipt of a ticket as plain text, made from the log alone: who, when,
 * what was worked, quoted, answered and allowed, and the amount. The desk signs
 * these very bytes; `pomoc show N` prints them too.
 *
 * A signed receipt is kept as DATA/receipts/N.txt and N.txt.sig.
 */
#ifndef STORE_RECEIPT_H
#define STORE_RECEIPT_H

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/buf.h"
#include "shared/base/err.h"

struct db;

/* Who gives it; "" is left out. */
struct receipt_from {
	const char *firm;
	const char *phone;
	const char *key; /* that it is signed with, "ssh-ed25519 AAAA..." */
};

/* Appends. Lines end in a line feed and hold clean UTF-8 in the user's
 * language; the last one is for programs (core/slip.h). */
bool receipt_make(struct db *db, int64_t ticket,
    const struct receipt_from *from, struct buf *out, struct err *err);
/* DATA/receipts/N.txt; free() it. */
char *receipt_path(const char *data, int64_t ticket);

#endif
