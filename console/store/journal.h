/*
 * The journal: rows of the event table, one per ticket_event, each with the
 * SHA-256 of the row before and of itself.
 *
 * Hashed are, after the 32 bytes of the row before (zeros before the first):
 * id, ticket, seq, kind, at_ms, beat_ms, at_utc, actor, line, yes, seconds,
 * net_gr, text, text2, seal; numbers as decimal digits and a line feed, texts
 * as a netstring ("5:hello,"), NULL as "-,", the seal as its 32 bytes or
 * nothing. The first row of a ticket adds its product and price lines in
 * the same form, column by column.
 *
 * Free text that may name a person stands in event_text (the card in person)
 * and enters the row only as its seal, the SHA-256 of 16 random bytes and the
 * text: it can be forgotten without breaking the chain.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "console/store/rows.h"
#include "console/store/card.h"
#include "shared/base/buf.h"
#include "shared/core/ticket.h"

#define JOURNAL_HASH_SIZE 32
#define JOURNAL_SALT_SIZE 16

/* Adds the row inside the caller's transaction; *id is its number. With card
 * (first event of a ticket, whose rows in ticket and price_line exist) the card
 * is added too and the seal covers it. */
bool journal_add(struct db *db, int64_t number, const struct ticket_event *ev,
    const struct store_card *card, int64_t *id, struct err *err);
/* A row that is about no ticket: of ticket 0, with the next seq there and a
 * sealed text; ev->kind and ev->seq are not used. */
bool journal_add_book(struct db *db, const char *kind,
    const struct ticket_event *ev, int64_t *id, struct err *err);
/* The last row's number and hash in event or desk_event; 0 and zeros when it is
 * empty. */
bool journal_head(struct db *db, const char *table, int64_t *id,
    uint8_t hash[JOURNAL_HASH_SIZE], struct err *err);
/* The hash of a row in one of them: 1 found, 0 there is none, -1 with err. */
int journal_hash_of(struct db *db, const char *table, int64_t id,
    uint8_t hash[JOURNAL_HASH_SIZE], struct err *err);
/* The card in the first columns of a row; its texts are the row's. */
#define JOURNAL_CARD_COLUMNS \
	"p.name, p.company, p.phone, p.problem, p.agent_key"
struct store_card journal_card(const struct rows *r);
/* How numbers and texts go into a row's hash; a text of NULL differs from "".
 */
void journal_put_int(struct buf *b, int64_t v);
void journal_put_text(struct buf *b, const char *s);

/* The columns of a row that is read back; ev.text is NULL for a sealed one.
 * Texts are valid until the next step. */
struct journal_row {
	int64_t id, ticket;
	const char *kind;
	struct ticket_event ev; /* kind TICKET_EVENTS in rows of ticket 0 */
	const uint8_t *seal; /* or NULL */
	uint8_t hash[JOURNAL_HASH_SIZE];
};
#define JOURNAL_COLUMNS                                                  \
	"e.id, e.ticket, e.seq, e.kind, e.at_ms, e.beat_ms, e.at_utc, "  \
	"e.actor, e.line, e.yes, e.seconds, e.net_gr, e.text, e.text2, " \
	"e.seal, e.hash"
#define JOURNAL_NEXT_COLUMN 16
/* False when a column is not what it should be. */
bool journal_read(const struct rows *r, struct journal_row *row);

/* What the first row of a ticket covers besides itself. */
bool journal_opening(
    struct db *db, int64_t number, struct buf *out, struct err *err);
/* opening NULL for all but the first row of a ticket. */
void journal_hash(const uint8_t prev[JOURNAL_HASH_SIZE],
    const struct journal_row *row, struct buf *opening,
    uint8_t out[JOURNAL_HASH_SIZE]);
void journal_seal_text(const uint8_t salt[JOURNAL_SALT_SIZE], const char *text,
    uint8_t out[JOURNAL_HASH_SIZE]);
void journal_seal_card(const uint8_t salt[JOURNAL_SALT_SIZE],
    const struct store_card *card, uint8_t out[JOURNAL_HASH_SIZE]);
