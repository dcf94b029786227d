/*
 * The table of `make bench`: a row for each figure with a column per rival,
 * pomoc's times OpenSSH and whether what must hold does. With BENCH_JSON a line
 * of JSON for each row is added to that file.
 */
#pragma once

#include <stdbool.h>

enum table_rival {
	TABLE_SSH,
	TABLE_TMUX,
	TABLE_DIY,
	TABLE_POMOC,
	TABLE_RIVALS
};

/* What is asked of pomoc's figure; 0 = nothing. */
struct table_must {
	double of_ssh; /* at most so many times OpenSSH's */
	bool below_diy; /* less than what people build themselves */
	double most, least;
};

/* The names of the columns. */
void table_head(const char *title);
/* v: of TABLE_RIVALS, 0 = not measured. key: in the JSON. */
void table_row(const char *key, const char *title, int digits, const double *v,
    const struct table_must *must);
/* How many rows did not hold what they must. */
int table_missed(void);
