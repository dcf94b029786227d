/*
 * What every benchmark does with its figures: medians and the like.
 */
#pragma once

/* The value below which so many percent lie (50 = median, 100 = worst); sorts
 * v.
 */
double figures_percentile(double *v, int n, int percent);
