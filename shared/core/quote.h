/*
 * A quote: a fixed sum, or further hours of a named price line whose cost is
 * also the cap, and one line of text. It is the first of its ticket, or it is
 * added to what the client accepted before, or it replaces that; and it says
 * what all of it comes to then (shared/core/deal.h works that out). The
 * client's answer is bound to the SHA-256 of its canonical text, which both
 * sides compute for themselves.
 */
#pragma once

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

/* An old one is of journals from before the others: hours are all those of the
 * ticket, a yes replaces, a no closes. */
#define QUOTE_FORM_WORDS(X)                                             \
	X(QUOTE_OLD, "old", "as quotes once were")                      \
	X(QUOTE_FIRST, "first", "nothing was accepted before")          \
	X(QUOTE_ADDITIONAL, "additional", "added to what was accepted") \
	X(QUOTE_REPLACEMENT, "replacement", "in place of what was accepted")

enum quote_form { QUOTE_FORM_WORDS(WORDS_ENUM) QUOTE_FORMS };

extern const struct words quote_forms;

struct quote {
	int64_t ticket; /* its number; 0 where only a price is asked for */
	int number; /* 1, 2, ... within the ticket */
	enum quote_form form;
	int hours; /* further ones; 0 = fixed sum */
	int64_t net_gr; /* the sum, or what the hours cost */
	int64_t vat_gr; /* on net_gr */
	int vat_bp; /* not part of the canonical text */
	char text[QUOTE_TEXT_SIZE];
	/* all 0 in an old one */
	char line[PRICE_NAME_SIZE]; /* of the price */
	int64_t worked_s; /* so far */
	int64_t so_far_gr; /* what that costs: for a replacement by its lines */
	int64_t before_gr; /* the most that he agreed to until now */
	int64_t total_gr; /* the most with this one */
	int64_t total_vat_gr;
};

/* False with err where it is too long. */
bool quote_set_text(struct quote *q, const char *text, struct err *err);
/* One of the old form. Both fill *q and check it: 0, huge, more than one line,
 * bad UTF-8 and controls are refused. VAT is the price line's. text may be "".
 */
bool quote_fixed(struct quote *q, int64_t ticket, int number,
    const struct price *price, int64_t net_gr, const char *text,
    struct err *err);
/* The cap is what the whole estimate costs by the price line; refused for a
 * line without a rate. */
bool quote_hourly(struct quote *q, int64_t ticket, int number,
    const struct price *price, int hours, const char *text, struct err *err);
/* The checks alone, for one that came over the wire, too: its figures must fit
 * each other. */
bool quote_check(const struct quote *q, struct err *err);

/* The question and its words, in the user's language. Both sides show exactly
 * these, on a card (shared/ui/sheet.h); the higher the level,
 * the fewer, for small windows; false where there are no fewer. */
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
