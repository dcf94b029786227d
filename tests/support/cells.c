/*
 * Compares two screens as tmux tells them (capture-pane -e -p -N), cell by
 * cell.
 *
 * usage: cells [-i LIST] COLSxROWS WANT GOT [ROW COL]
 * ROW, COL: where the rectangle begins in GOT. LIST, by commas: what may
 * differ: text, attr, colour, blink, strike, line (kinds of underline and
 * their colour, overline), rgb (colours as one of 256). Exit 0 when equal; 1
 * with the first differences and their number; 2 when a file is no screen.
 */
#include <ctype.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/utf8.h"
#include "shared/base/util.h"
#include "shared/term/marks.h"
#include "shared/term/style.h"

#define COLS_MAX 300
#define ROWS_MAX 120
#define TEXT_SIZE 40
#define SHOWN 6 /* differences that are printed */

enum {
	BOLD = 1,
	DIM = 2,
	ITALIC = 4,
	BLINK = 8,
	REVERSE = 16,
	CONCEAL = 32,
	STRIKE = 64,
	OVERLINE = 128
};

struct style {
	unsigned attr;
	int under; /* 0 none, 1 single, 2 double, 3 curly, 4 dotted, 5 dashed */
	uint32_t fg;
	uint32_t bg;
	uint32_t line;
};

struct tile {
	char text[TEXT_SIZE]; /* "" = the right half of a wide one */
	struct style style;
};

struct picture {
	struct tile tile[ROWS_MAX][COLS_MAX];
};

static struct {
	bool text, attr, colour, blink, strike, line, rgb;
} ignore;

/* --- reading --- */

static const struct {
	int on;
	int off;
	unsigned bit;
} attributes[] = {{1, 22, BOLD}, {2, 22, DIM}, {3, 23, ITALIC}, {5, 25, BLINK},
    {7, 27, REVERSE}, {8, 28, CONCEAL}, {9, 29, STRIKE}, {53, 55, OVERLINE}};

static uint32_t
colour_of(const int *p, int n, int *used)
{
	*used = 1;
	if (n >= 2 && p[0] == 5) {
		*used = 2;
		return CELL_INDEX(p[1]);
	}
	if (n >= 4 && p[0] == 2) {
		*used = 4;
		return CELL_RGB(p[1], p[2], p[3]);
	}
	return CELL_DEFAULT;
}

static void
simple(struct style *s, int p)
{
	if (p == 0)
		*s = (struct style){0};
	else if (p == 4)
		s->under = 1;
	else if (p == 24)
		s->under = 0;
	else if (p >= 30 && p <= 37)
		s->fg = CELL_INDEX(p - 30);
	else if (p == 39)
		s->fg = CELL_DEFAULT;
	else if (p >= 40 && p <= 47)
		s->bg = CELL_INDEX(p - 40);
	else if (p == 49)
		s->bg = CELL_DEFAULT;
	else if (p == 59)
		s->line = CELL_DEFAULT;
	else if (p >= 90 && p <= 97)
		s->fg = CELL_INDEX(p - 90 + 8);
	else if (p >= 100 && p <= 107)
		s->bg = CELL_INDEX(p - 100 + 8);
	for (size_t i = 0; i < ARRAY_LEN(attributes); i++) {
		if (p == attributes[i].on)
			s->attr |= attributes[i].bit;
		if (p == attributes[i].off)
			s->attr &= ~attributes[i].bit;
	}
}

/* One parameter with its colons; tmux 3.3 writes overline as 5:3. */
static void
with_colons(struct style *s, const int *p, int n)
{
	int used;

	if (p[0] == 4)
		s->under = p[1];
	else if (p[0] == 5 && p[1] == 3)
		s->attr |= OVERLINE;
	else if (p[0] == 58 && n == 6) /* with an empty colour space */
		s->line = CELL_RGB(p[3], p[4], p[5]);
	else if (p[0] == 58)
		s->line = colour_of(p + 1, n - 1, &used);
}

