#include "shared/term/pen.h"

#include <stddef.h>

#include "shared/term/style.h"

static void
reset(struct cell *pen)
{
	*pen = CELL_BLANK;
}

/* Parameters i.. that belong together by colons; the first is i. */
static int
group_length(const struct filter_seq *s, int i)
{
	int n = 1;

	while (i + n < s->nparams && (s->colons >> (i + n) & 1))
		n++;
	return n;
}

static int
param(const struct filter_seq *s, int i)
{
	return i < s->nparams && s->param[i] > 0 ? s->param[i] : 0;
}

static bool
in_byte(int v)
{
	return v >= 0 && v <= 255;
}

/* 5;N or 2;R;G;B from parameter i on; false and colour unchanged if wrong. */
static bool
read_colour(const struct filter_seq *s, int i, int rgb_at, uint32_t *colour)
{
	int r, g, b;

	if (param(s, i) == 5 && in_byte(param(s, i + 1))) {
		*colour = CELL_INDEX(param(s, i + 1));
		return true;
	}
	if (param(s, i) != 2)
		return false;
	r = param(s, rgb_at);
	g = param(s, rgb_at + 1);
	b = param(s, rgb_at + 2);
	if (!in_byte(r) || !in_byte(g) || !in_byte(b))
		return false;
	*colour = CELL_RGB(r, g, b);
	return true;
}

/* 38, 48 and 58 in both spellings; returns the parameters used. */
static int
apply_colour(const struct filter_seq *s, int i, uint32_t *colour)
{
	int n = group_length(s, i);

	if (n > 1) {
		/* 38:2:R:G:B or 38:2:SPACE:R:G:B */
		read_colour(s, i + 1, n >= 6 ? i + 3 : i + 2, colour);
		return n;
	}
	read_colour(s, i + 1, i + 2, colour);
	if (param(s, i + 1) == 5)
		return 3;
	return param(s, i + 1) == 2 ? 5 : 1;
}

static void
apply_underline(struct cell *pen, int style)
{
	static const uint16_t styles[] = {0, CELL_UNDERLINE, CELL_UNDERLINE2,
	    CELL_CURLY, CELL_DOTTED, CELL_DASHED};

	pen->attr &= ~CELL_UNDERLINES;
	pen->attr |= style < 6 ? styles[style] : CELL_UNDERLINE;
}

struct sgr {
	uint16_t on; /* bits to set */
	uint16_t off; /* bits to clear */
};

static const struct sgr attributes[30] = {
    [1] = {CELL_BOLD, 0},
    [2] = {CELL_DIM, 0},
    [3] = {CELL_ITALIC, 0},
    [5] = {CELL_BLINK, 0},
    [6] = {CELL_BLINK, 0},
    [7] = {CELL_REVERSE, 0},
    [8] = {CELL_CONCEAL, 0},
    [9] = {CELL_STRIKE, 0},
    [21] = {CELL_UNDERLINE2, CELL_UNDERLINE | CELL_BROKEN},
    [22] = {0, CELL_BOLD | CELL_DIM},
    [23] = {0, CELL_ITALIC},
    [24] = {0, CELL_UNDERLINES},
    [25] = {0, CELL_BLINK},
    [27] = {0, CELL_REVERSE},
    [28] = {0, CELL_CONCEAL},
    [29] = {0, CELL_STRIKE},
};

static void
apply_simple(struct cell *pen, int p)
{
	if (p < 30) {
		pen->attr |= attributes[p].on;
		pen->attr &= ~(unsigned)attributes[p].off & CELL_ATTRS;
	} else if (p <= 37) {
		pen->fg = CELL_INDEX(p - 30);
	} else if (p == 39) {
		pen->fg = CELL_DEFAULT;
	} else if (p >= 40 && p <= 47) {
		pen->bg = CELL_INDEX(p - 40);
	} else if (p == 49) {
		pen->bg = CELL_DEFAULT;
	} else if (p == 53) {
		pen->attr |= CELL_OVERLINE;
	} else if (p == 55) {
		pen->attr &= ~CELL_OVERLINE;
	} else if (p == 59) {
		cell_set_line(pen, CELL_DEFAULT);
	} else if (p >= 90 && p <= 97) {
		pen->fg = CELL_INDEX(p - 90 + 8);
	} else if (p >= 100 && p <= 107) {
		pen->bg = CELL_INDEX(p - 100 + 8);
	}
}

/* Of 38, 48 and 58; returns the parameters used. */
static int
apply_pen(struct cell *pen, const struct filter_seq *s, int i, int p)
{
	uint32_t colour = p == 38 ? pen->fg
	    : p == 48		  ? pen->bg
				  : cell_line(pen);
	int n = apply_colour(s, i, &colour);

	if (p == 38)
		pen->fg = colour;
	else if (p == 48)
		pen->bg = colour;
	else
		cell_set_line(pen, style_colour(colour, FRAME_COLOURS_256));
	return n;
}

void
pen_apply(struct cell *pen, const struct filter_seq *s)
{
	if (s->nparams == 0)
		reset(pen);
	for (int i = 0; i < s->nparams;) {
		int p = param(s, i), n = group_length(s, i);

		if (p == 0) {
			reset(pen);
		} else if (p == 4) {
			apply_underline(pen, n > 1 ? param(s, i + 1) : 1);
		} else if (p == 38 || p == 48 || p == 58) {
			n = apply_pen(pen, s, i, p);
		} else {
			apply_simple(pen, p);
		}
		i += n;
	}
}
