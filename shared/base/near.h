/*
 * What somebody may have meant who mistyped a name: of a command, or of an
 * option.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct option;

/* Of those that were asked about the one that is nearest. */
struct near {
	const char *word; /* as it was typed */
	const char *found; /* borrowed; NULL when none is near */
	int distance;
};

void near_begin(struct near *n, const char *word);
/* The first of several that are as near counts. */
void near_try(struct near *n, const char *name);
/* The same for "--nme=x" in a table of getopt_long(3), without the dashes. */
const char *near_option(const char *word, const struct option *table);
