/*
 * Money: int64 grosze, never floating point.
 *
 * Not a currency library: amounts are PLN, at most MONEY_MAX_GR, and rates of
 * VAT are basis points (2300 = 23 %). Rounding is half up (away from zero for
 * the rare negative difference).
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/base/err.h"

#define MONEY_MAX_GR INT64_C(100000000000) /* 1 000 000 000,00 zł */
#define MONEY_VAT_MAX_BP 10000
#define MONEY_TEXT_SIZE 48 /* enough for money_format() of any int64 */
#define MONEY_RATES 8

/*
 * "200", "200,00", "1230.00", "1 230,00", with or without " zł" behind. Blanks
 * (also no-break ones) only between groups of three; after the comma or point
 * exactly two digits. Signs, blanks elsewhere, more than MONEY_MAX_GR and
 * everything else are refused and *gr stays as it was.
 */
bool money_parse(const char *text, int64_t *gr, struct err *err);
/* "1 230,00 zł" with plain blanks. Returns dst. */
char *money_format(char *dst, size_t size, int64_t gr);
/* "1 230,00": the same where the currency is said elsewhere. Returns dst. */
char *money_format_bare(char *dst, size_t size, int64_t gr);
/* "1230.00". Returns dst. */
char *money_format_plain(char *dst, size_t size, int64_t gr);
/* The same in a buffer of their own, which is there up to the end of the block
 * where they stand. */
#define MONEY_BARE(gr) \
	money_format_bare((char[MONEY_TEXT_SIZE]){""}, MONEY_TEXT_SIZE, gr)
#define MONEY_TEXT(gr) \
	money_format((char[MONEY_TEXT_SIZE]){""}, MONEY_TEXT_SIZE, gr)
#define MONEY_PLAIN(gr) \
	money_format_plain((char[MONEY_TEXT_SIZE]){""}, MONEY_TEXT_SIZE, gr)

/* net_gr * vat_bp / 10000, half up, for any int64 and 0..10000 bp. */
int64_t money_vat(int64_t net_gr, int vat_bp);
/* per_hour_gr for that many seconds, half up. Both >= 0; saturates. */
int64_t money_for_time(int64_t per_hour_gr, int64_t seconds);
/* So much of that time as net_gr pays for. */
int64_t money_time_paid(int64_t per_hour_gr, int64_t seconds, int64_t net_gr);

/* Net sums per rate of VAT: VAT is computed once per rate on the sum. Zeroed =
 * empty. */
struct money_sum {
	int n;
	struct money_rate {
		int vat_bp;
		int64_t net_gr;
	} rate[MONEY_RATES];
};

/* False when there are more than MONEY_RATES rates or the sum is absurd. */
bool money_sum_add(struct money_sum *sum, int vat_bp, int64_t net_gr);
int64_t money_sum_net(const struct money_sum *sum);
int64_t money_sum_vat(const struct money_sum *sum);
int64_t money_sum_gross(const struct money_sum *sum);
