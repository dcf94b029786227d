#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

void
figures_row(const char *what, const void *records, size_t n, size_t size,
    size_t offset, int digits)
{
	const char *record = records;

	printf("%-34s", what);
	for (size_t i = 0; i < n; i++) {
		double v;

		memcpy(&v, record + i * size + offset, sizeof(v));
		if (v == 0)
			printf("%12s", "-");
		else
			printf("%12.*f", digits, v);
	}
	putchar('\n');
}
