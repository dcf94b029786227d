/*
 * A picture of a screen: reads what `tmux capture-pane -e -p -N` prints and
 * writes it as SVG, of rectangles and texts alone.
 * usage: picture COLS ROWS <CAPTURE >FILE.svg
 */
#include <locale.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/utf8.h"
#include "shared/term/vt.h"

#define CELL_W 8
#define CELL_H 17
#define BASE 13 /* of a letter, below the top of its cell */
#define MARGIN 8
#define PAPER 0x1b1d22u
#define INK 0xd6d8dcu

/* The terminal's own sixteen. */
static const uint32_t basic[16] = {0x1b1d22, 0xe06c75, 0x8fbf6f, 0xe0b35a,
    0x3f6fb5, 0xb583c8, 0x5fb5bf, 0xd6d8dc, 0x6b7078, 0xff8a92, 0xa9d989,
    0xf5cb78, 0x6c9be0, 0xd0a2e2, 0x7fd3dd, 0xffffff};

static uint32_t
of_index(uint32_t i)
{
	static const uint32_t step[6] = {0, 95, 135, 175, 215, 255};
	uint32_t grey = 8 + 10 * (i - 232);

	if (i < 16)
		return basic[i];
	if (i >= 232)
		return grey << 16 | grey << 8 | grey;
	i -= 16;
	return step[i / 36] << 16 | step[i / 6 % 6] << 8 | step[i % 6];
}

static uint32_t
colour(uint32_t c, uint32_t none)
{
	if (c == CELL_DEFAULT)
		return none;
	return (c & CELL_KIND_MASK) == CELL_KIND_RGB ? c & 0xffffff
						     : of_index(c & 0xff);
}

/* Half way to the ground. */
static uint32_t
dimmed(uint32_t fg, uint32_t bg)
{
	return ((fg & 0xfefefe) >> 1) + ((bg & 0xfefefe) >> 1);
}

struct look {
	uint32_t fg, bg;
	bool bold, underline;
};

static struct look
look_of(const struct cell *c)
{
	struct look l = {colour(c->fg, INK), colour(c->bg, PAPER),
	    c->attr & CELL_BOLD, c->attr & CELL_UNDERLINE};
	uint32_t fg = l.fg;

	if (c->attr & CELL_REVERSE) {
		l.fg = l.bg;
		l.bg = fg;
	}
	if (c->attr & CELL_DIM)
		l.fg = dimmed(l.fg, l.bg);
	return l;
}

static bool
same_look(struct look a, struct look b)
{
	return a.fg == b.fg && a.bg == b.bg && a.bold == b.bold &&
	    a.underline == b.underline;
}

static void
put_char(uint32_t cp)
{
	char text[UTF8_MAX];

	if (cp == '<')
		fputs("&lt;", stdout);
	else if (cp == '&')
		fputs("&amp;", stdout);
	else
		fwrite(text, 1, (size_t)utf8_encode(text, cp), stdout);
}

static bool
is_blank(const struct cell *c)
{
	return c->cp == ' ' && c->mark[0] == 0;
}

static void
put_text(const struct cell *cells, int y, int first, int end, struct look l)
{
	printf("<text x=\"%d\" y=\"%d\" textLength=\"%d\" fill=\"#%06x\"%s%s>",
	    MARGIN + first * CELL_W, MARGIN + y * CELL_H + BASE,
	    (end - first) * CELL_W, l.fg, l.bold ? " font-weight=\"bold\"" : "",
	    l.underline ? " text-decoration=\"underline\"" : "");
	for (int i = first; i < end; i++)
		if (cells[i].width > 0)
			put_char(cells[i].cp);
	puts("</text>");
}

/* Cells from first to before end, all of one look: its ground, and each word
 * in its place, whatever font there is. */
static void
put_run(const struct cell *cells, int y, int first, int end, struct look l)
{
	if (l.bg != PAPER)
		printf("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\""
		       " fill=\"#%06x\"/>\n",
		    MARGIN + first * CELL_W, MARGIN + y * CELL_H,
		    (end - first) * CELL_W, CELL_H, l.bg);
	for (int x = first, to; x < end; x = to) {
		to = x + 1;
		if (is_blank(&cells[x]))
			continue;
		while (to < end && !is_blank(&cells[to]))
			to++;
		put_text(cells, y, x, to, l);
	}
}

static void
put_grid(const struct grid *g)
{
	int w = g->cols * CELL_W + 2 * MARGIN;
	int h = g->rows * CELL_H + 2 * MARGIN;

	printf("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\""
	       " height=\"%d\" viewBox=\"0 0 %d %d\">\n"
	       "<rect width=\"%d\" height=\"%d\" rx=\"6\" fill=\"#%06x\"/>\n"
	       "<g font-family=\"DejaVu Sans Mono,Menlo,Consolas,monospace\""
	       " font-size=\"13\">\n",
	    w, h, w, h, w, h, PAPER);
	for (int y = 0; y < g->rows; y++) {
		const struct cell *cells = g->row[y].cells;

		for (int x = 0, end; x < g->cols; x = end) {
			struct look l = look_of(&cells[x]);

			end = x + 1;
			while (end < g->cols &&
			    (cells[end].width == 0 ||
				same_look(look_of(&cells[end]), l)))
				end++;
			put_run(cells, y, x, end, l);
		}
	}
	puts("</g>\n</svg>");
}

int
main(int argc, char **argv)
{
	int cols = argc > 1 ? atoi(argv[1]) : 80;
	int rows = argc > 2 ? atoi(argv[2]) : 24;
	struct vt *vt = vt_new(cols, rows, NULL);
	char line[65536], at[32];

	setlocale(LC_ALL, "C.UTF-8");
	for (int y = 1; y <= rows; y++) {
		if (fgets(line, sizeof(line), stdin) == NULL)
			break;
		line[strcspn(line, "\n")] = '\0';
		snprintf(at, sizeof(at), "\033[%d;1H", y);
		vt_write(vt, at, strlen(at));
		vt_write(vt, line, strlen(line));
	}
	put_grid(vt_grid(vt));
	vt_free(vt);
	return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 1;
}
