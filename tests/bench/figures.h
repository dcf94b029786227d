/*
 * What every benchmark does with its figures: medians and the like, and a table
 * with a column per rival.
 */
#pragma once

#include <stddef.h>

/* The value below which so many percent lie (50 = median, 100 = worst); sorts
 * v.
 */
double figures_percentile(double *v, int n, int percent);
/* One row: the double at offset in each of n records of size bytes; 0 was not
 * measured. */
void figures_row(const char *what, const void *records, size_t n, size_t size,
    size_t offset, int digits);
