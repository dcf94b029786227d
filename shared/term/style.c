#include "shared/term/style.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/str.h"

/* --- colours --- */

static const uint8_t cube_steps[6] = {0, 95, 135, 175, 215, 255};

/* xterm's first sixteen */
static const uint8_t basic[16][3] = {{0, 0, 0}, {205, 0, 0}, {0, 205, 0},
    {205, 205, 0}, {0, 0, 238}, {205, 0, 205}, {0, 205, 205}, {229, 229, 229},
    {127, 127, 127}, {255, 0, 0}, {0, 255, 0}, {255, 255, 0}, {92, 92, 255},
    {255, 0, 255}, {0, 255, 255}, {255, 255, 255}};

struct rgb {
	int r;
	int g;
	int b;
};

static int
distance(struct rgb a, struct rgb b)
{
	return (a.r - b.r) * (a.r - b.r) + (a.g - b.g) * (a.g - b.g) +
	    (a.b - b.b) * (a.b - b.b);
}

static struct rgb
index_rgb(int i)
{
	if (i < 16)
		return (struct rgb){basic[i][0], basic[i][1], basic[i][2]};
	if (i >= 232)
		return (struct rgb){
		    8 + 10 * (i - 232), 8 + 10 * (i - 232), 8 + 10 * (i - 232)};
	i -= 16;
	return (struct rgb){
	    cube_steps[i / 36], cube_steps[i / 6 % 6], cube_steps[i % 6]};
}

static int
nearest_step(int v)
{
	int best = 0;

	for (int i = 1; i < 6; i++) {
		if (abs(cube_steps[i] - v) < abs(cube_steps[best] - v))
			best = i;
	}
	return best;
}

static int
nearest_256(struct rgb c)
{
	int cube = 16 + 36 * nearest_step(c.r) + 6 * nearest_step(c.g) +
	    nearest_step(c.b);
	int level = ((c.r + c.g + c.b) / 3 - 3) / 10;
	int grey = 232 + (level < 0 ? 0 : level > 23 ? 23 : level);

	return distance(c, index_rgb(grey)) < distance(c, index_rgb(cube))
	    ? grey
	    : cube;
}

static int
nearest_16(struct rgb c)
{
	int best = 0;

	for (int i = 1; i < 16; i++) {
		if (distance(c, index_rgb(i)) < distance(c, index_rgb(best)))
			best = i;
	}
	return best;
}

uint32_t
style_colour(uint32_t colour, enum frame_colours colours)
{
	bool rgb = (colour & CELL_KIND_MASK) == CELL_KIND_RGB;
	struct rgb c;
	int i;

	if (colour == CELL_DEFAULT || colours == FRAME_COLOURS_RGB)
		return colour;
	if (colours == FRAME_COLOURS_NONE)
		return CELL_DEFAULT;
	if (rgb)
		c = (struct rgb){(int)(colour >> 16 & 0xff),
		    (int)(colour >> 8 & 0xff), (int)(colour & 0xff)};
	else
		c = index_rgb((int)(colour & 0xff));
	if (colours == FRAME_COLOURS_256)
		return rgb ? CELL_INDEX(nearest_256(c)) : colour;
	i = !rgb && (colour & 0xff) < 16 ? (int)(colour & 0xff) : nearest_16(c);
	return CELL_INDEX(colours == FRAME_COLOURS_8 ? i & 7 : i);
}

static bool
ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n >= m && str_eq(s + n - m, end);
}

enum frame_colours
style_colours_for(const char *no_color, const char *colorterm, const char *term)
{
	if (no_color != NULL && no_color[0] != '\0')
		return FRAME_COLOURS_NONE;
	if (colorterm != NULL &&
	    (str_eq(colorterm, "truecolor") || str_eq(colorterm, "24bit")))
		return FRAME_COLOURS_RGB;
	if (term == NULL || str_eq(term, "dumb") ||
	    strncmp(term, "vt", 2) == 0 || ends_with(term, "-m") ||
	    ends_with(term, "-mono"))
		return FRAME_COLOURS_NONE;
	if (ends_with(term, "-direct"))
		return FRAME_COLOURS_RGB;
	if (ends_with(term, "256color"))
		return FRAME_COLOURS_256;
	if (str_eq(term, "linux"))
		return FRAME_COLOURS_8;
	return FRAME_COLOURS_16;
}

/* Those of few colours, of which some print a part of what they do not know,
 * have one underline in one colour. */
struct cell
style_reduce(const struct cell *c, enum frame_colours colours)
{
	struct cell want = *c;

	want.fg = style_colour(c->fg, colours);
	want.bg = style_colour(c->bg, colours);
	if (colours <= FRAME_COLOURS_16)
		return want;
	cell_set_line(&want, CELL_DEFAULT);
	if (want.attr & CELL_BROKEN || (want.attr & CELL_CURLY) == CELL_CURLY)
		want.attr = (want.attr & ~CELL_UNDERLINES) | CELL_UNDERLINE;
	return want;
}

/* --- SGR --- */

/* Parameters of one SGR; a list may be longer than one sequence may be. */
struct sgr {
	int param[32];
	int n;
	int split; /* a second sequence begins here; 0 = none */
	int line; /* kind of underline that needs one of its own; 0 = none */
	int tint; /* its colour needs one, too; -1 = none */
};

static void
add(struct sgr *s, int param)
{
	s->param[s->n++] = param;
}

