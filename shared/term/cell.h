/*
 * One character cell, the unit that vt, canvas and frame encoder share.
 *
 * 16 bytes without padding, so two cells compare with memcmp. A blank is a
 * space, never NUL. A wide character takes two cells: the left one has width 2,
 * the right one has cp 0 and width 0 and the left one's style. Text in cells is
 * already safe to show: vt and canvas let no control, bidi or zero-width
 * character in. Not here: anything that knows about rows (grid.h), and more
 * than two marks of a character (marks.h).
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* cell.attr */
#define CELL_BOLD 0x001u
#define CELL_DIM 0x002u
#define CELL_ITALIC 0x004u
#define CELL_UNDERLINE 0x008u
#define CELL_BLINK 0x010u
#define CELL_REVERSE 0x020u
#define CELL_CONCEAL 0x040u
#define CELL_STRIKE 0x080u
#define CELL_UNDERLINE2 0x100u /* double; without CELL_UNDERLINE */
#define CELL_OVERLINE 0x200u
#define CELL_BROKEN 0x400u /* with one of the underlines */
#define CELL_ATTRS 0x7ffu
/* the other underlines, and all bits of one */
#define CELL_CURLY (CELL_UNDERLINE | CELL_UNDERLINE2)
#define CELL_DOTTED (CELL_UNDERLINE | CELL_BROKEN)
#define CELL_DASHED (CELL_UNDERLINE2 | CELL_BROKEN)
#define CELL_UNDERLINES (CELL_UNDERLINE | CELL_UNDERLINE2 | CELL_BROKEN)
/* attributes that show on a space */
#define CELL_ON_BLANK \
	(CELL_UNDERLINES | CELL_OVERLINE | CELL_REVERSE | CELL_STRIKE)

#define CELL_MARKS 2

/* Colours (cell.fg, cell.bg): the top byte says which kind, in two bits. */
#define CELL_DEFAULT 0u
#define CELL_KIND_INDEX 0x01000000u
#define CELL_KIND_RGB 0x02000000u
#define CELL_KIND_MASK 0xff000000u
#define CELL_INDEX(n) (CELL_KIND_INDEX | ((uint32_t)(n)&0xff))
#define CELL_RGB(r, g, b)                             \
	(CELL_KIND_RGB | ((uint32_t)(r)&0xff) << 16 | \
	    ((uint32_t)(g)&0xff) << 8 | ((uint32_t)(b)&0xff))

struct cell {
	uint32_t cp : 21;
	uint32_t attr : 11;
	uint16_t mark[CELL_MARKS]; /* see marks.h; mark[0] is 0 without any */
	uint32_t fg : 26;
	uint32_t width : 2; /* 1, 2; 0 = right half of a wide one */
	uint32_t line_low : 4; /* see cell_line() */
	uint32_t bg : 26;
	uint32_t line_high : 6;
};

_Static_assert(sizeof(struct cell) == 16, "a cell has no padding");

#define CELL_BLANK ((struct cell){.cp = ' ', .width = 1})

/* The colour of the underline: the text's (CELL_DEFAULT), or one of 256. */
static inline uint32_t
cell_line(const struct cell *c)
{
	uint32_t n = c->line_high << 4 | c->line_low;

	return n == 0 ? CELL_DEFAULT : CELL_INDEX(n - 1);
}

static inline void
cell_set_line(struct cell *c, uint32_t colour)
{
	uint32_t n = colour == CELL_DEFAULT ? 0 : (colour & 0xff) + 1;

	c->line_low = n & 0xf;
	c->line_high = n >> 4 & 0x3f;
}

static inline bool
cell_same_style(const struct cell *a, const struct cell *b)
{
	return a->fg == b->fg && a->bg == b->bg && a->attr == b->attr &&
	    a->line_low == b->line_low && a->line_high == b->line_high;
}

static inline bool
cell_equal(const struct cell *a, const struct cell *b)
{
	return memcmp(a, b, sizeof(*a)) == 0;
}

/* Looks like an erased cell in default colours (fg does not show). */
static inline bool
cell_is_blank(const struct cell *c)
{
	return c->cp == ' ' && c->bg == CELL_DEFAULT && c->width == 1 &&
	    !(c->attr & CELL_ON_BLANK) && c->mark[0] == 0;
}

/* Nobody could tell them apart on a screen. */
static inline bool
cell_looks_equal(const struct cell *a, const struct cell *b)
{
	return cell_equal(a, b) || (cell_is_blank(a) && cell_is_blank(b));
}