static void
apply(struct style *s, const char *text, size_t len)
{
	int p[32] = {0}, n = 1;
	bool colon[33] = {false};

	for (size_t i = 0; i < len; i++) {
		if (isdigit((unsigned char)text[i]))
			p[n - 1] = p[n - 1] * 10 + text[i] - '0';
		else if (n < (int)ARRAY_LEN(p))
			colon[n++] = text[i] == ':';
	}
	for (int i = 0, used = 0; i < n; i += used) {
		for (used = 1; i + used < n && colon[i + used];)
			used++;
		if (used > 1) {
			with_colons(s, p + i, used);
		} else if (p[i] == 38 || p[i] == 48 || p[i] == 58) {
			uint32_t *to = p[i] == 38 ? &s->fg
			    : p[i] == 48	  ? &s->bg
						  : &s->line;

			*to = colour_of(p + i + 1, n - i - 1, &used);
			used++;
		} else {
			simple(s, p[i]);
		}
	}
}

/* A letter between SO and SI. */
static uint32_t
drawing(uint32_t cp)
{
	static const uint16_t to[31] = {0x25c6, 0x2592, 0x2409, 0x240c, 0x240d,
	    0x240a, 0xb0, 0xb1, 0x2424, 0x240b, 0x2518, 0x2510, 0x250c, 0x2514,
	    0x253c, 0x23ba, 0x23bb, 0x2500, 0x23bc, 0x23bd, 0x251c, 0x2524,
	    0x2534, 0x252c, 0x2502, 0x2264, 0x2265, 0x3c0, 0x2260, 0xa3, 0xb7};

	return cp >= 0x60 && cp <= 0x7e ? to[cp - 0x60] : cp;
}

static void
clear(struct picture *p)
{
	for (int r = 0; r < ROWS_MAX; r++)
		for (int c = 0; c < COLS_MAX; c++)
			p->tile[r][c] = (struct tile){.text = " "};
}

/* What the program shows in its place, for safety: the look is the same. */
static uint32_t
look(uint32_t cp)
{
	if (cp == 0xad)
		return '-';
	return utf8_clean_char(cp) == 0 && utf8_width(cp) > 0 ? ' ' : cp;
}

static void
put(struct tile *row, int *col, uint32_t cp, const struct style *s)
{
	int width = utf8_width(cp);
	struct tile *t;

	if (width == 0 && *col > 0 &&
	    (utf8_clean_char(cp) != 0 || marks_are_style(cp))) {
		t = &row[*col - 1];
		t = t->text[0] == '\0' ? t - 1 : t;
		if (strlen(t->text) + UTF8_MAX < TEXT_SIZE)
			t->text[strlen(t->text) +
			    (size_t)utf8_encode(
				t->text + strlen(t->text), cp)] = '\0';
		return;
	}
	if (utf8_clean_char(cp) == 0 && width <= 0)
		return;
	if (width == 2 && look(cp) == ' ')
		put(row, col, ' ', s); /* two blanks */
	width = look(cp) == ' ' ? 1 : MAX_OF(width, 1);
	cp = look(cp);
	if (*col + width > COLS_MAX)
		return;
	t = &row[(*col)];
	t->text[utf8_encode(t->text, cp)] = '\0';
	t->style = *s;
	if (width == 2)
		t[1] = (struct tile){.style = *s};
	*col += width;
}

/* The style goes on from line to line. */
static void
take(struct picture *p, const char *text, size_t len)
{
	struct style style = {0};
	bool drawn = false;
	int row = 0, col = 0;

	for (size_t i = 0; i < len && row < ROWS_MAX;) {
		uint32_t cp;

		if (text[i] == '\033' && i + 1 < len && text[i + 1] == '[') {
			size_t n = strcspn(text + i, "m");

			apply(&style, text + i + 2, n - 2);
			i += n + 1;
			continue;
		}
		i += (size_t)MAX_OF(1, utf8_decode(text + i, len - i, &cp));
		if (cp == '\n') {
			row++;
			col = 0;
		} else if (cp == 0x0e || cp == 0x0f) {
			drawn = cp == 0x0e;
		} else {
			put(p->tile[row], &col, drawn ? drawing(cp) : cp,
			    &style);
		}
	}
}

static bool
load(struct picture *p, const char *path)
{
	static char text[1 << 20];
	FILE *f = fopen(path, "r");
	size_t len;

	clear(p);
	if (f == NULL)
		return false;
	len = fread(text, 1, sizeof(text) - 1, f);
	fclose(f);
	text[len] = '\0';
	take(p, text, len);
	return len > 0;
}

