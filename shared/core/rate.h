/*
 * The question whether work may go on under a price line that could cost the
 * client more than what he has agreed to. As with a quote his answer is bound
 * to the SHA-256 of its canonical text, which both sides compute for themselves
 * from the figures that are shown.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/buf.h"
#include "shared/base/err.h"
#include "shared/core/prices.h"
#include "shared/core/quote.h"

#define RATE_NAME_SIZE 65 /* of a technician */
#define RATE_WORDS_SIZE 1500

struct rate {
	int64_t ticket;
	int number; /* 1, 2, ... within the ticket */
	char technician[RATE_NAME_SIZE];
	char line[PRICE_NAME_SIZE];
	int64_t net_gr; /* per hour */
	int64_t minimum_s;
	int64_t quantum_s;
	int vat_bp;
	/* what is in force until the answer */
	char now_line[PRICE_NAME_SIZE];
	int64_t now_net_gr;
	int now_vat_bp;
	int64_t cap_gr; /* of an accepted quote by the hour; 0 = none */
	/* how that is counted: of the clock, not told with it; quantum 0 = not
	 * known */
	int64_t now_minimum_s;
	int64_t now_quantum_s;
};

/* False with err for what cannot be shown or cannot be meant. */
bool rate_check(const struct rate *r, struct err *err);

/* The question and its words, in the user's language; on a card. The higher the
 * level, the fewer; false where there are no fewer. */
const char *rate_title(void);
bool rate_words(const struct rate *r, int level, char *dst, size_t size);
/* "for each started hour", behind an amount per hour */
void rate_unit(const struct price *p, char *dst, size_t size);
/* "200,00 zł net, 246,00 zł gross for each started hour" */
void rate_price(const struct price *p, char *dst, size_t size);

/* Lower-case hex SHA-256 of its words: fixed lines, no translation. */
void rate_hash(const struct rate *r, char hash[QUOTE_HASH_SIZE]);
/* The exact bytes that the agent signs for its answer. */
void rate_answer_text(const char *hash, bool yes, struct buf *out);
