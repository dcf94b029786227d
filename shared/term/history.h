/*
 * The scrollback: lines that left the top of the screen, packed.
 *
 * A line is kept as runs of one style; a run of plain ASCII takes a byte per
 * column, so 2,000 usual lines are some 200 KB. A ring: the oldest goes first.
 */
#ifndef TERM_HISTORY_H
#define TERM_HISTORY_H

#include <stdint.h>

#include "shared/term/cell.h"

struct history_line {
	uint8_t *mem;
	uint32_t len;
	uint32_t cap;
};

struct history {
	struct history_line *line; /* max of them */
	int max;
	int next; /* where the next one goes */
	int count;
	uint64_t total; /* lines ever added */
	uint8_t *scratch;
};

void history_init(struct history *h, int max);
void history_fini(struct history *h);
void history_clear(struct history *h);
/* Takes cols <= GRID_COLS_MAX cells; blanks at the end are dropped. */
void history_add(struct history *h, const struct cell *cells, int cols);
/* Line i, 0 = the newest, into cells; blanks behind it. Returns the columns it
 * had, -1 when there is none. */
int history_get(const struct history *h, int i, struct cell *cells, int cols);

#endif
