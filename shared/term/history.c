#include "shared/term/history.h"

#include <stdlib.h>

#include "shared/base/mem.h"
#include "shared/base/util.h"
#include "shared/term/grid.h"

enum run_kind {
	RUN_ASCII, /* one style, a byte per column */
	RUN_GLYPHS, /* one style, a struct glyph per column */
	RUN_SAME /* n times the same glyph */
};

#define SAME_MIN 16

/* Before each run; copied in and out, so alignment does not matter. */
struct run {
	uint16_t n;
	uint16_t kind;
	uint16_t attr;
	uint16_t line;
	uint32_t fg;
	uint32_t bg;
};

/* what of a cell an other run keeps per column */
struct glyph {
	uint32_t cp : 21;
	uint32_t width : 2;
	uint16_t mark[CELL_MARKS];
};

#define SCRATCH \
	((GRID_COLS_MAX + 1) * (sizeof(struct run) + sizeof(struct glyph)))

void
history_init(struct history *h, int max)
{
	*h = (struct history){.max = max};
}

void
history_fini(struct history *h)
{
	for (int i = 0; h->line != NULL && i < h->max; i++)
		free(h->line[i].mem);
	free(h->line);
	free(h->scratch);
	h->line = NULL;
	h->scratch = NULL;
}

void
history_clear(struct history *h)
{
	h->count = h->used = h->next = 0; /* the memory is used again */
}

/* --- packing --- */

static bool
is_ascii(const struct cell *c)
{
	return c->cp < 0x7f && c->width == 1 && c->mark[0] == 0;
}

#define CHUNK 16

static int
same_length(const struct cell *c, int n)
{
	int i = 1;

	while (
	    i + CHUNK <= n && memcmp(&c[i], &c[i - 1], CHUNK * sizeof(*c)) == 0)
		i += CHUNK;
	while (i < n && cell_equal(&c[i], c))
		i++;
	return i;
}

static int
style_length(const struct cell *c, int n, bool ascii)
{
	int i = 1;

	while (i < n && cell_same_style(&c[i], c) && is_ascii(&c[i]) == ascii)
		i++;
	return i;
}

static uint8_t *
pack_glyph(uint8_t *p, const struct cell *c)
{
	struct glyph g = {.cp = c->cp, .width = c->width};

	memcpy(g.mark, c->mark, sizeof(g.mark));
	memcpy(p, &g, sizeof(g));
	return p + sizeof(g);
}

static uint8_t *
pack_head(uint8_t *p, const struct cell *c, int n, enum run_kind kind)
{
	struct run run = {.n = (uint16_t)n,
	    .kind = (uint16_t)kind,
	    .attr = c->attr,
	    .line = (uint16_t)(c->line_high << 4 | c->line_low),
	    .fg = c->fg,
	    .bg = c->bg};

	memcpy(p, &run, sizeof(run));
	return p + sizeof(run);
}

/* Packs some of the n cells at c and moves *at on. */
static uint8_t *
pack_run(uint8_t *p, const struct cell *c, int n, int *at)
{
	int same = same_length(c, n);
	bool ascii = is_ascii(c);

	if (same >= SAME_MIN) {
		*at += same;
		return pack_glyph(pack_head(p, c, same, RUN_SAME), c);
	}
	n = style_length(c, n, ascii);
	*at += n;
	p = pack_head(p, c, n, ascii ? RUN_ASCII : RUN_GLYPHS);
	for (int i = 0; ascii && i < n; i++)
		*p++ = (uint8_t)c[i].cp;
	for (int i = 0; !ascii && i < n; i++)
		p = pack_glyph(p, &c[i]);
	return p;
}

/* --- adding --- */

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

static struct history_line *
oldest(const struct history *h)
{
	return &h->line[(h->next + h->max - h->used) % h->max];
}

/* There are n lines more: the oldest ones make room. */
static void
count_lines(struct history *h, int n)
{
	h->total += (uint64_t)n;
	h->count += n;
	while (h->count > h->max) {
		struct history_line *l = oldest(h);
		int over = h->count - h->max;

		if (!l->gone) {
			l->gone = true;
			l->len = 0;
			h->count--;
		} else {
			over = MIN_OF(over, l->blanks);
			l->blanks -= over;
			h->count -= over;
		}
		if (l->gone && l->blanks == 0)
			h->used--;
	}
}

