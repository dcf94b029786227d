/*
 * The journal: rows of the event table, one per ticket_event, each with the
 * SHA-256 of the row before and of itself.
 *
 * Hashed are, after the 32 bytes of the row before (zeros before the first):
 * id, ticket, seq, kind, at_ms, beat_ms, at_utc, actor, line, yes, seconds,
 * net_gr, text, text2, seal; numbers as decimal digits and a line feed, texts
 * as a netstring ("5:hello,"), NULL as "-,", the seal in hex. Free text that
 * may name a person stands in event_text and enters the row only as its seal,
 * the SHA-256 of 16 random bytes and the text: it can be forgotten without
 * breaking the chain.
 */
#ifndef STORE_JOURNAL_H
#define STORE_JOURNAL_H

#include <stdbool.h>
#include <stdint.h>

#include "console/store/db.h"
#include "console/store/store.h"
#include "shared/core/ticket.h"

#define JOURNAL_HASH_SIZE 32
#define JOURNAL_SALT_SIZE 16

/* Adds the row inside the caller's transaction; *id is its number. card is
 * given with the first event of a ticket only: its seal covers the card. */
bool journal_add(struct db *db, int64_t number, const struct ticket_event *ev,
    const struct store_card *card, int64_t *id, struct err *err);

/* Rebuilds the ticket from its price lines and events. False with err when
 * there is none such or an event does not fit. */
bool journal_replay(
    struct db *db, int64_t number, struct ticket *t, struct err *err);

struct journal_check {
	int64_t rows;
	int64_t bad; /* id of the first bad row, 0 = all good */
	char why[200];
	char head[2 * JOURNAL_HASH_SIZE + 1]; /* hash of the last row, in hex */
};
/* Recomputes the whole chain. False with err only when it cannot read. */
bool journal_verify(struct db *db, struct journal_check *out, struct err *err);

#endif
