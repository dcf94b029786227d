#include "console/app/tty_over.h"

#include "shared/term/marks.h"

struct over {
	struct buf *out;
	enum frame_colours colours;
	int row;
	int at; /* where the terminal's cursor is; -1 = nothing written yet */
	struct cell pen;
};

static bool
is_rgb(uint32_t colour)
{
	return (colour & CELL_KIND_MASK) == CELL_KIND_RGB;
}

static bool
has_more_marks(const struct cell *c)
{
	uint32_t some[TTY_OVER_MARKS], all[MARKS_MAX];

	return c->mark[0] != 0 && tty_over_marks(c, some) < marks_of(c, all);
}

int
tty_over_marks(const struct cell *c, uint32_t mark[TTY_OVER_MARKS])
{
	uint32_t all[MARKS_MAX];
	int n = 0, marks = marks_of(c, all);

	for (int i = 0; i < marks && n < TTY_OVER_MARKS; i++)
		if (!marks_are_style(all[i]))
			mark[n++] = all[i];
	return n;
}

bool
tty_over_needs(const struct cell *c, enum frame_colours colours)
{
	return (c->attr &
		   (CELL_STRIKE | CELL_UNDERLINE2 | CELL_BROKEN |
		       CELL_OVERLINE)) ||
	    ((c->attr & CELL_UNDERLINE) && cell_line(c) != CELL_DEFAULT) ||
	    (colours == FRAME_COLOURS_RGB &&
		(is_rgb(c->fg) || is_rgb(c->bg))) ||
	    has_more_marks(c);
}

static void
put(struct buf *out, const struct cell *c)
{
	char bytes[MARKS_TEXT];

	if (c->cp < 0x20)
		buf_addc(out, ' ');
	else
		buf_add(out, bytes, (size_t)marks_text(c, bytes));
}

static void
put_at(struct over *o, int col, const struct cell *c)
{
	struct cell want = style_reduce(c, o->colours);

	if (o->at < 0)
		buf_adds(o->out, "\0337\033[m");
	if (o->at != col)
		buf_printf(o->out, "\033[%d;%dH", o->row + 1, col + 1);
	style_change(&o->pen, &want, o->out);
	put(o->out, &want);
	/* not every terminal agrees on the width of the rest */
	o->at = want.cp < 0x7f && want.mark[0] == 0 ? col + 1 : 0;
}

/* On some terminals this cell covers the next one. A space is written before
 * it; true then, for anything else has to be written after it. */
static bool
put_wider(struct over *o, int col, const struct cell *c)
{
	bool space = c[1].cp == ' ' && c[1].mark[0] == 0;

	if (space && tty_over_needs(&c[1], o->colours))
		put_at(o, col + 1, &c[1]);
	put_at(o, col, c);
	return space;
}

void
tty_over_row(struct buf *out, int row, const struct cell *cells, int cols,
    enum frame_colours colours)
{
	struct over o = {out, colours, row, -1, CELL_BLANK};
	bool again = false;

	for (int col = 0; col < cols; col++) {
		struct cell want = cells[col];

		/* in the last column it could go over the edge */
		if (col + 1 == cols && marks_widen(&want))
			memset(want.mark, 0, sizeof(want.mark));
		if (want.width == 0 ||
		    (!again && !tty_over_needs(&want, colours)))
			continue;
		again = marks_widen(&want);
		if (!again) {
			put_at(&o, col, &want);
		} else if (put_wider(&o, col, &cells[col])) {
			again = false;
			col++;
		}
	}
	if (o.at >= 0)
		buf_adds(out, "\0338");
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

	if (!marks_sure(&cells[last]) || !marks_sure(next))
		return;
	buf_printf(out, "\0337\033[m\033[%d;%dH", row + 1, last + 1);
	put_styled(&pen, &cells[last], colours, out);
	put_styled(&pen, next, colours, out);
	buf_adds(out, "\0338");
}