static struct history_line *
next_line(struct history *h)
{
	struct history_line *l;

	if (h->line == NULL)
		h->line = mem_array((size_t)h->max, sizeof(*h->line));
	l = &h->line[h->next];
	if (h->used == h->max) {
		h->count -= !l->gone + l->blanks;
		h->used--;
	}
	h->next = h->next + 1 < h->max ? h->next + 1 : 0;
	h->used++;
	l->blanks = 0;
	l->gone = false;
	return l;
}

/* Columns from col on that are all held, or all not, up to end. */
static int
stretch(const struct line *l, int col, int end)
{
	uint64_t from = l->held >> col / LINE_CHUNK;
	uint64_t other = from & 1 ? ~from : from;

	if (other == 0)
		return end;
	return MIN_OF(
	    end, (col / LINE_CHUNK + __builtin_ctzll(other)) * LINE_CHUNK);
}

static uint8_t *
pack_line(struct history *h, const struct line *l, int cols)
{
	struct cell blank = CELL_BLANK;
	uint8_t *p = h->scratch;

	blank.bg = l->fill;
	for (int c = 0, end; c < cols; c = end) {
		end = stretch(l, c, cols);
		if (!line_holds(l, c)) {
			p = pack_head(p, &blank, end - c, RUN_SAME);
			p = pack_glyph(p, &blank);
			continue;
		}
		h->work += (uint64_t)(end - c);
		while (c < end)
			p = pack_run(p, l->cells + c, end - c, &c);
	}
	return p;
}

/* Columns up to the last that is no default blank. */
static int
text_end(const struct line *l, int cols)
{
	int end = cols;

	if (l->fill != CELL_DEFAULT)
		return cols;
	for (;;) {
		end = MIN_OF(end, line_end(l, end));
		if (end == 0 || !cell_is_blank(&l->cells[end - 1]))
			return end;
		end--;
	}
}

void
history_add(struct history *h, const struct line *l, int cols)
{
	struct history_line *to;
	uint8_t *p;

	if (h->scratch == NULL)
		h->scratch = mem_alloc(SCRATCH);
	p = pack_line(h, l, text_end(l, cols));
	to = next_line(h);
	to->wrapped = l->wrapped;
	to->used = l->used;
	store(to, h->scratch, (uint32_t)(p - h->scratch));
	h->work += 8;
	count_lines(h, 1);
}

void
history_add_blank(struct history *h, int n, uint32_t fill, int cols)
{
	struct history_line *l = NULL;

	if (n <= 0)
		return;
	if (h->used > 0)
		l = &h->line[(h->next + h->max - 1) % h->max];
	cols = fill != CELL_DEFAULT ? cols : 0;
	if (l == NULL ||
	    (l->blanks > 0 && (l->fill != fill || l->cols != cols))) {
		l = next_line(h);
		l->gone = true;
		l->len = 0;
	}
	l->fill = fill;
	l->cols = cols;
	l->blanks += n;
	h->work++;
	count_lines(h, n);
}

void
history_scroll(struct history *h, const struct screen *s, int n)
{
	for (int r = 0; r < n;) {
		const struct line *l = screen_line(s, r);
		int next = r + 1;

		if (r >= s->hi || s->lo == s->hi)
			next = n;
		else if (r < s->lo)
			next = MIN_OF(s->lo, n);
		if (l->held != 0 || l->used > 0)
			history_add(h, l, s->cols);
		else
			history_add_blank(h, next - r, l->fill, s->cols);
		r = next;
	}
}

void
history_end(struct history *h)
{
	if (h->used > 0)
		h->line[(h->next + h->max - 1) % h->max].wrapped = false;
}

void
history_drop(struct history *h, int n)
{
	n = MIN_OF(n, h->count);
	h->count -= n;
	h->total -= (uint64_t)n;
	while (n > 0) {
		int at = (h->next + h->max - 1) % h->max;
		struct history_line *l = &h->line[at];
		int blanks = MIN_OF(n, l->blanks);

		l->blanks -= blanks;
		n -= blanks;
		if (l->blanks > 0)
			return;
		if (!l->gone && n-- > 0)
			l->gone = true;
		if (l->gone) {
			h->next = at;
			h->used--;
		}
	}
}

