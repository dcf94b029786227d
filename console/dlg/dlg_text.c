#include "console/dlg/dlg_text.h"

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
};

static void
draw(void *self, struct canvas *c)
{
	struct text_box *b = self;
	int w = MIN_OF(BOX_COLS, c->grid.cols) - 4;
	int rows = canvas_wrap(NULL,
	    (struct rect){0, 0, MAX_OF(c->grid.rows - 4, 1), w}, UI_BOX,
	    b->text);
	struct rect r = canvas_middle(c, w + 4, rows + 4);

	canvas_box(c, r, UI_BOX, b->title);
	canvas_hide_cursor(c);
	canvas_wrap(
	    c, (struct rect){r.row + 1, r.col + 2, rows, w}, UI_BOX, b->text);
	canvas_text(c, r.row + r.rows - 2, r.col + 2, w, UI_DIM,
	    b->ticket != 0 ? _("b: whom the invoice goes to   other key: back")
			   : _("any key: back"));
}

static void
key(void *self, const struct keys_event *ev)
{
	struct text_box *b = self;

	if (ev->code == KEYS_MOUSE && ev->mouse != KEYS_MOUSE_PRESS)
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