/* --- comparing --- */

/* What nobody can see is left out. */
static void
normal(struct tile *t)
{
	struct style *s = &t->style;
	bool lines = s->under != 0 || s->attr & (STRIKE | OVERLINE);

	if (ignore.blink)
		s->attr &= ~(unsigned)BLINK;
	if (ignore.strike)
		s->attr &= ~(unsigned)STRIKE;
	if (ignore.line) {
		s->under = s->under != 0;
		s->attr &= ~(unsigned)OVERLINE;
		s->line = CELL_DEFAULT;
	}
	if (ignore.rgb) {
		s->fg = style_colour(s->fg, FRAME_COLOURS_256);
		s->bg = style_colour(s->bg, FRAME_COLOURS_256);
	}
	if (s->under == 0)
		s->line = CELL_DEFAULT;
	if (strcmp(t->text, " ") == 0) {
		s->attr &= REVERSE | STRIKE | OVERLINE;
		if (!lines && !(s->attr & REVERSE))
			s->fg = CELL_DEFAULT;
	}
	if (ignore.attr)
		s->attr = 0;
	if (ignore.attr)
		s->under = 0;
	if (ignore.colour)
		s->fg = s->bg = s->line = CELL_DEFAULT;
}

static bool
same(const struct tile *a, const struct tile *b)
{
	if (!ignore.text && strcmp(a->text, b->text) != 0)
		return false;
	return memcmp(&a->style, &b->style, sizeof(a->style)) == 0;
}

static void
say(const char *what, const struct tile *t)
{
	printf("  %s '%s'", what, t->text);
	if (t->style.attr != 0)
		printf(" attr %02x", t->style.attr);
	if (t->style.under != 0)
		printf(" under %d", t->style.under);
	if (t->style.fg != CELL_DEFAULT)
		printf(" fg %x", t->style.fg);
	if (t->style.bg != CELL_DEFAULT)
		printf(" bg %x", t->style.bg);
	if (t->style.line != CELL_DEFAULT)
		printf(" line %x", t->style.line);
}

static int
compare(struct picture *want, struct picture *got, int cols, int rows, int row0,
    int col0)
{
	int wrong = 0;

	for (int r = 0; r < rows; r++) {
		for (int c = 0; c < cols; c++) {
			struct tile *w = &want->tile[r][c];
			struct tile *g = &got->tile[row0 + r][col0 + c];

			normal(w);
			normal(g);
			if (same(w, g) || wrong++ >= SHOWN)
				continue;
			printf("  %d,%d:", r, c);
			say("is", g);
			say("not", w);
			putchar('\n');
		}
	}
	return wrong;
}

static void
may_differ(char *list)
{
	for (char *w = strtok(list, ","); w != NULL; w = strtok(NULL, ",")) {
		ignore.text |= strcmp(w, "text") == 0;
		ignore.attr |= strcmp(w, "attr") == 0;
		ignore.colour |= strcmp(w, "colour") == 0;
		ignore.blink |= strcmp(w, "blink") == 0;
		ignore.strike |= strcmp(w, "strike") == 0;
		ignore.line |= strcmp(w, "line") == 0;
		ignore.rgb |= strcmp(w, "rgb") == 0;
	}
}

int
main(int argc, char **argv)
{
	static struct picture want, got;
	int cols, rows, row0 = 0, col0 = 0, wrong;

	setlocale(LC_ALL, "");
	if (argc > 2 && strcmp(argv[1], "-i") == 0) {
		may_differ(argv[2]);
		argc -= 2;
		argv += 2;
	}
	if (argc < 4 || sscanf(argv[1], "%dx%d", &cols, &rows) != 2)
		return 2;
	if (argc == 6) {
		row0 = atoi(argv[4]);
		col0 = atoi(argv[5]);
	}
	if (cols + col0 > COLS_MAX || rows + row0 > ROWS_MAX || row0 < 0 ||
	    col0 < 0 || !load(&want, argv[2]) || !load(&got, argv[3]))
		return 2;
	wrong = compare(&want, &got, cols, rows, row0, col0);
	if (wrong > 0)
		printf("  %d of %d cells\n", wrong, cols * rows);
	return wrong > 0;
}
