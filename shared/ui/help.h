/*
 * The page of `?`: all keys that are valid here and now, in a box, scrollable.
 */
#pragma once

#include <stdbool.h>

#include "shared/ui/canvas.h"
#include "shared/ui/keys.h"

struct help_row {
	const char *keys; /* "PgUp PgDn"; NULL = a heading */
	const char *text; /* translated; NULL ends the table */
};

struct help {
	const char *title;
	const struct help_row *rows;
	int count;
	int top;
	int last; /* the greatest top that is of use, */
	int shown; /* and the rows of the last drawing */
	bool paged; /* its arrows are for something else: PgUp and PgDn turn it
		     */
};

/* rows end with text == NULL and stay the owner's. */
void help_init(struct help *h, const char *title, const struct help_row *rows);
/* False when the key closes it. */
bool help_key(struct help *h, const struct keys_event *ev);
void help_draw(struct help *h, struct canvas *c);
