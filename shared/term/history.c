#include <stdlib.h>

#include "shared/base/mem.h"
#include "shared/term/grid.h"
#include "shared/term/history.h"

/* Before each run; copied in and out, so alignment does not matter. */
struct run {
	uint16_t n;
	uint16_t ascii;
	uint32_t attr;
	uint32_t fg;
	uint32_t bg;
};

/* what of a cell an other run keeps per column */
struct glyph {
	uint32_t cp : 21;
	uint32_t width : 2;
	uint16_t mark[CELL_MARKS];
};

#define SCRATCH (GRID_COLS_MAX * (sizeof(struct run) + sizeof(struct glyph)))

void
history_init(struct history *h, int max)
{
	*h = (struct history){.max = max};
	h->line = mem_array((size_t)max, sizeof(*h->line));
	h->scratch = mem_alloc(SCRATCH);
}

void
history_fini(struct history *h)
{
	history_clear(h);
	free(h->line);
	free(h->scratch);
	h->line = NULL;
	h->scratch = NULL;
}

void
history_clear(struct history *h)
{
	for (int i = 0; i < h->max; i++) {
		free(h->line[i].mem);
		h->line[i] = (struct history_line){0};
	}
	h->count = 0;
	h->next = 0;
}

static bool
is_ascii(const struct cell *c)
{
	return c->cp < 0x7f && c->width == 1 && c->mark[0] == 0;
}

static int
run_length(const struct cell *c, int n, bool ascii)
{
	int i = 1;

	while (i < n && c[i].fg == c->fg && c[i].bg == c->bg &&
	    c[i].attr == c->attr && is_ascii(&c[i]) == ascii)
		i++;
	return i;
}

static uint8_t *
pack_run(uint8_t *p, const struct cell *c, int n, bool ascii)
{
	struct run run = {.n = (uint16_t)n,
	    .ascii = ascii,
	    .attr = c->attr,
	    .fg = c->fg,
	    .bg = c->bg};

	memcpy(p, &run, sizeof(run));
	p += sizeof(run);
	for (int i = 0; ascii && i < n; i++)
		*p++ = (uint8_t)c[i].cp;
	for (int i = 0; !ascii && i < n; i++) {
		struct glyph g = {.cp = c[i].cp, .width = c[i].width};

		memcpy(g.mark, c[i].mark, sizeof(g.mark));
		memcpy(p, &g, sizeof(g));
		p += sizeof(g);
	}
	return p;
}

static void
store(struct history_line *l, const uint8_t *data, uint32_t len)
{
	if (l->cap < len || l->cap > 4 * len + 256) {
		free(l->mem);
		l->cap = len + len / 2 + 16;
		l->mem = mem_alloc(l->cap);
	}
	if (len > 0)
		memcpy(l->mem, data, len);
	l->len = len;
}

void
history_add(struct history *h, const struct cell *cells, int cols)
{
	uint8_t *p = h->scratch;

	while (cols > 0 && cell_is_blank(&cells[cols - 1]))
		cols--;
	for (int c = 0; c < cols;) {
		bool ascii = is_ascii(&cells[c]);
		int n = run_length(cells + c, cols - c, ascii);

		p = pack_run(p, cells + c, n, ascii);
		c += n;
	}
	store(&h->line[h->next], h->scratch, (uint32_t)(p - h->scratch));
	h->next = (h->next + 1) % h->max;
	h->count = MIN_OF(h->count + 1, h->max);
	h->total++;
}

static struct cell
unpack_cell(const struct run *run, const uint8_t *p, int i)
{
	struct cell c = {.attr = run->attr & 0x1ff,
	    .width = 1,
	    .fg = run->fg,
	    .bg = run->bg};
	struct glyph g;

	if (run->ascii) {
		c.cp = p[i];
		return c;
	}
	memcpy(&g, p + (size_t)i * sizeof(g), sizeof(g));
	c.cp = g.cp;
	c.width = g.width;
	memcpy(c.mark, g.mark, sizeof(c.mark));
	return c;
}

int
history_get(const struct history *h, int i, struct cell *cells, int cols)
{
	const struct history_line *l;
	const uint8_t *p, *end;
	int had = 0;

	if (i < 0 || i >= h->count)
		return -1;
	l = &h->line[(h->next + h->max - 1 - i) % h->max];
	p = l->mem;
	end = l->len > 0 ? p + l->len : p;
	while (p < end) {
		struct run run;

		memcpy(&run, p, sizeof(run));
		p += sizeof(run);
		for (int c = 0; c < run.n && had + c < cols; c++)
			cells[had + c] = unpack_cell(&run, p, c);
		had += run.n;
		p += run.n * (run.ascii ? 1 : sizeof(struct glyph));
	}
	if (had > cols && cols > 0 && cells[cols - 1].width == 2)
		cells[cols - 1] = CELL_BLANK;
	for (int c = had; c < cols; c++)
		cells[c] = CELL_BLANK;
	return had;
}
