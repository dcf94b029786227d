/*
 * What a cap leaves of several sums: the one place that every bill, card and
 * clock takes it from.
 *
 * A cap is of net alone, as in journals of before; then the last sums are cut.
 * Or the gross that was told with it is a cap, too; then those with the dearest
 * VAT are cut, so that most net fits under both.
 */
#pragma once

#include <stdint.h>

#include "shared/core/money.h"

#define CAP_SUMS_MAX 8

struct cap {
	int64_t net_gr; /* of the sums; INT64_MAX = none */
	int64_t gross_gr; /* of them and what is beside; 0 = net alone */
	struct money_sum beside; /* which no cap cuts */
};

/* share_gr[i]: what it leaves of sum[i]; n is at most CAP_SUMS_MAX. */
void cap_share(const struct cap *cap, const struct money_rate *sum, int n,
    int64_t *share_gr);