static void
add_colour(struct sgr *s, uint32_t colour, int base)
{
	int i = (int)(colour & 0xff);

	switch (colour & CELL_KIND_MASK) {
	case CELL_KIND_INDEX:
		if (i < 16) {
			add(s, i < 8 ? base + i : base + 60 + i - 8);
			return;
		}
		add(s, base + 8);
		add(s, 5);
		add(s, i);
		return;
	case CELL_KIND_RGB:
		add(s, base + 8);
		add(s, 2);
		add(s, (int)(colour >> 16 & 0xff));
		add(s, (int)(colour >> 8 & 0xff));
		add(s, i);
		return;
	default:
		add(s, base + 9);
		return;
	}
}

static const struct {
	uint16_t bit;
	uint8_t on;
	uint8_t off;
} attributes[] = {
    {CELL_BOLD, 1, 22},
    {CELL_DIM, 2, 22},
    {CELL_ITALIC, 3, 23},
    {CELL_BLINK, 5, 25},
    {CELL_REVERSE, 7, 27},
    {CELL_CONCEAL, 8, 28},
    {CELL_STRIKE, 9, 29},
    {CELL_OVERLINE, 53, 55},
};

#define N_ATTRIBUTES (sizeof(attributes) / sizeof(attributes[0]))

/* Where a terminal does not know the kind, a plain one stays. */
static void
add_underline(struct sgr *s, unsigned from, unsigned want)
{
	from &= CELL_UNDERLINES;
	want &= CELL_UNDERLINES;
	if (from == want)
		return;
	if (from != 0)
		add(s, 24);
	if (want != 0)
		add(s, want == CELL_UNDERLINE2 ? 21 : 4);
	s->line = want == CELL_CURLY ? 3
	    : want == CELL_DOTTED    ? 4
	    : want == CELL_DASHED    ? 5
				     : 0;
}

/* With colons: who does not know it reads over it. */
static void
add_tint(struct sgr *s, const struct cell *from, const struct cell *want)
{
	uint32_t colour = cell_line(want);

	s->tint = -1;
	if (colour == cell_line(from))
		return;
	if (colour == CELL_DEFAULT)
		add(s, 59);
	else
		s->tint = (int)(colour & 0xff);
}

/* From the style `from`, which may be what a reset leaves. */
static void
build(struct sgr *s, const struct cell *from, const struct cell *want)
{
	unsigned gone = from->attr & ~want->attr;
	unsigned have = from->attr;

	for (size_t i = 0; i < N_ATTRIBUTES; i++) {
		if (!(gone & attributes[i].bit))
			continue;
		add(s, attributes[i].off);
		/* one code ends two attributes */
		for (size_t j = 0; j < N_ATTRIBUTES; j++) {
			if (attributes[j].off == attributes[i].off) {
				have &= ~(unsigned)attributes[j].bit;
				gone &= ~(unsigned)attributes[j].bit;
			}
		}
	}
	for (size_t i = 0; i < N_ATTRIBUTES; i++) {
		if (want->attr & ~have & attributes[i].bit)
			add(s, attributes[i].on);
	}
	add_underline(s, from->attr, want->attr);
	add_tint(s, from, want);
	s->split = s->n;
	if (want->fg != from->fg)
		add_colour(s, want->fg, 30);
	if (want->bg != from->bg)
		add_colour(s, want->bg, 40);
	if (s->n <= 16)
		s->split = 0;
}

static size_t
write_params(char *dst, size_t size, const int *param, int n)
{
	size_t len = (size_t)snprintf(dst, size, "\033[");

	for (int i = 0; i < n; i++)
		len += (size_t)snprintf(
		    dst + len, size - len, "%s%d", i > 0 ? ";" : "", param[i]);
	dst[len++] = 'm';
	return len;
}

static size_t
write_plain(char dst[160], const struct sgr *s)
{
	size_t len;

	if (s->n == 0)
		return 0;
	if (s->n == 1 && s->param[0] == 0) {
		memcpy(dst, "\033[m", 3);
		return 3;
	}
	if (s->split == 0)
		return write_params(dst, 160, s->param, s->n);
	len = write_params(dst, 160, s->param, s->split);
	return len +
	    write_params(
		dst + len, 160 - len, s->param + s->split, s->n - s->split);
}

static size_t
write_sgr(char dst[160], const struct sgr *s)
{
	size_t len = write_plain(dst, s);

	if (s->line != 0)
		len += (size_t)snprintf(
		    dst + len, 160 - len, "\033[4:%dm", s->line);
	if (s->tint >= 0)
		len += (size_t)snprintf(
		    dst + len, 160 - len, "\033[58:5:%dm", s->tint);
	return len;
}

void
style_change(struct cell *pen, const struct cell *want, struct buf *out)
{
	struct sgr change = {.n = 0}, reset = {.param = {0}, .n = 1};
	char a[160], b[160];
	size_t a_len, b_len;

	if (cell_same_style(pen, want))
		return;
	build(&change, pen, want);
	build(&reset, &CELL_BLANK, want);
	a_len = write_sgr(a, &change);
	b_len = write_sgr(b, &reset);
	if (b_len < a_len)
		buf_add(out, b, b_len);
	else
		buf_add(out, a, a_len);
	pen->fg = want->fg;
	pen->bg = want->bg;
	pen->attr = want->attr;
	cell_set_line(pen, cell_line(want));
}
