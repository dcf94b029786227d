#include "console/app/tty_over.h"

#include "shared/base/utf8.h"

static bool
is_rgb(uint32_t colour)
{
	return (colour & CELL_KIND_MASK) == CELL_KIND_RGB;
}

static bool
needs_it(const struct cell *c, enum frame_colours colours)
{
	return (c->attr &
		   (CELL_STRIKE | CELL_UNDERLINE2 | CELL_BROKEN |
		       CELL_OVERLINE)) ||
	    ((c->attr & CELL_UNDERLINE) && cell_line(c) != CELL_DEFAULT) ||
	    (colours == FRAME_COLOURS_RGB && (is_rgb(c->fg) || is_rgb(c->bg)));
}

static void
put(struct buf *out, const struct cell *c)
{
	char bytes[UTF8_MAX * (1 + CELL_MARKS)];
	int n = utf8_encode(bytes, c->cp >= 0x20 ? c->cp : ' ');

	for (int i = 0; i < CELL_MARKS && c->mark[i] != 0; i++)
		n += utf8_encode(bytes + n, c->mark[i]);
	buf_add(out, bytes, (size_t)n);
}

void
tty_over_row(struct buf *out, int row, const struct cell *cells, int cols,
    enum frame_colours colours)
{
	struct cell pen = CELL_BLANK;
	int at = -1; /* where the terminal's cursor is */

	for (int col = 0; col < cols; col++) {
		struct cell want = cells[col];

		if (want.width == 0 || !needs_it(&want, colours))
			continue;
		if (at < 0)
			buf_adds(out, "\0337\033[m");
		if (at != col)
			buf_printf(out, "\033[%d;%dH", row + 1, col + 1);
		want = style_reduce(&want, colours);
		style_change(&pen, &want, out);
		put(out, &want);
		/* not every terminal agrees on the width of the rest */
		at = want.cp < 0x7f && want.mark[0] == 0 ? col + 1 : 0;
	}
	if (at >= 0)
		buf_adds(out, "\0338");
}

static bool
is_sure(const struct cell *c)
{
	return c->cp < 0x1f000 && c->mark[0] == 0;
}

static void
put_styled(struct cell *pen, const struct cell *c, enum frame_colours colours,
    struct buf *out)
{
	struct cell want = style_reduce(c, colours);

	style_change(pen, &want, out);
	put(out, &want);
}

void
tty_over_wrap(struct buf *out, int row, const struct cell *cells,
    const struct cell *next, int cols, enum frame_colours colours)
{
	int last = cols - (cells[cols - 1].width == 0 ? 2 : 1);
	struct cell pen = CELL_BLANK;

	if (!is_sure(&cells[last]) || !is_sure(next))
		return;
	buf_printf(out, "\0337\033[m\033[%d;%dH", row + 1, last + 1);
	put_styled(&pen, &cells[last], colours, out);
	put_styled(&pen, next, colours, out);
	buf_adds(out, "\0338");
}
