#include "shared/core/cap.h"

#include "shared/base/util.h"

/* The most of net_gr with which the gross of all stays within. */
static int64_t
within(
    const struct money_sum *all, int vat_bp, int64_t net_gr, int64_t gross_gr)
{
	int64_t low = 0, high = net_gr, mid = high;

	while (low < high) {
		struct money_sum then = *all;

		money_sum_add(&then, vat_bp, mid);
		if (money_sum_gross(&then) <= gross_gr)
			low = mid;
		else
			high = mid - 1;
		mid = high - (high - low) / 2;
	}
	return low;
}

/* The next one to be paid of those that are left. */
static int
next_of(
    const struct cap *cap, const struct money_rate *sum, int n, unsigned taken)
{
	int best = -1;

	for (int i = 0; i < n; i++) {
		if ((taken & 1u << i) != 0)
			continue;
		if (best < 0 ||
		    (cap->gross_gr > 0 && sum[i].vat_bp < sum[best].vat_bp))
			best = i;
	}
	return best;
}

void
cap_share(const struct cap *cap, const struct money_rate *sum, int n,
    int64_t *share_gr)
{
	struct money_sum all = cap->beside;
	int64_t left = cap->net_gr;
	unsigned taken = 0;

	for (int done = 0; done < n; done++) {
		int i = next_of(cap, sum, n, taken);
		int64_t net = MIN_OF(sum[i].net_gr, left);

		if (cap->gross_gr > 0 && net > 0)
			net = within(&all, sum[i].vat_bp, net, cap->gross_gr);
		if (net > 0)
			money_sum_add(&all, sum[i].vat_bp, net);
		share_gr[i] = net;
		left -= net;
		taken |= 1u << i;
	}
}
