/*
 * The price list: which line applies to which product and kind of work, and
 * what an hour of it costs.
 *
 * A line is (net per hour, minimum, quantum): a started hour is (3600, 3600),
 * per started minute (0, 60). Values only: a ticket copies its lines when it is
 * opened, so that a new list changes no old ticket. Reading the file is the
 * caller's (prices_read() is a thin wrapper for it).
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/buf.h"
#include "shared/base/err.h"
#include "shared/base/i18n.h"
#include "shared/base/words.h"

/* On request: no rate, nothing without an accepted quote. */
#define PRICE_KIND_WORDS(X)                                    \
	X(PRICE_SUPPORT, "support", N_("support"))             \
	X(PRICE_DATABASE, "database", N_("database repair"))   \
	X(PRICE_PROGRAMMING, "programming", N_("programming")) \
	X(PRICE_REQUEST, "request", N_("on request"))

enum price_kind { PRICE_KIND_WORDS(WORDS_ENUM) PRICE_KINDS };

extern const struct words price_kinds;

#define PRICES_MAX 16
#define PRICE_NAME_SIZE 40
#define PRICE_PRODUCT_SIZE 48
#define PRICE_PRODUCTS_SIZE 160
#define PRICE_MAX_GR INT64_C(10000000) /* 100 000,00 zł per hour */
#define PRICE_UNIT_MAX_S 86400

struct price {
	char name[PRICE_NAME_SIZE]; /* "" = there is no such line */
	char products[PRICE_PRODUCTS_SIZE]; /* "Subiekt, Gestor"; "" = any */
	char valid_from[11]; /* "2026-01-01" or "" */
	enum price_kind kind;
	int64_t net_gr; /* per hour; 0 only for PRICE_REQUEST */
	int64_t minimum_s;
	int64_t quantum_s;
	int vat_bp;
	bool quoted_first; /* the clock waits for an accepted quote */
};

struct prices {
	int n;
	struct price line[PRICES_MAX];
};

/* "support", "database", "programming", "request"; "?" out of range. */
const char *price_kind_name(enum price_kind kind);
/* The same in the user's language, for screens. */
const char *price_kind_title(enum price_kind kind);
bool price_kind_parse(const char *name, enum price_kind *kind);

/* What an hour costs is the same, in name and in figures. */
bool price_equal(const struct price *a, const struct price *b);
/* Case-sensitive match in the list of products; false for a line for any. */
bool price_has_product(const struct price *price, const char *product);
/* Copies product i of the line; false when there is none such. */
bool price_product(
    const struct price *price, int i, char product[PRICE_PRODUCT_SIZE]);
/* True where nothing may be billed before a quote was accepted. */
bool price_needs_quote(const struct price *price);
/* Seconds that are billed for so many worked: 0 for 0, else at least the
 * minimum, rounded up to whole quanta above it. */
int64_t price_billed_s(const struct price *price, int64_t worked_s);

/* The published list. */
void prices_default(struct prices *prices);
/*
 * INI text:
 *	[price "support A"]
 *	kind = support
 *	products = Subiekt, Gestor
 *	net = 200.00
 *	minimum = 1h
 *	quantum = 1h
 *	vat = 23
 *	quoted-first = no
 *	valid-from = 2026-01-01
 * kind and net are required (net not for request); the rest defaults to any
 * product, started hour, 23 %, no. Names hold no controls and none of "[];#=
 * and a section may be there once. Lines of one kind may name the same product
 * (or be for any) when they are valid from different days. Errors are
 * "PLACE:LINE: why"; *prices is as it was then.
 */
bool prices_parse(struct prices *prices, const char *text, const char *place,
    struct err *err);
bool prices_read(struct prices *prices, const char *path, struct err *err);
/* Appends the list in the form that prices_parse() reads. */
void prices_print(const struct prices *prices, struct buf *out);

/*
 * The lines that are in force on a day ("2026-11-30"): of those that are valid
 * by then the newest for each product and kind of work (support and request are
 * one kind here). A product that a newer line names is gone from the older
 * ones, and no two lines of a kind are for the same product.
 */
void prices_on(const struct prices *all, const char *day, struct prices *out);

/*
 * Index of the line: one that names the product, else one of that kind for any
 * product, else (for support) the request line; -1 when there is none.
 */
int prices_find(
    const struct prices *prices, const char *product, enum price_kind kind);
/* Copies the i-th product of the whole list (each once, in order of the list);
 * false when there is none such. */
bool prices_product(
    const struct prices *prices, int i, char product[PRICE_PRODUCT_SIZE]);
/* True when some line names the product. */
bool prices_has_product(const struct prices *prices, const char *product);
