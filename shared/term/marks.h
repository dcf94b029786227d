/*
 * The marks of a cell: accents and what else takes no column of its own.
 *
 * One or two of the first plane stand in the cell. Longer rows of marks, and
 * those beyond it, stand in one table of the process, as a chain: an entry is
 * the marks before and one more; the cell holds MARKS_CHAIN and the number of
 * the last one. The table only grows, up to MARKS_ENTRIES, and nothing in it
 * ever changes: the same marks are the same bits, cells are compared and copied
 * as before. Where it has no room a further mark is dropped, as one is that
 * would make its character longer than MARKS_BYTES. For one thread, as grids
 * are.
 *
 * U+FE0E and U+FE0F (this sign as a letter, as a picture) are marks, too, and
 * change no width here. Other terminals give the second two columns:
 * marks_widen() says where that matters. Joiners, signs of direction and other
 * invisible ones are no marks (utf8_clean_char()): they could make a text look
 * like another one.
 */
#pragma once

#include "shared/base/utf8.h"
#include "shared/term/cell.h"

#define MARKS_BYTES 21 /* a character with its marks in UTF-8: as tmux */
#define MARKS_MAX 10 /* so many of two bytes go with a letter of one */
#define MARKS_ENTRIES 65536
#define MARKS_CHAIN 0xffffu /* in mark[0]; mark[1] is the entry */

#define MARKS_PICTURE 0xfe0fu

static inline bool
marks_are_style(uint32_t cp)
{
	return cp == 0xfe0e || cp == MARKS_PICTURE;
}

/* Onto the character of that cell, as the last one; or it is dropped. */
void marks_add(struct cell *c, uint32_t cp);
/* How many, in their order. */
int marks_of(const struct cell *c, uint32_t mark[MARKS_MAX]);
/* The character and its marks as UTF-8; returns the bytes. */
#define MARKS_TEXT (UTF8_MAX + MARKS_BYTES)
int marks_text(const struct cell *c, char out[MARKS_TEXT]);
bool marks_have_picture(const struct cell *c);
/* There are terminals that show this cell wider than it is, over the next. */
static inline bool
marks_widen(const struct cell *c)
{
	return c->mark[0] != 0 && c->width == 1 && marks_have_picture(c);
}

/* Every terminal gives it the same width. */
static inline bool
marks_sure(const struct cell *c)
{
	return c->mark[0] == 0 && c->cp < 0x1f000;
}
