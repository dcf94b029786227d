#include "shared/ui/help.h"

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
	h->top = MAX_OF(0, MIN_OF(top, h->count - h->shown));
}

bool
help_key(struct help *h, const struct keys_event *ev)
{
	int page = MAX_OF(h->shown - 1, 1);

	if (ev->code == KEYS_DOWN || keys_is(ev, 'j'))
		scroll_to(h, h->top + 1);
	else if (ev->code == KEYS_UP || keys_is(ev, 'k'))
		scroll_to(h, h->top - 1);
	else if (ev->code == KEYS_PGDN || keys_is(ev, ' '))
		scroll_to(h, h->top + page);
	else if (ev->code == KEYS_PGUP)
		scroll_to(h, h->top - page);
	else if (ev->code == KEYS_HOME || keys_is(ev, 'g'))
		scroll_to(h, 0);
	else if (ev->code == KEYS_END || keys_is(ev, 'G'))
		scroll_to(h, h->count);
	else if (ev->code == KEYS_MOUSE && ev->mouse == KEYS_MOUSE_WHEEL_DOWN)
		scroll_to(h, h->top + 3);
	else if (ev->code == KEYS_MOUSE && ev->mouse == KEYS_MOUSE_WHEEL_UP)
		scroll_to(h, h->top - 3);
	else
		return ev->code == KEYS_MOUSE || ev->code == KEYS_NONE;
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

void
help_draw(struct help *h, struct canvas *c)
{
	int kw = keys_width(h);
	struct rect r = canvas_middle(c, kw + text_width(h) + 8, h->count + 4);

	canvas_box(c, r, UI_BOX, h->title);
	canvas_hide_cursor(c);
	h->shown = MAX_OF(r.rows - 4, 1);
	scroll_to(h, h->top);
	for (int i = 0; i < h->shown && h->top + i < h->count; i++) {
		const struct help_row *row = &h->rows[h->top + i];
		int y = r.row + 1 + i;

		if (row->keys == NULL) {
			canvas_text(
			    c, y, r.col + 2, r.cols - 4, UI_HEAD, _(row->text));
			continue;
		}
		canvas_text(
		    c, y, r.col + 3, r.cols - 5, UI_STRONG, _(row->keys));
		if (r.cols - kw - 7 > 0)
			canvas_text(c, y, r.col + 5 + kw, r.cols - kw - 7,
			    UI_BOX, _(row->text));
	}
	canvas_text(c, r.row + r.rows - 2, r.col + 2, r.cols - 4, UI_DIM,
	    h->top + h->shown < h->count ? _("arrows: more, Esc: back")
					 : _("Esc: back"));
}
