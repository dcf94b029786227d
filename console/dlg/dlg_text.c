#include "console/dlg/dlg_text.h"

#include <limits.h>
#include <stdlib.h>

#include "console/dlg/dlg_client.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/stage/stage.h"

#define BOX_COLS 74

struct text_box {
	struct app *app;
	char *title;
	char *text;
	int64_t ticket; /* that it is about, 0 = none */
	int top; /* the first row that is shown, */
	int last; /* the greatest that is of use, */
	int shown; /* and how many rows */
};

/* Those rows of the text. */
static void
draw_rows(const struct text_box *b, struct canvas *c, struct rect r)
{
	struct canvas all;

	canvas_init(&all, r.cols, b->last + b->shown);
	canvas_wrap(&all, canvas_rect(&all), UI_BOX, b->text);
	canvas_blit(c, r, &all.grid, b->top, 0);
	canvas_fini(&all);
}

static void
draw(void *self, struct canvas *c)
{
	struct text_box *b = self;
	int w = MIN_OF(BOX_COLS, c->grid.cols) - 4;
	int rows = canvas_wrap(
	    NULL, (struct rect){0, 0, INT_MAX, w}, UI_BOX, b->text);
	struct rect r = canvas_middle(c, w + 4, rows + 4);

	canvas_box(c, r, UI_BOX, b->title);
	canvas_hide_cursor(c);
	b->shown = MAX_OF(r.rows - 4, 1);
	b->last = MAX_OF(rows - b->shown, 0);
	b->top = MIN_OF(b->top, b->last);
	draw_rows(b, c, (struct rect){r.row + 1, r.col + 2, b->shown, w});
	if (b->last > 0)
		canvas_text_right(c, r.row + r.rows - 3, r.col + 2 + w, w,
		    UI_DIM, _("arrows: more"));
	canvas_text(c, r.row + r.rows - 2, r.col + 2, w, UI_DIM,
	    b->ticket != 0 ? _("b: whom the invoice goes to   other key: back")
			   : _("any key: back"));
}

/* A text that fits is not scrolled: these keys close it as any other. */
static bool
scroll_key(struct text_box *b, const struct keys_event *ev)
{
	int by;

	if (b->last == 0 || !keys_move(ev, b->shown, &by))
		return false;
	b->top = MAX_OF(0, MIN_OF(b->top + by, b->last));
	stage_redraw(app_stage(b->app));
	return true;
}

static void
key(void *self, const struct keys_event *ev)
{
	struct text_box *b = self;

	if (scroll_key(b, ev) ||
	    (ev->code == KEYS_MOUSE && ev->mouse != KEYS_MOUSE_PRESS))
		return;
	if (b->ticket != 0 && keys_is(ev, 'b'))
		dlg_client(b->app, b->ticket);
	stage_pop(app_stage(b->app), b);
}

static void
text_free(void *self)
{
	struct text_box *b = self;

	free(b->title);
	free(b->text);
	free(b);
}

static const struct stage_box_ops ops = {
    .draw = draw, .key = key, .free = text_free};

void
dlg_text(struct app *a, const char *title, const char *text, const void *owner,
    int64_t ticket)
{
	struct text_box *b = mem_alloc(sizeof(*b));

	b->app = a;
	b->title = str_dup(title);
	b->text = str_dup(text);
	b->ticket = ticket;
	stage_push(app_stage(a), &ops, b, owner);
}
