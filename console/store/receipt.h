/*
 * The receipt of a ticket as plain text, made from the log alone: who, when,
 * what was worked, quoted, answered and allowed, and the amount. The desk signs
 * these very bytes; `pomoc show N` prints them too.
 *
 * A signed receipt is kept as DATA/receipts/N.txt and N.txt.sig. Each
 * correction issues it anew as N.v2.txt, N.v3.txt ...; those of before stay.
 * One that an older copy of the log knows nothing of, and whose name a new one
 * takes, stays as N.lost1.txt, N.lost2.txt ...: versions 0, -1 ...
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/buf.h"
#include "shared/base/err.h"
#include "shared/core/slip.h"

struct db;

/* Who gives it; NULL or "" is left out. */
struct receipt_from {
	const char *firm;
	const char *phone;
	const char *key; /* that it is signed with, "ssh-ed25519 AAAA..." */
	/* Of the firm as invoices name it. */
	const char *seller, *nip, *address;
	/* NULL: in the user's language. Else in that of the client's program,
	 * or in this one where the journal lacks it ("" = the user's). */
	const char *lang;
};

/* Appends. Lines end in a line feed and hold clean UTF-8; the last two are for
 * programs (head.h, core/slip.h). *version is the one that was made; it may be
 * NULL. */
bool receipt_make(struct db *db, int64_t ticket,
    const struct receipt_from *from, int64_t *version, struct buf *out,
    struct err *err);
/* That of the newest receipt: 1, and one more with each correction. */
int64_t receipt_version(struct db *db, int64_t ticket);
/* DATA of that log. */
const char *receipt_data(const struct db *db);
/* DATA/receipts/N.txt, N.vVERSION.txt or N.lostI.txt; free() it. */
char *receipt_path(const char *data, int64_t ticket, int64_t version);
/* Before that version is written with this slip: one that says something else
 * under its name gets another. */
bool receipt_spare(struct db *db, int64_t ticket, int64_t version,
    const struct slip *s, struct err *err);
/* All versions that are kept, and their signatures. */
bool receipt_remove(struct db *db, int64_t ticket, struct err *err);
/* The file's name, to the letter. */
bool receipt_name_parse(const char *name, int64_t *ticket, int64_t *version);
/* Whether the log says what the receipt of that ticket and version ended with:
 * the outcome and the amount behind all the corrections that it knew. */
bool receipt_agrees(
    struct db *db, int64_t ticket, int64_t version, const struct slip *s);
/* The ticket was not forgotten. Ask again when one was written: it may have
 * been meanwhile. */
bool receipt_is_wanted(struct db *db, int64_t ticket);
/*
 * Of the closed tickets below *below, which are not forgotten, the highest
 * whose newest receipt is not kept; 0 = none. *below is how far it looked: call
 * it again until that is 0.
 */
int64_t receipt_missing(struct db *db, int64_t *below);
/* Each receipt of these tickets that is not kept. */
bool receipt_gaps(struct db *db,
    void (*fn)(int64_t ticket, int64_t version, bool newest, void *ctx),
    void *ctx, struct err *err);