/* --- reading --- */

static struct cell
unpack_cell(const struct run *run, const uint8_t *p, int i)
{
	struct cell c = {.attr = run->attr & CELL_ATTRS,
	    .width = 1,
	    .fg = run->fg,
	    .line_low = run->line & 0xf,
	    .bg = run->bg,
	    .line_high = run->line >> 4 & 0x3f};
	struct glyph g;

	if (run->kind == RUN_ASCII) {
		c.cp = p[i];
		return c;
	}
	if (run->kind == RUN_SAME)
		i = 0;
	memcpy(&g, p + (size_t)i * sizeof(g), sizeof(g));
	c.cp = g.cp;
	c.width = g.width;
	memcpy(c.mark, g.mark, sizeof(c.mark));
	return c;
}

static size_t
run_bytes(const struct run *run)
{
	if (run->kind == RUN_ASCII)
		return run->n;
	return (run->kind == RUN_SAME ? 1 : run->n) * sizeof(struct glyph);
}

/* The columns that were there; what fits is in cells. */
static int
unpack(const struct history_line *l, struct cell *cells, int cols)
{
	const uint8_t *p = l->mem, *end = l->len > 0 ? p + l->len : p;
	int had = 0;

	while (p < end) {
		struct run run;

		memcpy(&run, p, sizeof(run));
		p += sizeof(run);
		for (int c = 0; c < run.n && had + c < cols; c++)
			cells[had + c] = unpack_cell(&run, p, c);
		had += run.n;
		p += run_bytes(&run);
	}
	return had;
}

static int
blank_line(const struct history_line *l, struct cell *cells, int cols)
{
	struct cell blank = CELL_BLANK;

	blank.bg = l->fill;
	for (int c = 0; c < l->cols && c < cols; c++)
		cells[c] = blank;
	return l->cols;
}

/* Where line i is; *blank: among the blank ones that came after that line. */
static const struct history_line *
find(const struct history *h, int i, bool *blank)
{
	const struct history_line *l = NULL;
	int at = h->next;

	if (i < 0 || i >= h->count)
		return NULL;
	for (i++; i > 0; i -= !l->gone) {
		at = (at + h->max - 1) % h->max;
		l = &h->line[at];
		if (i <= l->blanks)
			break;
		i -= l->blanks;
	}
	*blank = i > 0;
	return l;
}

bool
history_wrapped(const struct history *h, int i)
{
	bool blank;
	const struct history_line *l = find(h, i, &blank);

	return l != NULL && !blank && l->wrapped;
}

int
history_used(const struct history *h, int i)
{
	bool blank;
	const struct history_line *l = find(h, i, &blank);

	return l != NULL && !blank ? l->used : 0;
}

/* Those that it does not have are blank, and so is half a character. */
static int
fill_up(struct cell *cells, int had, int cols)
{
	if (had > cols && cols > 0 && cells[cols - 1].width == 2)
		cells[cols - 1] = CELL_BLANK;
	for (int c = had; c < cols; c++)
		cells[c] = CELL_BLANK;
	return had;
}

int
history_get(const struct history *h, int i, struct cell *cells, int cols)
{
	bool blank;
	const struct history_line *l = find(h, i, &blank);

	if (l == NULL)
		return -1;
	return fill_up(cells,
	    blank ? blank_line(l, cells, cols) : unpack(l, cells, cols), cols);
}

/* --- from the oldest on --- */

const struct history_line *
history_oldest(const struct history *h)
{
	return h->used > 0 ? oldest(h) : NULL;
}

int
history_unpack(const struct history_line *l, struct cell *cells, int cols)
{
	return fill_up(cells, unpack(l, cells, cols), cols);
}

void
history_move(struct history *to, struct history *from)
{
	struct history_line *was = oldest(from), *l = next_line(to);

	free(l->mem);
	*l = *was;
	l->blanks = 0;
	was->mem = NULL;
	was->len = was->cap = 0;
	to->work++;
	count_lines(to, 1);
}

void
history_next(struct history *h)
{
	const struct history_line *l = oldest(h);

	h->count -= !l->gone + l->blanks;
	h->used--;
}
