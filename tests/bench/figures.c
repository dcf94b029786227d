#include <stdlib.h>

#include "shared/base/util.h"
#include "tests/bench/figures.h"

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

double
figures_percentile(double *v, int n, int percent)
{
	qsort(v, (size_t)n, sizeof(*v), by_value);
	return v[MIN_OF(n - 1, n * percent / 100)];
}
