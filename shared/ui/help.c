#include "shared/ui/help.h"

#include <limits.h>

#include "shared/base/i18n.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"

void
help_init(struct help *h, const char *title, const struct help_row *rows)
{
	*h = (struct help){.title = title, .rows = rows};
	while (rows[h->count].text != NULL)
		h->count++;
}

static void
scroll_to(struct help *h, int top)
{
	h->top = MAX_OF(0, MIN_OF(top, h->last));
}

bool
help_key(struct help *h, const struct keys_event *ev)
{
	int by;

	if (keys_is(ev, ' '))
		by = MAX_OF(h->shown - 1, 1);
	else if (!keys_move(ev, h->shown, &by))
		return ev->code == KEYS_MOUSE || ev->code == KEYS_NONE;
	scroll_to(h, h->top + by);
	return true;
}

static int
keys_width(const struct help *h)
{
	int w = 0;

	for (int i = 0; i < h->count; i++)
		if (h->rows[i].keys != NULL)
			w = MAX_OF(w, utf8_cols(_(h->rows[i].keys)));
	return w;
}

static int
text_width(const struct help *h)
{
	int w = 0;

	for (int i = 0; i < h->count; i++)
		w = MAX_OF(w, utf8_cols(_(h->rows[i].text)));
	return w;
}

/* One row of the table, folded; c NULL: only counts. Returns the rows used. */
static int
draw_one(
    const struct help_row *row, struct canvas *c, struct rect r, int keys_cols)
{
	struct rect text = {r.row, r.col + keys_cols + 3, r.rows,
	    MAX_OF(r.cols - keys_cols - 3, 1)};

	if (row->keys == NULL)
		return canvas_wrap(c, r, UI_HEAD, _(row->text));
	if (c != NULL)
		canvas_text(
		    c, r.row, r.col + 1, r.cols - 1, UI_STRONG, _(row->keys));
	return canvas_wrap(c, text, UI_BOX, _(row->text));
}

/* How many rows all of them take; and the last one to begin with, where that
 * many fit. */
static int
measure(struct help *h, int keys_cols, int cols, int fit)
{
	struct rect r = {0, 0, INT_MAX, cols};
	int rows = 0;

	h->last = 0;
	for (int i = h->count - 1; i >= 0; i--) {
		rows += draw_one(&h->rows[i], NULL, r, keys_cols);
		if (rows > fit && h->last == 0)
			h->last = MIN_OF(i + 1, h->count - 1);
	}
	return rows;
}

static const char *
hint(const struct help *h)
{
	if (h->top >= h->last)
		return _("Esc: back");
	return h->paged ? _("PgDn: more   Esc: back")
			: _("arrows: more   Esc: back");
}

void
help_draw(struct help *h, struct canvas *c)
{
	int kw = keys_width(h);
	int cols = MIN_OF(kw + text_width(h) + 4, c->grid.cols - 4);
	int rows = measure(h, kw, cols, c->grid.rows - 3);
	/* an empty row above the last one, where no key has to go for it */
	int foot = rows + 4 <= c->grid.rows ? 2 : 1;
	struct rect r = canvas_middle(c, cols + 4, rows + 2 + foot);
	struct rect at = {r.row + 1, r.col + 2, r.rows - 2 - foot, r.cols - 4};

	canvas_box(c, r, UI_BOX, h->title);
	canvas_hide_cursor(c);
	h->shown = MAX_OF(at.rows, 1);
	scroll_to(h, h->top);
	for (int i = h->top; i < h->count && at.rows > 0; i++) {
		rows = draw_one(&h->rows[i], c, at, kw);
		at.row += rows;
		at.rows -= rows;
	}
	canvas_text(
	    c, r.row + r.rows - 2, r.col + 2, r.cols - 4, UI_DIM, hint(h));
}
