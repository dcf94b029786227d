/*
 * A quote: a fixed sum, or an hourly estimate that is also the cap, and one
 * line of text. The client's answer is bound to the SHA-256 of its canonical
 * text, which both sides compute for themselves.
 */
#ifndef CORE_QUOTE_H
#define CORE_QUOTE_H

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/buf.h"
#include "shared/base/err.h"
#include "shared/core/prices.h"

#define QUOTE_TEXT_SIZE 201 /* 200 bytes */
#define QUOTE_HOURS_MAX 200
#define QUOTE_MAX_GR INT64_C(100000000) /* 1 000 000,00 zł */
#define QUOTE_HASH_SIZE 65 /* SHA-256 in hex, with NUL */
#define QUOTE_WORDS_SIZE 1500

struct quote {
	int64_t ticket; /* its number; 0 where only a price is asked for */
	int number; /* 1, 2, ... within the ticket */
	int hours; /* 0 = fixed sum */
	int64_t net_gr; /* the sum, or the cap */
	int64_t vat_gr; /* on net_gr */
	int vat_bp; /* not part of the canonical text */
	char text[QUOTE_TEXT_SIZE];
};

/* Both fill *q and check it: 0, huge, more than one line, bad UTF-8 and
 * controls are refused. VAT is the price line's. text may be "". */
bool quote_fixed(struct quote *q, int64_t ticket, int number,
    const struct price *price, int64_t net_gr, const char *text,
    struct err *err);
/* The cap is what the whole estimate costs by the price line; refused for a
 * line without a rate. */
bool quote_hourly(struct quote *q, int64_t ticket, int number,
    const struct price *price, int hours, const char *text, struct err *err);
/* The checks alone, for a quote that came over the wire (fill all but vat_bp
 * from the message, then compare quote_hash() with the hash in it). */
bool quote_check(const struct quote *q, struct err *err);

/* The question and its words, in the user's language. Both sides show exactly
 * these, on a card (shared/ui/card.h); level 1 is the shorter form for the
 * smallest windows, false above that. */
const char *quote_title(void);
bool quote_words(const struct quote *q, int level, char *dst, size_t size);

/* The exact bytes that are hashed: fixed lines, no translation. */
void quote_canonical(const struct quote *q, struct buf *out);
/* SHA-256 of such a canonical text, in hex. */
void quote_hash_text(const struct buf *text, char hash[QUOTE_HASH_SIZE]);
/* Lower-case hex SHA-256 of the canonical text. */
void quote_hash(const struct quote *q, char hash[QUOTE_HASH_SIZE]);
/* The exact bytes that the agent signs for its answer. */
void quote_answer_text(const char *hash, bool yes, struct buf *out);

#endif
