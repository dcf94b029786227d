/*
 * The scrollback: lines that left the top of the screen, packed.
 *
 * A line is kept as runs of one style; a run of plain ASCII takes a byte per
 * column, so 2,000 usual lines are some 200 KB. Blank lines that follow each
 * other are one number, however many. A ring: the oldest goes first.
 */
#pragma once

#include <stdint.h>

#include "shared/term/screen.h"

/* A line and the blank ones that came after it. */
struct history_line {
	uint8_t *mem;
	uint32_t len;
	uint32_t cap;
	uint32_t fill; /* background of the blank lines */
	int cols; /* their width; 0 in the default background */
	int blanks; /* how many */
	bool gone; /* the line itself was dropped, or never was */
	bool wrapped; /* its text goes on in the next one */
	int used; /* columns of its text, as in struct line */
};

struct history {
	struct history_line *line; /* max of them, each of at least one line */
	int max;
	int next; /* where the next one goes */
	int used;
	int count; /* lines, the blank ones too */
	uint64_t total; /* lines ever added, and not taken back */
	uint64_t work; /* cells looked at */
	uint8_t *scratch;
};

void history_init(struct history *h, int max);
void history_fini(struct history *h);
void history_clear(struct history *h);
/* Takes a line so many columns wide; default blanks at its end are dropped. */
void history_add(struct history *h, const struct line *l, int cols);
/* n blank lines with that background. */
void history_add_blank(struct history *h, int n, uint32_t fill, int cols);
/* The first n lines of a screen, which are about to leave it. */
void history_scroll(struct history *h, const struct screen *s, int n);
/* The newest line goes on nowhere. */
void history_end(struct history *h);
/* The newest n lines go, as if they had never been added. */
void history_drop(struct history *h, int n);
/* Line i, 0 = the newest, into cells; blanks behind it. Returns the columns it
 * had, -1 when there is none. */
int history_get(const struct history *h, int i, struct cell *cells, int cols);
/* Its text went on in the line below it. */
bool history_wrapped(const struct history *h, int i);
/* The columns of it that are text. */
int history_used(const struct history *h, int i);

/* From the oldest on: a line and the blank ones after it, NULL when there is
 * none, */
const struct history_line *history_oldest(const struct history *h);
/* ... that line as history_get() has it (not when it is gone), */
int history_unpack(const struct history_line *l, struct cell *cells, int cols);
/* ... which becomes the newest of another, without the blank ones, or not; */
void history_move(struct history *to, struct history *from);
/* ... and the one after it is the oldest. */
void history_next(struct history *h);
